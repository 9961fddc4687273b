"""An area of one's own: a circle, a polygon, or the selection as one."""

from __future__ import annotations

import math

import polyline
import pytest
from playwright.sync_api import Page, expect

from rudc_map.indicators.own_areas import inhabitants, own_parts
from rudc_map.indicators.unions import Taken, taken_as_one
from rudc_map.model import Lang, Level
from rudc_map.view.formats import format_number
from rudc_map.view.own_area import read_own_area
from tests.browser.conftest import Visit
from tests.browser.facts import Facts
from tests.browser.support import (
    DARK,
    MARKS,
    address,
    charts_drawn,
    painted,
    pixels,
    places_of,
    settled,
    traces,
)

pytestmark = pytest.mark.browser

REGION, INDICATOR, CRIME = "groningen-assen", "aandeel_65plus", "misdrijven_per_1000"
CENTRE = "kaart=53.2190,6.5680,13"
NORTH, SOUTH = "BU00140000", "BU00140001"
VIEWPORT = {"lat": 53.219, "lon": 6.568, "zoom": 13}
MIDDLE = (53.2190, 6.5680)
PANEL = "#own-area-panel"
ROW = "#summary .compare tr[data-code=EIGEN]"


def check(page: Page, facts: Facts, indicator: str = INDICATOR) -> Taken:
    """The figures of the own area in the address are those of Python, and it is outlined."""
    own = read_own_area(address(page)["eigen"], facts.dataset.areas.index)
    known = facts.indicator(indicator)
    parts = own_parts(facts.dataset, own, known.levels)
    taken = taken_as_one(facts.dataset, known, known.periods[-1], parts.shares)
    row = page.locator(ROW)
    cells = row.locator("td").first.inner_text().splitlines()
    assert cells[0] == facts.said(taken.value, indicator).removesuffix("%").removesuffix(
        f" {known.unit.nl}"
    )
    country = facts.values(indicator, Level.LAND).values["NL00"]
    difference = facts.said_difference(taken.value - country, indicator, bare=True)
    shown = row.locator("td").nth(1).inner_text().split()
    assert shown == ["–"] if math.isnan(country) else shown[1] == difference
    people = inhabitants(facts.dataset, parts.shares)
    expect(row.locator("th")).to_contain_text(
        f"{len(parts.shares)} buurten, {format_number(people, 0, Lang.NL)} inwoners, "
        f"{format_number(parts.area, 1, Lang.NL)} km²"
    )
    higher = (facts.inside(indicator, Level.BUURT, REGION) > taken.value).sum()
    expect(row.locator("td").nth(2)).to_contain_text(f"zou plaats {higher + 1} van ")
    assert pixels(page, [DARK], MARKS)["full"][0] > 200
    return taken


def tool(page: Page, name: str) -> None:
    """Click a button of the panel."""
    page.locator(PANEL).get_by_role("button", name=name).click()


def press_map(page: Page, lat: float, lon: float) -> None:
    """Click a place on the map."""
    page.mouse.click(*places_of(page, [(lon, lat)])[0])


def test_circle_is_placed_with_a_click_and_survives_a_reload(visit: Visit, facts: Facts) -> None:
    page = visit(f"/?{CENTRE}&indicator={CRIME}")
    page.locator("#own-area").click()
    expect(page.locator("#own-area")).to_have_attribute("aria-expanded", "true")
    radius = page.locator(f"{PANEL} input[type=number]")
    radius.fill("0.05")
    radius.press("Enter")
    expect(page.locator("#notices")).to_contain_text("ten minste 0,1 en hooguit 50 km")
    radius.fill("0.8")
    radius.press("Enter")
    tool(page, "Cirkel zetten")
    press_map(page, *MIDDLE)
    page.wait_for_function("rudc.state.get().own !== ''")
    charts_drawn(page)
    kind, what, by = address(page)["eigen"].split(":")
    lat, lon, metres = (float(part) for part in what.split(","))
    assert (kind, metres, by) == ("c", 800, "inwoners")
    assert (lat, lon) == pytest.approx(MIDDLE, abs=0.0004)
    taken = check(page, facts, CRIME)
    limits = page.locator(ROW).locator("td").first.locator("small").first
    expect(limits).to_have_text(
        f"{format_number(taken.lower, 1, Lang.NL)} tot {format_number(taken.upper, 1, Lang.NL)}"
    )
    assert traces(page, "chart-selection")[0]["x"] == [taken.value]
    years = [trace for trace in traces(page, "chart-periods") if trace["name"].startswith("E ")]
    assert len(years[0]["y"]) == len(facts.indicator(CRIME).periods)

    press_map(page, lat, lon)  # a click selects again
    settled(page)
    assert len(address(page)["gebieden"].split(",")) == 1
    before = address(page)
    page.reload()
    painted(page)
    charts_drawn(page)
    assert address(page) == before
    check(page, facts, CRIME)
    page.locator("#own-area").click()
    page.locator(f"{PANEL} select").select_option("centroide")
    settled(page)
    assert address(page)["eigen"].endswith(":centroide")
    assert check(page, facts, CRIME).parts < taken.parts
    tool(page, "Eigen gebied weghalen")
    settled(page)
    assert "eigen" not in address(page)
    expect(page.locator(ROW)).to_have_count(0)


