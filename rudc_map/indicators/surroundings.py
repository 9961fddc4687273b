"""What lies around an area, from the outlines of the few areas there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rudc_map.dataset.outlines import read_boxes, read_outlines
from rudc_map.dataset.store import Dataset
from rudc_map.indicators.memo import per_dataset
from rudc_map.model import Level, level_of

Box = tuple[float, float, float, float]
"""West, south, east and north [m, EPSG:28992]."""


@dataclass(frozen=True, eq=False)
class Boxes:
    """Where the areas of a level lie.

    Attributes
    ----------
    rows : ndarray of int, shape (n,)
        Where each outline is stored.
    boxes : ndarray of float, shape (n, 4)
        West, south, east and north of each area [m, EPSG:28992], in geometry order.
    """

    rows: np.ndarray
    boxes: np.ndarray


@dataclass(frozen=True, eq=False)
class Outlines:
    """Some areas of a level: their codes and, in the same order, their outlines [m]."""

    codes: tuple[str, ...]
    shapes: np.ndarray


@per_dataset(maxsize=8)
def boxes_of_level(dataset: Dataset, level: Level) -> Boxes:
    """Where the areas of a level lie, read once; not to be changed."""
    return Boxes(*read_boxes(dataset.path, level))


def box_of(dataset: Dataset, codes: tuple[str, ...]) -> Box:
    """The box around some areas of one level."""
    level = level_of(codes[0])
    assert level is not None, codes
    at = dataset.codes(level).get_indexer(pd.Index(codes))
    boxes = boxes_of_level(dataset, level).boxes[at]
    west, south = boxes[:, :2].min(axis=0)
    east, north = boxes[:, 2:].max(axis=0)
    return float(west), float(south), float(east), float(north)


def outlines_in(dataset: Dataset, level: Level, box: Box) -> Outlines:
    """The areas of a level whose own boxes are at least partly in a box, in geometry order."""
    known = boxes_of_level(dataset, level)
    west, south, east, north = box
    boxes = known.boxes
    inside = np.flatnonzero(
        (boxes[:, 0] <= east)
        & (boxes[:, 2] >= west)
        & (boxes[:, 1] <= north)
        & (boxes[:, 3] >= south)
    )
    codes = dataset.codes(level)[inside]
    return Outlines(tuple(codes), read_outlines(dataset.path, level, known.rows[inside]))


def neighbours_of(dataset: Dataset, code: str) -> tuple[str, ...]:
    """The areas of the same level that share an edge with an area, the longest edge first."""
    from rudc_map.analysis.neighbours import neighbours  # noqa: PLC0415  (brings shapely)

    level = level_of(code)
    assert level is not None, code
    around = outlines_in(dataset, level, box_of(dataset, (code,)))
    pairs = neighbours(around.shapes)
    own = around.codes.index(code)
    found = [
        (-length, around.codes[b if a == own else a])
        for a, b, length in zip(pairs.first, pairs.second, pairs.length, strict=True)
        if own in (a, b)
    ]
    return tuple(name for _, name in sorted(found))
