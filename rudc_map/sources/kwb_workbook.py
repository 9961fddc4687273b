"""Kerncijfers wijken en buurten from CBS's workbook kwb-{year}.xlsx."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import load_workbook

from rudc_map.errors import SourceError
from rudc_map.sources.addresses import Addresses
from rudc_map.sources.http import Http
from rudc_map.sources.kwb import SOURCE, chosen_areas, tidy_key_figures
from rudc_map.sources.own_workbook import MAX_SHEET_ROWS, weigh
from rudc_map.sources.planned import Planned, planned_file
from rudc_map.sources.statline_figures import choose_columns
from rudc_map.sources.variables import Variable

CODES = ("gwb_code_10", "gwb_code")
"""What the column with the codes of the areas is called."""

HEADER_WITHIN = 20
"""Rows in which the header is looked for; some years have a title above it."""


def read(
    path: Path,
    addresses: Addresses,
    year: int | None = None,
    gemeenten: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Read a workbook.

    Parameters
    ----------
    path : Path
        kwb-{year}.xlsx as CBS publishes it.
    addresses : Addresses
        Says which years are provisional.
    year : int or None
        Its year; None takes the one in its name.
    gemeenten : iterable of str or None
        Codes of the gemeenten to keep, with their wijken and buurten; None for all.

    Returns
    -------
    DataFrame
        `rudc_map.sources.tidy.TIDY_COLUMNS`; areas of the vintage `year`.

    Raises
    ------
    SourceError
        If it is no such workbook, or a column that must be there is not.
    """
    of_year = year if year is not None else year_in_name(path)
    cells = chosen_areas(_cells(path, of_year), gemeenten)
    return tidy_key_figures(cells, of_year, addresses, str(path))


def fetch(
    http: Http,
    addresses: Addresses,
    year: int,
    folder: Path,
    gemeenten: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Fetch the workbook of a year into `folder`, and read it."""
    url = _address(addresses, year)
    path = http.download(url, folder / f"kwb-{year}.xlsx")
    return read(path, addresses, year, gemeenten)


def plan(http: Http, addresses: Addresses, year: int) -> list[Planned]:
    """Say what `fetch` would fetch; the site is asked how large it is."""
    return [planned_file(http, _address(addresses, year))]


def year_in_name(path: Path) -> int:
    """The year in the name of a workbook.

    Raises
    ------
    SourceError
        If there is none, or more than one.

    Examples
    --------
    >>> year_in_name(Path("kwb2024.xlsx"))
    2024
    """
    years = set(re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", path.name))
    if len(years) != 1:
        raise SourceError(f"{path} has no year in its name; call it kwb-2024.xlsx, say")
    return int(years.pop())


def _address(addresses: Addresses, year: int) -> str:
    workbooks = addresses.statline(SOURCE).workbooks
    if year not in workbooks:
        raise SourceError(
            f"{addresses.path} lists no workbook for {year}, only for "
            f"{', '.join(map(str, sorted(workbooks)))}; add it there or import a local file"
        )
    return workbooks[year]


def _cells(path: Path, year: int) -> pd.DataFrame:
    """The cells of the figures, index: the codes of the areas."""
    if path.suffix.lower() == ".xls":
        raise SourceError(f"{path} is an old .xls workbook; save it as .xlsx")
    weigh(path)
    try:
        with (
            warnings.catch_warnings(action="ignore"),  # about styles, which are not read
            closing(load_workbook(path, read_only=True, data_only=True, keep_links=False)) as book,
        ):
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                found = _table(path, sheet.iter_rows(values_only=True), year)
                if found is not None:
                    return found
    except SourceError:
        raise
    except Exception as error:  # openpyxl raises what its parts raise, of every kind
        raise SourceError(
            f"{path} cannot be read as a workbook ({error}); download it again"
        ) from error
    raise SourceError(
        f"{path} has no sheet with a column {CODES[0]}; take kwb-{{year}}.xlsx as CBS publishes it"
    )


def _table(path: Path, rows: Iterator[tuple[Any, ...]], year: int) -> pd.DataFrame | None:
    """The table on a sheet, None if the sheet holds another thing."""
    for head in islice(rows, HEADER_WITHIN):
        names = [str(name).strip().lower() if name is not None else "" for name in head]
        code = next((names.index(name) for name in CODES if name in names), None)
        if code is not None:
            return _columns(path, names, code, rows, year)
    return None


def _columns(
    path: Path, names: list[str], code: int, rows: Iterator[tuple[Any, ...]], year: int
) -> pd.DataFrame:
    """Keep only the columns of figures while the rows are read."""

    def find(variable: Variable) -> str | None:
        return next((name for name in variable.workbook if name in names), None)

    columns = choose_columns(SOURCE, year, find, str(path))
    places = [names.index(name) for name in columns]
    codes: list[str] = []
    cells: list[tuple[Any, ...]] = []
    for number, row in enumerate(rows, start=1):
        if number > MAX_SHEET_ROWS:
            raise SourceError(f"{path} has a sheet with more rows than Excel knows")
        if code < len(row) and row[code] is not None:
            codes.append(str(row[code]).strip())
            cells.append(tuple(row[place] if place < len(row) else None for place in places))
    if len(set(codes)) != len(codes):
        twice = next(name for name in codes if codes.count(name) > 1)
        raise SourceError(f"{path} has {twice} twice; download it again")
    figures = [variable.name for variable in columns.values()]
    return pd.DataFrame(cells, index=pd.Index(codes), columns=figures, dtype=object)
