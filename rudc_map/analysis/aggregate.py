"""The value of a union of areas, by an indicator's declared rule."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from rudc_map.model import Aggregate, Aggregation, MissingReason

MIN_COVERAGE = 0.9
"""A weighted mean is given where areas with at least this share of the weight have a value."""

MOST_INCOMPARABLE = 0.01
"""... and where no more of it than this is of areas that cannot be compared: in other years these
do count, so that a line over the years would show that they were left out."""


class Combined(StrEnum):
    """How the value of a union was made from those of its parts."""

    SUM = "som"
    MEAN = "gewogen_gemiddelde"
    MEDIAN = "mediaan"


_COMBINED = {
    Aggregate.SUM: Combined.SUM,
    Aggregate.WEIGHTED_MEAN: Combined.MEAN,
    Aggregate.NONE: Combined.MEDIAN,
}


@dataclass(frozen=True)
class Union:
    """The value of a union of areas, and how much of it is known.

    Parameters
    ----------
    value : float
        NaN where it is unknown.
    how : Combined
        How it was made.
    parts : int
        Number of areas that belong to the union, in whole or in part.
    known : int
        Number of these with a value.
    coverage : float
        Share of the weight that the parts with a value carry, 0 to 1. The weight is that of the
        mean; for a sum the share of each part, for a median 1 a part, in both cases 0 for a part
        without inhabitants.
    """

    value: float
    how: Combined
    parts: int
    known: int
    coverage: float


def aggregate(
    values: pd.Series,
    missing: pd.Series,
    rule: Aggregation,
    weights: pd.Series | None = None,
    groups: pd.Series | None = None,
) -> pd.Series:
    """Aggregate the values of areas to one value a group.

    A sum is given only where no part of the group has an unknown value; an area without
    inhabitants adds nothing. A weighted mean leaves out the areas without a value, and is given
    where the others carry at least 90% of the weight, and areas that cannot be compared with
    another year at most 1%.

    Parameters
    ----------
    values : pd.Series of float
        Value an area, NaN where missing.
    missing : pd.Series of MissingReason or None
        Why a value is missing, on the same index.
    rule : Aggregation
        Sum, weighted mean or not at all.
    weights : pd.Series of float, optional
        For a weighted mean: the weight of each area (>= 0; NaN counts as 0).
    groups : pd.Series of str, optional
        The group of each area, on the same index; all areas are one group ``""`` by default.

    Returns
    -------
    pd.Series of float
        Value a group, sorted by group; NaN where the rule gives none.

    Examples
    --------
    >>> from rudc_map.model import mean_by
    >>> values = pd.Series([10.0, 20.0], index=["BU1", "BU2"])
    >>> none = pd.Series([None, None], index=values.index, dtype=object)
    >>> weights = pd.Series([1.0, 3.0], index=values.index)
    >>> float(aggregate(values, none, mean_by("a_inw"), weights).iloc[0])
    17.5
    """
    if groups is None:
        groups = pd.Series("", index=values.index)
    if rule.how is Aggregate.NONE:
        return pd.Series(np.nan, index=pd.Index(sorted(groups.unique())), dtype=float)
    if rule.how is Aggregate.SUM:
        return _sums(values, missing, groups)
    return _weighted_means(values, missing, _given(weights), groups)


def union(
    values: pd.Series,
    missing: pd.Series,
    rule: Aggregation,
    weights: pd.Series | None = None,
    shares: pd.Series | None = None,
) -> Union:
    """Aggregate the values of areas, or of shares of areas, to that of their union.

    A sum adds share * value; a mean is weighted by weight * share; what has no rule of its own
    gets the median of the values, each part counting once. When a value is given follows
    `aggregate`. One whole area has its own value, whatever the rule.

    Parameters
    ----------
    values : pd.Series of float
        Value an area, NaN where missing.
    missing : pd.Series of MissingReason or None
        Why a value is missing, on the same index.
    rule : Aggregation
        Sum, weighted mean or not at all.
    weights : pd.Series of float, optional
        For a weighted mean: the weight of each area (>= 0; NaN counts as 0).
    shares : pd.Series of float, optional
        How much of each area belongs to the union, 0 to 1, on the same index; areas with 0 are no
        part of it. All areas belong to it as a whole by default.

    Returns
    -------
    Union

    Examples
    --------
    >>> from rudc_map.model import SUM
    >>> values = pd.Series([10.0, 20.0, 40.0], index=["BU1", "BU2", "BU3"])
    >>> none = pd.Series(None, index=values.index, dtype=object)
    >>> shares = pd.Series([1.0, 0.5, 0.0], index=values.index)
    >>> union(values, none, SUM, shares=shares)
    Union(value=20.0, how=<Combined.SUM: 'som'>, parts=2, known=2, coverage=1.0)
    """
    if shares is None:
        shares = pd.Series(1.0, index=values.index)
    share = shares.reindex(values.index).fillna(0.0)
    share = share[share > 0]
    part, reason = values[share.index], missing[share.index]
    how = _COMBINED[rule.how]
    known = int(part.notna().sum())
    if part.empty:
        return Union(float("nan"), how, 0, 0, 0.0)
    if len(part) == 1 and share.iloc[0] == 1:
        return Union(float(part.iloc[0]), how, 1, known, float(known))
    inhabited = reason != MissingReason.NO_INHABITANTS
    if how is Combined.SUM:
        weight = share.where(inhabited, 0.0)
        value = aggregate(part * share, reason, rule).iloc[0]
    elif how is Combined.MEAN:
        weight = _given(weights).reindex(part.index).fillna(0.0) * share
        value = aggregate(part, reason, rule, weight).iloc[0]
    else:
        weight = inhabited.astype(float)
        value = part.median()
    total = float(weight.sum())
    coverage = float(weight[part.notna()].sum()) / total if total > 0 else 0.0
    return Union(float(value), how, len(part), known, coverage)


def _given(weights: pd.Series | None) -> pd.Series:
    if weights is None:
        raise ValueError("a weighted mean needs weights")
    return weights


def _sums(values: pd.Series, missing: pd.Series, groups: pd.Series) -> pd.Series:
    unknown = values.isna() & (missing != MissingReason.NO_INHABITANTS)
    total = values.groupby(groups).sum(min_count=1)
    return total.mask(unknown.groupby(groups).any())


def _weighted_means(
    values: pd.Series, missing: pd.Series, weights: pd.Series, groups: pd.Series
) -> pd.Series:
    weight = weights.reindex(values.index).fillna(0.0)
    known = weight.where(values.notna(), 0.0)
    total = known.groupby(groups).sum()
    whole = weight.groupby(groups).sum().replace(0.0, np.nan)
    redrawn = weight.where(missing == MissingReason.NOT_COMPARABLE, 0.0).groupby(groups).sum()
    mean = (values * known).groupby(groups).sum() / total.replace(0.0, np.nan)
    return mean.where((total / whole >= MIN_COVERAGE) & (redrawn / whole <= MOST_INCOMPARABLE))
