"""Areas that are most like another, by several indicators at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rudc_map.analysis.nearest import distances, nearest
from rudc_map.analysis.standardise import IQR_OF_NORMAL

LINEAR_SCORE = 2.0
"""Scores beyond -2 and 2 grow with their logarithm, so that one extreme indicator does not decide
alone, while a town centre still differs from a village twice as dense as the median."""

_SD_PER_MAD = 1.4826
_ALIKE, _MOST_ALIKE = 0.25, 3
_DIFFERENT, _MOST_DIFFERENT = 0.75, 2
_MIN_WEIGHT = 0.5 - 1e-9
"""An area is compared where it has at least half of the weight, rounding errors aside."""


@dataclass(frozen=True)
class Similar:
    """The areas most like one area, the most similar first.

    Parameters
    ----------
    codes : tuple of str, length k
        The similar areas.
    distance : np.ndarray, shape (k,)
        Weighted root mean square difference of the scores, >= 0.
    used : tuple of str
        The columns that were compared.
    scores_of_area : pd.Series
        The area's damped scores in the used columns.
    scores : pd.DataFrame, shape (k, number of used columns)
        Those of the similar areas.
    compared : int
        Number of candidates with a score in every used column.
    """

    codes: tuple[str, ...]
    distance: np.ndarray
    used: tuple[str, ...]
    scores_of_area: pd.Series
    scores: pd.DataFrame
    compared: int


def robust_scores(table: pd.DataFrame) -> pd.DataFrame:
    """Put every column on a common scale: (x - median) / (1.4826 * MAD).

    1.4826 times the median absolute deviation equals the standard deviation for a normal
    distribution and is hardly moved by extremes (Rousseeuw & Croux 1993). Where more than half of
    the values are equal it is 0; then the interquartile range / 1.349 takes its place, then the
    sample standard deviation; a constant column has the score 0 throughout.

    Parameters
    ----------
    table : pd.DataFrame of float
        A row an area, a column an indicator, each in its own unit.

    Returns
    -------
    pd.DataFrame of float
        Scores without a unit, of the same shape; NaN stays NaN.

    Examples
    --------
    >>> table = pd.DataFrame({"a": [1.0, 2.0, 3.0, 4.0, 100.0], "b": [7.0] * 5})
    >>> robust_scores(table).round(2)["a"].tolist()
    [-1.35, -0.67, 0.0, 0.67, 65.43]
    >>> robust_scores(table)["b"].tolist()
    [0.0, 0.0, 0.0, 0.0, 0.0]
    """
    deviation = table - table.median()
    scale = _SD_PER_MAD * deviation.abs().median()
    quartiles = (table.quantile(0.75) - table.quantile(0.25)) / IQR_OF_NORMAL
    scale = scale.where(scale > 0, quartiles)
    scale = scale.where(scale > 0, table.std())
    return deviation / scale.where(scale > 0, 1.0)


def damped(scores: pd.DataFrame) -> pd.DataFrame:
    """Scores s as they are up to ``c = LINEAR_SCORE`` and ``c (1 + ln(|s| / c))`` beyond, signed.

    The slope has no jump at c; beyond it, equal ratios of scores are equally far apart. Clipping
    would make all large scores equal, and call areas alike in what they differ in by a factor.

    Parameters
    ----------
    scores : pd.DataFrame of float
        From `robust_scores`.

    Returns
    -------
    pd.DataFrame of float
        Of the same shape; NaN stays NaN.

    Examples
    --------
    >>> damped(pd.DataFrame({"a": [1.5, -2.0, 4.0, 8.0, 80.0]})).round(2)["a"].tolist()
    [1.5, -2.0, 3.39, 4.77, 9.38]
    """
    score = scores.to_numpy(dtype=float)
    size = np.abs(score)
    beyond = np.log(np.maximum(size, LINEAR_SCORE) / LINEAR_SCORE)  # 0 up to c
    found = np.sign(score) * (np.minimum(size, LINEAR_SCORE) + LINEAR_SCORE * beyond)
    return pd.DataFrame(found, index=scores.index, columns=scores.columns)


def similar_areas(
    scores: pd.DataFrame,
    weights: pd.Series,
    code: str,
    among: pd.Index | None = None,
    k: int = 10,
) -> Similar | None:
    """The `k` areas most like one area.

    The distance of two areas is the root of the weighted mean of the squared differences of
    their damped scores, over the columns that the area itself has: the Euclidean
    distance of the scores times sqrt(weight / sum of the used weights). Candidates that lack one
    of these columns are passed over, and so is the area itself. Of equally distant candidates
    the one with the lower code comes first.

    Parameters
    ----------
    scores : pd.DataFrame of float
        From `robust_scores`; index: code.
    weights : pd.Series of float
        Weight (>= 0) by column; columns without one, or with 0, do not count.
    code : str
        The area.
    among : pd.Index of str, optional
        The candidates; all areas by default.
    k : int
        How many are wanted; fewer are given where there are fewer candidates.

    Returns
    -------
    Similar or None
        None where the area has columns for less than half of the weight.

    Examples
    --------
    >>> scores = pd.DataFrame({"a": [0.0, 0.1, 2.0]}, index=["GM1", "GM2", "GM3"])
    >>> similar_areas(scores, pd.Series({"a": 1.0}), "GM1", k=1).codes
    ('GM2',)
    """
    table, weight = _comparable(scores, weights)
    own = pd.Series(table.loc[code])
    has = own.notna().to_numpy()
    if not _enough(has[np.newaxis], weight)[0]:
        return None
    used = table.columns[has]
    if among is not None:
        table = table.loc[table.index.intersection(among).union([code])]
    candidates = table[used].dropna()
    points = candidates.to_numpy() * _scale(weight[has])
    itself = candidates.index.get_indexer(pd.Index([code]))
    position = nearest(points, itself, k)
    position = position[:, position[0] >= 0]
    found = candidates.iloc[position[0]]
    return Similar(
        codes=tuple(found.index),
        distance=distances(points, itself, position)[0],
        used=tuple(used),
        scores_of_area=own[has],
        scores=found,
        compared=len(candidates) - 1,
    )


def similar_of_each(
    scores: pd.DataFrame, weights: pd.Series, groups: pd.Series | None = None, k: int = 10
) -> pd.Series:
    """The `k` areas most like each area, as `similar_areas` finds them, for all at once.

    Areas that have the same columns are looked up together.

    Parameters
    ----------
    scores : pd.DataFrame of float
        From `robust_scores`; index: code.
    weights : pd.Series of float
        Weight (>= 0) by column.
    groups : pd.Series of str, optional
        The group of each area, by code, e.g. its provincie; only areas of another group match.
    k : int
        How many are wanted.

    Returns
    -------
    pd.Series of tuple of str
        On the index of `scores`: the codes of the similar areas, the most similar first; empty
        where the area has columns for less than half of the weight.

    Examples
    --------
    >>> scores = pd.DataFrame({"a": [0.0, 0.1, 2.0]}, index=["GM1", "GM2", "GM3"])
    >>> similar_of_each(scores, pd.Series({"a": 1.0}), k=1).to_dict()
    {'GM1': ('GM2',), 'GM2': ('GM1',), 'GM3': ('GM2',)}
    """
    table, weight = _comparable(scores, weights)
    values, codes = table.to_numpy(), table.index.to_numpy()
    group = None if groups is None else pd.factorize(groups.reindex(table.index))[0]
    found: dict[str, tuple[str, ...]] = dict.fromkeys(codes, ())
    has = ~np.isnan(values)
    patterns, pattern = np.unique(has, axis=0, return_inverse=True)
    for at in np.flatnonzero(_enough(patterns, weight)):
        used = patterns[at]
        complete = np.flatnonzero(has[:, used].all(axis=1))
        areas = np.flatnonzero(pattern == at)
        position = nearest(
            values[np.ix_(complete, used)] * _scale(weight[used]),
            np.searchsorted(complete, areas),
            k,
            None if group is None else group[complete],
        )
        matches = codes[complete[position]].tolist()
        counts = (position >= 0).sum(axis=1).tolist()
        for code, names, count in zip(codes[areas], matches, counts, strict=True):
            found[code] = tuple(names[:count])
    in_order = [found[code] for code in scores.index.to_numpy()]
    return pd.Series(in_order, scores.index, dtype=object)


def alike(similar: Similar, at: int, weights: pd.Series) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """In what an area and one of its matches are alike, and in what they differ.

    Parameters
    ----------
    similar : Similar
        From `similar_areas`.
    at : int
        Which match: the position in ``similar.codes``.
    weights : pd.Series of float
        Weight by column; of equal differences the heavier column comes first.

    Returns
    -------
    (tuple of str, tuple of str)
        At most three columns whose scores differ by at most 0.25, the smallest difference first;
        at most two whose scores differ by at least 0.75, the largest first.

    Examples
    --------
    >>> scores = pd.DataFrame({"a": [0.0, 0.1], "b": [1.0, -1.0]}, index=["GM1", "GM2"])
    >>> weights = pd.Series({"a": 1.0, "b": 1.0})
    >>> alike(similar_areas(scores, weights, "GM1"), 0, weights)
    (('a',), ('b',))
    """
    columns = pd.DataFrame(
        {
            "difference": (similar.scores.iloc[at] - similar.scores_of_area).abs(),
            "weight": weights.reindex(similar.used),
        }
    )
    near = columns[columns["difference"] <= _ALIKE]
    far = columns[columns["difference"] >= _DIFFERENT]
    near = near.sort_values(["difference", "weight"], ascending=[True, False])
    far = far.sort_values(["difference", "weight"], ascending=[False, False])
    return tuple(near.index[:_MOST_ALIKE]), tuple(far.index[:_MOST_DIFFERENT])


def _comparable(scores: pd.DataFrame, weights: pd.Series) -> tuple[pd.DataFrame, np.ndarray]:
    """The damped scores in the columns that weigh, sorted by code, and the weights of these."""
    weight = weights.reindex(scores.columns).fillna(0.0)
    columns = scores.columns[weight > 0]
    table = damped(scores[columns]).sort_index()
    return table, weight[columns].to_numpy(dtype=float)


def _enough(has: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Whether each row of columns an area has (m, columns) holds half of the weight."""
    held = has @ weight
    return np.asarray((held > 0) & (held >= _MIN_WEIGHT * weight.sum()))


def _scale(weight: np.ndarray) -> np.ndarray:
    """What scores are multiplied by, so that the Euclidean distance is the weighted one."""
    return np.asarray(np.sqrt(weight / weight.sum()))
