"""Figures that can be added up, at every level: what indicators are weighted and divided by."""

from __future__ import annotations

import pandas as pd

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.memo import per_dataset
from rudc_map.model import Level


@per_dataset(maxsize=256)
def total(dataset: Dataset, variable: str, level: Level) -> pd.Series:
    """The latest value of a count or an area of land for every area of a level.

    Parameters
    ----------
    dataset : Dataset
        Where the figures come from.
    variable : str
        A figure that adds up, e.g. ``"a_inw"``.
    level : Level
        Where the figure is not published at it, the sum of its gemeenten is taken.

    Returns
    -------
    Series of float
        Index: the codes of the level; NaN where unknown. Not to be changed: every caller gets
        the same one.
    """
    if dataset.periods(variable, level) or level is not Level.PROVINCIE:
        return dataset.figure(variable, level).values
    of_gemeenten = dataset.figure(variable, Level.GEMEENTE).values
    provincies = dataset.areas.loc[of_gemeenten.index, "provincie"]
    sums = of_gemeenten.groupby(provincies).agg(lambda parts: parts.sum(skipna=False))
    return sums.reindex(dataset.codes(level)).astype(float)
