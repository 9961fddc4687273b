"""Excel workbooks: weighed before they are unpacked, read as cells, formulas as their results."""

from __future__ import annotations

import datetime
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from rudc_map.errors import SourceError
from rudc_map.sources.own_file import Cell, OwnTable, table_of

MAX_UNPACKED = 300_000_000
MAX_RATIO = 200
"""A workbook that unpacks to more bytes, or to more times its size, is refused unopened."""

MAX_SHEET_ROWS = 1_048_576
"""The rows an Excel sheet can have; a file that claims more is refused."""

XML_HEAD = 4096


def read_workbook(path: Path) -> OwnTable:
    """Read the first sheet with rows of an .xlsx workbook.

    Numbers stay numbers. A formula is never worked out: its cell holds the result that the
    workbook keeps, and the text of the formula where it keeps none.

    Parameters
    ----------
    path : Path
        The workbook.

    Returns
    -------
    OwnTable

    Raises
    ------
    SourceError
        If it is no workbook, or unpacks to more than is sane.
    """
    weigh(path)
    try:
        with (
            warnings.catch_warnings(action="ignore"),  # about styles, which are not read
            closing(load_workbook(path, read_only=True, keep_links=False)) as formulas,
            closing(load_workbook(path, read_only=True, keep_links=False, data_only=True)) as kept,
        ):
            for sheet in formulas.worksheets:
                result = kept[sheet.title]
                sheet.reset_dimensions()
                result.reset_dimensions()
                if next(_rows(sheet, result), None) is not None:
                    cells = table_of(path, _counted(path, _rows(sheet, result)))
                    return OwnTable(path, cells, f"Excel, sheet {sheet.title!r}")
    except SourceError:
        raise
    except Exception as error:  # openpyxl raises what its parts raise, of every kind
        raise SourceError(
            f"{path} cannot be read as a workbook ({error}); save it again as .xlsx"
        ) from error
    raise SourceError(f"{path} has no sheet with cells; put the table on the first sheet")


def weigh(path: Path) -> None:
    """Look at the sizes in the zip's directory, which Python does not read beyond."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            packed = max(sum(part.compress_size for part in parts), 1)
            if size > MAX_UNPACKED or size / packed > MAX_RATIO:
                raise SourceError(
                    f"{path} unpacks to {size / 1e6:,.0f} MB, {size / packed:,.0f} times its "
                    "size; save the sheet as CSV"
                )
            if not any(part.filename == "xl/workbook.xml" for part in parts):
                raise SourceError(f"{path} is a zip file but no Excel workbook; save it as .xlsx")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as file:
                        if b"<!DOCTYPE" in file.read(XML_HEAD):
                            raise SourceError(
                                f"{path} declares XML entities, which Excel never does; save the "
                                "sheet as CSV"
                            )
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise SourceError(
            f"{path} is damaged or locked ({error}); save it again as .xlsx without a password"
        ) from error


def _counted(path: Path, rows: Iterator[list[Cell]]) -> Iterator[list[Cell]]:
    for number, row in enumerate(rows, start=1):
        if number > MAX_SHEET_ROWS:
            raise SourceError(f"{path} has a sheet with more rows than Excel knows; save it as CSV")
        yield row


def _rows(formulas: Any, results: Any) -> Iterator[list[Cell]]:
    of_both = (sheet.iter_rows(values_only=True) for sheet in (formulas, results))
    for written, kept in zip(*of_both, strict=True):
        yield [_cell(w if k is None else k) for w, k in zip(written, kept, strict=True)]


def _cell(value: object) -> Cell:
    if value is None:
        return ""
    if isinstance(value, bool | str):
        return str(value)
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    return str(value)
