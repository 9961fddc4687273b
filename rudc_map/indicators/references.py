"""The value of a region, provincie, gemeente or the country that areas are compared with."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from rudc_map.analysis.aggregate import aggregate
from rudc_map.dataset.store import Dataset
from rudc_map.indicators.compute import indicator_values, values_of_all_sizes
from rudc_map.model import COUNTRY, Indicator, Level, Region


def country_value(dataset: Dataset, indicator: Indicator, period: str) -> float:
    """The published value of the country, else its gemeenten aggregated by the rule; or NaN."""
    return float(indicator_values(dataset, indicator, Level.LAND, period).values[COUNTRY])


def province_values(dataset: Dataset, indicator: Indicator, period: str) -> pd.Series:
    """Value a provincie (index: PV code), aggregated from its gemeenten; NaN where unknown."""
    return indicator_values(dataset, indicator, Level.PROVINCIE, period).values


def gemeente_values(dataset: Dataset, indicator: Indicator, period: str) -> pd.Series:
    """Value a gemeente (index: GM code); NaN where unknown."""
    return indicator_values(dataset, indicator, Level.GEMEENTE, period).values


@lru_cache(maxsize=4096)
def region_value(dataset: Dataset, indicator: Indicator, period: str, region: Region) -> float:
    """The gemeenten of `region` aggregated by the indicator's rule; NaN where it gives none.

    Gemeenten, not buurten, because their figures have no secret values. A region without a list
    of gemeenten is the country.
    """
    if not region.gemeenten:
        return country_value(dataset, indicator, period)
    parts = values_of_all_sizes(dataset, indicator, Level.GEMEENTE, period)
    codes = list(region.gemeenten)
    weight = indicator.aggregation.weight
    weights = dataset.figure(weight, Level.GEMEENTE).values.loc[codes] if weight else None
    whole = aggregate(
        parts.values.loc[codes], parts.missing.loc[codes], indicator.aggregation, weights
    )
    return float(whole.round(indicator.decimals).iloc[0])
