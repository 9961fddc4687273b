"""What stands beside the map in an image: the classes, the gaps, the reference, the selection."""

from __future__ import annotations

import math
from typing import Any

from rudc_map.model import Overlay
from rudc_map.view import svg
from rudc_map.view.fonts import shortened, text_width, wrapped
from rudc_map.view.frame import BOTTOM, INK, MARGIN, TOP, WIDTH, badge, said
from rudc_map.view.map_overlays import STEPS, border_thirds
from rudc_map.view.painting import DOTTED
from rudc_map.view.palettes import CLUSTERS, SELECTION
from rudc_map.view.shown import Facts, Shown

COLUMN = 312
"""Width of the column [pixels]."""

LEFT = WIDTH - MARGIN - COLUMN
RIGHT = WIDTH - MARGIN

SWATCH, SWATCH_HEIGHT = 30, 18
ROW = 23


class _Column:
    """Elements one below the other; knows where the next one comes."""

    def __init__(self) -> None:
        self.y = float(TOP)
        self.parts: list[str] = []

    def heading(self, words: str, beside: str = "") -> None:
        self.y += 14
        room = COLUMN - text_width(beside, 12) - 12
        self.parts.append(svg.text(LEFT, self.y, shortened(words, 14, room, 600), "head"))
        if beside:
            self.parts.append(svg.text(RIGHT, self.y, beside, "small", "end"))
        self.y += 8

    def row(self, look: str | None, fill: str | None, words: str, count: str, *over: str) -> None:
        """A swatch with what it stands for, in as many lines as that takes, and a number."""
        lines = wrapped(words, 13, COLUMN - SWATCH - 10 - text_width(count, 13) - 12, most=2)
        top = self.y
        swatch = {"look": look, "fill": fill, "stroke": "#64748b", "stroke_width": 0.8}
        self.parts.append(svg.rect(LEFT, top + 1, SWATCH, SWATCH_HEIGHT, **swatch))
        for pattern in over:
            self.parts.append(svg.rect(LEFT, top + 1, SWATCH, SWATCH_HEIGHT, fill=pattern))
        self.parts.append(svg.lines(LEFT + SWATCH + 10, top + 14.5, lines, "label", 16))
        self.parts.append(svg.text(RIGHT, top + 14.5, count, "num", "end"))
        self.y += ROW + 16 * (len(lines) - 1)

    def gap(self, height: float) -> None:
        self.y += height


def legend(shown: Shown, pattern: dict[str, Any] | None) -> str:
    """The column beside the map."""
    column = _Column()
    if pattern is not None:
        _clusters(column, shown, pattern)
    else:
        _classes(column, shown)
    _missing(column, shown)
    if shown.state.overlay is Overlay.BORDER:
        _border(column, shown)
    _reference(column, shown)
    _selection(column, shown)
    return svg.group(column.parts, id="legend")


def _classes(column: _Column, shown: Shown) -> None:
    painted = shown.painting
    unit = said("unit.points", shown) if _in_points(shown) else shown.unit
    column.heading(unit[:1].upper() + unit[1:], said("image.areas", shown))
    if painted.extent is None:
        column.parts.append(
            svg.lines(
                LEFT, column.y + 14, wrapped(said("legend.nothing", shown), 13, COLUMN), "", 16
            )
        )
        column.gap(40)
        return
    under = sum(1 for b in painted.breaks if painted.centre is not None and b < painted.centre)
    for at in reversed(range(len(painted.colours))):  # high above low
        over = ("url(#below)",) if at < under else ()
        column.row(
            f"swatch k{at}", None, shown.class_range(at), shown.number(painted.counts[at], 0), *over
        )


def _in_points(shown: Shown) -> bool:
    return shown.state.display.difference and shown.indicator.unit[shown.lang] == "%"


def _clusters(column: _Column, shown: Shown, pattern: dict[str, Any]) -> None:
    column.heading(said("pattern.title", shown), said("image.areas", shown))
    for at, letter in enumerate(CLUSTERS):
        name = said(f"cluster.{'none' if letter == '.' else letter}", shown)
        count = pattern["clusters"].count(letter)
        column.row(f"swatch k{at}", None, name, shown.number(count, 0))


