"""A region of one's own: chosen in the dialog, in the address, remembered by the browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from rudc_map.indicators.places import in_region
from rudc_map.model import Level
from rudc_map.view.regions import find_region
from tests.browser.conftest import Visit
from tests.browser.facts import Facts
from tests.browser.support import address, painted, settled

pytestmark = pytest.mark.browser

REGION, INDICATOR = "groningen-assen", "aandeel_65plus"


def test_region_of_ones_own_is_chosen_and_remembered(visit: Visit, facts: Facts) -> None:
    page = visit("/")
    page.locator("#region").select_option("eigen")
    dialog = page.locator("dialog.own-region")
    expect(dialog).to_be_visible()
    for gemeente in facts.region(REGION).gemeenten:
        dialog.locator(f"input[value={gemeente}]").uncheck()
    dialog.get_by_role("button", name="Toon deze regio").click()
    expect(dialog.locator("[role=status]")).to_have_text("Kies ten minste één gemeente.")
    dialog.locator("input[type=search]").fill("gron")
    dialog.get_by_label("Groningen", exact=True).check()
    dialog.locator("input[type=search]").fill("asse")
    dialog.get_by_label("Assen", exact=True).check()
    expect(dialog.locator("[role=status]")).to_have_text("2 gemeenten gekozen")
    dialog.get_by_role("button", name="Toon deze regio").click()
    settled(page)
    own = "GM0014,GM0106"
    assert address(page)["regio"] == own
    expect(page.locator("#region")).to_have_value(own)
    expect(page.locator("#level input:not(:disabled):not([value=auto])")).to_have_count(3)
    region = find_region(facts.dataset, own)
    assert region is not None
    values = facts.values(INDICATOR, Level.BUURT).values
    known = values[in_region(facts.dataset, Level.BUURT, region)].dropna()
    counts = page.locator("#legend .legend-class").all_inner_texts()
    assert sum(int(n) for n in counts) == len(known)
    assert page.evaluate("rudc.map.leaflet().getBounds().contains([53.0, 6.56])")

    page.goto(page.url.split("?")[0])
    painted(page)
    settled(page)
    page.evaluate("rudc.view.loadTheRest()")
    option = page.locator(f"#region option[value='{own}']")
    expect(option).to_have_text("Mijn regio (2)")
    page.locator("#region").select_option(own)
    settled(page)
    assert address(page)["regio"] == own
    assert page.locator("#legend .legend-class").all_inner_texts() == counts


def test_region_beyond_the_buurten_has_gemeenten_only(visit: Visit, facts: Facts) -> None:
    page = visit("/?regio=GM0014,GM0080&indicator=aandeel_65plus")
    assert address(page)["niveau"] == "gemeente"
    expect(page.locator("#level input:not(:disabled)")).to_have_count(1)
    counts = page.locator("#legend .legend-class").all_inner_texts()
    assert sum(int(n) for n in counts) == 2
    expect(page.locator("#region")).to_have_value("GM0014,GM0080")
