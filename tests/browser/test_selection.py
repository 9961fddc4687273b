"""Hover, selection and the table, compared with the figures in Python."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from rudc_map.model import ENCLOSING, Level, ReferenceKind
from tests.browser.conftest import Visit
from tests.browser.facts import Facts
from tests.browser.support import MARKS, address, click, eventually, hover, pixels, settled

pytestmark = pytest.mark.browser

REGION, INDICATOR = "groningen-assen", "aandeel_65plus"
CENTRE = "kaart=53.2190,6.5680,13"
NORTH, SOUTH, EAST, WEST = "BU00140000", "BU00140001", "BU00140002", "BU00140003"
UNPUBLISHED = "BU00140004"
TEN = [f"BU001401{i:02d}" for i in (0, 1, 2, 3, 4, 5, 6, 7, 8)] + [EAST]


def selected(page: Page) -> list[str]:
    """The codes in the page's address."""
    return [code for code in address(page).get("gebieden", "").split(",") if code]


def test_hover_tells_name_value_reference_and_rank(visit: Visit, facts: Facts) -> None:
    page = visit(f"/?{CENTRE}")
    hover(page, NORTH)
    value = facts.values(INDICATOR, Level.BUURT).values[NORTH]
    country = facts.reference(INDICATOR, Level.BUURT, REGION, ReferenceKind.COUNTRY)[NORTH]
    standing = facts.standing(INDICATOR, Level.BUURT, REGION)
    difference = facts.said_difference(value - country, INDICATOR)
    tooltip = page.locator("#tooltip")
    expect(tooltip.locator("strong")).to_have_text(facts.full_name(NORTH))
    assert tooltip.locator("span").all_inner_texts() == [
        facts.said(value, INDICATOR),
        f"Nederland: {facts.said(country, INDICATOR)} (verschil {difference})",
        f"Plaats {standing['rank'][NORTH]:.0f} van {len(standing)}, van hoog naar laag",
    ]


def test_hover_on_a_missing_value_tells_why_and_the_gemeentes(visit: Visit, facts: Facts) -> None:
    page = visit(f"/?{CENTRE}")
    hover(page, UNPUBLISHED)
    gemeente = facts.values(INDICATOR, Level.GEMEENTE).values["GM0014"]
    tooltip = page.locator("#tooltip")
    expect(tooltip).to_contain_text("Geen cijfer: niet gepubliceerd")
    expect(tooltip).to_contain_text(f"Gemeente Groningen: {facts.said(gemeente, INDICATOR)}")


def test_click_selects_and_ctrl_click_adds_and_takes_out(visit: Visit) -> None:
    page = visit(f"/?{CENTRE}")
    click(page, NORTH)
    assert selected(page) == [NORTH]
    click(page, SOUTH)
    assert selected(page) == [SOUTH]
    click(page, EAST, adding=True)
    assert selected(page) == [SOUTH, EAST]
    click(page, SOUTH, adding=True)
    assert selected(page) == [EAST]
    click(page, EAST)
    assert selected(page) == []


def test_selected_areas_are_outlined_in_their_colours(visit: Visit) -> None:
    page = visit(f"/?{CENTRE}&gebieden={NORTH},{SOUTH}")
    colours = page.evaluate("rudc.page.selection").copy()[:3]
    counted = pixels(page, colours, pane=MARKS)["full"]
    assert counted[0] > 100
    assert counted[1] > 100
    assert counted[2] == 0


def test_a_selected_area_of_another_level_is_outlined(visit: Visit) -> None:
    page = visit("/?kaart=53.2,6.57,10&gebieden=GM0014")
    colours = page.evaluate("rudc.page.selection").copy()[:1]
    eventually(page, lambda: pixels(page, colours, pane=MARKS)["full"][0] > 100)


def test_eleventh_area_is_refused_with_a_notice(visit: Visit) -> None:
    page = visit(f"/?{CENTRE}&gebieden={','.join(TEN)}")
    click(page, NORTH, adding=True)
    expect(page.locator("#notices")).to_contain_text("Er passen 10 gebieden in een vergelijking")
    assert selected(page) == TEN
    assert page.locator("#summary tr[data-code]").count() == 10


def test_buttons_remove_one_and_clear_all(visit: Visit, facts: Facts) -> None:
    page = visit(f"/?{CENTRE}&gebieden={NORTH},{SOUTH},{EAST}")
    page.get_by_role("button", name=f"{facts.name(SOUTH)} weghalen").click()
    settled(page)
    assert selected(page) == [NORTH, EAST]
    page.get_by_role("button", name="Wissen").click()
    settled(page)
    assert selected(page) == []
    expect(page.locator("#summary")).to_contain_text("Hoogste vijf")


def test_add_button_makes_a_plain_click_add(visit: Visit) -> None:
    page = visit(f"/?{CENTRE}&gebieden={NORTH}")
    page.get_by_role("button", name="Meer kiezen").click()
    click(page, SOUTH)
    assert selected(page) == [NORTH, SOUTH]
    expect(page.get_by_role("button", name="Meer kiezen")).to_have_attribute("aria-pressed", "true")


def test_table_equals_python_for_each_reference(visit: Visit, facts: Facts) -> None:
    codes = [NORTH, "BU01060000", "BU00140503"]
    page = visit(f"/?gebieden={','.join(codes)}")
    values = facts.values(INDICATOR, Level.BUURT).values
    standing = facts.standing(INDICATOR, Level.BUURT, REGION)
    for kind in ENCLOSING:
        page.locator("#reference").select_option(kind.value)
        settled(page)
        compared = facts.reference(INDICATOR, Level.BUURT, REGION, kind)
        for code in codes:
            row = page.locator(f"#summary tr[data-code={code}]")
            value, difference, place = row.locator("td").all_inner_texts()
            assert value == facts.said(values[code], INDICATOR).rstrip("%")
            said = facts.said_difference(values[code] - compared[code], INDICATOR, bare=True)
            assert difference.split(maxsplit=1)[1] == said
            rank, percentile = place.splitlines()
            assert rank.startswith(f"{standing['rank'][code]:.0f} van {len(standing)}")
            shown = float(percentile.removeprefix("percentiel "))
            assert shown == pytest.approx(standing["percentile"][code], abs=0.501)


def test_area_without_a_value_says_why_in_the_table(visit: Visit, facts: Facts) -> None:
    page = visit(f"/?gebieden={UNPUBLISHED}")
    row = page.locator(f"#summary tr[data-code={UNPUBLISHED}]")
    expect(row.locator(".missing")).to_contain_text("niet gepubliceerd")
    expect(row.locator(".fallback")).to_contain_text("geldt niet voor dit gebied zelf")


def test_row_under_the_mouse_is_hovered_on_the_map(visit: Visit) -> None:
    page = visit(f"/?{CENTRE}&gebieden={NORTH},{SOUTH}")
    page.locator(f"#summary tr[data-code={SOUTH}]").hover()
    page.wait_for_function("code => rudc.map.hovered() === code", arg=SOUTH)
    expect(page.locator("#legend .mark.hovered")).to_have_count(1)
    expect(page.locator("#legend .mark.selected")).to_have_text(["1", "2"])
