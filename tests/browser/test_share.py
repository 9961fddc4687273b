"""Sharing: the address, the code that puts the map in another page, and what that code gives."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

VIEW = "/?regio=groningen-assen&niveau=buurt&indicator=woz_waarde&gebieden=BU00140001"


def opened(page: Page) -> None:
    page.locator("#share").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def code(page: Page) -> str:
    return page.locator("#share-code").input_value()


def test_the_address_is_that_of_the_page_and_can_be_copied(visit: Visit) -> None:
    page = visit(VIEW)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened(page)
    address = page.get_by_label("Adres van deze kaart", exact=True)
    assert address.input_value() == page.url
    page.get_by_role("button", name="Kopieer: Adres").click()
    expect(page.locator("#share-said")).to_have_text("Gekopieerd.")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#share")).to_be_focused()


def test_each_option_is_in_the_code_and_the_preview_shows_what_the_code_gives(visit: Visit) -> None:
    page = visit(VIEW)
    opened(page)
    frame = page.frame_locator("#share-preview iframe")
    expect(frame.locator("body[data-shown=true]")).to_be_attached()
    assert "embed.js" in code(page)
    assert "&amp;hoogte=auto" in code(page)
    page.get_by_role("combobox", name="Wat", exact=True).select_option("tabel")
    page.get_by_role("combobox", name="Titel", exact=True).select_option("own")
    page.get_by_role("textbox", name="Eigen titel", exact=True).fill('Huizen "duur" & <b>')
    page.get_by_role("combobox", name="Hoogte", exact=True).select_option("fixed")
    page.get_by_role("spinbutton", name="Pixels", exact=True).fill("420")
    page.get_by_role("combobox", name="Taal", exact=True).select_option("en")
    page.get_by_label("Zoeken naar een gebied").check()
    page.get_by_label("Gekozen gebieden meenemen").uncheck()
    page.get_by_label("Vastzetten op de gegevens van nu").check()
    found = code(page)
    assert "<script" not in found
    assert 'height="420"' in found
    assert "gebieden=" not in found
    for part in ("view=tabel", "zoek=ja", "taal=en", "versie="):
        assert f"&amp;{part}" in found
    expect(frame.locator("html")).to_have_attribute("lang", "en")
    expect(frame.locator("h1")).to_have_text('Huizen "duur" & <b>')
    expect(frame.locator("#search")).to_be_visible()
    expect(frame.locator("#table tbody tr").first).to_be_visible()
    expect(frame.locator("#notices .notice")).to_have_count(0)
    given = page.evaluate(
        "code => new DOMParser().parseFromString(code, 'text/html').querySelector('iframe').src",
        found,
    )
    expect(page.locator("#share-preview iframe")).to_have_attribute("src", given)


def test_the_still_image_needs_no_script_and_says_in_words_what_it_shows(visit: Visit) -> None:
    page = visit(VIEW)
    opened(page)
    page.get_by_role("combobox", name="Soort", exact=True).select_option("still")
    image = page.locator("#share-preview img")
    expect(image).to_be_visible()
    assert re.search(r"<a href=.*<img src=.*kaart\.png", code(page))
    assert "<script" not in code(page)
    words = image.get_attribute("alt")
    embed = page.request.get(page.url.replace("/?", "/embed?")).text()
    assert words is not None
    assert f'alt="{words}"' in embed.replace("&#39;", "'")  # as the server says it
    expect(page.get_by_role("combobox", name="Wat", exact=True)).to_be_hidden()


def test_the_still_image_shows_both_maps_and_its_words_name_them(visit: Visit) -> None:
    page = visit(f"{VIEW}&beeld=twee-kaarten&tweede=aandeel_65plus;2024")
    opened(page)
    page.get_by_role("combobox", name="Soort", exact=True).select_option("still")
    image = page.locator("#share-preview img")
    expect(image).to_have_attribute("src", re.compile("beeld=twee-kaarten&tweede=aandeel_65plus"))
    words = str(image.get_attribute("alt"))
    assert words.startswith("Twee kaarten. Kaart van ")
    assert words.endswith("Samen met Aandeel 65-plussers, 2024.")


@pytest.mark.parametrize(
    ("width", "height", "scheme"), [(1440, 900, "light"), (390, 844, "dark"), (320, 640, "light")]
)
def test_the_dialog_is_accessible_and_fits(
    visit: Visit, width: int, height: int, scheme: str
) -> None:
    page = visit(
        VIEW + "&taal=en", viewport={"width": width, "height": height}, color_scheme=scheme
    )
    opened(page)
    frame = page.frame_locator("#share-preview iframe")
    expect(frame.locator("body[data-shown=true]")).to_be_attached()
    found = Axe().run(page, options={"iframes": False})
    assert found.violations_count == 0, found.generate_report()
    dialog = page.get_by_role("dialog")
    assert dialog.evaluate("d => d.scrollWidth <= d.clientWidth")
