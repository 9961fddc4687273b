"""The level that follows the zoom, on a small country made of the embedded data set."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from rudc_map.dataset.home import GEODATA
from rudc_map.model import Level
from tests.browser.conftest import Visit
from tests.browser.facts import Facts
from tests.browser.servers import TileServer, running_app
from tests.browser.support import (
    MARKS,
    SECOND,
    address,
    charts_drawn,
    click,
    colour_of,
    hover,
    legend_colours,
    pictured,
    pixels,
    place,
    requests_of,
    settled,
)

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
GRONINGEN = (53.2194, 6.5665)
CITY = "/?kaart=53.2194,6.5665,12"
CENTRE_OF_CITY = "BU00140000"


@pytest.fixture(scope="module")
def app_url(tiles: TileServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app with a country as its first region, of which all levels can be shown."""
    folder = tmp_path_factory.mktemp("country")
    data_set = folder / "data" / "sets" / "land"
    data_set.mkdir(parents=True)
    for file in GEODATA.iterdir():
        if file.is_file():
            shutil.copy(file, data_set)
    (folder / "data" / "current").symlink_to("sets/land")
    rest, _, country = (GEODATA / "regions.toml").read_text("utf-8").rpartition("[[region]]")
    country = country.replace("levels = [", 'levels = ["buurt", "wijk", ')
    (data_set / "regions.toml").write_text(f"[[region]]{country}\n{rest}", "utf-8")
    with running_app(folder, tiles.template) as address:
        yield address


def zoom(page: Page, to: float, at: tuple[float, float] = GRONINGEN) -> None:
    """Bring the map to a zoom, and wait for the level that belongs to it."""
    page.evaluate(
        "([at, zoom]) => { rudc.map.leaflet().setView(at, zoom, { animate: false }) }", [at, to]
    )
    settled(page)


def level(page: Page) -> str:
    """The level that the legend says is shown."""
    return page.locator("#legend .legend-sub").inner_text().split(" · ")[-1]


def counted(page: Page) -> int:
    """The areas that the legend counts, those without a value included."""
    words = page.locator("#legend .legend-class, #legend .legend-missing").all_inner_texts()
    return sum(int(re.findall(r"\d+", text.replace(".", ""))[-1]) for text in words)


def test_zooming_shows_the_level_that_fits_and_the_legend_says_which(visit: Visit) -> None:
    page = visit("/")
    expect(page.locator("#level input[value=auto]")).to_be_checked()
    breaks = set()
    for to, name, count in ((8, "gemeenten", 342), (9.5, "wijken", 312), (12, "buurten", 1314)):
        zoom(page, to)
        assert level(page) == f"{name} (volgt het inzoomen)"
        assert address(page)["niveau"] == "auto"
        assert counted(page) == count  # classes and counts are those of the whole level
        assert sum(n > 100 for n in pixels(page, legend_colours(page))["full"]) >= 3
        expect(page.locator("#summary .panel-sub")).to_contain_text(name)
        breaks.add(page.locator("#legend .legend-edges").inner_text())
    assert len(breaks) == 3
    zoom(page, 8)
    assert level(page) == "gemeenten (volgt het inzoomen)"


def test_buurten_come_by_gemeente_where_the_map_is_and_are_asked_for_once(visit: Visit) -> None:
    page = visit("/")
    pieces = re.compile(r"/geometry/buurt/(GM\d+)\.json$")
    with requests_of(page) as asked:
        zoom(page, 12)
        there = {found[1] for path in asked if (found := pieces.search(path))}
        assert "GM0014" in there
        assert "GM0106" not in there  # Assen, 25 km to the south
        assert not any(path.endswith("/geometry/buurt.json") for path in asked)
        asked.clear()
        zoom(page, 12, (52.995, 6.56))
        page.wait_for_function("rudc.map.has('BU01060000')")
        more = {found[1] for path in asked if (found := pieces.search(path))}
        assert "GM0106" in more
        assert not there & more
        asked.clear()
        zoom(page, 8)
        zoom(page, 12)
        assert [path for path in asked if "/d/" in path] == []
    page.wait_for_function("rudc.map.shapes().filter(Boolean).length > 50")
    colours = legend_colours(page)
    shown = page.evaluate(
        "code => rudc.view.current().painting.classOf[rudc.map.codes().indexOf(code)]",
        CENTRE_OF_CITY,
    )
    assert colour_of(page, CENTRE_OF_CITY, colours) == shown >= 0


