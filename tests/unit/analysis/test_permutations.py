"""Moran's I and its permutations, against esda and against the plain loops they replace."""

from __future__ import annotations

import warnings

import esda
import numpy as np
import pytest
from libpysal.weights import W

from rudc_map.analysis.permutations import (
    TIE,
    degrees,
    draw_rows,
    global_p,
    local_p,
    moran,
    neighbour_sums,
    pseudo_p,
)


def network(n, seed, extra=1.2):
    """A ring of areas with random other edges: every area has two to about nine neighbours."""
    generator = np.random.default_rng(seed)
    edges = {(i, i + 1) for i in range(n - 1)} | {(0, n - 1)}
    for one, other in generator.integers(n, size=(int(extra * n), 2)):
        if one != other:
            edges.add((int(min(one, other)), int(max(one, other))))
    first, second = np.array(sorted(edges)).T
    return first, second


def libpysal_weights(n, first, second):
    around = {i: [] for i in range(n)}
    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        around[one].append(other)
        around[other].append(one)
    weights = W(around)
    weights.transform = "r"
    return weights


def standardised(values):
    return (values - values.mean()) / values.std()


def sample(n=80, seed=0, decimals=8):
    first, second = network(n, seed)
    values = np.round(np.random.default_rng(seed + 100).lognormal(0, 1, n), decimals)
    return values, first, second


def plain_local_p(z, first, second, rows):
    """Area by area, row by row: delete the area, take the mean of the first k, compare."""
    around = {i: [] for i in range(len(z))}
    for one, other in zip(first, second, strict=True):
        around[one].append(other)
        around[other].append(one)
    found = np.empty(len(z))
    for i, others in around.items():
        k = len(others)
        tie = TIE / k
        observed = z[others].mean()
        larger = 0
        for row in rows:
            drawn = z[row[row != i][:k]].mean()
            larger += drawn >= observed - tie if z[i] >= 0 else drawn <= observed + tie
        found[i] = (min(larger, len(rows) - larger) + 1) / (len(rows) + 1)
    return found


def test_degrees_and_sums_by_hand():
    first, second = np.array([0, 0, 1]), np.array([1, 2, 2])

    assert degrees(4, first, second).tolist() == [2, 2, 2, 0]
    assert neighbour_sums(np.array([1.0, 2.0, 4.0, 8.0]), first, second).tolist() == [6, 5, 3, 0]


@pytest.mark.parametrize("seed", range(3))
def test_moran_is_that_of_esda(seed):
    values, first, second = sample(seed=seed)
    weights = libpysal_weights(len(values), first, second)

    expected = esda.Moran(values, weights, permutations=0).I

    assert moran(values - values.mean(), first, second) == pytest.approx(expected, abs=1e-9)
    assert moran(standardised(values), first, second) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_local_morans_are_those_of_esda(seed):
    values, first, second = sample(seed=seed)
    n = len(values)
    expected = esda.Moran_Local(values, libpysal_weights(n, first, second), permutations=0).Is
    z = standardised(values)

    lag = neighbour_sums(z, first, second) / degrees(n, first, second)

    # esda divides by the sum of squares over n - 1
    assert z * lag * (n - 1) / n == pytest.approx(expected, abs=1e-9)


def test_moran_by_hand():
    # a checkerboard of 2 x 2 is as unlike its neighbours as can be
    assert (
        moran(np.array([1.0, -1.0, -1.0, 1.0]), np.array([0, 0, 1, 2]), np.array([1, 2, 3, 3]))
        == -1
    )


@pytest.mark.parametrize("decimals", [8, 0])  # with 0 most sums occur many times
@pytest.mark.parametrize("seed", range(3))
def test_local_p_values_are_those_of_the_plain_loop(seed, decimals):
    values, first, second = sample(60, seed, decimals)
    z = standardised(values)
    width = degrees(60, first, second).max() + 1
    rows = draw_rows(60, width, 199, np.random.default_rng(seed))

    found = local_p(z, first, second, rows)

    assert found.tolist() == plain_local_p(z, first, second, rows).tolist()


def test_local_p_values_of_a_full_network_are_those_of_the_plain_loop():
    # everybody's neighbours are all the others: every row holds the area itself
    first, second = np.triu_indices(12, 1)
    z = standardised(np.random.default_rng(1).normal(size=12))
    rows = draw_rows(12, 12, 99, np.random.default_rng(2))

    found = local_p(z, first, second, rows)

    assert found.tolist() == plain_local_p(z, first, second, rows).tolist()
    assert (found == 0.01).all()  # each draw is the observed one


def test_an_area_with_the_mean_value_is_judged_by_its_neighbours():
    first, second = network(41, 1)
    z = standardised(np.arange(41.0))
    rows = draw_rows(41, degrees(41, first, second).max() + 1, 199, np.random.default_rng(3))
    assert z[20] == 0

    found = local_p(z, first, second, rows)

    assert found[20] == plain_local_p(z, first, second, rows)[20]
    assert found[20] > 1 / 200


def test_p_values_are_about_those_of_esda():
    n = 150
    values, first, second = sample(n, 7)
    values = values + 0.1 * np.arange(n) % 7
    weights = libpysal_weights(n, first, second)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # numba is not installed
        local = esda.Moran_Local(values, weights, permutations=999, seed=1)
    z = standardised(values)
    rows = draw_rows(n, degrees(n, first, second).max() + 1, 999, np.random.default_rng(1))

    found = local_p(z, first, second, rows)

    assert np.abs(found - local.p_sim).max() < 0.08
    assert np.corrcoef(found, local.p_sim)[0, 1] > 0.99


@pytest.mark.parametrize("seed", range(5))
def test_the_global_p_is_that_of_the_plain_loop(seed):
    values, first, second = sample(60, seed)
    first, second = (
        np.append(first, np.zeros(50, int)),
        np.append(second, np.arange(5, 55)),
    )  # a hub
    z = standardised(values)
    drawn = np.random.default_rng(seed).permuted(np.tile(z, (199, 1)), axis=1)
    larger = sum(moran(d, first, second) >= moran(z, first, second) for d in drawn)

    found = global_p(z, first, second, 199, np.random.default_rng(seed))

    assert found == pseudo_p(larger, 199)


@pytest.mark.parametrize("sign", [1, -1])
def test_the_global_p_of_a_trend_and_of_a_checkerboard_is_the_smallest_there_is(sign):
    row = np.arange(99)
    trend = standardised(np.arange(100.0))
    board = standardised(np.arange(100) % 2 * 1.0)

    found = global_p(trend if sign > 0 else board, row, row + 1, 99, np.random.default_rng(2))

    assert found == 0.01


def test_rows_hold_every_position_at_every_place_as_often_and_none_twice():
    rows = draw_rows(6, 3, 6000, np.random.default_rng(1))

    assert rows.shape == (6000, 3)
    assert all(len(set(row)) == 3 for row in rows.tolist())
    for place in rows.T:
        assert np.bincount(place, minlength=6) == pytest.approx(1000, abs=150)


def test_a_pseudo_p_takes_the_nearer_tail():
    assert pseudo_p(np.array([0, 30, 99]), 99).tolist() == [0.01, 0.31, 0.01]
