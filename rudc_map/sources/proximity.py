"""Proximity of facilities by wijk and buurt: 86134NED (2024) and 86270NED (2025)."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from rudc_map.sources.addresses import Addresses
from rudc_map.sources.http import Http
from rudc_map.sources.odata_v3 import read_rows, read_table
from rudc_map.sources.planned import Planned, planned_rows
from rudc_map.sources.statline_figures import figure_rows, find_topics, of_areas, with_status
from rudc_map.sources.tidy import tidy
from rudc_map.sources.variables import of_source

SOURCE = "nabijheid"


def fetch(
    http: Http, addresses: Addresses, year: int, gemeenten: Iterable[str] | None = None
) -> pd.DataFrame:
    """Fetch a year of mean distances.

    Parameters
    ----------
    http : Http
        The client.
    addresses : Addresses
        Holds the table of each year.
    year : int
        The year, which is the vintage of the areas as well.
    gemeenten : iterable of str or None
        Codes of the gemeenten with their wijken and buurten (and the country); None for all.

    Returns
    -------
    DataFrame
        `rudc_map.sources.tidy.TIDY_COLUMNS`.

    Raises
    ------
    SourceError
        If the table cannot be had or is not as described.
    """
    root = addresses.nabijheid.root(addresses.table(SOURCE, year))
    table = read_table(http, root)
    columns = find_topics(table, SOURCE, year)
    rows = of_areas(read_rows(http, table, columns, gemeenten), table.area, root)
    rows["period"] = str(year)
    parts = [figure_rows(rows, v, {"value": key}, root) for key, v in columns.items()]
    figures = with_status(pd.concat(parts, ignore_index=True), addresses.nabijheid.provisional)
    return tidy(figures, root)


def plan(addresses: Addresses, year: int, gemeenten: Iterable[str] | None = None) -> list[Planned]:
    """Say what `fetch` would fetch, without asking anyone."""
    root = addresses.nabijheid.root(addresses.table(SOURCE, year))
    return [planned_rows(root, len(of_source(SOURCE)), gemeenten)]