def _missing(column: _Column, shown: Shown) -> None:
    """Each reason on its own row, after its kind of pattern."""
    column.gap(6)
    ordered = sorted(shown.painting.reasons.items(), key=lambda known: known[0] in DOTTED)
    for reason, count in ordered:
        fill = "url(#dots)" if reason in DOTTED else "url(#hatch)"
        column.row(None, fill, said(f"missing.{reason}", shown), shown.number(count, 0))


def _border(column: _Column, shown: Shown) -> None:
    column.gap(6)
    column.heading(said("border.key", shown))
    sizes: dict[int, list[float]] = {}
    for pair, step in border_thirds(shown):
        sizes.setdefault(step, []).append(abs(pair["difference"]))
    for step in sorted(sizes, reverse=True):
        width, colour = STEPS[step]
        y = column.y + 10
        column.parts.append(svg.line(LEFT, y, LEFT + SWATCH, y, stroke=colour, stroke_width=width))
        low, high = shown.number(min(sizes[step])), shown.number(max(sizes[step]))
        column.parts.append(svg.text(LEFT + SWATCH + 10, y + 4.5, f"{low} – {high}", "label"))
        column.gap(ROW)


def _reference(column: _Column, shown: Shown) -> None:
    """The one value that all areas are compared with, where it is one."""
    column.gap(8)
    known = {value for value in shown.references[shown.inside] if not math.isnan(value)}
    if len(known) != 1:
        words = said("image.reference.each", shown, reference=shown.reference_name())
    else:
        code = shown.areas.index[shown.inside][0]
        name = shown.reference_name(code)
        name = name[:1].upper() + name[1:]
        words = said("image.reference", shown, reference=name, value=shown.said(known.pop()))
    lines = wrapped(words, 13, COLUMN, most=2)
    column.parts.append(svg.lines(LEFT, column.y + 13, lines, "strong", 16))
    column.gap(16 * len(lines) + 8)


def _selection(column: _Column, shown: Shown) -> None:
    codes, own = shown.state.areas, shown.state.own
    if not codes and own is None:
        return
    rows = len(codes) + (own is not None)
    room = BOTTOM - column.y - 34
    two_lines = room / rows >= 36
    step = min(42.0 if two_lines else 26.0, room / rows)
    column.gap(6)
    column.heading(said("image.selection", shown))
    for i, code in enumerate(codes):
        if column.y + step > BOTTOM + 1:
            break  # all of them are in the figures that go with the image
        _selected(column, shown, shown.facts(code), i, two_lines=two_lines)
        column.gap(step)
    if own is not None:
        name, value = said("own_area.name", shown), shown.own_value
        _named(column, "E", INK, name, "" if math.isnan(value) else shown.briefly(value))


def _selected(column: _Column, shown: Shown, facts: Facts, i: int, *, two_lines: bool) -> None:
    figure = "" if math.isnan(facts.value) else shown.briefly(facts.value)
    _named(column, str(i + 1), SELECTION[i], shown.name(facts.code, full=True), figure)
    if two_lines:
        under = shortened(_under(shown, facts), 12, COLUMN - 30)
        column.parts.append(svg.text(LEFT + 30, column.y + 31.5, under, "small"))


def _named(column: _Column, label: str, colour: str, name: str, figure: str) -> None:
    y = column.y + 12
    room = COLUMN - 30 - text_width(figure, 14, 600) - 10
    column.parts += [
        badge(LEFT + 11, y, label, colour),
        svg.text(LEFT + 30, y + 4.5, shortened(name, 13, room), "label"),
        svg.text(RIGHT, y + 4.5, figure, "head num", "end"),
    ]


def _under(shown: Shown, facts: Facts) -> str:
    """Why there is no figure, else how it compares and how much of it is an estimate."""
    if facts.reason is not None:
        return said(f"missing.{facts.reason}", shown)
    parts = []
    if facts.inexact > 0:
        share = f"{shown.number(facts.inexact * 100, 0)}%"
        parts.append(said("estimated", shown, share=share))
    if not math.isnan(facts.difference):
        compared = said(
            "image.compared",
            shown,
            reference=shown.reference_name(facts.code),
            difference=shown.said_difference(facts.difference),
        )
        parts.append(compared)
    return " · ".join(parts)
