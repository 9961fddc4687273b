"""Health of adults by wijk and buurt (50150NED, 50120NED): estimates with their 95% limits.

Gezondheidsmonitor Volwassenen en Ouderen of RIVM, GGD and CBS; modelled for buurten, not measured.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from rudc_map.errors import SourceError
from rudc_map.sources.addresses import Addresses
from rudc_map.sources.http import Http
from rudc_map.sources.odata_v3 import TableV3, read_members, read_rows, read_table
from rudc_map.sources.planned import Planned, planned_rows
from rudc_map.sources.statline_export import read_export
from rudc_map.sources.statline_figures import (
    figure_rows,
    find_topics,
    of_areas,
    of_years,
    with_status,
)
from rudc_map.sources.tidy import tidy
from rudc_map.sources.variables import Variable, of_source

SOURCE = "gezondheid"
AGE = "Leeftijd"
ADULTS = "20300"
"""18 years and over."""

MARGINS = "Marges"
MARGIN_CODES = {"value": "MW00000", "lower": "MOG0095", "upper": "MBG0095"}
"""The estimate, and the lower and upper limit of its 95% interval."""

PERIOD = "Perioden"
VINTAGE = 2024


def fetch(
    http: Http,
    addresses: Addresses,
    gemeenten: Iterable[str] | None = None,
    vintage: int = VINTAGE,
) -> pd.DataFrame:
    """Fetch all years of a table.

    Parameters
    ----------
    http : Http
        The client.
    addresses : Addresses
        Holds the tables.
    gemeenten : iterable of str or None
        Codes of the gemeenten with their wijken and buurten (and the country); None for all.
    vintage : int
        The vintage of the areas, which chooses the table.

    Returns
    -------
    DataFrame
        `rudc_map.sources.tidy.TIDY_COLUMNS`, with lower and upper.

    Raises
    ------
    SourceError
        If the table cannot be had or is not as described.
    """
    root = addresses.gezondheid.root(addresses.table(SOURCE, vintage))
    table = read_table(http, root)
    columns = find_topics(table, SOURCE, vintage)
    ages = read_members(http, table, AGE)
    if ADULTS not in ages:
        raise SourceError(f"{root} has no {AGE} {ADULTS!r} (18 and over), only {', '.join(ages)}")
    wanted = [PERIOD, MARGINS, *columns]
    rows = read_rows(http, table, wanted, gemeenten, f"{AGE} eq '{ages[ADULTS]}'")
    return _tidy(rows, table, columns, addresses)


def read(path: Path, addresses: Addresses, vintage: int = VINTAGE) -> pd.DataFrame:
    """Read a raw export of 50150NED or 50120NED; as `fetch`.

    Raises
    ------
    SourceError
        If it is no such table.
    """
    table, rows = read_export(path)
    for name in (PERIOD, MARGINS):
        if name not in table.dimensions:
            raise SourceError(f"{path} has no column {name}; export the raw table of RIVM")
    if AGE in table.dimensions:
        rows = rows[rows[AGE] == ADULTS]
    return _tidy(rows, table, find_topics(table, SOURCE, vintage), addresses)


def plan(
    addresses: Addresses, gemeenten: Iterable[str] | None = None, vintage: int = VINTAGE
) -> list[Planned]:
    """Say what `fetch` would fetch, without asking anyone."""
    root = addresses.gezondheid.root(addresses.table(SOURCE, vintage))
    periods = 5
    cells = len(of_source(SOURCE)) + 3
    return [planned_rows(root, cells, gemeenten, len(MARGIN_CODES) * periods)]


def _tidy(
    rows: pd.DataFrame, table: TableV3, columns: dict[str, Variable], addresses: Addresses
) -> pd.DataFrame:
    """Make the tidy table of the rows of adults."""
    rows = of_years(of_areas(rows, table.area, table.root), PERIOD, table.root)
    estimates = _with_limits(rows, list(columns), table.root)
    parts = [
        figure_rows(
            estimates, variable, {name: f"{key} {name}" for name in MARGIN_CODES}, table.root
        )
        for key, variable in columns.items()
    ]
    figures = with_status(pd.concat(parts, ignore_index=True), addresses.gezondheid.provisional)
    return tidy(figures, table.root)


def _with_limits(rows: pd.DataFrame, columns: list[str], where: str) -> pd.DataFrame:
    """Put the estimate and its limits, which are rows apart, side by side."""
    found = set(rows[MARGINS])
    if MARGIN_CODES["value"] not in found:
        raise SourceError(
            f"{where} has no {MARGINS} {MARGIN_CODES['value']!r}, only "
            f"{', '.join(sorted(found))}; see what it holds"
        )
    keys = ["code", "period"]
    parts: list[pd.DataFrame | pd.Series] = []
    for name, code in MARGIN_CODES.items():
        part = rows[rows[MARGINS] == code].set_index(keys)[columns]
        parts.append(part.rename(columns={column: f"{column} {name}" for column in columns}))
    side_by_side = pd.concat(parts, axis=1).loc[parts[0].index]
    return side_by_side.astype(object).reset_index()
