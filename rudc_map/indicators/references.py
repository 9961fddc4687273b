"""The value of a region, provincie, gemeente or the country that areas are compared with."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from rudc_map.analysis.aggregate import aggregate
from rudc_map.dataset.store import Dataset
from rudc_map.indicators.compute import indicator_values, values_of_all_sizes
from rudc_map.indicators.memo import per_dataset
from rudc_map.indicators.places import gemeenten_in, in_region, is_complete
from rudc_map.indicators.totals import total
from rudc_map.model import COUNTRY, Aggregate, Indicator, Level, ReferenceKind, Region


@dataclass(frozen=True)
class References:
    """What the areas of a level are compared with in one period; NaN where unknown.

    Attributes
    ----------
    country, region : float
        The value of the country and of the region.
    provinces, gemeenten : pd.Series of float
        Index: code.
    are_medians : bool
        True where the indicator has no rule to aggregate by: country, region and provinces are
        then the medians of the areas in them, False where they follow from the rule.
    """

    country: float
    region: float
    provinces: pd.Series
    gemeenten: pd.Series
    are_medians: bool

    def of_areas(self, kind: ReferenceKind, areas: pd.DataFrame) -> pd.Series:
        """The reference value of each area (index: code), for the kinds that areas lie in."""
        if kind is ReferenceKind.PROVINCE:
            return areas["provincie"].map(self.provinces).astype(float)
        if kind is ReferenceKind.MUNICIPALITY:
            return areas["gemeente"].map(self.gemeenten).astype(float)
        value = self.country if kind is ReferenceKind.COUNTRY else self.region
        return pd.Series(value, index=areas.index, dtype=float)


def references(
    dataset: Dataset, indicator: Indicator, level: Level, period: str, region: Region
) -> References:
    """What the areas of `level` lie in, each with its value.

    The values follow the indicator's declared rule. Where it has none, the country, the region and
    the provincies have the median of the areas of `level` in them that have a value, as far as
    the data set has these areas: the buurten of two provincies say nothing of the country's. A
    gemeente always has its own.
    """
    gemeenten = gemeente_values(dataset, indicator, period)
    if indicator.aggregation.how is not Aggregate.NONE:
        return References(
            country=country_value(dataset, indicator, period),
            region=region_value(dataset, indicator, period, region),
            provinces=province_values(dataset, indicator, period),
            gemeenten=gemeenten,
            are_medians=False,
        )
    values = indicator_values(dataset, indicator, level, period).values
    provinces = dataset.areas.loc[values.index, "provincie"]
    medians = (
        pd.Series(dtype=float) if provinces.isna().all() else values.groupby(provinces).median()
    )
    everywhere = gemeenten_in(dataset, COUNTRY)
    inside = values[in_region(dataset, level, region)]
    known = is_complete(dataset, level, region.gemeenten or everywhere)
    return References(
        country=float(values.median()) if is_complete(dataset, level, everywhere) else math.nan,
        region=float(inside.median()) if known else math.nan,
        provinces=medians.reindex(dataset.codes(Level.PROVINCIE)),
        gemeenten=gemeenten,
        are_medians=True,
    )


def country_value(dataset: Dataset, indicator: Indicator, period: str) -> float:
    """The published value of the country, else its gemeenten aggregated by the rule; or NaN."""
    return float(indicator_values(dataset, indicator, Level.LAND, period).values[COUNTRY])


def province_values(dataset: Dataset, indicator: Indicator, period: str) -> pd.Series:
    """Value a provincie (index: PV code), aggregated from its gemeenten; NaN where unknown."""
    return indicator_values(dataset, indicator, Level.PROVINCIE, period).values


def gemeente_values(dataset: Dataset, indicator: Indicator, period: str) -> pd.Series:
    """Value a gemeente (index: GM code); NaN where unknown."""
    return indicator_values(dataset, indicator, Level.GEMEENTE, period).values


@per_dataset(maxsize=4096)
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
    weights = total(dataset, weight, Level.GEMEENTE, period).loc[codes] if weight else None
    whole = aggregate(
        parts.values.loc[codes], parts.missing.loc[codes], indicator.aggregation, weights
    )
    return float(whole.round(indicator.decimals).iloc[0])
