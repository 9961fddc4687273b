"""Where an area lies: a small still map of it and what is around it, as SVG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.memo import per_dataset
from rudc_map.indicators.surroundings import Box, Outlines, box_of, outlines_in
from rudc_map.model import COUNTRY, Level, Region, level_of
from rudc_map.view import svg
from rudc_map.view.fonts import FALLBACK, FAMILY, text_width

WIDTH, HEIGHT = 360, 270
"""Of the map [pixels]."""

INSET_WIDTH, INSET_HEIGHT = 62, 72
"""Of the country in its corner [pixels]."""

AROUND = 0.8
"""Room on each side of the area, in its own longest side."""

FINEST = 0.8
"""Pixels by which an outline may be off."""

OUTSIDE = 4
"""Pixels outside the picture at which outlines are cut off."""

UNITS = 2
"""Steps of an outline in a pixel."""

WATER, LAND, OWN, OTHERS = "#e3eaf0", "#f6f6f2", "#d4deea", "#e9edf2"
FILL, INK = "#0b4f9e", "#111827"
LOOK_OF_LAND: dict[str, svg.Attribute] = {"fill": LAND, "stroke": "#c9d1dc", "stroke-width": 1.5}
BORDER: dict[str, svg.Attribute] = {"fill": "none", "stroke": "#5b6b80", "stroke-width": 2}
LARGER = "groter"
"""The name of the outlines of larger areas, which are drawn under and over the others."""

MOST_NAMES = 7
NAME_SIZE = 11


@dataclass(frozen=True)
class Frame:
    """Which part of the country fills a picture; from metres to halves of a pixel."""

    box: Box
    scale: float
    width: int
    height: int

    @classmethod
    def around(cls, box: Box, room: float, width: int = WIDTH, height: int = HEIGHT) -> Frame:
        """The frame with a box in its middle and `room` times its longest side around it."""
        west, south, east, north = box
        longest = max(east - west, north - south)
        wide, high = east - west + 2 * room * longest, north - south + 2 * room * longest
        scale = min(width / wide, height / high)
        x, y = (west + east) / 2, (south + north) / 2
        half_x, half_y = width / scale / 2, height / scale / 2
        return cls((x - half_x, y - half_y, x + half_x, y + half_y), scale, width, height)

    def to_pixels(self, x: float, y: float) -> tuple[float, float]:
        """A place [m] in the picture [pixels]."""
        return (x - self.box[0]) * self.scale, (self.box[3] - y) * self.scale

    def path(self, shape: Any) -> str:
        """An outline in whole halves of a pixel, each step relative to the one before."""
        import shapely  # noqa: PLC0415

        parts = []
        for ring in shapely.get_rings(shapely.get_parts(shape)):
            places = shapely.get_coordinates(ring)[:-1]
            x = (places[:, 0] - self.box[0]) * self.scale * UNITS
            y = (self.box[3] - places[:, 1]) * self.scale * UNITS
            whole = np.column_stack([x, y]).round().astype(int)
            steps = np.diff(whole, axis=0)
            steps = steps[steps.any(axis=1)]
            if len(steps) > 2:  # smaller than can be seen
                rest = "".join(f"{dx}{dy:+d} " for dx, dy in steps.tolist()).rstrip()
                parts.append(f"M{whole[0, 0]} {whole[0, 1]}l{rest}z")
        return "".join(parts)


def area_map(dataset: Dataset, code: str, region: Region | None, words: str) -> str:
    """The map of an area, or of a region, among the areas around it.

    Parameters
    ----------
    dataset : Dataset
        Has the outlines.
    code : str
        The area; of a region its id.
    region : Region or None
        The region, where it is one.
    words : str
        What can be seen, for those who cannot.

    Returns
    -------
    str
        An SVG element, its colours in itself; its letters are those around it.
    """
    shown = _shown(dataset, code, region)
    level = level_of(shown[0]) or Level.GEMEENTE
    whole = len(shown) == len(dataset.codes(level))
    frame = Frame.around(
        box_of(dataset, shown), 0.04 if whole else AROUND * (len(shown) == 1) + 0.1
    )
    around = _simple(outlines_in(dataset, level, frame.box), frame)
    below = Level.GEMEENTE if level in (Level.BUURT, Level.WIJK) else Level.PROVINCIE
    land = _simple(outlines_in(dataset, below, frame.box), frame)
    own = _paths(frame, _of(around, shown), fill=FILL, stroke=INK, stroke_width=3)
    body = [
        svg.element("defs", None, _paths(frame, land.shapes, id=LARGER)),
        svg.rect(0, 0, WIDTH, HEIGHT, fill=WATER),
        svg.group(
            [
                svg.element("use", {"href": f"#{LARGER}", **LOOK_OF_LAND}),
                *_others(dataset, frame, around, shown),
                *([] if whole else [own]),
                svg.element("use", {"href": f"#{LARGER}", **BORDER}),
                *([own] if whole else []),
            ],
            transform=f"scale({1 / UNITS})",
            stroke_linejoin="round",
        ),
        *_names(dataset, frame, around, shown),
        *([] if whole else _inset(dataset, frame)),
    ]
    return svg.element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {WIDTH} {HEIGHT}",
            "role": "img",
            "aria-label": words,
            "font-family": f"'{FAMILY}',{FALLBACK}",
        },
        *body,
    )


def _shown(dataset: Dataset, code: str, region: Region | None) -> tuple[str, ...]:
    """The areas that are coloured, all of one level."""
    if region is not None and region.gemeenten:
        return region.gemeenten
    if region is not None or code == COUNTRY:
        return tuple(dataset.codes(Level.PROVINCIE))
    return (code,)


def _simple(outlines: Outlines, frame: Frame) -> Outlines:
    """The outlines without what cannot be seen; neighbours keep sharing their edges."""
    import shapely  # noqa: PLC0415

    shapes = shapely.coverage_simplify(outlines.shapes, FINEST / frame.scale)
    west, south, east, north = frame.box
    edge = OUTSIDE / frame.scale
    shapes = shapely.clip_by_rect(shapes, west - edge, south - edge, east + edge, north + edge)
    return Outlines(outlines.codes, np.asarray(shapes))


def _of(outlines: Outlines, codes: tuple[str, ...]) -> np.ndarray:
    found: np.ndarray = outlines.shapes[_among(outlines, codes)]
    return found


def _among(outlines: Outlines, codes: tuple[str, ...]) -> np.ndarray:
    """Which of the outlines are of some areas."""
    wanted = set(codes)
    return np.array([code in wanted for code in outlines.codes], dtype=bool)


def _paths(frame: Frame, shapes: np.ndarray, **look: svg.Attribute) -> str:
    return svg.path("".join(frame.path(shape) for shape in shapes), **look)


def _others(dataset: Dataset, frame: Frame, around: Outlines, shown: tuple[str, ...]) -> list[str]:
    """What is around it; the areas in the same gemeente or provincie a shade darker."""
    areas = dataset.areas
    level = level_of(shown[0])
    whole = {Level.GEMEENTE: "provincie", Level.PROVINCIE: "level"}.get(
        level or Level.GEMEENTE, "gemeente"
    )
    own = set(areas.loc[list(shown), whole])
    same = np.array([areas.at[code, whole] in own for code in around.codes])
    others, same_whole = around.shapes[~same], around.shapes[same & ~_among(around, shown)]
    return [
        _paths(frame, others, fill=OTHERS, stroke="#fff", stroke_width=1.5),
        _paths(frame, same_whole, fill=OWN, stroke="#fff", stroke_width=1.5),
    ]


def _names(dataset: Dataset, frame: Frame, around: Outlines, shown: tuple[str, ...]) -> list[str]:
    """The names of the areas that fill most of the picture, where there is room for them."""
    import shapely  # noqa: PLC0415

    box = shapely.box(*frame.box)
    parts = shapely.intersection(shapely.make_valid(around.shapes), box)
    sizes = shapely.area(parts)
    places = shapely.get_coordinates(shapely.point_on_surface(parts[sizes > 0]))
    seen = np.flatnonzero(sizes > 0)
    first = set(shown)
    order = sorted(
        range(len(seen)), key=lambda i: (around.codes[seen[i]] not in first, -sizes[seen[i]])
    )
    taken = [(0.0, HEIGHT - INSET_HEIGHT - 8.0, INSET_WIDTH + 12.0, float(HEIGHT))]
    drawn: list[str] = []
    for i in order:
        code = around.codes[seen[i]]
        name = str(dataset.areas.at[code, "name"])
        x, y = frame.to_pixels(*places[i])
        half = text_width(name, NAME_SIZE, 600) / 2 + 4
        label = (x - half, y - 9, x + half, y + 7)
        inside = label[0] > 2 and label[2] < WIDTH - 2 and label[1] > 2 and label[3] < HEIGHT - 2
        clear = not any(
            label[0] < b[2] and label[2] > b[0] and label[1] < b[3] and label[3] > b[1]
            for b in taken
        )
        if inside and clear and len(drawn) < MOST_NAMES:
            taken.append(label)
            drawn.append(_name(x, y + 4, name, strong=code in first))
    return drawn


def _name(x: float, y: float, name: str, *, strong: bool) -> str:
    """A name with a white edge, so that it can be read on any colour."""
    return svg.element(
        "text",
        {
            "x": round(x, 1),
            "y": round(y, 1),
            "text-anchor": "middle",
            "font-size": NAME_SIZE,
            "font-weight": "600" if strong else "400",
            "fill": INK,
            "stroke": "#fff",
            "stroke-width": 3,
            "stroke-linejoin": "round",
            "paint-order": "stroke",
        },
        svg.escaped(name),
    )


@per_dataset(maxsize=1)
def _country(dataset: Dataset) -> tuple[Frame, str]:
    """The provincies, small."""
    codes = tuple(dataset.codes(Level.PROVINCIE))
    frame = Frame.around(box_of(dataset, codes), 0.03, INSET_WIDTH, INSET_HEIGHT)
    outlines = _simple(outlines_in(dataset, Level.PROVINCIE, frame.box), frame)
    return frame, "".join(frame.path(shape) for shape in outlines.shapes)


def _inset(dataset: Dataset, shown: Frame) -> list[str]:
    """The country with a mark where the map is."""
    frame, path = _country(dataset)
    west, south, east, north = shown.box
    x, y = frame.to_pixels((west + east) / 2, (south + north) / 2)
    corner = f"translate(6 {HEIGHT - INSET_HEIGHT - 6})"
    return [
        svg.group(
            [
                svg.rect(0, 0, INSET_WIDTH, INSET_HEIGHT, fill="#fff", stroke="#94a3b8", rx=3),
                svg.path(
                    path,
                    transform=f"scale({1 / UNITS})",
                    fill=OWN,
                    stroke="#94a3b8",
                    stroke_width=0.8,
                ),
                svg.circle(round(x, 1), round(y, 1), 4, fill=FILL, stroke="#fff", stroke_width=1.5),
            ],
            transform=corner,
        )
    ]
