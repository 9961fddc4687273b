"""The outlines of areas and borders as SVG paths, in whole metres of EPSG:28992."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.memo import per_dataset
from rudc_map.model import Level, level_of
from rudc_map.view.geometry import simplified
from rudc_map.view.numbers import compact_json
from rudc_map.view.shown import Shown

TOLERANCES = (0.0, 30.0, 120.0, 300.0)
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


def paths_of(shown: Shown, level: Level, tolerance: float = 0.0) -> Paths:
    """The areas of a level as they are drawn, read once.

    Parameters
    ----------
    shown : Shown
        Gives the file that `paths_json` makes: simplifying and writing the outlines of the whole
        country takes seconds and a quarter of the memory that a server may have.
    level : Level
        The level.
    tolerance : float
        See `paths_json`.
    """
    kept = _kept(shown.dataset)
    if (level, tolerance) not in kept:
        parameters = {"niveau": level.value, "grof": f"{tolerance:g}"}
        kept[level, tolerance] = _read(shown.ask("paths", parameters))
    return kept[level, tolerance]


@per_dataset(maxsize=1)
def _kept(_dataset: Dataset) -> dict[tuple[Level, float], Paths]:
    return {}


def paths_json(dataset: Dataset, level: Level, tolerance: float) -> bytes:
    """The areas of a level as they are drawn.

    Parameters
    ----------
    dataset : Dataset
        Its boundaries are drawn.
    level : Level
        The level.
    tolerance : float
        How much farther [m] than on the page a line may lie from the stored one, for a map on
        which nobody could tell; one of `TOLERANCES`.

    Returns
    -------
    bytes
        JSON with ``d``, ``boxes`` and ``points``, see `Paths`.
    """
    import shapely  # noqa: PLC0415

    shapes = np.asarray(simplified(dataset, level).values)
    points = shapely.get_coordinates(shapely.point_on_surface(shapes))
    if tolerance:
        shapes = shapely.coverage_simplify(shapes, tolerance)
    boxes = shapely.bounds(shapes)
    return compact_json(
        {
            "d": shape_paths(shapes),
            "boxes": boxes.round(1).tolist(),
            "points": points.round(1).tolist(),
        }
    )


def _read(file: dict[str, Any]) -> Paths:
    return Paths(tuple(file["d"]), np.array(file["boxes"]), np.array(file["points"]))


def grid_borders_json(borders: bytes) -> bytes:
    """The page's borders and names in the Dutch grid.

    Parameters
    ----------
    borders : bytes
        What `rudc_map.view.geometry.borders_json` holds.

    Returns
    -------
    bytes
        JSON: ``lines`` (kind, "gemeente", "provincie" or "land", -> ``d``, a path for each line,
        and ``boxes``, what it lies in) and ``names`` (code, name, x and y [m] of each gemeente, the
        one with most inhabitants first).
    """
    lines: dict[str, dict[str, Any]] = {}
    names: list[list[Any]] = []
    for feature in json.loads(borders)["features"]:
        geometry, known = feature["geometry"], feature["properties"]
        if geometry["type"] == "Point":
            place = to_grid([geometry["coordinates"]])[0]
            names.append([known["id"], known["name"], *(round(float(x)) for x in place)])
        else:
            several = geometry["type"].startswith("Multi")
            parts = geometry["coordinates"] if several else [geometry["coordinates"]]
            lines[known["id"]] = _boxed([to_grid(part) for part in parts])
    return compact_json({"lines": lines, "names": names})


def _boxed(parts: list[np.ndarray]) -> dict[str, Any]:
    boxes = [[*part.min(axis=0), *part.max(axis=0)] for part in parts]
    return {
        "d": [line_steps(part, np.zeros(len(part), dtype=int)) for part in parts],
        "boxes": np.array(boxes).reshape(-1, 4).round(1).tolist(),
    }


def place_of(dataset: Dataset, code: str) -> int:
    """The place of an area among those of its level, in geometry order."""
    level = level_of(code)
    assert level is not None, code
    return int(dataset.codes(level).get_indexer(pd.Index([code]))[0])


def line_path(parts: Iterable[Any]) -> str:
    """Lines of [lon, lat] as one path in metres of the Dutch grid."""
    known = [np.asarray(part, dtype=float) for part in parts]
    line_of = np.repeat(np.arange(len(known)), [len(part) for part in known])
    return line_steps(to_grid(np.concatenate(known)), line_of)


def line_steps(places: np.ndarray, line_of: np.ndarray) -> str:
    """Lines as one path: their places [m], and which line each of them belongs to."""
    return "".join(_steps(places, line_of)[0])


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
    return shape_paths(np.array([shape], dtype=object))[0]


def shape_paths(shapes: np.ndarray) -> list[str]:
    """The path of each of many polygons [m], written all at once."""
    import shapely  # noqa: PLC0415

    parts, shape_of = shapely.get_parts(shapes, return_index=True)
    rings, part_of = shapely.get_rings(parts, return_index=True)
    places, ring_of = shapely.get_coordinates(rings, return_index=True)
    last = np.append(ring_of[1:] != ring_of[:-1], True)  # where it began: z draws that step
    pieces, kept = _steps(places, ring_of, without=last)
    of = shape_of[part_of[ring_of[kept]]]
    ends = np.searchsorted(of, np.arange(len(shapes) + 1))
    texts = ["".join(pieces[a:b]) for a, b in pairwise(ends)]
    return [f"{text.replace('M', 'zM')[1:]}z" if text else "" for text in texts]


def _steps(
    places: np.ndarray, line_of: np.ndarray, without: np.ndarray | None = None
) -> tuple[list[str], np.ndarray]:
    """Lines as the pieces of a path: each place relative to the one before, in whole metres.

    Parameters
    ----------
    places : ndarray of float, shape (n, 2)
        The places of all lines, one line after the other [m].
    line_of : ndarray of int, shape (n,)
        Which line each place belongs to.
    without : ndarray of bool, shape (n,) or None
        Places to leave out.

    Returns
    -------
    list of str, ndarray of int
        A piece for each place that is drawn, and which place it is; those that round to the same
        metre as the one before are none.
    """
    whole = np.round(places).astype(int)
    first = np.append(True, line_of[1:] != line_of[:-1])
    steps = np.diff(whole, axis=0, prepend=whole[:1])
    drawn = first | steps.any(axis=1)
    if without is not None:
        drawn &= ~without
    kept = np.flatnonzero(drawn)
    begins = first[kept]
    shown = np.where(begins[:, None], whole[kept], steps[kept])
    x, y = shown.T
    second = np.append(False, begins[:-1]) & ~begins
    # a sign parts two numbers as well as a space does
    before = np.where(begins, "M", np.where(second, "l", np.where(x < 0, "", " ")))
    between = np.where(begins, " ", np.where(y < 0, "", "+"))
    columns = (before.tolist(), x.tolist(), between.tolist(), y.tolist())
    return [f"{a}{b}{c}{d}" for a, b, c, d in zip(*columns, strict=True)], kept
