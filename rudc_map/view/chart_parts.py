"""What the charts of images share: an axis with round numbers, a grid, and marks."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from rudc_map.errors import InputError
from rudc_map.view import svg
from rudc_map.view.frame import INK, SOFT
from rudc_map.view.palettes import SELECTION
from rudc_map.view.texts import say

STYLE = (
    ".grid{stroke:#e2e8f0;stroke-width:1}.zero{stroke:#94a3b8;stroke-width:1.2}"
    f".tick{{font-size:12px;fill:{SOFT}}}.row{{font-size:13px}}.bar{{fill:#9db8d2}}"
    f".reference{{stroke:{INK};stroke-width:2;stroke-dasharray:2 4;fill:none}}"
    ".region{stroke:#64748b;stroke-width:2;stroke-dasharray:7 4;fill:none}"
    ".edge{stroke:#fff;stroke-width:1.2}"
    ".halo{paint-order:stroke;stroke:#fff;stroke-width:3.5px;stroke-linejoin:round}"
)

MOST_TICKS = 8


@dataclass(frozen=True)
class Drawn:
    """A chart: its title, its elements, what it shows in words, and the periods if several."""

    title: str
    parts: list[str]
    words: str
    period: str = ""


def nothing(key: str, **gaps: str) -> InputError:
    """Why a chart would be empty, by a text of the catalogue."""
    text = say(key, **gaps)
    return InputError(text.nl, text.en)


@dataclass(frozen=True)
class Axis:
    """Values along a line of pixels.

    Attributes
    ----------
    low, high : float
        The values at its ends.
    start, end : float
        Where these are [pixels].
    """

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where a value is [pixels]."""
        share = (value - self.low) / (self.high - self.low or 1.0)
        return self.start + share * (self.end - self.start)

    def ticks(self) -> list[float]:
        """Round numbers within it, at most `MOST_TICKS` or so."""
        wish = (self.high - self.low or 1.0) / MOST_TICKS
        power = 10.0 ** math.floor(math.log10(wish))
        step = min((s * power for s in (1, 2, 5, 10)), key=lambda s: abs(math.log(s / wish)))
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [round(i * step, 10) for i in range(first, last + 1)]


def axis_of(values: Iterable[float], start: float, end: float, *, zero: bool) -> Axis:
    """An axis that holds all values with some room, from zero where asked."""
    known = [value for value in values if not math.isnan(value)] or [0.0, 1.0]
    low, high = min(known), max(known)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if zero and low == high:
        high = 1.0  # nothing but zeros
    room = (high - low or abs(high) or 1.0) * 0.06
    return Axis(
        low - (0.0 if zero and low == 0.0 else room),
        high + (0.0 if zero and high == 0.0 else room),
        start,
        end,
    )


def decimals_of(ticks: list[float], most: int) -> int:
    """As many decimals as tell the ticks apart, but no more than the values have."""
    return next((d for d in range(most) if all(round(t, d) == t for t in ticks)), most)


def vertical_grid(axis: Axis, top: float, bottom: float, labels: list[str]) -> list[str]:
    """Lines up from an axis that lies below, with its numbers."""
    parts = []
    for tick, label in zip(axis.ticks(), labels, strict=True):
        x = axis.at(tick)
        parts.append(svg.line(x, top, x, bottom, look="zero" if tick == 0 else "grid"))
        parts.append(svg.text(x, bottom + 17, label, "tick", "middle"))
    return parts


def colour_of(codes: tuple[str, ...], code: str) -> str:
    """The colour of a selected area, or that of the area which the reader drew."""
    return SELECTION[codes.index(code)] if code in codes else INK


def label_of(codes: tuple[str, ...], code: str) -> str:
    """The number of a selected area, or E."""
    return str(codes.index(code) + 1) if code in codes else "E"


def marker(kind: str, x: float, y: float, colour: str, size: float = 7.0) -> str:
    """A triangle up or down, or a disc."""
    if kind == "neither":
        return svg.circle(x, y, size, fill=colour, look="edge")
    way = -1 if kind == "better" else 1
    tip, base = y + way * size * 1.2, y - way * size * 0.8
    n = svg.number
    return svg.path(
        f"M{n(x - size)} {n(base)}L{n(x + size)} {n(base)}L{n(x)} {n(tip)}z",
        fill=colour,
        look="edge",
    )
