"""Two indicators in one map: three classes each, nine colours, and a square legend."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from rudc_map.model import Overlay
from rudc_map.view import svg
from rudc_map.view.fonts import wrapped
from rudc_map.view.frame import BOTTOM, MARGIN, TOP, WIDTH, Sheet, said, sheet
from rudc_map.view.map_camera import Frame, camera_of
from rudc_map.view.map_colouring import KEY, Colouring, looks_of
from rudc_map.view.map_legend import COLUMN, Column, Entry, beside, drawn, list_of
from rudc_map.view.map_picture import definitions, paper, picture, scene, style_of
from rudc_map.view.map_words import maps_in_words
from rudc_map.view.painting import EMPTY, OUTSIDE, UNKNOWN, as_floats, class_index
from rudc_map.view.palettes import BIVARIATE, SELECTION
from rudc_map.view.pictured import second_map
from rudc_map.view.shown import Shown

FRAME = Frame(MARGIN, TOP, WIDTH - 2 * MARGIN - COLUMN - 24, BOTTOM - TOP)

CELL = 68
"""The side of one of the nine squares of the legend [pixels]."""

EMPTY_LETTERS = ("0", "w")
"""Why an area is dotted: no, or too few, inhabitants (`rudc_map.view.values.MISSING_CODES`)."""


@dataclass(frozen=True, eq=False)
class Thirds:
    """One indicator in three classes with equally many areas.

    Attributes
    ----------
    shown : Shown
        The indicator.
    values : ndarray of float, shape (n,)
        Its values; NaN where missing.
    edges : tuple of float
        Lowest value, the two breaks, highest value, of the areas of the region; empty for none.
    """

    shown: Shown
    values: np.ndarray
    edges: tuple[float, ...]

    @property
    def class_of(self) -> np.ndarray:
        """The third of each area; -1 where its value is missing."""
        found = np.full(len(self.values), -1)
        known = ~np.isnan(self.values)
        found[known] = class_index(self.values[known], self.edges[1:-1])
        return found


def two_in_one(shown: Shown, address: str) -> Sheet:
    """Where both indicators are high, both low, or one of them."""
    plain = replace(shown, state=replace(shown.state, overlay=Overlay.NOTHING))
    second = second_map(plain)
    both = (thirds(plain), thirds(second))
    class_of = classes_of_both(*both)
    colouring = _colouring(both, class_of)
    camera = camera_of(plain, FRAME)
    known = scene(plain, camera)
    names = [of.indicator.name[of.lang] for of in (plain, second)]
    dates = dict.fromkeys(of.dated(of.state.period) for of in (plain, second))
    body = [
        definitions(plain, [known], camera),
        *picture(plain, camera, known, colouring, figures=False),
        *paper([FRAME]),
        _legend(both, class_of),
    ]
    return sheet(
        plain,
        body,
        style_of(camera, [colouring]),
        title=said("bivariate.title", plain, first=names[0], second=names[1]),
        words=maps_in_words(dict(zip(names, (plain, second), strict=True))),
        address=address,
        period=said("image.and", plain, first=next(iter(dates)), second=list(dates)[-1])
        if len(dates) > 1
        else next(iter(dates)),
        others=[second],
    )


def thirds(shown: Shown) -> Thirds:
    """The three classes of an indicator, as assets/later/bivariate.js makes them."""
    values = as_floats(shown.payload["values"])
    known = np.sort(values[shown.inside & ~np.isnan(values)])
    if not known.size:
        return Thirds(shown, values, ())
    decimals = shown.indicator.decimals
    breaks = (_rounded(float(np.quantile(known, share)), decimals) for share in (1 / 3, 2 / 3))
    return Thirds(shown, values, (float(known[0]), *breaks, float(known[-1])))


def classes_of_both(first: Thirds, second: Thirds) -> np.ndarray:
    """Three times the third of the first plus that of the second; else why there is none."""
    inside = first.shown.inside
    if not first.edges or not second.edges:
        thirds_of = [np.full(len(inside), -1)] * 2
    else:
        thirds_of = [first.class_of, second.class_of]
    letters = [np.array(list(of.shown.payload["missing"])) for of in (first, second)]
    empty = np.isin(letters[0], EMPTY_LETTERS) | np.isin(letters[1], EMPTY_LETTERS)
    class_of: np.ndarray = 3 * thirds_of[0] + thirds_of[1]
    without = (thirds_of[0] < 0) | (thirds_of[1] < 0)
    class_of[without] = np.where(empty[without], EMPTY, UNKNOWN)
    class_of[~inside] = OUTSIDE
    return class_of


def _rounded(value: float, decimals: int) -> float:
    """As JavaScript's toFixed rounds: halves away from zero."""
    return float(Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def _colouring(both: tuple[Thirds, Thirds], class_of: np.ndarray) -> Colouring:
    first, second = both
    return Colouring(
        looks_of(class_of, KEY),
        tuple(colour for row in BIVARIATE for colour in row),
        # colours on either side of the diagonal are equally dark
        (class_of >= 0) & (class_of % 3 > class_of // 3),
        lambda at: "; ".join(
            f"{of.shown.indicator.name[of.shown.lang]} {of.shown.said(of.values[at])}"
            for of in (first, second)
        ),
    )


def _legend(both: tuple[Thirds, Thirds], class_of: np.ndarray) -> str:
    first, column = both[0].shown, beside()
    column.heading(said("image.thirds", first), said("image.areas", first))
    column.gap(6)
    if both[0].edges and both[1].edges:
        _square(column, both, class_of)
    else:
        column.lines(said("legend.nothing", first))
    for pattern, at, words in (
        ("hatch", UNKNOWN, "bivariate.without"),
        ("dots", EMPTY, "bivariate.empty"),
    ):
        if n := int((class_of == at).sum()):
            column.row(None, f"url(#{pattern})", said(words, first, n=first.number(n, 0)), "")
    _selection(column, both)
    return drawn([column])


def _square(column: Column, both: tuple[Thirds, Thirds], class_of: np.ndarray) -> None:
    """The nine colours: the first indicator upward, the second to the right."""
    first = both[0].shown
    left, top = column.x + 84, column.y
    side = 3 * CELL
    for at in range(9):
        x, y = left + at % 3 * CELL, top + (2 - at // 3) * CELL
        edge: dict[str, svg.Attribute] = {"stroke": "#64748b", "stroke_width": 0.8}
        column.parts.append(svg.rect(x, y, CELL, CELL, look=f"swatch {KEY}{at}", **edge))
        if at % 3 > at // 3:
            column.parts.append(svg.rect(x, y, CELL, CELL, fill="url(#below)"))
        count = first.number(int((class_of == at).sum()), 0)
        column.parts.append(
            svg.text(x + CELL / 2, y + CELL / 2 + 5, count, "value halo num", "middle")
        )
    up, right = (_edges(of) for of in both)
    for i in range(4):
        y = top + side - i * CELL
        column.parts.append(svg.text(left - 6, y + 4 - (i == 0) * 4, up[i], "small num", "end"))
        anchor = ("start", "middle", "middle", "end")[i]
        column.parts.append(
            svg.text(left + i * CELL, top + side + 15, right[i], "small num", anchor)
        )
    _axis_name(column, both, top, side)
    column.gap(side + 24)
    names = wrapped(_name(both[1]), 13, side, 600, most=2)
    column.parts.append(svg.lines(left, column.y + 10, names, "strong", 16))
    column.gap(16 * len(names) + 14)


def _axis_name(column: Column, both: tuple[Thirds, Thirds], top: float, side: float) -> None:
    """The name of the first indicator along the side; that of the second comes below."""
    names = wrapped(_name(both[0]), 13, side, 600, most=2)
    for i, line in enumerate(names):
        x, y = column.x + 12 + 16 * i, top + side
        turned = {"transform": f"translate({svg.number(x)} {svg.number(y)}) rotate(-90)"}
        column.parts.append(svg.element("text", {**turned, "class": "strong"}, svg.escaped(line)))


def _name(of: Thirds) -> str:
    return f"{of.shown.indicator.name[of.shown.lang]} →"


def _edges(of: Thirds) -> list[str]:
    return [of.shown.number(edge) for edge in of.edges]


def _selection(column: Column, both: tuple[Thirds, Thirds]) -> None:
    """The selected areas with both figures."""
    first, second = (of.shown for of in both)
    entries = []
    for i, code in enumerate(first.state.areas):
        figures = [of.facts(code).value for of in (first, second)]
        told = [
            "" if math.isnan(v) else of.briefly(v)
            for of, v in zip((first, second), figures, strict=True)
        ]
        name = second.indicator.name[second.lang]
        under = f"{name}: {told[1]}" if told[1] else ""
        entries.append(Entry(str(i + 1), SELECTION[i], first.name(code, full=True), told[0], under))
    if entries:
        list_of(column, first, entries)
