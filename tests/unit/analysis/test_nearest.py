"""The nearest points: scikit-learn's where there is no tie, and well defined where there is."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.neighbors import NearestNeighbors

from rudc_map.analysis import nearest as module
from rudc_map.analysis.nearest import distances, nearest


@pytest.fixture(autouse=True, params=["scikit-learn", "all"])
def method(request, monkeypatch):
    """By scikit-learn wherever it can be used, and by comparing all points."""
    monkeypatch.setattr(module, "_FEW", 0 if request.param == "scikit-learn" else 10**9)


def plain_nearest(points, own, k, groups=None):
    """All pairs, sorted by distance and position."""
    found = np.full((len(own), k), -1)
    for row, at in enumerate(own):
        others = [
            (round(float(np.linalg.norm(points[at] - p)), 9), i)
            for i, p in enumerate(points)
            if i != at and (groups is None or groups[i] != groups[at])
        ]
        close = [i for _, i in sorted(others)[:k]]
        found[row, : len(close)] = close
    return found


@pytest.mark.parametrize("dimensions", [1, 4, 20])
def test_the_nearest_are_those_of_scikit_learn(dimensions):
    points = np.random.default_rng(1).normal(size=(300, dimensions))
    model = NearestNeighbors(n_neighbors=6).fit(points)

    expected = model.kneighbors(points, return_distance=False)[:, 1:]

    assert nearest(points, np.arange(300), 5).tolist() == expected.tolist()


@pytest.mark.parametrize("largest_group", [None, 0.4, 0.9])
@pytest.mark.parametrize("dimensions", [1, 3, 17])  # with 17 all pairs are compared
def test_ties_go_to_the_first(dimensions, largest_group):
    generator = np.random.default_rng(dimensions)
    points = generator.integers(0, 3, size=(120, dimensions)).astype(float)
    groups = None
    if largest_group is not None:
        rest = (1 - largest_group) / 2
        groups = generator.choice(3, p=[rest, largest_group, rest], size=120)
    own = np.arange(0, 120, 2)

    expected = plain_nearest(points, own, 4, groups)

    assert nearest(points, own, 4, groups).tolist() == expected.tolist()


@pytest.mark.parametrize("dimensions", [4, 20])
def test_points_that_are_nearly_but_not_quite_as_near_stay_in_order(dimensions):
    # scikit-learn's distances by way of squares cannot tell these apart
    points = np.full((90, dimensions), 3.0 / np.sqrt(dimensions))
    points[:60, 0] += np.arange(60)[::-1] * 1e-9
    points[60:] *= -1

    found = nearest(points, np.arange(60), 3)

    assert found[59].tolist() == [58, 57, 56]
    assert found[0].tolist() == [1, 2, 3]


@pytest.mark.parametrize("q", [1, 30])
def test_where_there_are_fewer_the_rest_is_minus_1(q):
    points = np.arange(30.0)[:, np.newaxis]
    groups = np.repeat([0, 1], [28, 2])

    found = nearest(points, np.arange(q), 3, groups)

    assert found[0].tolist() == [28, 29, -1]


def test_a_single_point_has_no_neighbour():
    assert nearest(np.zeros((1, 2)), np.array([0]), 2).tolist() == [[-1, -1]]


def test_distances_are_the_same_in_either_direction():
    points = np.random.default_rng(1).normal(size=(40, 7))
    everyone = np.arange(40)

    found = distances(points, everyone, everyone[np.newaxis])

    assert (found == found.T).all()
    assert found[3, 5] == pytest.approx(np.linalg.norm(points[3] - points[5]))
