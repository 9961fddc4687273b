""" "Mijn locatie": the buurt around the visitor."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from rudc_map.model import Level
from tests.browser.conftest import Visit
from tests.browser.facts import Facts
from tests.browser.support import address, settled

pytestmark = pytest.mark.browser

HERE = "BU00140401"


def test_location_selects_the_buurt_around_the_visitor(visit: Visit, facts: Facts) -> None:
    shape = facts.dataset.boundaries(Level.BUURT).to_crs("EPSG:4326").geometry[HERE]
    point = shape.representative_point()
    page = visit(
        geolocation={"latitude": point.y, "longitude": point.x}, permissions=["geolocation"]
    )
    page.get_by_role("button", name="Mijn locatie").click()
    expect(page.locator("#summary tr[data-code]")).to_have_attribute("data-code", HERE)
    page.wait_for_function(
        "code => rudc.map.areaAt(rudc.map.leaflet().getCenter()) === code", arg=HERE
    )
    settled(page)
    assert address(page)["gebieden"] == HERE


def test_refused_location_is_told(visit: Visit) -> None:
    page = visit()
    page.get_by_role("button", name="Mijn locatie").click()
    expect(page.locator("#notices")).to_contain_text("Uw locatie is niet gegeven")


def test_location_outside_the_map_is_told(visit: Visit) -> None:
    page = visit(geolocation={"latitude": 48.85, "longitude": 2.35}, permissions=["geolocation"])
    page.get_by_role("button", name="Mijn locatie").click()
    expect(page.locator("#notices")).to_contain_text("buiten het gebied van deze kaart")
