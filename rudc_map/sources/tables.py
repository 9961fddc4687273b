"""Semicolon-separated tables with a header: read as text, checked, and turned into numbers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from rudc_map.errors import SourceError

SENTINELS = frozenset({-99997.0, -99995.0, -99991.0, -99999999.0})
"""The numbers CBS prints where there is no number: secret, not published, not applicable."""

BLANKS = frozenset({"", "."})
"""What a missing value looks like as text in StatLine exports and in the KWB workbook."""


def read_table(path: Path, columns: Iterable[str] = ()) -> pd.DataFrame:
    """Read a semicolon-separated table as text.

    Parameters
    ----------
    path : Path
        A UTF-8 file with a header line.
    columns : iterable of str
        Columns that must be there.

    Returns
    -------
    DataFrame
        All columns of the file, every cell a str; an empty cell is ``""``.

    Raises
    ------
    SourceError
        If the file cannot be read as such a table or a column is missing.
    """
    try:
        table = pd.read_csv(path, sep=";", dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise SourceError(f"{path} does not exist; put the source table there") from error
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise SourceError(
            f"{path} is not a semicolon-separated UTF-8 table ({error}); save it again as one"
        ) from error
    if not isinstance(table.index, pd.RangeIndex):
        raise SourceError(f"{path} has rows with more cells than its header; correct the file")
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise SourceError(
            f"{path} has no column {', '.join(missing)} (it has {', '.join(table.columns)}); "
            "download the table again or correct its header"
        )
    return table


def to_numbers(column: pd.Series, where: str) -> pd.Series:
    """Turn a column of text into numbers, with NaN for every way of writing "no value".

    Parameters
    ----------
    column : Series of str
        The cells, with a decimal point.
    where : str
        File and column, for the message.

    Returns
    -------
    Series of float64
        On the same index.

    Raises
    ------
    SourceError
        If a cell is neither a finite number nor one of the known ways to write a missing value.

    Examples
    --------
    >>> to_numbers(pd.Series(["2.5", "", ".", "-99997"]), "example.csv, g_hhgro").tolist()
    [2.5, nan, nan, nan]
    """
    text = column.str.strip()
    numbers = pd.to_numeric(text.mask(text.isin(BLANKS)), errors="coerce").astype("float64")
    wrong = ~text.isin(BLANKS) & ~np.isfinite(numbers)
    if wrong.any():
        row, cell = next(iter(column[wrong].items()))
        raise SourceError(f"{where}, row {row}: {cell!r} is not a number; correct the cell")
    return numbers.mask(numbers.isin(SENTINELS))