def test_hover_selection_panel_and_charts_are_of_the_level_that_is_shown(
    visit: Visit, facts: Facts
) -> None:
    page = visit(CITY)
    hover(page, CENTRE_OF_CITY)
    value = facts.values("aandeel_65plus", Level.BUURT).values[CENTRE_OF_CITY]
    expect(page.locator("#tooltip")).to_contain_text("Binnenstad-Noord (Groningen)")
    expect(page.locator("#tooltip")).to_contain_text(facts.said(value, "aandeel_65plus"))
    click(page, CENTRE_OF_CITY)
    row = page.locator(f"#summary tr[data-code={CENTRE_OF_CITY}]")
    expect(row.locator("td").first).to_contain_text(f"{value:.1f}".replace(".", ","))
    charts_drawn(page)
    zoom(page, 9.5)
    charts_drawn(page)
    assert address(page)["gebieden"] == CENTRE_OF_CITY
    expect(row).to_contain_text("niet op dit niveau")  # a buurt among wijken
    assert pixels(page, [page.evaluate("rudc.page.selection[0]")], MARKS)["full"][0] > 20
    click(page, "WK001400")
    expect(page.locator("#summary tr[data-code=WK001400] td").first).not_to_be_empty()


def test_a_level_can_be_locked_and_back_lets_it_follow_again(visit: Visit) -> None:
    page = visit("/")
    page.locator("#level input[value=buurt]").check(force=True)
    settled(page)
    assert address(page)["niveau"] == "buurt"
    assert level(page) == "buurten"
    zoom(page, 8)
    assert level(page) == "buurten"
    page.evaluate("rudc.map.leaflet().setZoom(12, { animate: false })")
    page.go_back()
    settled(page)
    assert address(page)["niveau"] == "auto"  # and of the level for 12, where the map is now
    expect(page.locator("#legend .legend-sub")).to_contain_text("buurten (volgt het inzoomen)")
    page.go_forward()
    settled(page)
    assert address(page)["niveau"] == "buurt"


def test_another_subject_follows_the_zoom_too(visit: Visit) -> None:
    page = visit(CITY)
    for indicator, name in (("aandeel_natuur", "gemeenten"), ("woz_waarde", "buurten")):
        page.evaluate("indicator => rudc.state.update({ indicator })", indicator)
        settled(page)
        assert level(page) == f"{name} (volgt het inzoomen)"
    page.go_back()
    settled(page)
    assert level(page) == "gemeenten (volgt het inzoomen)"  # there is no smaller one of it


@pytest.mark.parametrize(
    ("words", "name"),
    [("vinkhuizen-noord", "buurten"), ("assen-oost", "wijken"), ("emmen", "gemeenten")],
)
def test_search_brings_an_area_at_its_own_level(visit: Visit, words: str, name: str) -> None:
    page = visit("/")
    page.locator("#search").fill(words)
    expect(page.locator("#search-list [role=option]").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_function(
        f"document.querySelector('#legend .legend-sub').textContent.includes('{name}')"
    )
    settled(page)
    (code,) = address(page)["gebieden"].split(",")
    x, y = place(page, code)
    frame = page.locator("#map").bounding_box()
    assert frame is not None
    assert frame["x"] < x < frame["x"] + frame["width"]
    assert frame["y"] < y < frame["y"] + frame["height"]


def test_two_maps_have_the_level_that_is_shown(visit: Visit) -> None:
    page = visit(f"{CITY}&beeld=twee-kaarten")
    pictured(page)
    assert level(page).startswith("buurten")
    assert (
        sum(
            n > 100
            for n in pixels(page, legend_colours(page, "#second-legend .legend-class"), on=SECOND)[
                "full"
            ]
        )
        >= 3
    )
    zoom(page, 8)
    pictured(page)
    assert level(page).startswith("gemeenten")


def test_the_keyboard_zooms_to_another_level(visit: Visit) -> None:
    page = visit("/?kaart=53.2194,6.5665,8.75")
    assert level(page).startswith("gemeenten")
    page.locator("#map").focus()
    page.keyboard.press("+")
    page.wait_for_function("rudc.state.get().level === 'wijk'")
    settled(page)
    assert level(page).startswith("wijken")
    page.keyboard.press("Enter")
    settled(page)
    assert address(page)["gebieden"].startswith("WK0014")


def test_on_a_phone_the_level_follows_too(visit: Visit) -> None:
    page = visit("/", **PHONE)
    assert level(page) == "gemeenten (volgt het inzoomen)"
    zoom(page, 12)
    assert level(page) == "buurten (volgt het inzoomen)"
    page.touchscreen.tap(*place(page, CENTRE_OF_CITY))
    page.wait_for_function("rudc.state.get().areas.length === 1")
    settled(page)
    assert address(page)["gebieden"] == CENTRE_OF_CITY
