"""Which areas of a data set are most like another, and what these are like together."""

from __future__ import annotations

import pandas as pd

from rudc_map.analysis.aggregate import aggregate
from rudc_map.dataset.store import Dataset
from rudc_map.indicators.compute import indicator_values, values_of_all_sizes
from rudc_map.indicators.memo import per_dataset
from rudc_map.indicators.places import in_region
from rudc_map.indicators.registry import Registry
from rudc_map.indicators.totals import total
from rudc_map.model import Aggregate, Indicator, Level, Region, Similarity

MATCHES = 10
"""How many similar areas are looked for."""


def weights_of(similarity: Similarity) -> pd.Series:
    """The weight of each indicator, by its id."""
    return pd.Series(dict(similarity.weights), dtype=float)


def compared_values(
    dataset: Dataset, registry: Registry, similarity: Similarity, level: Level
) -> pd.DataFrame:
    """The values that areas are compared by: a row an area, a column an indicator."""
    indicators = [registry.get(id_) for id_, _ in similarity.weights]
    return pd.DataFrame(
        {i.id: indicator_values(dataset, i, level, i.periods[-1]).values for i in indicators}
    )


@per_dataset(maxsize=64)
def score_table(
    dataset: Dataset, registry: Registry, similarity: Similarity, level: Level
) -> pd.DataFrame:
    """The robust scores of a level's areas, in the latest period of each indicator.

    Returns
    -------
    pd.DataFrame of float
        Index: code, columns: ids of the indicators of `similarity`; NaN where there is no value.
        Scores are over all areas of the level in the data set. Not to be changed: every caller
        gets the same one.
    """
    from rudc_map.analysis.similar import robust_scores  # noqa: PLC0415  (scikit-learn: 2 s)

    return robust_scores(compared_values(dataset, registry, similarity, level))


def candidates(
    dataset: Dataset, similarity: Similarity, level: Level, code: str, region: Region
) -> pd.Index:
    """The areas that may be like an area: where `similarity` looks, without the area itself."""
    areas = dataset.areas.loc[dataset.codes(level)]
    among = areas[_searched(dataset, similarity, level, region)].drop(index=code, errors="ignore")
    if similarity.across:
        among = among[among["provincie"] != dataset.areas.at[code, "provincie"]]
    return among.index


@per_dataset(maxsize=64)
def matches_of_each(
    dataset: Dataset, registry: Registry, similarity: Similarity, level: Level, region: Region
) -> pd.Series:
    """The areas most like each area of a level.

    Returns
    -------
    pd.Series of tuple of str
        The most similar first; empty where none can be found. Index: the codes among which
        `similarity` looks.
    """
    from rudc_map.analysis.similar import similar_of_each  # noqa: PLC0415  (scikit-learn: 2 s)

    inside = _searched(dataset, similarity, level, region)
    scores = score_table(dataset, registry, similarity, level)[inside]
    provincies = dataset.areas.loc[scores.index, "provincie"] if similarity.across else None
    return similar_of_each(scores, weights_of(similarity), provincies, MATCHES)


def values_of_matches(
    dataset: Dataset, indicator: Indicator, level: Level, period: str, matches: pd.Series
) -> pd.Series:
    """The matches of each area taken as one, by the indicator's weighted mean; else their median.

    A total of ten areas says nothing of one that is like each of them.

    Parameters
    ----------
    dataset, indicator, level, period
        What is aggregated, from values of all sizes of area.
    matches : pd.Series of tuple of str
        From `matches_of_each`.

    Returns
    -------
    pd.Series of float
        Not rounded, on the index of `matches`; NaN where unknown.
    """
    known = values_of_all_sizes(dataset, indicator, level, period)
    # by position: looking 13,000 codes up for every period takes longer than all the rest
    pairs = matches.reset_index(drop=True).explode().dropna()
    of_area = pd.Series(pairs.index)
    at = known.values.index.get_indexer(pd.Index(pairs))
    values = pd.Series(known.values.to_numpy()[at])
    if indicator.aggregation.how is not Aggregate.WEIGHTED_MEAN:
        whole = values.groupby(of_area).median()
    else:
        missing = pd.Series(known.missing.to_numpy()[at], dtype=object)
        weight = indicator.aggregation.weight
        weights = (
            pd.Series(total(dataset, weight, level, period).to_numpy()[at]) if weight else None
        )
        whole = aggregate(values, missing, indicator.aggregation, weights, of_area)
    return whole.reindex(range(len(matches))).set_axis(matches.index)


def _searched(dataset: Dataset, similarity: Similarity, level: Level, region: Region) -> pd.Series:
    everywhere = pd.Series(True, index=dataset.codes(level))
    return everywhere if similarity.everywhere else in_region(dataset, level, region)
