"""The stored outlines of the areas of a level, read once."""

from __future__ import annotations

import numpy as np

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.memo import per_dataset
from rudc_map.model import Level


@per_dataset(maxsize=16)
def shapes(dataset: Dataset, level: Level) -> np.ndarray:
    """The outlines of a level's areas.

    Returns
    -------
    np.ndarray of shapely MultiPolygon, shape (n,)
        In the order of ``dataset.codes(level)``, EPSG:28992 [m]. Not to be changed: every caller
        gets the same one.
    """
    return read_shapes(dataset, level)


def read_shapes(dataset: Dataset, level: Level) -> np.ndarray:
    """The same read anew, for who needs them once: those of a country take 50 MB."""
    return np.asarray(dataset.boundaries(level).geometry.to_numpy())
