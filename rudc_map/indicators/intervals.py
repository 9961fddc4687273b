"""The 95% interval of an indicator: published with the figure, or from the count behind a rate."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from rudc_map.analysis.intervals import rate_interval
from rudc_map.analysis.rates import published
from rudc_map.dataset.store import Dataset
from rudc_map.indicators.compute import indicator_values, period_of, values_of_all_sizes
from rudc_map.indicators.memo import per_dataset
from rudc_map.indicators.totals import total
from rudc_map.model import Indicator, Level

COUNT_DECIMALS = 6
"""A count that is worked back from a rate is off by the last bits of a float."""


class Method(StrEnum):
    """Where an interval comes from."""

    BYAR = "byar"
    PUBLISHED = "gepubliceerd"


@dataclass(frozen=True)
class Intervals:
    """The 95% limits of an indicator's values at one level in one period.

    Attributes
    ----------
    lower, upper : pd.Series of float
        In the indicator's unit, index: area code in geometry order; NaN where there is no value
        or no interval.
    counts : pd.Series of float
        Number of events a rate rests on, on the same index; NaN where it is not known.
    method : Method
    """

    lower: pd.Series
    upper: pd.Series
    counts: pd.Series
    method: Method


def interval_method(dataset: Dataset, indicator: Indicator) -> Method | None:
    """How the interval of an indicator is found; None for an indicator without one."""
    if indicator.events_per is not None and indicator.denominator is not None:
        return Method.BYAR
    if indicator.compute is published and dataset.has_bounds(indicator.inputs[0].variable):
        return Method.PUBLISHED
    return None


@per_dataset(maxsize=512)
def intervals(
    dataset: Dataset, indicator: Indicator, level: Level, period: str
) -> Intervals | None:
    """The 95% limits of an indicator; None for an indicator without an interval.

    A rate of counted events is taken as a Poisson count over its denominator (Byar's limits). A
    figure that is shown as published has the limits it was published with.

    Not to be changed: every caller gets the same Series.
    """
    method = interval_method(dataset, indicator)
    if method is None:
        return None
    shown = indicator_values(dataset, indicator, level, period).values
    if method is Method.PUBLISHED:
        figure = indicator.inputs[0]
        at = period_of(dataset, indicator, figure, period, level)
        lower, upper = dataset.bounds(figure.variable, level, at)
        counts = pd.Series(np.nan, index=shown.index)
        return Intervals(lower.where(shown.notna()), upper.where(shown.notna()), counts, method)
    exact = values_of_all_sizes(dataset, indicator, level, period).values.where(shown.notna())
    denominator = total(dataset, str(indicator.denominator), level, period)
    lower, upper, counts = limits_of_rate(indicator, exact, denominator)
    return Intervals(lower, upper, counts, method)


def limits_of_rate(
    indicator: Indicator, rates: pd.Series, denominators: pd.Series
) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Byar's limits of rates of counted events, and the counts: rate * denominator / events_per.

    Parameters
    ----------
    indicator : Indicator
        Any; without ``events_per`` everything is NaN.
    rates : pd.Series of float
        Values of the indicator, not rounded.
    denominators : pd.Series of float
        What they are divided by, on the same index.

    Returns
    -------
    (pd.Series of float, pd.Series of float, pd.Series of float)
        Lower and upper limit in the indicator's unit, and the number of events.
    """
    if indicator.events_per is None:
        unknown = pd.Series(np.nan, index=rates.index)
        return unknown, unknown, unknown
    lower, upper = rate_interval(rates, denominators, indicator.events_per)
    counts = (rates * denominators / indicator.events_per).round(COUNT_DECIMALS)
    return lower, upper, counts
