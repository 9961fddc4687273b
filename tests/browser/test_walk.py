"""Walking the areas on the map by keyboard, and the map in words."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.support import address, settled

pytestmark = pytest.mark.browser

SOUTH, NORTH = "BU00140001", "BU00140000"
LEFT_OUT = """() => {
  const { classOf } = rudc.view.current().painting;
  const inside = rudc.map.codes().filter((_, i) => classOf[i] !== rudc.classes.OUTSIDE);
  const onward = new Map(inside.map((code) => [code, []]));
  const back = new Map(inside.map((code) => [code, []]));
  for (const code of inside) {
    for (const way of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      const next = rudc.walk.beside(code, way);
      if (next) {
        onward.get(code).push(next);
        back.get(next).push(code);
      }
    }
  }
  const without = (links) => {
    const reached = new Set([inside[0]]);
    for (const code of reached) for (const next of links.get(code)) reached.add(next);
    return inside.filter((code) => !reached.has(code));
  };
  return { n: inside.length, unreached: without(onward), stuck: without(back) };
}"""
WRONG_WAY = """() => {
  const shapes = new Map(rudc.map.shapes().map((area) => [area.code, area.box]));
  const middle = ([west, south, east, north]) => [(west + east) / 2, (south + north) / 2];
  const wrong = [];
  for (const [code, box] of shapes) {
    for (const [east, north] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      const next = rudc.walk.beside(code, [east, north]);
      if (!next) continue;
      const [[x, y], [toX, toY]] = [middle(box), middle(shapes.get(next))];
      if ((toX - x) * east + (toY - y) * north <= 0) wrong.push([code, next, east, north]);
    }
  }
  return wrong;
}"""


def on_map(page: Page) -> None:
    """Bring the focus to the map as a keyboard does."""
    page.locator("#locate").focus()
    for _ in range(14):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.id === 'map'"):
            return
    pytest.fail("the map is not reached")


def said(page: Page) -> str:
    return page.locator("#live").inner_text()


def test_arrows_walk_and_enter_selects(visit: Visit) -> None:
    page = visit(f"/?kaart=53.2190,6.5680,13&gebieden={NORTH}")
    on_map(page)
    expect(page.locator("#map-help")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#live")).to_contain_text("Binnenstad-Noord")
    expect(page.locator("#live")).to_contain_text("gekozen. 7,0%")
    expect(page.locator("#live")).to_contain_text("Nederland: 20,5%")
    expect(page.locator("#live")).to_contain_text("In de klasse")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#live")).to_contain_text("Binnenstad-Zuid")
    expect(page.locator("#tooltip")).to_contain_text("Binnenstad-Zuid")
    expect(page.locator(".cross")).to_be_hidden()
    page.keyboard.press("Control+Enter")
    settled(page)
    assert address(page)["gebieden"] == f"{NORTH},{SOUTH}"
    expect(page.locator("#live")).to_contain_text("Binnenstad-Zuid: gekozen")
    page.keyboard.press("Escape")
    expect(page.locator("#tooltip")).to_be_hidden()
    expect(page.locator("#live")).to_contain_text("Enter kiest het gebied in het midden")


@pytest.mark.parametrize(
    ("level", "region"),
    [
        ("buurt", "groningen-assen"),
        ("buurt", "groningen-drenthe"),
        ("wijk", "groningen-assen"),
        ("wijk", "groningen-drenthe"),
        ("gemeente", "groningen-assen"),
        ("gemeente", "nederland"),
    ],
)
def test_arrows_lead_from_every_area_to_every_other(go: Visit, level: str, region: str) -> None:
    page = go(level=level, region=region)
    found = page.evaluate(LEFT_OUT)
    assert found["n"] >= 6
    assert (found["unreached"], found["stuck"]) == ([], [])
    assert page.evaluate(WRONG_WAY) == []  # an arrow never goes back


def test_values_are_walked_and_what_is_missing_says_why(visit: Visit) -> None:
    page = visit("/?niveau=wijk&gebieden=WK001400")
    on_map(page)
    page.keyboard.press("Home")
    most = page.evaluate("rudc.view.current().standing.ordered[0].code")
    assert page.evaluate("rudc.map.hovered()") == most
    assert page.evaluate("code => rudc.view.current().areas.name(code)", most) in said(page)
    page.keyboard.press("PageUp")
    expect(page.locator("#live")).to_have_text("Verder gaat het niet")
    page.keyboard.press("PageDown")
    assert page.evaluate("rudc.map.hovered()") == page.evaluate(
        "rudc.view.current().standing.ordered[1].code"
    )
    page.evaluate("rudc.state.update({ level: 'buurt', areas: ['BU00140004'] })")
    settled(page)
    page.locator("#locate").focus()
    on_map(page)
    page.keyboard.press("ArrowDown")
    expect(page.locator("#live")).to_contain_text("Geen cijfer: niet gepubliceerd")


def test_summary_says_the_ends_and_the_gaps_and_follows_the_map(go: Visit) -> None:
    page = go(level="gemeente")
    summary = page.locator("#map-summary")
    ordered = page.evaluate(
        "(({ standing, areas }) => standing.ordered.map(({ code }) => areas.name(code)))"
        "(rudc.view.current())"
    )
    expect(summary).to_contain_text(f"Het hoogst in {ordered[0]}")
    expect(summary).to_contain_text(f"het laagst in {ordered[-1]}")
    expect(summary).to_contain_text("Alle gemeenten hebben een cijfer")
    page = go(level="buurt")
    expect(summary).to_contain_text("91 buurten zonder cijfer")
    map_ = page.get_by_role("application", name="Kaart van de gebieden")
    told = (summary.text_content(), page.locator("#map-help").text_content())
    expect(map_).to_have_accessible_description(" ".join(str(words) for words in told))
