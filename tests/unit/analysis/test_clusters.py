"""Spatial patterns: against esda, on made-up landscapes, and as properties."""

from __future__ import annotations

from dataclasses import replace

import esda
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from libpysal.weights import lat2W
from scipy.stats import false_discovery_control

from rudc_map.analysis.clusters import MIN_AREAS, Cluster, spatial_pattern

NAN = float("nan")
FEW = {"permutations": 99, "local_permutations": 99}
SIDE = 12
PLACE = np.arange(SIDE * SIDE).reshape(SIDE, SIDE)
FIRST = np.concatenate([PLACE[:, :-1].ravel(), PLACE[:-1].ravel()])
SECOND = np.concatenate([PLACE[:, 1:].ravel(), PLACE[1:].ravel()])


def landscape(seed=1):
    """High in one corner, low in the opposite one, noise in between."""
    x, y = np.meshgrid(np.arange(SIDE), np.arange(SIDE))
    noise = np.random.default_rng(seed).normal(size=(SIDE, SIDE))
    return (noise + 8.0 * (x + y > 17) - 8.0 * (x + y < 5)).ravel()


def pattern(values, **more):
    return spatial_pattern(np.asarray(values, dtype=float), FIRST, SECOND, **more)


def assert_same(one, other):
    assert one.clusters.tolist() == other.clusters.tolist()
    assert one.p_local.tolist() == pytest.approx(other.p_local.tolist(), nan_ok=True)
    nothing = np.array([])
    numbers = [vars(replace(p, clusters=nothing, p_local=nothing)) for p in (one, other)]
    for found in numbers:
        del found["clusters"], found["p_local"]
    assert numbers[0] == pytest.approx(numbers[1], nan_ok=True)


def test_the_global_index_is_that_of_esda():
    weights = lat2W(SIDE, SIDE)
    weights.transform = "r"
    expected = esda.Moran(landscape(), weights, permutations=0)

    found = pattern(landscape())

    assert found.moran == pytest.approx(expected.I, abs=1e-9)
    assert found.expected == pytest.approx(expected.EI, abs=1e-12)
    assert (found.n, found.islands, found.missing) == (SIDE * SIDE, 0, 0)
    assert found.p_value == 0.001


def test_high_and_low_corners_are_found_and_little_else():
    found = pattern(landscape())
    clusters = found.clusters.reshape(SIDE, SIDE)

    assert clusters[10, 10] is clusters[9, 10] is clusters[10, 9] is Cluster.HIGH_HIGH
    assert clusters[1, 1] is clusters[1, 2] is clusters[2, 1] is Cluster.LOW_LOW
    assert (clusters[5:7, 5:7] == Cluster.NONE).all()


@pytest.mark.parametrize(("sign", "expected"), [(1, Cluster.LOW_HIGH), (-1, Cluster.HIGH_LOW)])
def test_an_area_unlike_its_neighbours_is_found(sign, expected):
    values = sign * landscape()
    middle = PLACE[10, 10]
    values[middle] = -sign * 9.0

    found = pattern(values)

    assert found.clusters[middle] is expected


def test_noise_has_no_pattern():
    found = pattern(np.random.default_rng(3).normal(size=SIDE * SIDE))

    assert found.p_value > 0.05
    assert (found.clusters == Cluster.NONE).all()
    assert found.threshold == 0.025 / (SIDE * SIDE)


def test_the_threshold_controls_the_false_discovery_rate_as_scipy_does():
    found = pattern(landscape(), alpha=0.0499)  # no p-value of the permutations equals a bound

    adjusted = false_discovery_control(np.minimum(2 * found.p_local, 1.0))  # in both directions

    assert (found.p_local < found.threshold).tolist() == (adjusted < 0.0499).tolist()
    assert 10 < (found.clusters != Cluster.NONE).sum() < SIDE * SIDE / 2


