"""Small maps in one image: the periods of an indicator, or several indicators."""

from __future__ import annotations

import math

from rudc_map.view import svg
from rudc_map.view.fonts import shortened, text_width
from rudc_map.view.frame import BOTTOM, MARGIN, TOP, WIDTH, Sheet, said, sheet
from rudc_map.view.map_camera import Frame, around_region
from rudc_map.view.map_colouring import KEY, Colouring, colouring_of
from rudc_map.view.map_legend import (
    COLUMN,
    Column,
    Entry,
    beside,
    classes,
    drawn,
    list_of,
)
from rudc_map.view.map_picture import definitions, paper, scene, small_picture, style_of
from rudc_map.view.map_words import maps_in_words
from rudc_map.view.painting import DOTTED
from rudc_map.view.palettes import SELECTION
from rudc_map.view.pictured import small_maps
from rudc_map.view.shown import Shown

GRID_WIDTH = WIDTH - 2 * MARGIN - COLUMN - 24
GAP = 16
"""Between two maps [pixels]."""

CAPTION, DETAIL = 22, 17
"""Room over a map for its name, and for a line under that [pixels]."""

SCALE = 34
"""Room under a map for a scale of its own [pixels]."""

BAR = 9
"""The height of the colours of such a scale [pixels]."""

STYLE = ".tick{font-size:11px}"


def series(shown: Shown, address: str) -> Sheet:
    """A grid of small maps, with one scale where all figures have the same unit."""
    maps, shared = small_maps(shown)
    captions = _captions(shown, maps)
    detailed = any(detail for _, detail in captions)
    frames = _grid(len(maps), CAPTION + detailed * DETAIL, 0 if shared else SCALE)
    camera = around_region(maps[0], frames[0])
    known = scene(maps[0], camera, maps=len(maps))
    keys = [KEY if shared or i == 0 else f"k{chr(ord('a') + i)}" for i in range(len(maps))]
    colourings = [colouring_of(of, key) for of, key in zip(maps, keys, strict=True)]
    body = [definitions(maps[0], [known], camera)]
    for i, (of, frame) in enumerate(zip(maps, frames, strict=True)):
        body += small_picture(of, camera.into(frame), known, colourings[i], first=i == 0)
    body += paper(frames)
    for i, (of, frame) in enumerate(zip(maps, frames, strict=True)):
        body += _heading(of, frame, *captions[i])
        body += [] if shared else _scale(of, frame, colourings[i])
    periods = len({of.state.indicator for of in maps}) == 1
    return sheet(
        maps[0],
        [*body, _legend(maps, shared=shared)],
        style_of(camera, colourings[:1] if shared else colourings) + STYLE,
        title=_title(shown, maps),
        words=maps_in_words({name: of for (name, _), of in zip(captions, maps, strict=True)}),
        address=address,
        period=_span(maps) if periods else "",
        others=maps[1:],
    )


