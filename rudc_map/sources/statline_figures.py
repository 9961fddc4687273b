"""From the columns of a StatLine table to figures of variables.toml, a row an area and period."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from rudc_map.errors import SourceError
from rudc_map.model import COUNTRY, FigureStatus
from rudc_map.sources.area_parts import COUNTRIES
from rudc_map.sources.cells import read_cells
from rudc_map.sources.odata_v3 import TableV3, Topic
from rudc_map.sources.tidy import CODE
from rudc_map.sources.variables import Variable, of_source

LIMITS = {"lower": "ondergrens", "upper": "bovengrens"}
"""What the title of a column with a 95% limit holds."""


def choose_columns(
    source: str, year: int, find: Callable[[Variable], str | None], where: str
) -> dict[str, Variable]:
    """Choose the column of each figure in a table.

    Parameters
    ----------
    source : str
        The source of the figures.
    year : int
        The year of the table.
    find : callable
        Gives the column of a figure, None if the table has none.
    where : str
        The table, for the message.

    Returns
    -------
    dict of str to Variable
        By column.

    Raises
    ------
    SourceError
        If a figure that must be there in this year is not.
    """
    chosen: dict[str, Variable] = {}
    absent: list[Variable] = []
    for variable in of_source(source):
        column = find(variable)
        if column is not None:
            chosen[column] = variable
        elif variable.is_expected(year):
            absent.append(variable)
    if absent:
        names = ", ".join(f"{v.title.nl} ({v.name})" for v in absent)
        units = ", ".join(sorted({v.statline_unit or "any" for v in absent}))
        raise SourceError(
            f"{where} has no column for {names}, or with another unit than "
            f"{units}; if CBS renamed it, add the "
            "new name in geodata/variables.toml"
        )
    return chosen


def find_topics(table: TableV3, source: str, year: int) -> dict[str, Variable]:
    """Find the column of each figure of a source in a table of OData v3.

    Returns
    -------
    dict of str to Variable
        By the key of the column.

    Raises
    ------
    SourceError
        If a figure that must be there in this year is not.
    """
    return choose_columns(source, year, lambda variable: topic_of(table, variable), table.root)


def topic_of(table: TableV3, variable: Variable) -> str | None:
    """The key of the column that holds a figure, by the first of its names that is there."""
    topics = (table.find(spec, variable.statline_unit) for spec in variable.v3)
    return next((topic.key for topic in topics if topic is not None), None)


def limits_beside(table: TableV3, key: str) -> dict[str, str]:
    """Find the columns with the 95% limits of a figure: under the same heading, by their titles.

    Returns
    -------
    dict of str to str
        "lower" and "upper" to the key of the column; without what is not there.
    """
    by_key = {topic.key: topic for topic in table.topics}
    groups = by_key[key].groups
    beside = [topic for topic in table.topics if groups and topic.groups == groups]

    def named(word: str) -> Topic | None:
        return next((topic for topic in beside if word in topic.title.lower()), None)

    found = {limit: named(word) for limit, word in LIMITS.items()}
    return {limit: topic.key for limit, topic in found.items() if topic is not None}


def of_areas(rows: pd.DataFrame, area: str, where: str) -> pd.DataFrame:
    """Keep the rows of areas that CBS divides the country in; the country has one code.

    Raises
    ------
    SourceError
        If there are none.
    """
    code = rows[area].where(~rows[area].isin(COUNTRIES), COUNTRY)
    kept = rows.assign(code=code)[code.str.fullmatch(CODE)]
    if kept.empty:
        raise SourceError(f"{where} has no areas with a code such as GM0014; see what it holds")
    return kept.reset_index(drop=True)


def of_years(rows: pd.DataFrame, period: str, where: str) -> pd.DataFrame:
    """Keep the rows of whole years (2024JJ00), with the year as their period.

    Raises
    ------
    SourceError
        If there are none.
    """
    year = rows[period].str.extract(r"^(\d{4})JJ00$")[0]
    kept = rows.assign(period=year)[year.notna()]
    if kept.empty:
        raise SourceError(f"{where} has no period such as 2024JJ00; see what it holds")
    return kept.reset_index(drop=True)


def figure_rows(
    rows: pd.DataFrame, variable: Variable, columns: dict[str, str], where: str
) -> pd.DataFrame:
    """Read one figure from rows by area and period.

    Parameters
    ----------
    rows : DataFrame
        code and period, and the columns.
    variable : Variable
        The figure.
    columns : dict of str to str
        "value", and "lower" and "upper" if there are any, to the column that holds them.
    where : str
        The table, for messages.

    Returns
    -------
    DataFrame
        code, variable, period, value, lower, upper and missing.

    Raises
    ------
    SourceError
        If a cell is no number, or a value lies outside its own limits.
    """
    read = {name: read_cells(rows[key], f"{where}, {key}") for name, key in columns.items()}
    figure = rows[["code", "period"]].assign(variable=variable.name)
    for name in ("value", *LIMITS):
        figure[name] = read[name]["value"] if name in read else float("nan")
    figure["missing"] = read["value"]["missing"]
    rounding = 0.051 if variable.unit.nl == "%" else 0.0011
    outside = (figure["value"] < figure["lower"] - rounding) | (
        figure["value"] > figure["upper"] + rounding
    )
    if outside.any():
        first = figure[outside].iloc[0]
        raise SourceError(
            f"{where}: {variable.name} of {first['code']} in {first['period']} is "
            f"{first['value']}, outside its own limits {first['lower']} and {first['upper']}"
        )
    figure["lower"] = figure[["lower", "value"]].min(axis=1, skipna=False)
    figure["upper"] = figure[["upper", "value"]].max(axis=1, skipna=False)
    return figure


def with_status(figures: pd.DataFrame, provisional: Iterable[int]) -> pd.DataFrame:
    """Mark the values of provisional years, unless they have a status already."""
    years = {str(year) for year in provisional}
    status = figures["status"] if "status" in figures else pd.Series(None, index=figures.index)
    status = status.astype(object)
    marked = figures["period"].isin(years) & figures["value"].notna() & status.isna()
    return figures.assign(status=status.mask(marked, FigureStatus.PROVISIONAL))
