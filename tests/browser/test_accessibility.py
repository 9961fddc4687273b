"""The page for a keyboard and for a screen reader."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.support import (
    address,
    charted,
    charts_drawn,
    open_chart,
    open_details,
    open_sheet,
    pictured,
    settled,
    still,
)
from tests.browser.test_english import CHARTS
from tests.browser.test_phone import PHONE

pytestmark = pytest.mark.browser

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
AREAS = "kaart=53.2190,6.5680,13&gebieden=BU00140000,BU00140004,BU00140001"
FOCUS = "document.activeElement.id || document.activeElement.className"


def violations(page: Page, within: str = "body") -> list[str]:
    """What axe finds against WCAG 2.1 A and AA, a line an element."""
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    found = Axe().run(page, context=within, options=options).response["violations"]
    return [
        f"{v['id']}: {n['html'][:160]} {n['failureSummary']}" for v in found for n in v["nodes"]
    ]


@pytest.mark.parametrize(
    "query",
    ["", AREAS, f"{AREAS}&taal=en&indicator=misdrijven_per_1000", "indicator=stedelijkheid"],
    ids=["first", "selection", "english", "categories"],
)
def test_desktop_page_has_no_violations(visit: Visit, query: str) -> None:
    page = visit(f"/?{query}")
    if "gebieden" in query:
        charts = 3 if "misdrijven" in query else 2
        charted(page, charts)
    page.locator("details.display summary").click()
    assert violations(page) == []


def test_phone_page_has_no_violations(visit: Visit) -> None:
    page = visit("/", **PHONE)
    for sheet in ("map", "choose", "compare"):
        open_sheet(page, sheet)
        assert violations(page) == [], sheet


def test_pictures_have_no_violations(go: Visit) -> None:
    areas = ["BU00140000", "BU01060000"]
    found = {}
    for name in ("twee-kaarten", "twee-gebieden", "reeks", "samenhang"):
        page = go(picture=name, areas=areas, indicator="misdrijven_per_1000")
        found[name] = violations(page, "#map-area")
    for layer in ("clusters", "provinciegrens"):
        found[layer] = violations(go(overlay=layer, areas=areas), "#map-area")
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_charts_and_lists_have_no_violations(go: Visit) -> None:
    found = {}
    page = go(level="gemeente", areas=["GM0014", "GM0106"], indicator="misdrijven_per_1000")
    for chart in CHARTS:
        open_chart(page, chart)
        open_details(page)
        found[chart] = violations(page, "#compare")
    page.locator("#chart-tabs .widen").click()
    charts_drawn(page)
    found["wide"] = violations(page)
    assert {chart: lines for chart, lines in found.items() if lines} == {}


def test_own_area_and_own_region_have_no_violations(go: Visit) -> None:
    page = go(areas=["BU00140000"], own="c:53.21900,6.56800,800:inwoners")
    page.locator("#own-area").click()
    assert violations(page) == []
    page.locator("#own-area-panel").get_by_role("button", name="Veelhoek tekenen").click()
    assert violations(page, "#map-area") == []
    page.keyboard.press("Escape")
    page.locator("#region").select_option("eigen")
    expect(page.locator("dialog.own-region")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("dialog.own-region")).to_be_hidden()
    expect(page.locator("#region")).to_have_value("groningen-assen")


def test_phone_page_has_no_violations_with_two_maps_and_charts(visit: Visit) -> None:
    page = visit(f"/?{AREAS}&beeld=twee-kaarten&grafiek=verdeling", **PHONE)
    charts_drawn(page)
    pictured(page)
    for sheet in ("map", "compare"):
        open_sheet(page, sheet)
        assert violations(page) == [], sheet
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        ), sheet
    open_sheet(page, "map")
    first, second = (page.locator("#maps > .map").nth(i).bounding_box() for i in (0, 1))
    assert first is not None
    assert second is not None
    assert second["y"] >= first["y"] + first["height"] - 4  # one below the other


def test_open_lists_have_no_violations(page: Page) -> None:
    page.locator("#search").fill("groningen")
    expect(page.locator("#search-list")).to_be_visible()
    assert violations(page) == []
    page.locator("#indicator").click()
    expect(page.locator("#indicator-list")).to_be_visible()
    assert violations(page) == []


def test_tab_reaches_search_picker_map_and_panel_in_order(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUS))
        if page.evaluate("document.getElementById('compare').contains(document.activeElement)"):
            break
    wanted = ["search", "indicator", "region", "reference"]
    positions = [reached.index(part) for part in wanted]
    assert positions == sorted(positions)
    assert "map" in reached


def test_keyboard_moves_the_map_and_picks_the_area_in_the_middle(visit: Visit) -> None:
    page = visit("/?kaart=53.2190,6.5680,13")
    # Tab, not focus(): only a keyboard's focus shows the cross
    page.locator("#locate").focus()
    page.keyboard.press("Shift+Tab")
    for _ in range(12):
        if page.evaluate("document.activeElement.classList.contains('leaflet-container')"):
            break
        page.keyboard.press("Shift+Tab")
    expect(page.locator(".cross")).to_be_visible()
    before = page.evaluate("rudc.map.leaflet().getCenter()")
    page.keyboard.press("Shift+ArrowRight")
    page.wait_for_function("lng => rudc.map.leaflet().getCenter().lng > lng", arg=before["lng"])
    still(page)
    expect(page.locator("#live")).to_contain_text("Plaats")
    middle = page.evaluate("rudc.map.areaAt(rudc.map.leaflet().getCenter())")
    page.keyboard.press("Enter")
    page.wait_for_function("rudc.state.get().areas.length === 1")
    settled(page)
    assert address(page)["gebieden"] == middle


def test_skip_link_leads_to_the_figures(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#compare")).to_be_focused()


def test_removing_an_area_keeps_the_focus_in_the_panel(visit: Visit) -> None:
    page = visit(f"/?{AREAS}")
    page.get_by_role("button", name="Binnenstad-Zuid weghalen").focus()
    page.keyboard.press("Enter")
    settled(page)
    expect(page.locator("#summary tr[data-code]")).to_have_count(2)
    assert page.evaluate("document.getElementById('summary').contains(document.activeElement)")
