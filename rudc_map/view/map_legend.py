"""What stands beside the map in an image: the classes, the gaps, the reference, the selection."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rudc_map.model import Overlay
from rudc_map.view import svg
from rudc_map.view.fonts import shortened, text_width, wrapped
from rudc_map.view.frame import BOTTOM, INK, MARGIN, TOP, WIDTH, badge, said
from rudc_map.view.map_colouring import KEY, clusters_of
from rudc_map.view.map_overlays import STEPS, border_thirds
from rudc_map.view.painting import DOTTED
from rudc_map.view.palettes import CLUSTERS, SELECTION
from rudc_map.view.shown import Facts, Shown

COLUMN = 312
"""Width of the column beside a map [pixels]."""

SWATCH, SWATCH_HEIGHT = 30, 18
ROW = 23


@dataclass
class Column:
    """Elements one below the other; knows where the next one comes.

    Attributes
    ----------
    x, y : float
        Where the next one comes [pixels].
    width : float
        How wide it is.
    bottom : float
        Where it ends.
    key : str
        What the classes of the map are called in CSS (`Colouring`).
    parts : list of str
        What is drawn.
    left_out : int
        Selected areas that there was no room for.
    """

    x: float
    y: float
    width: float = COLUMN
    bottom: float = BOTTOM
    key: str = KEY
    parts: list[str] = field(default_factory=list)
    left_out: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether there was room for everything."""
        return self.left_out == 0 and self.y <= self.bottom + 1

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    def heading(self, words: str, beside: str = "") -> None:
        """A line in bold, and a word at its end."""
        self.y += 14
        room = self.width - text_width(beside, 12) - 12
        self.parts.append(svg.text(self.x, self.y, shortened(words, 14, room, 600), "head"))
        if beside:
            self.parts.append(svg.text(self.right, self.y, beside, "small", "end"))
        self.y += 8

    def lines(self, words: str, look: str = "", most: int | None = None) -> None:
        """Words in as many lines as they take."""
        lines = wrapped(words, 13, self.width, most=most)
        self.parts.append(svg.lines(self.x, self.y + 13, lines, look, 16))
        self.gap(16 * len(lines) + 8)

    def row(self, look: str | None, fill: str | None, words: str, count: str, *over: str) -> None:
        """A swatch with what it stands for, in as many lines as that takes, and a number."""
        lines = wrapped(words, 13, self.width - SWATCH - 10 - text_width(count, 13) - 12, most=2)
        top = self.y
        swatch = {"look": look, "fill": fill, "stroke": "#64748b", "stroke_width": 0.8}
        self.parts.append(svg.rect(self.x, top + 1, SWATCH, SWATCH_HEIGHT, **swatch))
        for pattern in over:
            self.parts.append(svg.rect(self.x, top + 1, SWATCH, SWATCH_HEIGHT, fill=pattern))
        self.parts.append(svg.lines(self.x + SWATCH + 10, top + 14.5, lines, "label", 16))
        if count:
            self.parts.append(svg.text(self.right, top + 14.5, count, "num", "end"))
        self.y += ROW + 16 * (len(lines) - 1)

    def gap(self, height: float) -> None:
        """Room before what comes next."""
        self.y += height


Block = Callable[[Column, Shown], None]
"""A part of a legend that stays together."""


def beside() -> Column:
    """The column beside a map that fills the rest of the sheet."""
    return Column(WIDTH - MARGIN - COLUMN, TOP)


def legend(shown: Shown) -> str:
    """The column beside a map that fills the rest of the sheet."""
    column = beside()
    flow(shown, [column], (meaning, missing, border, reference, selection))
    return drawn([column])


def flow(shown: Shown, columns: list[Column], blocks: Sequence[Block]) -> None:
    """Put parts of a legend into columns; one that does not fit goes to the next column."""
    at = 0
    for block in blocks:
        tried = replace(columns[at], parts=[])
        block(tried, shown)
        if tried.y > tried.bottom and at + 1 < len(columns):
            at += 1
            tried = replace(columns[at], parts=[])
            block(tried, shown)
        columns[at].parts += tried.parts
        columns[at].y = tried.y


def drawn(columns: list[Column]) -> str:
    """A legend as one group, which can be found by its name."""
    parts = [part for column in columns for part in column.parts]
    return svg.group(parts, id="legend" if columns[0].key == KEY else "second-legend")


def meaning(column: Column, shown: Shown) -> None:
    """The classes, or the clusters where the map shows these."""
    pattern = clusters_of(shown)
    if pattern is not None:
        _clusters(column, shown, pattern)
    else:
        classes(column, shown)


def classes(column: Column, shown: Shown, extent_of_all: tuple[float, float] | None = None) -> None:
    """The classes with what they hold.

    Parameters
    ----------
    column : Column
        Where they come to stand.
    shown : Shown
        A map in these classes.
    extent_of_all : (float, float) or None
        Lowest and highest value of all maps in these classes, which then tell no numbers of areas;
        None for the one map that has them.
    """
    painted = shown.painting
    unit = said("unit.points", shown) if _in_points(shown) else shown.unit
    counted = extent_of_all is None
    column.heading(unit[:1].upper() + unit[1:], said("image.areas", shown) if counted else "")
    if counted and painted.extent is None:
        column.lines(said("legend.nothing", shown))
        return
    under = sum(1 for b in painted.breaks if painted.centre is not None and b < painted.centre)
    for at in reversed(range(len(painted.colours))):  # high above low
        over = ("url(#below)",) if at < under else ()
        count = shown.number(painted.counts[at], 0) if counted else ""
        words = shown.class_range(at, extent_of_all)
        column.row(f"swatch {column.key}{at}", None, words, count, *over)


