"""The outlines of areas as GeoJSON for the public API, as drawn or as stored."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rudc_map.indicators.shapes import shapes_at
from rudc_map.model import Level
from rudc_map.view.api_answers import Outline, Outlines, Shape
from rudc_map.view.api_areas import area_rows
from rudc_map.view.api_paging import page_of
from rudc_map.view.api_query import FULL, ApiQuery
from rudc_map.view.geometry import simplified_at

AT_ONCE = 500
"""Areas where no ``limit`` is given."""

DECIMALS = {True: 7, False: 5}
"""Decimals of a degree, of a full outline (1 cm) and a simplified one (1 m)."""


def api_geometry(query: ApiQuery) -> Outlines:
    """The outlines of a level, all of them or those in a region, as a FeatureCollection."""
    page = page_of(query.codes, query, AT_ONCE)
    return {
        "type": "FeatureCollection",
        "niveau": query.level,
        "detail": query.detail,
        "bron": query.dataset.attribution,
        "totaal": page.total,
        "volgende": page.following,
        "features": _features(query, query.level, page.rows),
    }


def api_area_geometry(query: ApiQuery) -> Outline:
    """The outline of one area as a Feature."""
    return _features(query, query.level_of_code, [query.code])[0]


def _features(query: ApiQuery, level: Level, codes: list[str]) -> list[Outline]:
    import geopandas as gpd  # noqa: PLC0415  (a second of start)
    import shapely  # noqa: PLC0415

    if not codes:
        return []
    full = query.detail == FULL
    at = query.dataset.codes(level).get_indexer(pd.Index(codes))
    drawn = shapes_at(query.dataset, level, at) if full else simplified_at(query.dataset, level, at)
    chosen = gpd.GeoSeries(drawn, crs="EPSG:28992").to_crs("EPSG:4326")
    # RFC 7946 wants outer rings counterclockwise
    turned = shapely.orient_polygons(np.asarray(chosen), exterior_cw=False)
    return [
        {
            "type": "Feature",
            "id": row["code"],
            "properties": row,
            "geometry": _geojson(shape, DECIMALS[full]),
        }
        for row, shape in zip(area_rows(query.dataset, codes), turned, strict=True)
    ]


def _geojson(shape: Any, decimals: int) -> Shape:
    geometry = shape.__geo_interface__
    return {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"], decimals)}


def _rounded(nested: Any, decimals: int) -> Any:
    if isinstance(nested[0], float):
        return [round(nested[0], decimals), round(nested[1], decimals)]
    return [_rounded(part, decimals) for part in nested]
