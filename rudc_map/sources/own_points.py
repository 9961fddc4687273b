"""Points in a table: two columns with coordinates, in degrees or in metres of the Dutch grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rudc_map.sources.own_matching import plain_name
from rudc_map.sources.own_numbers import Decimal, read_numbers
from rudc_map.sources.own_table import OwnTable

if TYPE_CHECKING:
    import geopandas as gpd

ENOUGH = 0.5
"""The share of the rows that must lie in or near the Netherlands."""

RD_NEW, DEGREES = "EPSG:28992", "EPSG:4326"


@dataclass(frozen=True)
class _System:
    """Coordinates of one kind: what their columns are called, and what they are here."""

    crs: str
    across: frozenset[str]
    up: frozenset[str]
    bounds: tuple[float, float, float, float]


SYSTEMS = (
    _System(
        DEGREES,
        frozenset({"lon", "lng", "long", "longitude", "lengtegraad", "x"}),
        frozenset({"lat", "latitude", "breedtegraad", "y"}),
        (2.5, 50.5, 7.5, 54.0),
    ),
    _System(
        RD_NEW,
        frozenset({"x", "rd_x", "x_rd", "rdx", "x_coordinaat", "xcoordinaat", "x_coord"}),
        frozenset({"y", "rd_y", "y_rd", "rdy", "y_coordinaat", "ycoordinaat", "y_coord"}),
        (-10_000.0, 300_000.0, 300_000.0, 640_000.0),
    ),
)


@dataclass(frozen=True)
class PointColumns:
    """The columns with the coordinates of points.

    Parameters
    ----------
    across, up : str
        Their headers.
    points : GeoSeries
        Where the points are, in EPSG:28992 [m], on the index of the table; None where a row has
        no coordinates in or near the Netherlands.
    """

    across: str
    up: str
    points: gpd.GeoSeries


def find_points(table: OwnTable) -> PointColumns | None:
    """Find two columns with coordinates; None where there are none.

    The decimal character is the one that puts most points in the Netherlands.
    """
    plain = (plain_name(str(name)).replace("-", " ") for name in table.cells)
    headers = dict(zip(("_".join(words.split()) for words in plain), table.cells, strict=True))
    for system in SYSTEMS:
        across = next((name for key, name in headers.items() if key in system.across), None)
        up = next((name for key, name in headers.items() if key in system.up), None)
        if across is None or up is None:
            continue
        places = max(
            (_places(table, str(across), str(up), decimal, system) for decimal in Decimal),
            key=lambda found: int(found["across"].notna().sum()),
        )
        if places["across"].notna().mean() >= ENOUGH:
            return PointColumns(str(across), str(up), _points(places, system.crs))
    return None


def _places(
    table: OwnTable, across: str, up: str, decimal: Decimal, system: _System
) -> pd.DataFrame:
    """The coordinates of every row, NaN where they are not both in or near the Netherlands."""
    west, south, east, north = system.bounds
    x, y = (read_numbers(table.cells[name], decimal).values for name in (across, up))
    inside = x.between(west, east) & y.between(south, north)
    return pd.DataFrame({"across": x.where(inside), "up": y.where(inside)})


def _points(places: pd.DataFrame, crs: str) -> gpd.GeoSeries:
    import geopandas as gpd  # noqa: PLC0415 -- only files of points need it

    points = gpd.GeoSeries.from_xy(places["across"], places["up"], index=places.index, crs=crs)
    located = points.to_crs(RD_NEW)
    located[np.isnan(places["across"])] = None
    return located
