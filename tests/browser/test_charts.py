"""Charts of the selection, linked with the map both ways."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from rudc_map.model import Level
from tests.browser.conftest import Visit
from tests.browser.facts import Facts
from tests.browser.support import charted, hover, settled

pytestmark = pytest.mark.browser

INDICATOR = "aandeel_65plus"
CENTRE = "kaart=53.2190,6.5680,13"
NORTH, SOUTH, EAST = "BU00140000", "BU00140001", "BU00140002"


def test_no_plotly_without_a_selection(page: Page) -> None:
    scripts = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    assert not [path for path in scripts if "plotly" in path]
    assert page.evaluate("window.Plotly === undefined")
    expect(page.locator("#charts .chart")).to_have_count(0)


def test_selection_is_charted_with_its_values(visit: Visit, facts: Facts) -> None:
    page = visit(f"/?{CENTRE}&gebieden={NORTH},{SOUTH},{EAST}")
    charted(page)
    shown = page.evaluate(
        "document.querySelector('#chart-selection .js-plotly-plot').data[0].x.map(Number)"
    )
    values = facts.values(INDICATOR, Level.BUURT).values
    assert shown == values[[NORTH, SOUTH, EAST]].tolist()
    dots = page.evaluate(
        "document.querySelector('#chart-distribution .js-plotly-plot').data[0].x.length"
    )
    assert dots == len(facts.inside(INDICATOR, Level.BUURT, "groningen-assen"))
    words = page.locator("#charts .chart-words").first
    expect(words).to_contain_text(f"{facts.name(NORTH)} {facts.said(values[NORTH], INDICATOR)}")


def test_charts_go_with_the_selection(visit: Visit) -> None:
    page = visit(f"/?{CENTRE}&gebieden={NORTH}")
    charted(page)
    page.get_by_role("button", name="Wissen").click()
    settled(page)
    expect(page.locator("#charts .chart")).to_have_count(0)


def test_periods_are_charted_where_there_are_several(visit: Visit, facts: Facts) -> None:
    page = visit(f"/?{CENTRE}&indicator=misdrijven_per_1000&gebieden={NORTH}")
    charted(page, 3)
    shown = page.evaluate("document.querySelector('#chart-periods .js-plotly-plot').data[0].y")
    expected = [
        facts.values("misdrijven_per_1000", Level.BUURT, period).values[NORTH]
        for period in facts.indicator("misdrijven_per_1000").periods
    ]
    assert shown == expected


def test_mark_under_the_mouse_is_hovered_on_the_map(visit: Visit) -> None:
    page = visit(f"/?{CENTRE}&gebieden={NORTH},{SOUTH},{EAST}")
    charted(page)
    bar = page.locator("#chart-selection .bars .point").nth(1)
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y - 1)
    page.mouse.move(x, y)
    page.wait_for_function("code => rudc.map.hovered() === code", arg=SOUTH)
    expect(page.locator("#legend .mark.hovered")).to_have_count(1)
    page.mouse.move(x, box["y"] - 300)
    page.wait_for_function("rudc.map.hovered() === null")


def test_area_under_the_mouse_is_marked_in_the_charts(visit: Visit, facts: Facts) -> None:
    page = visit(f"/?{CENTRE}&gebieden={NORTH},{SOUTH}")
    charted(page)
    hover(page, NORTH)
    expect(page.locator("#chart-selection .hoverlayer .hovertext")).to_contain_text(
        facts.full_name(NORTH)
    )
    expect(page.locator("#chart-distribution .hoverlayer .hovertext")).to_have_count(1)
