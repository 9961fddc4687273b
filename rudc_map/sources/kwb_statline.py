"""Kerncijfers wijken en buurten from StatLine, by OData version 3 or 4."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from rudc_map.sources import odata_v3, odata_v4
from rudc_map.sources.addresses import Addresses
from rudc_map.sources.http import Http
from rudc_map.sources.kwb import SOURCE, tidy_key_figures
from rudc_map.sources.planned import Planned, planned_rows
from rudc_map.sources.statline_figures import choose_columns, find_topics
from rudc_map.sources.variables import Variable, of_source


def fetch(
    http: Http, addresses: Addresses, year: int, gemeenten: Iterable[str] | None = None
) -> pd.DataFrame:
    """Fetch a year of key figures.

    Parameters
    ----------
    http : Http
        The client.
    addresses : Addresses
        Holds the table of each year, and the version of OData to use.
    year : int
        2013 or later.
    gemeenten : iterable of str or None
        Codes of the gemeenten with their wijken and buurten (and the country); None for all.

    Returns
    -------
    DataFrame
        `rudc_map.sources.tidy.TIDY_COLUMNS`; areas of the vintage `year`.

    Raises
    ------
    SourceError
        If the table cannot be had or is not as described.
    """
    root = addresses.kwb.root(addresses.table(SOURCE, year))
    codes = None if gemeenten is None else list(gemeenten)
    read = _cells_v3 if addresses.kwb.protocol == "v3" else _cells_v4
    return tidy_key_figures(read(http, root, year, codes), year, addresses, root)


def plan(addresses: Addresses, year: int, gemeenten: Iterable[str] | None = None) -> list[Planned]:
    """Say what `fetch` would fetch, without asking anyone."""
    root = addresses.kwb.root(addresses.table(SOURCE, year))
    entity = "TypedDataSet" if addresses.kwb.protocol == "v3" else "Observations"
    return [planned_rows(root, len(of_source(SOURCE)), gemeenten, entity=entity)]


def _cells_v3(http: Http, root: str, year: int, gemeenten: list[str] | None) -> pd.DataFrame:
    table = odata_v3.read_table(http, root)
    columns = find_topics(table, SOURCE, year)
    rows = odata_v3.read_rows(http, table, columns, gemeenten).set_index(table.area)
    return rows.rename(columns={key: variable.name for key, variable in columns.items()})


def _cells_v4(http: Http, root: str, year: int, gemeenten: list[str] | None) -> pd.DataFrame:
    table = odata_v4.read_table(http, root)

    def find(variable: Variable) -> str | None:
        for code in variable.v4:
            unit = table.units.get(code)
            if unit is not None and variable.statline_unit in ("", odata_v3.plain_unit(unit)):
                return code
        return None

    columns = choose_columns(SOURCE, year, find, root)
    cells = odata_v4.read_observations(http, table, columns, gemeenten)
    cells = cells.reindex(columns=list(columns))  # a figure that is not published has no cells
    return cells.rename(columns={code: variable.name for code, variable in columns.items()})
