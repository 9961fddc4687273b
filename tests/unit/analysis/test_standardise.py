"""Spread and differences in units of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from rudc_map.analysis.standardise import IQR_OF_NORMAL, spread, standardised_difference

NAN = float("nan")
figures = st.lists(st.integers(-500, 500).map(lambda n: n / 10), min_size=3, max_size=40)


def test_the_factor_is_that_of_a_normal_distribution():
    assert norm.ppf(0.75) - norm.ppf(0.25) == pytest.approx(IQR_OF_NORMAL, abs=1e-4)


def test_the_spread_is_the_interquartile_range_over_1_349():
    # of 1..9: quartiles 3 and 7
    assert spread(pd.Series([*range(1, 10), NAN])) == pytest.approx(4 / 1.349)


def test_one_extreme_does_not_change_the_spread():
    assert spread(pd.Series([1.0, 2, 3, 4, 5])) == spread(pd.Series([1.0, 2, 3, 4, 1e6]))


def test_where_the_middle_half_is_equal_the_standard_deviation_takes_over():
    values = pd.Series([5.0] * 7 + [6.0])

    assert spread(values) == pytest.approx(np.std(values, ddof=1))


@pytest.mark.parametrize("values", [[], [1.0], [1.0, 2.0, NAN], [4.0, 4.0, 4.0, NAN]])
def test_too_few_or_equal_values_have_no_spread(values):
    assert np.isnan(spread(pd.Series(values, dtype=float)))


@given(figures, st.data())
def test_order_and_missing_values_do_not_matter(values, data):
    shuffled = data.draw(st.permutations([*values, NAN]))

    assert spread(pd.Series(shuffled)) == pytest.approx(spread(pd.Series(values)), nan_ok=True)


@given(figures, st.integers(-6, 6), st.integers(-100, 100))
def test_the_spread_scales_with_the_unit_and_ignores_the_zero_point(values, power, shift):
    values = pd.Series(values)

    assert spread(values * 2.0**power) == pytest.approx(2.0**power * spread(values), nan_ok=True)
    assert spread(values + shift) == pytest.approx(spread(values), nan_ok=True)


def test_a_standardised_difference_keeps_its_sign_and_its_gaps():
    values = pd.Series([12.0, 7.0, NAN], index=["BU1", "BU2", "BU3"])

    found = standardised_difference(values, 10.0, 2.0)

    assert found.dropna().to_dict() == {"BU1": 1.0, "BU2": -1.5}


def test_without_a_spread_there_is_no_standardised_difference():
    assert standardised_difference(pd.Series([12.0, 7.0]), 10.0, NAN).isna().all()


@given(figures, st.integers(-6, 6))
def test_a_standardised_difference_has_no_unit(values, power):
    values, factor = pd.Series(values), 2.0**power
    middle = values.median()

    plain = standardised_difference(values, middle, spread(values))
    scaled = standardised_difference(values * factor, middle * factor, spread(values * factor))

    pd.testing.assert_series_equal(plain, scaled)
