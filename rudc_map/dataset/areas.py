"""The areas of every level, built up from buurten so that each level nests in the next."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from rudc_map.dataset.manifest import level_columns
from rudc_map.errors import SourceError
from rudc_map.model import COUNTRY, Level
from rudc_map.sources.boundaries import RD_NEW, read_boundaries

PROVINCES: dict[str, str] = {
    "PV20": "Groningen",
    "PV21": "Fryslân",
    "PV22": "Drenthe",
    "PV23": "Overijssel",
    "PV24": "Flevoland",
    "PV25": "Gelderland",
    "PV26": "Utrecht",
    "PV27": "Noord-Holland",
    "PV28": "Zuid-Holland",
    "PV29": "Zeeland",
    "PV30": "Noord-Brabant",
    "PV31": "Limburg",
}

BUURT_COLUMNS = {
    "buurtcode": "code",
    "buurtnaam": "name",
    "wijkcode": "wijk",
    "wijknaam": "wijknaam",
    "gemeentecode": "gemeente",
}
GEMEENTE_COLUMNS = {"gemeentecode": "code", "gemeentenaam": "name", "provincienaam": "provincie"}

NODE_TOLERANCE = 1.5
"""How far a vertex may be moved to make two outlines share their nodes [m]."""


def build_areas(folder: Path, postcodes: pd.Series) -> dict[Level, gpd.GeoDataFrame]:
    """Build the areas of all levels from the boundary files below a folder.

    Parameters
    ----------
    folder : Path
        Holds ``buurten_2024.gpkg`` and ``nederland/gemeenten_2024.gpkg``.
    postcodes : Series of str
        Most common postcode per buurt code, None where unknown.

    Returns
    -------
    dict of Level to GeoDataFrame
        Columns code, name, codes of the parents, for buurten postcode, and geometry
        (normalised MultiPolygon, EPSG:28992, [m]); sorted by code. Each level is a valid
        coverage, and each area the exact union of its parts where these are known.

    Raises
    ------
    SourceError
        If a boundary file is not as it should be or the levels do not fit together.
    """
    buurten_file = folder / "buurten_2024.gpkg"
    gemeenten_file = folder / "nederland" / "gemeenten_2024.gpkg"
    buurten = _read(buurten_file, "buurten", BUURT_COLUMNS)
    gemeenten = _read(gemeenten_file, "gemeenten", GEMEENTE_COLUMNS)
    gemeenten["provincie"] = _province_codes(gemeenten["provincie"], gemeenten_file)
    _check_parents(buurten, gemeenten, buurten_file)

    inside = gemeenten["code"].isin(buurten["gemeente"])
    buurten["geometry"] = node_on(buurten.geometry, gemeenten.geometry[inside])
    _require_coverage(buurten, buurten_file)
    buurten["provincie"] = buurten["gemeente"].map(gemeenten.set_index("code")["provincie"])
    buurten["postcode"] = buurten["code"].map(postcodes).astype(object)
    buurten["postcode"] = buurten["postcode"].where(buurten["postcode"].notna(), None)

    own = unions(buurten, "gemeente").geometry
    gemeenten.loc[inside, "geometry"] = own.reindex(gemeenten["code"][inside]).to_numpy()
    _require_coverage(gemeenten, gemeenten_file)
    levels = {
        Level.BUURT: buurten,
        Level.WIJK: _wijken(buurten),
        Level.GEMEENTE: gemeenten,
        Level.PROVINCIE: _provincies(gemeenten),
        Level.LAND: _land(gemeenten),
    }
    return {level: _finish(frame, level) for level, frame in levels.items()}


def node_on(coverage: gpd.GeoSeries, outlines: gpd.GeoSeries) -> gpd.GeoSeries:
    """Give a coverage the vertices of outlines drawn along its outer edge.

    The municipal outlines have vertices along the border of the region that the buurten lack, on
    an edge of theirs or within a metre of it. Without them the outline of a municipality outside
    and that of its neighbour inside would differ by slivers.

    Parameters
    ----------
    coverage : GeoSeries of polygons
        A valid coverage [m].
    outlines : GeoSeries of polygons
        Coarser areas with the same outer edge, to within `NODE_TOLERANCE`.

    Returns
    -------
    GeoSeries
        The coverage, no vertex moved by more than `NODE_TOLERANCE`; the same index.
    """
    own = {*map(tuple, shapely.get_coordinates(coverage.to_numpy()))}
    added = {*map(tuple, shapely.get_coordinates(outlines.to_numpy()))} - own
    if not added:
        return coverage
    nodes = shapely.multipoints(sorted(added))
    shapes = np.array(coverage.to_numpy())
    near = shapely.dwithin(shapes, nodes, NODE_TOLERANCE)
    shapes[near] = shapely.snap(shapes[near], nodes, NODE_TOLERANCE)
    return gpd.GeoSeries(shapes, index=coverage.index, crs=coverage.crs)


def unions(areas: gpd.GeoDataFrame, by: str) -> gpd.GeoDataFrame:
    """Unite the areas of a coverage exactly, by a column with the code of their parent.

    Returns
    -------
    GeoDataFrame
        Column geometry (normalised MultiPolygon); index: the codes in column `by`, sorted.
    """
    shapes = areas.groupby(by)["geometry"].agg(
        lambda parts: shapely.coverage_union_all(parts.to_numpy())
    )
    return gpd.GeoDataFrame(
        {"geometry": as_multipolygons(shapes.to_numpy())}, index=shapes.index, crs=areas.crs
    )


def as_multipolygons(shapes: np.ndarray) -> np.ndarray:
    """Turn polygons and multipolygons into multipolygons in GEOS's normal form."""
    parts = (shapely.multipolygons(shapely.get_parts(shape)) for shape in shapes)
    return shapely.normalize(np.array(list(parts), dtype=object))


