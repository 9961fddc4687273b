"""An area of one's own: which areas it consists of, and for how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd

from rudc_map.dataset.store import Dataset
from rudc_map.errors import InputError
from rudc_map.indicators.memo import per_dataset
from rudc_map.indicators.places import by_level, outermost
from rudc_map.indicators.shapes import shapes, shapes_at
from rudc_map.indicators.totals import total
from rudc_map.indicators.unions import whole_areas
from rudc_map.model import CountBy, Level, MissingReason, OwnArea

if TYPE_CHECKING:
    import shapely

MOST_OUTSIDE = 0.01
"""Share of a shape that may lie outside all areas: a line along the coast is never exact."""

SMALLEST = Level.BUURT

OWN = "EIGEN"
"""Stands for the own area where others stand by their code."""


@dataclass(frozen=True)
class OwnParts:
    """What an own area consists of.

    Attributes
    ----------
    shares : pd.Series of float
        How much of each area belongs to it, 0 to 1; only areas with more than 0. Index: codes.
    level : Level or None
        The level of these areas; None where they are of several.
    area : float
        Of the shape, or of the areas together [km2].
    outside : bool
        True where more than 1% of the shape lies outside all areas.
    lies_in : pd.DataFrame
        One row: the gemeente and the provincie that all of it lies in, None where there are
        several. Index: `OWN`.
    """

    shares: pd.Series
    level: Level | None
    area: float
    outside: bool
    lies_in: pd.DataFrame


def own_parts(dataset: Dataset, own: OwnArea, levels: tuple[Level, ...]) -> OwnParts:
    """The areas that an own area consists of, and how much of each.

    Of a shape these are the smallest areas of `levels` that it touches; chosen areas are what
    they are, without those that lie in another one of them.

    Parameters
    ----------
    dataset : Dataset
        Has the outlines and the inhabitants.
    own : OwnArea
        A polygon, a circle or chosen areas.
    levels : tuple of Level
        The levels that figures are known for, small to large.

    Raises
    ------
    InputError
        Where the shape has no area, lies outside all areas, or covers too little of each.
    """
    return _chosen(dataset, own) if own.areas else _in_shape(dataset, own, levels)


def inhabitants(dataset: Dataset, shares: pd.Series) -> float:
    """The inhabitants of shares of areas, spread evenly within each; NaN where one is unknown."""
    people = 0.0
    for level, codes in by_level(shares.index).items():
        reasons = dataset.figure("a_inw", level).missing[codes]
        known = total(dataset, "a_inw", level)[codes]
        known = known.mask(reasons == MissingReason.NO_INHABITANTS, 0.0)
        people += float((known * shares[codes]).sum(skipna=False))
    return people


@per_dataset(maxsize=256)
def _chosen(dataset: Dataset, own: OwnArea) -> OwnParts:
    codes = outermost(dataset, own.areas)
    shares = whole_areas(codes)
    levels = by_level(shares.index)
    area = sum(_areas(dataset, level, inside).sum() for level, inside in levels.items())
    only = next(iter(levels)) if len(levels) == 1 else None
    return OwnParts(shares, only, float(area) / 1e6, False, _lies_in(dataset, shares))


def _areas(dataset: Dataset, level: Level, codes: list[str]) -> np.ndarray:
    """The areas of areas [m2]."""
    import shapely  # noqa: PLC0415

    places = dataset.codes(level).get_indexer(pd.Index(codes))
    outlines = shapes_at(dataset, level, places)
    return np.asarray(shapely.area(outlines))


@per_dataset(maxsize=256)
def _in_shape(dataset: Dataset, own: OwnArea, levels: tuple[Level, ...]) -> OwnParts:
    import shapely  # noqa: PLC0415  (only needed by those who draw)

    shape = own_shape(own)
    shapely.prepare(shape)
    for level in levels:
        areas = shapes(dataset, level)
        touched = areas[shapely.intersects(shape, areas)]
        if touched.size:
            break
    else:
        raise InputError(
            "Dit eigen gebied ligt buiten alle gebieden. Teken het in Nederland.",
            "This own area lies outside all areas. Draw it in the Netherlands.",
        )
    shares = _shares(dataset, shape, level, areas, own.by)
    if shares.empty:
        raise InputError(
            "Dit eigen gebied is te klein: van geen enkel gebied telt er 1% of meer mee. Teken "
            "het groter, of laat gebieden op een andere manier meetellen.",
            "This own area is too small: of no area does 1% or more count. Draw it larger, or "
            "let areas count in another way.",
        )
    covered = shapely.area(shapely.intersection(shape, touched)).sum()
    outside = bool(1 - covered / shape.area > MOST_OUTSIDE)
    return OwnParts(shares, level, shape.area / 1e6, outside, _lies_in(dataset, shares))


def own_shape(own: OwnArea) -> shapely.Polygon:
    """The outline of a drawn area in EPSG:28992 [m], valid also where its own lines cross.

    Raises
    ------
    InputError
        Where it encloses nothing.
    """
    import shapely  # noqa: PLC0415
    from pyproj import Transformer  # noqa: PLC0415

    from rudc_map.analysis.overlap import circle  # noqa: PLC0415  (brings shapely)

    project = Transformer.from_crs("EPSG:4326", "EPSG:28992")
    if own.centre is not None:
        return circle(*project.transform(*own.centre), own.radius)
    lat, lon = np.array(own.ring).T
    valid = shapely.make_valid(shapely.Polygon(np.column_stack(project.transform(lat, lon))))
    parts = shapely.get_parts(valid)
    polygons = parts[np.isin(shapely.get_dimensions(parts), [2])]
    shape = cast("shapely.Polygon", shapely.union_all(polygons))
    if shape.area == 0:
        raise InputError(
            "Dit eigen gebied heeft geen oppervlakte: de lijn omsluit niets. Teken het opnieuw.",
            "This own area has no surface: its line encloses nothing. Draw it again.",
        )
    return shape


def _shares(
    dataset: Dataset, shape: shapely.Polygon, level: Level, areas: np.ndarray, by: CountBy
) -> pd.Series:
    """The shares above 0; by inhabitants those of larger areas follow from their buurten."""
    from rudc_map.analysis.overlap import overlap_shares  # noqa: PLC0415  (brings shapely)

    shares = overlap_shares(shape, areas, dataset.codes(level), by)
    if by is CountBy.INHABITANTS and level is not SMALLEST:
        codes = dataset.codes(SMALLEST)
        by_inhabitants = overlap_shares(
            shape,
            shapes(dataset, SMALLEST),
            codes,
            by,
            total(dataset, "a_inw", SMALLEST),
            dataset.areas.loc[codes, level.value],
        )
        shares = by_inhabitants.reindex(shares.index).fillna(shares)
    return shares[shares > 0]


def _lies_in(dataset: Dataset, shares: pd.Series) -> pd.DataFrame:
    parents = dataset.areas.loc[shares.index, ["gemeente", "provincie"]]
    common = {
        column: parents[column].iloc[0] if parents[column].nunique(dropna=False) == 1 else None
        for column in parents
    }
    return pd.DataFrame([common], index=[OWN], dtype=object)
