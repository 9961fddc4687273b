"""The data every rival shows: the neighbourhoods of the region or the country, three indicators.

The environment variable BENCH_DATA says which: ``regio`` (the default) or ``landelijk``.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

SOURCES = Path(__file__).parents[2] / "geodata" / "sources"
INDICATORS = ("aandeel_65plus", "woz_waarde", "bevolkingsdichtheid")
CLASS_COLOURS = ("#eff3ff", "#bdd7e7", "#6baed6", "#3182bd", "#08519c")
MISSING_COLOUR = "#d9d9d9"
LINE = {"color": "#ffffff", "weight": 0.5}
"""The lines between areas, as Leaflet spells them."""

WHOLE_COUNTRY = os.environ.get("BENCH_DATA", "regio") == "landelijk"
NATIONAL = Path(__file__).parents[3] / "shared" / "landelijk" / "wijkenbuurten_2024.gpkg"
"""The national file, which is no part of the project."""

CENTRE = (52.16, 5.3) if WHOLE_COUNTRY else (53.085, 6.674)
"""Latitude and longitude the maps start at."""
ZOOM = 7.25 if WHOLE_COUNTRY else 9.4
"""Leaflet's zoom the maps start at: the area just fits in the map; MapLibre's is one less."""
WIDTH, HEIGHT = 860, 800
"""Size of the map in CSS pixels."""


@dataclass(frozen=True)
class Figures:
    """The values of an indicator in the order of the geometry, and the inner class breaks."""

    values: list[float | None]
    breaks: list[float]
    classes: list[int]
    """Class of each value, 0 to 4; -1 where there is none."""


@cache
def geometry() -> dict[str, Any]:
    """GeoJSON of all areas: WGS84, five decimals, no vertex left out."""
    areas = gpd.read_file(
        NATIONAL if WHOLE_COUNTRY else SOURCES / "buurten_2024.gpkg", layer="buurten"
    )
    areas = areas.to_crs(4326)
    shapes = shapely.transform(areas.geometry.values, lambda xy: np.round(xy, 5))
    features = [
        {
            "type": "Feature",
            "properties": {"buurtcode": code, "buurtnaam": name},
            "geometry": json.loads(text),
        }
        for code, name, text in zip(
            areas["buurtcode"], areas["buurtnaam"], shapely.to_geojson(shapes), strict=True
        )
    ]
    return {"type": "FeatureCollection", "features": features}


@cache
def codes() -> tuple[str, ...]:
    """Codes of the areas in the order of the geometry."""
    return tuple(feature["properties"]["buurtcode"] for feature in geometry()["features"])


@cache
def _table() -> pd.DataFrame:
    return _national_table() if WHOLE_COUNTRY else _regional_table()


def _national_table() -> pd.DataFrame:
    raw = gpd.read_file(NATIONAL, layer="buurten", ignore_geometry=True)
    figures = raw.set_index("buurtcode").reindex(list(codes()))
    columns = {
        "aandeel_65plus": "percentage_personen_65_jaar_en_ouder",
        "woz_waarde": "gemiddelde_woningwaarde",
        "bevolkingsdichtheid": "bevolkingsdichtheid_inwoners_per_km2",
    }
    chosen = pd.DataFrame({name: figures[column] for name, column in columns.items()})
    return chosen.astype(float).where(lambda values: values > -99990)


def _regional_table() -> pd.DataFrame:
    files = sorted((SOURCES / "kerncijfers").glob("*.csv"))
    raw = pd.concat([pd.read_csv(file, sep=";", dtype={"code": str}) for file in files])
    figures = raw.set_index("code").reindex(list(codes()))
    return pd.DataFrame(
        {
            "aandeel_65plus": 100 * figures["a_65_oo"] / figures["a_inw"].where(lambda n: n > 0),
            "woz_waarde": figures["g_wozbag"],
            "bevolkingsdichtheid": figures["bev_dich"],
        }
    ).astype(float)


@cache
def figures(indicator: str) -> Figures:
    """Values, quantile breaks and classes of one of the `INDICATORS`."""
    values = _table()[indicator].round(1)
    known = values.notna().to_numpy()
    count = len(CLASS_COLOURS)
    breaks = np.quantile(values[known], np.arange(1, count) / count)
    classes = np.where(known, np.searchsorted(breaks, values, side="right"), -1)
    return Figures(
        values=[value if ok else None for value, ok in zip(values.tolist(), known, strict=True)],
        breaks=breaks.tolist(),
        classes=classes.tolist(),
    )
