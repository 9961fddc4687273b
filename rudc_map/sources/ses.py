"""Socio-economic status by wijk and buurt, SES-WOA: 85900NED and 86296NED (2014 to 2024)."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from rudc_map.sources.addresses import Addresses
from rudc_map.sources.http import Http
from rudc_map.sources.odata_v3 import read_rows, read_table
from rudc_map.sources.planned import Planned, planned_rows
from rudc_map.sources.statline_figures import (
    figure_rows,
    find_topics,
    limits_beside,
    of_areas,
    of_years,
    with_status,
)
from rudc_map.sources.tidy import tidy
from rudc_map.sources.variables import of_source

SOURCE = "ses"
PERIOD = "Perioden"
VINTAGE = 2025
YEARS = 11


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
        `rudc_map.sources.tidy.TIDY_COLUMNS`; lower and upper where the table has the limits
        beside a figure, under the same heading.

    Raises
    ------
    SourceError
        If the table cannot be had or is not as described.
    """
    root = addresses.ses.root(addresses.table(SOURCE, vintage))
    table = read_table(http, root)
    columns = find_topics(table, SOURCE, vintage)
    limits = {key: limits_beside(table, key) for key in columns}
    beside = [column for found in limits.values() for column in found.values()]
    wanted = list(dict.fromkeys([PERIOD, *columns, *beside]))
    rows = of_areas(read_rows(http, table, wanted, gemeenten), table.area, root)
    rows = of_years(rows, PERIOD, root)
    parts = [
        figure_rows(rows, variable, {"value": key, **limits[key]}, root)
        for key, variable in columns.items()
    ]
    figures = with_status(pd.concat(parts, ignore_index=True), addresses.ses.provisional)
    return tidy(figures, root)


def plan(
    addresses: Addresses, gemeenten: Iterable[str] | None = None, vintage: int = VINTAGE
) -> list[Planned]:
    """Say what `fetch` would fetch, without asking anyone."""
    root = addresses.ses.root(addresses.table(SOURCE, vintage))
    return [planned_rows(root, len(of_source(SOURCE)) + 6, gemeenten, YEARS)]
