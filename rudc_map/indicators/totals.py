"""Figures that can be added up, at every level: what indicators are weighted and divided by."""

from __future__ import annotations

import pandas as pd

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.memo import per_dataset
from rudc_map.model import Level


@per_dataset(maxsize=256)
def total(dataset: Dataset, variable: str, level: Level, period: str | None = None) -> pd.Series:
    """A count or an area of land for every area of a level.

    Parameters
    ----------
    dataset : Dataset
        Where the figures come from.
    variable : str
        A figure that adds up, e.g. ``"a_inw"``.
    level : Level
        Where the figure is not published at it, the sum of its gemeenten is taken.
    period : str or None
        The period, or the nearest one that is published; None for the latest.

    Returns
    -------
    Series of float
        Index: the codes of the level; NaN where unknown. Not to be changed: every caller gets
        the same one.
    """
    periods = dataset.periods(variable, level)
    if periods or level is not Level.PROVINCIE:
        return dataset.figure(variable, level, nearest_period(periods, period)).values
    of_gemeenten = total(dataset, variable, Level.GEMEENTE, period)
    provincies = dataset.areas.loc[of_gemeenten.index, "provincie"]
    sums = of_gemeenten.groupby(provincies).agg(lambda parts: parts.sum(skipna=False))
    return sums.reindex(dataset.codes(level)).astype(float)


def nearest_period(periods: tuple[str, ...], wanted: str | None) -> str | None:
    """The period that is wanted, else the one that ends nearest to it, the later of two.

    Examples
    --------
    >>> nearest_period(("2013", "2020", "2024"), "2022"), nearest_period(("2024",), "2012")
    ('2024', '2024')
    """
    if wanted is None or not periods:
        return None
    if wanted in periods:
        return wanted
    return min(periods, key=lambda p: (abs(_end(p) - _end(wanted)), -_end(p)))


def _end(period: str) -> int:
    return int(period[-4:])
