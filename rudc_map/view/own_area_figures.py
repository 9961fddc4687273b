"""What is known of an area that a user drew or put together."""

from __future__ import annotations

from typing import Any

from rudc_map.analysis.intervals import SMALL_COUNT
from rudc_map.indicators.intervals import interval_method
from rudc_map.indicators.own_areas import inhabitants, own_parts
from rudc_map.indicators.unions import taken_as_one
from rudc_map.view.numbers import GUARD_DIGITS, by_code, number, numbers
from rudc_map.view.query import Query

MOST_SHARES = 400
"""Areas whose share is listed: the largest shares."""


def own_area_data(query: Query) -> dict[str, Any]:
    """The parts of an own area and its value in every period of an indicator.

    Returns
    -------
    dict
        ``parts`` (number of areas), ``level`` (theirs; null where they are of several),
        ``shares`` (by code, the largest first), ``inhabitants``, ``area`` [km2], ``by``,
        ``how``, ``values``, ``lower``, ``upper`` and ``small`` (each one a period; null without
        an interval; small is true where the value rests on few events), ``unknown`` (parts
        without a value) and ``coverage`` (share of the weight that is known), both in the latest
        period, and ``outside``.
    """
    dataset, indicator, own = query.dataset, query.indicator, query.own
    found = own_parts(dataset, own, indicator.levels)
    taken = [taken_as_one(dataset, indicator, p, found.shares) for p in indicator.periods]
    finest = indicator.decimals + GUARD_DIGITS
    limited = interval_method(dataset, indicator) is not None
    largest = found.shares.sort_values(ascending=False, kind="stable")[:MOST_SHARES]
    return {
        "parts": len(found.shares),
        "level": found.level,
        "shares": by_code(largest, 4),
        "inhabitants": number(inhabitants(dataset, found.shares), 0),
        "area": number(found.area, 1),
        "by": own.by,
        "how": taken[-1].how,
        "values": numbers(t.value for t in taken),
        "lower": numbers((t.lower for t in taken), finest) if limited else None,
        "upper": numbers((t.upper for t in taken), finest) if limited else None,
        "small": [t.count < SMALL_COUNT for t in taken] if limited else None,
        "unknown": taken[-1].parts - taken[-1].known,
        "coverage": number(taken[-1].coverage, 4),
        "outside": found.outside,
    }
