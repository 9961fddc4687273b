"""Whether values differ more across a border than within it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_ROUNDING = 1e-12
"""Relative: means of the same differences may come out this far apart, and count as equal."""


@dataclass(frozen=True)
class BorderEffect:
    """Differences between neighbours on two sides of a border and on the same side.

    Parameters
    ----------
    across, within : int
        Number of pairs of neighbours with two values that the border separates, and of others.
    mean_across, mean_within : float
        Mean absolute difference of the two values [unit of the values]; NaN without a pair.
    p_value : float
        One-sided: how often as many pairs drawn at random differ at least as much as those across
        the border. NaN for fewer than two pairs across, or none within.
    draws : int
        Number of random draws.
    """

    across: int
    within: int
    mean_across: float
    mean_within: float
    p_value: float
    draws: int


def border_effect(
    values: np.ndarray,
    first: np.ndarray,
    second: np.ndarray,
    across: np.ndarray,
    draws: int = 999,
    seed: int = 20241,
) -> BorderEffect:
    """Compare the differences across a border with those between other neighbours.

    A permutation test (Good 2005, "Permutation, parametric and bootstrap tests of hypotheses"):
    as many pairs as the border separates are drawn at random, without replacement, from all
    pairs; p = (1 + number of draws whose mean absolute difference is at least that across the
    border) / (draws + 1). Pairs that share an area are not independent, which the draws do not
    imitate: a p-value just below 0.05 is no proof.

    Parameters
    ----------
    values : np.ndarray, shape (n,)
        Value an area; NaN where missing.
    first, second : np.ndarray of int, shape (m,)
        Positions of the two areas of each pair of neighbours.
    across : np.ndarray of bool, shape (m,)
        Whether the border separates them.
    draws : int
        Number of random draws.
    seed : int
        The same seed gives the same draws, whatever the order of the areas.

    Returns
    -------
    BorderEffect

    Examples
    --------
    >>> values = np.array([1.0, 2.0, 9.0, 10.0])
    >>> first, second = np.array([0, 1, 2]), np.array([1, 2, 3])
    >>> found = border_effect(values, first, second, np.array([False, True, False]))
    >>> found.mean_across, found.mean_within
    (7.0, 1.0)
    """
    difference = np.abs(values[first] - values[second])
    known = ~np.isnan(difference)
    difference, across = difference[known], across[known]
    count = int(across.sum())
    within = len(difference) - count
    p_value = float("nan")
    if count >= 2 and within >= 1:
        least = difference[across].sum() * (1 - _ROUNDING)
        drawn = _sums_of_draws(np.sort(difference), count, draws, seed)
        p_value = (1 + int((drawn >= least).sum())) / (draws + 1)
    return BorderEffect(
        across=count,
        within=within,
        mean_across=float(difference[across].mean()) if count else float("nan"),
        mean_within=float(difference[~across].mean()) if within else float("nan"),
        p_value=p_value,
        draws=draws,
    )


def _sums_of_draws(difference: np.ndarray, count: int, draws: int, seed: int) -> np.ndarray:
    """Sum of `count` differences drawn without replacement, for each draw."""
    generator = np.random.default_rng(seed)
    sums = np.empty(draws)
    for draw in range(draws):
        sums[draw] = generator.choice(difference, count, replace=False, shuffle=False).sum()
    return sums
