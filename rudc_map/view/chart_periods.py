"""The years as an image: the selected areas, what they are compared with, and the region."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from rudc_map.model import Aggregate, MissingReason, ReferenceKind
from rudc_map.view import svg
from rudc_map.view.chart_parts import Axis, Drawn, axis_of, decimals_of, nothing
from rudc_map.view.fonts import shortened, text_width
from rudc_map.view.formats import format_number
from rudc_map.view.frame import BOTTOM, INK, MARGIN, TOP, WIDTH, badge, said
from rudc_map.view.palettes import SELECTION
from rudc_map.view.shown import Shown

COLUMN = 312
LEFT = MARGIN + 70
RIGHT = WIDTH - MARGIN - COLUMN - 28


FLATTENS = 4
"""A total so many times the largest of the areas leaves their lines flat."""


@dataclass(frozen=True)
class _Line:
    """One line: what it is called, its value in each period, and how it is drawn.

    Of an area, also the estimated share of each value, and why there is none.
    """

    name: str
    values: list[float]
    look: str | None
    colour: str
    label: str
    inexact: tuple[float, ...] = ()
    reasons: tuple[MissingReason | None, ...] = ()

    def estimated(self, at: int) -> float:
        """The estimated share of the value of a period."""
        return self.inexact[at] if self.inexact else 0.0

    def reason(self, at: int) -> MissingReason | None:
        """Why there is no value in a period, of an area."""
        return self.reasons[at] if self.reasons else None


def periods(shown: Shown) -> Drawn:
    """A line for each selected area, each distinct reference and the region; gaps stay gaps."""
    names = shown.indicator.periods
    if len(names) < 2:
        raise nothing("chart.periods.one", period=names[0])
    each = [
        Shown(replace(shown.state, period=p), shown.dataset, shown.registry, shown.ask)
        for p in names
    ]
    lines = _lines(shown, each)
    flat = _flattening(shown, lines)
    values = [value for line in lines if line not in flat for value in line.values]
    axis = axis_of(values, BOTTOM - 44, TOP + 14, zero=False)
    years = [(int(name[:4]) + int(name[-4:])) / 2 for name in names]
    across = Axis(min(years), max(years), LEFT + 16, RIGHT - 16)
    parts = _grid(shown, axis, across, names, years)
    places = [across.at(year) for year in years]
    for line in reversed(lines):  # the selected areas on top
        if line not in flat:
            parts += _drawn(line, places, axis)
    parts += _gaps(lines, places)
    parts += _list(shown, lines)
    words = "; ".join(
        f"{line.name}: " + ", ".join(f"{p} {_said(shown, line, at)}" for at, p in enumerate(names))
        for line in lines
    )
    title = f"{shown.indicator.name[shown.lang]}: {said('chart.periods', shown).lower()}"
    return Drawn(title, parts, words, f"{names[0]}–{names[-1]}")


def _lines(shown: Shown, each: list[Shown]) -> list[_Line]:
    codes = shown.state.areas
    facts = {code: [at.facts(code) for at in each] for code in codes}
    lines = [
        _Line(
            shown.name(c, full=True),
            [f.value for f in facts[c]],
            None,
            SELECTION[i],
            str(i + 1),
            tuple(f.inexact for f in facts[c]),
            tuple(f.reason for f in facts[c]),
        )
        for i, c in enumerate(codes)
    ]
    seen: dict[str, list[float]] = {}
    for code in codes:
        seen.setdefault(shown.reference_name(code), [f.reference for f in facts[code]])
    if not codes and shown.state.reference.kind is ReferenceKind.COUNTRY:
        of_country = [at.payload["references"]["nederland"] for at in each]
        seen[shown.reference_name()] = [_known(value) for value in of_country]
    lines += [_Line(name, values, "reference", INK, "") for name, values in seen.items()]
    if shown.state.reference.kind is not ReferenceKind.REGION or not codes:
        regional = [_known(at.payload["references"]["regio"]) for at in each]
        lines.append(_Line(shown.region.name[shown.lang], regional, "region", "#64748b", ""))
    return lines


def _flattening(shown: Shown, lines: list[_Line]) -> list[_Line]:
    """The totals beside which the lines of areas would be flat (as assets/later has it)."""
    areas = [v for line in lines if line.look is None for v in line.values if not math.isnan(v)]
    if shown.indicator.aggregation.how is not Aggregate.SUM or not areas or max(areas) <= 0:
        return []
    most = FLATTENS * max(areas)
    return [line for line in lines if line.look is not None and any(v > most for v in line.values)]


def _gaps(lines: list[_Line], places: list[float]) -> list[str]:
    """A cross at the foot of each period in which an area has no value."""
    parts: list[str] = []
    for at, x in enumerate(places):
        if any(line.reason(at) for line in lines):
            y = BOTTOM - 38
            parts.append(svg.line(x - 4, y - 4, x + 4, y + 4, look="zero"))
            parts.append(svg.line(x - 4, y + 4, x + 4, y - 4, look="zero"))
    return parts


def _known(value: float | None) -> float:
    return math.nan if value is None else float(value)


def _grid(
    shown: Shown, axis: Axis, across: Axis, names: tuple[str, ...], years: list[float]
) -> list[str]:
    ticks = axis.ticks()
    decimals = decimals_of(ticks, shown.indicator.decimals)
    parts = [svg.text(MARGIN, TOP, shown.unit, "tick")]
    for tick in ticks:
        y = axis.at(tick)
        parts.append(svg.line(LEFT, y, RIGHT, y, look="zero" if tick == 0 else "grid"))
        parts.append(svg.text(LEFT - 8, y + 4, shown.number(tick, decimals), "tick", "end"))
    last = -math.inf
    for name, year in zip(names, years, strict=True):
        x, half = across.at(year), text_width(name, 12) / 2
        if x - half > last + 8:
            parts.append(svg.text(x, BOTTOM - 18, name, "tick", "middle"))
            last = x + half
    return parts


def _drawn(line: _Line, xs: list[float], axis: Axis) -> list[str]:
    path, pen_down, marks = "", False, []
    for at, (x, value) in enumerate(zip(xs, line.values, strict=True)):
        if math.isnan(value):
            pen_down = False
            continue
        y = axis.at(value)
        path += f"{'L' if pen_down else 'M'}{svg.number(x)} {svg.number(y)}"
        pen_down = True
        size = 4.5 if line.look is None else 3.0
        if line.estimated(at) > 0:
            marks.append(svg.circle(x, y, size, fill="#fff", stroke=line.colour, stroke_width=2))
        else:
            marks.append(svg.circle(x, y, size, fill=line.colour, look="edge"))
    style = {"look": line.look} if line.look else {"stroke": line.colour, "stroke_width": 2.6}
    drawn = svg.path(path, fill=None if line.look else "none", **style) if path else ""
    return [drawn, *marks]


def _list(shown: Shown, lines: list[_Line]) -> list[str]:
    """What each line is, with its latest figure."""
    left, right, y = WIDTH - MARGIN - COLUMN, WIDTH - MARGIN, TOP + 22.0
    parts = [svg.text(right, TOP, shown.indicator.periods[-1], "tick", "end")]
    for line in lines:
        if line.label:
            parts.append(badge(left + 11, y, line.label, line.colour))
        else:
            parts.append(svg.line(left, y, left + 24, y, look=line.look))
        figure = _figure(shown, line.values[-1])
        room = COLUMN - 42 - text_width(figure, 14, 600)
        name = shortened(line.name[:1].upper() + line.name[1:], 13, room)
        parts.append(svg.text(left + 32, y + 4.5, name, "row"))
        parts.append(svg.text(right, y + 4.5, figure, "head", "end"))
        y += 30
    return parts + _key(shown, lines, left, y)


def _key(shown: Shown, lines: list[_Line], left: float, y: float) -> list[str]:
    """What an open mark and a cross mean, where there are any."""
    parts: list[str] = []
    shares = [share for line in lines for share in line.inexact if share > 0]
    if shares:
        share = format_number(100 * max(shares), 0, shown.lang)
        parts.append(svg.circle(left + 12, y, 4.5, fill="#fff", stroke=INK, stroke_width=2))
        parts.append(
            svg.text(left + 32, y + 4.5, said("image.estimated", shown, share=share), "row")
        )
        y += 22
    for reason in dict.fromkeys(r for line in lines for r in line.reasons if r is not None):
        parts.append(svg.text(left + 8, y + 4.5, "×", "row"))
        why = shortened(said(f"missing.{reason}", shown), 13, COLUMN - 42)
        parts.append(svg.text(left + 32, y + 4.5, why, "row"))
        y += 22
    return parts


def _said(shown: Shown, line: _Line, at: int) -> str:
    """A value in words, with how much of it is an estimate, or why there is none."""
    reason = line.reason(at)
    if math.isnan(line.values[at]) and reason is not None:
        return said(f"missing.{reason}", shown)
    figure, share = _figure(shown, line.values[at]), line.estimated(at)
    if share == 0:
        return figure
    percent = f"{format_number(100 * share, 0, shown.lang)}%"
    return f"{figure} ({said('estimated', shown, share=percent)})"


def _figure(shown: Shown, value: float) -> str:
    return said("unknown", shown) if math.isnan(value) else shown.briefly(value)
