"""The first page: the map, its legend and the story of the region."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from rudc_map.model import Level
from tests.browser.facts import Facts
from tests.browser.support import complete, legend_colours, pixels

pytestmark = pytest.mark.browser

REGION, INDICATOR = "groningen-assen", "aandeel_65plus"


def test_first_page_paints_the_classes_of_the_legend(page: Page) -> None:
    colours = legend_colours(page)
    assert len(set(colours)) == 5
    counted = pixels(page, colours)["full"]
    assert sum(count > 200 for count in counted) >= 4, counted


def test_legend_names_indicator_unit_period_level_and_source(page: Page, facts: Facts) -> None:
    legend = page.locator("#legend")
    expect(legend.locator("h2")).to_have_text(facts.indicator(INDICATOR).name.nl)
    expect(legend.locator(".legend-sub")).to_have_text("% · 2024 · buurten")
    source = facts.dataset.sources[facts.indicator(INDICATOR).sources[0]]
    expect(legend.locator(".legend-source")).to_contain_text(source.attribution)


def test_legend_counts_every_area_of_the_region_once(page: Page, facts: Facts) -> None:
    values = facts.inside(INDICATOR, Level.BUURT, REGION)
    counts = [int(text) for text in page.locator("#legend .legend-class").all_inner_texts()]
    assert sum(counts) == len(values)


@pytest.mark.parametrize(("part", "lowest"), [("Hoogste vijf", False), ("Laagste vijf", True)])
def test_story_names_the_extremes(page: Page, facts: Facts, part: str, lowest: bool) -> None:
    values = facts.inside(INDICATOR, Level.BUURT, REGION)
    rows = values.iloc[::-1][:5] if lowest else values[:5]
    ranks = facts.standing(INDICATOR, Level.BUURT, REGION)["rank"]
    expected = [
        f"{ranks[code]:.0f} {facts.full_name(code)} {facts.said(value, INDICATOR)}"
        for code, value in rows.items()
    ]
    shown = page.locator(".extremes").filter(has_text=part).locator("li").all_inner_texts()
    assert [" ".join(row.split()) for row in shown] == expected


def test_story_gives_region_and_country(page: Page, facts: Facts) -> None:
    figures = page.locator(".key-figures dd").all_inner_texts()
    from rudc_map.indicators.references import country_value, region_value

    known, region = facts.indicator(INDICATOR), facts.region(REGION)
    expected = [
        region_value(facts.dataset, known, "2024", region),
        country_value(facts.dataset, known, "2024"),
    ]
    assert figures == [facts.said(value, INDICATOR) for value in expected]


def test_provincial_border_is_drawn(page: Page) -> None:
    complete(page)
    page.wait_for_function("document.querySelector('.leaflet-rudc-lines-pane canvas') !== null")
    dark = pixels(page, ["#111827"], pane="rudc-lines")["full"][0]
    page.evaluate(
        """() => {
          let border = null;
          rudc.map.leaflet().eachLayer((layer) => {
            if (layer.feature && layer.feature.properties.id === "provincie") border = layer;
          });
          border._parts = [];
          border._rings = [];
          border._renderer._redraw();
        }"""
    )
    without = pixels(page, ["#111827"], pane="rudc-lines")["full"][0]
    assert dark > without + 300  # the rest are names
