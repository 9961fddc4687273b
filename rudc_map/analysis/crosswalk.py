"""Figures of old areas on new areas: sums and weighted means through a sparse matrix of shares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse  # type: ignore[import-untyped]

from rudc_map.analysis.aggregate import MIN_COVERAGE


@dataclass(frozen=True, eq=False)
class Crosswalk:
    """How much of each old area lies in each new area.

    Parameters
    ----------
    old, new : pd.Index of str
        The codes of the old and of the new areas, each once.
    shares : sparse array, shape (len(new), len(old))
        Share of each old area, 0 to 1; a column adds up to 1, or less where part of the old area
        lies in none of the new ones.
    doubt : sparse array, shape (len(new), len(old))
        Share of each old area that a new one holds or misses by an assumption; see `crosswalk`.
    """

    old: pd.Index
    new: pd.Index
    shares: sparse.csr_array
    doubt: sparse.csr_array


def crosswalk(
    pairs: pd.DataFrame, old: pd.Index, new: pd.Index, totals: pd.Series | None = None
) -> Crosswalk:
    """Make a crosswalk from what each old area and each new area have in common.

    Of an old area that lies in one new area as a whole nothing is in doubt. One that was split is
    taken to be spread evenly over whatever was counted (square metres, addresses, people): what a
    piece of less than half of it holds is an estimate, and so is what a larger piece misses.

    Parameters
    ----------
    pairs : DataFrame
        Columns old, new (codes) and amount (> 0: square metres, addresses, people); a pair once.
    old, new : pd.Index of str
        All old and all new areas.
    totals : Series of float, optional
        The amount that a whole old area has, by code, where that is more than its pairs add up
        to: the rest lies in no new area. By default an old area consists of its pairs.

    Examples
    --------
    >>> pairs = pd.DataFrame({"old": ["A", "B", "B"], "new": ["X", "X", "Y"]})
    >>> walk = crosswalk(pairs.assign(amount=[5.0, 3.0, 1.0]), pd.Index(["A", "B"]),
    ...                  pd.Index(["X", "Y"]))
    >>> walk.shares.toarray().tolist()
    [[1.0, 0.75], [0.0, 0.25]]
    >>> walk.doubt.toarray().tolist()
    [[0.0, 0.25], [0.0, 0.25]]
    """
    whole = pairs.groupby("old")["amount"].sum()
    if totals is not None:
        whole = whole.combine(totals.reindex(whole.index), np.fmax)
    share = (pairs["amount"] / pairs["old"].map(whole)).clip(upper=1.0)
    doubt = np.minimum(share, 1.0 - share)
    rows, columns = new.get_indexer(pd.Index(pairs["new"])), old.get_indexer(pd.Index(pairs["old"]))

    def matrix(amounts: pd.Series | np.ndarray) -> sparse.csr_array:
        shape = (len(new), len(old))
        return sparse.csr_array((np.asarray(amounts, dtype=float), (rows, columns)), shape=shape)

    return Crosswalk(old, new, matrix(share), matrix(doubt))


def restricted(walk: Crosswalk, old: pd.Index, new: pd.Index) -> Crosswalk:
    """The same crosswalk for some of its old and new areas."""
    rows, columns = walk.new.get_indexer(new), walk.old.get_indexer(old)
    shares, doubt = (matrix[rows][:, columns].tocsr() for matrix in (walk.shares, walk.doubt))
    return Crosswalk(old, new, shares, doubt)


def sums(
    walk: Crosswalk,
    values: pd.Series,
    inexact: pd.Series | None = None,
    empty: pd.Series | None = None,
) -> pd.DataFrame:
    """Put counts on the new areas; what the old areas add up to is kept.

    Parameters
    ----------
    walk : Crosswalk
        From old to new.
    values : Series of float
        A count an old area, by code; NaN where unknown.
    inexact : Series of float, optional
        How much of each value was an estimate already, 0 to 1; nothing by default.
    empty : Series of bool, optional
        Old areas without inhabitants: an unknown value of these adds nothing.

    Returns
    -------
    DataFrame
        Index ``walk.new``; value, NaN where any part is unknown or there is none; inexact, the
        estimated part of the value, 0 to 1.

    Examples
    --------
    >>> pairs = pd.DataFrame({"old": ["A", "B", "B"], "new": ["X", "X", "Y"]})
    >>> walk = crosswalk(pairs.assign(amount=[5.0, 3.0, 1.0]), pd.Index(["A", "B"]),
    ...                  pd.Index(["X", "Y"]))
    >>> sums(walk, pd.Series({"A": 60.0, "B": 80.0})).to_dict("list")
    {'value': [120.0, 20.0], 'inexact': [0.16666666666666666, 1.0]}
    """
    known = values.reindex(walk.old)
    nothing = _flags(empty, walk.old) & known.isna()
    unknown = known.isna() & ~nothing
    amount = known.fillna(0.0).to_numpy()
    touched = walk.shares @ (~nothing).to_numpy(dtype=float) > 0
    hidden = walk.shares @ unknown.to_numpy(dtype=float) > 0
    value = np.where(touched & ~hidden, walk.shares @ amount, np.nan)
    size = np.abs(amount)
    return _result(walk, value, _doubtful(walk, size, inexact), walk.shares @ size)


def means(
    walk: Crosswalk, values: pd.Series, weights: pd.Series, inexact: pd.Series | None = None
) -> pd.DataFrame:
    """Put rates on the new areas, as means weighted by what they are a rate of.

    Parameters
    ----------
    walk : Crosswalk
        From old to new.
    values : Series of float
        A rate an old area, by code; NaN where unknown.
    weights : Series of float
        Its weight (>= 0), by code; NaN counts as 0.
    inexact : Series of float, optional
        How much of each value was an estimate already, 0 to 1; nothing by default.

    Returns
    -------
    DataFrame
        Index ``walk.new``; value, NaN where less than 90% of the weight is known; inexact, the
        share of the weight that is estimated or unknown, 0 to 1.

    Examples
    --------
    >>> pairs = pd.DataFrame({"old": ["A", "B"], "new": ["X", "X"], "amount": [1.0, 1.0]})
    >>> walk = crosswalk(pairs, pd.Index(["A", "B"]), pd.Index(["X"]))
    >>> rates, people = pd.Series({"A": 2.0, "B": 3.0}), pd.Series({"A": 30.0, "B": 10.0})
    >>> means(walk, rates, people).to_dict("list")
    {'value': [2.25], 'inexact': [0.0]}
    """
    rate = values.reindex(walk.old)
    weight = weights.reindex(walk.old).fillna(0.0).to_numpy()
    known = np.where(rate.notna(), weight, 0.0)
    all_weight, known_weight = walk.shares @ weight, walk.shares @ known
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = walk.shares @ (known * rate.fillna(0.0).to_numpy()) / known_weight
        enough = known_weight / all_weight >= MIN_COVERAGE
    doubtful = _doubtful(walk, known, inexact) + all_weight - known_weight
    return _result(walk, np.where(enough, mean, np.nan), doubtful, all_weight)


def _doubtful(walk: Crosswalk, amount: np.ndarray, inexact: pd.Series | None) -> np.ndarray:
    """The amount of each new area that is estimated, now or in what it was made of."""
    before = np.zeros(len(walk.old))
    if inexact is not None:
        before = inexact.reindex(walk.old).fillna(0.0).to_numpy(dtype=float)
    return np.asarray(walk.doubt @ (amount * (1.0 - before)) + walk.shares @ (amount * before))


def _result(
    walk: Crosswalk, value: np.ndarray, doubtful: np.ndarray, amount: np.ndarray
) -> pd.DataFrame:
    share = np.divide(doubtful, amount, out=np.zeros_like(doubtful), where=amount > 0)
    inexact = np.where(np.isnan(value), 0.0, np.minimum(share, 1.0))
    return pd.DataFrame({"value": value, "inexact": inexact}, index=walk.new)


def _flags(flags: pd.Series | None, index: pd.Index) -> pd.Series:
    if flags is None:
        return pd.Series(False, index=index)
    return flags.reindex(index).eq(True)
