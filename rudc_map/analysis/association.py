"""How two indicators go together: rank correlation and a robust line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

EXACT = 2_000
"""Up to this many areas the slope is the median over all pairs, above it over a sample."""

_SAMPLED_PAIRS = 1_000_000
_SAMPLE_SEED = 20241


@dataclass(frozen=True)
class Association:
    """How y goes with x.

    Parameters
    ----------
    n : int
        Number of areas with both values.
    rho : float
        Spearman's rank correlation, -1 to 1.
    p_value : float
        Two-sided, by the t approximation, of rho = 0 for independent areas.
    slope : float
        Theil-Sen slope [unit of y per unit of x].
    intercept : float
        Of the line through the medians [unit of y].
    slope_low, slope_high : float
        95% limits of the slope (Sen 1968); NaN where the slope comes from a sample of pairs.
    """

    n: int
    rho: float
    p_value: float
    slope: float
    intercept: float
    slope_low: float
    slope_high: float


def association(x: np.ndarray, y: np.ndarray) -> Association:
    """Spearman's rank correlation and the Theil-Sen line of the areas with both values.

    The slope is the median of the slopes (y_j - y_i) / (x_j - x_i) of all pairs of areas with
    different x, the intercept median(y) - slope * median(x) (Theil 1950; Sen 1968, also for the
    limits). Above `EXACT` areas, where the pairs would take too long, it is the median over
    1,000,000 pairs drawn at random with a fixed seed, without limits: its standard error is then
    about a thousandth of the spread of the slopes. Neighbouring areas are not independent, so
    that the p-value is too small where both have a spatial pattern.

    Parameters
    ----------
    x, y : np.ndarray, shape (n,)
        Values of the same areas; NaN where missing.

    Returns
    -------
    Association
        All NaN but `n` where fewer than three areas have both values, or where x or y is constant;
        the limits NaN where so many values are tied that Sen's variance is not positive.

    Examples
    --------
    >>> found = association(np.array([1.0, 2.0, 3.0, 4.0]), np.array([2.0, 4.0, 6.0, 80.0]))
    >>> found.n, round(found.rho, 3), found.slope, found.intercept
    (4, 1.0, 14.0, -30.0)
    """
    both = ~(np.isnan(x) | np.isnan(y))
    x, y = x[both], y[both]
    n = len(x)
    if n < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
        nan = float("nan")
        return Association(n, nan, nan, nan, nan, nan, nan)
    from scipy.stats import spearmanr, theilslopes  # type: ignore[import-untyped]  # noqa: PLC0415

    rank = spearmanr(x, y)
    if n <= EXACT:
        # where nearly all areas have the same values, Sen's variance of the limits is negative
        with np.errstate(invalid="ignore"):
            slope, intercept, low, high = theilslopes(y, x, 0.95, method="separate")
    else:
        slope = _sampled_slope(x, y)
        intercept = np.median(y) - slope * np.median(x)
        low = high = np.nan
    return Association(
        n=n,
        rho=float(rank.statistic),
        p_value=float(rank.pvalue),
        slope=float(slope),
        intercept=float(intercept),
        slope_low=float(low),
        slope_high=float(high),
    )


def correlations(target: pd.Series, others: pd.DataFrame, min_areas: int = 10) -> pd.DataFrame:
    """Spearman's rank correlation of one indicator with each of several others.

    Each column is ranked among the areas that have both values, as `association` does.

    Parameters
    ----------
    target : pd.Series of float
        Index: code; NaN where missing.
    others : pd.DataFrame of float
        Index: code; a column an indicator.
    min_areas : int
        Columns with fewer areas in common with the target are left out, and so are constant ones.

    Returns
    -------
    pd.DataFrame
        Index: column; n (int), rho, p_value (two-sided, t approximation); the strongest first,
        equally strong ones by name.

    Examples
    --------
    >>> target = pd.Series([1.0, 2.0, 3.0, 4.0])
    >>> others = pd.DataFrame({"up": [1.0, 3.0, 2.0, 4.0], "down": [9.0, 8.0, 5.0, 1.0]})
    >>> correlations(target, others, min_areas=4)["rho"].round(3).to_dict()
    {'down': -1.0, 'up': 0.8}
    """
    others = others.reindex(target.index)
    both = others.notna().mul(target.notna(), axis=0)
    n = both.sum()
    rank = others.where(both).rank()
    target_rank = pd.DataFrame({name: target.where(both[name]) for name in others.columns}).rank()
    # average ranks have the mean (n + 1) / 2 whatever their ties
    deviation = rank - (n + 1) / 2
    target_deviation = target_rank - (n + 1) / 2
    product = (deviation * target_deviation).sum()
    scale = ((deviation**2).sum() * (target_deviation**2).sum()) ** 0.5
    rho = (product / scale.where(scale > 0)).clip(-1.0, 1.0)
    found = pd.DataFrame({"n": n.astype(int), "rho": rho})[(n >= min_areas) & (scale > 0)]
    found["p_value"] = _p_of_rho(found["rho"].to_numpy(), found["n"].to_numpy())
    return found.sort_index().sort_values("rho", key=np.abs, ascending=False, kind="stable")


def _p_of_rho(rho: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Two-sided p-value of a rank correlation: t = rho sqrt((n - 2) / (1 - rho^2))."""
    from scipy.special import stdtr  # type: ignore[import-untyped]  # noqa: PLC0415

    freedom = n - 2
    with np.errstate(divide="ignore"):
        t = np.abs(rho) * np.sqrt(freedom / ((1 + rho) * (1 - rho)))
    return np.asarray(2 * stdtr(freedom, -t))


def _sampled_slope(x: np.ndarray, y: np.ndarray) -> float:
    """Median slope of pairs drawn at random, the same whatever the order of the areas."""
    order = np.lexsort((y, x))
    x, y = x[order], y[order]
    generator = np.random.default_rng(_SAMPLE_SEED)
    one, other = generator.integers(len(x), size=(2, _SAMPLED_PAIRS))
    run = x[other] - x[one]
    rise = y[other] - y[one]
    differ = run != 0
    return float(np.median(rise[differ] / run[differ])) if differ.any() else float("nan")
