"""Ranking, distribution, time, profile and scatter: their numbers, and linked with the map."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Page, expect
from scipy.spatial.distance import pdist

from rudc_map.indicators.references import region_value
from rudc_map.model import Direction, Level, ReferenceKind
from tests.browser.conftest import Visit
from tests.browser.facts import Facts
from tests.browser.support import (
    address,
    charts_drawn,
    eventually,
    open_chart,
    points,
    settled,
    table_rows,
    traces,
)

pytestmark = pytest.mark.browser

REGION, INDICATOR, OTHER = "groningen-assen", "aandeel_65plus", "woz_waarde"
HEALTH = "ervaren_gezondheid"
NORTH, SOUTH, EAST = "BU00140000", "BU00140001", "BU00140002"
IN_ASSEN = "BU01060000"
FRAME = "#charts .ranking"


def selected(page: Page) -> list[str]:
    """The codes in the page's address."""
    return [code for code in address(page).get("gebieden", "").split(",") if code]


def said_number(words: str) -> float:
    """A number as it stands on a Dutch page."""
    return float(words.replace(".", "").replace(",", ".").replace("\u2212", "-"))


def rows_from(page: Page, first: str) -> dict[str, list[object]]:
    """The bars of the ranking, once `first` is the uppermost."""
    plot = "document.querySelector('#chart-ranking .js-plotly-plot')"
    page.wait_for_function(f"code => {plot}.data[0].customdata[0] === code", arg=first)
    return traces(page, "chart-ranking")[0]


def test_ranking_holds_all_areas_and_starts_at_the_selection(go: Visit, facts: Facts) -> None:
    page = go(areas=[NORTH], chart="rangorde")
    values = facts.inside(INDICATOR, Level.BUURT, REGION)
    order = list(values.index)
    at_start = traces(page, "chart-ranking")[0]
    at = at_start["customdata"].index(NORTH)
    assert 5 < at < 16  # in the middle of what is in view
    assert at_start["colours"][at] == page.evaluate("rudc.page.selection[0]")
    assert len(set(at_start["colours"])) == 2
    frame, bar = page.locator(FRAME).bounding_box(), points(page, "chart-ranking", [NORTH])[0]
    assert frame is not None
    assert frame["y"] < bar[1] < frame["y"] + frame["height"]

    found: dict[str, float] = {}
    while len(found) < len(order):
        first = min(len(found), len(order) - len(at_start["x"]))
        page.evaluate(f"top => document.querySelector('{FRAME}').scrollTop = top", first * 19)
        rows = rows_from(page, order[first])
        found.update(zip(rows["customdata"], rows["x"], strict=True))
    assert list(found) == order
    assert list(found.values()) == values.tolist()
    standing = facts.standing(INDICATOR, Level.BUURT, REGION)["rank"]
    assert table_rows(page, "chart-ranking")[1:] == [
        [f"{standing[code]:.0f}", facts.full_name(code), facts.said(values[code], INDICATOR)]
        for code in order
    ]


def test_ranking_is_walked_with_the_keyboard_and_clicked(go: Visit, facts: Facts) -> None:
    page = go(areas=[NORTH], chart="rangorde")
    order = list(facts.inside(INDICATOR, Level.BUURT, REGION).index)
    at = order.index(NORTH)
    page.locator("[data-walk=chart-ranking]").focus()
    for key, reached in (("ArrowDown", at), ("ArrowDown", at + 1), ("PageUp", at - 9)):
        page.keyboard.press(key)
        assert page.evaluate("rudc.map.hovered()") == order[reached]
    expect(page.locator("#live")).to_contain_text(facts.full_name(order[at - 9]))
    page.keyboard.press("Enter")
    charts_drawn(page)
    assert selected(page) == [order[at - 9]]
    page.keyboard.press("End")  # the focus is still there
    assert page.evaluate("rudc.map.hovered()") == order[-1]
    rows = rows_from(page, order[-22])  # and what is reached comes into view
    assert rows["customdata"][-1] == order[-1]
    x, y = points(page, "chart-ranking", [order[-20]])[0]
    page.mouse.click(x, y)
    page.wait_for_function("code => rudc.state.get().areas[0] === code", arg=order[-20])
    settled(page)
    assert selected(page) == [order[-20]]


