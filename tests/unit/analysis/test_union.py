"""The value of a union of areas and of shares of areas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rudc_map.analysis.aggregate import Combined, Union, union
from rudc_map.model import NOT_AGGREGATED, SUM, MissingReason, mean_by

NAN = float("nan")
MEAN = mean_by("a_inw")
RULES = [SUM, MEAN, NOT_AGGREGATED]

every_rule = pytest.mark.parametrize("rule", RULES)
rows = st.lists(
    st.tuples(
        st.integers(-10_000, 10_000).map(lambda n: n / 10),
        st.integers(1, 10_000).map(float),
        st.integers(1, 8).map(lambda n: n / 8),
    ),
    min_size=1,
    max_size=20,
)


def series(values, dtype=float):
    return pd.Series(list(values), index=[f"BU{i:04}" for i in range(len(values))], dtype=dtype)


def combine(values, rule, weights=None, shares=None, reason=MissingReason.SECRET):
    values = series(values)
    missing = pd.Series([reason if np.isnan(v) else None for v in values], values.index, object)
    return union(
        values,
        missing,
        rule,
        None if weights is None else series(weights),
        None if shares is None else series(shares),
    )


def test_a_sum_adds_the_shares():
    found = combine([100.0, 40.0, 7.0], SUM, shares=[1.0, 0.25, 0.0])

    assert found == Union(110.0, Combined.SUM, parts=2, known=2, coverage=1.0)


def test_a_sum_with_an_unknown_part_is_unknown_but_says_how_much_is_known():
    found = combine([100.0, NAN, 40.0], SUM, shares=[1.0, 0.5, 0.5])

    assert np.isnan(found.value)
    assert (found.parts, found.known, found.coverage) == (3, 2, 0.75)


def test_an_unknown_area_outside_does_not_matter():
    assert combine([100.0, NAN], SUM, shares=[0.5, 0.0]).value == 50.0


def test_a_part_without_inhabitants_adds_nothing_to_a_sum():
    found = combine([100.0, NAN], SUM, reason=MissingReason.NO_INHABITANTS)

    assert found == Union(100.0, Combined.SUM, parts=2, known=1, coverage=1.0)


def test_a_mean_is_weighted_by_weight_and_share():
    # (10 * 100 * 1 + 20 * 400 * 0.5) / (100 + 200)
    found = combine([10.0, 20.0], MEAN, weights=[100.0, 400.0], shares=[1.0, 0.5])

    assert found.value == pytest.approx(50 / 3)
    assert found.how is Combined.MEAN
    assert found.coverage == 1.0


@pytest.mark.parametrize(
    ("share", "value", "coverage"), [(0.125, 20.0, 80 / 85), (0.5, NAN, 80 / 100)]
)
def test_a_mean_is_given_where_nine_tenths_of_the_weight_inside_is_known(share, value, coverage):
    found = combine([20.0, NAN], MEAN, weights=[80.0, 40.0], shares=[1.0, share])

    assert found.value == pytest.approx(value, nan_ok=True)
    assert found.coverage == pytest.approx(coverage)
    assert (found.parts, found.known) == (2, 1)


def test_a_mean_needs_weights():
    with pytest.raises(ValueError, match="needs weights"):
        combine([1.0, 2.0], MEAN)


def test_a_mean_without_any_weight_is_unknown():
    found = combine([1.0, 2.0], MEAN, weights=[0.0, 0.0])

    assert np.isnan(found.value)
    assert found.coverage == 0.0


def test_what_has_no_rule_gets_the_median_of_its_parts_whatever_their_shares():
    found = combine([1.0, 5.0, 90.0, 7.0], NOT_AGGREGATED, shares=[1.0, 0.1, 0.1, 0.0])

    assert found == Union(5.0, Combined.MEDIAN, parts=3, known=3, coverage=1.0)


def test_a_median_leaves_out_the_unknown():
    found = combine([1.0, NAN, 4.0, NAN], NOT_AGGREGATED)

    assert found == Union(2.5, Combined.MEDIAN, parts=4, known=2, coverage=0.5)


@every_rule
def test_nothing_has_no_value(rule):
    for found in (
        combine([], rule, weights=[]),
        combine([3.0], rule, weights=[1.0], shares=[0.0]),
    ):
        assert np.isnan(found.value)
        assert (found.parts, found.known, found.coverage) == (0, 0, 0.0)


def test_shares_are_taken_by_code_and_an_area_without_one_is_no_part():
    values = series([1.0, 2.0, 4.0])
    shares = pd.Series([1.0, 0.5], index=["BU0002", "BU0001"])

    found = union(values, pd.Series(None, values.index, dtype=object), SUM, shares=shares)

    assert (found.value, found.parts) == (5.0, 2)


@every_rule
@settings(max_examples=20)
@given(value=st.floats(-1e9, 1e9), weight=st.sampled_from([0.0, NAN, 1.0, 0.1, 1234.5]))
def test_a_single_whole_area_has_exactly_its_own_value(rule, value, weight):
    found = combine([value, 3.0], rule, weights=[weight, 2.0], shares=[1.0, 0.0])

    assert found.value == value
    assert (found.parts, found.known, found.coverage) == (1, 1, 1.0)


@every_rule
def test_a_single_unknown_area_is_unknown(rule):
    found = combine([NAN], rule, weights=[5.0])

    assert np.isnan(found.value)
    assert (found.parts, found.known, found.coverage) == (1, 0, 0.0)


@pytest.mark.parametrize("rule", [MEAN, NOT_AGGREGATED])
@settings(max_examples=20)
@given(rows=rows)
def test_a_mean_and_a_median_lie_between_the_extremes_of_the_parts(rule, rows):
    values, weights, shares = zip(*rows, strict=True)

    found = combine(values, rule, weights, shares)

    assert min(values) - 1e-9 <= found.value <= max(values) + 1e-9


@every_rule
@settings(max_examples=20)
@given(rows=rows, data=st.data())
def test_the_order_of_the_areas_does_not_matter(rule, rows, data):
    shuffled = data.draw(st.permutations(rows))

    one = combine(*unzip(rows, rule))
    other = combine(*unzip(shuffled, rule))

    assert one.value == pytest.approx(other.value)
    assert (one.parts, one.known) == (other.parts, other.known)


@every_rule
@settings(max_examples=20)
@given(rows=rows, power=st.integers(-6, 6))
def test_another_unit_gives_the_same_in_that_unit(rule, rows, power):
    values, _, weights, shares = unzip(rows, rule)
    factor = 2.0**power

    plain = combine(values, rule, weights, shares)
    scaled = combine([v * factor for v in values], rule, weights, shares)

    assert scaled.value == plain.value * factor


@every_rule
@settings(max_examples=20)
@given(rows=rows)
def test_an_area_outside_never_matters(rule, rows):
    values, _, weights, shares = unzip(rows, rule)

    alone = combine(values, rule, weights, shares)
    beside = combine([*values, NAN], rule, [*weights, 1e6], [*shares, 0.0])

    assert alone == beside


def unzip(rows, rule):
    values, weights, shares = zip(*rows, strict=True)
    return values, rule, weights, shares
