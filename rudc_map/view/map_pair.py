"""Two maps in one image: two indicators, periods or references, or two places at one scale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rudc_map.model import Level, Overlay
from rudc_map.view import svg
from rudc_map.view.fonts import shortened
from rudc_map.view.frame import MARGIN, TOP, WIDTH, Sheet, said, sheet
from rudc_map.view.map_camera import Camera, Frame, camera_of
from rudc_map.view.map_colouring import KEY, colouring_of
from rudc_map.view.map_legend import (
    Column,
    border,
    drawn,
    flow,
    meaning,
    missing,
    reference,
    selection,
)
from rudc_map.view.map_picture import definitions, paper, picture, scene, style_of
from rudc_map.view.map_words import map_in_words, maps_in_words
from rudc_map.view.pictured import nearest_gemeente, second_map, second_place
from rudc_map.view.shown import Shown

GAP = 24
"""Between the two maps [pixels]."""

HALF = (WIDTH - 2 * MARGIN - GAP) / 2
HEAD = 24
"""Room for the name of a map over it [pixels]."""

HIGHEST, LOWEST, STEP = 384, 288, 12
"""Height of a map [pixels]: the more its legend says, the more room that takes."""

NARROW = (HALF - GAP) / 2
"""The width of each of the two columns of a legend [pixels]."""

KEYS = (KEY, "kb")
NAMES = 14

Frames = tuple[Frame, Frame]
Legend = list[Column]


def frames_over(legends: Callable[[Frames], list[Legend]]) -> tuple[Frames, list[Legend]]:
    """Where the two maps stand, and their legends: the highest maps that leave these whole."""
    for height in range(HIGHEST, LOWEST - 1, -STEP):
        frames = (
            Frame(MARGIN, TOP + HEAD, HALF, height),
            Frame(MARGIN + HALF + GAP, TOP + HEAD, HALF, height),
        )
        made = legends(frames)
        if all(column.is_whole for columns in made for column in columns):
            break
    return frames, made


def two_maps(shown: Shown, address: str) -> Sheet:
    """An indicator and another one, or another period or reference, at the same place."""
    first, second = shown, second_map(shown)
    plain = replace(second, state=replace(second.state, overlay=Overlay.NOTHING))
    maps = (first, plain)
    frames, legends = frames_over(lambda frames: _legends(maps, frames))
    camera = camera_of(shown, frames[0])
    cameras = (camera, camera.into(frames[1]))
    known = scene(shown, camera, maps=2)
    names = [f"{of.indicator.name[of.lang]}, {of.dated(of.state.period)}" for of in maps]
    if first.indicator is second.indicator and first.state.period == second.state.period:
        kinds = [of.reference_name() for of in maps]
        names = [f"{name} – {kind}" for name, kind in zip(names, kinds, strict=True)]
    colourings = (colouring_of(first), colouring_of(plain, KEYS[1]))
    body = [definitions(shown, [known], camera)]
    for of, at, colouring in zip(maps, cameras, colourings, strict=True):
        body += picture(of, at, known, colouring, NAMES)
    body += [*paper(frames), *_names(frames, names), *map(drawn, legends)]
    return sheet(
        _plain_subtitle(shown),
        body,
        style_of(camera, colourings),
        title=_title(first, second),
        words=maps_in_words(dict(zip(names, maps, strict=True))),
        address=address,
        period="",
        others=[second],
    )


def two_places(shown: Shown, address: str) -> Sheet:
    """One indicator at two places, at one scale and in the same classes."""
    without = replace(shown, state=replace(shown.state, own=None, overlay=Overlay.NOTHING))
    maps = (shown, without)
    analysed = shown.state.overlay is not Overlay.NOTHING  # on the first map only, as on the page
    frames, legends = frames_over(
        lambda frames: _legends(maps, frames) if analysed else [_shared_legend(shown, frames)]
    )
    camera = camera_of(shown, frames[0])
    cameras = (camera, second_place(shown, camera).into(frames[1]))
    scenes = (scene(shown, cameras[0], 2), scene(shown, cameras[1], 2, "-b"))
    colourings = (colouring_of(shown), colouring_of(without, KEYS[1]))
    body = [definitions(shown, scenes, camera)]
    for of, at, known, colouring in zip(maps, cameras, scenes, colourings, strict=True):
        body += picture(of, at, known, colouring, NAMES)
    names = [_place(shown, at, camera) for at in cameras]
    body += [*paper(frames), *_names(frames, names), *map(drawn, legends)]
    return sheet(
        shown,
        body,
        style_of(camera, colourings),
        title=shown.indicator.name[shown.lang],
        words=map_in_words(shown),
        address=address,
    )


def _title(first: Shown, second: Shown) -> str:
    names = [of.indicator.name[of.lang] for of in (first, second)]
    if names[0] == names[1]:
        return names[0]
    return said("bivariate.title", first, first=names[0], second=names[1])


def _plain_subtitle(shown: Shown) -> Shown:
    """What the line under the title is made of: level and region, which both maps share."""
    display = replace(shown.state.display, difference=False)
    return replace(shown, state=replace(shown.state, display=display))


def _names(frames: Frames, names: list[str]) -> list[str]:
    """The name of each map over it."""
    return [
        svg.text(frame.x, TOP + 12, shortened(name, 16, HALF, 600), "map-name")
        for frame, name in zip(frames, names, strict=True)
    ]


def _place(shown: Shown, camera: Camera, first: Camera) -> str:
    """What a map of a place is called: the region, or the gemeente in its middle."""
    if camera.frame == first.frame and shown.state.viewport is None:
        return shown.region.name[shown.lang]
    codes = shown.dataset.codes(Level.GEMEENTE)
    name = shown.name(codes[nearest_gemeente(shown, camera)])
    return said("image.around", shown, place=name)


def _legends(maps: tuple[Shown, Shown], frames: Frames) -> list[Legend]:
    """A legend for each of the two maps."""
    return [_legend(*of) for of in zip(maps, frames, KEYS, strict=True)]


def _legend(shown: Shown, frame: Frame, key: str) -> Legend:
    """The legend of one of the two maps, in two columns under it."""
    columns = [
        Column(x, frame.bottom + 8, NARROW, key=key) for x in (frame.x, frame.x + NARROW + GAP)
    ]
    if shown.state.display.difference:
        told = said("legend.difference", shown, reference=shown.reference_name())
        columns[0].lines(told, "strong", most=2)
        columns[1].y = columns[0].y
    flow(shown, columns, (meaning, missing, border, reference))
    selection(columns[1], shown)
    return columns


def _shared_legend(shown: Shown, frames: Frames) -> Legend:
    """One legend for both maps: the colours under the first, the selection under the other."""
    columns = [Column(frame.x, frame.bottom + 8, HALF) for frame in frames]
    columns[0].width = HALF - GAP
    flow(shown, columns, (meaning, missing))
    reference(columns[1], shown)
    selection(columns[1], shown)
    return columns
