"""The map of a state as an image: areas, borders, names, selection, legend, scale and north."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from rudc_map.indicators.own_areas import own_shape
from rudc_map.indicators.places import in_region
from rudc_map.model import Level, Overlay, Viewport, level_of
from rudc_map.view import svg
from rudc_map.view.fonts import text_width
from rudc_map.view.frame import (
    BOTTOM,
    HEIGHT,
    INK,
    LINE,
    MARGIN,
    TOP,
    WIDTH,
    Sheet,
    badge,
    said,
    sheet,
)
from rudc_map.view.geometry import simplified
from rudc_map.view.map_legend import COLUMN, legend
from rudc_map.view.map_overlays import STEPS, border_thirds
from rudc_map.view.map_paths import (
    TOLERANCES,
    Paths,
    line_path,
    paths_of,
    place_of,
    shape_path,
    to_grid,
)
from rudc_map.view.painting import EMPTY, OUTSIDE, UNKNOWN
from rudc_map.view.palettes import CLUSTERS, SELECTION
from rudc_map.view.pattern import LETTERS
from rudc_map.view.pattern import OUTSIDE as NO_LETTER
from rudc_map.view.shown import Shown

FRAME_WIDTH = WIDTH - 2 * MARGIN - COLUMN - 24
FRAME_HEIGHT = BOTTOM - TOP

ROOM = 26
"""Between a region and the frame [pixels]."""

WATER, LAND = "#e3eaf0", "#f6f6f2"

MOST_NAMES = 28

FAR = 300.0
"""Metres a pixel from which the lines between gemeenten are thin, lest they hide the colours."""

MANY = 4000
"""Areas in one image from which they are drawn by class, without edges and names of their own."""

EARTH = 156_543.034
"""Metres a pixel at the equator at zoom 0 (Web Mercator, tiles of 256 pixels)."""

BORDER_LOOKS = {
    "gemeente": ((1.0, "#3f4c5f", 0.75),),
    "land": ((1.4, "#3f4c5f", 1.0),),
    "provincie": ((4.2, "#ffffff", 0.9), (2.0, INK, 1.0)),
}
"""Width [pixels], colour and opacity of the strokes of each kind of border."""

BELOW = "below"
"""The class of what is under the middle of a diverging scale: white dots tell it in greyscale."""


@dataclass(frozen=True)
class Camera:
    """Which part of the country fills the frame.

    Attributes
    ----------
    x, y : float
        The place in the middle [m, EPSG:28992].
    scale : float
        Pixels a metre.
    """

    x: float
    y: float
    scale: float

    def to_pixels(self, x: float, y: float) -> tuple[float, float]:
        """A place in the grid as a place in the image."""
        middle_x, middle_y = MARGIN + FRAME_WIDTH / 2, TOP + FRAME_HEIGHT / 2
        return middle_x + (x - self.x) * self.scale, middle_y - (y - self.y) * self.scale

    @property
    def tolerance(self) -> float:
        """How coarse outlines may be: at most a quarter of a pixel."""
        return max(t for t in TOLERANCES if t <= 0.25 / self.scale)

    @property
    def matrix(self) -> str:
        """The transform of paths in metres."""
        x, y = self.to_pixels(0, 0)
        s = f"{self.scale:.7g}"
        return f"matrix({s} 0 0 -{s} {svg.number(x)} {svg.number(y)})"

    def sees(self, boxes: np.ndarray) -> np.ndarray:
        """Which boxes (west, south, east, north) [m] are at least partly in the frame."""
        half_x, half_y = FRAME_WIDTH / 2 / self.scale, FRAME_HEIGHT / 2 / self.scale
        found: np.ndarray = (
            (boxes[:, 0] <= self.x + half_x)
            & (boxes[:, 2] >= self.x - half_x)
            & (boxes[:, 1] <= self.y + half_y)
            & (boxes[:, 3] >= self.y - half_y)
        )
        return found


def map_sheet(shown: Shown, address: str) -> Sheet:
    """The map of a state.

    Parameters
    ----------
    shown : Shown
        What is shown. Of several maps beside each other it is the first one.
    address : str
        Where the view is on the web.
    """
    camera = camera_of(shown)
    paths = paths_of(shown, shown.state.level, camera.tolerance)
    seen = camera.sees(paths.boxes)
    looks, style = _looks(shown, camera)
    many = int(seen.sum()) > MANY
    areas = _by_class(shown, paths, seen, looks) if many else _areas(shown, seen, looks)
    frame = {"x": MARGIN, "y": TOP, "width": FRAME_WIDTH, "height": FRAME_HEIGHT}
    body = [
        _definitions(shown, paths, seen & (not many), camera),
        svg.element("rect", {**frame, "fill": WATER}),
        svg.group(
            [
                svg.group(
                    [
                        *_land(shown, camera),
                        *areas,
                        *_borders(shown),
                        *_overlay(shown, camera),
                        *_outlines(shown, paths, camera),
                    ],
                    transform=camera.matrix,
                ),
                *_labels(shown, camera),
                *_north(),
                *_scale_bar(shown, camera),
            ],
        ),
        _passe_partout(),
        svg.element("rect", {**frame, "fill": "none", "stroke": LINE}),
        legend(shown, _pattern(shown)),
    ]
    title, words = _title(shown), map_in_words(shown)
    return sheet(shown, body, style, title=title, words=words, address=address)


def camera_of(shown: Shown) -> Camera:
    """What the frame shows: the part of the world in the address, else the region."""
    viewport = shown.state.viewport
    if viewport is not None:
        return _at(viewport)
    return _around(shown)


def _at(viewport: Viewport) -> Camera:
    x, y = to_grid([[viewport.lon, viewport.lat]])[0]
    metres = EARTH * math.cos(math.radians(viewport.lat)) / 2**viewport.zoom
    return Camera(float(x), float(y), 1 / metres)


def _around(shown: Shown) -> Camera:
    inside = in_region(shown.dataset, Level.GEMEENTE, shown.region).to_numpy()
    boxes = paths_of(shown, Level.GEMEENTE).boxes[inside]
    west, south = boxes[:, :2].min(axis=0)
    east, north = boxes[:, 2:].max(axis=0)
    scale = min(
        (FRAME_WIDTH - 2 * ROOM) / (east - west), (FRAME_HEIGHT - 2 * ROOM) / (north - south)
    )
    return Camera(float(west + east) / 2, float(south + north) / 2, float(scale))


def _passe_partout() -> str:
    """Paper with a window: it covers what is drawn beyond the frame.

    A clip path would do the same, but costs half a second where the map is large beyond the frame.
    """
    around = f"M0 0H{WIDTH}V{HEIGHT}H0z"
    window = f"M{MARGIN} {TOP}v{FRAME_HEIGHT}h{FRAME_WIDTH}v-{FRAME_HEIGHT}z"
    return svg.path(around + window, fill="#ffffff", fill_rule="evenodd")


# --- areas -------------------------------------------------------------------------------------


def _definitions(shown: Shown, paths: Paths, seen: np.ndarray, camera: Camera) -> str:
    """Every outline once, and the patterns."""
    codes = shown.areas.index.to_numpy()
    areas = [svg.path(paths.d[i], id=codes[i]) for i in np.flatnonzero(seen)]
    to_metres = f"scale({1 / camera.scale:.6g})"
    return svg.element("defs", None, patterns("", None), patterns("m", to_metres), *areas)


def patterns(suffix: str, transform: str | None) -> str:
    """Hatching and dots in pixels; `transform` makes pixels of the units they are used in."""
    parts = {
        "hatch": (
            7,
            svg.rect(0, 0, 7, 7, fill="#fff")
            + svg.path("M-1 8L8 -1M-1 1L1 -1M6 8L8 6", stroke="#6b7684", stroke_width=1.3),
        ),
        "dots": (
            6,
            svg.rect(0, 0, 6, 6, fill="#fff") + svg.circle(3, 3, 1.05, fill="#7b8794"),
        ),
        "below": (5, svg.circle(2.5, 2.5, 0.85, fill="#fff")),
    }
    return "".join(
        svg.element(
            "pattern",
            {
                "id": name + suffix,
                "width": size,
                "height": size,
                "patternUnits": "userSpaceOnUse",
                "patternTransform": transform,
            },
            drawn,
        )
        for name, (size, drawn) in parts.items()
    )


def _looks(shown: Shown, camera: Camera) -> tuple[np.ndarray, str]:
    """The class of each area as CSS names it, and the CSS of the map."""
    pattern = _pattern(shown)
    looks, colours = (
        (_value_looks(shown), shown.painting.colours)
        if pattern is None
        else (_cluster_looks(shown, pattern), tuple(CLUSTERS.values()))
    )
    metres = 1 / camera.scale
    zoom = math.log2(EARTH * 0.6 / metres)
    width = max(0.3, min(1.0, (zoom - 7.5) * 0.25))
    fills = "".join(f".k{i}{{fill:{colour}}}" for i, colour in enumerate(colours))
    style = (
        f"{fills}.hatch{{fill:url(#hatchm)}}.dots{{fill:url(#dotsm)}}"
        f".areas use{{stroke:#fff;stroke-opacity:.8;stroke-width:{width * metres:.4g}}}"
        f".areas .{BELOW}{{fill:url(#belowm);stroke:none}}"
        ".many{fill-rule:evenodd}"
        f".land{{fill:{LAND};stroke:#8a96a6;stroke-opacity:.55;stroke-width:{0.6 * metres:.4g}}}"
        f".line{{fill:none;stroke-linejoin:round;stroke-linecap:round}}"
        ".name{font-size:12px;font-weight:600;text-anchor:middle}"
        ".halo{paint-order:stroke;stroke:#fff;stroke-width:3.5px;stroke-linejoin:round}"
        ".value{font-size:13px;font-weight:600}"
    )
    for kind, strokes in BORDER_LOOKS.items():
        thinner = 0.5 if kind == "gemeente" and metres > FAR else 1.0
        for i, (wide, colour, opacity) in enumerate(strokes):
            style += (
                f".{kind}{i}{{stroke:{colour};stroke-width:{wide * thinner * metres:.4g};"
                f"stroke-opacity:{opacity}}}"
            )
    return looks, style


def _value_looks(shown: Shown) -> np.ndarray:
    names = {UNKNOWN: "hatch", EMPTY: "dots", OUTSIDE: ""}
    return np.array([names.get(at, f"k{at}") for at in shown.painting.class_of.tolist()], object)


def _cluster_looks(shown: Shown, pattern: dict[str, Any]) -> np.ndarray:
    """Areas without neighbours belong to no cluster, as on the page."""
    letters = list(CLUSTERS)
    alone = {LETTERS["geen_buren"]: "."}
    plain = _value_looks(shown)
    looks = []
    for letter, look in zip(pattern["clusters"], plain, strict=True):
        shown_as = alone.get(letter, letter)
        if letter == NO_LETTER:
            looks.append("")
        elif shown_as in letters:
            looks.append(f"k{letters.index(shown_as)}")
        else:
            looks.append(look if look in ("hatch", "dots") else "hatch")
    return np.array(looks, object)


def _pattern(shown: Shown) -> dict[str, Any] | None:
    """The clusters, where the map shows them."""
    if shown.state.overlay is not Overlay.CLUSTERS:
        return None
    return shown.ask("pattern", shown.parameters)


def _land(shown: Shown, camera: Camera) -> list[str]:
    """What lies around the region: the gemeenten in view, as paper."""
    paths = paths_of(shown, Level.GEMEENTE, camera.tolerance)
    d = "".join(paths.d[i] for i in np.flatnonzero(camera.sees(paths.boxes)))
    return [svg.path(d, look="land")] if d else []


def _areas(shown: Shown, seen: np.ndarray, looks: np.ndarray) -> list[str]:
    """The areas of the region in their class, each with its name and figure to read."""
    codes, values = shown.areas.index.to_numpy(), shown.painting.shown
    names = shown.areas["name"].to_numpy()
    said_of = shown.said_difference if shown.state.display.difference else shown.said
    below = _is_below(shown)
    drawn = []
    for i in np.flatnonzero(seen & (looks != "")):
        words = f"{names[i]}: {said_of(values[i])}"
        title = svg.element("title", None, svg.escaped(words))
        at = {"href": f"#{codes[i]}"}
        drawn.append(svg.element("use", {**at, "class": looks[i]}, title))
        if below[i]:
            drawn.append(svg.element("use", {**at, "class": BELOW}))
    return [svg.group(drawn, look="areas")]


def _by_class(shown: Shown, paths: Paths, seen: np.ndarray, looks: np.ndarray) -> list[str]:
    """All areas of a class as one, where each is so small that nobody could point at it."""
    groups = {look: looks == look for look in sorted(set(looks[seen]) - {""})}
    groups[BELOW] = _is_below(shown)
    drawn = []
    for look, members in groups.items():
        d = "".join(paths.d[i] for i in np.flatnonzero(seen & members))
        drawn += [svg.path(d, look=look)] if d else []
    return [svg.group(drawn, look="areas many")]


def _is_below(shown: Shown) -> np.ndarray:
    """Areas in a class under the middle of a diverging scale."""
    painted = shown.painting
    if painted.centre is None or shown.state.overlay is Overlay.CLUSTERS:
        return np.zeros(len(shown.areas), dtype=bool)
    under = sum(1 for b in painted.breaks if b < painted.centre)
    found: np.ndarray = (painted.class_of >= 0) & (painted.class_of < under)
    return found


def _borders(shown: Shown) -> list[str]:
    lines = shown.ask("borders", {})["lines"]
    return [
        svg.path(lines[kind], look=f"line {kind}{i}")
        for kind, strokes in BORDER_LOOKS.items()
        if kind in lines
        for i in range(len(strokes))
    ]


def _overlay(shown: Shown, camera: Camera) -> list[str]:
    """Neighbours across the provincial border: the larger the difference, the wider the line."""
    if shown.state.overlay is not Overlay.BORDER:
        return []
    drawn = []
    for pair, step in border_thirds(shown):
        width, colour = STEPS[step]
        d = line_path(pair["line"])
        for wide, stroke in ((width + 3, "#ffffff"), (width, colour)):
            drawn.append(
                svg.path(d, look="line", stroke=stroke, stroke_width=round(wide / camera.scale, 2))
            )
    return drawn


def _outlines(shown: Shown, paths: Paths, camera: Camera) -> list[str]:
    """The selected areas, and the area that the reader drew."""
    drawn = []
    for i, code in enumerate(shown.state.areas):
        d = _path_of(shown, paths, code)
        for wide, colour in ((5.5, "#ffffff"), (3.0, SELECTION[i])):
            drawn.append(_outline(d, wide / camera.scale, colour))
    shape = _own_shape(shown)
    if shape is not None:
        d = shape_path(shape)
        drawn.append(_outline(d, 5.5 / camera.scale, "#ffffff"))
        drawn.append(_outline(d, 3.0 / camera.scale, INK, dashes=7 / camera.scale))
    return drawn


def _own_shape(shown: Shown) -> Any:
    """The outline of the reader's own area [m], drawn or put together; None for none."""
    import shapely  # noqa: PLC0415

    own = shown.state.own
    if own is None:
        return None
    if not own.areas:
        return own_shape(own)
    outlines = [simplified(shown.dataset, _level(code)).geometry.loc[code] for code in own.areas]
    return shapely.union_all(outlines)


