"""Boundaries as the browser gets them: a file a level, in the order of its values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.memo import per_dataset
from rudc_map.indicators.shapes import outlines_of, shapes
from rudc_map.model import Level
from rudc_map.view.outlines import outlines, read_outlines

if TYPE_CHECKING:
    import geopandas as gpd

TOLERANCE = {
    Level.BUURT: 5.0,
    Level.WIJK: 8.0,
    Level.GEMEENTE: 15.0,
    Level.PROVINCIE: 60.0,
    Level.LAND: 60.0,
}
"""How far [m] a simplified boundary may lie from the stored one, by level.

A fifth of a pixel at the zoom at which a level fills the screen; the stored buurten themselves
are generalised to 15 to 80 m.
"""

DECIMALS = 5
"""Decimals of a coordinate in degrees: 1.1 m north to south, 0.7 m east to west."""


def geometry_json(dataset: Dataset, level: Level) -> bytes:
    """The areas of a level, simplified as a coverage, WGS84, quantised.

    Neighbours keep sharing their edges: the level is simplified as one coverage, and equal
    coordinates round to equal coordinates. So they do where a level is sent in pieces
    (`geometry_piece`).

    Parameters
    ----------
    dataset : Dataset
        Its boundaries are in EPSG:28992.
    level : Level
        The level.

    Returns
    -------
    bytes
        JSON, see `rudc_map.view.outlines.Outlines`, in the order of ``dataset.codes(level)``.
    """
    areas = simplified(dataset, level)
    drawn = np.asarray(areas.to_crs("EPSG:4326"), dtype=object)
    return outlines(list(areas.index), drawn).json()


def geometry_piece(level_file: bytes, gemeente: str) -> bytes:
    """The areas of a level that lie in one gemeente, cut from the file of the level."""
    return read_outlines(level_file).of_gemeente(gemeente).json()


def borders_json(dataset: Dataset) -> bytes:
    """GeoJSON of the lines between gemeenten and between provincies, and of the gemeenten's names.

    Returns
    -------
    bytes
        A FeatureCollection: a MultiLineString with ``properties.id`` "gemeente" (lines between
        gemeenten of one provincie), one with "provincie" (lines between provincies) and one with
        "land" (coast and national border); and a Point inside each gemeente with its code as id
        and its ``name``, the gemeente with most inhabitants first.
    """
    import geopandas as gpd  # noqa: PLC0415  (a second of start, only needed to build the file)
    import shapely  # noqa: PLC0415

    gemeenten = simplified(dataset, Level.GEMEENTE)
    provinces = dataset.areas.loc[gemeenten.index, "provincie"].rename("provincie")
    coast = shapely.boundary(shapely.coverage_union_all(gemeenten.values))
    whole = gemeenten.to_frame("geometry").dissolve(by=provinces, method="coverage")
    of_provinces = _all_boundaries(whole.geometry)
    of_gemeenten = _all_boundaries(gemeenten)
    lines = gpd.GeoSeries(
        {
            "gemeente": shapely.difference(of_gemeenten, of_provinces),
            "provincie": shapely.difference(of_provinces, coast),
            "land": coast,
        },
        crs=gemeenten.crs,
    ).to_crs("EPSG:4326")
    points = gemeenten.representative_point().to_crs("EPSG:4326")
    inhabitants = dataset.figure("a_inw", Level.GEMEENTE).values
    points = points[inhabitants.sort_values(ascending=False, kind="stable").index]
    features = [
        {"type": "Feature", "properties": {"id": kind}, "geometry": quantised(line)}
        for kind, line in lines.items()
    ] + [
        {
            "type": "Feature",
            "properties": {"id": code, "name": dataset.areas.at[code, "name"]},
            "geometry": quantised(point),
        }
        for code, point in points.items()
    ]
    return _compact({"type": "FeatureCollection", "features": features})


def region_bounds(dataset: Dataset) -> dict[str, list[list[float]]]:
    """South-west and north-east corner [degrees lat, lon] of each region, by its id."""
    gemeenten = outlines_of(dataset, Level.GEMEENTE).to_crs("EPSG:4326")
    bounds: dict[str, list[list[float]]] = {}
    for region in dataset.regions:
        inside = gemeenten.loc[list(region.gemeenten)] if region.gemeenten else gemeenten
        west, south, east, north = (round(float(x), 4) for x in inside.total_bounds)
        bounds[region.id] = [[south, west], [north, east]]
    return bounds


def _all_boundaries(areas: gpd.GeoSeries) -> Any:
    """The boundaries of all areas as one set of lines, each shared edge once."""
    import shapely  # noqa: PLC0415

    return shapely.line_merge(shapely.union_all(areas.boundary.values))


def simplified(dataset: Dataset, level: Level) -> gpd.GeoSeries:
    """The areas of a level as they are drawn, by their codes, in EPSG:28992."""
    import geopandas as gpd  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    shapes = shapely.from_wkb(_simplified_wkb(dataset, level))
    return gpd.GeoSeries(shapes, dataset.codes(level), crs="EPSG:28992")


def simplified_at(dataset: Dataset, level: Level, places: np.ndarray) -> np.ndarray:
    """Some of these areas, by their places in ``dataset.codes(level)``."""
    import shapely  # noqa: PLC0415

    return np.asarray(shapely.from_wkb(_simplified_wkb(dataset, level)[places]))


@per_dataset(maxsize=len(Level))
def _simplified_wkb(dataset: Dataset, level: Level) -> np.ndarray:
    """The areas as bytes, of which a country's take half the memory; for one second of work."""
    import shapely  # noqa: PLC0415

    simple = shapely.coverage_simplify(shapes(dataset, level), TOLERANCE[level])
    return np.asarray(shapely.to_wkb(simple))


def quantised(shape: Any) -> dict[str, Any]:
    """GeoJSON geometry with rounded coordinates, repeated points and one-part multis taken out."""
    geometry = shape.__geo_interface__
    coordinates = _rounded(geometry["coordinates"])
    kind = geometry["type"]
    if kind in ("MultiPolygon", "MultiLineString") and len(coordinates) == 1:
        return {"type": kind.removeprefix("Multi"), "coordinates": coordinates[0]}
    return {"type": kind, "coordinates": coordinates}


def _rounded(nested: Any) -> Any:
    if isinstance(nested[0], float):
        return [round(nested[0], DECIMALS), round(nested[1], DECIMALS)]
    parts = [_rounded(part) for part in nested]
    if isinstance(nested[0][0], float):
        return [p for i, p in enumerate(parts) if i == 0 or p != parts[i - 1]]
    return parts


def _compact(collection: dict[str, Any]) -> bytes:
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()
