"""The first page: the map, its legend and the story of the region."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from rudc_map.model import Level
from tests.browser.conftest import new_page, watched
from tests.browser.facts import Facts
from tests.browser.support import (
    are_dark,
    borders,
    eventually,
    legend_colours,
    painted,
    pixels,
    places_of,
)

pytestmark = pytest.mark.browser

REGION, INDICATOR = "groningen-assen", "aandeel_65plus"
PHONE = {"viewport": {"width": 393, "height": 851}, "device_scale_factor": 2}

KEEP_FIRST_PICTURE = """
() => {
  const canvas = document.querySelector("#first-picture canvas");
  window.kept = { canvas, frame: canvas.getBoundingClientRect() };
}
"""

# share of the areas, of those that are not tiny, that have one colour in both pictures
ALIKE = """
() => {
  const map = rudc.map.leaflet();
  const frame = map.getContainer().getBoundingClientRect();
  const own = map.getPane("rudc-0").querySelector("canvas");
  const colour = (canvas, { left, top, width }, x, y) => {
    const scale = canvas.width / width;
    const at = [(x - left) * scale, (y - top) * scale].map(Math.floor);
    return [...canvas.getContext("2d").getImageData(...at, 1, 1).data];
  };
  let [alike, all] = [0, 0];
  const { classOf } = rudc.view.current().painting;
  for (const [i, shape] of rudc.map.shapes().entries()) {
    if (classOf[i] < 0) continue; // a pattern
    const [west, south, east, north] = shape.box;
    const low = map.latLngToContainerPoint([south, west]);
    const high = map.latLngToContainerPoint([north, east]);
    const { x, y } = map.latLngToContainerPoint(rudc.coverage.centreOf(shape));
    if (Math.min(high.x - low.x, low.y - high.y) < 24) continue;
    if (x < 0 || y < 0 || x > frame.width || y > frame.height) continue;
    const here = [frame.left + x, frame.top + y];
    const first = colour(kept.canvas, kept.frame, ...here);
    const later = colour(own, own.getBoundingClientRect(), ...here);
    all += 1;
    alike += [0, 1, 2].every((k) => Math.abs(first[k] - later[k]) < 6);
  }
  return [alike, all];
}
"""


def test_first_page_paints_the_classes_of_the_legend(page: Page) -> None:
    colours = legend_colours(page)
    assert len(set(colours)) == 5
    counted = pixels(page, colours)["full"]
    assert sum(count > 200 for count in counted) >= 4, counted


def test_legend_names_indicator_unit_period_level_and_source(page: Page, facts: Facts) -> None:
    legend = page.locator("#legend")
    expect(legend.locator("h2")).to_have_text(facts.indicator(INDICATOR).name.nl)
    expect(legend.locator(".legend-sub")).to_have_text("% · buurten")
    source = facts.dataset.sources[facts.indicator(INDICATOR).sources[0]]
    expect(legend.locator(".legend-source")).to_contain_text(source.attribution)


def test_legend_counts_every_area_of_the_region_once(page: Page, facts: Facts) -> None:
    values = facts.inside(INDICATOR, Level.BUURT, REGION)
    counts = [int(text) for text in page.locator("#legend .legend-class").all_inner_texts()]
    assert sum(counts) == len(values)


def test_story_names_the_highest_and_the_lowest_five(page: Page, facts: Facts) -> None:
    values = facts.inside(INDICATOR, Level.BUURT, REGION)
    ranks = facts.standing(INDICATOR, Level.BUURT, REGION)["rank"]
    for part, rows in (("Hoogste vijf", values[:5]), ("Laagste vijf", values.iloc[::-1][:5])):
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
    border = next(f for f in borders(page) if f["properties"]["id"] == "provincie")
    frame = page.locator("#map").bounding_box()
    assert frame is not None
    left, top = frame["x"] + 5, frame["y"] + 5
    right, bottom = left + frame["width"] - 10, top + frame["height"] - 10
    points = [point for line in border["geometry"]["coordinates"] for point in line]
    on_it = [(x, y) for x, y in places_of(page, points) if left < x < right and top < y < bottom]
    assert len(on_it) > 20
    assert sum(are_dark(page, on_it)) > 0.9 * len(on_it)  # names cover it here and there


@pytest.mark.parametrize(
    ("address", "options"), [("/", {}), ("/?kaart=53.2190,6.5680,11.1&niveau=wijk", PHONE)]
)
def test_the_first_picture_is_there_before_dash_where_the_map_will_be(
    browser: Browser, app_url: str, address: str, options: dict[str, object]
) -> None:
    page = new_page(browser, **options)
    errors = watched(page)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/dash_renderer*", hold)
    # with the charts the map makes way for its legend
    page.route("**/dash_core_components*", hold)
    page.goto(app_url + address, wait_until="commit")
    page.wait_for_function("performance.getEntriesByName('choropleth-painted').length > 0")
    page.evaluate(KEEP_FIRST_PICTURE)
    assert not page.evaluate("'DashRenderer' in window")
    eventually(page, lambda: any("dash_renderer" in route.request.url for route in held))
    for route in held:
        if "dash_renderer" in route.request.url:
            route.continue_()
    painted(page)
    expect(page.locator("#first-picture")).to_have_count(0)
    alike, shown = page.evaluate(ALIKE)
    assert shown > 15
    assert alike > 0.9 * shown, (alike, shown)
    assert errors == []
    page.context.close()
