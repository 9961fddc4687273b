"""Class breaks: by hand, against an exhaustive search, against mapclassify, and as properties."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise

import mapclassify
import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rudc_map.analysis.classify import (
    MAX_CLASSES,
    MIN_CLASSES,
    class_breaks,
    difference_breaks,
    natural_breaks,
)
from rudc_map.model import ClassScheme

NAN = float("nan")
SCHEMES = [s for s in ClassScheme if s is not ClassScheme.OWN]

every_scheme = pytest.mark.parametrize("scheme", SCHEMES)
class_counts = st.integers(MIN_CLASSES, MAX_CLASSES)
tenths = st.integers(-5_000, 50_000).map(lambda n: n / 10)
figures = st.lists(tenths, min_size=2, max_size=60)


def spread(values: list[float]) -> list[float]:
    assume(len(set(values)) > 1)
    return values


varied_figures = figures.map(spread)


def class_of(values: np.ndarray, breaks: tuple[float, ...]) -> np.ndarray:
    """The class of each value: the number of breaks below it."""
    return np.searchsorted(np.array(breaks), values, side="left")


def squared_deviation(values: list[float], breaks: tuple[float, ...]) -> Fraction:
    """Exactly: the sum over the classes of the squared deviations from the class mean."""
    total = Fraction(0)
    at = class_of(np.array(values), breaks)
    for k in set(at):
        members = [Fraction(v) for v, c in zip(values, at, strict=True) if c == k]
        mean = sum(members) / len(members)
        total += sum((m - mean) ** 2 for m in members)
    return total


# natural breaks ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "classes", "breaks"),
    [
        ([1, 2, 4, 5, 20], 3, (2.0, 5.0)),  # 0.5 + 0.5 + 0 beats any other cut
        ([1, 1, 1, 1, 10, 12], 3, (1.0, 10.0)),  # repeats stay together
        ([0, 1, 100, 101, 200, 201, 300], 4, (1.0, 101.0, 201.0)),
        ([-30, -29, 0, 1, 50], 3, (-29.0, 1.0)),
        ([3, 2, 1], 3, (1.0, 2.0)),
        ([3, 2, 1], 7, (1.0, 2.0)),  # never more classes than distinct values
    ],
)
def test_natural_breaks_by_hand(values, classes, breaks):
    assert natural_breaks(np.array(values, dtype=float), [classes]) == {classes: breaks}


@given(st.lists(tenths, min_size=2, max_size=9).map(spread), st.integers(2, 5))
def test_natural_breaks_are_as_good_as_the_best_of_all_partitions(values, classes):
    distinct = sorted(set(values))
    cuts = min(classes, len(distinct)) - 1
    best = min(squared_deviation(values, cut) for cut in combinations(distinct[:-1], cuts))

    found = natural_breaks(np.array(values), [classes])[classes]

    assert len(found) == cuts
    assert set(found) <= set(values)
    assert float(squared_deviation(values, found)) == pytest.approx(float(best), abs=1e-6)


@pytest.mark.filterwarnings("ignore:Numba not installed")
@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("classes", [3, 5, 7])
def test_natural_breaks_are_those_of_mapclassify(seed, classes):
    generator = np.random.default_rng(seed)
    values = np.round(generator.lognormal(3, 1, 110 + 20 * seed), 3)

    expected = mapclassify.FisherJenks(values, k=classes).bins[:-1]

    assert natural_breaks(values, [classes])[classes] == pytest.approx(tuple(expected))


def test_one_pass_gives_every_number_of_classes():
    values = np.random.default_rng(5).normal(size=80)

    together = natural_breaks(values)

    assert sorted(together) == list(range(MIN_CLASSES, MAX_CLASSES + 1))
    for k, breaks in together.items():
        assert natural_breaks(values, [k]) == {k: breaks}


@given(varied_figures, class_counts)
def test_every_natural_class_holds_a_value(values, classes):
    breaks = class_breaks(pd.Series(values), ClassScheme.NATURAL, classes)

    assert len(breaks) == min(classes, len(set(values))) - 1
    assert set(class_of(np.array(values), breaks)) == set(range(len(breaks) + 1))


def test_very_many_distinct_values_are_put_on_a_grid_and_still_cut_at_the_gaps():
    generator = np.random.default_rng(7)
    groups = [generator.uniform(low, low + 10, 1_500) for low in (0.0, 50.0, 90.0)]
    values = np.concatenate(groups)

    breaks = natural_breaks(values, [3])[3]

    assert breaks == (groups[0].max(), groups[1].max())


def test_large_values_close_together_keep_their_precision():
    values = np.array([0.0, 0.1, 0.2, 5.0, 5.1, 9.0]) + 1e7

    assert natural_breaks(values, [3])[3] == (1e7 + 0.2, 1e7 + 5.1)


# the other schemes ------------------------------------------------------------------------------


@pytest.mark.parametrize("classes", range(MIN_CLASSES, MAX_CLASSES + 1))
def test_quantiles_and_equal_are_those_of_mapclassify(classes):
    values = np.random.default_rng(3).lognormal(3, 1, 150)

    quantiles = class_breaks(pd.Series(values), ClassScheme.QUANTILES, classes)
    equal = class_breaks(pd.Series(values), ClassScheme.EQUAL, classes)

    assert quantiles == pytest.approx(mapclassify.Quantiles(values, k=classes).bins[:-1])
    assert equal == pytest.approx(mapclassify.EqualInterval(values, k=classes).bins[:-1])


def test_quantiles_put_equally_many_values_in_each_class():
    values = pd.Series(np.arange(100.0))

    breaks = class_breaks(values, ClassScheme.QUANTILES, 4)

    assert np.bincount(class_of(values.to_numpy(), breaks)).tolist() == [25, 25, 25, 25]


def test_quantiles_make_fewer_classes_where_half_of_the_values_are_equal():
    values = pd.Series([0.0] * 50 + list(range(1, 51)))

    breaks = class_breaks(values, ClassScheme.QUANTILES, 5)

    assert breaks[0] == 0.0
    assert len(breaks) < 4


@pytest.mark.parametrize(
    ("low", "high", "classes", "breaks"),
    [
        (0, 100, 5, (20.0, 40.0, 60.0, 80.0)),
        (0, 1, 4, (0.25, 0.5, 0.75)),
        (3, 53, 5, (10.0, 20.0, 30.0, 40.0)),
        (-20, 30, 5, (-10.0, 0.0, 10.0, 20.0)),
    ],
)
def test_rounded_breaks_are_round(low, high, classes, breaks):
    values = pd.Series(np.linspace(low, high, 201))

    assert class_breaks(values, ClassScheme.ROUNDED, classes) == breaks


def test_one_extreme_value_does_not_set_the_rounded_breaks():
    values = pd.Series([*np.linspace(0, 100, 200), 1e6])

    assert class_breaks(values, ClassScheme.ROUNDED, 5) == (20.0, 40.0, 60.0, 80.0)


@every_scheme
@given(values=varied_figures, classes=class_counts)
def test_breaks_ascend_strictly_within_the_values_and_are_not_too_many(scheme, values, classes):
    breaks = class_breaks(pd.Series(values), scheme, classes)

    assert len(breaks) <= classes - 1
    assert all(low < high for low, high in pairwise(breaks))
    assert all(min(values) <= b < max(values) for b in breaks)


@every_scheme
@given(data=st.data(), values=varied_figures, classes=class_counts)
def test_neither_order_nor_missing_values_matter(scheme, data, values, classes):
    shuffled = data.draw(st.permutations([*values, NAN, NAN]))

    expected = class_breaks(pd.Series(values), scheme, classes)

    assert class_breaks(pd.Series(shuffled), scheme, classes) == expected


@pytest.mark.parametrize("scheme", [ClassScheme.NATURAL, ClassScheme.EQUAL])
@given(values=varied_figures, classes=class_counts, power=st.integers(-8, 8))
def test_breaks_scale_with_the_unit(scheme, values, classes, power):
    factor = 2.0**power  # exact in binary, so that no tie falls the other way
    plain = class_breaks(pd.Series(values), scheme, classes)

    scaled = class_breaks(pd.Series(values) * factor, scheme, classes)

    assert scaled == tuple(b * factor for b in plain)


@every_scheme
@pytest.mark.parametrize("values", [[], [NAN, NAN], [4.0], [4.0, 4.0, NAN]])
def test_constant_or_no_values_have_no_breaks(scheme, values):
    assert class_breaks(pd.Series(values, dtype=float), scheme, 5) == ()


@every_scheme
@pytest.mark.parametrize("classes", [-1, 0, 2, 8])
def test_too_few_or_too_many_classes_are_refused(scheme, classes):
    with pytest.raises(ValueError, match=f"{classes} classes: choose 3 to 7"):
        class_breaks(pd.Series([1.0, 2.0, 3.0]), scheme, classes)


def test_own_breaks_are_not_computed():
    with pytest.raises(ValueError, match="eigen"):
        class_breaks(pd.Series([1.0, 2.0]), ClassScheme.OWN, 3)


# differences ------------------------------------------------------------------------------------


def test_difference_breaks_by_hand():
    # absolute differences 1..9: quartiles 3 and 7
    values = pd.Series([1.0, -2.0, 3.0, -4.0, 5.0, -6.0, 7.0, -8.0, 9.0, 0.0, NAN])

    assert difference_breaks(values, 0) == (-7.0, -3.0, 3.0, 7.0)


@given(figures, st.integers(0, 2))
def test_difference_breaks_are_symmetric_around_a_neutral_class(values, decimals):
    breaks = difference_breaks(pd.Series(values), decimals)

    if not any(values):
        assert breaks == ()
        return
    assert breaks == tuple(-b for b in reversed(breaks))
    assert all(low < high for low, high in pairwise(breaks))
    assert class_of(np.array([0.0]), breaks) == [2]


@given(figures, st.integers(0, 2))
def test_difference_breaks_are_no_finer_than_the_values_shown(values, decimals):
    breaks = difference_breaks(pd.Series(values), decimals)

    assert [round(b, decimals) for b in breaks] == list(breaks)


@given(figures, st.integers(0, 2))
def test_difference_breaks_do_not_know_better_from_worse(values, decimals):
    one, other = pd.Series(values), -pd.Series([*values, NAN])

    assert difference_breaks(one, decimals) == difference_breaks(other, decimals)


@pytest.mark.parametrize("values", [[], [NAN], [0.0, 0.0]])
def test_no_difference_has_no_breaks(values):
    assert difference_breaks(pd.Series(values, dtype=float), 1) == ()