def test_polygon_is_drawn_with_mouse_and_keyboard(go: Visit, facts: Facts) -> None:
    page = go(viewport=VIEWPORT)
    page.locator("#own-area").click()
    tool(page, "Veelhoek tekenen")
    done = page.locator(PANEL).get_by_role("button", name="Klaar")
    status = page.locator(f"{PANEL} [role=status]")
    clicked = [(53.2260, 6.5900), (53.2120, 6.5900)]
    for vertex in clicked:
        press_map(page, *vertex)
    expect(status).to_have_text("2 van hooguit 200 punten")
    expect(done).to_be_disabled()
    page.locator("#map, #maps > .map").first.focus()
    for _ in range(2):
        before = page.evaluate("rudc.map.leaflet().getCenter().lng")
        page.keyboard.press("ArrowLeft")
        page.wait_for_function("lng => rudc.map.leaflet().getCenter().lng < lng", arg=before)
    page.wait_for_function(
        "!rudc.map.leaflet()._panAnim || !rudc.map.leaflet()._panAnim._inProgress"
    )
    middle = page.evaluate("rudc.map.leaflet().getCenter()")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(status).to_have_text("4 van hooguit 200 punten")
    page.keyboard.press("Backspace")
    expect(status).to_have_text("3 van hooguit 200 punten")
    done.click()
    settled(page)
    kind, rest = address(page)["eigen"].split(":", 1)
    what, by = rest.rsplit(":", 1)
    assert (kind, by) == ("v", "inwoners")
    vertices = polyline.decode(what)
    assert len(vertices) == 3
    assert vertices[:2] == [pytest.approx(vertex, abs=0.0004) for vertex in clicked]
    assert vertices[2] == pytest.approx((middle["lat"], middle["lng"]), abs=1e-5)
    check(page, facts)
    # Escape gives up, and what there was stays
    before = address(page)["eigen"]
    tool(page, "Veelhoek tekenen")
    press_map(page, 53.2150, 6.5700)
    page.keyboard.press("Escape")
    settled(page)
    assert address(page)["eigen"] == before
    expect(page.locator(PANEL).get_by_role("button", name="Veelhoek tekenen")).to_be_visible()


def test_corner_too_many_is_refused_with_a_message(go: Visit) -> None:
    page = go(viewport=VIEWPORT)
    page.locator("#own-area").click()
    tool(page, "Veelhoek tekenen")
    page.evaluate(
        """() => {
          const map = rudc.map.leaflet();
          for (let i = 0; i < 201; i += 1) {
            const angle = i / 32;
            const latlng = L.latLng(53.219 + Math.cos(angle) / 99, 6.568 + Math.sin(angle) / 99);
            map.fire("click", { latlng, originalEvent: new MouseEvent("click") });
          }
        }"""
    )
    expect(page.locator(f"{PANEL} [role=status]")).to_have_text("200 van hooguit 200 punten")
    expect(page.locator("#notices")).to_contain_text("hooguit 200 hoekpunten")


RING = polyline.encode([(53.2 + i * 1e-4, 6.5 + i * i * 1e-6) for i in range(201)])


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (f"v:{RING}:inwoners".replace("?", "%3F"), "hooguit 200 hoekpunten"),
        ("onzin", "Het eigen gebied in het adres is niet te lezen"),
    ],
    ids=["vertices", "nonsense"],
)
def test_own_area_that_cannot_be_is_said(visit: Visit, own: str, said: str) -> None:
    page = visit(f"/?eigen={own}", wait=False)
    settled(page)
    expect(page.locator("#notices")).to_contain_text(said)
    assert "eigen" not in address(page)


def test_selection_is_taken_as_one_area(go: Visit, facts: Facts) -> None:
    page = go(areas=[NORTH, SOUTH], viewport=VIEWPORT)
    page.locator("#own-area").click()
    tool(page, "Neem de selectie als één gebied")
    charts_drawn(page)
    assert address(page)["eigen"] == f"g:{NORTH},{SOUTH}:inwoners"
    check(page, facts)
    assert traces(page, "chart-selection")[0]["customdata"] == [NORTH, SOUTH, "EIGEN"]
