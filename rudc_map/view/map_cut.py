"""Outlines as shapes: cut off at the edge of a map, or asked whether a place lies in them."""

from __future__ import annotations

import re

import numpy as np

from rudc_map.view.map_paths import line_steps, shape_paths

Box = tuple[float, float, float, float]


def cut_area(d: str, box: Box) -> str:
    """The part of an area in a box: what lies beyond a map would be over its neighbours.

    Parameters
    ----------
    d : str
        Its path, as `rudc_map.view.map_paths` writes it [m].
    box : tuple of float
        West, south, east and north [m].

    Returns
    -------
    str
        A path; along the box it has edges of its own.
    """
    import shapely  # noqa: PLC0415

    # each ring alone: holes stay holes, for areas are filled by the even-odd rule
    cut = shapely.clip_by_rect(shapely.make_valid(_rings(d)), *box)
    return "".join(shape_paths(np.asarray(cut)))


def cut_line(d: str, box: Box) -> str:
    """The part of a line, or of many in one path, in a box."""
    import shapely  # noqa: PLC0415

    places, line_of = _together([line for line in _lines(d) if len(line) > 1])
    cut = shapely.clip_by_rect(shapely.linestrings(places, indices=line_of), *box)
    places, line_of = shapely.get_coordinates(shapely.get_parts(cut), return_index=True)
    return line_steps(places, line_of) if len(places) else ""


def holds(d: str, x: float, y: float) -> bool:
    """Whether a place [m] lies in the area of a path."""
    import shapely  # noqa: PLC0415

    return bool(shapely.contains_xy(_rings(d), x, y).sum() % 2)


def within(boxes: np.ndarray, box: Box) -> np.ndarray:
    """Which boxes (west, south, east, north), shape (n, 4), lie wholly in a box."""
    west, south, east, north = box
    found: np.ndarray = (
        (boxes[:, 0] >= west)
        & (boxes[:, 1] >= south)
        & (boxes[:, 2] <= east)
        & (boxes[:, 3] <= north)
    )
    return found


def _rings(d: str) -> np.ndarray:
    """The rings of the path of an area, each as a polygon."""
    import shapely  # noqa: PLC0415

    places, ring_of = _together([ring for ring in _lines(d) if len(ring) > 2])
    return np.asarray(shapely.polygons(shapely.linearrings(places, indices=ring_of)))


def _lines(d: str) -> list[np.ndarray]:
    """The places of each line of a path, shape (n, 2) [m]."""
    found = []
    for line in d.split("M")[1:]:
        numbers = np.array(re.findall(r"-?\d+", line), dtype=int).reshape(-1, 2)
        found.append(np.cumsum(numbers, axis=0))
    return found


def _together(lines: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """The places of all lines, and which line each of them belongs to."""
    places = np.concatenate([np.empty((0, 2)), *lines])
    return places, np.repeat(np.arange(len(lines)), [len(line) for line in lines])
