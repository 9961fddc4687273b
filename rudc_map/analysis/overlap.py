"""How much of each area lies in a shape of one's own."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from rudc_map.model import CountBy

MIN_SHARE = 0.01
"""Smaller shares count as nothing, and shares short of one by less as the whole area: a line
drawn along a border never follows it exactly."""


def overlap_shares(
    shape: shapely.Polygon,
    areas: np.ndarray,
    index: pd.Index,
    by: CountBy,
    inhabitants: pd.Series | None = None,
    part_of: pd.Series | None = None,
) -> pd.Series:
    """How much of each area counts as lying in a shape.

    By area it is the area of the intersection over that of the area; by centroid 1 where the
    centroid lies in the shape or on its edge, and else 0. By inhabitants it is the same as by
    area for the smallest areas, within which people are taken to live evenly spread; the share of
    a larger area follows from those of its parts, weighted by their inhabitants.

    Parameters
    ----------
    shape : shapely.Polygon
        A valid polygon, in the same coordinates as `areas` [m].
    areas : np.ndarray of shapely Polygon or MultiPolygon, shape (n,)
        The areas; for larger areas by inhabitants, the smallest areas they consist of.
    index : pd.Index of str, length n
        Their codes.
    by : CountBy
        Inhabitants, centroid or area.
    inhabitants : pd.Series of float, optional
        The inhabitants of `areas`, by code (NaN counts as 0). Needed with `part_of`.
    part_of : pd.Series of str, optional
        By inhabitants only: the code of the larger area each of `areas` lies in, by code.

    Returns
    -------
    pd.Series of float
        0 to 1, on `index`, or with `part_of` sorted by the larger areas' codes; shares below
        `MIN_SHARE` are 0 and above ``1 - MIN_SHARE`` 1. A larger area without inhabitants has its
        share by area.

    Examples
    --------
    >>> areas = np.array([shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)])
    >>> codes = pd.Index(["BU1", "BU2"])
    >>> overlap_shares(shapely.box(0, 0, 12.5, 10), areas, codes, CountBy.AREA).to_dict()
    {'BU1': 1.0, 'BU2': 0.25}
    >>> people, larger = pd.Series([30.0, 10.0], codes), pd.Series(["WK1", "WK1"], codes)
    >>> half = shapely.box(0, 0, 10, 10)
    >>> overlap_shares(half, areas, codes, CountBy.INHABITANTS, people, larger).to_dict()
    {'WK1': 0.75}
    """
    if part_of is not None and (by is not CountBy.INHABITANTS or inhabitants is None):
        raise ValueError("shares of larger areas follow from their parts' inhabitants only")
    if by is CountBy.CENTROID:
        shapely.prepare(shape)
        inside = shapely.covers(shape, shapely.centroid(areas))
        return pd.Series(inside.astype(float), index=index)
    shares = pd.Series(_shares_of_area(shape, areas), index=index)
    if part_of is not None and inhabitants is not None:
        larger = part_of.reindex(index)
        by_area = _of_larger_areas(shares, larger, pd.Series(shapely.area(areas), index=index))
        by_people = _of_larger_areas(shares, larger, inhabitants.reindex(index).fillna(0.0))
        shares = by_people.fillna(by_area)
    return shares.mask(shares < MIN_SHARE, 0.0).mask(shares > 1 - MIN_SHARE, 1.0)


def circle(x: float, y: float, radius: float, quad_segs: int = 32) -> shapely.Polygon:
    """A circle as a polygon.

    Parameters
    ----------
    x, y : float
        Its centre [m].
    radius : float
        [m]
    quad_segs : int
        Edges of a quarter of the circle; 32 make its area 0.04% too small.

    Returns
    -------
    shapely.Polygon

    Examples
    --------
    >>> round(circle(0.0, 0.0, 100.0).area / 100.0**2, 3)
    3.14
    """
    return shapely.Point(x, y).buffer(radius, quad_segs=quad_segs)


def _shares_of_area(shape: shapely.Polygon, areas: np.ndarray) -> np.ndarray:
    """Area of the intersection over that of the area; only those at the edge are intersected."""
    shapely.prepare(shape)
    shares = np.zeros(len(areas))
    touched = np.flatnonzero(shapely.intersects(shape, areas))
    whole = shapely.covers(shape, areas[touched])
    shares[touched[whole]] = 1.0
    partly = touched[~whole]
    common = shapely.area(shapely.intersection(shape, areas[partly]))
    shares[partly] = common / shapely.area(areas[partly])
    return shares


def _of_larger_areas(shares: pd.Series, part_of: pd.Series, weight: pd.Series) -> pd.Series:
    """Mean share of the parts of each larger area; NaN where these have no weight."""
    total = weight.groupby(part_of).sum()
    return (shares * weight).groupby(part_of).sum() / total.where(total > 0)
