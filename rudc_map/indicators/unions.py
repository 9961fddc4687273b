"""The value of several areas, or parts of areas, taken as one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from rudc_map.analysis.aggregate import Combined, Union, union
from rudc_map.dataset.store import Dataset
from rudc_map.indicators.compute import (
    events_where_nobody_lives,
    indicator_values,
    values_of_all_sizes,
)
from rudc_map.indicators.intervals import intervals, limits_of_rate
from rudc_map.indicators.places import by_level
from rudc_map.indicators.totals import total
from rudc_map.model import Indicator, Level, MissingReason, level_of

SINGLE = "eigen"
"""How the value of one whole area was made: it is its own."""


@dataclass(frozen=True)
class Taken:
    """The value of areas taken as one.

    Attributes
    ----------
    value : float
        In the indicator's unit, rounded to its decimals (a median to one more); NaN where unknown.
    how : str
        "som", "gewogen_gemiddelde", "mediaan" (of an indicator without a rule) or "eigen" (the
        own value of one whole area).
    parts, known : int
        Number of areas, and of those with a value.
    coverage : float
        Share of the weight that the known parts carry, 0 to 1.
    lower, upper : float
        95% limits, from the summed count of a rate; NaN without an interval.
    count : float
        The number of events a rate rests on; NaN where it is not known.
    missing : MissingReason or None
        Why there is no value.
    """

    value: float
    how: str
    parts: int
    known: int
    coverage: float
    lower: float
    upper: float
    count: float
    missing: MissingReason | None


def taken_as_one(
    dataset: Dataset,
    indicator: Indicator,
    period: str,
    shares: pd.Series,
    *,
    with_limits: bool = True,
) -> Taken:
    """The value of the union of areas, or of shares of areas.

    One whole area has its own value, as published. Others are aggregated by the indicator's rule
    from values of all sizes of area, as a region is; where their denominators together stay below
    the smallest for which the indicator is shown, there is no value. Events where nobody lives
    count in a rate, as they do in the published one of a gemeente.

    Parameters
    ----------
    dataset, indicator, period
        What is taken.
    shares : pd.Series of float
        How much of each area belongs to it, 0 to 1. Index: codes, of any levels, none lying in
        another.
    with_limits : bool
        False leaves the limits of a union out, which saves time.
    """
    shares = shares[shares > 0]
    if len(shares) == 1 and shares.iloc[0] == 1:
        return _own_value(dataset, indicator, period, str(shares.index[0]))
    values, missing = _values(dataset, indicator, period, shares.index)
    weight = indicator.aggregation.weight
    weights = totals(dataset, weight, shares.index, period) if weight else None
    whole = union(values, missing, indicator.aggregation, weights, shares)
    reason = _commonest(missing) if pd.isna(whole.value) else None
    if indicator.denominator is None:
        return _taken(indicator, whole, reason)
    denominators = totals(dataset, indicator.denominator, shares.index, period) * shares
    if pd.notna(whole.value) and denominators.sum() < indicator.min_denominator:
        return _taken(indicator, replace(whole, value=float("nan")), MissingReason.TOO_FEW)
    known = float(denominators[values.notna()].sum())
    if indicator.events_per is not None and known > 0:
        more = float((_events_of_nobody(dataset, indicator, period, shares.index) * shares).sum())
        whole = replace(whole, value=whole.value + indicator.events_per * more / known)
    if not with_limits:
        return _taken(indicator, whole, reason)
    found = limits_of_rate(indicator, pd.Series([whole.value]), pd.Series([known]))
    return _taken(indicator, whole, reason, *(float(series.iloc[0]) for series in found))


def whole_areas(codes: Iterable[str]) -> pd.Series:
    """Shares of areas that belong to something as a whole."""
    return pd.Series(1.0, index=pd.Index(list(codes), dtype=object))


def totals(dataset: Dataset, variable: str, codes: pd.Index, period: str) -> pd.Series:
    """A figure that adds up, in the period nearest to `period`, for areas of any levels."""
    of_levels = [
        total(dataset, variable, level, period)[inside] for level, inside in by_level(codes).items()
    ]
    of_all: pd.Series = pd.concat(of_levels)
    return of_all.reindex(codes)


def _events_of_nobody(
    dataset: Dataset, indicator: Indicator, period: str, codes: pd.Index
) -> pd.Series:
    of_levels = [
        events_where_nobody_lives(dataset, indicator, level, period)[inside]
        for level, inside in by_level(codes).items()
    ]
    of_all: pd.Series = pd.concat(of_levels)
    return of_all


def _values(
    dataset: Dataset, indicator: Indicator, period: str, codes: pd.Index
) -> tuple[pd.Series, pd.Series]:
    """Values of all sizes, not rounded, and why they are missing, for areas of any levels."""
    found = [
        (values_of_all_sizes(dataset, indicator, level, period), inside)
        for level, inside in by_level(codes).items()
    ]
    values = pd.concat([known.values[inside] for known, inside in found])
    missing = pd.concat([known.missing[inside] for known, inside in found])
    return values[codes], missing[codes]


def _own_value(dataset: Dataset, indicator: Indicator, period: str, code: str) -> Taken:
    level = level_of(code) or Level.LAND
    shown = indicator_values(dataset, indicator, level, period)
    limits = intervals(dataset, indicator, level, period)
    known = int(pd.notna(shown.values[code]))
    return Taken(
        value=float(shown.values[code]),
        how=SINGLE,
        parts=1,
        known=known,
        coverage=float(known),
        lower=float(limits.lower[code]) if limits else float("nan"),
        upper=float(limits.upper[code]) if limits else float("nan"),
        count=float(limits.counts[code]) if limits else float("nan"),
        missing=shown.missing[code],
    )


def _taken(
    indicator: Indicator,
    whole: Union,
    missing: MissingReason | None,
    lower: float = float("nan"),
    upper: float = float("nan"),
    count: float = float("nan"),
) -> Taken:
    finest = indicator.decimals + (whole.how is Combined.MEDIAN)
    return Taken(
        value=round(whole.value, finest),
        how=whole.how.value,
        parts=whole.parts,
        known=whole.known,
        coverage=whole.coverage,
        lower=lower,
        upper=upper,
        count=count,
        missing=missing,
    )


def _commonest(missing: pd.Series) -> MissingReason:
    """The reason that most of the parts without a value have."""
    reasons = [reason for reason in missing if reason is not None]
    return max(MissingReason, key=reasons.count) if reasons else MissingReason.NOT_PUBLISHED
