"""Another subject, level or period: what is fetched, and what changes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.conftest import Visit
from tests.browser.facts import Facts
from tests.browser.support import (
    address,
    arrow_to,
    choose_indicator,
    hover,
    picture,
    requests_of,
    settled,
)

pytestmark = pytest.mark.browser

FIRST, OTHER = "aandeel_65plus", "woz_waarde"


def test_choosing_with_the_mouse_fetches_one_file_and_repaints(page: Page, facts: Facts) -> None:
    before = picture(page)
    with requests_of(page) as asked:
        choose_indicator(page, facts.indicator(OTHER).name.nl)
    assert len(asked) == 1
    assert asked[0].endswith(f"/values/groningen-assen/{OTHER}/buurt/2024.json")
    assert picture(page) != before
    expect(page.locator("#legend h2")).to_have_text(facts.indicator(OTHER).name.nl)
    assert address(page)["indicator"] == OTHER


def test_choosing_with_the_keyboard_and_back_fetches_nothing_twice(
    page: Page, facts: Facts
) -> None:
    before = picture(page)
    page.locator("#indicator").focus()
    page.keyboard.type("woning")
    with requests_of(page) as asked:
        arrow_to(page, "indicator", facts.indicator(OTHER).name.nl)
        page.keyboard.press("Enter")
        settled(page)
    chosen = [path for path in asked if path.split("/")[5] == OTHER]
    assert len(chosen) == 1  # fetched when the arrow keys reached it, and not again
    assert all("/values/" in path for path in asked)
    assert picture(page) != before
    expect(page.locator("#indicator")).to_have_value(facts.indicator(OTHER).name.nl)
    with requests_of(page) as asked:
        choose_indicator(page, facts.indicator(FIRST).name.nl)
    assert asked == []
    assert picture(page) == before


def test_escape_leaves_the_picker_as_it_was(page: Page, facts: Facts) -> None:
    page.locator("#indicator").focus()
    page.keyboard.type("woz")
    expect(page.locator("#indicator-list")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#indicator-list")).to_be_hidden()
    expect(page.locator("#indicator")).to_have_value(facts.indicator(FIRST).name.nl)
    assert address(page)["indicator"] == FIRST


def test_picker_says_where_nothing_is_found(page: Page) -> None:
    page.locator("#indicator").click()
    page.keyboard.type("xyzzy")
    expect(page.locator("#indicator-list")).to_contain_text("Niets gevonden")


def test_hover_asks_the_server_for_nothing(visit: Visit) -> None:
    page = visit("/?kaart=53.2190,6.5680,13")
    with requests_of(page) as asked:
        hover(page, "BU00140000")
        hover(page, "BU00140001")
    assert asked == []


def test_geometry_is_asked_for_once_a_level(page: Page) -> None:
    answers: list[Response] = []
    page.on("response", lambda r: answers.append(r) if "/geometry/" in r.url else None)
    for level in ("gemeente", "buurt", "gemeente"):
        page.locator(f"#level input[value={level}]").check()
        settled(page)
    sizes = page.evaluate(
        """performance.getEntriesByType("resource").filter((e) => e.name.includes("/geometry/"))
             .map((e) => [e.name.match(/(\\w+)\\.json/)[1], e.transferSize])"""
    )
    paid = [level for level, size in sizes if size > 0]
    assert sorted(paid) == ["buurt", "gemeente"]
    headers = answers[0].all_headers()
    assert "immutable" in headers["cache-control"]
    assert headers["content-encoding"] == "br"


def test_level_that_a_subject_does_not_have_cannot_be_chosen(visit: Visit) -> None:
    page = visit("/?indicator=aandeel_natuur")
    expect(page.locator("#level input[value=buurt]")).to_be_disabled()
    expect(page.locator("#level input[value=gemeente]")).to_be_checked()


def test_keyboard_moves_the_period_and_the_scale_stays(visit: Visit) -> None:
    page = visit("/?indicator=misdrijven_per_1000")
    breaks = page.locator("#legend .legend-edges").inner_text()
    before = picture(page)
    page.locator("#period").focus()
    page.keyboard.press("ArrowLeft")
    settled(page)
    assert address(page)["periode"] == "2024"
    expect(page.locator("#period-value")).to_have_text("2024")
    assert page.locator("#legend .legend-edges").inner_text() == breaks
    assert picture(page) != before


def test_playing_goes_through_the_periods_and_stops(visit: Visit) -> None:
    page = visit("/?indicator=misdrijven_per_1000&periode=2021")
    play = page.locator("#play")
    play.click()
    expect(play).to_have_accessible_name("Stop met afspelen")
    expect(page.locator("#period-value")).to_have_text("2023")
    play.click()
    expect(play).to_have_accessible_name("Speel de perioden af")
    settled(page)  # a step may have been under way
    at = page.locator("#period-value").inner_text()
    # one step longer than a period stays: that nothing happens can only be seen by waiting
    page.evaluate("new Promise((done) => setTimeout(done, 1300))")
    assert page.locator("#period-value").inner_text() == at
    settled(page)
    assert address(page)["periode"] == at


def test_subject_with_one_period_has_no_slider(page: Page) -> None:
    expect(page.locator("#period")).to_be_hidden()
    expect(page.locator("#period-value")).to_have_text("2024")
