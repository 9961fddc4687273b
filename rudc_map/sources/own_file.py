"""A file of the user's own, of any of four formats, read into a table of cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import dropwhile, islice
from pathlib import Path

import numpy as np
from charset_normalizer import from_bytes

from rudc_map.errors import OwnFileError
from rudc_map.model import Text
from rudc_map.sources.own_table import OwnTable, table_of, title_above

MAX_BYTES = 50_000_000
HEAD = 4096
"""Bytes from which a format is told."""

IN_MEMORY = (".csv", ".xlsx")
"""The formats that are read from bytes, without a file."""

FORMATS = (*IN_MEMORY, ".gpkg", ".geojson")
"""The formats by their extension."""

_UTF16 = Text("tekst in UTF-16; bewaar het als CSV UTF-8", "text in UTF-16; save it as CSV UTF-8")

SIGNATURES = (
    (
        b"PK\x03\x04",
        ".xlsx",
        Text("een Excel-bestand of ander zip-bestand", "an Excel workbook or another zip file"),
    ),
    (
        b"SQLite format 3\x00",
        ".gpkg",
        Text("een GeoPackage of ander SQLite-bestand", "a GeoPackage or another SQLite file"),
    ),
    (
        b"\xd0\xcf\x11\xe0",
        "",
        Text(
            "een oud Excel-bestand (.xls); bewaar het als .xlsx",
            "an old Excel file (.xls); save it as .xlsx",
        ),
    ),
    (
        b"%PDF",
        "",
        Text("een PDF; bewaar de tabel als CSV of XLSX", "a PDF; save its table as CSV or XLSX"),
    ),
    (b"\x1f\x8b", "", Text("een gzip-bestand; pak het eerst uit", "a gzip file; unpack it first")),
    (b"\xff\xfe", "", _UTF16),
    (b"\xfe\xff", "", _UTF16),
)
"""How a file begins, the extension that belongs to it (none: not read), and what it is."""

DELIMITERS = (";", ",", "\t", "|")
SAMPLE_ROWS = 200
"""Rows that the delimiter is looked for in."""


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
    OwnFileError
        If the file is too large, is not what its extension says, or cannot be read. The message
        names the file and the remedy.
    """
    head = _guarded_head(path)
    extension = path.suffix.lower()
    if extension == ".json":
        extension = ".geojson"
    _check_extension(path, extension, head, FORMATS)
    if extension in IN_MEMORY:
        return _read_content(path, extension, path.read_bytes())
    from rudc_map.sources.own_vector import read_vector  # noqa: PLC0415 -- loads GDAL

    return read_vector(path, {".gpkg": "GPKG", ".geojson": "GeoJSON"}[extension])


def read_own_bytes(name: str, content: bytes) -> OwnTable:
    """Read a CSV file or Excel workbook that is in memory; no file is read or written.

    Parameters
    ----------
    name : str
        What the file is called; its extension names its format.
    content : bytes
        What it holds.

    Returns
    -------
    OwnTable

    Raises
    ------
    OwnFileError
        As in `read_own_file`.
    """
    path = Path(name)
    if not content:
        raise _empty(path)
    extension = path.suffix.lower()
    _check_extension(path, extension, content[:HEAD], IN_MEMORY)
    return _read_content(path, extension, content)


def _read_content(path: Path, extension: str, content: bytes) -> OwnTable:
    if extension == ".csv":
        return _read_csv(path, content)
    from rudc_map.sources.own_workbook import read_workbook  # noqa: PLC0415 -- only for Excel

    return read_workbook(path, content)


def _empty(path: Path) -> OwnFileError:
    return OwnFileError(
        f"{path} is leeg; geef een bestand met een kop en rijen",
        f"{path} is empty; give a file with a header and rows",
    )


