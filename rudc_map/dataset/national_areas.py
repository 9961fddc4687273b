"""The areas of every level of a whole country, from a wijk- en buurtkaart."""

from __future__ import annotations

from collections.abc import Collection

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from rudc_map.dataset.areas import PROVINCES, as_multipolygons, unions
from rudc_map.dataset.manifest import level_columns
from rudc_map.dataset.provinces import Provinces, province_codes
from rudc_map.errors import SourceError
from rudc_map.model import COUNTRY, Level
from rudc_map.sources.boundaries import RD_NEW
from rudc_map.sources.cbs_boundaries import BoundarySet

WIDEST_GAP = 100.0
"""Gaps between neighbours that are narrower [m] are closed, in outlines so coarse that they have
them. CBS's own outlines have none; the Belgian ground within Baarle-Nassau is a real one."""

KEPT = 0.5
"""The share of its area that an outline must keep when it is made to fit its neighbours."""

SMALL_TO_LARGE = (Level.BUURT, Level.WIJK, Level.GEMEENTE)


def build_national_areas(
    boundaries: BoundarySet, provinces: Provinces, gemeenten: Collection[str] | None = None
) -> dict[Level, gpd.GeoDataFrame]:
    """Build the areas of all levels, from the smallest that the map has to the country.

    The outlines of the smallest level are made valid and a coverage; those of the others are their
    exact unions, so that every level nests in the next. Nothing is simplified.

    Parameters
    ----------
    boundaries : BoundarySet
        The map as read.
    provinces : Provinces
        In which province a gemeente lies, where the map does not say.
    gemeenten : collection of str, optional
        Codes of the gemeenten of which the buurten and wijken are kept; by default all. Of the
        larger levels all areas are kept. The map may then hold the buurten of these gemeenten
        alone, beside the outlines of all.

    Returns
    -------
    dict of Level to GeoDataFrame
        In the layout of `rudc_map.dataset.areas.build_areas`. A level smaller than those of the
        map has no areas.

    Raises
    ------
    SourceError
        If levels do not hold the same areas, outlines mostly overlap, or a province or one of
        `gemeenten` is unknown.
    """
    smallest = next(level for level in SMALL_TO_LARGE if level in boundaries.frames)
    parts, others = _fitted(boundaries.frames[smallest], _without_parts(boundaries, gemeenten))
    frames = {smallest: parts}
    for level in SMALL_TO_LARGE[SMALL_TO_LARGE.index(smallest) + 1 :]:
        frames[level] = _level_above(frames, level, boundaries.frames, others)
    of_gemeente = province_codes(frames[Level.GEMEENTE], provinces)
    for level, frame in frames.items():
        owners = frame["code"] if level is Level.GEMEENTE else frame["gemeente"]
        frames[level] = frame.assign(provincie=owners.map(of_gemeente))
    frames[Level.PROVINCIE] = _provincies(frames[Level.GEMEENTE])
    frames[Level.LAND] = _land(frames[Level.PROVINCIE])
    if Level.BUURT in frames:
        frames[Level.BUURT] = _with_postcodes(frames[Level.BUURT], boundaries.postcodes)
    kept = _only_of(frames, gemeenten)
    return {
        level: _finish(kept[level], level) if level in kept else _none(level) for level in Level
    }


def fit_together(shapes: np.ndarray) -> np.ndarray:
    """Make outlines valid and a coverage: neighbours share their border, nothing overlaps.

    Parameters
    ----------
    shapes : array of Polygon or MultiPolygon
        In metres. Where they form a coverage they are left as they are.

    Returns
    -------
    array of Polygon or MultiPolygon
        In the same order; an outline that has nothing left is empty.
    """
    valid = shapely.is_valid(shapes)
    if not valid.all():
        shapes = shapes.copy()
        shapes[~valid] = _areal(shapely.make_valid(shapes[~valid], method="structure"))
    if shapely.coverage_is_valid(shapes):
        return shapes
    width = min(_detail(shapes) / 2, WIDEST_GAP)
    clean = shapely.coverage_clean  # type: ignore[attr-defined] # not in its stubs yet
    return np.asarray(clean(shapes, gap_width=width), dtype=object)


def _without_parts(
    boundaries: BoundarySet, gemeenten: Collection[str] | None
) -> gpd.GeoDataFrame | None:
    """The gemeenten that were not asked for and of which the map has no smaller areas, if any."""
    whole = boundaries.frames.get(Level.GEMEENTE)
    smaller = [frame for frame in boundaries.frames.values() if "gemeente" in frame]
    if gemeenten is None or whole is None or not smaller:
        return None
    with_parts = {code for frame in smaller for code in frame["gemeente"]}
    others = whole[~whole["code"].isin(with_parts | set(gemeenten))]
    return others if len(others) else None


