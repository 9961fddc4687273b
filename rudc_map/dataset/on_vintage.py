"""Tables of figures on the areas that a data set has, whatever year they were made for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import geopandas as gpd
import pandas as pd

from rudc_map.dataset.assemble import CRIME_SOURCES
from rudc_map.dataset.figures import read_figures
from rudc_map.dataset.harmonise import put_on_vintage
from rudc_map.dataset.manifest import FIGURES
from rudc_map.dataset.missing import KEPT_WITHOUT_INHABITANTS
from rudc_map.dataset.store import Dataset
from rudc_map.dataset.vintages import Vintage
from rudc_map.model import FigureStatus, Level, MissingReason
from rudc_map.sources.cbs_addresses import read_addresses
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
    addresses : Path, optional
        CBS's file of the addresses in each buurt in that year.
    """

    def __init__(
        self,
        base: Dataset,
        levels: Mapping[Level, gpd.GeoDataFrame] | None,
        year: int,
        addresses: Path | None = None,
    ) -> None:
        self._base, self._levels, self._addresses = base, levels, addresses
        self.year = year

    @cached_property
    def vintage(self) -> Vintage:
        """The areas as a vintage."""
        if self._levels is None:
            found = vintage_of_dataset(self._base)
        else:
            found = vintage_of_levels(self.year, self._levels)
        if self._addresses is None:
            return found
        return replace(found, addresses=read_addresses(self._addresses))


def on_vintage(figures: pd.DataFrame, old: Vintage, new: Vintage) -> pd.DataFrame:
    """Put a table on the areas of another year, by the rules of geodata/variables.toml.

    An area without inhabitants adds nothing to what it was merged into.

    Raises
    ------
    SourceError
        As `rudc_map.dataset.harmonise.put_on_vintage`.
    """
    rules = {name: variable.aggregation for name, variable in read_variables().items()}
    return put_on_vintage(with_empty_areas(figures), old, new, rules)


def with_empty_areas(figures: pd.DataFrame) -> pd.DataFrame:
    """Say of every gap in an area without inhabitants that this is why.

    CBS shows no number of inhabitants below 5 and leaves the other cells blank: merged with its
    neighbours such an area adds nothing, while a gap for another reason makes the sum unknown.

    Parameters
    ----------
    figures : DataFrame
        `rudc_map.sources.tidy.TIDY_COLUMNS` as published; periods in which ``a_inw`` is absent
        stay as they are.
    """
    people = figures[figures["variable"] == "a_inw"]
    nobody = people[~(people["value"] > 0)].set_index(["code", "period"]).index
    here = pd.MultiIndex.from_frame(figures[["code", "period"]]).isin(nobody)
    crimes = {v.name for v in read_variables().values() if v.source in CRIME_SOURCES}
    of_people = ~figures["variable"].isin(KEPT_WITHOUT_INHABITANTS | crimes)
    redrawn = figures["missing"] == MissingReason.NOT_COMPARABLE
    blank = figures["value"].isna() & of_people & ~redrawn
    reason = figures["missing"].mask(blank & here, MissingReason.NO_INHABITANTS)
    return figures.assign(missing=reason)
