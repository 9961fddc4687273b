"""What can be taken along: the dialog, its links, and images that show what the page shows."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.support import (
    MAIN,
    SECOND,
    colour_of,
    complete,
    legend_colours,
    mini_colour,
    pictured,
)

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


def said_in(root: ElementTree.Element, legend: str) -> list[str]:
    """The texts of a legend of an image."""
    [group] = root.iterfind(f".//{SVG}g[@id='{legend}']")
    return ["".join(node.itertext()) for node in group.iter(f"{SVG}text")]


def assert_same_classes(page: Page, legend: str, said: list[str]) -> None:
    """A legend of an image has the classes of that of the page, with as many areas."""
    buttons = page.locator(f"#{legend} .legend-class").all()
    assert len(buttons) > 2
    for button in buttons:  # "150 – 300: 12 gebieden"
        label = str(button.get_attribute("aria-label"))
        between, count = re.fullmatch(r"(.*): ([\d.]+) \w+", label).groups()  # type: ignore[union-attr]
        assert said[said.index(between) + 1] == count


@pytest.mark.parametrize(
    "display",
    ["", "&weergave=natuurlijk-5-blauw-verschil", "&weergave=eigen;10;300;2000-5-warm"],
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
    said = said_in(root, "legend")
    assert_same_classes(page, "legend", said)
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


def test_what_the_server_refuses_is_said_in_the_dialog(
    visit: Visit, expected_errors: list[str]
) -> None:
    """A link that saves a file would fail without a word."""
    expected_errors.append(r"status of 400.*formaat=xlsx")
    said = {"fout": "Dit zijn te veel rijen.", "error": "These are too many rows."}
    page = visit(VIEW)
    opened(page)
    page.route("**/download?*formaat=xlsx*", lambda route: route.fulfill(status=400, json=said))
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("alert")).to_be_hidden()
    dialog.get_by_role("link", name="Excel").last.click()
    expect(dialog.get_by_role("alert")).to_have_text("Dit zijn te veel rijen.")
    with page.expect_download() as started:
        dialog.get_by_role("link", name="Parquet").last.click()
    assert started.value.suggested_filename == "rudc-thema-wonen-buurt-groningen-assen.parquet"
    expect(dialog.get_by_role("alert")).to_be_hidden()


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


SEVERAL = "/?regio=groningen-assen&niveau=gemeente&indicator=misdrijven_per_1000&periode=2024"
SELECTED = "&gebieden=GM0106,GM0014"
GEMEENTEN = 7
"""Of the region."""


def areas_of(root: ElementTree.Element) -> list[dict[str, str]]:
    """Of each map of an image: the colour of every area that has a class."""
    style = root.findtext(f"{SVG}style") or ""
    colours = dict(re.findall(r"\.(k\w*)\{fill:(#[0-9a-f]{6})\}", style))
    return [
        {
            str(use.get("href"))[1:]: colours[use.get("class")]
            for use in areas
            if use.get("class") in colours
        }
        for areas in root.iterfind(f".//{SVG}g[@class='areas']")
    ]


def assert_selected(page: Page, said: list[str]) -> None:
    """A legend of an image lists the selected areas of the page, numbered in their order."""
    names = page.evaluate(
        "(({ state, areas }) => state.areas.map(areas.fullName))(rudc.view.current())"
    )
    assert len(names) == 2
    for number, name in enumerate(names, start=1):
        assert said[said.index(name) - 1] == str(number)


@pytest.mark.parametrize("display", ["", "&weergave=kwantielen-4-warm-verschil"])
def test_an_image_of_two_maps_is_what_the_page_shows(visit: Visit, display: str) -> None:
    second = "&beeld=twee-kaarten&tweede=woz_waarde;2024;provincie"
    page = visit(f"{SEVERAL}{SELECTED}{second}{display}")
    pictured(page)
    opened(page)
    root = image_of(page)
    maps = areas_of(root)
    for areas, on, legend in zip(maps, (MAIN, SECOND), ("legend", "second-legend"), strict=True):
        assert len(areas) == GEMEENTEN
        for code, colour in areas.items():
            assert colour_of(page, code, [colour], on) == 0, (on, code, colour)
        said = said_in(root, legend)
        assert_same_classes(page, legend, said)
        assert_selected(page, said)
    assert maps[0] != maps[1]


@pytest.mark.parametrize("display", ["", "&weergave=natuurlijk-5-blauw-verschil&referentie=regio"])
def test_an_image_of_small_maps_is_what_the_page_shows(visit: Visit, display: str) -> None:
    page = visit(f"{SEVERAL}{SELECTED}&beeld=reeks{display}")
    pictured(page)
    opened(page)
    root = image_of(page)
    maps, everything = areas_of(root), ["".join(n.itertext()) for n in root.iter(f"{SVG}text")]
    titles = page.locator(".mini figcaption .link").all_inner_texts()
    figures = page.locator(".mini-value").all_inner_texts()
    assert len(maps) == len(titles) == len(figures) > 2
    assert [word for word in everything if word in titles] == titles
    assert [word for word in everything if word.startswith("1: ")] == [f"1: {f}" for f in figures]
    for at, areas in enumerate(maps):
        assert len(areas) == GEMEENTEN
        for code, colour in areas.items():
            assert mini_colour(page, at, code) == colour, (titles[at], code)
    said = said_in(root, "legend")
    ranges = [word.split(" – ") for word in said if " – " in word]
    edges = page.locator(".mini-shared .legend-edges span").all_inner_texts()
    assert [high for _, high in reversed(ranges[1:])] == edges
    assert_selected(page, said)


def test_an_image_of_two_indicators_is_what_the_page_shows(visit: Visit) -> None:
    page = visit(f"{SEVERAL}{SELECTED}&beeld=samenhang&tweede=woz_waarde;2024")
    pictured(page)
    opened(page)
    root = image_of(page)
    [areas] = areas_of(root)
    assert len(areas) == GEMEENTEN
    for code, colour in areas.items():
        assert colour_of(page, code, [colour]) == 0, (code, colour)
    said = said_in(root, "legend")
    cells = "#legend .square-cell"
    counts = page.locator(cells).all_inner_texts()
    numbers = dict(zip(legend_colours(page, cells), counts, strict=True))
    assert numbers == {colour: str(list(areas.values()).count(colour)) for colour in numbers}
    assert set(page.locator("#legend .square-axis span").all_inner_texts()) <= set(said)
    for name in page.locator("#legend .square-name").all_inner_texts():
        assert name in " ".join(said)  # a long one has two lines
    assert_selected(page, said)
