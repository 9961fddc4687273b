"""Files that were given for a data set: which is a map, which a table, and of which source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from rudc_map.errors import SourceError
from rudc_map.model import Level
from rudc_map.sources.cbs_boundaries import BoundarySet, read_boundary_set
from rudc_map.sources.long_table import read_long_table

MAPS = (".gpkg", ".zip", ".shp", ".geojson", ".json")
TABLES = (".csv", ".csv.gz")


@dataclass(frozen=True)
class LocalFiles:
    """What a number of files hold.

    Parameters
    ----------
    boundaries : BoundarySet or None
        The map, where one was given.
    map_path : Path or None
        Its file.
    tables : tuple of (Path, DataFrame)
        The tables of figures in the order given, each `rudc_map.sources.tidy.TIDY_COLUMNS`.
    other_maps : tuple of (Path, BoundarySet)
        Maps of other years, whose figures are put on the areas of this one.
    """

    boundaries: BoundarySet | None
    map_path: Path | None
    tables: tuple[tuple[Path, pd.DataFrame], ...]
    other_maps: tuple[tuple[Path, BoundarySet], ...] = ()


def read_local_files(paths: Sequence[Path], year: int | None = None) -> LocalFiles:
    """Read files that a data set is to be made of.

    Parameters
    ----------
    paths : sequence of Path
        Maps (`MAPS`), each of another year, and tables (`TABLES`). The areas are those of the
        latest map with buurten.
    year : int, optional
        The vintage of the map, where it does not say.

    Raises
    ------
    SourceError
        If a file is absent, of another kind or not as it should be, or two maps are of a year.
    """
    maps = [path for path in paths if path.name.lower().endswith(MAPS)]
    tables = [path for path in paths if path.name.lower().endswith(TABLES)]
    for path in paths:
        if not path.exists():
            raise SourceError(f"{path} does not exist; correct the path")
        if path not in (*maps, *tables):
            raise SourceError(
                f"{path} is neither a map ({', '.join(MAPS)}) nor a table ({', '.join(TABLES)})"
            )
    read = _maps(maps, year)
    with_buurten = [path for path, found in read.items() if Level.BUURT in found.frames]
    latest = max(with_buurten, key=lambda path: read[path].year, default=None)
    return LocalFiles(
        boundaries=read[latest] if latest else None,
        map_path=latest,
        tables=tuple((path, read_long_table(path)) for path in tables),
        other_maps=tuple((path, found) for path, found in read.items() if path != latest),
    )


def _maps(paths: Sequence[Path], year: int | None) -> dict[Path, BoundarySet]:
    read: dict[Path, BoundarySet] = {}
    for path in paths:
        found = read_boundary_set(path, year)
        for other, known in read.items():
            if known.year == found.year:
                raise SourceError(f"{path} and {other} are both maps of {found.year}; give one")
        read[path] = found
    return read
