"""Differences on a common scale, so that a rate and a price fit one chart."""

from __future__ import annotations

import pandas as pd

IQR_OF_NORMAL = 1.349
"""The interquartile range of a normal distribution, in standard deviations."""


def spread(values: pd.Series) -> float:
    """How far values lie apart, hardly moved by extremes: interquartile range / 1.349.

    Equal to the standard deviation for a normal distribution (Tukey 1977). The sample standard
    deviation takes its place where the middle half of the values is equal.

    Parameters
    ----------
    values : pd.Series of float
        NaN is left out.

    Returns
    -------
    float
        In the unit of the values, > 0; NaN for fewer than three values or only equal ones.

    Examples
    --------
    >>> round(spread(pd.Series([1.0, 2.0, 3.0, 4.0, 90.0])), 3)  # (4 - 2) / 1.349
    1.483
    """
    known = values.dropna()
    if len(known) < 3 or known.min() == known.max():
        return float("nan")
    quartiles = known.quantile([0.25, 0.75])
    middle_half = float(quartiles.iloc[1] - quartiles.iloc[0])
    return middle_half / IQR_OF_NORMAL if middle_half > 0 else float(known.std())


def standardised_difference(values: pd.Series, reference: float, spread: float) -> pd.Series:
    """Difference with a reference in units of spread: ``(values - reference) / spread``.

    Parameters
    ----------
    values : pd.Series of float
        Values of areas; NaN stays.
    reference : float
        What they are compared with, in the same unit.
    spread : float
        From `spread`, in the same unit; NaN gives NaN everywhere.

    Returns
    -------
    pd.Series of float
        Without a unit, on the same index; positive where the value is the higher one.

    Examples
    --------
    >>> standardised_difference(pd.Series([12.0, 8.0]), 10.0, 4.0).tolist()
    [0.5, -0.5]
    """
    return (values - reference) / spread
