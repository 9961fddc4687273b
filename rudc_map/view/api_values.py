"""The values of an indicator for the public API: of a level at one moment, of areas over time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

import pandas as pd

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.compute import IndicatorValues, indicator_values
from rudc_map.indicators.places import by_level
from rudc_map.model import Indicator
from rudc_map.view.api_answers import Known, Moment, Series, Value, Values
from rudc_map.view.api_paging import page_of
from rudc_map.view.api_query import ApiQuery, level_of_area
from rudc_map.view.figures_files import safe_cell
from rudc_map.view.numbers import number
from rudc_map.view.values import SHARE_DECIMALS

COLUMNS = (
    *("code", "naam", "indicator", "niveau", "periode", "waarde", "eenheid"),
    *("ontbreekt", "geschat", "status", "bron"),
)
"""The columns of the values as CSV; new ones are only ever added at the end."""


def api_values(query: ApiQuery) -> Values:
    """The values of the areas of a level, each a number or why there is none."""
    dataset, indicator, level = query.dataset, query.indicator, query.level
    shown = indicator_values(dataset, indicator, level, query.period)
    page = page_of(query.codes, query)
    names = dataset.areas["name"]
    rows: list[Value] = [
        {"code": code, "naam": names[code], **known}
        for code, known in zip(page.rows, _known(shown, page.rows), strict=True)
    ]
    return {
        "indicator": indicator.id,
        "niveau": level,
        "periode": query.period,
        "eenheid": indicator.unit.nl,
        "bron": attributions(dataset, indicator),
        "totaal": page.total,
        "volgende": page.following,
        "waarden": rows,
    }


def values_csv(body: Values) -> str:
    """An answer of `api_values` as CSV: UTF-8, commas, decimal points, CRLF (RFC 4180)."""
    same: dict[str, Any] = {
        "indicator": body["indicator"],
        "niveau": body["niveau"],
        "periode": body["periode"],
        "eenheid": body["eenheid"],
        "bron": "; ".join(body["bron"]),
    }
    written = io.StringIO(newline="")
    table = csv.writer(written)
    table.writerow(COLUMNS)
    for row in body["waarden"]:
        cells = {**same, **row}
        table.writerow([safe_cell(cells[column]) for column in COLUMNS])
    return written.getvalue()


def api_series(query: ApiQuery) -> Series:
    """The values of areas, of any level, in every period of an indicator."""
    dataset, indicator = query.dataset, query.indicator
    names = dataset.areas["name"]
    moments: dict[str, list[Moment]] = {code: [] for code in query.areas}
    for level, codes in by_level(pd.Index(query.areas)).items():
        for period in indicator.periods:
            shown = indicator_values(dataset, indicator, level, period)
            for code, known in zip(codes, _known(shown, codes), strict=True):
                moments[code].append({"periode": period, **known})
    return {
        "indicator": indicator.id,
        "eenheid": indicator.unit.nl,
        "bron": attributions(dataset, indicator),
        "gebieden": [
            {"code": code, "naam": names[code], "niveau": level_of_area(code), "reeks": of_area}
            for code, of_area in moments.items()
        ],
    }


def attributions(dataset: Dataset, indicator: Indicator) -> list[str]:
    """What has to be shown with the values of an indicator."""
    return [dataset.sources[source].attribution for source in indicator.sources]


def _known(shown: IndicatorValues, codes: Iterable[str]) -> list[Known]:
    """The value of each area, or why there is none, and how sure it is."""
    wanted = list(codes)
    columns = (shown.values, shown.missing, shown.inexact, shown.status)
    return [
        {
            "waarde": number(value),
            "ontbreekt": reason,
            "geschat": number(inexact, SHARE_DECIMALS),
            "status": status,
        }
        for value, reason, inexact, status in zip(
            *(column.loc[wanted] for column in columns), strict=True
        )
    ]
