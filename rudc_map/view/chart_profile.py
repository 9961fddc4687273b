"""The profile as an image: all indicators of a theme, each beside its reference."""

from __future__ import annotations

from typing import Any

from rudc_map.indicators.own_areas import OWN
from rudc_map.view import svg
from rudc_map.view.chart_parts import Axis, Drawn, colour_of, label_of, marker, nothing
from rudc_map.view.fonts import shortened, wrapped
from rudc_map.view.frame import BOTTOM, MARGIN, TOP, WIDTH, badge, said
from rudc_map.view.judgements import Judgement
from rudc_map.view.own_area import own_area_code
from rudc_map.view.shown import Shown

MOST = 3.5
"""Standard deviations that the axis reaches."""

LABELS, FOOT, COLUMN = 300, 72, 250


def profile(shown: Shown) -> Drawn:
    """Marks at the difference with the reference, in standard deviations of the region's areas."""
    codes = shown.state.areas + ((OWN,) if shown.state.own else ())
    if not codes:
        raise nothing("chart.choose_area")
    given = {
        "gebieden": ",".join(shown.state.areas),
        "eigen": own_area_code(shown.state.own),
        "referentie": shown.state.reference.code,
        **shown.alike,
    }
    asked = {name: value for name, value in given.items() if value}
    found = shown.ask("profile", {**shown.parameters, **asked})
    rows = found["rows"]
    axis = Axis(-MOST - 0.3, MOST + 0.3, MARGIN + LABELS, WIDTH - MARGIN - COLUMN - 24)
    height = (BOTTOM - TOP - FOOT) / max(len(rows), 6)
    parts = _grid(shown, axis)
    words = []
    for i, row in enumerate(rows):
        parts += _row(shown, axis, row, codes, TOP + (i + 0.5) * height, height)
        words.append(_in_words(shown, row, codes))
    parts += _list(shown, codes)
    words_below = said("chart.profile.note", shown).replace("●", "•")  # not in the typeface
    note = wrapped(words_below, 12, WIDTH - 2 * MARGIN, most=2)
    parts.append(svg.lines(MARGIN, BOTTOM - 18, note, "small", 15))
    theme = shown.registry.layer_of(shown.state.indicator).name[shown.lang]
    return Drawn(f"{said('chart.profile', shown)}: {theme}", parts, "; ".join(filter(None, words)))


def _grid(shown: Shown, axis: Axis) -> list[str]:
    bottom = BOTTOM - FOOT
    parts = []
    for tick in range(-3, 4):
        x = axis.at(tick)
        parts.append(svg.line(x, TOP, x, bottom, look="zero" if tick == 0 else "grid"))
        label = shown.number(tick, 0) if tick <= 0 else f"+{shown.number(tick, 0)}"
        parts.append(svg.text(x, bottom + 16, label, "tick", "middle"))
    middle = axis.at(0.0)
    name = shown.reference_name()
    parts.append(svg.text(middle, TOP - 6, name[:1].upper() + name[1:], "row strong", "middle"))
    axis_name = said("chart.profile.axis", shown)
    parts.append(svg.text(middle, bottom + 31, axis_name, "tick", "middle"))
    return parts


def _row(
    shown: Shown, axis: Axis, row: dict[str, Any], codes: tuple[str, ...], y: float, height: float
) -> list[str]:
    indicator = shown.registry.get(row["indicator"])
    name = wrapped(indicator.name[shown.lang], 13, LABELS - 20, most=2)
    first = y + 4.5 - 8 * (len(name) - 1)
    parts = [
        svg.line(axis.start, y, axis.end, y, look="grid"),
        svg.lines(MARGIN, first, name, "row", 16),
    ]
    step = min(12.0, height * 0.8 / len(codes))
    for i, code in enumerate(codes):
        known = row["areas"].get(code)
        if not known or known["z"] is None:
            continue
        x = axis.at(max(-MOST, min(MOST, known["z"])))
        at = y + (i - (len(codes) - 1) / 2) * step
        judged = known["judged"]
        way = judged if judged in (Judgement.BETTER, Judgement.WORSE) else "neither"
        parts.append(marker(way, x, at, colour_of(shown.state.areas, code), 6.0))
        if len(codes) > 1:
            parts.append(svg.text(x + 10, at + 4, label_of(shown.state.areas, code), "tick"))
    return parts


def _list(shown: Shown, codes: tuple[str, ...]) -> list[str]:
    left, y = WIDTH - MARGIN - COLUMN, TOP + 14.0
    parts = []
    for code in codes:
        name = said("own_area.name", shown) if code == OWN else shown.name(code, full=True)
        label, colour = label_of(shown.state.areas, code), colour_of(shown.state.areas, code)
        parts.append(badge(left + 11, y, label, colour))
        parts.append(svg.text(left + 30, y + 4.5, shortened(name, 13, COLUMN - 30), "row"))
        y += 28
    return parts


def _in_words(shown: Shown, row: dict[str, Any], codes: tuple[str, ...]) -> str:
    indicator = shown.registry.get(row["indicator"])
    known = [(code, row["areas"].get(code)) for code in codes]
    said_of = [
        f"{label_of(shown.state.areas, code)} {shown.number(of['z'], 1)}"
        for code, of in known
        if of and of["z"] is not None
    ]
    return f"{indicator.name[shown.lang]}: {', '.join(said_of)}" if said_of else ""
