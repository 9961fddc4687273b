"""The pictures of the map: two maps, two places, two indicators in one; linked, in the address."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from rudc_map.model import Level, ReferenceKind
from rudc_map.view.palettes import BIVARIATE
from tests.browser.conftest import Visit
from tests.browser.facts import Facts
from tests.browser.support import (
    MAIN,
    MARKS,
    SECOND,
    address,
    box_of,
    centre,
    choose_picture,
    colour_of,
    hover,
    legend_colours,
    outlined,
    pictured,
    pixels,
    place,
    still,
)

pytestmark = pytest.mark.browser

REGION, INDICATOR, OTHER = "groningen-assen", "aandeel_65plus", "misdrijven_per_1000"
CENTRE = "kaart=53.2000,6.5680,12"
TWO_MAPS = f"/?{CENTRE}&beeld=twee-kaarten&tweede={OTHER};2023;nederland"
VIEWPORT = {"lat": 53.2, "lon": 6.568, "zoom": 12}
SECOND_STATE = {"indicator": OTHER, "period": "2023", "reference": "nederland"}
ASSEN = "53.0100,6.5600"
TWO_PLACES = f"/?{CENTRE}&beeld=twee-gebieden&plaats={ASSEN}"
NORTH, IN_ASSEN = "BU00140000", "BU01060000"
SECOND_BARS = "#second-legend .legend-class"
SQUARE = [colour for row in BIVARIATE for colour in row]
IN_STEP = "() => {{ const [a, b] = [rudc.map, rudc.secondMap].map((m) => m.leaflet()); return {} }}"
SAME = "a.getZoom() === b.getZoom() && a.getCenter().distanceTo(b.getCenter()) < 60"


def drag(page: Page, on: str, x: float, y: float) -> None:
    """Drag a map by as many pixels."""
    box = page.locator("#maps > .map").nth([MAIN, SECOND].index(on)).bounding_box()
    assert box is not None
    left, top = box["x"] + 150, box["y"] + 180
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(left + x / 2, top + y / 2)
    page.mouse.move(left + x, top + y)
    page.mouse.up()


def counts(page: Page, bars: str) -> list[int]:
    """The numbers in the classes of a legend."""
    return [int(n.replace(".", "")) for n in page.locator(bars).all_inner_texts()]


def shown(page: Page) -> dict[str, bool]:
    """What is there of each picture."""
    bivariate = legend_colours(page, "#legend .square-cell") == [
        *SQUARE[6:],
        *SQUARE[3:6],
        *SQUARE[:3],
    ]
    return {
        "second": page.locator("#second-map").is_visible(),
        "choice": page.locator("[data-focus=second-indicator]").is_visible(),
        "minis": page.locator(".mini").count() > 0,
        "square": bivariate and min(pixels(page, SQUARE)["full"]) > 50,
        "classes": page.locator("#legend .legend-class >> visible=true").count() == 5,
    }


PARTS = {
    "kaart": {"classes"},
    "twee-kaarten": {"classes", "second", "choice"},
    "twee-gebieden": {"classes", "second"},
    "reeks": {"minis"},
    "samenhang": {"square"},
}


def assert_shows(page: Page, picture: str) -> None:
    """The page shows a picture and nothing of another one, and its button says so."""
    found = {part for part, there in shown(page).items() if there}
    assert found == PARTS[picture]
    expect(page.locator("#pictures [aria-pressed=true]")).to_have_attribute("data-picture", picture)


def test_buttons_change_the_picture_and_back_returns(page: Page) -> None:
    pictured(page)
    assert_shows(page, "kaart")
    order = ["twee-kaarten", "samenhang", "twee-gebieden", "reeks", "kaart"]
    for picture in order:
        choose_picture(page, picture)
        assert address(page).get("beeld", "kaart") == picture
        assert_shows(page, picture)
    for picture in [*order[-2::-1], "kaart"]:
        page.go_back()
        page.wait_for_function("name => rudc.state.get().picture === name", arg=picture)
        pictured(page)
        assert address(page).get("beeld", "kaart") == picture
        assert_shows(page, picture)
    assert "grafiek" not in address(page)  # as before the two in one brought its scatter


def test_two_maps_pan_and_zoom_in_step(visit: Visit) -> None:
    page = visit(TWO_MAPS)
    pictured(page)
    assert address(page)["beeld"] == "twee-kaarten"
    assert address(page)["tweede"] == f"{OTHER};2023;nederland"
    assert_shows(page, "twee-kaarten")
    for on in (MAIN, SECOND):
        before = centre(page, on)
        drag(page, on, -90, 60)
        moved = "a.getCenter().lng > {} && a.getCenter().lat > {} && {}"
        wanted = moved.format(before[1] + 0.002, before[0] + 0.0005, SAME)
        page.wait_for_function(IN_STEP.format(wanted))
        page.mouse.wheel(0, -100)
        page.wait_for_function(IN_STEP.format(f"a.getZoom() > {before[2]} && {SAME}"))
    still(page)
    lat, lon, zoom = centre(page, SECOND)
    kept = [float(part) for part in address(page)["kaart"].split(",")]
    assert kept == pytest.approx([lat, lon, zoom], abs=0.006)
    page.locator("#second-map").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(IN_STEP.format(f"a.getCenter().lng < {lon - 0.001} && {SAME}"))


COVERED = """
(css) => [...document.querySelectorAll(css)].filter((e) => {
  const { left, right, top, bottom, width } = e.getBoundingClientRect();
  const corners = [[left + 6, top + 4], [right - 6, bottom - 4], [right - 6, top + 4]];
  return width && corners.some(([x, y]) => !e.contains(document.elementFromPoint(x, y)));
}).length
"""


@pytest.mark.parametrize("wide", ["", "&breed=ja"])
def test_nothing_covers_the_sources_the_scale_or_the_choice_of_picture(
    visit: Visit, wide: str
) -> None:
    page = visit(f"{TWO_MAPS}{wide}")
    pictured(page)
    expect(page.locator(".leaflet-control-attribution")).to_have_count(2)
    for css in (".leaflet-control-attribution", ".leaflet-control-scale", "#pictures button"):
        assert page.evaluate(COVERED, css) == 0, css


def test_hover_on_either_map_marks_both_and_tells_both_values(go: Visit, facts: Facts) -> None:
    page = go(picture="twee-kaarten", second=SECOND_STATE, viewport=VIEWPORT)
    value = facts.values(INDICATOR, Level.BUURT).values[NORTH]
    other = facts.values(OTHER, Level.BUURT, "2023").values[NORTH]
    for on in (MAIN, SECOND):
        hover(page, NORTH, on)
        for map_ in (MAIN, SECOND):
            assert outlined(page, map_) == pytest.approx(box_of(page, NORTH, map_), abs=4)
        lines = page.locator("#tooltip span").all_inner_texts()
        assert lines[0] == facts.said(value, INDICATOR)
        assert f"{facts.indicator(OTHER).name.nl}, 2023: {facts.said(other, OTHER)}" in lines
        page.mouse.move(5, 5)
        page.wait_for_function("rudc.map.hovered() === null")
        assert [outlined(page, map_) for map_ in (MAIN, SECOND)] == [None, None]
    page.mouse.click(*place(page, NORTH, SECOND))
    pictured(page)
    assert address(page)["gebieden"] == NORTH
    colour = page.evaluate("rudc.page.selection[0]")
    assert all(pixels(page, [colour], MARKS, map_)["full"][0] > 100 for map_ in (MAIN, SECOND))


def test_second_map_has_its_own_indicator_period_and_legend(go: Visit, facts: Facts) -> None:
    page = go(picture="twee-kaarten", second=SECOND_STATE, viewport=VIEWPORT)

    def check(indicator: str, period: str) -> None:
        expect(page.locator("#second-legend h2")).to_have_text(facts.indicator(indicator).name.nl)
        assert counts(page, SECOND_BARS) == facts.counts(indicator, Level.BUURT, REGION, period)
        value = facts.values(indicator, Level.BUURT, period).values[NORTH]
        at = int(np.searchsorted(facts.breaks(indicator, Level.BUURT, REGION), value))
        assert colour_of(page, NORTH, legend_colours(page, SECOND_BARS), SECOND) == at
        assert address(page)["tweede"] == f"{indicator};{period};nederland"
        expect(page.locator("#legend h2")).to_have_text(facts.indicator(INDICATOR).name.nl)

    check(OTHER, "2023")
    page.locator("[data-focus=second-period]").select_option("2021")
    pictured(page)
    check(OTHER, "2021")
    page.locator("[data-focus=second-indicator]").select_option("woz_waarde")
    pictured(page)
    check("woz_waarde", "2024")
    page.locator("#difference").check()
    pictured(page)
    page.locator("[data-focus=second-reference]").select_option("gemeente")
    pictured(page)
    assert address(page)["tweede"] == "woz_waarde;2024;gemeente"
    expect(page.locator("#legend .legend-sub")).to_contain_text("Verschil met Nederland")
    expect(page.locator("#second-legend .legend-sub")).to_contain_text("Verschil met de eigen")
    assert counts(page, SECOND_BARS) == facts.difference_counts(
        "woz_waarde", Level.BUURT, REGION, ReferenceKind.MUNICIPALITY
    )
    third = page.locator(SECOND_BARS).nth(2)
    third.click()
    full = pixels(page, legend_colours(page, SECOND_BARS), on=SECOND)["full"]
    assert [n > 200 for n in full] == [False, False, True, False, False]
    assert sum(n > 200 for n in pixels(page, legend_colours(page))["full"]) >= 4  # the other map


def test_two_places_share_zoom_and_colours_not_the_centre(visit: Visit, facts: Facts) -> None:
    page = visit(TWO_PLACES)
    pictured(page)
    assert address(page)["plaats"] == ASSEN
    assert_shows(page, "twee-gebieden")
    colours = legend_colours(page)
    assert legend_colours(page, SECOND_BARS) == colours
    assert counts(page, SECOND_BARS) == counts(page, "#legend .legend-class")
    breaks = facts.breaks(INDICATOR, Level.BUURT, REGION)
    values = facts.values(INDICATOR, Level.BUURT).values
    for code, on in ((NORTH, MAIN), (IN_ASSEN, SECOND)):
        assert colour_of(page, code, colours, on) == np.searchsorted(breaks, values[code])
    assert centre(page, SECOND)[:2] == pytest.approx([53.01, 6.56], abs=0.001)
    first = centre(page, MAIN)
    drag(page, SECOND, 60, 60)
    page.wait_for_function("lng => rudc.secondMap.leaflet().getCenter().lng < lng", arg=6.555)
    page.wait_for_function("!location.search.includes('plaats=53.0100')")
    still(page)
    assert centre(page, MAIN) == first
    lat, lon, _ = centre(page, SECOND)
    assert address(page)["plaats"] == f"{lat:.4f},{lon:.4f}" != ASSEN
    page.locator(".leaflet-control-zoom-in").first.click()
    page.wait_for_function(
        IN_STEP.format(f"a.getZoom() > {first[2]} && a.getZoom() === b.getZoom()")
    )
    assert centre(page, SECOND)[:2] == pytest.approx([lat, lon], abs=0.002)


def test_second_place_is_chosen_by_gemeente_and_begins_over_the_border(
    go: Visit, facts: Facts
) -> None:
    page = go(picture="twee-gebieden", viewport=VIEWPORT)
    at = "rudc.map.areaAt(rudc.{}.leaflet().getCenter())"
    provinces = [
        facts.dataset.areas.at[page.evaluate(at.format(m)), "provincie"] for m in (MAIN, SECOND)
    ]
    assert sorted(provinces) == ["PV20", "PV22"]
    zoom = centre(page)[2]
    page.locator("[data-focus=second-place]").select_option(label=facts.name("GM1966"))
    page.wait_for_function(f"(code => code && code.slice(2, 6) === '1966')({at.format(SECOND)})")
    assert centre(page, SECOND)[2] == zoom
    assert address(page)["plaats"]
