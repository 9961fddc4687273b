"""A file of the user's own, of any of four formats, read into a table of cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from charset_normalizer import from_bytes

from rudc_map.errors import SourceError

if TYPE_CHECKING:
    import geopandas as gpd

MAX_BYTES = 50_000_000
MAX_ROWS = 1_000_000
MAX_COLUMNS = 1_000

FORMATS = (".csv", ".xlsx", ".gpkg", ".geojson")
"""The formats by their extension."""

SIGNATURES = (
    (b"PK\x03\x04", ".xlsx", "an Excel workbook or another zip file"),
    (b"SQLite format 3\x00", ".gpkg", "a GeoPackage or another SQLite file"),
    (b"\xd0\xcf\x11\xe0", "", "an old Excel file (.xls); save it as .xlsx"),
    (b"%PDF", "", "a PDF"),
    (b"\x1f\x8b", "", "a gzip file; unpack it first"),
    (b"\xff\xfe", "", "text in UTF-16; save it as CSV UTF-8"),
    (b"\xfe\xff", "", "text in UTF-16; save it as CSV UTF-8"),
)
"""How a file begins, the extension that belongs to it (none: not read), and what it is."""

DELIMITERS = (";", ",", "\t", "|")
SAMPLE_ROWS = 200
"""Rows that the delimiter is looked for in."""

Cell = str | float


@dataclass(frozen=True)
class OwnTable:
    """What a file holds.

    Parameters
    ----------
    path : Path
        The file.
    cells : DataFrame of object
        A str or, where the file itself says that a cell is a number, a float; ``""`` where a
        cell is empty. Index: the number of the row in the file, as a spreadsheet counts.
    understood : str
        The format and how it was read, for the user.
    delimiter : str
        What stands between the cells; empty where the format has no such thing.
    points : GeoSeries or None
        For a file of points: where they are, in EPSG:28992 [m], on the same index.
    """

    path: Path
    cells: pd.DataFrame
    understood: str
    delimiter: str = ""
    points: gpd.GeoSeries | None = None


def read_own_file(path: Path) -> OwnTable:
    """Read a CSV file, Excel workbook, GeoPackage or GeoJSON file.

    Parameters
    ----------
    path : Path
        The file; its extension names its format.

    Returns
    -------
    OwnTable

    Raises
    ------
    SourceError
        If the file is too large, is not what its extension says, or cannot be read. The message
        names the file and the remedy.
    """
    head = _guarded_head(path)
    extension = path.suffix.lower()
    if extension == ".json":
        extension = ".geojson"
    _check_extension(path, extension, head)
    if extension == ".csv":
        return _read_csv(path)
    if extension == ".xlsx":
        from rudc_map.sources.own_workbook import read_workbook  # noqa: PLC0415 -- only for Excel

        return read_workbook(path)
    from rudc_map.sources.own_vector import read_vector  # noqa: PLC0415 -- loads GDAL

    return read_vector(path, {".gpkg": "GPKG", ".geojson": "GeoJSON"}[extension])


def table_of(path: Path, rows: Iterable[Sequence[Cell]]) -> pd.DataFrame:
    """Make the cells of an `OwnTable` from rows, the first with a cell being the header.

    Parameters
    ----------
    path : Path
        The file, for messages.
    rows : iterable of sequence of str or float
        All rows of the file, empty ones too, so that they are counted as a spreadsheet does.

    Raises
    ------
    SourceError
        If there are too many rows or columns, no header, a column without a name or two with the
        same, or a row with more cells than the header.
    """
    header: list[str] = []
    numbers: list[int] = []
    kept: list[list[Cell]] = []
    for number, given in enumerate(rows, start=1):
        row = _without_empty_end(given)
        if not row:
            continue
        if not header:
            header = _header(path, row)
            continue
        if len(row) > len(header):
            raise SourceError(
                f"{path}, row {number} has {len(row)} cells, the header has {len(header)}; "
                "correct the row, or put cells that hold the delimiter in quotes"
            )
        if len(kept) == MAX_ROWS:
            raise SourceError(f"{path} has more than {MAX_ROWS:,} rows; split it")
        kept.append(row + [""] * (len(header) - len(row)))
        numbers.append(number)
    if not kept:
        raise SourceError(f"{path} holds no rows below a header; give it a header and rows")
    cells = pd.DataFrame(kept, columns=header, index=numbers, dtype=object)
    unnamed = [column for column in header if not column and bool((cells[column] != "").any())]
    if unnamed:
        raise SourceError(f"{path} has a column without a name; give every column a name")
    return cells.drop(columns="", errors="ignore")


def text_of(cell: Cell) -> str:
    """Write a cell as text, a whole number without decimals.

    Examples
    --------
    >>> text_of(140000.0), text_of(0.5), text_of(" BU 1")
    ('140000', '0.5', 'BU 1')
    """
    if isinstance(cell, str):
        return cell.strip()
    return str(int(cell)) if cell.is_integer() else repr(cell)


def printable(text: str) -> str:
    """Take out what steers a terminal or does not print, and put the rest on one line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _guarded_head(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise SourceError(f"{path} is not there, or is no file; give the file to add")
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}); give it rights") from error
    if size > MAX_BYTES:
        raise SourceError(
            f"{path} is {size / 1e6:.0f} MB, more than {MAX_BYTES / 1e6:.0f} MB; split it, or "
            "leave out the columns that are not needed"
        )
    if not head:
        raise SourceError(f"{path} is empty; give a file with a header and rows")
    return head


