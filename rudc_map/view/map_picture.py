"""One map in an image: land, areas, borders and what stands out, in a frame on the sheet."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from rudc_map.model import Level
from rudc_map.view import svg
from rudc_map.view.frame import HEIGHT, INK, LINE, WIDTH
from rudc_map.view.map_camera import EARTH, Camera, Frame
from rudc_map.view.map_colouring import Colouring
from rudc_map.view.map_cut import Box, cut_area, cut_line, within
from rudc_map.view.map_labels import STYLE, labels, north, numbers, scale_bar
from rudc_map.view.map_outlines import BEYOND, outlines
from rudc_map.view.map_paths import paths_of
from rudc_map.view.shown import Shown

AROUND, LAND = "#e8eaed", "#f6f6f2"
"""Sea and other countries look alike, for the boundaries do not tell them apart; and gemeenten."""

FAR = 300.0
"""Metres a pixel from which the lines between gemeenten are thin, lest they hide the colours."""

MANY = 4000
"""Areas in one image from which they are drawn by class, without edges and names of their own."""

MOST_NAMES = 28
"""Names of gemeenten on the map that fills the image; a smaller one has fewer."""

BORDER_LOOKS = {
    "gemeente": ((1.0, "#3f4c5f", 0.75),),
    "land": ((1.4, "#3f4c5f", 1.0),),
    "provincie": ((4.2, "#ffffff", 0.9), (2.0, INK, 1.0)),
}
"""Width [pixels], colour and opacity of the strokes of each kind of border."""

Cut = Callable[[str, Box], str]

BELOW = "below"
"""White dots over an area, see `Colouring`."""


@dataclass(frozen=True, eq=False)
class Scene:
    """What lies in a frame whatever colours it: several maps of one place share it.

    Attributes
    ----------
    d : dict of int to str
        The path of each area that is seen [m], by its place in geometry order.
    land : str
        The gemeenten in view, as paper around the region.
    borders : dict of str to str
        The path of each kind of border.
    mark : str
        What the ids of its parts end with.
    many : bool
        Whether areas are drawn by class, for nobody could point at one.
    """

    d: dict[int, str]
    land: str
    borders: dict[str, str]
    mark: str
    many: bool


def scene(shown: Shown, camera: Camera, maps: int = 1, mark: str = "") -> Scene:
    """What lies in the frame of a camera, cut off just outside it.

    Parameters
    ----------
    shown : Shown
        Gives level and boundaries.
    camera : Camera
        What is seen; its tolerance is that of the outlines.
    maps : int
        How many maps of it there will be.
    mark : str
        See `Scene`.
    """
    d = _seen(shown, shown.state.level, camera)
    lines = shown.ask("borders", {})["lines"]
    return Scene(
        d=d,
        land="".join(_seen(shown, Level.GEMEENTE, camera).values()),
        borders={
            kind: "".join(_cut(lines[kind]["d"], np.array(lines[kind]["boxes"]), camera, cut_line))
            for kind in BORDER_LOOKS
            if kind in lines and lines[kind]["d"]
        },
        mark=mark,
        many=len(d) * maps > MANY,
    )


def definitions(shown: Shown, scenes: Iterable[Scene], camera: Camera) -> str:
    """Every outline once, and the patterns.

    Parameters
    ----------
    shown : Shown
        Gives the codes of the areas.
    scenes : iterable of Scene
        What the maps of the image show.
    camera : Camera
        Its scale, which all maps share.
    """
    codes = shown.areas.index.to_numpy()
    parts = [patterns("", None), patterns("m", f"scale({1 / camera.scale:.6g})")]
    for known in scenes:
        if not known.many:
            parts += [svg.path(d, id=f"{codes[i]}{known.mark}") for i, d in known.d.items()]
        parts.append(svg.path(known.land, id=f"land{known.mark}"))
        parts += [svg.path(d, id=f"{kind}{known.mark}") for kind, d in known.borders.items()]
    return svg.element("defs", None, *parts)


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


def style_of(camera: Camera, colourings: Iterable[Colouring]) -> str:
    """The CSS of maps of one scale."""
    metres = 1 / camera.scale
    zoom = math.log2(EARTH * 0.6 / metres)
    width = max(0.3, min(1.0, (zoom - 7.5) * 0.25))
    style = (
        "".join(colouring.style for colouring in colourings)
        + ".hatch{fill:url(#hatchm)}.dots{fill:url(#dotsm)}"
        f".areas use{{stroke:#fff;stroke-opacity:.8;stroke-width:{width * metres:.4g}}}"
        f".areas .{BELOW}{{fill:url(#belowm);stroke:none}}"
        ".many{fill-rule:evenodd}"
        f".land{{fill:{LAND};stroke:#8a96a6;stroke-opacity:.55;stroke-width:{0.6 * metres:.4g}}}"
        ".line{fill:none;stroke-linejoin:round;stroke-linecap:round}" + STYLE
    )
    small = min(1.0, max(0.45, camera.frame.height / 480))
    for kind, strokes in BORDER_LOOKS.items():
        thinner = small * (0.5 if kind == "gemeente" and metres > FAR else 1.0)
        for i, (wide, colour, opacity) in enumerate(strokes):
            style += (
                f".{kind}{i}{{stroke:{colour};stroke-width:{wide * thinner * metres:.4g};"
                f"stroke-opacity:{opacity}}}"
            )
    return style


def picture(
    shown: Shown,
    camera: Camera,
    known: Scene,
    colouring: Colouring,
    most_names: int = MOST_NAMES,
    *,
    figures: bool = True,
) -> list[str]:
    """The map of a state in the frame of its camera; what is beyond it is for `paper` to cover.

    Parameters
    ----------
    shown : Shown
        What is shown.
    camera : Camera
        Which part of the country, and where on the sheet.
    known : Scene
        What lies there.
    colouring : Colouring
        How the areas look.
    most_names : int
        How many gemeenten are named at most.
    figures : bool
        Whether the figures of the selected areas stand beside their numbers.
    """
    return [
        svg.element("rect", {**camera.frame.box, "fill": AROUND}),
        svg.group(
            [
                *_grounds(known),
                *_areas(shown, known, colouring),
                *_borders(known),
                *outlines(shown, camera),
            ],
            transform=camera.matrix,
        ),
        *labels(shown, camera, most_names, figures=figures),
        *north(camera.frame),
        *scale_bar(shown, camera),
    ]


def small_picture(
    shown: Shown, camera: Camera, known: Scene, colouring: Colouring, *, first: bool
) -> list[str]:
    """A map of many: without names; the first tells scale and north for all."""
    return [
        svg.element("rect", {**camera.frame.box, "fill": AROUND}),
        svg.group(
            [
                *_grounds(known),
                *_areas(shown, known, colouring),
                *_borders(known),
                *outlines(shown, camera, 0.55),
            ],
            transform=camera.matrix,
        ),
        *numbers(shown, camera),
        *(scale_bar(shown, camera) if first else []),
    ]


def paper(frames: Iterable[Frame]) -> list[str]:
    """Paper with a window for each map: it covers what is drawn beyond the frames.

    A clip path would do the same, but costs half a second where the map is large beyond the frame.
    """
    shown = list(frames)
    n = svg.number
    windows = "".join(
        f"M{n(f.x)} {n(f.y)}v{n(f.height)}h{n(f.width)}v{n(-f.height)}z" for f in shown
    )
    around = svg.path(f"M0 0H{WIDTH}V{HEIGHT}H0z{windows}", fill="#ffffff", fill_rule="evenodd")
    edges = [svg.element("rect", {**f.box, "fill": "none", "stroke": LINE}) for f in shown]
    return [around, *edges]


def _seen(shown: Shown, level: Level, camera: Camera) -> dict[int, str]:
    """The areas of a level that are in view, cut off where they go on beyond it."""
    paths = paths_of(shown, level, camera.tolerance)
    seen = np.flatnonzero(camera.sees(paths.boxes))
    cut = _cut([paths.d[i] for i in seen], paths.boxes[seen], camera, cut_area)
    return {int(i): d for i, d in zip(seen, cut, strict=True) if d}


def _cut(ds: list[str], boxes: np.ndarray, camera: Camera, cut: Cut) -> list[str]:
    """Paths that are in view, those across its edge cut off."""
    box = camera.box(BEYOND)
    whole, seen = within(boxes, box), camera.sees(boxes)
    return [d if whole[i] else cut(d, box) for i, d in enumerate(ds) if seen[i]]


def _grounds(known: Scene) -> list[str]:
    return [svg.element("use", {"href": f"#land{known.mark}", "class": "land"})]


def _areas(shown: Shown, known: Scene, colouring: Colouring) -> list[str]:
    """The areas of the region in their class, each with its name and figure to read."""
    if known.many:
        return _by_class(known, colouring)
    codes, names = shown.areas.index.to_numpy(), shown.areas["name"].to_numpy()
    drawn = []
    for i in known.d:
        if not colouring.looks[i]:
            continue
        title = svg.element("title", None, svg.escaped(f"{names[i]}: {colouring.words(i)}"))
        at = {"href": f"#{codes[i]}{known.mark}"}
        drawn.append(svg.element("use", {**at, "class": colouring.looks[i]}, title))
        if colouring.below[i]:
            drawn.append(svg.element("use", {**at, "class": BELOW}))
    return [svg.group(drawn, look="areas")]


def _by_class(known: Scene, colouring: Colouring) -> list[str]:
    """All areas of a class as one, where each is so small that nobody could point at it."""
    groups: dict[str, list[str]] = {}
    for i, d in known.d.items():
        if look := colouring.looks[i]:
            groups.setdefault(look, []).append(d)
    drawn = [svg.path("".join(groups[look]), look=look) for look in sorted(groups)]
    under = "".join(d for i, d in known.d.items() if colouring.below[i])
    drawn += [svg.path(under, look=BELOW)] if under else []
    return [svg.group(drawn, look="areas many")]


def _borders(known: Scene) -> list[str]:
    return [
        svg.element("use", {"href": f"#{kind}{known.mark}", "class": f"line {kind}{i}"})
        for kind, strokes in BORDER_LOOKS.items()
        if kind in known.borders
        for i in range(len(strokes))
    ]