def _read(path: Path, layer: str, columns: dict[str, str]) -> gpd.GeoDataFrame:
    frame = read_boundaries(path, layer, columns).rename(columns=columns)
    twice = frame["code"].duplicated()
    if twice.any():
        raise SourceError(
            f"{path}, layer {layer!r}: {frame['code'][twice].iloc[0]} occurs twice; leave one out"
        )
    return frame.sort_values("code", ignore_index=True)


def _province_codes(names: pd.Series, path: Path) -> pd.Series:
    codes = names.map({name: code for code, name in PROVINCES.items()})
    if codes.isna().any():
        unknown = names[codes.isna()].iloc[0]
        raise SourceError(
            f"{path}: {unknown!r} is not a province; the names are {', '.join(PROVINCES.values())}"
        )
    return codes


def _check_parents(buurten: gpd.GeoDataFrame, gemeenten: gpd.GeoDataFrame, path: Path) -> None:
    absent = buurten[~buurten["gemeente"].isin(gemeenten["code"])]
    if len(absent):
        raise SourceError(
            f"{path}: {absent['gemeente'].iloc[0]} of {absent['code'].iloc[0]} is not among the "
            "municipalities; take files of the same year"
        )
    names = buurten.groupby("wijk")[["wijknaam", "gemeente"]].nunique()
    split = names[(names != 1).any(axis=1)]
    if len(split):
        raise SourceError(
            f"{path}: the buurten of {split.index[0]} disagree about its name or municipality; "
            "correct the file"
        )


def _wijken(buurten: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    facts = buurten.groupby("wijk")[["wijknaam", "gemeente", "provincie"]].first()
    frame = unions(buurten, "wijk").join(facts)
    return frame.rename(columns={"wijknaam": "name"}).rename_axis("code").reset_index()


def _provincies(gemeenten: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    frame = unions(gemeenten, "provincie").rename_axis("code").reset_index()
    return frame.assign(name=frame["code"].map(PROVINCES))


def _land(gemeenten: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    whole = unions(gemeenten.assign(land=COUNTRY), "land").rename_axis("code").reset_index()
    return whole.assign(name="Nederland")


def _require_coverage(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Refuse areas that overlap or leave gaps; the unions of a coverage are one again."""
    shapes = frame.geometry.to_numpy()
    valid = shapely.is_valid(shapes)
    if not valid.all() or not shapely.coverage_is_valid(shapes):
        edges = shapely.coverage_invalid_edges(shapes)
        bad = frame["code"][~valid | ~shapely.is_empty(edges)]
        raise SourceError(
            f"{path}: {', '.join(bad[:5])} overlap their neighbours, leave gaps or cross "
            "themselves; take boundary files of the same year and detail"
        )


def _finish(frame: gpd.GeoDataFrame, level: Level) -> gpd.GeoDataFrame:
    """Sort a level, keep its columns and bring its shapes into one form."""
    frame = frame[[*level_columns(level), "geometry"]].sort_values("code", ignore_index=True)
    frame["geometry"] = as_multipolygons(frame.geometry.to_numpy())
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=RD_NEW)