def _in_points(shown: Shown) -> bool:
    return shown.state.display.difference and shown.indicator.unit[shown.lang] == "%"


def _clusters(column: Column, shown: Shown, pattern: dict[str, Any]) -> None:
    column.heading(said("pattern.title", shown), said("image.areas", shown))
    for at, letter in enumerate(CLUSTERS):
        name = said(f"cluster.{'none' if letter == '.' else letter}", shown)
        count = pattern["clusters"].count(letter)
        column.row(f"swatch {column.key}{at}", None, name, shown.number(count, 0))


def missing(column: Column, shown: Shown) -> None:
    """Each reason on its own row, after its kind of pattern."""
    column.gap(6)
    ordered = sorted(shown.painting.reasons.items(), key=lambda known: known[0] in DOTTED)
    for reason, count in ordered:
        fill = "url(#dots)" if reason in DOTTED else "url(#hatch)"
        column.row(None, fill, said(f"missing.{reason}", shown), shown.number(count, 0))


def border(column: Column, shown: Shown) -> None:
    """What the width of lines along the provincial border means, where the map has them."""
    if shown.state.overlay is not Overlay.BORDER:
        return
    column.gap(6)
    column.heading(said("border.key", shown))
    sizes: dict[int, list[float]] = {}
    for pair, step in border_thirds(shown):
        sizes.setdefault(step, []).append(abs(pair["difference"]))
    for step in sorted(sizes, reverse=True):
        width, colour = STEPS[step]
        y = column.y + 10
        line = svg.line(column.x, y, column.x + SWATCH, y, stroke=colour, stroke_width=width)
        column.parts.append(line)
        low, high = shown.number(min(sizes[step])), shown.number(max(sizes[step]))
        column.parts.append(svg.text(column.x + SWATCH + 10, y + 4.5, f"{low} – {high}", "label"))
        column.gap(ROW)


def reference(column: Column, shown: Shown) -> None:
    """The one value that all areas are compared with, where it is one."""
    column.gap(8)
    known = {value for value in shown.references[shown.inside] if not math.isnan(value)}
    if not known:
        return  # nothing is known of what it would be compared with
    if len(known) > 1:
        words = said("image.reference.each", shown, reference=shown.reference_name())
    else:
        code = shown.areas.index[shown.inside][0]
        name = shown.reference_name(code)
        name = name[:1].upper() + name[1:]
        words = said("image.reference", shown, reference=name, value=shown.said(known.pop()))
    column.lines(words, "strong", most=2)


def selection(column: Column, shown: Shown) -> None:
    """The selected areas with their figures, and the reader's own area."""
    codes, own = shown.state.areas, shown.state.own
    if not codes and own is None:
        return
    entries = [
        Entry(
            str(i + 1),
            SELECTION[i],
            shown.name(facts.code, full=True),
            "" if math.isnan(facts.value) else shown.briefly(facts.value),
            _under(shown, facts),
        )
        for i, facts in enumerate(shown.facts(code) for code in codes)
    ]
    if own is not None:
        value = shown.own_value
        figure = "" if math.isnan(value) else shown.briefly(value)
        entries.append(Entry("E", INK, said("own_area.name", shown), figure))
    list_of(column, shown, entries)


@dataclass(frozen=True, slots=True)
class Entry:
    """A selected area: its badge, its name with a figure, and what is said under it."""

    label: str
    colour: str
    name: str
    figure: str
    under: str = ""


def list_of(column: Column, shown: Shown, entries: list[Entry]) -> None:
    """Selected areas in as much room as there is; with little of it only names and figures."""
    column.gap(6)
    column.heading(said("image.selection", shown))
    room = column.bottom - column.y
    two_lines = room / len(entries) >= 36 and any(entry.under for entry in entries)
    step = max(19.0, min(42.0 if two_lines else 26.0, room / len(entries)))
    shown_ones = min(len(entries), max(1, int((room + 1) / step)))
    if shown_ones < len(entries):
        shown_ones -= 1  # and a line that says so
    for entry in entries[:shown_ones]:
        _named(column, entry)
        if two_lines:
            under = shortened(entry.under, 12, column.width - 30)
            column.parts.append(svg.text(column.x + 30, column.y + 31.5, under, "small"))
        column.gap(step)
    column.left_out = len(entries) - shown_ones
    if column.left_out:
        words = said("image.more", shown, n=shown.number(column.left_out, 0))
        column.parts.append(svg.text(column.x + 30, column.y + 14, words, "small"))
        column.gap(step)


def _named(column: Column, entry: Entry) -> None:
    y = column.y + 12
    room = column.width - 30 - text_width(entry.figure, 14, 600) - 10
    column.parts += [
        badge(column.x + 11, y, entry.label, entry.colour),
        svg.text(column.x + 30, y + 4.5, shortened(entry.name, 13, room), "label"),
        svg.text(column.right, y + 4.5, entry.figure, "head num", "end"),
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
