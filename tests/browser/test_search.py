"""Search by name and postcode, with the keyboard and without a network."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.facts import Facts
from tests.browser.support import address, arrow_to, charts_drawn, settled

pytestmark = pytest.mark.browser


def found(page: Page, words: str) -> list[str]:
    """What the search offers for some words: names with what tells them apart."""
    page.locator("#search").fill(words)
    expect(page.locator("#search-list")).to_be_visible()
    rows = page.locator("#search-list [role=option]")
    return [" | ".join(row.split("\n")) for row in rows.all_inner_texts()]


def test_search_finds_names_whatever_their_case_and_accents(page: Page) -> None:
    assert found(page, "groningen")[0] == "Groningen | gemeente · Groningen"
    assert all("Binnenstad" in row for row in found(page, "BINNENSTAD")[:4])
    assert found(page, "sudwest")[0].startswith("Súdwest-Fryslân | gemeente · Fryslân")


def test_equal_names_are_told_apart_by_their_gemeente(page: Page, facts: Facts) -> None:
    rows = [row for row in found(page, "vogelbuurt") if row.startswith("Vogelbuurt | buurt")]
    areas = facts.dataset.areas
    codes = areas.index[(areas["level"] == "buurt") & (areas["name"] == "Vogelbuurt")]
    assert len(rows) == len(codes) > 1
    assert len(set(rows)) == len(rows)
    for code in codes:
        assert any(facts.name("GM" + code[2:6]) in row for row in rows)


def test_postcode_lists_its_buurten_and_the_keyboard_chooses_one(page: Page, facts: Facts) -> None:
    areas = facts.dataset.areas
    codes = areas.index[areas["postcode"] == "9711"]
    rows = found(page, "9711")
    assert sorted(row.split(" | ")[0] for row in rows) == sorted(facts.name(c) for c in codes)
    expect(page.locator("#search-list")).to_contain_text("Buurten met vooral postcode 9711")
    zoom = page.evaluate("rudc.map.leaflet().getZoom()")
    page.locator("#search").focus()
    arrow_to(page, "search", "Binnenstad-Oost")
    page.keyboard.press("Enter")
    settled(page)
    assert address(page)["gebieden"] == "BU00140002"
    page.wait_for_function("zoom => rudc.map.leaflet().getZoom() > zoom + 2", arg=zoom)
    expect(page.locator("#search")).to_have_value("")
    expect(page.locator("#live")).to_contain_text("Binnenstad-Oost (Groningen)")


def test_nothing_found_says_what_to_do(page: Page) -> None:
    page.locator("#search").fill("qqqqq")
    expect(page.locator("#search-list")).to_contain_text("Niets gevonden. Controleer de spelling")
    page.keyboard.press("Enter")
    page.locator("#search").fill("0000")
    expect(page.locator("#search-list")).to_contain_text("Niets gevonden")


def test_place_outside_the_region_takes_the_map_there(page: Page) -> None:
    found(page, "sudwest")
    page.keyboard.press("Enter")
    settled(page)
    shown = address(page)
    assert (shown["regio"], shown["niveau"]) == ("nederland", "gemeente")
    assert shown["gebieden"] == "GM1900"
    expect(page.locator("#region")).to_have_value("nederland")
    page.wait_for_function("rudc.map.areaAt(rudc.map.leaflet().getCenter()) === 'GM1900'")


def test_search_works_without_a_network(page: Page, expected_errors: list[str]) -> None:
    # tiles, and the charts of the selection, whose code has not been needed before
    expected_errors += ["ERR_INTERNET_DISCONNECTED", "Loading chunk .* failed"]
    charts_drawn(page)
    page.context.set_offline(True)
    assert found(page, "vinkhuizen")
    page.locator("#search").fill("9712")
    page.keyboard.press("Enter")
    settled(page)
    assert address(page)["gebieden"].startswith("BU0014")
    expect(page.locator("#summary tr[data-code]")).to_have_count(1)
