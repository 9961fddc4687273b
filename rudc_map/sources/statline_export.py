"""A local table as StatLine exports it: ID;WijkenEnBuurten;Perioden;AantalInwoners_5;..."""

from __future__ import annotations

import zlib
from pathlib import Path

import pandas as pd

from rudc_map.errors import SourceError
from rudc_map.sources.odata_v3 import NUMBER, TableV3, Topic
from rudc_map.sources.tables import read_table

AREAS = ("WijkenEnBuurten", "RegioS")
DIMENSIONS = ("Perioden", "SoortMisdrijf", "Leeftijd", "Marges")


def is_export(path: Path) -> bool:
    """Whether a table in CSV is such an export, by its header."""
    try:
        header = pd.read_csv(path, sep=";", nrows=0, encoding="utf-8-sig").columns
    except (OSError, EOFError, zlib.error, ValueError):
        return False  # `read_export` says what is wrong with it
    return any(name in header for name in AREAS)


def read_export(path: Path) -> tuple[TableV3, pd.DataFrame]:
    """Read a raw export ("UntypedDataSet", CSV) of a table.

    Parameters
    ----------
    path : Path
        A semicolon-separated table in UTF-8, packed by gzip or not.

    Returns
    -------
    table : TableV3
        Its columns; an export says nothing of units and headings.
    rows : DataFrame of object
        As of `rudc_map.sources.odata_v3.read_rows`.

    Raises
    ------
    SourceError
        If it is no such export, or an area occurs twice.
    """
    rows = read_table(path).astype(object)
    area = next((name for name in AREAS if name in rows), None)
    if area is None:
        raise SourceError(
            f"{path} has no column {' or '.join(AREAS)} (it has {', '.join(rows.columns[:10])}); "
            "export the raw table from StatLine"
        )
    dimensions = (area, *(name for name in DIMENSIONS if name in rows))
    for name in dimensions:
        rows[name] = rows[name].str.strip()
    twice = rows.duplicated(list(dimensions))
    if twice.any():
        first = ", ".join(rows.loc[twice, list(dimensions)].iloc[0])
        raise SourceError(f"{path} has the row of {first} twice; export it again")
    topics = tuple(
        Topic(key, NUMBER.sub("", key), key, "") for key in rows.columns if NUMBER.search(key)
    )
    return TableV3(str(path), area, dimensions, topics), rows