def _check_extension(path: Path, extension: str, head: bytes) -> None:
    """Refuse another format, and a file that begins as one of another format does."""
    if extension not in FORMATS:
        raise SourceError(
            f"{path} is not of a format that can be read; save it as {', '.join(FORMATS)}"
        )
    for start, belongs, what in SIGNATURES:
        if head.startswith(start):
            if belongs == extension:
                return
            remedy = f"; give it the extension {belongs} if it is" if belongs else ""
            raise SourceError(f"{path} is not {extension[1:]} but {what}{remedy}")
    if extension in (".xlsx", ".gpkg"):
        raise SourceError(
            f"{path} is not {extension[1:]}, whatever its extension says; save it again as one"
        )
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<"):
        raise SourceError(f"{path} is a web page or XML; download the file itself")
    if (extension == ".geojson") != text.startswith((b"{", b"[")):
        what = "GeoJSON" if extension == ".geojson" else "CSV"
        raise SourceError(f"{path} is not {what}, whatever its extension says; save it as {what}")


def _read_csv(path: Path) -> OwnTable:
    text, encoding = _decode(path, path.read_bytes())
    delimiter = _delimiter(path, text)
    cells = table_of(path, _csv_rows(path, text, delimiter))
    shown = {"\t": "tab"}.get(delimiter, delimiter)
    return OwnTable(path, cells, f"CSV, {shown} between cells, {encoding}", delimiter)


def _decode(path: Path, content: bytes) -> tuple[str, str]:
    if b"\x00" in content:
        raise SourceError(f"{path} is not text; save it as CSV UTF-8")
    try:
        marked = content.startswith(b"\xef\xbb\xbf")
        return content.decode("utf-8-sig"), "utf-8-sig" if marked else "utf-8"
    except UnicodeDecodeError:
        best = from_bytes(content, cp_isolation=["cp1252"]).best()
    if best is None:
        raise SourceError(f"{path} is neither in UTF-8 nor in Windows-1252; save it as CSV UTF-8")
    return str(best), "cp1252"


def _csv_rows(path: Path, text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise SourceError(
            f"{path} is not a table with {delimiter!r} between cells ({error}); save it again"
        ) from error


def _delimiter(path: Path, text: str) -> str:
    """Find the delimiter that gives most rows as many cells as the header, and more than one."""
    sample = "".join(islice(io.StringIO(text, newline=""), SAMPLE_ROWS))
    best, most = "", (0.0, 0)
    for delimiter in DELIMITERS:
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        try:
            widths = np.array([len(row) for row in reader if any(row)])
        except csv.Error:
            continue
        if not widths.size or widths[0] < 2:
            continue
        found = (float((widths == widths[0]).mean()), int(widths[0]))
        if found > most:
            best, most = delimiter, found
    if not best:
        raise SourceError(
            f"{path} has one column: no ; , tab or | between cells; save it as CSV with two or "
            "more columns"
        )
    return best


def _without_empty_end(row: Sequence[Cell]) -> list[Cell]:
    cells = [cell.strip() if isinstance(cell, str) else cell for cell in row]
    while cells and cells[-1] == "":
        cells.pop()
    return cells


def _header(path: Path, row: list[Cell]) -> list[str]:
    names = [printable(text_of(cell)) for cell in row]
    if len(names) > MAX_COLUMNS:
        raise SourceError(f"{path} has more than {MAX_COLUMNS:,} columns; leave some out")
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise SourceError(f"{path} has two columns {twice[0]!r}; give every column its own name")
    if names.count("") > 1:
        raise SourceError(f"{path} has columns without a name; give every column a name")
    return names
