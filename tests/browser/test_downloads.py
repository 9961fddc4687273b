"""What can be taken along: the dialog, its links, and images that show what the page shows."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.support import complete, legend_colours

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"
VIEW = "/?regio=groningen-assen&niveau=buurt&indicator=woz_waarde&gebieden=BU00140001"


def opened(page: Page) -> None:
    complete(page)
    page.get_by_role("button", name=re.compile("Download")).first.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def image_of(page: Page) -> ElementTree.Element:
    """The image that the dialog offers, as the server makes it."""
    address = page.get_by_role("dialog").get_by_role("link", name="SVG").first.get_attribute("href")
    assert address is not None
    answer = page.request.get(f"{page.url.split('/?')[0]}{address}")
    assert answer.status == 200, answer.text()[:300]
    return ElementTree.fromstring(answer.body())


@pytest.mark.parametrize(
    "display",
    ["", "&weergave=natuurlijk-5-blauw-verschil", "&weergave=eigen;200;300;400-5-warm"],
)
def test_an_image_has_the_legend_of_the_page(visit: Visit, display: str) -> None:
    page = visit(f"{VIEW}{display}")
    opened(page)
    root = image_of(page)
    style = root.find(f"{SVG}style")
    assert style is not None
    assert style.text is not None
    colours = re.findall(r"\.k\d\{fill:(#[0-9a-f]{6})\}", style.text)
    assert colours == legend_colours(page)
    labels = [
        str(button.get_attribute("aria-label"))
        for button in page.locator("#legend .legend-class").all()
    ]
    legend = root.find(f".//{SVG}g[@id='legend']")
    assert legend is not None
    said = [node.text for node in legend.iter(f"{SVG}text")]
    for label in labels:  # "150 – 300: 12 gebieden"
        between, count = re.fullmatch(r"(.*): ([\d.]+) \w+", label).groups()  # type: ignore[union-attr]
        assert said[said.index(between) + 1] == count
    for button in page.locator("#legend .legend-missing").all():
        reasons = str(button.get_attribute("title")).split("; ")
        for reason in reasons:
            name, count = reason.rsplit(": ", 1)
            assert said[said.index(name) + 1] == count


def test_links_hold_the_state_and_give_files(visit: Visit, tmp_path: Path) -> None:
    page = visit(f"{VIEW}&grafiek=rangorde")
    opened(page)
    dialog = page.get_by_role("dialog")
    links = dialog.get_by_role("link").all()
    addresses = [str(link.get_attribute("href")) for link in links]
    assert len(addresses) == 4 + 4 + 5 + 5
    assert all("indicator=woz_waarde" in address for address in addresses)
    origin = page.url.split("/?")[0]
    for address in addresses:
        if "maat=3" not in address:
            assert page.request.get(origin + address).status == 200, address
    with page.expect_download() as started:
        dialog.get_by_role("link", name="CSV").first.click()
    assert started.value.suggested_filename == "rudc-woz-waarde-buurt-groningen-assen-2024.csv"
    started.value.save_as(tmp_path / "x.csv")
    assert b"BU00140001,Binnenstad-Zuid" in (tmp_path / "x.csv").read_bytes()


def test_the_dialog_is_worked_with_the_keyboard(visit: Visit) -> None:
    page = visit(VIEW)
    complete(page)
    button = page.get_by_role("button", name="Downloaden")
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Downloaden")
    expect(dialog).to_be_visible()
    found = Axe().run(page, "dialog.downloads")
    assert [violation["id"] for violation in found.response["violations"]] == []
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    expect(button).to_be_focused()


def test_the_dialog_fits_on_a_phone_and_speaks_english(visit: Visit) -> None:
    page = visit(f"{VIEW}&taal=en&beeld=twee-kaarten", viewport={"width": 360, "height": 640})
    opened(page)
    dialog = page.get_by_role("dialog", name="Download")
    image = dialog.get_by_role("link", name="SVG").first.get_attribute("href")
    assert "beeld=twee-kaarten" in image
    expect(dialog.get_by_role("heading", name="The figures of the whole theme")).to_be_visible()
    assert dialog.evaluate("d => d.scrollWidth <= d.clientWidth && d.offsetWidth <= innerWidth")
    smallest = dialog.get_by_role("link").evaluate_all(
        "links => Math.min(...links.map(({ offsetHeight }) => offsetHeight))"
    )
    assert smallest >= 24
