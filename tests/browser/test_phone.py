"""The page on a phone of 390 by 844."""

from __future__ import annotations

import pytest
from playwright.sync_api import FloatRect, Page, expect

from tests.browser.conftest import Visit
from tests.browser.support import address, open_sheet, place, settled

pytestmark = pytest.mark.browser

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}
# whether what has the focus lies on top where it is, and the id of that or of what it is in
UNDER_FOCUS = """() => {
  const e = document.activeElement;
  const { left, top, width, height } = e.getBoundingClientRect();
  const there = document.elementFromPoint(left + width / 2, top + height / 2);
  const seen = there === null || e.contains(there) || there.contains(e);
  return [seen || e.type === "radio", e.id || (e.closest("[id]") || {}).id];
}"""
CENTRE = "kaart=53.2190,6.5680,12"


def box(page: Page, selector: str) -> FloatRect:
    """Where the first element that fits stands."""
    found = page.locator(selector).first.bounding_box()
    assert found is not None, selector
    return found


def overlap(one: FloatRect, other: FloatRect) -> bool:
    """Whether two boxes share more than their edge."""
    across = one["x"] + one["width"] > other["x"] + 1 and other["x"] + other["width"] > one["x"] + 1
    down = one["y"] + one["height"] > other["y"] + 1 and other["y"] + other["height"] > one["y"] + 1
    return across and down


def test_nothing_scrolls_sideways_or_overlaps(visit: Visit) -> None:
    page = visit("/", **PHONE)
    for sheet in ("map", "choose", "compare"):
        open_sheet(page, sheet)
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        ), sheet
    open_sheet(page, "map")
    parts = ["#tabs", ".combobox.search", "#legend", ".map-tools", "#language"]
    boxes = {part: box(page, part) for part in parts}
    for i, part in enumerate(parts):
        for other in parts[i + 1 :]:
            assert not overlap(boxes[part], boxes[other]), (part, other)
    legend = boxes["#legend"]
    assert legend["x"] >= 0
    assert legend["x"] + legend["width"] <= 390
    assert legend["y"] + legend["height"] <= 844


def test_tabs_bring_the_panels_over_the_map(visit: Visit) -> None:
    page = visit("/", **PHONE)
    expect(page.locator("#choose")).to_be_hidden()
    expect(page.locator("#compare")).to_be_hidden()
    page.get_by_role("button", name="Kiezen").tap()
    expect(page.locator("#choose")).to_be_visible()
    expect(page.locator("#indicator")).to_be_in_viewport()
    page.locator("#tabs").get_by_role("button", name="Vergelijken").tap()
    expect(page.locator("#choose")).to_be_hidden()
    expect(page.locator("#summary")).to_contain_text("Hoogste vijf")
    page.locator("#tabs").get_by_role("button", name="Kaart").tap()
    expect(page.locator("#compare")).to_be_hidden()


def test_keyboard_and_screen_reader_stay_out_of_what_a_sheet_covers(visit: Visit) -> None:
    """A walk on a phone with a keyboard: subject, reference and figures, nothing of the map."""
    page = visit(f"/?{CENTRE}&gebieden=BU00140000,BU00140001", **PHONE)
    for sheet, wanted in (("choose", "reference"), ("compare", "chart-tabs")):
        tab = page.locator(f"#tabs [data-sheet={sheet}]")
        tab.focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"#{sheet}")).to_be_visible()
        expect(page.get_by_role("application")).to_have_count(0)
        page.locator("#language").focus()
        reached = []
        while not page.evaluate("document.activeElement.closest('#tabs') !== null"):
            page.keyboard.press("Tab")
            reached.append(page.evaluate(UNDER_FOCUS))
            assert len(reached) < 60
        assert wanted in {place for _, place in reached}
        assert all(seen for seen, _ in reached)
    page.evaluate("rudc.notices.show('Dat lukt niet')")
    notice = page.locator("#notices .notice")
    expect(notice).to_be_visible()
    middle = box(page, "#notices .notice")
    at = [middle["x"] + 20, middle["y"] + middle["height"] / 2]
    assert page.evaluate(
        "at => document.elementFromPoint(...at).closest('.notice') !== null", at
    )  # over the sheet
    open_sheet(page, "map")
    expect(page.get_by_role("application")).to_be_visible()


def test_what_is_touched_is_large_enough(visit: Visit) -> None:
    page = visit("/", **PHONE)
    targets = ["#tabs button", ".map-tools button"]
    small = [t for t in targets if box(page, t)["height"] < 44]
    open_sheet(page, "choose")
    page.locator("details.display summary").tap()
    expect(page.locator("#palette")).to_be_visible()
    for target in ("#region", "#reference", "#scheme", "#classes", "#palette", "#indicator"):
        small += [target] if box(page, target)["height"] < 44 else []
    small += [".segments"] if box(page, ".segments span")["height"] < 44 else []
    assert small == []


def test_tap_selects_and_another_subject_is_chosen(visit: Visit) -> None:
    page = visit(f"/?{CENTRE}", **PHONE)
    page.touchscreen.tap(*place(page, "BU00140301"))
    page.wait_for_function("rudc.state.get().areas.length === 1")
    settled(page)
    assert address(page)["gebieden"] == "BU00140301"
    open_sheet(page, "compare")
    expect(page.locator("#summary tr[data-code]")).to_be_visible()
    open_sheet(page, "choose")
    page.locator("#indicator").tap()
    page.locator("#indicator-list [role=option]").filter(has_text="WOZ").first.tap()
    page.wait_for_function("rudc.state.get().indicator === 'woz_waarde'")
    settled(page)
    assert address(page)["indicator"] == "woz_waarde"
