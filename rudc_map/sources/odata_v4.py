"""StatLine OData version 4: measures, and observations page by page.

Documented at https://www.cbs.nl/nl-nl/onze-diensten/open-data (OData v4). A row of Observations is
one cell: Measure, the area and other dimensions, Value or StringValue, and why there is none in
ValueAttribute. A measure has the same code each year.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from rudc_map.errors import SourceError
from rudc_map.sources.area_parts import COUNTRIES, Part, filter_of, parts_of
from rudc_map.sources.cells import SECRET
from rudc_map.sources.http import Http
from rudc_map.sources.odata_pages import pages

NEXT = "@odata.nextLink"
AT_ONCE = 20
"""Measures asked for in one question, so that its address stays short."""

CONFIDENTIAL = frozenset({"Confidential", "Secret"})
"""What ValueAttribute says of a cell that is kept secret."""


@dataclass(frozen=True, slots=True)
class TableV4:
    """What a table has.

    Parameters
    ----------
    root : str
        Its service root.
    area : str
        The dimension with the areas.
    units : dict of str to str
        The unit of each measure, by its code.
    """

    root: str
    area: str
    units: dict[str, str]


def read_table(http: Http, root: str) -> TableV4:
    """Read which measures a table has, and which dimension holds its areas.

    Raises
    ------
    SourceError
        If it is not described as StatLine describes a table by area.
    """
    measures = [row for page in pages(http, f"{root}/MeasureCodes", {}, NEXT) for row in page]
    dimensions = [row for page in pages(http, f"{root}/Dimensions", {}, NEXT) for row in page]
    try:
        area = next(d["Identifier"] for d in dimensions if d["Kind"].startswith("Geo"))
        units = {row["Identifier"]: row.get("Unit") or "" for row in measures}
    except (KeyError, StopIteration, AttributeError) as error:
        raise SourceError(
            f"{root}/MeasureCodes and /Dimensions do not describe a table by area as StatLine "
            "does; see whether the table id is right"
        ) from error
    return TableV4(root, area, units)


def read_observations(
    http: Http, table: TableV4, measures: Iterable[str], gemeenten: Iterable[str] | None = None
) -> pd.DataFrame:
    """Read the cells of some measures.

    Parameters
    ----------
    http : Http
        The client.
    table : TableV4
        The table.
    measures : iterable of str
        Their codes.
    gemeenten : iterable of str or None
        Codes of the gemeenten with their wijken and buurten; None for all areas.

    Returns
    -------
    DataFrame
        index: the areas, one column a measure, the cells as objects: a number, `SECRET` where
        it is kept secret, None where there is none.

    Raises
    ------
    SourceError
        If there are no cells at all, one comes twice, or a row is not as described.
    """
    codes = list(measures)
    groups = [codes[start : start + AT_ONCE] for start in range(0, len(codes), AT_ONCE)]
    parts: list[Part] = [()] if gemeenten is None else parts_of(gemeenten)
    questions = [(group, part) for group in groups for part in parts]

    def ask(question: tuple[list[str], Part]) -> list[dict[str, Any]]:
        group, part = question
        chosen = " or ".join(f"Measure eq '{code}'" for code in group)
        filters = [f"({chosen})", *([filter_of(table.area, part)] if part else [])]
        select = f"Measure,ValueAttribute,Value,StringValue,{table.area}"
        params = {"$filter": " and ".join(filters), "$select": select}
        url = f"{table.root}/Observations"
        return [row for page in pages(http, url, params, NEXT) for row in page]

    rows = [row for answer in http.each(ask, questions) for row in answer]
    return _wide(table, rows)


def _wide(table: TableV4, rows: list[dict[str, Any]]) -> pd.DataFrame:
    where = f"{table.root}/Observations"
    if not any(str(row.get(table.area, ".")).strip() not in COUNTRIES for row in rows):
        raise SourceError(
            f"{where} has no observations; see whether the areas exist in this vintage"
        )
    try:
        cells = [(row[table.area].strip(), row["Measure"].strip(), _cell(row)) for row in rows]
    except (KeyError, AttributeError) as error:
        raise SourceError(
            f"{where} sends rows without {error}; it does not answer as described"
        ) from error
    frame = pd.DataFrame(cells, columns=["area", "measure", "cell"]).astype(object)
    twice = frame.duplicated(["area", "measure"])
    if twice.any():
        first = frame[twice].iloc[0]
        raise SourceError(
            f"{where} sends {first['measure']} of {first['area']} twice ({twice.sum():,} rows in "
            "all); its service repeats a page, try again later"
        )
    return frame.pivot(index="area", columns="measure", values="cell")


def _cell(row: dict[str, Any]) -> Any:
    """The number or text of a cell; `SECRET` where it is kept secret."""
    value = row["Value"] if row.get("Value") is not None else row.get("StringValue")
    if value is None and row.get("ValueAttribute") in CONFIDENTIAL:
        return SECRET
    return value
