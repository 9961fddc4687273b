"""The distribution as an image: areas by class, and every area as a dot."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from rudc_map.view import svg
from rudc_map.view.chart_parts import Axis, Drawn, axis_of, decimals_of, nothing, vertical_grid
from rudc_map.view.chart_ranking import common_reference
from rudc_map.view.fonts import shortened
from rudc_map.view.frame import BOTTOM, MARGIN, TOP, WIDTH, badge, said
from rudc_map.view.palettes import SELECTION
from rudc_map.view.shown import Shown

BARS = 250
"""Height of the bars, their labels included [pixels]."""

DOT = 8.0


def distribution(shown: Shown) -> Drawn:
    """The classes of the legend as bars, and below them each area as a dot at its value."""
    if shown.painting.extent is None:
        raise nothing("story.nothing")
    parts = [*_bars(shown), *_dots(shown)]
    classes = "; ".join(
        said("legend.class", shown, range=shown.class_range(at), n=shown.number(n, 0))
        for at, n in enumerate(shown.painting.counts)
    )
    title = f"{shown.indicator.name[shown.lang]}: {said('chart.histogram', shown).lower()}"
    return Drawn(title, parts, said("chart.histogram.words", shown, classes=classes))


def _bars(shown: Shown) -> list[str]:
    counts = shown.painting.counts
    most, step = max(*counts, 1), (WIDTH - 2 * MARGIN) / len(counts)
    bottom = TOP + BARS - 30
    parts = []
    for at, count in enumerate(counts):
        height = count / most * (BARS - 60)
        x = MARGIN + at * step + 2
        parts.append(
            svg.rect(
                x,
                bottom - height,
                step - 4,
                height,
                look=f"k{at}",
                stroke="#475569",
                stroke_width=0.8,
            )
        )
        middle = x + step / 2 - 2
        parts.append(
            svg.text(middle, bottom - height - 6, shown.number(count, 0), "row strong", "middle")
        )
        label = shortened(shown.class_range(at), 13, step - 8)
        parts.append(svg.text(middle, bottom + 18, label, "row", "middle"))
    return parts


def _dots(shown: Shown) -> list[str]:
    """Dots in columns as wide as a dot, higher ones beside each other's place in value."""
    shows_difference = shown.state.display.difference
    values = shown.painting.shown
    axis = axis_of(values[shown.inside], MARGIN, WIDTH - MARGIN, zero=False)
    top, bottom = TOP + BARS + 34, BOTTOM - 44
    columns: dict[int, list[int]] = defaultdict(list)
    for i in np.argsort(values, kind="stable"):
        if shown.inside[i] and not np.isnan(values[i]):
            columns[int(axis.at(values[i]) // DOT)].append(int(i))
    highest = max(len(column) for column in columns.values())
    step = min(DOT, (bottom - top) / highest)
    ticks = axis.ticks()
    decimals = decimals_of(ticks, shown.indicator.decimals)
    parts = [
        svg.text(MARGIN, TOP + BARS + 18, said("chart.distribution", shown), "head"),
        *vertical_grid(axis, top, bottom, [shown.number(tick, decimals) for tick in ticks]),
        svg.text(WIDTH - MARGIN, BOTTOM - 8, shown.unit, "tick", "end"),
    ]
    codes = shown.areas.index.to_numpy()
    places: dict[str, tuple[float, float]] = {}
    for column, members in sorted(columns.items()):
        for height, i in enumerate(members):
            x, y = (column + 0.5) * DOT, bottom - (height + 0.5) * step - 2
            places[codes[i]] = (x, y)
            title = svg.element(
                "title", None, svg.escaped(f"{shown.name(codes[i], full=True)}: {_said(shown, i)}")
            )
            look = f"k{shown.painting.class_of[i]}"
            dot: dict[str, svg.Attribute] = {
                "cx": x,
                "cy": y,
                "r": DOT / 2 - 0.5,
                "class": look,
                "stroke": "#475569",
            }
            parts.append(svg.element("circle", {**dot, "stroke-width": 0.5}, title))
    for i, code in enumerate(shown.state.areas):
        if code in places:
            parts.append(badge(*places[code], str(i + 1), SELECTION[i]))
    if not shows_difference:
        parts += _reference(shown, axis, top, bottom)
    return [*parts, *_selected(shown)]


def _said(shown: Shown, i: int) -> str:
    value = float(shown.painting.shown[i])
    return shown.said_difference(value) if shown.state.display.difference else shown.said(value)


def _reference(shown: Shown, axis: Axis, top: float, bottom: float) -> list[str]:
    common = common_reference(shown)
    if common is None or not axis.low <= common[0] <= axis.high:
        return []
    x = axis.at(common[0])
    return [
        svg.line(x, top - 6, x, bottom, look="reference"),
        svg.text(x + 6, top + 4, common[1], "row strong halo"),
    ]


def _selected(shown: Shown) -> list[str]:
    """Who the numbers are, in one line."""
    names = [f"{i + 1} {shown.name(code)}" for i, code in enumerate(shown.state.areas)]
    if not names:
        return []
    line = shortened(" · ".join(names), 13, WIDTH - 2 * MARGIN - 160)
    return [svg.text(MARGIN, BOTTOM - 6, line, "row")]
