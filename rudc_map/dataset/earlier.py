"""The maps of earlier years: their figures on the areas of a data set, and the mergers since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from rudc_map.dataset.boundary_changes import BoundaryChange
from rudc_map.dataset.harmonise import put_on_vintage
from rudc_map.dataset.mergers import mergers_between
from rudc_map.dataset.vintages import Vintage, vintage_of
from rudc_map.model import Level, MissingReason
from rudc_map.sources.cbs_boundaries import BoundarySet
from rudc_map.sources.variables import read_variables


@dataclass(frozen=True)
class Earlier:
    """What earlier maps give.

    Parameters
    ----------
    figures : tuple of DataFrame
        Per map `rudc_map.sources.tidy.TIDY_COLUMNS`, on the areas of the data set.
    changes : tuple of BoundaryChange
        The gemeenten that were put together since the first of them.
    """

    figures: tuple[pd.DataFrame, ...]
    changes: tuple[BoundaryChange, ...]


def from_earlier_maps(
    maps: Sequence[BoundarySet], year: int, levels: Mapping[Level, gpd.GeoDataFrame]
) -> Earlier:
    """Put what stands in maps of other years on the areas of a data set.

    Parameters
    ----------
    maps : sequence of BoundarySet
        Of other years, in any order.
    year : int
        The vintage of the data set.
    levels : mapping of Level to GeoDataFrame
        Its areas: code, name and geometry (EPSG:28992, [m]).
    """
    now = Vintage(year, levels)
    rules = {name: variable.aggregation for name, variable in read_variables().items()}
    then = [vintage_of(one) for one in maps]
    with_gemeenten = [vintage for vintage in then if Level.GEMEENTE in vintage.frames]
    figures = [
        put_on_vintage(with_empty_areas(one.figures), vintage, now, rules)
        for one, vintage in zip(maps, then, strict=True)
    ]
    return Earlier(tuple(figures), mergers_between([*with_gemeenten, now]))


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
    blank = figures["value"].isna() & (figures["missing"] != MissingReason.NOT_COMPARABLE)
    reason = figures["missing"].mask(blank & here, MissingReason.NO_INHABITANTS)
    return figures.assign(missing=reason)
