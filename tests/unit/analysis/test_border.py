"""Differences across a border: by hand, by all possible draws, and as properties."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rudc_map.analysis.border import border_effect

NAN = float("nan")
ROW = np.arange(9)  # ten areas in a row
figures = st.lists(st.integers(-100, 100).map(lambda n: n / 10), min_size=10, max_size=10)
borders = st.lists(st.booleans(), min_size=9, max_size=9).filter(lambda b: 2 <= sum(b) <= 8)


def along_a_row(values, across, **more):
    return border_effect(np.array(values), ROW, ROW + 1, np.array(across), **more)


def test_means_by_hand():
    found = along_a_row(
        [1.0, 2.0, 3.0, 4.0, 10.0, 11.0, 12.0, 13.0, 13.0, NAN], [i in (3, 7, 8) for i in range(9)]
    )

    assert (found.across, found.within) == (2, 6)
    assert found.mean_across == pytest.approx((6 + 0) / 2)
    assert found.mean_within == pytest.approx(1.0)
    assert found.draws == 999


def test_p_is_the_share_of_draws_that_differ_as_much():
    # two of nine pairs: p of all 36 possible draws
    values = np.array([0.0, 1.0, 3.0, 3.5, 8.0, 8.1, 12.0, 11.0, 9.0, 2.0])
    across = np.array([i in (3, 5) for i in range(9)])
    difference = np.abs(np.diff(values))
    every = [sum(pair) for pair in combinations(difference, 2)]
    share = np.mean([s >= difference[across].sum() for s in every])

    found = along_a_row(values, across, draws=9999)

    assert found.p_value == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / 9999))
    assert 0 < share < 0.5


def test_a_clear_border_has_the_smallest_p_there_is():
    generator = np.random.default_rng(1)
    n = 200
    values = generator.normal(size=n) + np.where(np.arange(n) % 10 < 5, 0, 50)
    row = np.arange(n - 1)

    found = border_effect(values, row, row + 1, row % 5 == 4)

    assert found.p_value == 1 / 1000


def test_no_border_has_p_values_of_all_sizes():
    generator = np.random.default_rng(1)
    row = np.arange(99)
    found = [
        border_effect(generator.normal(size=100), row, row + 1, row % 5 == 4, draws=99).p_value
        for _ in range(200)
    ]

    assert np.quantile(found, [0.1, 0.5, 0.9]) == pytest.approx([0.1, 0.5, 0.9], abs=0.1)


def test_equal_differences_say_nothing():
    found = along_a_row([0.1 * i for i in range(10)], [i > 5 for i in range(9)])

    assert found.p_value == 1.0


@pytest.mark.parametrize(
    ("across", "count", "within"),
    [([], 0, 9), ([4], 1, 8), (range(9), 9, 0)],
)
def test_too_few_pairs_have_no_p(across, count, within):
    found = along_a_row(np.arange(10.0), [i in across for i in range(9)])

    assert (found.across, found.within) == (count, within)
    assert np.isnan(found.p_value)
    assert found.mean_across == pytest.approx(1.0 if count else NAN, nan_ok=True)
    assert found.mean_within == pytest.approx(1.0 if within else NAN, nan_ok=True)


def test_without_any_value_nothing_is_known():
    found = along_a_row([NAN] * 10, [True] * 9)

    assert (found.across, found.within) == (0, 0)
    assert np.isnan([found.mean_across, found.mean_within, found.p_value]).all()


@settings(max_examples=20)
@given(figures, borders, st.data())
def test_the_order_of_areas_and_pairs_does_not_matter(values, across, data):
    place = np.array(data.draw(st.permutations(range(10))))
    order = np.array(data.draw(st.permutations(range(9))))
    moved = np.empty(10)
    moved[place] = values

    found = border_effect(
        moved, place[ROW + 1][order], place[ROW][order], np.array(across)[order], draws=99
    )

    expected = along_a_row(values, across, draws=99)
    assert vars(found) == pytest.approx(vars(expected), nan_ok=True)


@settings(max_examples=20)
@given(figures, borders, st.integers(-6, 6))
def test_another_unit_gives_the_same_p(values, across, power):
    factor = 2.0**power

    plain = along_a_row(values, across, draws=99)
    scaled = along_a_row(np.array(values) * factor, across, draws=99)

    assert scaled.p_value == plain.p_value
    assert scaled.mean_across == plain.mean_across * factor


@settings(max_examples=20)
@given(figures, borders)
def test_a_missing_area_changes_nothing(values, across):
    first, second = np.append(ROW, [3, 10]), np.append(ROW + 1, [10, 0])

    beside = border_effect(
        np.array([*values, NAN]), first, second, np.array([*across, True, False]), draws=99
    )

    assert beside == along_a_row(values, across, draws=99)


def test_the_seed_decides():
    values = np.random.default_rng(5).normal(size=10)
    across = [i in (1, 4, 6) for i in range(9)]

    found = [along_a_row(values, across, draws=99, seed=s).p_value for s in (1, 1, 2, 3, 4)]

    assert found[0] == found[1]
    assert len(set(found)) > 1
