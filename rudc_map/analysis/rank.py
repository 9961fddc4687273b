"""Where an area stands among others: rank with ties and percentile."""

from __future__ import annotations

import pandas as pd

from rudc_map.model import MissingReason

UNPUBLISHED = frozenset(
    {
        MissingReason.NOT_PUBLISHED,
        MissingReason.NOT_AT_LEVEL,
        MissingReason.NOT_COMPARABLE,
    }
)
"""Why a figure is missing that an area could well have had."""


def ranks(values: pd.Series) -> pd.Series:
    """Rank of each value, 1 for the highest; equal values share the best rank ("1224").

    Parameters
    ----------
    values : pd.Series of float
        NaN gets no rank.

    Returns
    -------
    pd.Series of float
        Rank, NaN where the value is missing.

    Examples
    --------
    >>> ranks(pd.Series([5.0, 9.0, 5.0, 1.0])).tolist()
    [2.0, 1.0, 2.0, 4.0]
    """
    return values.rank(method="min", ascending=False)


def mostly_known(values: pd.Series, missing: pd.Series) -> bool:
    """Whether enough areas have a value to speak of a place among all of them.

    The highest of 22 gemeenten is not the highest of the country because the other 320 have no
    figure. At least half of the areas that could have one must do so; where nobody or hardly
    anybody lives, or the figure is secret, there is none to be had.

    Parameters
    ----------
    values : pd.Series of float
        Value an area, NaN where missing.
    missing : pd.Series of MissingReason or None
        Why a value is missing, on the same index.

    Returns
    -------
    bool

    Examples
    --------
    >>> values = pd.Series([5.0, float("nan"), float("nan")])
    >>> few = [None, MissingReason.TOO_FEW, MissingReason.TOO_FEW]
    >>> mostly_known(values, pd.Series(few, dtype=object))
    True
    >>> mostly_known(values, pd.Series([None, *["niet_gepubliceerd"] * 2], dtype=object))
    False
    """
    return bool(values.notna().sum() >= (values.isna() & missing.isin(UNPUBLISHED)).sum())


def percentiles(values: pd.Series) -> pd.Series:
    """Share [%] of the other areas with a lower value, equal ones counted half.

    The percentile rank of Roscoe (1975), leaving the area itself out: 0 for the single lowest,
    100 for the single highest, 50 for the middle.

    Parameters
    ----------
    values : pd.Series of float
        NaN gets no percentile and counts nowhere.

    Returns
    -------
    pd.Series of float
        0 to 100; NaN where the value is missing, or is the only one.

    Examples
    --------
    >>> percentiles(pd.Series([1.0, 2.0, 3.0])).tolist()
    [0.0, 50.0, 100.0]
    """
    others = values.notna().sum() - 1
    if others < 1:
        return values * float("nan")
    return (values.rank(method="average") - 1) / others * 100
