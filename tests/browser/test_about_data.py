"""How old a figure is and whether it is final, on the map; and the page that says all of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from rudc_map.model import Level
from tests.browser.conftest import Visit
from tests.browser.facts import Facts
from tests.browser.support import charts_drawn, hover, settled
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser

HEALTH = "ervaren_gezondheid"
NORTH, SOUTH = "BU00140000", "BU00140001"
BADGE = "#legend .age"


def age(year: int) -> int:
    return date.today().year - year  # in the time zone of this computer, as in the browser


@pytest.fixture
def with_status(page: Page, facts: Facts) -> Callable[[str], Page]:
    """Shows the health figures of buurten, whose status is what a function makes of a place."""
    codes = list(facts.dataset.codes(Level.BUURT))

    def show(letters: str) -> Page:
        def mark(route: Route) -> None:
            answer = route.fetch()
            body = answer.json()
            known = [value is not None for value in body["values"]]
            marked = [letters[0] if there else "-" for there in known]
            marked[codes.index(SOUTH)] = letters[1]
            body["status"] = "".join(marked)
            route.fulfill(json=body)

        page.route(f"**/values/**/{HEALTH}/**", mark)
        page.evaluate(
            "changes => rudc.state.update(changes)", {"indicator": HEALTH, "areas": [NORTH, SOUTH]}
        )
        settled(page)
        return page

    return show


def test_the_badge_says_how_old_the_figure_is_and_leads_to_its_entry(go: Visit) -> None:
    page = go(indicator="woz_waarde")
    badge = page.locator(BADGE)
    expect(badge).to_contain_text(f"2024 · {age(2024)} jaar oud")
    expect(badge).to_have_attribute("href", "/gegevens#onderwerp-woz_waarde")
    expect(badge).to_have_accessible_name(re.compile("Over dit cijfer: herkomst en berekening"))
    old = go(indicator="aandeel_natuur", level="gemeente", period="2017").locator(BADGE)
    expect(old).to_contain_text(f"2017 · {age(2017)} jaar oud")
    expect(old).to_have_class(re.compile(r"\bold\b"))
    several = go(indicator="misdrijven_per_1000_vijf_jaar", period="2021-2025").locator(BADGE)
    expect(several).to_contain_text(f"2021-2025 · {age(2025)} jaar oud")


def test_provisional_figures_are_shown_as_such(with_status) -> None:
    page = with_status("vv")
    expect(page.locator(BADGE)).to_contain_text("2024")
    expect(page.locator(BADGE)).to_contain_text("· voorlopig")
    expect(page.locator(BADGE)).to_have_class(re.compile(r"\bunfinished\b"))
    assert violations(page, "#legend") == []
    row = page.locator(f"#summary tr[data-code={SOUTH}]")
    expect(row.locator("td").first).to_contain_text("voorlopig")


def test_partial_and_provisional_figures_are_told_apart(with_status) -> None:
    page = with_status("vg")
    expect(page.locator(BADGE)).to_contain_text("deels voorlopig, deels gedeeltelijk")
    north, south = (page.locator(f"#summary tr[data-code={c}] td").first for c in (NORTH, SOUTH))
    expect(north).to_contain_text("voorlopig")
    expect(south).to_contain_text("gedeeltelijk")
    page.evaluate(f"rudc.map.zoomTo(['{SOUTH}'])")
    hover(page, SOUTH)
    expect(page.locator("#tooltip")).to_contain_text("(gedeeltelijk)")
    page.evaluate("rudc.state.update({ chart: 'tabel' })")
    charts_drawn(page)
    expect(page.locator("#analysis th[data-column=status]")).to_have_text("Status")
    expect(page.locator(f"#analysis tr[data-code={SOUTH}]")).to_contain_text("gedeeltelijk")


def test_final_figures_have_no_status(go: Visit) -> None:
    page = go(indicator=HEALTH, areas=[NORTH], chart="tabel")
    charts_drawn(page)
    expect(page.locator(BADGE)).not_to_contain_text("voorlopig")
    assert page.locator("#analysis th[data-column=status]").count() == 0


@pytest.fixture
def plain(browser: Browser, app_url: str) -> Iterator[Callable[..., Page]]:
    """Opens the page about the data, in a browser that runs code or does not."""
    opened = []

    def show(address: str, width: int = 1440, code: bool = True) -> Page:
        viewport = {"width": width, "height": 800}
        opened.append(browser.new_context(viewport=viewport, java_script_enabled=code))
        page = opened[-1].new_page()
        answer = page.goto(app_url + address)
        assert answer is not None
        assert answer.status == 200
        return page

    yield show
    for context in opened:
        context.close()


@pytest.mark.parametrize("address", ["/gegevens", "/gegevens?taal=en"])
def test_the_page_about_the_data_has_no_violations(plain, address: str) -> None:
    assert violations(plain(address)) == []


def test_it_needs_no_code_and_fits_a_narrow_screen(plain) -> None:
    page = plain("/gegevens#onderwerp-misdrijven_per_1000", width=320, code=False)
    entry = page.locator("#onderwerp-misdrijven_per_1000")
    expect(entry.get_by_role("heading", level=4)).to_be_in_viewport()
    expect(entry.get_by_role("row", name="Berekening")).to_contain_text("gedeeld door")
    boxes = [page.locator(part).bounding_box() for part in ("body", ".stack >> nth=0", "main")]
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 320 for box in boxes)


def test_the_list_is_never_far_on_a_long_page(plain) -> None:
    page = plain("/gegevens#cijfer-gezond", width=390, code=False)
    back = page.get_by_role("link", name="Naar de lijst")
    expect(back).to_be_in_viewport()
    back.click()
    expect(page.locator("nav.contents")).to_be_in_viewport()


def test_the_way_there_and_back(visit: Visit) -> None:
    page = visit("/?indicator=ervaren_gezondheid&taal=en")
    page.locator(BADGE).click()
    expect(page).to_have_url(re.compile(r"/gegevens\?taal=en#onderwerp-ervaren_gezondheid$"))
    expect(page.locator("h1")).to_have_text("About the data")
    page.keyboard.press("Tab")
    page.locator("#onderwerp-ervaren_gezondheid .onward a").click()
    expect(page).to_have_url(re.compile("indicator=ervaren_gezondheid"))
    expect(page.locator(BADGE)).to_contain_text("years old")
