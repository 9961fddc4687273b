"""Rank with ties and percentile rank."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata

from rudc_map.analysis.rank import mostly_known, percentiles, ranks
from rudc_map.model import MissingReason

NAN = float("nan")
figures = st.lists(st.integers(-50, 50).map(lambda n: n / 10), min_size=2, max_size=40)


def test_ties_share_the_best_rank():
    values = pd.Series({"a": 7.0, "b": 3.0, "c": 7.0, "d": 1.0, "e": 3.0})

    assert ranks(values).to_dict() == {"a": 1, "b": 3, "c": 1, "d": 5, "e": 3}


def test_a_missing_value_has_no_rank_and_takes_none():
    found = ranks(pd.Series([NAN, 5.0, NAN, 9.0]))

    assert found.dropna().to_dict() == {1: 2.0, 3: 1.0}


@pytest.mark.parametrize(
    ("known", "unpublished", "without_people", "expected"),
    [(22, 320, 0, False), (171, 171, 0, True), (171, 172, 0, False), (3, 2, 500, True)],
)
def test_mostly_known_is_half_of_those_that_could_be(known, unpublished, without_people, expected):
    values = pd.Series([1.0] * known + [NAN] * (unpublished + without_people))
    reasons = [None] * known + [MissingReason.NOT_PUBLISHED] * unpublished
    reasons += [MissingReason.NO_INHABITANTS, MissingReason.TOO_FEW] * (without_people // 2)

    assert mostly_known(values, pd.Series(reasons, dtype=object)) is expected


@given(figures)
def test_ranks_are_those_of_scipy(values):
    expected = rankdata(-np.array(values), method="min")

    assert ranks(pd.Series(values)).to_list() == expected.tolist()


def test_equal_values_count_half_in_a_percentile():
    # of the three others: b has one below and one equal -> (1 + 0.5) / 3
    assert percentiles(pd.Series([1.0, 2.0, 2.0, 9.0])).to_list() == [0.0, 50.0, 50.0, 100.0]


def test_a_missing_value_has_no_percentile_and_counts_nowhere():
    found = percentiles(pd.Series([1.0, NAN, 2.0, NAN, 3.0]))

    assert found.dropna().to_dict() == {0: 0.0, 2: 50.0, 4: 100.0}


@pytest.mark.parametrize("values", [[], [NAN], [4.0], [4.0, NAN]])
def test_nobody_to_compare_with_means_no_percentile(values):
    found = percentiles(pd.Series(values, dtype=float))

    assert len(found) == len(values)
    assert found.isna().all()


@given(figures)
def test_percentiles_lie_between_0_and_100_and_follow_the_values(values):
    found = percentiles(pd.Series(values))

    assert found.between(0, 100).all()
    assert found.mean() == pytest.approx(50.0)
    order = np.argsort(values, kind="stable")
    assert found.iloc[order].is_monotonic_increasing


@given(figures)
def test_percentiles_turn_around_with_the_values(values):
    up, down = percentiles(pd.Series(values)), percentiles(-pd.Series(values))

    pd.testing.assert_series_equal(up, 100 - down)
