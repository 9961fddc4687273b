"""How sure a rate of counted events is: limits of a count, of a rate, and what they say."""

from __future__ import annotations

from enum import StrEnum
from math import isnan

import numpy as np
import pandas as pd

Z95 = 1.959963984540054
"""The 97.5th percentile of the standard normal distribution."""

SMALL_COUNT = 10
"""Rates of fewer events than this are marked: chance alone moves them by more than half."""


class Verdict(StrEnum):
    """What two 95% intervals say about two rates."""

    HIGHER = "duidelijk_hoger"
    LOWER = "duidelijk_lager"
    NO_CLEAR = "geen_duidelijk_verschil"


def byar(counts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """95% limits of a Poisson count, by Byar's approximation.

    For a count O and z the normal percentile: lower = O (1 - 1/(9 O) - z/(3 sqrt(O)))^3 and
    upper = (O + 1) (1 - 1/(9 (O + 1)) + z/(3 sqrt(O + 1)))^3; the lower limit is 0 where O is 0
    or so small that the cube would be negative. Within 1% of the exact limits from 5 events on
    (Breslow & Day 1987, "Statistical methods in cancer research II", p. 69; APHO Technical
    Briefing 3, 2008).

    Parameters
    ----------
    counts : pd.Series of float
        Number of events (>= 0); not necessarily whole, a mean over years is allowed. NaN stays.

    Returns
    -------
    (pd.Series of float, pd.Series of float)
        Lower and upper limit [events], on the same index.

    Examples
    --------
    >>> lower, upper = byar(pd.Series([10.0]))
    >>> round(float(lower.iloc[0]), 2), round(float(upper.iloc[0]), 2)
    (4.79, 18.39)
    """
    some = counts.where(counts != 0)
    lower_root = 1 - 1 / (9 * some) - Z95 / (3 * np.sqrt(some))
    lower = (some * lower_root.clip(lower=0) ** 3).mask(counts == 0, 0.0)
    more = counts + 1
    upper = more * (1 - 1 / (9 * more) + Z95 / (3 * np.sqrt(more))) ** 3
    return lower, upper


def rate_interval(
    rate: pd.Series, denominator: pd.Series, factor: float
) -> tuple[pd.Series, pd.Series]:
    """95% limits of a rate of counted events: those of its count, turned back into a rate.

    The count is ``rate * denominator / factor``, not rounded: a published rate that was rounded
    gives a count that is nearly whole.

    Parameters
    ----------
    rate : pd.Series of float
        [events per `factor` of the denominator].
    denominator : pd.Series of float
        What the rate is divided by, on the same index: inhabitants, homes.
    factor : float
        1,000 for a rate per thousand.

    Returns
    -------
    (pd.Series of float, pd.Series of float)
        Lower and upper limit in the unit of the rate; NaN where the rate or its denominator is
        missing or the denominator is 0.

    Examples
    --------
    >>> lower, upper = rate_interval(pd.Series([5.0]), pd.Series([2000.0]), 1000.0)
    >>> round(float(lower.iloc[0]), 2), round(float(upper.iloc[0]), 2)  # 10 events
    (2.39, 9.2)
    """
    known = denominator.where(denominator > 0)
    lower, upper = byar(rate * known / factor)
    return lower * factor / known, upper * factor / known


def verdict(
    lower: float, upper: float, reference_lower: float, reference_upper: float
) -> Verdict | None:
    """Judge a value against its reference by their 95% intervals.

    A difference is clear only where the intervals do not overlap. That is stricter than a test of
    the difference at 5% (Schenker & Gentleman 2001), which suits a map on which many areas are
    compared at once.

    Parameters
    ----------
    lower, upper : float
        The limits of the value.
    reference_lower, reference_upper : float
        The limits of the reference, in the same unit; twice the same for a reference without an
        interval.

    Returns
    -------
    Verdict or None
        None where any limit is NaN.

    Examples
    --------
    >>> str(verdict(4.1, 6.2, 3.0, 3.4))
    'duidelijk_hoger'
    >>> str(verdict(3.1, 6.2, 3.0, 3.4))
    'geen_duidelijk_verschil'
    """
    if any(isnan(limit) for limit in (lower, upper, reference_lower, reference_upper)):
        return None
    if lower > reference_upper:
        return Verdict.HIGHER
    if upper < reference_lower:
        return Verdict.LOWER
    return Verdict.NO_CLEAR
