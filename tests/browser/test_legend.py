"""The legend as an instrument: classes to pick out, missing values, own breaks, differences."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from rudc_map.analysis.classify import difference_breaks
from rudc_map.model import ENCLOSING, Level
from rudc_map.view.palettes import DIVERGING
from rudc_map.view.values import in_region
from tests.browser.conftest import Visit
from tests.browser.facts import Facts
from tests.browser.support import (
    address,
    hover,
    legend_colours,
    picture,
    pixels,
    place,
    settled,
)

pytestmark = pytest.mark.browser

REGION, INDICATOR = "groningen-assen", "aandeel_65plus"
CENTRE = "kaart=53.2190,6.5680,13"
NORTH, SOUTH, UNPUBLISHED = "BU00140000", "BU00140001", "BU00140004"

COLOURS_AROUND = """
([x, y]) => {
  const canvas = document.querySelector(".leaflet-rudc-0-pane canvas");
  const frame = canvas.getBoundingClientRect();
  const scale = canvas.width / frame.width;
  const { data } = canvas.getContext("2d")
    .getImageData((x - frame.left) * scale - 6, (y - frame.top) * scale - 6, 12, 12);
  const found = new Set();
  for (let i = 0; i < data.length; i += 4) found.add(data.slice(i, i + 4).join());
  return found.size;
}
"""


def counts(page: Page) -> list[int]:
    """How many areas the legend gives each class."""
    return [int(n) for n in page.locator("#legend .legend-class").all_inner_texts()]


def test_clicking_a_class_dims_the_others_and_again_shows_all(page: Page) -> None:
    colours = legend_colours(page)
    third = page.locator("#legend .legend-class").nth(2)
    third.click()
    expect(third).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#legend [aria-pressed=true]")).to_have_count(1)
    counted = pixels(page, colours)
    assert [count > 200 for count in counted["full"]] == [False, False, True, False, False]
    dimmed = sum(counted["faint"])
    third.click()
    expect(page.locator("#legend [aria-pressed=true]")).to_have_count(0)
    counted = pixels(page, colours)
    assert all(count > 200 for count in counted["full"])
    assert sum(counted["faint"]) < dimmed / 50  # at the edges


def test_missing_values_stand_apart_and_are_hatched(visit: Visit, facts: Facts) -> None:
    page = visit(f"/?{CENTRE}")
    missing = facts.values(INDICATOR, Level.BUURT).missing
    missing = missing[in_region(facts.dataset, Level.BUURT, facts.region(REGION))].dropna()
    shown = page.locator("#legend .legend-missing").all_inner_texts()
    numbers = [int(text.rsplit("(", 1)[1].rstrip(")")) for text in shown]
    assert sum(numbers) == len(missing)
    assert page.evaluate(COLOURS_AROUND, place(page, UNPUBLISHED)) > 3
    assert page.evaluate(COLOURS_AROUND, place(page, NORTH)) == 1


def test_markers_show_where_selected_and_hovered_areas_stand(visit: Visit) -> None:
    page = visit(f"/?{CENTRE}&gebieden={NORTH}")
    expect(page.locator("#legend .mark.selected")).to_have_text(["1"])
    expect(page.locator("#legend .mark.reference")).to_have_count(1)
    hover(page, SOUTH)
    expect(page.locator("#legend .mark.hovered")).to_have_count(1)


def test_nearly_all_in_one_class_is_said_and_helped(visit: Visit) -> None:
    page = visit("/?indicator=misdrijven_per_1000&regio=groningen-drenthe&niveau=buurt")
    before = counts(page)
    share = max(before) / sum(before)
    assert share > 0.75
    expect(page.locator(".legend-crowded")).to_contain_text(f"{int(100 * share)}%")
    page.locator(".legend-crowded button").click()
    settled(page)
    after = counts(page)
    assert max(after) < 0.4 * sum(after)  # the breaks are those of all periods together
    assert address(page)["weergave"].startswith("kwantielen")
    expect(page.locator(".legend-crowded")).to_have_count(0)


def test_difference_counts_equal_python_for_each_reference(visit: Visit, facts: Facts) -> None:
    page = visit("/?weergave=natuurlijk-5-blauw-verschil")
    values = facts.inside(INDICATOR, Level.BUURT, REGION)
    for kind in ENCLOSING:
        page.locator("#reference").select_option(kind.value)
        settled(page)
        compared = facts.reference(INDICATOR, Level.BUURT, REGION, kind).loc[values.index]
        differences = (values - compared).round(1)
        breaks = difference_breaks(differences, 1)
        # as far below as above the reference is equally neutral
        classes = sum((differences >= b) if b < 0 else (differences > b) for b in breaks)
        assert counts(page) == np.bincount(classes, minlength=len(breaks) + 1).tolist()
        colours = legend_colours(page)
        assert colours == list(DIVERGING)  # five classes, the neutral one in the middle
        assert all(n > 100 for n in pixels(page, colours)["full"])
        expect(page.locator("#legend .legend-sub")).to_contain_text("Verschil met")


def test_difference_is_switched_on_and_follows_the_reference(page: Page) -> None:
    before = picture(page)
    page.locator("#difference").check()
    settled(page)
    assert address(page)["weergave"].endswith("-verschil")
    country = picture(page)
    assert country != before
    page.locator("#reference").select_option("gemeente")
    settled(page)
    expect(page.locator("#legend .legend-sub")).to_contain_text("Verschil met de eigen gemeente")
    assert picture(page) != country
    expect(page.locator("#scheme")).to_be_disabled()


def test_own_breaks_recolour_and_wrong_ones_change_nothing(page: Page, facts: Facts) -> None:
    page.locator("details.display summary").click()
    page.locator("#scheme").select_option("eigen")
    settled(page)
    own = page.locator("#own-breaks")
    own.fill("10; 20,5; 30")
    own.press("Enter")
    settled(page)
    values = facts.inside(INDICATOR, Level.BUURT, REGION)
    expected = np.bincount(np.searchsorted([10, 20.5, 30], values), minlength=4)
    assert counts(page) == expected.tolist()
    assert page.locator("#legend .legend-edges span").all_inner_texts() == ["10,0", "20,5", "30,0"]
    assert address(page)["weergave"] == "eigen;10;20.5;30-5-blauw"
    before = picture(page)
    own.fill("tien; twintig")
    own.press("Enter")
    expect(own).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#own-breaks-help")).to_contain_text("Dit zijn geen een tot acht getallen")
    assert picture(page) == before
    assert counts(page) == expected.tolist()


def test_scheme_classes_and_palette_are_chosen(page: Page) -> None:
    page.locator("details.display summary").click()
    page.locator("#classes").select_option("4")
    page.locator("#palette").select_option("groen")
    settled(page)
    pictures = {picture(page)}
    for scheme in ("kwantielen", "gelijk", "afgerond"):
        page.locator("#scheme").select_option(scheme)
        settled(page)
        assert address(page)["weergave"] == f"{scheme}-4-groen"
        assert len(counts(page)) >= 3
        pictures.add(picture(page))
    assert len(pictures) == 4