def _path_of(shown: Shown, paths: Paths, code: str) -> str:
    level = level_of(code)
    of_level = paths if level is shown.state.level else paths_of(shown, _level(code))
    return of_level.d[place_of(shown.dataset, code)]


def _level(code: str) -> Level:
    level = level_of(code)
    assert level is not None, code
    return level


def _outline(d: str, width: float, colour: str, dashes: float | None = None) -> str:
    dash = None if dashes is None else f"{dashes:.4g} {dashes * 0.7:.4g}"
    return svg.path(
        d, look="line", stroke=colour, stroke_width=round(width, 2), stroke_dasharray=dash
    )


# --- words on the map ----------------------------------------------------------------------------


@dataclass
class _Labels:
    """Boxes that are taken: no word goes over another."""

    taken: list[tuple[float, float, float, float]]

    def fits(self, box: tuple[float, float, float, float]) -> bool:
        west, north, east, south = box
        if west < MARGIN + 4 or east > MARGIN + FRAME_WIDTH - 4:
            return False
        if north < TOP + 4 or south > TOP + FRAME_HEIGHT - 4:
            return False
        return not any(
            west < b[2] and east > b[0] and north < b[3] and south > b[1] for b in self.taken
        )


def _labels(shown: Shown, camera: Camera) -> list[str]:
    """The numbers of the selection with their figures, then as many names as there is room for."""
    corner = (MARGIN, TOP + FRAME_HEIGHT - 48, MARGIN + 230, TOP + FRAME_HEIGHT)
    north = (MARGIN + FRAME_WIDTH - 52, TOP, MARGIN + FRAME_WIDTH, TOP + 74)
    labels = _Labels([corner, north])
    marks = _selection_labels(shown, camera, labels)
    return [*_names(shown, camera, labels), *marks]


