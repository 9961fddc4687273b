"""A theme at a glance: every indicator of it for several areas, on one scale."""

from __future__ import annotations

from typing import Any

import pandas as pd

from rudc_map.analysis.standardise import spread, standardised_difference
from rudc_map.indicators.compared import Comparison
from rudc_map.indicators.compute import indicator_values
from rudc_map.indicators.places import in_region
from rudc_map.indicators.unions import Taken
from rudc_map.model import Indicator
from rudc_map.view.judgements import Judgement, judgement, seen
from rudc_map.view.numbers import GUARD_DIGITS, number
from rudc_map.view.query import Query
from rudc_map.view.reference import comparison, limits_of_reference


def profile_data(query: Query) -> dict[str, Any]:
    """All indicators of the theme of an indicator, for the areas asked for.

    Returns
    -------
    dict
        ``theme`` (its id) and ``rows``: ``indicator``, ``period`` (the nearest to the one asked
        for), ``reference`` (of the first area), ``referenceBy`` (code -> number or null),
        ``spread`` (robust standard deviation over the areas of the level in the region) and
        ``areas`` (code -> ``value``, ``missing``, ``z``: the difference with its reference in
        units of the spread, and ``judged``: whether that is good news, null where neither is).
        The own area's code is ``EIGEN``. Numbers that add up have no ``spread`` and ``z`` unless
        they are compared with one area: a total says nothing of an area in it.
    """
    layer = query.registry.layer_of(query.indicator.id)
    compared = comparison(query)
    return {
        "theme": layer.id,
        "rows": [_described(query, compared, indicator) for indicator in layer.indicators],
    }


def _described(query: Query, compared: Comparison, indicator: Indicator) -> dict[str, Any]:
    own = query.own if "eigen" in query.given else None
    period = nearest_period(indicator, query.period)
    row = compared.row(indicator, period, query.areas, own)
    scale = _spread(query, indicator, period) if compared.is_fair(indicator) else float("nan")
    finest = indicator.decimals + GUARD_DIGITS
    values = pd.Series({code: taken.value for code, taken in row.taken.items()}, dtype=float)
    differences = values - row.references.reindex(values.index)
    scores = standardised_difference(differences, 0.0, scale)
    limits = limits_of_reference(compared, indicator, period)
    return {
        "indicator": indicator.id,
        "period": period,
        "reference": number(row.references.iloc[0], finest) if len(values) else None,
        "referenceBy": {code: number(value, finest) for code, value in row.references.items()},
        "spread": number(scale, finest),
        "areas": {
            code: {
                "value": number(taken.value),
                "missing": taken.missing,
                "z": number(scores[code], 4),
                "judged": _judged(indicator, taken, row.references[code], limits),
            }
            for code, taken in row.taken.items()
        },
    }


def _judged(
    indicator: Indicator, taken: Taken, reference: float, limits: tuple[float, float] | None
) -> Judgement | None:
    difference = round(taken.value - reference, indicator.decimals)
    if pd.isna(difference):
        return None
    return judgement(indicator, difference, seen(indicator, taken, reference, limits))


def nearest_period(indicator: Indicator, wanted: str) -> str:
    """The period of an indicator that is nearest to another one's; of two as near, the earlier.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> nearest_period(SimpleNamespace(periods=("2020", "2022", "2021-2025")), "2024")
    '2021-2025'
    """

    def distance(period: str) -> int:
        first, last = (int(year) for year in (period[:4], period[-4:]))
        wanted_first, wanted_last = (int(year) for year in (wanted[:4], wanted[-4:]))
        return max(0, first - wanted_last, wanted_first - last)

    if wanted in indicator.periods:
        return wanted
    return min(indicator.periods, key=lambda period: (distance(period), period))


def _spread(query: Query, indicator: Indicator, period: str) -> float:
    values = indicator_values(query.dataset, indicator, query.level, period).values
    return spread(values[in_region(query.dataset, query.level, query.region)])
