"""The nearest of a set of points to some of them, well defined where several are as near."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

_FEW, _EACH = 1_500_000, 30_000
"""Points are compared with all others, rather than by scikit-learn, up to this many differences of
coordinates; each point costs as much as so many more of them."""

_TREE_DIMENSIONS, _TREE_LEAF, _TREE_PAYS = 16, 60, 30
"""A tree is used in up to this many dimensions, with this many points a leaf, where it holds at
most this many times as many points as are looked up; else all pairs are compared. Measured with
correlated figures."""

_MORE_THAN_ASKED = 5
"""Points looked up beyond the number asked for: the point itself, and ties at the end."""

_TIE = 1e-6
"""Distances this close may be a tie: scikit-learn's are exact to about 1e-7 for scores."""


def nearest(
    points: np.ndarray, own: np.ndarray, k: int, groups: np.ndarray | None = None
) -> np.ndarray:
    """The `k` points nearest to some of them; of equally near ones the first in `points`.

    scikit-learn's NearestNeighbors finds them: in up to 16 dimensions with a k-d tree along the
    principal axes of the points, where it prunes most, in more by comparing all pairs. Which of
    several equally near points it gives is not defined, and for the last one asked for that would
    matter; so more are looked up, and a point for which even these end in a tie is compared with
    all others.

    Parameters
    ----------
    points : np.ndarray, shape (n, d)
        Coordinates of about -4 to 4.
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
    turned = _along_principal_axes(points)
    found = np.full((len(own), k), -1)
    for rows, candidates in _batches(own, len(points), groups):
        differences = len(rows) * (len(candidates) * points.shape[1] + _EACH)
        if differences > _FEW and len(candidates) > k + _MORE_THAN_ASKED:
            found[rows], tied = _look_up(points, turned, own[rows], candidates, k)
            rows = rows[tied]  # noqa: PLW2901
        _compare_all(points, own, candidates, rows, found)
    return found


def distances(points: np.ndarray, own: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Euclidean distances of points to others, the same in either direction to the last bit.

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
    return np.asarray(np.sqrt(square))


def _batches(
    own: np.ndarray, n: int, groups: np.ndarray | None
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Rows of `own` that have the same candidates, and the positions of these."""
    if groups is None:
        yield np.arange(len(own)), np.arange(n)
        return
    for group in np.unique(groups[own]):
        yield np.flatnonzero(groups[own] == group), np.flatnonzero(groups != group)


def _along_principal_axes(points: np.ndarray) -> np.ndarray:
    """The points turned so that their axes are uncorrelated; no distance changes."""
    centred = points - points.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    return np.asarray(centred @ axes)


def _look_up(
    points: np.ndarray, turned: np.ndarray, own: np.ndarray, candidates: np.ndarray, k: int
) -> tuple[np.ndarray, np.ndarray]:
    """The k nearest candidates of each point by scikit-learn, and where they end in a tie."""
    from sklearn.neighbors import NearestNeighbors  # type: ignore[import-untyped]  # noqa: PLC0415

    tree = points.shape[1] <= _TREE_DIMENSIONS and len(candidates) <= _TREE_PAYS * len(own)
    model = NearestNeighbors(
        n_neighbors=k + _MORE_THAN_ASKED,
        algorithm="kd_tree" if tree else "brute",
        leaf_size=_TREE_LEAF,
    )
    model.fit(turned[candidates])
    position = candidates[np.sort(model.kneighbors(turned[own], return_distance=False), axis=1)]
    distance = distances(points, own, position)
    furthest = distance.max(axis=1)
    distance[position == own[:, np.newaxis]] = np.inf
    order = np.argsort(distance, axis=1, kind="stable")[:, :k]
    last = np.take_along_axis(distance, order, axis=1)[:, -1]
    return np.take_along_axis(position, order, axis=1), furthest <= last + _TIE


def _compare_all(
    points: np.ndarray, own: np.ndarray, candidates: np.ndarray, rows: np.ndarray, found: np.ndarray
) -> None:
    """Fill these rows of `found` by comparing each distinct point with all candidates."""
    k = found.shape[1]
    _, first, which = np.unique(points[own[rows]], axis=0, return_index=True, return_inverse=True)
    for at, row in enumerate(rows[first]):
        distance = distances(points, own[[row]], candidates[np.newaxis])[0]
        close = np.arange(len(candidates))
        if len(candidates) > k + 1:  # one more, for the point itself may be among them
            close = np.flatnonzero(distance <= np.partition(distance, k)[k])
        close = close[np.argsort(distance[close], kind="stable")]
        in_order = candidates[close[: k + 1]]
        for same in rows[which == at]:
            others = in_order[in_order != own[same]][:k]
            found[same, : len(others)] = others
