"""Words on the map of an image: figures of the selection, names, the scale and the north."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from rudc_map.model import Level, level_of
from rudc_map.view import svg
from rudc_map.view.fonts import text_width
from rudc_map.view.frame import INK, badge
from rudc_map.view.map_camera import Camera, Frame
from rudc_map.view.map_cut import holds
from rudc_map.view.map_outlines import own_outline
from rudc_map.view.map_paths import paths_of, place_of
from rudc_map.view.palettes import SELECTION
from rudc_map.view.shown import Shown

STYLE = (
    ".name{font-size:12px;font-weight:600;text-anchor:middle}"
    ".halo{paint-order:stroke;stroke:#fff;stroke-width:3.5px;stroke-linejoin:round}"
    ".value{font-size:13px;font-weight:600}"
)

APART = 23.0
"""Between the middles of two numbers, at least [pixels]."""

NEAR = 60.0
"""Between two numbers whose figures could be mixed up [pixels]."""

ASIDE = (0.0, -26.0, 26.0)
"""How far under its place the name of a gemeente may stand, in the order they are tried."""

Box = tuple[float, float, float, float]


@dataclass
class Labels:
    """Boxes that are taken: no word goes over another, or over the edge."""

    frame: Frame
    taken: list[Box] = field(default_factory=list)

    def fits(self, box: Box) -> bool:
        """Whether a box (west, north, east, south) is free."""
        west, north, east, south = box
        frame = self.frame
        if west < frame.x + 4 or east > frame.right - 4:
            return False
        if north < frame.y + 4 or south > frame.bottom - 4:
            return False
        return not any(
            west < b[2] and east > b[0] and north < b[3] and south > b[1] for b in self.taken
        )


def labels(shown: Shown, camera: Camera, most_names: int, *, figures: bool) -> list[str]:
    """The numbers of the selection with their figures, then as many names as there is room for."""
    frame = camera.frame
    corner = (frame.x, frame.bottom - 48, frame.x + 60 + _longest_bar(frame), frame.bottom)
    north = (frame.right - 52, frame.y, frame.right, frame.y + 74)
    words = Labels(frame, [corner, north])
    marks = _selection(shown, camera, words, figures=figures)
    return [*_names(shown, camera, words, most_names), *marks]


def numbers(shown: Shown, camera: Camera) -> list[str]:
    """The numbers of the selection alone, for a map without room for their figures."""
    return _pinned(_marks(shown, camera))


@dataclass(frozen=True, slots=True)
class _Mark:
    """The number of a selected area, where it belongs and where there is room for it."""

    number: int
    place: tuple[float, float]
    x: float
    y: float


def _marks(shown: Shown, camera: Camera) -> list[_Mark]:
    """The numbers of the selected areas in view; one that would be over another is put aside."""
    marks: list[_Mark] = []
    for i, (x, y) in enumerate(_places(shown, camera)):
        if _in(camera.frame, x, y):
            others = [(mark.x, mark.y) for mark in marks]
            marks.append(_Mark(i, (x, y), *_free(camera.frame, x, y, others)))
    return marks


def _free(
    frame: Frame, x: float, y: float, others: list[tuple[float, float]]
) -> tuple[float, float]:
    """The nearest place on rings around one where a number is clear of the others."""
    for ring in range(5):
        for step in range(max(1, 8 * ring)):
            angle = 2 * math.pi * step / max(1, 8 * ring) - math.pi / 2
            at = x + APART * ring * math.cos(angle), y + APART * ring * math.sin(angle)
            if _in(frame, *at) and all(math.dist(at, other) >= APART for other in others):
                return at
    return x, y


def _pinned(marks: list[_Mark]) -> list[str]:
    """The numbers, and under them lines to the areas of those that are put aside."""
    lines = []
    for mark in marks:
        (x, y), colour = mark.place, SELECTION[mark.number]
        if (mark.x, mark.y) != (x, y):
            to = (x, y, mark.x, mark.y)
            lines += [
                svg.line(*to, stroke="#fff", stroke_width=3.5),
                svg.line(*to, stroke=colour, stroke_width=1.5),
                svg.circle(x, y, 3, fill=colour, stroke="#fff"),
            ]
    badges = [badge(m.x, m.y, str(m.number + 1), SELECTION[m.number]) for m in marks]
    return [*lines, *badges]


def _in(frame: Frame, x: float, y: float) -> bool:
    return frame.x + 8 < x < frame.right - 8 and frame.y + 8 < y < frame.bottom - 8


def _places(shown: Shown, camera: Camera) -> list[tuple[float, float]]:
    places = []
    for code in shown.state.areas:
        level = level_of(code)
        assert level is not None, code
        point = paths_of(shown, level).points[place_of(shown.dataset, code)]
        places.append(camera.to_pixels(*point))
    return places


def _selection(shown: Shown, camera: Camera, words: Labels, *, figures: bool) -> list[str]:
    marks = _marks(shown, camera)
    words.taken += [(m.x - 12, m.y - 12, m.x + 12, m.y + 12) for m in marks]
    drawn = _pinned(marks)
    for mark in marks:
        facts = shown.facts(shown.state.areas[mark.number])
        figure = facts.difference if shown.state.display.difference else facts.value
        if figures and not math.isnan(figure):
            said = shown.briefly(figure, difference=shown.state.display.difference)
            near = sum(math.dist((mark.x, mark.y), (m.x, m.y)) < NEAR for m in marks) > 1
            drawn.append(_beside(mark.x, mark.y, said, words, level=near))
    shape = own_outline(shown)
    if shape is not None:  # on its upper edge, clear of the selected areas in it
        west, _, east, north = shape.bounds
        x, y = camera.to_pixels((west + east) / 2, north)
        drawn += [badge(x, y, "E", INK)] if _in(camera.frame, x, y) else []
    return drawn


def _beside(x: float, y: float, said: str, words: Labels, *, level: bool) -> str:
    """Words beside a badge, on the first side where nothing is in the way.

    With others near it only to its right and left: over or under it they would be taken for theirs.
    """
    wide = text_width(said, 13, 600)
    sides = (
        (x + 14, y + 4.5, "start", (x + 13, y - 8, x + 16 + wide, y + 8)),
        (x - 14, y + 4.5, "end", (x - 16 - wide, y - 8, x - 13, y + 8)),
        (x, y - 16, "middle", (x - wide / 2, y - 28, x + wide / 2, y - 13)),
        (x, y + 25, "middle", (x - wide / 2, y + 13, x + wide / 2, y + 28)),
    )
    for at_x, at_y, anchor, box in sides[:2] if level else sides:
        if words.fits(box):
            words.taken.append(box)
            return haloed(at_x, at_y, said, "value", anchor)
    return ""  # it stands in the list beside the map too


def _names(shown: Shown, camera: Camera, words: Labels, most: int) -> list[str]:
    """Names of gemeenten, the most populous first.

    One that would be over another, or over the selection, goes up or down within the gemeente, or
    is left out.
    """
    within = set(shown.region.gemeenten)
    drawn: list[str] = []
    for code, name, x, y in shown.ask("borders", {})["names"]:
        if len(drawn) == most:
            break
        if within and code not in within:
            continue
        px, py = camera.to_pixels(x, y)
        half = text_width(name, 12, 600) / 2 + 8
        for down in ASIDE:
            box = (px - half, py + down - 12, px + half, py + down + 10)
            if words.fits(box) and (not down or _lies_in(shown, code, x, y - down / camera.scale)):
                words.taken.append(box)
                drawn.append(haloed(px, py + down + 4, name, "name"))
                break
    return drawn


def _lies_in(shown: Shown, code: str, x: float, y: float) -> bool:
    """Whether a place [m] lies in a gemeente: elsewhere its name would be taken for another's."""
    return holds(paths_of(shown, Level.GEMEENTE).d[place_of(shown.dataset, code)], x, y)


