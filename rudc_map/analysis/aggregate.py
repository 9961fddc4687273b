"""The value of a union of areas, by an indicator's declared rule."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rudc_map.model import Aggregate, Aggregation, MissingReason

MIN_COVERAGE = 0.9
"""A weighted mean is given where areas with at least this share of the weight have a value."""


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
    where the others carry at least 90% of the weight.

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
    if weights is None:
        raise ValueError("a weighted mean needs weights")
    return _weighted_means(values, weights, groups)


def _sums(values: pd.Series, missing: pd.Series, groups: pd.Series) -> pd.Series:
    unknown = values.isna() & (missing != MissingReason.NO_INHABITANTS)
    total = values.groupby(groups).sum(min_count=1)
    return total.mask(unknown.groupby(groups).any())


def _weighted_means(values: pd.Series, weights: pd.Series, groups: pd.Series) -> pd.Series:
    weight = weights.reindex(values.index).fillna(0.0)
    known = weight.where(values.notna(), 0.0)
    total = known.groupby(groups).sum()
    coverage = total / weight.groupby(groups).sum().replace(0.0, np.nan)
    mean = (values * known).groupby(groups).sum() / total.replace(0.0, np.nan)
    return mean.where(coverage >= MIN_COVERAGE)
