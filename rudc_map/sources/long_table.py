"""Plain tables of one figure over areas and years: code;jaar;figure, packed or not."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pandas as pd

from rudc_map.errors import SourceError
from rudc_map.sources.tables import read_table, to_numbers
from rudc_map.sources.tidy import PERIOD as YEARS
from rudc_map.sources.tidy import tidy
from rudc_map.sources.variables import read_variables

CODE_COLUMNS = ("code", "gwb_code", "gwb_code_10")
PERIOD_COLUMNS = ("jaar", "periode", "period")


def read_long_table(path: Path) -> pd.DataFrame:
    """Read a semicolon-separated table with one row an area and year.

    Parameters
    ----------
    path : Path
        A .csv or .csv.gz file with a column of codes (BU, WK, GM), one of years, and one or more
        with figures, called as in geodata/variables.toml (a name, or one of `table`).

    Returns
    -------
    DataFrame
        `rudc_map.sources.tidy.TIDY_COLUMNS`.

    Raises
    ------
    SourceError
        If the file cannot be read, or a column is missing or is no known figure.
    """
    try:
        table = read_table(path)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise SourceError(f"{path} is damaged ({error}); get it again") from error
    code = _one_of(CODE_COLUMNS, table, path)
    period = _one_of(PERIOD_COLUMNS, table, path)
    names = _names()
    figures = [column for column in table.columns if column not in (code, period)]
    unknown = [column for column in figures if column.strip().lower() not in names]
    if unknown or not figures:
        what = f"a column {unknown[0]!r} that is no" if unknown else "no column that is a"
        raise SourceError(
            f"{path} has {what} known figure; call it as in geodata/variables.toml, or add an own "
            "figure with python -m rudc_map data add"
        )
    years = table[period].str.strip()
    wrong = years[~years.str.fullmatch(YEARS)]
    if len(wrong):
        raise SourceError(
            f"{path}: {wrong.iloc[0]!r} in column {period!r} is no year such as 2024, and no years "
            "such as 2021-2025; correct it"
        )
    parts = [
        pd.DataFrame(
            {
                "code": table[code].str.strip(),
                "variable": names[column.strip().lower()],
                "period": years,
                "value": to_numbers(table[column], f"{path}, column {column}"),
            }
        )
        for column in figures
    ]
    return tidy(pd.concat(parts, ignore_index=True), str(path))


def _names() -> dict[str, str]:
    """What a column may be called, to the name of its figure."""
    variables = read_variables().values()
    return {other: v.name for v in variables for other in (v.name, *v.table)}


def _one_of(names: tuple[str, ...], table: pd.DataFrame, path: Path) -> str:
    found = [column for column in table.columns if column.strip().lower() in names]
    if len(found) != 1:
        raise SourceError(
            f"{path} has {len(found)} columns called {' or '.join(names)}, not one; its columns "
            f"are {', '.join(table.columns[:10])}"
        )
    return str(found[0])
