"""A user's table, whatever file it came from: rows of cells below a header."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from rudc_map.errors import OwnFileError
from rudc_map.model import Text

if TYPE_CHECKING:
    import geopandas as gpd

MAX_ROWS = 1_000_000
MAX_COLUMNS = 1_000

Cell = str | float

_YEAR = re.compile(r"(?:19|20)\d{2}")
_DIGIT = re.compile(r"\d")


class Percentage(float):
    """A number that its workbook shows as a percentage: 50.0 for what is stored as 0.5."""


@dataclass(frozen=True)
class OwnTable:
    """What a file holds.

    Parameters
    ----------
    path : Path
        The file; only its name, where it was read from bytes.
    cells : DataFrame of object
        A str or, where the file itself says that a cell is a number, a float; ``""`` where a
        cell is empty. Index: the number of the row in the file, as a spreadsheet counts.
    understood : Text
        The format and how it was read, for the user.
    delimiter : str
        What stands between the cells; empty where the format has no such thing.
    title : str
        What stands above the header.
    points : GeoSeries or None
        For a file of points: where they are, in EPSG:28992 [m], on the same index.
    """

    path: Path
    cells: pd.DataFrame
    understood: Text
    delimiter: str = ""
    title: str = ""
    points: gpd.GeoSeries | None = None


def table_of(path: Path, rows: Iterable[Sequence[Cell]]) -> pd.DataFrame:
    """Make the cells of an `OwnTable` from rows, the first with two cells being the header.

    What stands above that, a row with one cell, is a title. Where the row below it is a header too,
    with more names in it, it is a title or holds the names of groups of columns (merged cells).

    Parameters
    ----------
    path : Path
        The file, for messages.
    rows : iterable of sequence of str or float
        All rows of the file, empty ones too, so that they are counted as a spreadsheet does.

    Raises
    ------
    OwnFileError
        If there are too many rows or columns, no header, a column without a name or two with the
        same, or a row with more cells than the header.
    """
    above: list[Cell] = []
    header: list[str] = []
    numbers: list[int] = []
    kept: list[list[Cell]] = []
    for number, given in enumerate(rows, start=1):
        row = _without_empty_end(given)
        if not row:
            continue
        if not above:
            if _filled(row) > 1:
                above = row
            continue
        if not header:
            if _is_header_below(above, row):
                header = _header(path, _in_groups(above, row))
                continue
            header = _header(path, above)
        if len(row) > len(header):
            raise OwnFileError(
                f"{path}, rij {number} heeft {len(row)} cellen, de kop heeft er {len(header)}; "
                "verbeter de rij, of zet aanhalingstekens om cellen met het scheidingsteken erin",
                f"{path}, row {number} has {len(row)} cells, the header has {len(header)}; "
                "correct the row, or put cells that hold the delimiter in quotes",
            )
        if len(kept) == MAX_ROWS:
            raise too_many_rows(path)
        kept.append(row + [""] * (len(header) - len(row)))
        numbers.append(number)
    if not kept:
        raise OwnFileError(
            f"{path} heeft geen rijen onder een kop; geef het een kop en rijen",
            f"{path} holds no rows below a header; give it a header and rows",
        )
    cells = pd.DataFrame(kept, columns=header, index=numbers, dtype=object)
    unnamed = [column for column in header if not column and bool((cells[column] != "").any())]
    if unnamed:
        raise OwnFileError(
            f"{path} heeft een kolom zonder naam; geef elke kolom een naam",
            f"{path} has a column without a name; give every column a name",
        )
    return cells.drop(columns="", errors="ignore")


def title_above(rows: Iterable[Sequence[Cell]]) -> str:
    """What stands above the first row with two cells, in rows with one."""
    titles = []
    for row in rows:
        if _filled(cells := _without_empty_end(row)) > 1:
            break
        titles += [printable(text_of(cell)) for cell in cells if cell != ""]
    return " ".join(titles)


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


def too_many_rows(path: Path) -> OwnFileError:
    """Say that a file has more rows than are read."""
    most = f"{MAX_ROWS:,}"
    return OwnFileError(
        f"{path} heeft meer dan {most.replace(',', '.')} rijen; splits het",
        f"{path} has more than {most} rows; split it",
    )


def _filled(row: Sequence[Cell]) -> int:
    return sum(cell != "" for cell in row)


def _is_header_below(above: Sequence[Cell], row: Sequence[Cell]) -> bool:
    """Whether a row holds names of columns, more of them than the row above it."""
    names = (isinstance(c, str) and (_YEAR.fullmatch(c) or not _DIGIT.search(c)) for c in row)
    return _filled(row) > _filled(above) and all(names)


def _in_groups(above: Sequence[Cell], row: Sequence[Cell]) -> list[Cell]:
    """The names of columns, those that occur twice with the group above them, which is merged."""
    groups: list[Cell] = []
    for at in range(len(row)):
        cell = above[at] if at < len(above) else ""
        groups.append(cell if cell != "" or not groups else groups[-1])
    return [
        f"{group} {name}" if name != "" and row.count(name) > 1 else name
        for group, name in zip(groups, row, strict=True)
    ]


def _without_empty_end(row: Sequence[Cell]) -> list[Cell]:
    cells = [cell.strip() if isinstance(cell, str) else cell for cell in row]
    while cells and cells[-1] == "":
        cells.pop()
    return cells


def _header(path: Path, row: list[Cell]) -> list[str]:
    names = [printable(text_of(cell)) for cell in row]
    if len(names) > MAX_COLUMNS:
        raise OwnFileError(
            f"{path} heeft meer dan {MAX_COLUMNS} kolommen; laat er weg",
            f"{path} has more than {MAX_COLUMNS:,} columns; leave some out",
        )
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise OwnFileError(
            f"{path} heeft twee kolommen {twice[0]!r}; geef elke kolom een eigen naam",
            f"{path} has two columns {twice[0]!r}; give every column its own name",
        )
    if names.count("") > 1:
        raise OwnFileError(
            f"{path} heeft kolommen zonder naam; geef elke kolom een naam",
            f"{path} has columns without a name; give every column a name",
        )
    return names
