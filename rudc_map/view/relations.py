"""How an indicator goes together with another one, or with all others."""

from __future__ import annotations

from typing import Any

import pandas as pd

from rudc_map.analysis.association import association, correlations
from rudc_map.indicators.compute import indicator_values
from rudc_map.indicators.places import in_region
from rudc_map.model import Indicator
from rudc_map.view.levels import shown_levels
from rudc_map.view.numbers import number
from rudc_map.view.query import Query

FEWEST = 10
"""Areas with both values below which no relation is listed."""

RHO_DECIMALS = 4


def relation_data(query: Query) -> dict[str, Any]:
    """How the second indicator (y) goes with the first (x), among the areas of the region.

    Returns
    -------
    dict
        ``n`` (areas with both), ``rho`` and ``p`` (Spearman), ``slope``, ``intercept``,
        ``slopeLow`` and ``slopeHigh`` (Theil-Sen, in the units of y and x, 95% limits).
    """
    x = _inside(query, query.indicator, query.period)
    y = _inside(query, *query.second)
    found = association(x.to_numpy(), y.to_numpy())
    return {
        "n": found.n,
        "rho": number(found.rho, RHO_DECIMALS),
        "p": _significant(found.p_value),
        "slope": _significant(found.slope),
        "intercept": _significant(found.intercept),
        "slopeLow": _significant(found.slope_low),
        "slopeHigh": _significant(found.slope_high),
    }


def related_data(query: Query) -> dict[str, Any]:
    """The other indicators that go with this one, the strongest rank correlation first.

    Returns
    -------
    dict
        ``n`` (areas with a value) and ``related``: id, period (the latest), ``rho``, ``n`` (areas
        with both), ``p``, and ``same`` true for another form of the same figure.
    """
    target = _inside(query, query.indicator, query.period)
    others = {
        other.id: _inside(query, other, other.periods[-1])
        for other in query.registry.indicators
        if other.id != query.indicator.id and query.level in shown_levels(other)
    }
    found = correlations(target, pd.DataFrame(others, index=target.index), FEWEST)
    related = []
    for id_, row in found.iterrows():
        other = query.registry.get(str(id_))
        described = {
            "indicator": other.id,
            "period": other.periods[-1],
            "rho": number(row["rho"], RHO_DECIMALS),
            "n": int(row["n"]),
            "p": _significant(row["p_value"]),
        }
        same = figures_of(other) & figures_of(query.indicator)
        related.append({**described, "same": True} if same else described)
    return {"n": int(target.notna().sum()), "related": related}


def figures_of(indicator: Indicator) -> frozenset[str]:
    """The figures an indicator is about: its inputs, without what they are only divided by."""
    inputs = {i.variable for i in indicator.inputs}
    return frozenset(inputs - {indicator.denominator} or inputs)


def _inside(query: Query, indicator: Indicator, period: str) -> pd.Series:
    """The values of the areas of the region; NaN where missing."""
    values = indicator_values(query.dataset, indicator, query.level, period).values
    return values[in_region(query.dataset, query.level, query.region)]


def _significant(value: float, digits: int = 6) -> float | None:
    """A number of any size to as many significant digits."""
    return number(float(f"{value:.{digits}g}"))
