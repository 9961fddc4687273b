"""The nearest of a set of points to some of them, well defined where several are as near."""

from __future__ import annotations

import numpy as np

_FEW, _EACH = 3_000_000, 30_000
"""Points are compared with all others, rather than by scikit-learn, up to this many differences of
coordinates; each point costs as much as so many more of them."""

_TREE_DIMENSIONS = 16
"""Up to this many dimensions a tree is faster than comparing all pairs, for correlated figures."""

_MORE_THAN_ASKED = 5
"""Points looked up beyond the number asked for: the point itself, and ties at the end."""

_ROUNDS, _WIDER = 3, 4
"""How often points are looked up, and how many times more each time."""

_DECIMALS = 9
"""Distances are rounded to so many decimals: points that are equally near in truth are so too where
their coordinates were rounded differently."""

_TIE = 1e-6
"""Distances this close may be a tie: scikit-learn's are exact to about 1e-7 for scores."""


def nearest(
    points: np.ndarray, own: np.ndarray, k: int, groups: np.ndarray | None = None
) -> np.ndarray:
    """The `k` points nearest to some of them; of equally near ones the first in `points`.

    scikit-learn's NearestNeighbors finds them: in up to 16 dimensions with a k-d tree along the
    principal axes of the points, where it prunes most, in more by comparing all pairs. Which of
    several equally near points it gives is not defined, and for the last one asked for that would
    matter; so more are looked up, and again more for a point for which even these end in a tie or
    are mostly of its own group. The few that are left then are compared with all points.

    Parameters
    ----------
    points : np.ndarray, shape (n, d)
        Coordinates of about -10 to 10.
    own : np.ndarray of int, shape (q,)
        The positions of the points whose neighbours are wanted; a point is not its own neighbour.
    k : int
        How many are wanted.
    groups : np.ndarray of int, shape (n,), optional
        The group of each point; only points of another group are neighbours.

    Returns
    -------
    np.ndarray of int, shape (q, k)
        Positions in `points`, the nearest first; -1 at the end where there are fewer than k.

    Examples
    --------
    >>> points = np.array([[0.0], [1.0], [3.0]])
    >>> nearest(points, np.array([0, 2]), 2)
    array([[1, 2],
           [1, 0]])
    >>> nearest(points, np.array([0, 2]), 2, groups=np.array([0, 0, 1]))
    array([[ 2, -1],
           [ 1,  0]])
    """
    points = np.asfortranarray(points)  # `distances` goes along its columns
    found = np.full((len(own), k), -1)
    rows, count = np.arange(len(own)), k + _MORE_THAN_ASKED
    search = None
    for _ in range(_ROUNDS):
        if len(rows) * (points.size + _EACH) <= _FEW or count > len(points):
            break
        search = search or _Search(points)
        looked = search.nearest(own[rows], count)
        found[rows], unsure = _choose(points, own[rows], looked, k, groups)
        rows, count = rows[unsure], _WIDER * count
    _compare_all(points, own, rows, groups, found)
    return found


def distances(points: np.ndarray, own: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Euclidean distances of points to others, to nine decimals, the same in either direction.

    Parameters
    ----------
    points : np.ndarray, shape (n, d)
    own : np.ndarray of int, shape (q,)
    others : np.ndarray of int, shape (q, k) or (1, k)

    Returns
    -------
    np.ndarray, shape (q, k)

    Examples
    --------
    >>> points = np.array([[0.0, 0.0], [3.0, 4.0]])
    >>> distances(points, np.array([0]), np.array([[1, 0]]))
    array([[5., 0.]])
    """
    square = np.zeros(np.broadcast_shapes((len(own), 1), others.shape))
    for column in points.T:  # one after the other, which saves a copy d times as large
        square += (column[others] - column[own, np.newaxis]) ** 2
    return np.asarray(np.round(np.sqrt(square), _DECIMALS))


class _Search:
    """scikit-learn's search among points."""

    def __init__(self, points: np.ndarray) -> None:
        from sklearn.neighbors import NearestNeighbors  # type: ignore[import-untyped]  # noqa: PLC0415

        centred = points - points.mean(axis=0)
        _, axes = np.linalg.eigh(centred.T @ centred)
        self._points = centred @ axes  # a rotation: no distance changes
        method = "kd_tree" if points.shape[1] <= _TREE_DIMENSIONS else "brute"
        self._model = NearestNeighbors(algorithm=method, leaf_size=40).fit(self._points)

    def nearest(self, own: np.ndarray, count: int) -> np.ndarray:
        """The `count` points nearest to some of them, by position."""
        found = self._model.kneighbors(self._points[own], count, return_distance=False)
        return np.sort(found, axis=1)


def _choose(
    points: np.ndarray, own: np.ndarray, looked: np.ndarray, k: int, groups: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray]:
    """The k nearest of the points looked at, and whether others might come before the last one."""
    distance = distances(points, own, looked)
    furthest = distance.max(axis=1)
    distance[_passed_over(own[:, np.newaxis], looked, groups)] = np.inf
    order = np.argsort(distance, axis=1, kind="stable")[:, :k]
    last = np.take_along_axis(distance, order, axis=1)[:, -1]
    return np.take_along_axis(looked, order, axis=1), furthest <= last + _TIE


def _compare_all(
    points: np.ndarray,
    own: np.ndarray,
    rows: np.ndarray,
    groups: np.ndarray | None,
    found: np.ndarray,
) -> None:
    """Fill these rows of `found` by comparing each distinct point with all points."""
    k = found.shape[1]
    everything = np.arange(len(points))
    of_row = np.zeros(len(points)) if groups is None else groups
    kinds = np.column_stack([points[own[rows]], of_row[own[rows]]])
    _, first, which = np.unique(kinds, axis=0, return_index=True, return_inverse=True)
    for at, row in enumerate(rows[first]):
        distance = distances(points, own[[row]], everything[np.newaxis])[0]
        if groups is not None:
            distance[groups == groups[own[row]]] = np.inf
        close = everything
        if len(points) > k + 1:  # one more, for the point itself may be among them
            close = np.flatnonzero(distance <= np.partition(distance, k)[k])
        close = close[np.isfinite(distance[close])]
        in_order = close[np.argsort(distance[close], kind="stable")][: k + 1]
        for same in rows[which == at]:
            others = in_order[in_order != own[same]][:k]
            found[same] = -1
            found[same, : len(others)] = others


def _passed_over(own: np.ndarray, others: np.ndarray, groups: np.ndarray | None) -> np.ndarray:
    return np.asarray(others == own if groups is None else groups[others] == groups[own])
