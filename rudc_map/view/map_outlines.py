"""The outlines that stand out on the map of an image: the selection, an own area, a border."""

from __future__ import annotations

from typing import Any

import pandas as pd

from rudc_map.indicators.own_areas import own_shape
from rudc_map.indicators.places import by_level
from rudc_map.model import Level, Overlay, level_of
from rudc_map.view import svg
from rudc_map.view.frame import INK
from rudc_map.view.geometry import simplified_at
from rudc_map.view.map_camera import Camera
from rudc_map.view.map_cut import cut_area, cut_line
from rudc_map.view.map_overlays import STEPS, border_thirds
from rudc_map.view.map_paths import line_path, paths_of, place_of, shape_path
from rudc_map.view.palettes import SELECTION
from rudc_map.view.shown import Shown

BEYOND = 8.0
"""Pixels outside a map at which outlines are cut off; the gap between two maps is wider."""


def outlines(shown: Shown, camera: Camera, thinner: float = 1.0) -> list[str]:
    """The selected areas, the area that the reader drew, and what an analysis puts over them.

    Parameters
    ----------
    shown : Shown
        What is shown.
    camera : Camera
        The map.
    thinner : float
        By what the width of lines is multiplied, for a small map.
    """
    box = camera.box(BEYOND)
    drawn = []
    pixel = thinner / camera.scale
    for i, code in enumerate(shown.state.areas):
        d = cut_area(_path_of(shown, camera, code), box)
        for wide, colour in ((5.5, "#ffffff"), (3.0, SELECTION[i])):
            drawn.append(_outline(d, wide * pixel, colour))
    shape = own_outline(shown)
    if shape is not None:
        d = cut_area(shape_path(shape), box)
        drawn.append(_outline(d, 5.5 * pixel, "#ffffff"))
        drawn.append(_outline(d, 3.0 * pixel, INK, dashes=7 * pixel))
    return [*drawn, *_border(shown, camera)]


def own_outline(shown: Shown) -> Any:
    """The outline of the reader's own area [m], drawn or put together; None for none."""
    import shapely  # noqa: PLC0415

    own = shown.state.own
    if own is None:
        return None
    if not own.areas:
        return own_shape(own)
    outlines = []
    for level, codes in by_level(pd.Index(own.areas)).items():
        places = shown.dataset.codes(level).get_indexer(pd.Index(codes))
        outlines += list(simplified_at(shown.dataset, level, places))
    return shapely.union_all(outlines)


def _border(shown: Shown, camera: Camera) -> list[str]:
    """Neighbours across the provincial border: the larger the difference, the wider the line."""
    if shown.state.overlay is not Overlay.BORDER:
        return []
    drawn = []
    for pair, step in border_thirds(shown):
        width, colour = STEPS[step]
        d = cut_line(line_path(pair["line"]), camera.box(BEYOND))
        for wide, stroke in ((width + 3, "#ffffff"), (width, colour)):
            drawn.append(_outline(d, wide / camera.scale, stroke))
    return drawn


def _path_of(shown: Shown, camera: Camera, code: str) -> str:
    level = _level(code)
    tolerance = camera.tolerance if level is shown.state.level else 0.0
    return paths_of(shown, level, tolerance).d[place_of(shown.dataset, code)]


def _level(code: str) -> Level:
    level = level_of(code)
    assert level is not None, code
    return level


def _outline(d: str, width: float, colour: str, dashes: float | None = None) -> str:
    if not d:
        return ""
    dash = None if dashes is None else f"{dashes:.4g} {dashes * 0.7:.4g}"
    return svg.path(
        d, look="line", stroke=colour, stroke_width=round(width, 2), stroke_dasharray=dash
    )
