"""Tables of figures on the areas that a data set has, whatever year they were made for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import geopandas as gpd
import pandas as pd

from rudc_map.dataset.figures import read_figures
from rudc_map.dataset.harmonise import put_on_vintage
from rudc_map.dataset.manifest import FIGURES
from rudc_map.dataset.store import Dataset
from rudc_map.dataset.vintages import Vintage
from rudc_map.model import FigureStatus, Level, MissingReason
from rudc_map.sources.tidy import tidy
from rudc_map.sources.variables import read_variables

LEVELS = (Level.BUURT, Level.WIJK, Level.GEMEENTE)
"""The levels whose areas change; a provincie or the country is taken to stay."""


def vintage_of_levels(
    year: int, levels: Mapping[Level, gpd.GeoDataFrame], people: pd.Series | None = None
) -> Vintage:
    """Take the areas of a data set as a vintage.

    Parameters
    ----------
    year : int
        The year of its boundaries.
    levels : mapping of Level to GeoDataFrame
        As `rudc_map.dataset.areas.build_areas` makes them.
    people : Series of float, optional
        Inhabitants by code of a buurt.
    """
    frames = {level: levels[level][["code", "name", "geometry"]] for level in LEVELS}
    return Vintage(year, frames, counts=people)


def vintage_of_dataset(dataset: Dataset) -> Vintage:
    """Take the areas of a data set on disk as a vintage, with the inhabitants of its buurten."""
    levels = {level: dataset.boundaries(level).reset_index() for level in LEVELS}
    people = dataset.figure("a_inw", Level.BUURT).values
    return vintage_of_levels(int(dataset.vintage), levels, people)


def figures_of_dataset(dataset: Dataset) -> pd.DataFrame:
    """Take the figures of a data set on disk as a table, `TIDY_COLUMNS`."""
    figures = read_figures(dataset.path / FIGURES)
    for column, members in (("missing", MissingReason), ("status", FigureStatus)):
        texts = figures[column].astype(object)
        figures[column] = texts.map(members, na_action="ignore").astype(object)
        figures[column] = figures[column].where(texts.notna(), None)
    return tidy(figures, str(dataset.path))


class Target:
    """The areas that figures of other years are put on, read only if that is needed.

    Parameters
    ----------
    base : Dataset
        The data set that is gone on from.
    levels : mapping of Level to GeoDataFrame, or None
        The new areas; None keeps those of `base`.
    year : int
        Their vintage.
    """

    def __init__(
        self, base: Dataset, levels: Mapping[Level, gpd.GeoDataFrame] | None, year: int
    ) -> None:
        self._base, self._levels = base, levels
        self.year = year

    @cached_property
    def vintage(self) -> Vintage:
        """The areas as a vintage."""
        if self._levels is None:
            return vintage_of_dataset(self._base)
        return vintage_of_levels(self.year, self._levels)


def on_vintage(figures: pd.DataFrame, old: Vintage, new: Vintage) -> pd.DataFrame:
    """Put a table on the areas of another year, by the rules of geodata/variables.toml.

    Raises
    ------
    SourceError
        As `rudc_map.dataset.harmonise.put_on_vintage`.
    """
    rules = {name: variable.aggregation for name, variable in read_variables().items()}
    return put_on_vintage(figures, old, new, rules)
