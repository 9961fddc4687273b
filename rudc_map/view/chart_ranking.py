"""The ranking as an image: the highest, the lowest and the selected areas."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rudc_map.analysis.rank import ranks
from rudc_map.view import svg
from rudc_map.view.chart_parts import Axis, Drawn, axis_of, decimals_of, nothing, vertical_grid
from rudc_map.view.fonts import shortened, text_width
from rudc_map.view.frame import BOTTOM, INK, MARGIN, TOP, WIDTH, badge, said
from rudc_map.view.palettes import SELECTION
from rudc_map.view.shown import Shown

MOST_ROWS = 28
ENDS = 11
"""Areas at either end of a ranking with more areas than `MOST_ROWS`."""

LABELS = 330
"""Room for rank and name [pixels]."""

AXIS = 44
"""Room for the axis below [pixels]."""


def ranking(shown: Shown) -> Drawn:
    """Bars from high to low, with the rank among all areas of the region."""
    values = known_values(shown)
    if values.empty:
        raise nothing("story.nothing")
    places = ranks(values)
    rows = _rows(values, shown.state.areas)
    axis = _axis(shown, values)
    height = (BOTTOM - TOP - AXIS) / max(len(rows), 12)
    ticks = axis.ticks()
    decimals = decimals_of(ticks, shown.indicator.decimals)
    parts = vertical_grid(
        axis, TOP, BOTTOM - AXIS, [shown.number(tick, decimals) for tick in ticks]
    )
    parts.append(svg.text(axis.end, BOTTOM - 8, shown.unit, "tick", "end"))
    parts += _reference(shown, axis)
    for i, code in enumerate(rows):
        y = TOP + (i + 0.5) * height
        if code is None:
            parts.append(svg.text(MARGIN + LABELS - 12, y + 4, "…", "row", "end"))
        else:
            parts += _row(shown, axis, code, values[code], int(places[code]), y, height)
    highest, lowest = values.index[0], values.index[-1]
    words = said(
        "chart.ranking.words",
        shown,
        n=shown.number(len(values), 0),
        highest=f"{shown.name(highest, full=True)} {shown.said(values.iloc[0])}",
        lowest=f"{shown.name(lowest, full=True)} {shown.said(values.iloc[-1])}",
    )
    return Drawn(_title(shown, "chart.ranking"), parts, words)


def known_values(shown: Shown) -> pd.Series:
    """The values of the region's areas that have one, highest first, equal ones by code."""
    values = pd.Series(
        [np.nan if v is None else float(v) for v in shown.payload["values"]],
        index=shown.areas.index,
    )
    return values[shown.inside].dropna().sort_index().sort_values(ascending=False, kind="stable")


def _title(shown: Shown, key: str) -> str:
    return f"{shown.indicator.name[shown.lang]}: {said(key, shown).lower()}"


def _rows(values: pd.Series, selected: tuple[str, ...]) -> list[str | None]:
    """The codes that are shown, None where others are left out."""
    codes = list(values.index)
    if len(codes) <= MOST_ROWS:
        return [*codes]
    shown = {*range(ENDS), *range(len(codes) - ENDS, len(codes))}
    shown |= {codes.index(code) for code in selected[: MOST_ROWS - 2 * ENDS] if code in values}
    rows: list[str | None] = []
    before = -1
    for at in sorted(shown):
        if at > before + 1:
            rows.append(None)
        rows.append(codes[at])
        before = at
    return rows


def _axis(shown: Shown, values: pd.Series) -> Axis:
    """From zero, with room for the figures beside the longest bars."""
    widest = max(text_width(shown.briefly(v), 13, 600) for v in (values.iloc[0], values.iloc[-1]))
    room = widest + 34
    start = MARGIN + LABELS + (room if values.iloc[-1] < 0 else 0)
    return axis_of(values, start, WIDTH - MARGIN - room, zero=True)


def _row(
    shown: Shown, axis: Axis, code: str, value: float, place: int, y: float, height: float
) -> list[str]:
    selected = code in shown.state.areas
    at = shown.state.areas.index(code) if selected else 0
    low, high = sorted((axis.at(0.0), axis.at(value)))
    bar = svg.rect(
        low,
        y - height * 0.36,
        max(high - low, 0.5),
        height * 0.72,
        look=None if selected else "bar",
        fill=SELECTION[at] if selected else None,
    )
    look = "row strong" if selected else "row"
    room = LABELS - 46 - (24 if selected else 0)
    weight = 600 if selected else 400
    name = shortened(shown.name(code, full=True), 13, room, weight)
    right = MARGIN + LABELS - 12 - (24 if selected else 0)
    figure = shown.briefly(value)
    beyond, anchor = (low - 8, "end") if value < 0 else (high + 8, "start")
    parts = [
        bar,
        svg.text(MARGIN + 34, y + 4.5, f"{place}.", "tick", "end"),
        svg.text(right, y + 4.5, name, look, "end"),
        svg.text(beyond, y + 4.5, figure, f"{look} halo", anchor),
    ]
    if selected:
        parts.append(badge(MARGIN + LABELS - 18, y, str(at + 1), SELECTION[at]))
    return parts


def common_reference(shown: Shown) -> tuple[float, str] | None:
    """What all areas are compared with and how it is called, where it is one value."""
    known = np.unique(shown.references[shown.inside & ~np.isnan(shown.references)])
    if len(known) != 1:
        return None
    value = float(known[0])
    name = shown.reference_name(shown.areas.index[shown.inside][0])
    return value, f"{name[:1].upper()}{name[1:]}: {shown.briefly(value)}"


def _reference(shown: Shown, axis: Axis) -> list[str]:
    """A dotted line at what all areas are compared with."""
    common = common_reference(shown)
    if common is None or not axis.low <= common[0] <= axis.high:
        return []
    x = axis.at(common[0])
    beside, anchor = (x + 6, "start") if x < WIDTH - 300 else (x - 6, "end")
    return [
        svg.line(x, TOP - 8, x, BOTTOM - AXIS, look="reference"),
        svg.text(beside, BOTTOM - AXIS - 6, common[1], "row strong halo", anchor),
        svg.circle(x, TOP - 8, 3, fill=INK),
    ]
