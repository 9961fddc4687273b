"""Byar's limits, intervals of rates, and what two intervals say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2, norm

from rudc_map.analysis.intervals import Z95, Verdict, byar, rate_interval, verdict

NAN = float("nan")
counts = st.floats(0, 1e6)
limits = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(sorted)


def limits_of(count: float) -> tuple[float, float]:
    lower, upper = byar(pd.Series([count]))
    return float(lower.iloc[0]), float(upper.iloc[0])


def test_z_is_the_percentile_of_the_normal_distribution():
    assert pytest.approx(norm.ppf(0.975), abs=1e-15) == Z95


def test_limits_of_ten_events_are_the_published_ones():
    # the worked value for Byar's method; the exact limits are 4.80 and 18.39
    assert limits_of(10) == pytest.approx((4.79, 18.39), abs=0.005)


def test_limits_by_hand():
    # of 4 events: 4 (1 - 1/36 - 1.96/6)^3 and 5 (1 - 1/45 + 1.96/(3 sqrt 5))^3
    lower = 4 * (0.972222222 - 0.326660661) ** 3
    upper = 5 * (0.977777778 + 0.292174173) ** 3

    assert limits_of(4) == pytest.approx((lower, upper), rel=1e-7)


def test_no_event_has_lower_limit_0_and_an_upper_limit():
    # 1 * (1 - 1/9 + 1.96/3)^3
    assert limits_of(0) == pytest.approx((0.0, 3.6681), abs=1e-3)


@pytest.mark.parametrize("count", [5, 10, 30, 100, 1000])
def test_limits_are_within_a_percent_of_the_exact_ones(count):
    exact = chi2.ppf(0.025, 2 * count) / 2, chi2.ppf(0.975, 2 * count + 2) / 2

    assert limits_of(count) == pytest.approx(exact, rel=0.01)


@given(counts)
def test_limits_contain_the_count_and_are_not_negative(count):
    lower, upper = limits_of(count)

    assert 0 <= lower <= count < upper


@given(counts, st.floats(1e-3, 1e3))
def test_limits_grow_with_the_count(count, more):
    lower, upper = limits_of(count)
    higher_lower, higher_upper = limits_of(count + more)

    assert higher_lower >= lower
    assert higher_upper > upper


def test_an_unknown_count_has_no_limits_and_leaves_the_others_alone():
    lower, upper = byar(pd.Series([NAN, 10.0], index=["BU1", "BU2"]))

    assert np.isnan(lower["BU1"])
    assert np.isnan(upper["BU1"])
    assert (lower["BU2"], upper["BU2"]) == limits_of(10.0)


def test_the_interval_of_a_rate_is_that_of_its_count():
    # 2.5 per 1,000 of 4,000 inhabitants: 10 events
    lower, upper = rate_interval(pd.Series([2.5]), pd.Series([4000.0]), 1000.0)
    low, high = limits_of(10.0)

    assert float(lower.iloc[0]) == pytest.approx(low / 4)
    assert float(upper.iloc[0]) == pytest.approx(high / 4)


@pytest.mark.parametrize(("rate", "people"), [(NAN, 100.0), (5.0, NAN), (5.0, 0.0), (NAN, 0.0)])
def test_a_rate_of_nobody_or_nothing_known_has_no_interval(rate, people):
    lower, upper = rate_interval(pd.Series([rate]), pd.Series([people]), 1000.0)

    assert lower.isna().all()
    assert upper.isna().all()


@settings(max_examples=25)
@given(st.floats(0, 500), st.integers(1, 100_000), st.sampled_from([1.0, 100.0, 1000.0]))
def test_the_interval_contains_the_rate_and_narrows_with_more_people(rate, people, factor):
    rates = pd.Series([rate, rate])
    lower, upper = rate_interval(rates, pd.Series([float(people), 4.0 * people]), factor)

    assert (lower <= rates + 1e-9).all()
    assert (upper > rates).all()
    assert upper.iloc[1] - lower.iloc[1] < upper.iloc[0] - lower.iloc[0]


@settings(max_examples=25)
@given(st.floats(0, 500), st.integers(1, 100_000), st.integers(-6, 6))
def test_another_unit_gives_the_same_interval_in_that_unit(rate, people, power):
    scale = 2.0**power
    plain = rate_interval(pd.Series([rate]), pd.Series([float(people)]), 100.0)
    scaled = rate_interval(pd.Series([rate * scale]), pd.Series([float(people)]), 100.0 * scale)

    for one, other in zip(plain, scaled, strict=True):
        pd.testing.assert_series_equal(one * scale, other)


@pytest.mark.parametrize(
    ("value", "reference", "expected"),
    [
        ((5, 6), (1, 4), Verdict.HIGHER),
        ((1, 4), (5, 6), Verdict.LOWER),
        ((1, 5), (4, 6), Verdict.NO_CLEAR),
        ((1, 9), (4, 6), Verdict.NO_CLEAR),
        ((4, 5), (5, 6), Verdict.NO_CLEAR),  # touching is no clear difference
        ((5, 6), (4, 4), Verdict.HIGHER),  # a reference without an interval
        ((4, 6), (4, 4), Verdict.NO_CLEAR),
    ],
)
def test_a_difference_is_clear_where_the_intervals_do_not_overlap(value, reference, expected):
    assert verdict(*value, *reference) is expected


@pytest.mark.parametrize("at", range(4))
def test_no_verdict_on_what_is_unknown(at):
    four = [1.0, 2.0, 3.0, 4.0]
    four[at] = NAN

    assert verdict(*four) is None


@given(limits, limits)
def test_a_verdict_turns_around_when_value_and_reference_do(one, other):
    turned = {
        Verdict.HIGHER: Verdict.LOWER,
        Verdict.LOWER: Verdict.HIGHER,
        Verdict.NO_CLEAR: Verdict.NO_CLEAR,
    }

    assert verdict(*other, *one) is turned[verdict(*one, *other)]