def haloed(x: float, y: float, words: str, look: str, anchor: str | None = None) -> str:
    """Words with a white edge, so that they can be read on any colour."""
    return svg.text(x, y, words, f"{look} halo", anchor)


def north(frame: Frame) -> list[str]:
    """An arrow to the north of the Dutch grid, within two degrees of true north."""
    x, y = svg.number(frame.right - 28), svg.number(frame.y + 16)
    return [
        svg.path(f"M{x} {y}l9 28l-9 -6l-9 6z", fill=INK, stroke="#fff", stroke_width=1.5),
        haloed(frame.right - 28, frame.y + 62, "N", "value", "middle"),
    ]


def scale_bar(shown: Shown, camera: Camera) -> list[str]:
    """How long a round distance is on the map."""
    frame = camera.frame
    metres = round_length(_longest_bar(frame) / camera.scale)
    wide = metres * camera.scale
    x, y = frame.x + 16, frame.bottom - 18
    left, low, half = svg.number(x), svg.number(y - 7), svg.number(x + wide / 2)
    bar = f"M{left} {low}v7h{svg.number(wide)}v-7M{half} {svg.number(y - 4)}v4"
    kilometres = metres >= 1000
    unit, amount = ("km", metres / 1000) if kilometres else ("m", metres)
    length = f"{shown.number(amount, 0)} {unit}"
    return [
        svg.path(bar, fill="none", stroke="#fff", stroke_width=4.5, stroke_opacity=0.9),
        svg.path(bar, fill="none", stroke=INK, stroke_width=1.6),
        haloed(x, y - 12, "0", "small", "middle"),
        haloed(x + wide, y - 12, length, "small", "middle"),
    ]


def _longest_bar(frame: Frame) -> float:
    return min(170.0, 0.35 * frame.width)


def round_length(most: float) -> float:
    """The longest of 1, 2 or 5 times a power of ten that is at most `most`."""
    digits = math.floor(math.log10(most))  # one too many just below a power of ten
    lengths = [step * 10.0**power for power in (digits - 1, digits) for step in (1, 2, 5)]
    return max(length for length in lengths if length <= most)
