"""CBS's wijk- en buurtkaart of any year and form: areas, codes and the figures beside them."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import pandas as pd

from rudc_map.errors import SourceError
from rudc_map.model import Level
from rudc_map.sources.boundaries import RD_NEW
from rudc_map.sources.boundary_figures import changes_of, figures_of, postcodes_of
from rudc_map.sources.cbs_layers import Dropped, MapCells, MapLayer, find_layers, read_cells
from rudc_map.sources.tidy import tidy

FIRST_YEAR = 2012
"""The first year whose map is read."""

PARENT_COLUMNS = {"wijk": "wijkcode", "gemeente": "gemeentecode"}
CODE_LENGTH = {Level.BUURT: 10, Level.WIJK: 8, Level.GEMEENTE: 6}


@dataclass(frozen=True)
class BoundarySet:
    """What a wijk- en buurtkaart holds.

    Parameters
    ----------
    year : int
        The vintage of the boundaries.
    frames : dict of Level to GeoDataFrame
        Of the levels that the file has: code, name, the codes of the parents (wijk, gemeente) as
        the code itself says them, provincie (a name or code; only where the file has it), and
        geometry (polygons as they stand in the file, EPSG:28992 [m]); sorted by code.
    changes : Series of int
        Per code what happened since the year before: 1 nothing, 2 another code, 3 another
        boundary. Without the areas for which the file does not say.
    postcodes : Series of str
        Per buurt its most common postcode, where there is one.
    figures : DataFrame
        The figures in the file, tidy (`rudc_map.sources.tidy.TIDY_COLUMNS`).
    dropped : Dropped
        The areas left out, all levels together.
    """

    year: int
    frames: dict[Level, gpd.GeoDataFrame]
    changes: pd.Series
    postcodes: pd.Series
    figures: pd.DataFrame
    dropped: Dropped


def read_boundary_set(
    path: Path, year: int | None = None, declared_crs: str = RD_NEW
) -> BoundarySet:
    """Read a wijk- en buurtkaart, whatever its format and the style of its names.

    Parameters
    ----------
    path : Path
        A GeoPackage, shapefile or GeoJSON file, a zip file or a folder of these. Layers are found
        by their columns, not by their names.
    year : int, optional
        The vintage; by default what the file says in a column, or else in its name.
    declared_crs : str
        The coordinate system that the caller declares the file to be in.

    Returns
    -------
    BoundarySet

    Raises
    ------
    SourceError
        Names the file and the remedy: no such layer, two of a level, another coordinate system
        than declared, an area twice, without name or outline, codes that do not nest.
    """
    with tempfile.TemporaryDirectory(prefix="rudc-map-") as scratch:
        layers = find_layers(path, Path(scratch))
        read = [read_cells(layer, declared_crs) for layer in layers]
    found_year = _year(path, year, read)
    parts = [_take(one, str(found_year)) for one in read]
    return BoundarySet(
        year=found_year,
        frames=_named({part.level: part.frame for part in parts}),
        changes=_joined([part.changes for part in parts], "int64"),
        postcodes=_joined([part.postcodes for part in parts], object),
        figures=tidy(pd.concat([part.figures for part in parts]), str(path)),
        dropped=Dropped(
            sum(part.dropped.water for part in parts), sum(part.dropped.abroad for part in parts)
        ),
    )


@dataclass(frozen=True)
class _Part:
    level: Level
    frame: gpd.GeoDataFrame
    figures: pd.DataFrame
    dropped: Dropped
    changes: pd.Series = field(default_factory=lambda: pd.Series(dtype="int64"))
    postcodes: pd.Series = field(default_factory=lambda: pd.Series(dtype=object))


def _take(read: MapCells, period: str) -> _Part:
    """Split a layer into its areas and what stands beside them."""
    source, cells = read.source, read.cells
    codes = cells[f"{source.level}code"]
    _check_codes(cells, source)
    beside = cells.drop(columns="geometry")
    return _Part(
        level=source.level,
        frame=_areas(cells, source.level),
        figures=figures_of(beside.assign(code=codes), period, source.shown),
        dropped=read.dropped,
        **({"changes": changes_of(codes, cells["change"])} if "change" in cells else {}),
        **(
            {"postcodes": postcodes_of(codes, cells["postcode"])}
            if "postcode" in cells and source.level is Level.BUURT
            else {}
        ),
    )


def _check_codes(cells: gpd.GeoDataFrame, source: MapLayer) -> None:
    level = source.level
    codes = cells[f"{level}code"]
    form = rf"{level.prefix}[0-9A-Z]{{{CODE_LENGTH[level] - 2}}}"
    malformed = ~codes.str.fullmatch(form)
    if malformed.any():
        raise SourceError(
            f"{source.shown}: {codes[malformed].iloc[0]!r} is not a code of a {level}; "
            "take the file as CBS published it"
        )
    if codes.duplicated().any():
        raise SourceError(
            f"{source.shown}: {codes[codes.duplicated()].iloc[0]} occurs twice; leave one out"
        )
    for parent, column in PARENT_COLUMNS.items():
        if column not in cells or parent == level.value:
            continue
        given = cells[column].astype("string").str.strip()
        wrong = given.notna() & (given != _parent_codes(codes, Level(parent)))
        if wrong.any():
            raise SourceError(
                f"{source.shown}: {codes[wrong].iloc[0]} does not nest in its {parent} "
                f"{given[wrong].iloc[0]}; take the file as CBS published it"
            )


def _parent_codes(codes: pd.Series, parent: Level) -> pd.Series:
    return parent.prefix + codes.str[2 : CODE_LENGTH[parent]]


def _areas(cells: gpd.GeoDataFrame, level: Level) -> gpd.GeoDataFrame:
    codes = cells[f"{level}code"]
    columns = {"code": codes, "name": _text(cells, f"{level}naam")}
    if level is Level.BUURT:
        columns["wijk"] = _parent_codes(codes, Level.WIJK)
        columns["wijknaam"] = _text(cells, "wijknaam")
    if level is not Level.GEMEENTE:
        columns["gemeente"] = _parent_codes(codes, Level.GEMEENTE)
        columns["gemeentenaam"] = _text(cells, "gemeentenaam")
    for name in ("provinciecode", "provincienaam"):
        if name in cells:
            columns["provincie"] = _text(cells, name)
            break
    frame = gpd.GeoDataFrame(columns, geometry=cells.geometry, crs=RD_NEW)
    return frame.sort_values("code", ignore_index=True)


def _text(cells: gpd.GeoDataFrame, column: str) -> pd.Series:
    """A column as text, None where there is none."""
    if column not in cells:
        return pd.Series([None] * len(cells), index=cells.index, dtype=object)
    text = cells[column].astype("string").str.strip().fillna("").astype(object)
    filled: pd.Series = text.where(text != "", None)
    return filled


def _named(frames: dict[Level, gpd.GeoDataFrame]) -> dict[Level, gpd.GeoDataFrame]:
    """Give every area a name: its own, that beside a smaller area, or for a wijk its number."""
    named = {}
    for level, frame in frames.items():
        names = frame["name"]
        for other in frames.values():
            if f"{level}naam" in other:
                beside = other.dropna(subset=[f"{level}naam"]).drop_duplicates(level.value)
                known = beside.set_index(level.value)[f"{level}naam"]
                names = names.where(names.notna(), frame["code"].map(known))
        if level is Level.WIJK:
            names = names.where(names.notna(), "Wijk " + frame["code"].str[-2:])
        if names.isna().any():
            raise SourceError(
                f"{frame['code'][names.isna()].iloc[0]} has no name; take the file as CBS "
                "published it"
            )
        named[level] = frame.assign(name=names)
    return named


def _joined(parts: Iterable[pd.Series], dtype: type | str) -> pd.Series:
    filled = [part for part in parts if len(part)]
    if not filled:
        return pd.Series(dtype=dtype, index=pd.Index([], dtype=object))
    joined: pd.Series = pd.concat(filled).astype(dtype)
    return joined


def _year(path: Path, given: int | None, read: list[MapCells]) -> int:
    """Find the vintage: what is given, a column says, or the names of file and layers say."""
    said = {
        int(year)
        for one in read
        if "year" in one.cells
        for year in pd.to_numeric(one.cells["year"], errors="coerce").dropna().unique()
    }
    if given is not None:
        if said and said != {given}:
            raise SourceError(
                f"{path} says it is of {_listed(said)}, not of {given}; give that year or none"
            )
        said = {given}
    if not said:
        said = _years_in([path.stem]) or _years_in(one.source.layer.name for one in read)
    if len(said) != 1:
        raise SourceError(f"{path} does not say of which year it is; give it (--year)")
    (year,) = said
    if year < FIRST_YEAR:
        raise SourceError(f"{path} is of {year}; maps are read from {FIRST_YEAR} on")
    return year


def _years_in(names: Iterable[str]) -> set[int]:
    return {int(y) for name in names for y in re.findall(r"(?<!\d)(20\d\d)(?!\d)", name)}


def _listed(years: set[int]) -> str:
    return ", ".join(map(str, sorted(years)))
