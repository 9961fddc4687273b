"""In which province a gemeente of any year lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from rudc_map.dataset.areas import PROVINCES
from rudc_map.dataset.manifest import BOUNDARIES, LAYER_NAMES
from rudc_map.errors import DatasetError, SourceError
from rudc_map.model import Level
from rudc_map.sources.boundaries import RD_NEW
from rudc_map.sources.boundary_columns import boundary_table

SURE = 0.6
"""The share of its area that a gemeente must have in a province to be placed there; generalised
outlines of both leave out some water, and a true one has nearly all of it."""


@dataclass(frozen=True)
class Provinces:
    """What is known of provinces.

    Parameters
    ----------
    of_gemeente : mapping of str to str
        Code of a gemeente to that of its province.
    outlines : GeoSeries
        The outline of each province, EPSG:28992 [m]; index: its code. May be empty.
    """

    of_gemeente: Mapping[str, str] = field(default_factory=dict)
    outlines: gpd.GeoSeries = field(default_factory=lambda: gpd.GeoSeries([], crs=RD_NEW))


def provinces_of_dataset(folder: Path) -> Provinces:
    """Take gemeenten and provinces from a data set, such as the embedded one.

    A gemeente of another year is placed by its ground, but for those that
    geodata/cbs_boundaries.toml names because their ground has changed province.

    Parameters
    ----------
    folder : Path
        Holds ``boundaries.gpkg``.

    Raises
    ------
    DatasetError
        If it cannot be read.
    """
    path = folder / BOUNDARIES
    try:
        gemeenten = pyogrio.read_dataframe(
            path, layer=LAYER_NAMES[Level.GEMEENTE], read_geometry=False
        )
        provincies = pyogrio.read_dataframe(path, layer=LAYER_NAMES[Level.PROVINCIE])
        known = gemeenten.set_index("code")["provincie"].to_dict()
        outlines = provincies.set_index("code").geometry
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, KeyError) as error:
        raise DatasetError(
            f"{path} does not say which gemeente lies in which province ({error}); "
            "run python -m rudc_map data build"
        ) from error
    return Provinces(known, outlines)


def province_codes(gemeenten: gpd.GeoDataFrame, provinces: Provinces) -> pd.Series:
    """Find the province of each gemeente.

    It is what the file itself says, else what is known of that code, else the province that holds
    most of its ground.

    Parameters
    ----------
    gemeenten : GeoDataFrame
        code, geometry (valid, EPSG:28992 [m]) and, where the file says it, provincie: a name or a
        code of a province.
    provinces : Provinces
        What is known otherwise.

    Returns
    -------
    Series of str
        Code of the province; index: code of the gemeente.

    Raises
    ------
    SourceError
        If a province is unknown or a gemeente lies in none.
    """
    codes = pd.Series(None, index=gemeenten["code"].to_numpy(), dtype=object)
    if "provincie" in gemeenten:
        codes.update(_said(gemeenten))
    known = {**provinces.of_gemeente, **boundary_table().former_provinces}
    codes = codes.where(codes.notna(), codes.index.to_series().map(known).astype(object))
    unknown = codes.isna().to_numpy()
    if unknown.any():
        codes[unknown] = _by_ground(gemeenten[unknown], provinces.outlines)
    placed: pd.Series = codes.astype(str)
    return placed


def _said(gemeenten: gpd.GeoDataFrame) -> pd.Series:
    by_name = {name: code for code, name in PROVINCES.items()}
    given = gemeenten.set_index("code")["provincie"].dropna()
    codes: pd.Series = given.map(lambda text: text if text in PROVINCES else by_name.get(text))
    if codes.isna().any():
        wrong = given[codes.isna()]
        raise SourceError(
            f"{wrong.iloc[0]!r}, said to be the province of {wrong.index[0]}, is none; they are "
            f"{', '.join(PROVINCES.values())}"
        )
    return codes


def _by_ground(gemeenten: gpd.GeoDataFrame, outlines: gpd.GeoSeries) -> np.ndarray:
    """The province that holds most of each gemeente's area."""
    shapes = gemeenten.geometry.to_numpy()
    sizes = shapely.area(shapes)
    shares = np.array(
        [shapely.area(shapely.intersection(shapes, one)) / sizes for one in outlines]
    ).reshape(len(outlines), len(shapes))
    sure = shares.max(axis=0, initial=0.0) >= SURE
    if not sure.all():
        raise SourceError(
            f"{gemeenten['code'][~sure].iloc[0]} lies in no province that is known; give a file "
            "with a column provinciecode, or add the gemeente to geodata/cbs_boundaries.toml"
        )
    best: np.ndarray = np.asarray(outlines.index)[shares.argmax(axis=0)]
    return best
