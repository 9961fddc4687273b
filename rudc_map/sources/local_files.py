"""Files that were given for a data set: which is a map, which a table, and of which source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from rudc_map.errors import SourceError
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
    """

    boundaries: BoundarySet | None
    map_path: Path | None
    tables: tuple[tuple[Path, pd.DataFrame], ...]


def read_local_files(paths: Sequence[Path], year: int | None = None) -> LocalFiles:
    """Read files that a data set is to be made of.

    Parameters
    ----------
    paths : sequence of Path
        At most one map (`MAPS`), and tables (`TABLES`).
    year : int, optional
        The vintage of the map, where it does not say.

    Raises
    ------
    SourceError
        If a file is absent, of another kind or not as it should be, or there are two maps.
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
    if len(maps) > 1:
        raise SourceError(f"{maps[1]} is a second map beside {maps[0]}; give one")
    return LocalFiles(
        boundaries=read_boundary_set(maps[0], year) if maps else None,
        map_path=maps[0] if maps else None,
        tables=tuple((path, read_long_table(path)) for path in tables),
    )
