"""GeoPackages and GeoJSON files of the user's own: points, or areas with figures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyogrio

from rudc_map.errors import SourceError
from rudc_map.model import Text
from rudc_map.sources.boundaries import RD_NEW, inspect
from rudc_map.sources.own_table import MAX_ROWS, Cell, OwnTable, table_of

POINTS = frozenset({"Point", "3D Point"})


def read_vector(path: Path, driver: str) -> OwnTable:
    """Read the one layer of a GeoPackage or GeoJSON file.

    Parameters
    ----------
    path : Path
        The file.
    driver : str
        GDAL's name of the format that its extension promises.

    Returns
    -------
    OwnTable
        With `points` where the layer is of points; the geometry of other layers is not used.

    Raises
    ------
    SourceError
        If it is of another format, has several layers or too many rows, or declares no
        coordinate system.
    """
    layers = inspect(path)
    if not layers or layers[0].driver != driver:
        raise SourceError(f"{path} is not {driver}, whatever its extension says; save it as one")
    if len(layers) > 1:
        names = ", ".join(layer.name for layer in layers)
        raise SourceError(f"{path} has {len(layers)} layers ({names}); save one by itself")
    layer = layers[0]
    if layer.count > MAX_ROWS:
        raise SourceError(f"{path} has more than {MAX_ROWS:,} rows; split it")
    if layer.count == 0:
        raise SourceError(f"{path} holds no features; give a file with features")
    of_points = layer.geometry in POINTS
    if of_points and not layer.crs:
        raise SourceError(f"{path} declares no coordinate system; save it again in {RD_NEW}")
    try:
        frame = pyogrio.read_dataframe(path, layer=layer.name, read_geometry=of_points)
    except (pyogrio.errors.DataSourceError, ValueError) as error:
        raise SourceError(f"{path} cannot be read ({error}); save it again") from error
    columns = [column for column in frame.columns if column != "geometry"]
    features = range(1, len(frame) + 1)
    if not of_points:
        rows = frame[columns].itertuples(index=False, name=None)
        table = table_of(path, [columns, *([_cell(value) for value in row] for row in rows)])
        cells = table.set_axis(table.index - 1)  # features are counted from 1, without a header
        said = f"{driver}, layer {layer.name!r}"
        return OwnTable(path, cells, Text(said.replace("layer", "laag", 1), said))
    cells = pd.DataFrame(
        {column: [_cell(value) for value in frame[column]] for column in columns},
        index=features,
        dtype=object,
    )
    points = frame.geometry.to_crs(RD_NEW).set_axis(features)
    count = f"{len(frame):,}"
    understood = Text(
        f"{driver}, {count.replace(',', '.')} punten in {layer.crs}",
        f"{driver}, {count} points in {layer.crs}",
    )
    return OwnTable(path, cells, understood, points=points)


def _cell(value: object) -> Cell:
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, bool | np.bool_ | str):
        return str(value)
    if isinstance(value, int | float | np.integer | np.floating):
        return float(value)
    return str(value)
