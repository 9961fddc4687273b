"""What a page does where the server or the base map fails."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.facts import Facts
from tests.browser.support import (
    are_dark,
    bordered,
    borders,
    choose_indicator,
    picture,
    places_of,
    settled,
)

pytestmark = pytest.mark.browser

OTHER = "woz_waarde"


def test_failed_values_are_told_and_fetched_again(
    page: Page, facts: Facts, expected_errors: list[str]
) -> None:
    expected_errors.append("status of 500")
    before = picture(page)
    page.route(f"**/values/**/{OTHER}/**", lambda route: route.fulfill(status=500, body="no"))
    page.locator("#indicator").click()
    page.get_by_role("option").filter(has_text=facts.indicator(OTHER).name.nl).first.click()
    notice = page.locator("#notices .notice")
    expect(notice).to_contain_text(f"De cijfers van {facts.indicator(OTHER).name.nl} konden niet")
    assert picture(page) == before
    expect(page.locator("#legend h2")).to_have_text(facts.indicator("aandeel_65plus").name.nl)
    page.unroute_all()
    notice.get_by_role("button", name="Opnieuw proberen").click()
    settled(page)
    expect(page.locator("#legend h2")).to_have_text(facts.indicator(OTHER).name.nl)
    expect(page.locator("#notices .notice")).to_have_count(0)
    assert picture(page) != before


def test_another_choice_after_a_failure_works(
    page: Page, facts: Facts, expected_errors: list[str]
) -> None:
    expected_errors.append("status of 500")
    page.route(f"**/values/**/{OTHER}/**", lambda route: route.fulfill(status=500, body="no"))
    page.locator("#indicator").click()
    page.get_by_role("option").filter(has_text=facts.indicator(OTHER).name.nl).first.click()
    expect(page.locator("#notices .notice")).to_be_visible()
    choose_indicator(page, facts.indicator("inwoners").name.nl)
    expect(page.locator("#legend h2")).to_have_text("Inwoners")


def test_tiles_of_the_base_map_are_shown(page: Page) -> None:
    page.wait_for_function(
        "[...document.querySelectorAll('.leaflet-tile-loaded')].some((t) => t.naturalWidth === 256)"
    )
    expect(page.locator(".leaflet-control-attribution")).to_contain_text(
        "Kaartondergrond: Kadaster"
    )


def test_page_works_without_tiles(visit: Visit, expected_errors: list[str]) -> None:
    expected_errors.append(r"ERR_FAILED.*/tile/")
    page = visit("/", wait=False)
    page.context.route("**/tile/**", lambda route: route.abort())
    page.reload()
    settled(page)
    bordered(page)
    expect(page.locator(".leaflet-tile-loaded")).to_have_count(0)
    expect(page.locator(".leaflet-control-attribution")).to_contain_text(
        "Kadaster / Centraal Bureau voor de Statistiek, 2024"
    )
    name = next(f for f in borders(page) if f["properties"].get("name") == "Groningen")
    [(x, y)] = places_of(page, [name["geometry"]["coordinates"]])
    assert any(are_dark(page, [(x + step, y) for step in range(-30, 31, 3)]))


def test_unknown_page_is_told_in_both_languages(visit: Visit, expected_errors: list[str]) -> None:
    expected_errors.append("status of 404")
    page = visit("/bestaat-niet", wait=False)
    expect(page.locator("h1")).to_contain_text("De pagina /bestaat-niet bestaat niet")
    expect(page.get_by_role("link", name="To the map")).to_be_visible()