def _selection_labels(shown: Shown, camera: Camera, labels: _Labels) -> list[str]:
    places = []
    for code in shown.state.areas:
        paths = paths_of(shown, _level(code))
        places.append(camera.to_pixels(*paths.points[place_of(shown.dataset, code)]))
    labels.taken += [(x - 12, y - 12, x + 12, y + 12) for x, y in places]
    drawn = []
    for i, (code, (x, y)) in enumerate(zip(shown.state.areas, places, strict=True)):
        facts = shown.facts(code)
        figure = facts.difference if shown.state.display.difference else facts.value
        if not math.isnan(figure):
            words = shown.briefly(figure, difference=shown.state.display.difference)
            drawn.append(_beside(x, y, words, labels))
        drawn.append(badge(x, y, str(i + 1), SELECTION[i]))
    shape = _own_shape(shown)
    if shape is not None:  # on its upper edge, clear of the selected areas in it
        west, _, east, north = shape.bounds
        drawn.append(badge(*camera.to_pixels((west + east) / 2, north), "E", INK))
    return drawn


def _beside(x: float, y: float, words: str, labels: _Labels) -> str:
    """Words beside a badge, on the first side where nothing is in the way."""
    wide = text_width(words, 13, 600)
    sides = (
        (x + 14, y + 4.5, "start", (x + 13, y - 8, x + 16 + wide, y + 8)),
        (x - 14, y + 4.5, "end", (x - 16 - wide, y - 8, x - 13, y + 8)),
        (x, y - 16, "middle", (x - wide / 2, y - 28, x + wide / 2, y - 13)),
        (x, y + 25, "middle", (x - wide / 2, y + 13, x + wide / 2, y + 28)),
    )
    for at_x, at_y, anchor, box in sides:
        if labels.fits(box):
            labels.taken.append(box)
            return _haloed(at_x, at_y, words, "value", anchor)
    return ""  # it stands in the list beside the map too


