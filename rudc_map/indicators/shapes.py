"""The stored outlines of the areas of a level, read for whoever needs them and then let go of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rudc_map.dataset.outlines import read_all_outlines, read_outlines
from rudc_map.dataset.store import Dataset
from rudc_map.indicators.surroundings import boxes_of_level
from rudc_map.model import Level

if TYPE_CHECKING:
    import geopandas as gpd


def shapes(dataset: Dataset, level: Level) -> np.ndarray:
    """The outlines of a level's areas.

    Returns
    -------
    np.ndarray of shapely MultiPolygon, shape (n,)
        In the order of ``dataset.codes(level)``, EPSG:28992 [m]. Read anew each time, in a tenth
        of a second: those of a country take 50 MB.
    """
    return read_all_outlines(dataset.path, level)


def shapes_at(dataset: Dataset, level: Level, places: np.ndarray) -> np.ndarray:
    """The outlines of some of a level's areas, by their places in ``dataset.codes(level)``."""
    return read_outlines(dataset.path, level, boxes_of_level(dataset, level).rows[places])


def outlines_of(dataset: Dataset, level: Level) -> gpd.GeoSeries:
    """The outlines of a level's areas by their codes, for what geopandas does with them."""
    import geopandas as gpd  # noqa: PLC0415  (a second of start)

    return gpd.GeoSeries(shapes(dataset, level), dataset.codes(level), crs="EPSG:28992")
