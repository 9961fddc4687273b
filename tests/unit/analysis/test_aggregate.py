"""The value of a union of areas: by hand, and the properties any such rule must have."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rudc_map.analysis.aggregate import MIN_COVERAGE, MOST_INCOMPARABLE, aggregate
from rudc_map.model import NOT_AGGREGATED, SUM, MissingReason, mean_by

NAN = float("nan")
MEAN = mean_by("a_inw")

tenths = st.integers(-10_000, 10_000).map(lambda n: n / 10)
weights = st.integers(1, 10_000).map(float)
groups = st.sampled_from(["GM0014", "GM0106", "GM0114"])
areas = st.lists(st.tuples(tenths, weights, groups), min_size=1, max_size=25)


def series(values, dtype=float):
    return pd.Series(list(values), index=[f"BU{i:04}" for i in range(len(values))], dtype=dtype)


def unknown_where_nan(values: pd.Series, reason=MissingReason.SECRET) -> pd.Series:
    missing = pd.Series(None, index=values.index, dtype=object)
    return missing.mask(values.isna(), reason).where(values.isna(), None)


def split(rows):
    values, weight, group = zip(*rows, strict=True)
    return series(values), series(weight), series(group, dtype=object)


def total(values, missing=None):
    values = series(values)
    missing = unknown_where_nan(values) if missing is None else series(missing, dtype=object)
    return float(aggregate(values, missing, SUM).iloc[0])


def mean(values, weight):
    values = series(values)
    return float(aggregate(values, unknown_where_nan(values), MEAN, series(weight)).iloc[0])


def test_a_mean_without_areas_that_cannot_be_compared_is_no_point_of_a_line():
    # the land of 2019 without the gemeenten that were merged later: 480 a km2, where it was 513
    values = series([480.0, NAN])
    reason = unknown_where_nan(values, MissingReason.NOT_COMPARABLE)

    def of(incomparable):
        weight = series([1.0 - incomparable, incomparable])
        return float(aggregate(values, reason, MEAN, weight).iloc[0])

    assert of(MOST_INCOMPARABLE) == 480.0
    assert np.isnan(of(MOST_INCOMPARABLE + 0.001))
    assert mean([480.0, NAN], [0.95, 0.05]) == 480.0  # a secret is one in every year


def test_a_sum_adds_up():
    assert total([116.0, 131.0, 3.0]) == 250.0


@pytest.mark.parametrize("reason", [r for r in MissingReason if r != "geen_inwoners"])
def test_a_sum_with_an_unknown_part_is_unknown(reason):
    assert np.isnan(total([116.0, NAN], [None, reason]))


def test_a_part_without_inhabitants_adds_nothing():
    assert total([116.0, NAN], [None, MissingReason.NO_INHABITANTS]) == 116.0


def test_a_sum_of_nothing_but_uninhabited_parts_is_unknown():
    assert np.isnan(total([NAN, NAN], [MissingReason.NO_INHABITANTS] * 2))


def test_a_mean_weighs():
    assert mean([10.0, 20.0], [1.0, 3.0]) == 17.5


@pytest.mark.parametrize(
    ("weight_of_unknown", "expected"), [(10.0, 20.0), (10.1, NAN), (50.0, NAN), (0.0, 20.0)]
)
def test_a_mean_is_given_where_nine_tenths_of_the_weight_is_known(weight_of_unknown, expected):
    known = 90.0

    result = mean([20.0, 20.0, NAN], [known / 2, known / 2, weight_of_unknown])

    assert MIN_COVERAGE == 0.9
    assert result == pytest.approx(expected, nan_ok=True)


def test_an_unknown_weight_counts_as_none():
    assert mean([10.0, 99.0], [5.0, NAN]) == 10.0


def test_a_mean_without_any_weight_is_unknown():
    assert np.isnan(mean([10.0, 20.0], [0.0, 0.0]))


def test_weights_are_taken_by_code_not_by_place():
    values = pd.Series([10.0, 20.0], index=["BU1", "BU2"])
    weight = pd.Series([3.0, 1.0, 7.0], index=["BU2", "BU1", "BU3"])

    assert float(aggregate(values, unknown_where_nan(values), MEAN, weight).iloc[0]) == 17.5


def test_a_mean_needs_weights():
    values = series([1.0])
    with pytest.raises(ValueError, match="needs weights"):
        aggregate(values, unknown_where_nan(values), MEAN)


def test_what_does_not_aggregate_has_no_value_in_any_group():
    values, group = series([1.0, 2.0, 3.0]), series(["b", "a", "b"], dtype=object)

    whole = aggregate(values, unknown_where_nan(values), NOT_AGGREGATED, groups=group)

    assert list(whole.index) == ["a", "b"]
    assert whole.isna().all()


@pytest.mark.parametrize("rule", [SUM, MEAN, NOT_AGGREGATED])
def test_without_groups_all_areas_are_one(rule):
    values = series([1.0, 2.0])

    assert len(aggregate(values, unknown_where_nan(values), rule, series([1.0, 1.0]))) == 1


@given(areas)
def test_a_weighted_mean_lies_between_the_extremes(rows):
    values, weight, group = split(rows)

    whole = aggregate(values, unknown_where_nan(values), MEAN, weight, group)

    by_group = values.groupby(group)
    assert (whole >= by_group.min() - 1e-6).all()
    assert (whole <= by_group.max() + 1e-6).all()


@pytest.mark.parametrize("rule", [SUM, MEAN])
@given(value=tenths, weight=weights)
def test_a_single_area_aggregates_to_itself(rule, value, weight):
    values = series([value])

    whole = aggregate(values, unknown_where_nan(values), rule, series([weight]))

    assert whole.to_list() == [pytest.approx(value)]


@pytest.mark.parametrize("rule", [SUM, MEAN])
@given(data=st.data(), rows=areas)
def test_the_order_of_the_areas_does_not_matter(rule, data, rows):
    values, weight, group = split(rows)
    order = data.draw(st.permutations(list(values.index)))
    missing = unknown_where_nan(values)

    straight = aggregate(values, missing, rule, weight, group)
    shuffled = aggregate(values[order], missing[order], rule, weight[order], group[order])

    pd.testing.assert_series_equal(straight, shuffled)


@pytest.mark.parametrize("rule", [SUM, MEAN])
@given(rows=areas, factor=st.integers(1, 1000))
def test_another_unit_gives_the_same_in_that_unit(rule, rows, factor):
    values, weight, group = split(rows)
    missing = unknown_where_nan(values)

    plain = aggregate(values, missing, rule, weight, group)
    scaled = aggregate(values * factor, missing, rule, weight, group)

    pd.testing.assert_series_equal(scaled, plain * factor)


@given(areas, st.integers(2, 64))
def test_only_the_proportion_of_the_weights_matters(rows, factor):
    values, weight, group = split(rows)
    missing = unknown_where_nan(values)

    plain = aggregate(values, missing, MEAN, weight, group)
    scaled = aggregate(values, missing, MEAN, weight * factor, group)

    pd.testing.assert_series_equal(plain, scaled)


@pytest.mark.parametrize("rule", [SUM, MEAN])
@given(rows=areas)
def test_groups_do_not_touch_each_other(rule, rows):
    values, weight, group = split(rows)
    values = values.mask(group == "GM0106")  # one group unknown altogether
    missing = unknown_where_nan(values)

    together = aggregate(values, missing, rule, weight, group)

    for name in group.unique():
        own = group == name
        alone = aggregate(values[own], missing[own], rule, weight[own], group[own])
        assert together[name] == pytest.approx(alone[name], nan_ok=True)
        assert np.isnan(together[name]) == (name == "GM0106")
