"""How sure the values of an indicator are: their 95% limits, for the map."""

from __future__ import annotations

from typing import Any

import numpy as np

from rudc_map.analysis.intervals import SMALL_COUNT
from rudc_map.errors import InputError
from rudc_map.indicators.intervals import intervals
from rudc_map.view.numbers import GUARD_DIGITS, numbers
from rudc_map.view.query import Query


def intervals_data(query: Query) -> dict[str, Any]:
    """The limits of every area of a level, in geometry order.

    Returns
    -------
    dict
        ``lower`` and ``upper`` (null where there is no value), ``small`` (positions of the areas
        with few events) and ``method``.

    Raises
    ------
    InputError
        With status 404, for an indicator without an interval.
    """
    indicator = query.indicator
    found = intervals(query.dataset, indicator, query.level, query.period)
    if found is None:
        raise InputError(
            f"'{indicator.id}' heeft geen interval: alleen cijfers over getelde gebeurtenissen "
            "hebben er een.",
            f"'{indicator.id}' has no interval: only figures of counted events have one.",
            status=404,
        )
    finest = indicator.decimals + GUARD_DIGITS
    return {
        "lower": numbers(found.lower, finest),
        "upper": numbers(found.upper, finest),
        "small": np.flatnonzero(found.counts < SMALL_COUNT).tolist(),
        "method": found.method,
    }
