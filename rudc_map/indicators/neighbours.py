"""Which areas of a level lie next to each other, and which of these in different provincies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.memo import per_dataset
from rudc_map.indicators.shapes import shapes
from rudc_map.model import Level

if TYPE_CHECKING:
    from rudc_map.analysis.neighbours import Neighbours


@per_dataset(maxsize=16)
def neighbours_of_level(dataset: Dataset, level: Level) -> Neighbours:
    """The pairs of areas of a level that share an edge, by position in ``codes(level)``."""
    from rudc_map.analysis.neighbours import neighbours  # noqa: PLC0415  (brings shapely)

    return neighbours(shapes(dataset, level))


def across_provincies(dataset: Dataset, level: Level, pairs: Neighbours) -> np.ndarray:
    """Which pairs lie on either side of a provincial border (bool, a pair)."""
    provincie = dataset.areas.loc[dataset.codes(level), "provincie"].to_numpy()
    return np.asarray(provincie[pairs.first] != provincie[pairs.second])
