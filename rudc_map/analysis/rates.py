"""The elementary steps indicators share: a figure as published, a rate, a difference."""

from __future__ import annotations

import pandas as pd


def published(values: pd.Series) -> pd.Series:
    """Pass a figure on exactly as its source published it.

    Parameters
    ----------
    values : Series
        Published figure, in its own unit.

    Returns
    -------
    Series
        A copy in the same unit, so that a caller can never change the data set through it.

    Examples
    --------
    >>> published(pd.Series({"GM0014": 300.0, "GM0106": 284.0})).tolist()
    [300.0, 284.0]
    """
    return values.copy()


def per(numerator: pd.Series, denominator: pd.Series, factor: float = 1.0) -> pd.Series:
    """Divide one figure by another: ``factor * numerator / denominator``.

    Parameters
    ----------
    numerator, denominator : Series
        Figures on the same index.
    factor : float
        100 for a percentage, 1,000 for a rate per thousand.

    Returns
    -------
    Series
        [unit of the numerator per `factor` units of the denominator]; NaN where either is missing
        and where the denominator is zero, for there is nobody to divide by.

    Examples
    --------
    >>> per(pd.Series([5.0, 5.0]), pd.Series([50.0, 0.0]), 100.0).tolist()
    [10.0, nan]
    """
    return factor * numerator / denominator.where(denominator != 0)


def difference(values: pd.Series, baseline: pd.Series) -> pd.Series:
    """Subtract a baseline: ``values - baseline``.

    Parameters
    ----------
    values, baseline : Series
        Figures in the same unit, on the same index: a later and an earlier year, or an area and
        the country.

    Returns
    -------
    Series
        Difference in that unit (percentage points where both are percentages); positive where
        `values` is the higher one, NaN where either is missing.

    Examples
    --------
    >>> difference(pd.Series([72.5]), pd.Series([76.0])).tolist()
    [-3.5]
    """
    return values - baseline
