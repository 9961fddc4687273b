"""Whether areas resemble their neighbours, and where high and low values lie together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from rudc_map.analysis.permutations import (
    degrees,
    draw_rows,
    global_p,
    local_p,
    moran,
    neighbour_sums,
)

MIN_AREAS = 10
"""No pattern is sought among fewer areas."""

LOCAL_PERMUTATIONS = 9_999
"""The smallest p of 999 is 0.001; among some hundreds of areas that is so near to what is asked of
one that is shown, that the seed decided between no cluster at all and dozens."""


class Cluster(StrEnum):
    """What an area and its neighbours are together: first the area, then its neighbours."""

    HIGH_HIGH = "hoog-hoog"
    LOW_LOW = "laag-laag"
    HIGH_LOW = "hoog-laag"
    LOW_HIGH = "laag-hoog"
    NONE = "geen"
    ISLAND = "geen_buren"
    MISSING = "geen_cijfer"


@dataclass(frozen=True)
class SpatialPattern:
    """Global and local spatial autocorrelation.

    Parameters
    ----------
    moran : float
        Moran's I; NaN for constant values or fewer than 10 areas.
    expected : float
        Its expectation without any pattern, -1 / (n - 1).
    p_value : float
        One-sided pseudo p-value of permutations, of the nearer tail.
    n : int
        Number of areas with a value and a neighbour with a value.
    islands : int
        Number of areas with a value and no such neighbour.
    missing : int
        Number of areas without a value.
    clusters : np.ndarray of Cluster, shape of the values
        NONE where the neighbours are not clearly like or unlike the area.
    p_local : np.ndarray of float, shape of the values
        One-sided pseudo p-value, of the nearer tail; NaN for islands and where the value is
        missing.
    threshold : float
        Clusters are shown where `p_local` is below this (false discovery rate).
    """

    moran: float
    expected: float
    p_value: float
    n: int
    islands: int
    missing: int
    clusters: np.ndarray
    p_local: np.ndarray
    threshold: float


def spatial_pattern(
    values: np.ndarray,
    first: np.ndarray,
    second: np.ndarray,
    permutations: int = 999,
    local_permutations: int = LOCAL_PERMUTATIONS,
    seed: int = 20241,
    alpha: float = 0.05,
) -> SpatialPattern:
    """Global and local Moran's I with row-standardised rook weights.

    With z = (x - mean) / sd, global I = sum_i z_i lag_i / n and local I_i = z_i lag_i, where
    lag_i is the mean z of the neighbours of i (Moran 1950; Anselin 1995). Both are judged by
    permutations, the local ones conditionally. Of n local tests some seem significant by chance;
    the threshold keeps the expected share of these among the clusters shown at `alpha` (Benjamini
    & Hochberg 1995; Castro & Singer 2006). Areas like and unlike their neighbours are both looked
    for, so that a p-value of the nearer tail counts twice. Areas without a value are left out, and
    then those without a neighbour.

    The results are esda's, but for the random numbers: esda takes them from numpy's global
    generator, which threads share, and spends time on each permutation of each area.

    Parameters
    ----------
    values : np.ndarray, shape (n,)
        Value an area; NaN where missing.
    first, second : np.ndarray of int, shape (m,)
        Positions of the two areas of each pair of neighbours.
    permutations, local_permutations : int
        Number of permutations of global and of local I.
    seed : int
        The same seed gives the same permutations, whatever the order of the areas.
    alpha : float
        The false discovery rate allowed.

    Returns
    -------
    SpatialPattern

    Examples
    --------
    >>> values = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, np.nan])
    >>> row = np.arange(10)
    >>> found = spatial_pattern(values, row, row + 1)
    >>> round(found.moran, 3), found.n, found.missing
    (0.891, 10, 1)
    """
    known = ~np.isnan(values)
    pair = known[first] & known[second]
    used = np.zeros(len(values), dtype=bool)
    used[first[pair]] = used[second[pair]] = True
    clusters = np.full(len(values), Cluster.NONE, dtype=object)
    clusters[known & ~used] = Cluster.ISLAND
    clusters[~known] = Cluster.MISSING
    p_local = np.full(len(values), np.nan)
    found, expected, p_value, threshold = (float("nan"),) * 4
    n = int(used.sum())
    if n >= MIN_AREAS and np.ptp(values[used]) > 0:
        at = _in_order(values, np.flatnonzero(used), first[pair], second[pair])
        place = np.empty(len(values), dtype=int)
        place[at] = np.arange(n)
        one, other = place[first[pair]], place[second[pair]]
        z = (values[at] - values[at].mean()) / values[at].std()
        generator = np.random.default_rng(seed)
        width = int(degrees(n, one, other).max()) + 1
        rows = draw_rows(n, width, local_permutations, generator)
        found, expected = moran(z, one, other), -1 / (n - 1)
        p_value = global_p(z, one, other, permutations, generator)
        p_local[at] = local_p(z, one, other, rows)
        threshold = _false_discovery_threshold(p_local[at], alpha)
        clusters[at] = _clusters(z, neighbour_sums(z, one, other), p_local[at] < threshold)
    return SpatialPattern(
        moran=found,
        expected=expected,
        p_value=p_value,
        n=n,
        islands=int((known & ~used).sum()),
        missing=int((~known).sum()),
        clusters=clusters,
        p_local=p_local,
        threshold=threshold,
    )


def _in_order(
    values: np.ndarray, used: np.ndarray, first: np.ndarray, second: np.ndarray
) -> np.ndarray:
    """Sort positions by value, then by the neighbours' values, so that a seed means the same."""
    rank = np.zeros(len(values))
    rank[used] = np.unique(values[used], return_inverse=True)[1]
    return used[np.lexsort((neighbour_sums(rank, first, second)[used], rank[used]))]


def _false_discovery_threshold(p: np.ndarray, alpha: float) -> float:
    """The one-sided p-value below which tests are significant; alpha / 2n where none are."""
    from esda import fdr  # type: ignore[import-untyped]  # noqa: PLC0415

    return float(fdr(p, alpha / 2))


def _clusters(z: np.ndarray, neighbours: np.ndarray, significant: np.ndarray) -> np.ndarray:
    """Name what is significant by the signs of the area and of its neighbours' sum."""
    found = np.full(len(z), Cluster.NONE, dtype=object)
    found[significant & (z > 0) & (neighbours > 0)] = Cluster.HIGH_HIGH
    found[significant & (z < 0) & (neighbours < 0)] = Cluster.LOW_LOW
    found[significant & (z > 0) & (neighbours < 0)] = Cluster.HIGH_LOW
    found[significant & (z < 0) & (neighbours > 0)] = Cluster.LOW_HIGH
    return found
