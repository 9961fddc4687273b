"""Rank correlations and the Theil-Sen line, against scipy and by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr, theilslopes

from rudc_map.analysis import association as module
from rudc_map.analysis.association import association, correlations

NAN = float("nan")
figure = st.integers(-50, 50).map(lambda n: n / 10)
pairs = st.lists(st.tuples(figure, figure), min_size=3, max_size=30)


def two(pairs):
    x, y = np.array(pairs).T
    assume(np.ptp(x) > 0)
    assume(np.ptp(y) > 0)
    return x, y


def assert_same(one, other):
    assert vars(one) == pytest.approx(vars(other), rel=1e-9, abs=1e-12, nan_ok=True)


def test_by_hand():
    # ranks 1 2 3 4 and 1 3 2 4: rho = 1 - 6 * 2 / (4 * 15); slopes 2, .5, 1, -1, .5, 2
    found = association(np.array([1.0, 2.0, 3.0, 4.0]), np.array([1.0, 3.0, 2.0, 4.0]))

    assert found.n == 4
    assert found.rho == pytest.approx(0.8)
    assert found.slope == pytest.approx(0.75)
    assert found.intercept == pytest.approx(2.5 - 0.75 * 2.5)


def test_a_line_through_tied_values_has_no_limits():
    tied = np.array([0.0, 0.1, 0.1, 0.1, 0.1])

    found = association(tied, tied)

    assert (found.slope, found.intercept) == pytest.approx((1, 0))
    assert np.isnan(found.slope_low)
    assert np.isnan(found.slope_high)


@given(pairs)
def test_numbers_are_those_of_scipy(pairs):
    x, y = two(pairs)
    rank = spearmanr(x, y)
    with np.errstate(invalid="ignore"):
        line = theilslopes(y, x, 0.95)

    found = association(x, y)

    assert (found.rho, found.p_value) == pytest.approx((rank.statistic, rank.pvalue))
    assert (found.slope, found.intercept) == pytest.approx((line.slope, line.intercept))
    limits = pytest.approx((line.low_slope, line.high_slope), rel=0, abs=0, nan_ok=True)
    assert (found.slope_low, found.slope_high) == limits


@given(pairs, st.data())
def test_the_order_of_the_areas_does_not_matter(pairs, data):
    x, y = two(pairs)
    order = data.draw(st.permutations(range(len(x))))

    assert_same(association(x, y), association(x[order], y[order]))


@given(pairs, st.integers(0, 30))
def test_an_area_with_one_value_missing_is_left_out(pairs, at):
    x, y = two(pairs)
    at = min(at, len(x))
    with_gaps = np.insert(x, at, [3.0, NAN]), np.insert(y, at, [NAN, 3.0])

    assert_same(association(*with_gaps), association(x, y))


@given(pairs, st.integers(-4, 4), st.integers(-4, 4))
def test_other_units_change_the_slope_and_nothing_else(pairs, x_power, y_power):
    x, y = two(pairs)
    x_factor, y_factor = 2.0**x_power, 2.0**y_power

    plain, scaled = association(x, y), association(x * x_factor, y * y_factor)

    assert (scaled.rho, scaled.p_value) == (plain.rho, plain.p_value)
    assert scaled.slope == plain.slope * y_factor / x_factor
    assert scaled.intercept == pytest.approx(plain.intercept * y_factor)


@pytest.mark.parametrize(
    ("x", "y", "n"),
    [
        ([], [], 0),
        ([1.0, 2.0], [1.0, 2.0], 2),
        ([1.0, 2.0, NAN], [1.0, 2.0, 3.0], 2),
        ([4.0, 4.0, 4.0], [1.0, 2.0, 3.0], 3),
        ([1.0, 2.0, 3.0], [4.0, 4.0, 4.0], 3),
    ],
)
def test_too_few_areas_or_constant_values_say_nothing(x, y, n):
    found = vars(association(np.array(x), np.array(y)))

    assert found.pop("n") == n
    assert np.isnan(list(found.values())).all()


def many(n=module.EXACT + 1):
    generator = np.random.default_rng(3)
    x = generator.lognormal(2, 1, n)
    return x, 3 * x + generator.normal(0, 10, n) + 7


def test_above_the_limit_the_slope_of_a_sample_is_close_to_the_exact_one():
    x, y = many()
    line = theilslopes(y, x, 0.95)

    found = association(x, y)

    assert found.slope == pytest.approx(line.slope, rel=0.005)
    assert found.slope != line.slope
    assert found.intercept == pytest.approx(np.median(y) - found.slope * np.median(x))
    assert np.isnan([found.slope_low, found.slope_high]).all()


def test_at_the_limit_the_slope_is_exact():
    x, y = many(module.EXACT)

    assert association(x, y).slope == theilslopes(y, x, 0.95).slope


def test_a_sample_is_the_same_whatever_the_order_of_the_areas():
    x, y = many()
    order = np.random.default_rng(1).permutation(len(x))

    assert_same(association(x, y), association(x[order], y[order]))


def test_a_sample_without_two_different_x_has_no_slope(monkeypatch):
    x = np.zeros(module.EXACT + 1)
    x[0] = 1.0
    monkeypatch.setattr(module, "_SAMPLED_PAIRS", 1)

    found = association(x, np.arange(len(x), dtype=float))

    assert np.isnan(found.slope)
    assert np.isfinite(found.rho)


# many at once -----------------------------------------------------------------------------------

columns = st.lists(st.lists(st.one_of(figure, st.just(NAN)), min_size=12, max_size=12), min_size=2)


@settings(max_examples=20)
@given(columns)
def test_each_correlation_is_that_of_its_pair(columns):
    target, *others = (pd.Series(c) for c in columns)
    table = pd.DataFrame({f"i{k}": other for k, other in enumerate(others)})

    found = correlations(target, table, min_areas=4)

    for name in table.columns:
        one = association(target.to_numpy(), table[name].to_numpy())
        assert (name in found.index) == (one.n >= 4 and not np.isnan(one.rho))
        if name in found.index:
            row = found.loc[name]
            assert row["n"] == one.n
            assert row["rho"] == pytest.approx(one.rho, abs=1e-12)
            assert row["p_value"] == pytest.approx(one.p_value, abs=1e-9)
    assert found["rho"].abs().is_monotonic_decreasing


def test_the_strongest_comes_first_and_equals_by_name():
    target = pd.Series(np.arange(20.0))
    noise = np.random.default_rng(2).permutation(20)
    others = pd.DataFrame({"z": target, "noise": noise, "b": -target, "a": target * 3})

    found = correlations(target, others)

    assert list(found.index) == ["a", "b", "z", "noise"]
    assert found["rho"].to_list()[:3] == [1.0, -1.0, 1.0]
    assert found["p_value"].to_list()[:3] == [0.0, 0.0, 0.0]
    assert found["n"].dtype.kind == "i"


def test_areas_are_matched_by_code():
    target = pd.Series(np.arange(12.0), index=[f"BU{i:02}" for i in range(12)])
    others = pd.DataFrame({"a": target})[::-1]
    others.loc["GM01"] = 99.0

    assert correlations(target, others).loc["a", ["n", "rho"]].to_list() == [12, 1.0]


def test_columns_with_few_areas_in_common_are_left_out():
    target = pd.Series([*np.arange(10.0), NAN])
    few = pd.Series([NAN, *np.arange(10.0)])

    found = correlations(target, pd.DataFrame({"few": few, "enough": target}))

    assert list(found.index) == ["enough"]


def test_columns_that_are_constant_where_the_target_is_known_are_left_out():
    target = pd.Series([*np.arange(10.0), NAN])
    constant = pd.Series([*np.full(10, 3.0), 9.0])

    assert correlations(target, pd.DataFrame({"constant": constant})).empty


def test_nothing_to_correlate_with_gives_an_empty_table():
    found = correlations(pd.Series(np.arange(12.0)), pd.DataFrame(index=range(12)))

    assert found.empty
    assert list(found.columns) == ["n", "rho", "p_value"]