def _guarded_head(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise OwnFileError(
                f"{path} is er niet, of is geen bestand; geef het bestand",
                f"{path} is not there, or is no file; give the file to add",
            )
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise OwnFileError(
            f"{path} is niet te lezen; geef er rechten op",
            f"{path} cannot be read ({error.strerror}); give it rights",
        ) from error
    if size > MAX_BYTES:
        most = f"{MAX_BYTES / 1e6:.0f} MB"
        raise OwnFileError(
            f"{path} is {size / 1e6:.0f} MB, meer dan {most}; splits het, of laat kolommen weg",
            f"{path} is {size / 1e6:.0f} MB, more than {most}; split it, or leave out the columns "
            "that are not needed",
        )
    if not head:
        raise _empty(path)
    return head


def _check_extension(path: Path, extension: str, head: bytes, formats: tuple[str, ...]) -> None:
    """Refuse another format, and a file that begins as one of another format does."""
    if extension not in formats:
        offered = ", ".join(formats)
        raise OwnFileError(
            f"{path} is geen bestand dat gelezen kan worden; bewaar het als {offered}",
            f"{path} is not of a format that can be read; save it as {offered}",
        )
    called = extension[1:]
    for start, belongs, what in SIGNATURES:
        if head.startswith(start):
            if belongs == extension:
                return
            nl = f"; geef het de extensie {belongs} als het dat is" if belongs else ""
            en = f"; give it the extension {belongs} if it is" if belongs else ""
            raise OwnFileError(
                f"{path} is geen {called} maar {what.nl}{nl}",
                f"{path} is not {called} but {what.en}{en}",
            )
    if extension in (".xlsx", ".gpkg"):
        raise OwnFileError(
            f"{path} is geen {called}, wat de extensie ook zegt; bewaar het opnieuw",
            f"{path} is not {called}, whatever its extension says; save it again as one",
        )
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<"):
        raise OwnFileError(
            f"{path} is een webpagina of XML; download het bestand zelf",
            f"{path} is a web page or XML; download the file itself",
        )
    if (extension == ".geojson") != text.startswith((b"{", b"[")):
        what_is = "GeoJSON" if extension == ".geojson" else "CSV"
        raise OwnFileError(
            f"{path} is geen {what_is}, wat de extensie ook zegt; bewaar het als {what_is}",
            f"{path} is not {what_is}, whatever its extension says; save it as {what_is}",
        )


def _read_csv(path: Path, content: bytes) -> OwnTable:
    text, encoding = _decode(path, content)
    delimiter = _delimiter(path, text)
    cells = table_of(path, _csv_rows(path, text, delimiter))
    shown = {"\t": "tab"}.get(delimiter, delimiter)
    understood = Text(
        f"CSV, {shown} tussen de cellen, {encoding}", f"CSV, {shown} between cells, {encoding}"
    )
    return OwnTable(
        path, cells, understood, delimiter, title_above(_csv_rows(path, text, delimiter))
    )


def _decode(path: Path, content: bytes) -> tuple[str, str]:
    if b"\x00" in content:
        raise OwnFileError(
            f"{path} is geen tekst; bewaar het als CSV UTF-8",
            f"{path} is not text; save it as CSV UTF-8",
        )
    try:
        marked = content.startswith(b"\xef\xbb\xbf")
        return content.decode("utf-8-sig"), "utf-8-sig" if marked else "utf-8"
    except UnicodeDecodeError:
        best = from_bytes(content, cp_isolation=["cp1252"]).best()
    if best is None:
        raise OwnFileError(
            f"{path} is geen UTF-8 en geen Windows-1252; bewaar het als CSV UTF-8",
            f"{path} is neither in UTF-8 nor in Windows-1252; save it as CSV UTF-8",
        )
    return str(best), "cp1252"


def _csv_rows(path: Path, text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise OwnFileError(
            f"{path} is geen tabel met {delimiter!r} tussen de cellen; bewaar het opnieuw",
            f"{path} is not a table with {delimiter!r} between cells ({error}); save it again",
        ) from error


def _delimiter(path: Path, text: str) -> str:
    """Find the delimiter that divides most rows as it does the header, and into most cells.

    The header is the first row that it divides: above it stand titles, which may hold a comma.
    """
    lines = list(islice(io.StringIO(text, newline=""), SAMPLE_ROWS))
    sample = "".join(dropwhile(_is_title, lines))
    best, most = "", 0.0
    for delimiter in DELIMITERS:
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        try:
            widths = np.array([len(row) for row in reader if any(row)])
        except csv.Error:
            continue
        if not (widths > 1).any():
            continue
        header = int(widths[widths > 1][0])
        found = float((widths == header).mean()) * (header - 1)
        if found > most:
            best, most = delimiter, found
    if not best:
        raise OwnFileError(
            f"{path} heeft één kolom: er staat geen ; , tab of | tussen cellen; bewaar het als CSV "
            "met twee of meer kolommen",
            f"{path} has one column: no ; , tab or | between cells; save it as CSV with two or "
            "more columns",
        )
    return best


def _is_title(line: str) -> bool:
    """Whether a line is one cell, whatever stands between cells."""
    return all(sum(bool(cell.strip()) for cell in line.split(d)) < 2 for d in DELIMITERS)