def _fitted(
    frame: gpd.GeoDataFrame, others: gpd.GeoDataFrame | None
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame | None]:
    """Make areas, and the gemeenten around them, one coverage."""
    if others is None:
        return _made_to_fit(frame), None
    both = _made_to_fit(pd.concat([frame, others], ignore_index=True))
    return both.iloc[: len(frame)], both.iloc[len(frame) :]


def _made_to_fit(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Make a coverage of areas, their shapes in one form (normalised MultiPolygon)."""
    before = frame.geometry.to_numpy()
    after = fit_together(before)
    if after is not before:
        kept = shapely.area(shapely.intersection(after, shapely.make_valid(before)))
        lost = ~(kept >= KEPT * shapely.area(before))
        if lost.any():
            raise SourceError(
                f"{frame['code'][lost].iloc[0]} mostly overlaps its neighbours or has no area; "
                "take outlines of one year and one level"
            )
    return frame.set_geometry(gpd.GeoSeries(as_multipolygons(after), index=frame.index, crs=RD_NEW))


def _areal(shapes: np.ndarray) -> np.ndarray:
    """Keep the polygons of shapes that were repaired, not the lines that came off them."""
    return np.array(
        [
            shapely.multipolygons([p for p in shapely.get_parts(s) if p.geom_type == "Polygon"])
            for s in shapes
        ],
        dtype=object,
    )


def _detail(shapes: np.ndarray) -> float:
    """The length of the middle one of all straight pieces of the outlines [m]."""
    points = shapely.get_coordinates(shapely.get_parts(shapes))
    lengths = np.hypot(*np.diff(points, axis=0).T)
    return float(np.median(lengths[lengths > 0]))


def _level_above(
    frames: dict[Level, gpd.GeoDataFrame],
    level: Level,
    given: dict[Level, gpd.GeoDataFrame],
    others: gpd.GeoDataFrame | None,
) -> gpd.GeoDataFrame:
    """Unite the areas of the largest level there is; names are those of the map."""
    parts = list(frames.values())[-1]
    whole = unions(parts, level.value).rename_axis("code").reset_index()
    if level is Level.GEMEENTE and others is not None:
        whole = pd.concat([whole, others[["code", "geometry"]]], ignore_index=True)
    if level in given:
        own = given[level]
        different = set(own["code"]) ^ set(whole["code"])
        if different:
            raise SourceError(
                f"{min(different)} is in one level of the map and not in the other; take all "
                "levels of one year"
            )
        return whole.merge(own.drop(columns="geometry"), on="code")
    names = whole["code"].map(_names_below(level, frames))
    if level is Level.WIJK:
        names = names.where(names.notna(), "Wijk " + whole["code"].str[-2:])
        whole["gemeente"] = Level.GEMEENTE.prefix + whole["code"].str[2:6]
    if names.isna().any():
        raise SourceError(
            f"{whole['code'][names.isna()].iloc[0]} has no name; give a map with the level {level}"
        )
    return whole.assign(name=names)


def _names_below(level: Level, frames: dict[Level, gpd.GeoDataFrame]) -> dict[str, str]:
    """The names of a level that stand with the areas of smaller ones, by code."""
    column = f"{level}naam"
    known: dict[str, str] = {}
    for frame in frames.values():
        if column in frame:
            known |= frame.dropna(subset=[column]).set_index(level.value)[column].to_dict()
    return known


def _provincies(gemeenten: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    frame = unions(gemeenten, "provincie").rename_axis("code").reset_index()
    return frame.assign(name=frame["code"].map(PROVINCES))


def _land(provincies: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    whole = unions(provincies.assign(land=COUNTRY), "land").rename_axis("code").reset_index()
    return whole.assign(name="Nederland")


def _with_postcodes(buurten: gpd.GeoDataFrame, postcodes: pd.Series) -> gpd.GeoDataFrame:
    known = buurten["code"].map(postcodes).astype(object)
    return buurten.assign(postcode=known.where(known.notna(), None))


def _only_of(
    frames: dict[Level, gpd.GeoDataFrame], gemeenten: Collection[str] | None
) -> dict[Level, gpd.GeoDataFrame]:
    if gemeenten is None:
        return frames
    unknown = set(gemeenten) - set(frames[Level.GEMEENTE]["code"])
    if unknown:
        raise SourceError(f"{min(unknown)} is not a gemeente of this map; correct the code")
    return {
        level: frame[frame["gemeente"].isin(gemeenten)]
        if level in (Level.BUURT, Level.WIJK)
        else frame
        for level, frame in frames.items()
    }


def _finish(frame: gpd.GeoDataFrame, level: Level) -> gpd.GeoDataFrame:
    """Sort a level and keep its columns."""
    frame = frame[[*level_columns(level), "geometry"]].sort_values("code", ignore_index=True)
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=RD_NEW)


def _none(level: Level) -> gpd.GeoDataFrame:
    """A level without areas."""
    columns = {name: pd.Series(dtype=object) for name in level_columns(level)}
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries([], crs=RD_NEW), crs=RD_NEW)