def test_the_seed_does_not_decide_whether_there_are_clusters():
    side = 40
    place = np.arange(side**2).reshape(side, side)
    first = np.concatenate([place[:, :-1].ravel(), place[:-1].ravel()])
    second = np.concatenate([place[:, 1:].ravel(), place[1:].ravel()])
    values = np.random.default_rng(2).normal(size=(side, side))
    values[:9, :9] += 3.0

    shown = [
        int((spatial_pattern(values.ravel(), first, second, seed=s).clusters != "geen").sum())
        for s in range(6)
    ]

    assert min(shown) > 0.8 * max(shown) > 40  # with 999 permutations a lottery of 0 or some 60


def test_without_missing_values_every_area_has_its_own_p():
    found = pattern(landscape(), local_permutations=99)

    assert ((found.p_local >= 0.01) & (found.p_local <= 0.51)).all()


def test_missing_values_and_islands_are_left_out_and_named():
    values = landscape()
    values[[PLACE[0, 1], PLACE[1, 0]]] = NAN  # the corner is an island now
    values[PLACE[5, 5]] = NAN

    found = pattern(values)

    assert (found.n, found.islands, found.missing) == (SIDE * SIDE - 4, 1, 3)
    assert found.clusters[PLACE[0, 0]] is Cluster.ISLAND
    assert found.clusters[PLACE[5, 5]] is Cluster.MISSING
    assert np.flatnonzero(np.isnan(found.p_local)).tolist() == sorted(
        [PLACE[0, 0], PLACE[0, 1], PLACE[1, 0], PLACE[5, 5]]
    )


def test_a_missing_area_is_as_if_it_were_not_there():
    values = landscape()
    beside = spatial_pattern(
        np.append(values, NAN), np.append(FIRST, [0, 7]), np.append(SECOND, [144, 144])
    )

    alone = pattern(values)

    assert beside.missing == 1
    assert beside.clusters[-1] is Cluster.MISSING
    assert_same(
        replace(beside, clusters=beside.clusters[:-1], p_local=beside.p_local[:-1], missing=0),
        alone,
    )


@pytest.mark.parametrize("value", [0.0, 0.1, 1e9])
def test_constant_values_have_no_pattern(value):
    values = np.full(SIDE * SIDE, value)
    values[3] = NAN

    found = pattern(values)

    assert np.isnan([found.moran, found.expected, found.p_value, found.threshold]).all()
    assert found.clusters[3] is Cluster.MISSING
    assert set(np.delete(found.clusters, 3)) == {Cluster.NONE}


@pytest.mark.parametrize(("n", "known"), [(MIN_AREAS - 1, False), (MIN_AREAS, True)])
def test_few_areas_have_no_pattern(n, known):
    row = np.arange(n - 1)

    found = spatial_pattern(np.arange(float(n)), row, row + 1)

    assert found.n == n
    assert np.isfinite(found.moran) == known
    assert np.isfinite(found.p_local).all() == known


def test_no_value_at_all_is_no_error():
    found = pattern(np.full(SIDE * SIDE, NAN))

    assert (found.n, found.missing) == (0, SIDE * SIDE)
    assert set(found.clusters) == {Cluster.MISSING}


@settings(max_examples=10)
@given(st.integers(0, 1000))
def test_the_order_of_the_areas_does_not_matter(seed):
    values = landscape(seed)
    place = np.random.default_rng(seed).permutation(SIDE * SIDE)
    moved = np.empty_like(values)
    moved[place] = values

    found = spatial_pattern(moved, place[SECOND], place[FIRST], **FEW)

    found = replace(found, clusters=found.clusters[place], p_local=found.p_local[place])
    assert_same(found, pattern(values, **FEW))


@settings(max_examples=10)
@given(st.floats(1e-3, 1e3), st.booleans())
def test_the_unit_does_not_matter(factor, rounded):
    values = np.round(landscape()) if rounded else landscape()

    assert_same(pattern(values * factor, **FEW), pattern(values, **FEW))


def test_the_seed_decides():
    values = landscape()
    one, same, other = (pattern(values, seed=s, **FEW).p_local for s in (1, 1, 2))

    assert one.tolist() == same.tolist()
    assert one.tolist() != other.tolist()


def test_numpys_global_generator_is_left_alone():
    np.random.seed(1)
    expected = np.random.random()
    np.random.seed(1)

    pattern(landscape(), **FEW)

    assert np.random.random() == expected
