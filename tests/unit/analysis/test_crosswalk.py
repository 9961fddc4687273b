"""Counts and rates of old areas on new areas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rudc_map.analysis.crosswalk import crosswalk, means, sums


def walk_of(amounts: dict[tuple[str, str], float], totals=None):
    """A crosswalk from (old, new) -> what they have in common."""
    pairs = pd.DataFrame([(*pair, amount) for pair, amount in amounts.items()])
    pairs.columns = ["old", "new", "amount"]
    old, new = (pd.Index(sorted(set(pairs[side]))) for side in ("old", "new"))
    return crosswalk(pairs, old, new, totals)


MERGED = walk_of({("A", "X"): 1.0, ("B", "X"): 9.0, ("C", "Y"): 2.0})
SPLIT = walk_of({("A", "X"): 3.0, ("A", "Y"): 1.0, ("B", "Y"): 5.0})


@st.composite
def splits(draw):
    """Old areas that lie wholly in new ones, in amounts of any size, and a count for each."""
    olds = draw(st.lists(st.integers(0, 30), min_size=1, max_size=8, unique=True))
    amounts = {}
    for old in olds:
        news = draw(st.lists(st.integers(0, 9), min_size=1, max_size=4, unique=True))
        for new in news:
            amounts[f"O{old}", f"N{new}"] = draw(st.floats(0.01, 1e6))
    counts = {f"O{old}": float(draw(st.integers(0, 1_000_000))) for old in olds}
    return amounts, pd.Series(counts)


@given(splits())
def test_counts_are_conserved(case):
    amounts, counts = case
    assert sums(walk_of(amounts), counts)["value"].sum() == pytest.approx(counts.sum())


@given(splits(), st.randoms(use_true_random=False))
def test_the_order_of_areas_does_not_matter(case, random):
    amounts, counts = case
    shuffled = list(amounts.items())
    random.shuffle(shuffled)
    expected = sums(walk_of(amounts), counts)
    found = sums(walk_of(dict(shuffled)), counts.sample(frac=1.0, random_state=1))
    pd.testing.assert_frame_equal(found, expected)


@given(splits(), st.sampled_from([0.001, 0.5, 1000.0]))
def test_units_scale(case, factor):
    amounts, counts = case
    walk = walk_of(amounts)
    scaled = sums(walk_of({pair: a * factor for pair, a in amounts.items()}), counts * factor)
    expected = sums(walk, counts)
    np.testing.assert_allclose(scaled["value"], expected["value"] * factor)
    np.testing.assert_allclose(scaled["inexact"], expected["inexact"], atol=1e-12)
    np.testing.assert_allclose(
        means(walk, counts * factor, counts)["value"], means(walk, counts, counts)["value"] * factor
    )


@given(splits(), st.floats(-50, 50))
def test_a_rate_that_is_the_same_everywhere_stays_so(case, rate):
    amounts, counts = case
    found = means(walk_of(amounts), counts * 0 + rate, counts + 1)["value"]
    np.testing.assert_allclose(found, rate, atol=1e-9)


@given(splits())
def test_what_is_not_exact_is_a_share(case):
    amounts, counts = case
    inexact = sums(walk_of(amounts), counts)["inexact"]
    assert inexact.between(0, 1).all()
    split = pd.Series([old for old, _ in amounts]).duplicated(keep=False).any()
    assert split or (inexact == 0).all()


def test_merged_areas_are_exact():
    found = sums(MERGED, pd.Series({"A": 10.0, "B": 20.0, "C": 5.0}))
    assert found.to_dict("list") == {"value": [30.0, 5.0], "inexact": [0.0, 0.0]}


def test_a_split_area_is_divided_and_the_estimated_part_told():
    found = sums(SPLIT, pd.Series({"A": 100.0, "B": 75.0}))
    assert found["value"].to_dict() == {"X": 75.0, "Y": 100.0}
    # X misses an estimated 25 of its 75, Y has an estimated 25 among its 100
    assert found["inexact"].to_dict() == {"X": pytest.approx(1 / 3), "Y": 0.25}


def test_a_rate_is_weighted_by_its_declared_weight():
    rates, people = (
        pd.Series({"A": 2.0, "B": 4.0, "C": 9.0}),
        pd.Series({"A": 300, "B": 100, "C": 1}),
    )
    assert means(MERGED, rates, people)["value"].to_dict() == {"X": 2.5, "Y": 9.0}


def test_a_sum_with_an_unknown_part_is_unknown():
    found = sums(MERGED, pd.Series({"A": 10.0, "B": np.nan, "C": 5.0}))
    assert np.isnan(found["value"]["X"])
    assert found["value"]["Y"] == 5.0


def test_an_area_without_inhabitants_adds_nothing():
    values = pd.Series({"A": 10.0, "B": np.nan, "C": np.nan})
    found = sums(MERGED, values, empty=values.isna())
    assert found["value"]["X"] == 10.0
    assert np.isnan(found["value"]["Y"])  # nothing but nobody: no value either


@pytest.mark.parametrize(("weight", "given"), [(10.0, True), (12.0, False)])
def test_a_mean_needs_nine_tenths_of_the_weight(weight, given):
    rates = pd.Series({"A": np.nan, "B": 3.0, "C": 1.0})
    found = means(MERGED, rates, pd.Series({"A": weight, "B": 90.0, "C": 1.0}))
    assert bool(found["value"]["X"] == 3.0) is given
    assert found["inexact"]["X"] == (pytest.approx(0.1) if given else 0.0)  # the part unknown


def test_what_was_an_estimate_before_stays_one():
    before = pd.Series({"A": 0.5, "B": 0.0, "C": 0.0})
    found = sums(MERGED, pd.Series({"A": 10.0, "B": 30.0, "C": 5.0}), before)
    assert found["inexact"].to_dict() == {"X": 0.125, "Y": 0.0}


def test_what_lies_in_no_new_area_is_left_out_and_in_doubt():
    walk = walk_of({("A", "X"): 8.0, ("B", "X"): 5.0}, totals=pd.Series({"A": 10.0}))
    found = sums(walk, pd.Series({"A": 100.0, "B": 20.0}))
    assert found["value"]["X"] == pytest.approx(100.0)
    assert found["inexact"]["X"] == pytest.approx(0.2)
