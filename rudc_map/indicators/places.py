"""Which areas lie in which: in a region, in another area, at another level."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pandas as pd

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.memo import per_dataset
from rudc_map.model import COUNTRY, Level, Region, level_of

PARENTS = (Level.WIJK, Level.GEMEENTE, Level.PROVINCIE)
"""The levels whose codes stand in the columns of ``Dataset.areas``."""


@per_dataset(maxsize=256)
def in_region(dataset: Dataset, level: Level, region: Region) -> pd.Series:
    """Which areas of a level lie in a region (bool, index: code); whole provincies lie in none.

    Not to be changed: every caller gets the same Series.
    """
    areas = dataset.areas.loc[dataset.codes(level)]
    if not region.gemeenten:
        return pd.Series(True, index=areas.index)
    return areas["gemeente"].isin(region.gemeenten)


def widest_region(dataset: Dataset, level: Level | None = None) -> Region:
    """The country, else the region with most gemeenten; of those that offer a level, if any do."""
    offering = [region for region in dataset.regions if level is None or level in region.levels]
    return max(offering or dataset.regions, key=lambda r: len(r.gemeenten) or math.inf)


def lies_in(dataset: Dataset, code: str, region: Region) -> bool:
    """Whether an area of any level lies in a region as a whole."""
    gemeente = dataset.areas.at[code, "gemeente"]
    return not region.gemeenten or gemeente in region.gemeenten


def by_level(codes: pd.Index) -> dict[Level, list[str]]:
    """The codes of each level that has any, small to large."""
    groups: dict[str, list[str]] = {}
    for code in codes.tolist():
        groups.setdefault(code[:2], []).append(code)
    return {level: groups[level.prefix] for level in Level if level.prefix in groups}


def outermost(dataset: Dataset, codes: Iterable[str]) -> tuple[str, ...]:
    """The areas without those that lie in another one of them, in the order given."""
    unique = tuple(dict.fromkeys(codes))
    given = set(unique)
    if COUNTRY in given:
        return (COUNTRY,)
    rows = dataset.areas.loc[list(unique), [level.value for level in PARENTS]]
    parents = zip(unique, rows.itertuples(index=False, name=None), strict=True)
    return tuple(code for code, lies_in in parents if not (set(lies_in) - {code}) & given)


def parts_at(dataset: Dataset, code: str, level: Level) -> tuple[str, ...] | None:
    """The areas of a level in a larger area; an area of the level or below is its own part.

    None where the data set has not all of them.
    """
    own = level_of(code)
    if own is None or list(Level).index(own) <= list(Level).index(level):
        return (code,)
    if not is_complete(dataset, level, gemeenten_in(dataset, code)):
        return None
    areas = dataset.areas.loc[dataset.codes(level)]
    inside = areas.index if own is Level.LAND else areas.index[areas[own.value] == code]
    return tuple(inside)


@per_dataset(maxsize=2048)
def gemeenten_in(dataset: Dataset, code: str) -> tuple[str, ...]:
    """The gemeenten in a provincie or the country; of a smaller area the one it lies in."""
    areas = dataset.areas.loc[dataset.codes(Level.GEMEENTE)]
    if code == COUNTRY:
        return tuple(areas.index)
    if level_of(code) is Level.PROVINCIE:
        return tuple(areas.index[areas["provincie"] == code])
    return (str(dataset.areas.at[code, "gemeente"]),)


@per_dataset(maxsize=2048)
def is_complete(dataset: Dataset, level: Level, gemeenten: tuple[str, ...]) -> bool:
    """Whether the data set has the areas of `level` in every one of `gemeenten`."""
    if level in (Level.PROVINCIE, Level.LAND):
        return True
    areas = dataset.areas
    return set(gemeenten) <= set(areas.loc[areas["level"] == level.value, "gemeente"])
