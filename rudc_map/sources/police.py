"""Recorded crime by wijk and buurt: 47022NED, months added up to years, or 47018NED, years.

The kinds of crime have keys that are padded with blanks, and a question with a wrong padding is
answered with no rows and status 200; the keys are therefore taken from the table itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from rudc_map.errors import SourceError
from rudc_map.model import FigureStatus, MissingReason
from rudc_map.sources.addresses import Addresses
from rudc_map.sources.area_parts import AreaParts
from rudc_map.sources.cells import read_cells
from rudc_map.sources.http import Http
from rudc_map.sources.odata_v3 import TableV3, read_members, read_rows, read_table
from rudc_map.sources.planned import Planned, planned_rows
from rudc_map.sources.statline_export import read_export
from rudc_map.sources.statline_figures import of_areas, topic_of, with_status
from rudc_map.sources.tidy import tidy
from rudc_map.sources.variables import Variable, of_source

SOURCE = "politie"
BY_YEAR = "politie_jaar"
"""The section of sources.toml with the table of years."""

KIND = "SoortMisdrijf"
PERIOD = "Perioden"
MONTHS = 12
VINTAGE = 2024
"""The vintage of the areas of 47022NED."""


def fetch(
    http: Http,
    addresses: Addresses,
    years: Iterable[int],
    gemeenten: Iterable[str] | None = None,
    vintage: int = VINTAGE,
    by_year: bool = False,
) -> pd.DataFrame:
    """Fetch the crimes of some years.

    Parameters
    ----------
    http : Http
        The client.
    addresses : Addresses
        Holds the table.
    years : iterable of int
        2012 or later.
    gemeenten : iterable of str or None
        Codes of the gemeenten with their wijken and buurten (and the country); None for all.
    vintage : int
        The vintage of the areas.
    by_year : bool
        True takes the table of years, a twelfth of the rows, which has no year that is under way.

    Returns
    -------
    DataFrame
        `rudc_map.sources.tidy.TIDY_COLUMNS`; a year of which months are missing for an area is
        the sum of the others, and partial.

    Raises
    ------
    SourceError
        If the table cannot be had or is not as described.
    """
    about = addresses.statline(BY_YEAR if by_year else SOURCE)
    root = about.root(addresses.table(BY_YEAR if by_year else SOURCE, vintage))
    table = read_table(http, root)
    kinds = read_members(http, table, KIND)
    periods = read_members(http, table, PERIOD) if by_year else {}
    areas = AreaParts(gemeenten)
    parts = [
        _year(http, table, variable, kinds, _within(table, year, periods), areas)
        for variable in of_source(SOURCE)
        if variable.kind
        for year in years
    ]
    figures = with_status(pd.concat(parts, ignore_index=True), about.provisional)
    return tidy(figures, root)


def read(path: Path, addresses: Addresses) -> pd.DataFrame:
    """Read a raw export of 47022NED, with months; as `fetch`, for all years in it.

    Raises
    ------
    SourceError
        If it is no such table.
    """
    table, rows = read_export(path)
    for name in (KIND, PERIOD):
        if name not in table.dimensions:
            raise SourceError(f"{path} has no column {name}; export the raw table of the police")
    kinds = {kind: kind for kind in rows[KIND].unique()}
    parts = []
    for variable in of_source(SOURCE):
        if variable.kind in kinds:
            column = _column(table, variable, kinds)
            of_kind = of_areas(rows[rows[KIND] == variable.kind], table.area, str(path))
            parts.append(_sum_of_months(of_kind, column, variable, str(path)))
    if not parts:
        raise SourceError(f"{path} has no {KIND} 0.0.0, all crimes; export it again")
    figures = with_status(pd.concat(parts, ignore_index=True), addresses.politie.provisional)
    return tidy(figures, str(path))


def plan(
    addresses: Addresses,
    years: Iterable[int],
    gemeenten: Iterable[str] | None = None,
    vintage: int = VINTAGE,
) -> list[Planned]:
    """Say what `fetch` would fetch, without asking anyone: one part a year."""
    root = addresses.politie.root(addresses.table(SOURCE, vintage))
    kinds = sum(bool(variable.kind) for variable in of_source(SOURCE))
    codes = None if gemeenten is None else list(gemeenten)
    return [planned_rows(root, 3, codes, MONTHS) for _ in years for _ in range(kinds)]


def _year(
    http: Http,
    table: TableV3,
    variable: Variable,
    kinds: dict[str, str],
    within: str,
    areas: AreaParts,
) -> pd.DataFrame:
    column = _column(table, variable, kinds)
    where = f"{KIND} eq '{kinds[variable.kind]}' and {within}"
    rows = read_rows(http, table, [PERIOD, column], where=where, parts=areas)
    rows = of_areas(rows, table.area, table.root)
    return _sum_of_months(rows, column, variable, table.root)


def _within(table: TableV3, year: int, periods: dict[str, str]) -> str:
    """The filter for a year: its months, or its key where the table has keys of years."""
    if not periods:
        return f"{PERIOD} ge '{year}MM01' and {PERIOD} le '{year}MM12'"
    key = f"{year}JJ00"
    if key not in periods:
        raise SourceError(f"{table.root} has no {key}, only {', '.join(periods)}")
    return f"{PERIOD} eq '{periods[key]}'"


def _column(table: TableV3, variable: Variable, kinds: dict[str, str]) -> str:
    """The column with the counts, if the table has the kind of crime."""
    column = topic_of(table, variable)
    if column is None or variable.kind not in kinds:
        wanted = variable.v3[0] if column is None else f"{KIND} {variable.kind!r}"
        raise SourceError(
            f"{table.root} has no {wanted} for {variable.title.nl}; if the police renamed it, "
            "change it in geodata/variables.toml"
        )
    return column


def _sum_of_months(rows: pd.DataFrame, column: str, variable: Variable, where: str) -> pd.DataFrame:
    """Add months up to years; periods that are years stay as they are."""
    period = rows[PERIOD].str.extract(r"^(?P<year>\d{4})(?:MM(?P<month>\d{2})|JJ00)?$")
    if period["year"].isna().any():
        wrong = rows.loc[period["year"].isna(), PERIOD].iloc[0]
        raise SourceError(f"{where} has a period {wrong!r}, which is no year and no month")
    monthly = bool(period["month"].notna().any())
    cells = read_cells(rows[column], f"{where}, {column}")
    cells["secret"] = cells["missing"] == MissingReason.SECRET
    areas = cells.groupby([rows["code"], period["year"].rename("period")], sort=False)
    years = pd.DataFrame(
        {
            "value": areas["value"].sum(min_count=1),
            "known": areas["value"].count(),
            "secret": areas["secret"].any(),
        }
    )
    years = years.reset_index().assign(variable=variable.name)
    reason = pd.Series(MissingReason.NOT_PUBLISHED, index=years.index, dtype=object)
    years["missing"] = reason.mask(years["secret"], MissingReason.SECRET)
    some = years["known"].between(1, MONTHS - 1) & monthly
    final = pd.Series(None, index=years.index, dtype=object)
    years["status"] = final.mask(some, FigureStatus.PARTIAL)
    return years.drop(columns=["known", "secret"])
