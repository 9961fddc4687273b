"""Vector files with boundaries: inspected before anything is loaded, refused when in doubt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import fiona

from rudc_map.errors import SourceError

if TYPE_CHECKING:
    import geopandas as gpd

RD_NEW = "EPSG:28992"
"""The Dutch grid (Amersfoort / RD New, metres) in which every geometry here is kept."""

DRIVERS = ("GPKG", "GeoJSON", "ESRI Shapefile")
"""The only formats that are opened; GDAL knows many more, some of which fetch other files."""


@dataclass(frozen=True, slots=True)
class VectorLayer:
    """What a layer of a vector file is, known without reading a single geometry.

    Parameters
    ----------
    name : str
        Name of the layer.
    driver : str
        Format, one of `DRIVERS`.
    crs : str
        Coordinate system as ``"EPSG:28992"`` or, without an EPSG code, as WKT; empty if the
        file declares none.
    geometry : str
        Geometry type of the schema.
    columns : tuple of str
        Names of its columns.
    count : int
        Number of features.
    """

    name: str
    driver: str
    crs: str
    geometry: str
    columns: tuple[str, ...]
    count: int


def inspect(path: Path) -> tuple[VectorLayer, ...]:
    """List the layers of a vector file with their schemas, without loading features.

    Parameters
    ----------
    path : Path
        A GeoPackage, GeoJSON file or shapefile.

    Returns
    -------
    tuple of VectorLayer
        In the order of the file.

    Raises
    ------
    SourceError
        If the file is not there or is of another format.
    """
    if not path.exists():
        raise SourceError(f"{path} does not exist; put the boundary file there")
    try:
        with fiona.open(path, enabled_drivers=list(DRIVERS)):
            pass
        return tuple(_describe(path, name) for name in fiona.listlayers(path))
    except fiona.errors.FionaError as error:
        raise SourceError(
            f"{path} cannot be opened as {', '.join(DRIVERS)}; convert it to one of these"
        ) from error


def check_layer(
    path: Path, layer: str, columns: Iterable[str] = (), declared_crs: str = RD_NEW
) -> VectorLayer:
    """Check that a file holds a layer with these columns in the declared coordinate system.

    Parameters
    ----------
    path : Path
        The vector file.
    layer : str
        Name of the layer.
    columns : iterable of str
        Columns it must have.
    declared_crs : str
        The coordinate system the caller declares the file to be in.

    Returns
    -------
    VectorLayer
        The layer as inspected.

    Raises
    ------
    SourceError
        Names the file, what is wrong (format, layer, column, coordinate system) and the remedy.
    """
    layers = {found.name: found for found in inspect(path)}
    if layer not in layers:
        raise SourceError(
            f"{path} has no layer {layer!r} (it has {', '.join(layers)}); "
            "rename the layer or take the file of the right vintage"
        )
    found = layers[layer]
    missing = [column for column in columns if column not in found.columns]
    if missing:
        raise SourceError(
            f"{path}, layer {layer!r} has no column {', '.join(missing)} "
            f"(it has {', '.join(found.columns)}); take the file of the right vintage"
        )
    if not found.crs:
        raise SourceError(
            f"{path}, layer {layer!r} declares no coordinate system; save it again in {RD_NEW}"
        )
    if found.crs != declared_crs:
        raise SourceError(
            f"{path}, layer {layer!r} is in {found.crs}, not in {declared_crs}; "
            f"save it again in {RD_NEW} or declare its coordinate system"
        )
    return found


def read_boundaries(
    path: Path,
    layer: str,
    columns: Iterable[str],
    declared_crs: str = RD_NEW,
    may_be_empty: Iterable[str] = (),
) -> gpd.GeoDataFrame:
    """Inspect, then read one layer of a vector file.

    Parameters
    ----------
    path : Path
        The vector file.
    layer : str
        Name of the layer.
    columns : iterable of str
        The columns to read, all of them text; others are left out.
    declared_crs : str
        The coordinate system the file is in; anything but EPSG:28992 is reprojected to it.
    may_be_empty : iterable of str
        Those of `columns` in which a cell may be empty.

    Returns
    -------
    GeoDataFrame
        `columns` and ``geometry``, in EPSG:28992 [m], in the order of the file.

    Raises
    ------
    SourceError
        As in `check_layer`, and for a cell or geometry that is empty.
    """
    import pyogrio  # noqa: PLC0415 -- brings in geopandas, which inspecting does without

    names = list(columns)
    check_layer(path, layer, names, declared_crs)
    frame = pyogrio.read_dataframe(path, layer=layer, columns=names)
    if frame.geometry.isna().any() or frame.geometry.is_empty.any():
        raise SourceError(f"{path}, layer {layer!r} has an empty geometry; repair the file")
    for name in set(names).difference(may_be_empty):
        if frame[name].isna().any():
            raise SourceError(f"{path}, layer {layer!r} has an empty {name!r}; repair the file")
    return frame if declared_crs == RD_NEW else frame.to_crs(RD_NEW)


def _describe(path: Path, name: str) -> VectorLayer:
    with fiona.open(path, layer=name, enabled_drivers=list(DRIVERS)) as source:
        return VectorLayer(
            name=name,
            driver=source.driver,
            crs=source.crs.to_string() if source.crs else "",
            geometry=str(source.schema["geometry"]),
            columns=tuple(source.schema["properties"]),
            count=len(source),
        )
