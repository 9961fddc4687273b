"""What must be seen whole: on low and narrow screens, with the system's own colours, on paper."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from tests.browser.conftest import Visit, new_page

pytestmark = pytest.mark.browser

AREAS = "gebieden=BU00140001,BU01060302"
HEIGHT = "(e) => e.getBoundingClientRect().height"
COLOURS = "(all) => all.map((e) => getComputedStyle(e).backgroundColor)"
PAINTED = """() => {
  const canvas = document.querySelector(".leaflet-rudc-0-pane canvas");
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  let n = 0;
  for (let i = 3; i < data.length; i += 4) n += data[i] > 0;
  return n / (width * height);
}"""


def meet(one: Locator, other: Locator) -> bool:
    """Whether two elements cover the same pixels."""
    a, b = one.bounding_box(), other.bounding_box()
    assert a
    assert b
    beside = a["x"] + a["width"] <= b["x"] + 1 or b["x"] + b["width"] <= a["x"] + 1
    above = a["y"] + a["height"] <= b["y"] + 1 or b["y"] + b["height"] <= a["y"] + 1
    return not (beside or above)


def test_a_legend_leaves_room_on_a_low_screen_and_opens(visit: Visit) -> None:
    page = visit(f"/?{AREAS}", viewport={"width": 720, "height": 450})  # 1440 by 900 at 200%
    legend = page.locator("#legend")
    whole = page.locator("#maps").evaluate(HEIGHT)
    expect(legend.locator(".legend-source")).to_be_hidden()
    assert legend.evaluate(HEIGHT) < 0.4 * whole
    button = legend.get_by_role("button", name="Hele legenda tonen")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.focus()
    page.keyboard.press("Enter")
    expect(legend.locator(".legend-source")).to_be_visible()
    page.evaluate("rudc.state.update({ indicator: 'woz_waarde' })")
    expect(legend.locator("h2")).to_contain_text("woningwaarde")
    expect(legend.locator(".legend-source")).to_be_visible()  # it stays as it was left
    expect(legend.get_by_role("button", name="Legenda kleiner maken")).to_be_focused()


@pytest.mark.parametrize(
    ("query", "width", "height"),
    [
        ("", 1440, 900),
        ("", 1024, 768),
        ("", 320, 700),
        ("beeld=twee-kaarten", 1440, 900),
        ("beeld=twee-kaarten", 1024, 768),
        ("breed=ja", 1440, 900),
    ],
)
def test_a_legend_stands_clear_of_the_attribution(
    visit: Visit, query: str, width: int, height: int
) -> None:
    page = visit(f"/?{query}", viewport={"width": width, "height": height})
    expect(page.locator("#legend .legend-bar")).to_be_visible()
    credits = page.locator(".leaflet-control-attribution:visible")
    legends = page.locator(".legend:visible")
    assert legends.count() == credits.count() == (2 if "twee" in query else 1)
    assert not any(meet(legend, credit) for legend in legends.all() for credit in credits.all())


@pytest.mark.parametrize("width", [320, 390, 1024, 1440])
def test_names_and_figures_of_areas_fit_their_cells(visit: Visit, width: int) -> None:
    page = visit(f"/?{AREAS}&indicator=woz_waarde", viewport={"width": width, "height": 800})
    if width < 760:
        page.locator("#tabs [data-sheet=compare]").click()
    table = page.get_by_role("table").first
    expect(table.get_by_role("rowheader", name="Binnenstad-Zuid")).to_be_visible()
    expect(table.get_by_role("columnheader")).to_have_text(
        ["Gebied", "Waarde", "Verschil", "Plaats"]
    )
    too_wide = table.locator("tbody :is(td, .area-name)").evaluate_all(
        "(all) => all.filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.textContent)"
    )
    assert too_wide == []
    name = table.locator(".area-name").first
    assert (
        name.evaluate(  # the name on one line
            "(e) => { const r = document.createRange(); r.selectNode(e.firstChild);"
            " return r.getClientRects().length; }"
        )
        == 1
    )


def test_classes_and_what_is_pressed_are_told_apart_in_the_colours_of_the_system(
    visit: Visit,
) -> None:
    page = visit(f"/?{AREAS}", forced_colors="active")
    classes = page.locator("#legend .legend-class").evaluate_all(COLOURS)
    assert len(set(classes)) == len(classes) == 5
    wanted = page.evaluate("rudc.view.current().painting.colours")
    as_rgb = [f"rgb({int(c[1:3], 16)}, {int(c[3:5], 16)}, {int(c[5:7], 16)})" for c in wanted]
    assert classes == as_rgb
    pressed, other = page.locator("[data-chart=overzicht], [data-chart=tijd]").evaluate_all(COLOURS)
    assert pressed != other
    numbers = page.locator("#summary [data-code] .number").evaluate_all(COLOURS)
    assert len(set(numbers)) == 2
    assert "gradient" in page.locator("#legend .swatch.hatch").evaluate(
        "(e) => getComputedStyle(e).backgroundImage"
    )


def size_of_map(page: Page) -> list[int]:
    """The width and height that Leaflet knows."""
    size = page.evaluate(
        "(() => { const { x, y } = rudc.map.leaflet().getSize(); return [x, y] })()"
    )
    return [round(side) for side in size]


def test_map_legend_and_figures_are_printed(visit: Visit) -> None:
    page = visit(f"/?{AREAS}")
    before = size_of_map(page)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert size_of_map(page) == [680, 470]
    assert page.evaluate(PAINTED) > 0.05
    for hidden in ("header.top", "#choose", "#pictures", ".map-tools"):
        expect(page.locator(hidden)).to_be_hidden()
    assert not meet(page.locator("#map"), page.locator("#legend"))
    assert not meet(page.locator("#legend"), page.locator("#compare"))
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert size_of_map(page) == before
    expect(page.locator("header.top")).to_be_visible()

    paper = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    words = " ".join(sheet.extract_text() for sheet in paper)
    for part in ("Aandeel 65-plussers", "Bron: CBS", "Binnenstad-Zuid", "7,4", "Kadaster"):
        assert part in words, part
    assert "Downloaden" not in words
    assert len(paper) <= 3


def test_the_map_of_an_area_follows_the_scheme(visit: Visit) -> None:
    filters = [
        visit("/gebied/BU00140606", wait=False, color_scheme=scheme)
        .locator(".where svg")
        .evaluate("(e) => getComputedStyle(e).filter")
        for scheme in ("light", "dark")
    ]
    assert filters[0] == "none"
    assert "invert" in filters[1]


def test_while_the_page_loads_it_shows_places_and_no_word_of_another_language(
    browser: Browser, app_url: str
) -> None:
    page = new_page(browser)
    page.route("**/_dash-component-suites/**", lambda _route: None)  # they never come
    page.goto(app_url, wait_until="commit")
    waiting = page.locator("._dash-loading")
    waiting.wait_for()
    assert waiting.evaluate("(e) => getComputedStyle(e).fontSize") == "0px"
    box, panel = waiting.bounding_box(), page.locator("#choose").bounding_box()
    assert box
    assert panel
    assert box["x"] + box["width"] == 1440
    assert box["height"] == panel["height"]
    page.context.close()


def test_escape_closes_the_panel_of_the_own_area(page: Page) -> None:
    opener = page.locator("#own-area")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#own-area-panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#own-area-panel")).to_be_hidden()
    expect(opener).to_be_focused()