def _grid(count: int, over: float, under: float) -> list[Frame]:
    """A frame for each map, in as many columns as rows, or one more."""
    columns = math.ceil(math.sqrt(count))
    rows = math.ceil(count / columns)
    width = (GRID_WIDTH - (columns - 1) * GAP) / columns
    height = (BOTTOM - TOP - (rows - 1) * GAP) / rows
    return [
        Frame(
            MARGIN + (i % columns) * (width + GAP),
            TOP + (i // columns) * (height + GAP) + over,
            width,
            height - over - under,
        )
        for i in range(count)
    ]


def _captions(shown: Shown, maps: list[Shown]) -> list[tuple[str, str]]:
    """What each map is called, and what stands under that.

    Its period, or else its subject, with unit and period.
    """
    if not shown.state.series and len(shown.indicator.periods) > 1:
        return [(of.dated(of.state.period), "") for of in maps]
    return [(of.indicator.name[of.lang], f"{of.unit} · {of.dated(of.state.period)}") for of in maps]


def _title(shown: Shown, maps: list[Shown]) -> str:
    """The indicator of all maps, else their theme, else how many subjects there are."""
    if len({of.state.indicator for of in maps}) == 1:
        return maps[0].indicator.name[shown.lang]
    themes = {shown.registry.layer_of(of.state.indicator).id for of in maps}
    if len(themes) == 1:
        return shown.registry.layer_of(maps[0].state.indicator).name[shown.lang]
    return said("image.subjects", shown, n=shown.number(len(maps), 0))


def _span(maps: list[Shown]) -> str:
    first, last = maps[0].state.period, maps[-1].state.period
    return first if first == last else f"{first} – {last}"


def _heading(shown: Shown, frame: Frame, name: str, detail: str) -> list[str]:
    """The name of a map over it, and the figure of the first selected area."""
    y, figure = frame.y - 7, _first_figure(shown)
    room = frame.width - text_width(figure, 14, 600) - 8
    if detail:
        parts = [
            svg.text(frame.x, y - DETAIL, shortened(name, 14, frame.width, 600), "head"),
            svg.text(frame.x, y, shortened(detail, 12, room), "small"),
        ]
    else:
        parts = [svg.text(frame.x, y, shortened(name, 14, room, 600), "head")]
    if figure:
        at: dict[str, svg.Attribute] = {"x": frame.right, "y": y, "text-anchor": "end"}
        look: dict[str, svg.Attribute] = {"class": "head num", "style": f"fill:{SELECTION[0]}"}
        parts.append(svg.element("text", {**at, **look}, svg.escaped(figure)))
    return parts


def _first_figure(shown: Shown) -> str:
    if not shown.state.areas:
        return ""
    return f"1: {_figure(shown, shown.state.areas[0]) or '–'}"


def _figure(shown: Shown, code: str) -> str:
    """What a map shows of an area: its value or its difference; empty where that is not known."""
    facts, difference = shown.facts(code), shown.state.display.difference
    value = facts.difference if difference else facts.value
    return "" if math.isnan(value) else shown.briefly(value, difference=difference)


def _scale(shown: Shown, frame: Frame, colouring: Colouring) -> list[str]:
    """The colours of a map from low to high, and where one goes over into the next."""
    count, top = len(colouring.colours), frame.bottom + 6
    step = frame.width / count
    parts = [
        svg.rect(frame.x + at * step, top, step, BAR, look=f"{colouring.key}{at}")
        for at in range(count)
    ]
    painted = shown.painting
    under = sum(1 for b in painted.breaks if painted.centre is not None and b < painted.centre)
    parts += [svg.rect(frame.x, top, under * step, BAR, fill="url(#below)")] if under else []
    edge: dict[str, svg.Attribute] = {"fill": "none", "stroke": "#64748b", "stroke_width": 0.8}
    parts.append(svg.rect(frame.x, top, frame.width, BAR, **edge))
    y = top + BAR + 13
    if painted.extent is None:
        return [*parts, svg.text(frame.x, y, said("legend.nothing", shown), "tick")]
    categories = shown.indicator.categories
    if categories and not shown.state.display.difference:
        low, high = categories[0][1][shown.lang], categories[-1][1][shown.lang]
        return [
            *parts,
            svg.text(frame.x, y, shortened(low, 11, frame.width / 2 - 6), "tick"),
            svg.text(frame.right, y, shortened(high, 11, frame.width / 2 - 6), "tick", "end"),
        ]
    taken = frame.x
    for i, value in enumerate(painted.breaks):
        number = shown.edge(value)
        x, half = frame.x + (i + 1) * step, text_width(number, 11) / 2
        if x - half >= taken and x + half <= frame.right:
            parts.append(svg.text(x, y, number, "tick num", "middle"))
            taken = x + half + 4
    return parts


def _legend(maps: list[Shown], *, shared: bool) -> str:
    """What all maps have in common: the scale, the patterns, the selection."""
    first, column = maps[0], beside()
    if shared:
        known = [of.painting.extent for of in maps if of.painting.extent is not None]
        extent = (min(low for low, _ in known), max(high for _, high in known)) if known else None
        classes(column, first, extent)
        column.gap(6)
    else:
        differences = first.state.display.difference
        column.lines(said(f"multiples.own_{'differences' if differences else 'scales'}", first))
    _patterns(column, first, maps)
    _selection(column, maps)
    return drawn([column])


def _patterns(column: Column, shown: Shown, maps: list[Shown]) -> None:
    """What areas without a figure look like, if there are any."""
    reasons = {reason for of in maps for reason in of.painting.reasons}
    for pattern, found in (("hatch", reasons - set(DOTTED)), ("dots", reasons & set(DOTTED))):
        if found:
            column.row(None, f"url(#{pattern})", said(f"legend.{pattern}", shown), "")


def _selection(column: Column, maps: list[Shown]) -> None:
    """The selected areas; of one indicator with the first and the last figure."""
    first, last = maps[0], maps[-1]
    entries = []
    for i, code in enumerate(first.state.areas):
        told = ""
        if first.indicator is last.indicator and first is not last:
            figures = ((of.state.period, _figure(of, code)) for of in (first, last))
            told = " · ".join(f"{period}: {figure}" for period, figure in figures if figure)
        entries.append(Entry(str(i + 1), SELECTION[i], first.name(code, full=True), "", told))
    if entries:
        list_of(column, first, entries)
