"""The outlines of areas and borders as SVG paths, in whole metres of EPSG:28992."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.memo import per_dataset
from rudc_map.model import Level, level_of
from rudc_map.view.geometry import simplified
from rudc_map.view.numbers import compact_json

TOLERANCES = (0.0, 30.0, 120.0)
"""How much coarser than on the page outlines may be drawn [m], by how much of a map is seen."""


@dataclass(frozen=True, eq=False)
class Paths:
    """The areas of a level.

    Attributes
    ----------
    d : tuple of str
        The path of each area, in geometry order; north is up, so that a picture turns y around.
    boxes : ndarray of float, shape (n, 4)
        West, south, east and north of each area [m].
    points : ndarray of float, shape (n, 2)
        A point inside each area [m].
    """

    d: tuple[str, ...]
    boxes: np.ndarray
    points: np.ndarray


@per_dataset(maxsize=16)
def paths_of(dataset: Dataset, level: Level, tolerance: float = 0.0) -> Paths:
    """The areas of a level as they are drawn, made once.

    Parameters
    ----------
    dataset : Dataset
        Its boundaries are drawn.
    level : Level
        The level.
    tolerance : float
        How much farther [m] than on the page a line may lie from the stored one, for a map on
        which nobody could tell; one of `TOLERANCES`.
    """
    import shapely  # noqa: PLC0415

    shapes = simplified(dataset, level).geometry.values
    points = shapely.point_on_surface(shapes)
    if tolerance:
        shapes = shapely.coverage_simplify(np.asarray(shapes), tolerance)
    return Paths(
        d=tuple(_path(shape) for shape in shapes),
        boxes=shapely.bounds(shapes),
        points=shapely.get_coordinates(points),
    )


def grid_borders_json(borders: bytes) -> bytes:
    """The page's borders and names in the Dutch grid.

    Parameters
    ----------
    borders : bytes
        What `rudc_map.view.geometry.borders_json` holds.

    Returns
    -------
    bytes
        JSON: ``lines`` (kind, "gemeente", "provincie" or "land", -> path) and ``names`` (code,
        name, x and y [m] of each gemeente, the one with most inhabitants first).
    """
    lines: dict[str, str] = {}
    names: list[list[Any]] = []
    for feature in json.loads(borders)["features"]:
        geometry, known = feature["geometry"], feature["properties"]
        if geometry["type"] == "Point":
            place = to_grid([geometry["coordinates"]])[0]
            names.append([known["id"], known["name"], *(round(float(x)) for x in place)])
        else:
            several = geometry["type"].startswith("Multi")
            parts = geometry["coordinates"] if several else [geometry["coordinates"]]
            lines[known["id"]] = line_path(parts)
    return compact_json({"lines": lines, "names": names})


def place_of(dataset: Dataset, code: str) -> int:
    """The place of an area among those of its level, in geometry order."""
    level = level_of(code)
    assert level is not None, code
    return int(dataset.codes(level).get_indexer(pd.Index([code]))[0])


def line_path(parts: Iterable[Any]) -> str:
    """Lines of [lon, lat] as one path in metres of the Dutch grid."""
    return "".join(_steps(to_grid(part)) for part in parts)


def to_grid(places: Any) -> np.ndarray:
    """Places [degrees lon, lat] in the Dutch grid [m], shape (n, 2)."""
    lon, lat = np.asarray(places, dtype=float).T
    return np.column_stack(_transformer().transform(lon, lat))


@lru_cache(maxsize=1)
def _transformer() -> Any:
    from pyproj import Transformer  # noqa: PLC0415

    return Transformer.from_crs("EPSG:4326", "EPSG:28992", always_xy=True)


def shape_path(shape: Any) -> str:
    """The path of any polygon [m]."""
    return _path(shape)


def _path(shape: Any) -> str:
    import shapely  # noqa: PLC0415

    rings = shapely.get_rings(shapely.get_parts(shape))
    return "".join(f"{_steps(shapely.get_coordinates(ring)[:-1])}z" for ring in rings)


def _steps(coordinates: np.ndarray) -> str:
    """From the first place on, each step relative to the one before, in whole metres."""
    whole = np.round(coordinates).astype(int)
    steps = np.diff(whole, axis=0)
    steps = steps[steps.any(axis=1)].tolist()
    (x, y), rest = whole[0].tolist(), "".join(f"{dx}{dy:+d} " for dx, dy in steps)
    return f"M{x} {y}l{rest.rstrip()}" if rest else f"M{x} {y}"