def _names(shown: Shown, camera: Camera, labels: _Labels) -> list[str]:
    """Names of gemeenten, the most populous first; one that would be over another is left out."""
    within = set(shown.region.gemeenten)
    drawn: list[str] = []
    for code, name, x, y in shown.ask("borders", {})["names"]:
        if within and code not in within:
            continue
        px, py = camera.to_pixels(x, y)
        half = text_width(name, 12, 600) / 2 + 8
        box = (px - half, py - 12, px + half, py + 10)
        if len(drawn) < MOST_NAMES and labels.fits(box):
            labels.taken.append(box)
            drawn.append(_haloed(px, py + 4, name, "name"))
    return drawn


def _haloed(x: float, y: float, words: str, look: str, anchor: str | None = None) -> str:
    """Words with a white edge, so that they can be read on any colour."""
    return svg.text(x, y, words, f"{look} halo", anchor)


def _north() -> list[str]:
    """An arrow to the north of the Dutch grid, within two degrees of true north."""
    x, y = MARGIN + FRAME_WIDTH - 28, TOP + 16
    return [
        svg.path(f"M{x} {y}l9 28l-9 -6l-9 6z", fill=INK, stroke="#fff", stroke_width=1.5),
        _haloed(x, y + 46, "N", "value", "middle"),
    ]


