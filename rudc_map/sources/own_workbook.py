"""Excel workbooks: weighed before they are unpacked, read as cells, formulas as their results."""

from __future__ import annotations

import datetime
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

import pandas as pd
from openpyxl import load_workbook

from rudc_map.errors import OwnFileError
from rudc_map.model import Text
from rudc_map.sources.own_numbers import is_no_number, looks_like_number
from rudc_map.sources.own_table import Cell, OwnTable, Percentage, table_of, title_above

MAX_UNPACKED = 300_000_000
MAX_RATIO = 200
"""A workbook that unpacks to more bytes, or to more times its size, is refused unopened."""

MAX_SHEET_ROWS = 1_048_576
"""The rows an Excel sheet can have; a file that claims more is refused."""

_NOT_READ = ("niet gelezen", "not read")

MAX_PARTS = 10_000
XML_CHUNK = 4096
MAX_XML_HEAD = 1_000_000
"""Bytes in which an XML part must have begun; what precedes its first element is looked through."""


def read_workbook(path: Path, content: bytes) -> OwnTable:
    """Read the first sheet with a table of numbers of an .xlsx workbook, in memory.

    Numbers stay numbers. A formula is never worked out: its cell holds the result that the
    workbook keeps, and the text of the formula where it keeps none.

    Parameters
    ----------
    path : Path
        What it is called.
    content : bytes
        The workbook.

    Returns
    -------
    OwnTable

    Raises
    ------
    OwnFileError
        If it is no workbook, or unpacks to more than is sane.
    """
    weigh(path, content)
    try:
        with (
            warnings.catch_warnings(action="ignore"),  # about styles, which are not read
            closing(_opened(content)) as formulas,
            closing(_opened(content, data_only=True)) as kept,
        ):
            return _best_sheet(path, formulas, kept)
    except (OwnFileError, MemoryError):
        raise
    except Exception as error:  # openpyxl raises what its parts raise, of every kind
        raise OwnFileError(
            f"{path} is niet als Excel-bestand te lezen; bewaar het opnieuw als .xlsx",
            f"{path} cannot be read as a workbook ({error}); save it again as .xlsx",
        ) from error


def _best_sheet(path: Path, formulas: Any, kept: Any) -> OwnTable:
    """Take the first sheet with a column of numbers, else the first with a table."""
    first: tuple[str, pd.DataFrame, str] | None = None
    wrong: OwnFileError | None = None
    for sheet in formulas.worksheets:
        result = kept[sheet.title]
        sheet.reset_dimensions()
        result.reset_dimensions()
        if next(_rows(sheet, result), None) is None:
            continue
        try:
            cells = table_of(path, _counted(path, _rows(sheet, result)))
        except OwnFileError as error:
            wrong = wrong or error
            continue
        found = (sheet.title, cells, title_above(_rows(sheet, result)))
        first = first or found
        if _has_numbers(cells):
            first = found
            break
    if first is not None:
        others = [s.title for s in formulas.worksheets if s.title != first[0]]
        nl, en = (f"; {word}: {', '.join(others)}" if others else "" for word in _NOT_READ)
        title = f"{first[0]!r}"
        return OwnTable(
            path,
            first[1],
            Text(f"Excel, blad {title}{nl}", f"Excel, sheet {title}{en}"),
            title=first[2],
        )
    raise wrong or OwnFileError(
        f"{path} heeft geen blad met cellen; zet de tabel op het eerste blad",
        f"{path} has no sheet with cells; put the table on the first sheet",
    )


def _has_numbers(cells: pd.DataFrame) -> bool:
    """Whether most cells of a column that are filled look like numbers; text explains them."""
    for name in cells:
        filled = [cell for cell in cells[name] if not is_no_number(cell)]
        if filled and 2 * sum(map(looks_like_number, filled)) >= len(filled):
            return True
    return False


def _opened(content: bytes, data_only: bool = False) -> Any:
    return load_workbook(BytesIO(content), read_only=True, keep_links=False, data_only=data_only)


def weigh(path: Path, content: bytes | None = None) -> None:
    """Refuse a workbook, in a file or in memory, that is not safe to open.

    The sizes are those in the zip's directory, which Python does not read beyond.
    """
    try:
        with zipfile.ZipFile(path if content is None else BytesIO(content)) as archive:
            parts = archive.infolist()
            _refuse_large(path, parts)
            if not any(part.filename == "xl/workbook.xml" for part in parts):
                raise OwnFileError(
                    f"{path} is een zip-bestand maar geen Excel-bestand; bewaar het als .xlsx",
                    f"{path} is a zip file but no Excel workbook; save it as .xlsx",
                )
            for part in parts:
                with archive.open(part) as file:
                    if _declares_a_type(file):
                        raise OwnFileError(
                            f"{path} heeft XML-definities, die Excel nooit maakt; bewaar het blad "
                            "als CSV",
                            f"{path} declares XML entities, which Excel never does; save the "
                            "sheet as CSV",
                        )
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError) as error:
        raise OwnFileError(
            f"{path} is beschadigd of op slot; bewaar het opnieuw als .xlsx, zonder wachtwoord",
            f"{path} is damaged or locked ({error}); save it again as .xlsx without a password",
        ) from error


def _refuse_large(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    size = sum(part.file_size for part in parts)
    packed = max(sum(part.compress_size for part in parts), 1)
    if size > MAX_UNPACKED or size / packed > MAX_RATIO or len(parts) > MAX_PARTS:
        times = f"{size / packed:,.0f}"
        raise OwnFileError(
            f"{path} is uitgepakt {size / 1e6:.0f} MB, {times.replace(',', '.')} keer zo groot; "
            "bewaar het blad als CSV",
            f"{path} unpacks to {size / 1e6:,.0f} MB, {times} times its size; save the sheet as "
            "CSV",
        )


class _BegunError(Exception):
    """The first element of an XML part, or the declaration before it, has been reached."""


def _declares_a_type(file: IO[bytes]) -> bool:
    """Whether an XML part declares a document type, in any encoding and behind any comment."""
    declared = False

    def declaration(*_parts: object) -> None:
        nonlocal declared
        declared = True
        raise _BegunError

    def element(*_parts: object) -> None:
        raise _BegunError

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = declaration
    parser.StartElementHandler = element
    try:
        for _ in range(0, MAX_XML_HEAD, XML_CHUNK):
            chunk = file.read(XML_CHUNK)
            if not chunk:
                return False
            parser.Parse(chunk)
    except _BegunError:
        return declared
    except expat.ExpatError:  # a picture, say; openpyxl's parser is the same, and refuses it too
        return False
    return True


def _counted(path: Path, rows: Iterator[list[Cell]]) -> Iterator[list[Cell]]:
    for number, row in enumerate(rows, start=1):
        if number > MAX_SHEET_ROWS:
            raise OwnFileError(
                f"{path} heeft een blad met meer rijen dan Excel kent; bewaar het als CSV",
                f"{path} has a sheet with more rows than Excel knows; save it as CSV",
            )
        yield row


def _rows(formulas: Any, results: Any) -> Iterator[list[Cell]]:
    rows = zip(formulas.iter_rows(values_only=True), results.iter_rows(), strict=True)
    for written, kept in rows:
        yield [
            _cell(w) if k.value is None else _cell(k.value, k)
            for w, k in zip(written, kept, strict=True)
        ]


def _cell(value: object, kept: Any = None) -> Cell:
    if value is None:
        return ""
    if isinstance(value, bool | str):
        return str(value)
    if isinstance(value, int | float):
        if kept is not None and "%" in kept.number_format:
            return Percentage(round(value * 100, 10))
        return float(value)
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    return str(value)
