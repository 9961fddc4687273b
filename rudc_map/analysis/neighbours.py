"""Which areas share an edge, and where it runs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely


@dataclass(frozen=True)
class Neighbours:
    """Pairs of areas that share an edge (rook contiguity), sorted by `first`, then `second`.

    Parameters
    ----------
    first, second : np.ndarray of int, shape (m,)
        Positions of the areas of each pair, ``first < second``.
    length : np.ndarray of float, shape (m,)
        Length of the shared edge [m, or the unit of the coordinates].
    """

    first: np.ndarray
    second: np.ndarray
    length: np.ndarray


def neighbours(shapes: np.ndarray) -> Neighbours:
    """Find the pairs of areas that share an edge.

    In a valid coverage two areas that border on each other have the same vertices along their
    common border, so that every segment of it occurs in both: finding equal segments is a sort,
    and needs no geometry. Areas that touch in a single point are no neighbours.

    Parameters
    ----------
    shapes : np.ndarray of shapely Polygon or MultiPolygon, shape (n,)
        A valid coverage: no overlaps, equal vertices along common borders.

    Returns
    -------
    Neighbours

    Examples
    --------
    >>> boxes = [(0, 0, 2, 2), (2, 0, 3, 2), (3, 2, 4, 4)]  # the last touches in a point only
    >>> areas = np.array([shapely.box(*box) for box in boxes])
    >>> found = neighbours(areas)
    >>> found.first, found.second, found.length
    (array([0]), array([1]), array([2.]))
    """
    first, second, ends = _shared_segments(shapes)
    length = np.hypot(*(ends[:, 1] - ends[:, 0]).T)
    n = len(shapes)
    pair, which = np.unique(first * n + second, return_inverse=True)
    total = np.bincount(which, weights=length, minlength=len(pair))
    return Neighbours(first=pair // n, second=pair % n, length=total)


def shared_lines(
    shapes: np.ndarray, pairs: np.ndarray
) -> list[shapely.LineString | shapely.MultiLineString]:
    """Draw the edge that each pair of areas shares.

    Parameters
    ----------
    shapes : np.ndarray of shapely Polygon or MultiPolygon, shape (n,)
        A valid coverage.
    pairs : np.ndarray of int, shape (k, 2)
        Positions of the areas of each pair, in either order.

    Returns
    -------
    list of LineString or MultiLineString, length k
        The segments of each shared edge, joined into as few lines as possible; empty for a pair
        that shares none.

    Examples
    --------
    >>> areas = np.array([shapely.box(0, 0, 2, 2), shapely.box(2, 0, 3, 2)])
    >>> shared_lines(areas, np.array([[1, 0]]))[0].wkt
    'LINESTRING (2 0, 2 2)'
    """
    n = len(shapes)
    ordered = np.sort(np.asarray(pairs, dtype=int).reshape(-1, 2), axis=1)
    wanted, which = np.unique(ordered[:, 0] * n + ordered[:, 1], return_inverse=True)
    involved = np.unique(ordered)
    first, second, ends = _shared_segments(shapes[involved])
    pair = involved[first] * n + involved[second]
    inside = np.isin(pair, wanted)
    at = np.searchsorted(wanted, pair[inside])
    order = np.argsort(at, kind="stable")
    segments = np.asarray(shapely.linestrings(ends[inside][order]))
    lines = np.full(len(wanted), shapely.MultiLineString(), dtype=object)
    shapely.multilinestrings(segments, indices=at[order], out=lines)
    return list(shapely.line_merge(lines)[which])


def _shared_segments(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Segments that two areas have in common.

    Returns
    -------
    (np.ndarray, np.ndarray, np.ndarray)
        Positions of the two areas, the lower one first, both of shape (s,), and the segment's
        ends, shape (s, 2, 2).
    """
    parts, area_of_part = shapely.get_parts(shapes, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    vertices, ring = shapely.get_coordinates(rings, return_index=True)
    # as complex numbers vertices sort by x, then y, in one go
    distinct, vertex = np.unique(vertices[:, 0] + 1j * vertices[:, 1], return_inverse=True)
    start = np.flatnonzero(ring[:-1] == ring[1:])
    low = np.minimum(vertex[start], vertex[start + 1])
    high = np.maximum(vertex[start], vertex[start + 1])
    area = area_of_part[part_of_ring[ring[start]]]
    segment = low * len(distinct) + high
    order = np.lexsort((area, segment))
    one, other = order[:-1], order[1:]
    shared = (segment[one] == segment[other]) & (area[one] != area[other])
    one, other = one[shared], other[shared]
    ends = distinct[np.stack([low[one], high[one]], axis=1)]
    return area[one], area[other], np.stack([ends.real, ends.imag], axis=-1)