def _scale_bar(shown: Shown, camera: Camera) -> list[str]:
    metres = _round_length(170 / camera.scale)
    wide = metres * camera.scale
    x, y = MARGIN + 16, TOP + FRAME_HEIGHT - 18
    bar = f"M{svg.number(x)} {y - 7}v7h{svg.number(wide)}v-7M{svg.number(x + wide / 2)} {y - 4}v4"
    kilometres = metres >= 1000
    unit, amount = ("km", metres / 1000) if kilometres else ("m", metres)
    length = f"{shown.number(amount, 0)} {unit}"
    return [
        svg.path(bar, fill="none", stroke="#fff", stroke_width=4.5, stroke_opacity=0.9),
        svg.path(bar, fill="none", stroke=INK, stroke_width=1.6),
        _haloed(x, y - 12, "0", "small", "middle"),
        _haloed(x + wide, y - 12, length, "small", "middle"),
    ]


def _round_length(most: float) -> float:
    """The longest of 1, 2 or 5 times a power of ten that is at most `most`."""
    digits = math.floor(math.log10(most))  # one too many just below a power of ten
    lengths = [step * 10.0**power for power in (digits - 1, digits) for step in (1, 2, 5)]
    return max(length for length in lengths if length <= most)


def _title(shown: Shown) -> str:
    name = shown.indicator.name[shown.lang]
    if shown.state.overlay is Overlay.CLUSTERS:
        return said("clusters.title", shown, indicator=name)
    return name


def map_in_words(shown: Shown) -> str:
    """What the map shows: the highest, the lowest, and how many have no figure."""
    values = np.where(shown.inside, shown.painting.shown, np.nan)
    missing = sum(shown.painting.reasons.values())
    if np.isnan(values).all():
        return said("legend.nothing", shown)
    of = shown.said_difference if shown.state.display.difference else shown.said
    codes = shown.areas.index
    high, low = int(np.nanargmax(values)), int(np.nanargmin(values))
    return said(
        "image.words",
        shown,
        highest=f"{shown.name(codes[high], full=True)} {of(values[high])}",
        lowest=f"{shown.name(codes[low], full=True)} {of(values[low])}",
        missing=shown.number(missing, 0),
    )