def test_a_chart_that_comes_late_is_finished_when_it_is_there(visit: Visit) -> None:
    page = visit(f"/?gebieden={NORTH}&grafiek=tijd&indicator={HEALTH}")
    charts_drawn(page)
    before = table_rows(page, "chart-periods")
    page.evaluate(
        """() => {
          const { charts } = window.dash_clientside.rudc;
          const later = (ms) => new Promise((done) => setTimeout(done, ms));
          window.dash_clientside.rudc.charts = async () => {
            const made = await charts();
            await later(300); // of a slow computer
            return made;
          };
        }"""
    )
    page.evaluate("code => rudc.selection.set([code])", IN_ASSEN)
    charts_drawn(page)
    shown = page.locator("details.chart-table[data-table=chart-periods]")  # as it is by now
    assert shown.get_attribute("open") is not None
    rows = shown.locator("tr").evaluate_all(
        "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    assert len(rows) == len(before)
    assert rows != before
    open_chart(page, "rangorde")
    assert page.evaluate(f"document.querySelector('{FRAME}').scrollTop") > 0


def test_tabs_and_width_are_worked_with_the_keyboard(go: Visit) -> None:
    page = go(areas=[NORTH])
    half = page.viewport_size["width"] / 2 if page.viewport_size else 0
    for focus, parameter, kept in (
        ("tab-verdeling", "grafiek", "verdeling"),
        ("widen", "breed", "ja"),
    ):
        button = page.locator(f"[data-focus={focus}]")
        button.focus()
        page.keyboard.press("Enter")
        charts_drawn(page)
        expect(button).to_be_focused()
        expect(button).to_have_attribute("aria-pressed", "true")
        assert address(page)[parameter] == kept
    panel = page.locator("#compare").bounding_box()
    assert panel is not None
    assert panel["width"] == pytest.approx(half, abs=20)
    plot = page.locator("#chart-distribution .js-plotly-plot")
    eventually(page, lambda: plot.evaluate("p => p.clientWidth") > 0.8 * half)  # they use the room
    page.go_back()
    page.wait_for_function("!rudc.state.get().wide")
    charts_drawn(page)
    assert "breed" not in address(page)


def test_distribution_has_the_legends_classes_and_every_area(go: Visit, facts: Facts) -> None:
    page = go(areas=[NORTH], chart="verdeling")
    counts = facts.counts(INDICATOR, Level.BUURT, REGION, "2024")
    assert traces(page, "chart-histogram")[0]["y"] == counts
    legend = page.locator("#legend .legend-class").all_inner_texts()
    assert [int(n) for n in legend] == counts
    assert [int(row[1]) for row in table_rows(page, "chart-histogram")[1:]] == counts

    values = facts.inside(INDICATOR, Level.BUURT, REGION)
    dots, chosen = traces(page, "chart-distribution")
    assert dict(zip(dots["customdata"], dots["x"], strict=True)) == values.to_dict()
    assert (chosen["customdata"], chosen["x"]) == ([NORTH], [values[NORTH]])
    places = points(page, "chart-distribution", list(values.index))
    assert pdist(places).min() > 5.5  # a dot is 6 pixels wide
    page.locator("[data-walk=chart-distribution]").focus()
    ascending = dots["customdata"]
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("rudc.map.hovered()") == ascending[1]
    page.keyboard.press("Enter")
    settled(page)
    assert selected(page) == [ascending[1]]


def test_swarm_of_equal_values_stays_small(go: Visit) -> None:
    page = go(region="groningen-drenthe", indicator="stedelijkheid", chart="verdeling")
    heights = page.locator("#charts .dash-graph").evaluate_all(
        "graphs => graphs.map((graph) => graph.getBoundingClientRect().height)"
    )
    assert max(heights) < page.viewport_size["height"]  # though 912 buurten have the same class


def test_time_has_area_reference_region_gaps_and_mergers(go: Visit, facts: Facts) -> None:
    known = facts.indicator(HEALTH)
    every = pd.DataFrame({p: facts.values(HEALTH, Level.BUURT, p).values for p in known.periods})
    every = every[facts.inside_all(Level.BUURT, REGION)]
    with_gap = every[every.isna().any(axis=1) & (every.notna().sum(axis=1) >= 2)].index[0]
    codes = [NORTH, with_gap]
    page = go(indicator=HEALTH, areas=codes, reference="gemeente", chart="tijd")
    *lines, gaps = traces(page, "chart-periods")
    region = facts.region(REGION)
    expected = [every.loc[code].tolist() for code in codes]
    for gemeente in dict.fromkeys(f"GM{code[2:6]}" for code in codes):
        expected.append(
            [facts.values(HEALTH, Level.GEMEENTE, p).values[gemeente] for p in known.periods]
        )
    expected.append([region_value(facts.dataset, known, p, region) for p in known.periods])
    assert len(lines) == len(expected)
    for line, values in zip(lines, expected, strict=True):
        shown = [np.nan if y is None else y for y in line["y"]]
        assert shown == pytest.approx(values, nan_ok=True)
        assert line["x"] == [int(p) for p in known.periods]
        assert line["connectgaps"] is False
    assert None in lines[1]["y"]
    without = [int(p) for p in known.periods if every.loc[codes, p].isna().any()]
    assert (gaps["mode"], gaps["x"]) == ("markers", without)
    shapes = "document.querySelector('#chart-periods .js-plotly-plot').layout.shapes"
    assert page.evaluate(f"{shapes}.map(({{ x0 }}) => x0)") == [2019]
    expect(page.locator("#charts .annotation-text")).to_have_text("herindeling")
    expect(page.locator("#charts .chart-note")).to_contain_text(
        "Opnieuw ingedeeld in 2019: Groningen (uit Groningen, Haren, Ten Boer). Cijfers van daar"
    )
    body = table_rows(page, "chart-periods")[1:]
    assert [row[2] for row in body] == [
        "niet gepubliceerd" if np.isnan(value) else facts.said(value, HEALTH)
        for value in expected[1]
    ]
    page.evaluate("code => rudc.selection.set([code])", IN_ASSEN)
    charts_drawn(page)
    assert page.evaluate(shapes) == []


def test_profile_equals_python(go: Visit, facts: Facts) -> None:
    codes = [NORTH, IN_ASSEN]
    page = go(indicator=HEALTH, areas=codes, reference="regio", chart="profiel")
    theme = next(layer for layer in facts.registry.layers if layer.id == "gezondheid")
    shown = traces(page, "chart-profile")
    body = table_rows(page, "chart-profile")[1:]
    assert [row[0].rsplit(", ", 1)[0] for row in body] == [i.name.nl for i in theme.indicators]
    symbols = {"gunstiger": "triangle-up", "ongunstiger": "triangle-down"}
    words = {1: "gunstiger", -1: "ongunstiger"}
    signs = {Direction.HIGHER_IS_BETTER: 1, Direction.HIGHER_IS_WORSE: -1, Direction.NEITHER: 0}
    for at, code in enumerate(codes):
        drawn = []
        for row, known in zip(body, theme.indicators, strict=True):
            value = facts.values(known.id, Level.BUURT).values[code]
            if np.isnan(value):
                assert row[1 + 2 * at + 1] == "–"
                continue
            inside = facts.inside(known.id, Level.BUURT, REGION)
            middle_half = np.subtract(*np.quantile(inside, [0.75, 0.25]))
            reference = facts.reference(known.id, Level.BUURT, REGION, ReferenceKind.REGION)[code]
            z = (value - reference) / (middle_half / 1.349)
            judged = row[2 + 2 * at].partition("(")[2].rstrip(")")
            if judged in symbols:  # else chance may explain it
                assert judged == words[int(np.sign(z)) * signs[known.direction]]
            drawn.append((z, symbols.get(judged, "circle")))
            assert row[1 + 2 * at] == facts.said(value, known.id)
            assert said_number(row[2 + 2 * at].split()[0]) == pytest.approx(z, abs=0.056)
        assert shown[at]["x"] == pytest.approx([np.clip(z, -3.5, 3.5) for z, _ in drawn], abs=0.006)
        assert shown[at]["symbols"] == [symbol for _, symbol in drawn]
