"""The page about an area: without JavaScript, on a phone, on paper, and to and from the map."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import Visit
from tests.browser.support import address, settled
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser

BUURT = "/gebied/groningen/beijum-oost"
ADDRESSES = (BUURT, "/gebied/stadskanaal/mussel", "/mijn-buurt?q=9736")
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible(visit: Visit, scheme: str) -> None:
    page = visit(BUURT, wait=False, color_scheme=scheme)
    found = {}
    for wanted in ADDRESSES:
        page.goto(page.url.split("/gebied")[0].split("/mijn")[0] + wanted)
        found[wanted] = violations(page)
    assert {wanted: lines for wanted, lines in found.items() if lines} == {}


def test_it_is_read_without_code_on_a_narrow_phone(visit: Visit) -> None:
    narrow = {"width": 320, "height": 640}
    page = visit(BUURT, wait=False, java_script_enabled=False, viewport=narrow)
    expect(page.locator("h1")).to_have_text("Beijum-Oost")
    expect(page.locator("#f-aandeel_65plus")).to_be_visible()
    page.get_by_role("link", name="Beijum-West").first.click()
    expect(page.locator("h1")).to_have_text("Beijum-West")
    page.goto(page.url.split("/gebied")[0] + "/")
    page.locator("#search").fill("beijum oost")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Beijum-Oost")


@pytest.mark.parametrize("wanted", ADDRESSES)
def test_nothing_is_wider_than_a_narrow_phone(visit: Visit, wanted: str) -> None:
    page = visit(wanted, wait=False, viewport={"width": 320, "height": 640})
    assert page.evaluate(OVERFLOW) == 0


def test_on_paper_it_is_a_few_pages_with_all_its_words(visit: Visit) -> None:
    page = visit(BUURT, wait=False)
    lead = page.locator(".lead").inner_text()
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(printed.pages) <= 8
    (_, _, width, height) = printed.pages[0].mediabox
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)
    said = " ".join(" ".join(part.extract_text() for part in printed.pages).split())
    assert lead in said
    assert "Hoe leest u dit?" in said
    assert "Bekijk op de kaart" not in said


def test_the_map_leads_to_it_and_it_leads_back(visit: Visit) -> None:
    page = visit("/?gebieden=BU00141101")
    page.locator(".to-profile").click()
    expect(page.locator("h1")).to_have_text("Beijum-Oost")
    page.get_by_role("link", name="Bekijk op de kaart").click()
    settled(page)
    assert address(page)["gebieden"] == "BU00141101"


def test_the_search_of_the_map_hands_an_address_on(page: Page) -> None:
    answer = {"body": "<h1>asked</h1>", "content_type": "text/html"}
    page.route("**/mijn-buurt?*", lambda route: route.fulfill(**answer))
    page.locator("#search").fill("9736 AB 12")
    expect(page.locator("#search-list [aria-selected=true]")).to_contain_text("9736 AB 12")
    page.keyboard.press("Enter")
    page.wait_for_url("**/mijn-buurt?q=9736+AB+12")
    expect(page.locator("h1")).to_have_text("asked")
