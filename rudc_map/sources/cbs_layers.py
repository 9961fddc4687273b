"""The layers of a map of CBS: found by their columns, read, and rid of water and "Buitenland"."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pyproj
import shapely

from rudc_map.errors import SourceError
from rudc_map.model import Level
from rudc_map.sources.archive import unpack
from rudc_map.sources.boundaries import RD_NEW, VectorLayer, inspect
from rudc_map.sources.boundary_columns import boundary_table, known_columns, level_by_columns

LEVELS = (Level.BUURT, Level.WIJK, Level.GEMEENTE)
"""The levels that a map holds, small to large."""

MAPS = frozenset({".gpkg", ".shp", ".geojson", ".json"})
"""The files that are opened."""

BESIDE_SHAPES = frozenset({".shx", ".dbf", ".prj", ".cpg"})
"""The files that a shapefile consists of besides."""

GEOJSON_CRS = ("EPSG:4326", "OGC:CRS84")
"""What a GeoJSON file is in by its standard (RFC 7946), which is as good as declared."""

EXTENT = (-60_000.0, 270_000.0, 320_000.0, 680_000.0)
"""West, south, east, north [m]: the Netherlands with its part of the sea, in EPSG:28992."""

READING_FAILS = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FieldError,
    pyogrio.errors.FeatureError,
    pyogrio.errors.GeometryError,
    shapely.errors.ShapelyError,
    ValueError,
)
"""What pyogrio raises for a file that is damaged."""


@dataclass(frozen=True)
class MapLayer:
    """A layer that holds a level.

    Parameters
    ----------
    file : Path
        The file it is in, unpacked.
    shown : str
        File and layer as the user knows them, for messages.
    layer : VectorLayer
        As inspected.
    level : Level
        Buurt, wijk or gemeente.
    columns : dict of str to str
        What a column says (`rudc_map.sources.boundary_columns.known_columns`) to its name.
    """

    file: Path
    shown: str
    layer: VectorLayer
    level: Level
    columns: dict[str, str]


@dataclass(frozen=True)
class Dropped:
    """How many areas were left out: of water, and abroad ("Buitenland")."""

    water: int = 0
    abroad: int = 0


@dataclass(frozen=True)
class MapCells:
    """A layer as read.

    Parameters
    ----------
    source : MapLayer
        Where it is from.
    cells : GeoDataFrame
        Columns named by what they say, polygons in EPSG:28992 [m], land only.
    dropped : Dropped
        What was left out.
    """

    source: MapLayer
    cells: gpd.GeoDataFrame
    dropped: Dropped


def find_layers(path: Path, scratch: Path) -> list[MapLayer]:
    """Find the layer of each level; the schemas are looked at, nothing is loaded.

    Parameters
    ----------
    path : Path
        A GeoPackage, shapefile or GeoJSON file, a zip file or a folder of these.
    scratch : Path
        An empty folder, in which a zip file is unpacked.

    Returns
    -------
    list of MapLayer
        Small levels first, one of each at most and one at least.

    Raises
    ------
    SourceError
        If there is no such layer, or two of a level.
    """
    found: dict[Level, MapLayer] = {}
    for file in _files_of(path, scratch):
        for layer in inspect(file):
            shown = f"{path}, layer {layer.name!r}"
            columns = known_columns(layer.columns, shown)
            level = level_by_columns(columns) or _level_by_code(file, layer, columns)
            if level is None:
                continue
            if level in found:
                raise SourceError(
                    f"{path} has two layers of a {level} ({found[level].layer.name} and "
                    f"{layer.name}); leave one out"
                )
            found[level] = MapLayer(file, shown, layer, level, columns)
    if not found:
        raise SourceError(
            f"{path} has no layer with buurten, wijken or gemeenten (a column buurtcode, wijkcode "
            "or gemeentecode); give CBS's wijk- en buurtkaart"
        )
    return [found[level] for level in LEVELS if level in found]


def read_cells(source: MapLayer, declared_crs: str) -> MapCells:
    """Read what is known of a layer, leave out water and abroad, and put it in EPSG:28992.

    Parameters
    ----------
    source : MapLayer
        As found.
    declared_crs : str
        The coordinate system that the caller declares it to be in.

    Raises
    ------
    SourceError
        If it is in another one, lies elsewhere, is damaged, or an area has no code or outline.
    """
    crs = _usable_crs(source, declared_crs)
    wanted = list(source.columns.values())
    try:
        frame = pyogrio.read_dataframe(
            source.file, layer=source.layer.name, columns=wanted, force_2d=True
        )
    except READING_FAILS as error:
        raise SourceError(
            f"{source.shown} cannot be read ({error}); the file is damaged, download it again"
        ) from error
    cells = frame.rename(columns={column: name for name, column in source.columns.items()})
    if "statcode" in cells and source.level.value + "code" not in cells:
        own = {"statcode": f"{source.level}code", "statnaam": f"{source.level}naam"}
        cells = cells.rename(columns=own)
    cells, dropped = _without_water(cells, source)
    _check_outlines(cells, source)
    if crs is not None:
        cells = cells.set_crs(crs, allow_override=True).to_crs(RD_NEW)
    _check_extent(cells, source)
    return MapCells(source, cells.set_crs(RD_NEW, allow_override=True), dropped)


def _files_of(path: Path, scratch: Path) -> list[Path]:
    """List the map files that a path stands for, unpacking a zip file."""
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix.lower() in MAPS)
    elif path.suffix.lower() == ".zip":
        if not path.is_file():
            raise SourceError(f"{path} does not exist; put the boundary file there")
        unpacked = unpack(path, scratch, MAPS | BESIDE_SHAPES)
        files = [file for file in unpacked if file.suffix.lower() in MAPS]
    else:
        return [path]
    if not files:
        raise SourceError(
            f"{path} holds no map ({', '.join(sorted(MAPS))}); give CBS's wijk- en buurtkaart"
        )
    return files


def _level_by_code(file: Path, layer: VectorLayer, columns: dict[str, str]) -> Level | None:
    """Tell the level of a layer of gebiedsindelingen, whose one code column is statcode."""
    if "statcode" not in columns:
        return None
    column = columns["statcode"]
    first = pyogrio.read_dataframe(
        file, layer=layer.name, columns=[column], max_features=1, read_geometry=False
    )
    prefix = str(first[column].iloc[0])[:2] if len(first) else ""
    return next((level for level in LEVELS if level.prefix == prefix), None)


def _usable_crs(source: MapLayer, declared_crs: str) -> str | None:
    """Say what a layer is to be reprojected from: None where it is in EPSG:28992 already."""
    crs = source.layer.crs
    if not crs:
        raise SourceError(f"{source.shown} declares no coordinate system; save it in {RD_NEW}")
    if _is_same(crs, declared_crs):
        return None if _is_same(crs, RD_NEW) else declared_crs
    if _is_same(crs, RD_NEW):
        raise SourceError(
            f"{source.shown} is in {RD_NEW}, not in {declared_crs} as declared; declare nothing"
        )
    if source.layer.driver == "GeoJSON" and any(_is_same(crs, known) for known in GEOJSON_CRS):
        return crs
    raise SourceError(
        f"{source.shown} is in {crs[:60]}, not in {declared_crs}; save it again in {RD_NEW} or "
        "declare its coordinate system"
    )


def _is_same(crs: str, other: str) -> bool:
    """Compare coordinate systems by their EPSG code; a shapefile names it in other words."""
    if crs == other:
        return True
    try:
        left, right = pyproj.CRS.from_user_input(crs), pyproj.CRS.from_user_input(other)
    except pyproj.exceptions.CRSError:
        return False
    codes = [one.to_2d().to_epsg(min_confidence=60) for one in (left, right)]
    return left == right or (codes[0] is not None and codes[0] == codes[1])


def _without_water(cells: gpd.GeoDataFrame, source: MapLayer) -> tuple[gpd.GeoDataFrame, Dropped]:
    """Leave out what is no land of the Netherlands, and count it."""
    table = boundary_table()
    code = f"{source.level}code"
    codes = cells[code].astype("string").str.strip()
    if codes.isna().any():
        raise SourceError(f"{source.shown} has an area without code; repair the file")
    abroad = codes.str.contains(table.abroad_code.pattern, regex=True)
    water = pd.Series(False, index=cells.index)
    if source.level is Level.BUURT:
        water |= codes.str.contains(table.water_buurt.pattern, regex=True)
    if "water" in cells:
        values = cells["water"].astype("string").str.strip().str.upper()
        kinds = values.map(table.water_values)
        unknown = kinds.isna() & ~abroad
        if unknown.any():
            raise SourceError(
                f"{source.shown}: {cells['water'][unknown].iloc[0]!r} in {source.columns['water']} "
                f"of {codes[unknown].iloc[0]} is not {', '.join(table.water_values)}; "
                "take the file as CBS published it"
            )
        abroad |= kinds == "abroad"
        water |= kinds == "water"
    abroad = abroad.fillna(False).astype(bool)
    water = (water.fillna(False) & ~abroad).astype(bool)
    kept = cells.assign(**{code: codes.astype(object)})[~(water | abroad)]
    if kept.empty:
        raise SourceError(f"{source.shown} holds no land of the Netherlands; give another file")
    return kept.reset_index(drop=True), Dropped(int(water.sum()), int(abroad.sum()))


def _check_outlines(cells: gpd.GeoDataFrame, source: MapLayer) -> None:
    shapes = cells.geometry.to_numpy()
    areal = np.isin(
        shapely.get_type_id(shapes),
        (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON),
    )
    wrong = ~areal | shapely.is_empty(shapes)
    if wrong.any():
        raise SourceError(
            f"{source.shown}: {cells[f'{source.level}code'][wrong].iloc[0]} has no outline "
            "(a polygon); repair the file or take it as CBS published it"
        )


def _check_extent(cells: gpd.GeoDataFrame, source: MapLayer) -> None:
    """Refuse coordinates that are not what the file says, such as swapped ones."""
    bounds = cells.total_bounds
    west, south, east, north = EXTENT
    inside = bounds[0] >= west and bounds[1] >= south and bounds[2] <= east and bounds[3] <= north
    if not inside:
        raise SourceError(
            f"{source.shown} lies outside the Netherlands ({', '.join(f'{b:.0f}' for b in bounds)} "
            f"in {RD_NEW}); its coordinates are not in {source.layer.crs[:60]}, save it again"
        )
