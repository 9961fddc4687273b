"""Files that were given for a data set: which is a map, which a table, and of which areas."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pandas as pd

from rudc_map.errors import SourceError
from rudc_map.sources import health, police
from rudc_map.sources.addresses import Addresses
from rudc_map.sources.cbs_addresses import address_year
from rudc_map.sources.cbs_boundaries import BoundarySet, read_boundary_set
from rudc_map.sources.kwb_workbook import read as read_workbook
from rudc_map.sources.kwb_workbook import year_in_name
from rudc_map.sources.long_table import read_long_table
from rudc_map.sources.statline_export import is_export, read_export

MAPS = (".gpkg", ".zip", ".shp", ".geojson", ".json")
TABLES = (".csv", ".csv.gz", ".xlsx")


@dataclass(frozen=True)
class LocalTable:
    """A table of figures in a file.

    Parameters
    ----------
    path : Path
        The file.
    figures : DataFrame
        `rudc_map.sources.tidy.TIDY_COLUMNS`.
    vintage : int or None
        The year of its areas; None where it does not say, and is taken to be on the areas of the
        data set.
    """

    path: Path
    figures: pd.DataFrame
    vintage: int | None = None


@dataclass(frozen=True)
class LocalFiles:
    """What a number of files hold.

    Parameters
    ----------
    maps : tuple of (Path, BoundarySet)
        The maps, by year.
    tables : tuple of LocalTable
        The tables in the order given.
    addresses : mapping of int to Path
        By year, CBS's files of the addresses in each buurt; not read yet, for they are large.
    """

    maps: tuple[tuple[Path, BoundarySet], ...]
    tables: tuple[LocalTable, ...]
    addresses: Mapping[int, Path]


def read_local_files(
    paths: Sequence[Path], addresses: Addresses, year: int | None = None
) -> LocalFiles:
    """Read files that a data set is to be made of.

    Parameters
    ----------
    paths : sequence of Path
        Maps (`MAPS`, or a folder with the files of one) of different years, tables (`TABLES`),
        and CBS's files of the addresses in each buurt.
    addresses : Addresses
        Says which years are provisional.
    year : int, optional
        The year of the map, where there is one and it does not say.

    Raises
    ------
    SourceError
        If a file is absent, of another kind or not as it should be, or two maps are of one year.
    """
    for path in paths:
        if not path.exists():
            raise SourceError(f"{path} does not exist; correct the path")
    years_of = {path: address_year(path) for path in paths if path.is_file()}
    of_addresses = {path: found for path, found in years_of.items() if found is not None}
    others = [path for path in paths if path not in of_addresses]
    maps = [path for path in others if path.is_dir() or path.name.lower().endswith(MAPS)]
    tables = [path for path in others if path.name.lower().endswith(TABLES)]
    for path in others:
        if path not in (*maps, *tables):
            raise SourceError(
                f"{path} is neither a map ({', '.join(MAPS)}) nor a table ({', '.join(TABLES)})"
            )
    said = year if len(maps) == 1 else None
    read = sorted(((path, read_boundary_set(path, said)) for path in maps), key=_year)
    for (other, before), (path, boundaries) in pairwise(read):
        if boundaries.year == before.year:
            raise SourceError(
                f"{path} is a second map of {boundaries.year}, beside {other}; leave one out"
            )
    return LocalFiles(
        tuple(read),
        tuple(_read_table(path, addresses) for path in tables),
        {found: path for path, found in of_addresses.items()},
    )


def _year(read: tuple[Path, BoundarySet]) -> int:
    return read[1].year


def _read_table(path: Path, addresses: Addresses) -> LocalTable:
    if path.suffix.lower() == ".xlsx":
        return LocalTable(path, read_workbook(path, addresses), year_in_name(path))
    try:
        if not is_export(path):
            return LocalTable(path, read_long_table(path))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise SourceError(f"{path} is damaged ({error}); get it again") from error
    dimensions = read_export(path)[0].dimensions
    if police.KIND in dimensions:
        return LocalTable(path, police.read(path, addresses), police.VINTAGE)
    if health.MARGINS in dimensions:
        return LocalTable(path, health.read(path, addresses), health.VINTAGE)
    raise SourceError(
        f"{path} is an export of StatLine that is not known: those of the police (47022NED) and of "
        "RIVM (50150NED) are; import key figures as kwb-{year}.xlsx"
    )
