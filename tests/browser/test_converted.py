"""Figures that were converted from other boundaries: estimates say so, and a gap says why."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from rudc_map.model import Level
from tests.browser.conftest import Visit
from tests.browser.facts import Facts
from tests.browser.support import charts_drawn, settled, table_rows, traces

pytestmark = pytest.mark.browser

HEALTH = "ervaren_gezondheid"
NORTH, SOUTH = "BU00140000", "BU00140001"


@pytest.fixture
def converted(page: Page, facts: Facts) -> Page:
    """The health figures of two buurten, those of the first two periods converted.

    Of the first period 6.7% and 0.4% is estimated; in the second the first buurt is a gap and
    21% of the second one is estimated.
    """
    codes = list(facts.dataset.codes(Level.BUURT))
    first, second = (str(codes.index(code)) for code in (NORTH, SOUTH))
    periods = facts.indicator(HEALTH).periods

    def convert(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        if body["period"] == periods[0]:
            body["inexact"] = {first: 0.067, second: 0.004}
        elif body["period"] == periods[1]:
            body["inexact"] = {second: 0.21}
            body["values"][int(first)] = None
            letters = list(body["missing"])
            letters[int(first)] = "v"
            body["missing"] = "".join(letters)
        route.fulfill(json=body)

    page.route(f"**/values/**/{HEALTH}/**", convert)
    changes = {"indicator": HEALTH, "areas": [NORTH, SOUTH], "chart": "tijd", "period": periods[0]}
    page.evaluate("changes => rudc.state.update(changes)", changes)
    charts_drawn(page)
    return page


def test_the_chart_over_the_years_marks_estimates_and_explains_gaps(
    converted: Page, facts: Facts
) -> None:
    periods = facts.indicator(HEALTH).periods
    lines = traces(converted, "chart-periods")
    assert lines[0]["y"][1] is None
    assert lines[0]["connectgaps"] is False
    assert [symbol >= 100 for symbol in lines[0]["symbols"][:3]] == [True, False, False]
    assert [symbol >= 100 for symbol in lines[1]["symbols"][:3]] == [True, True, False]

    note = converted.locator("#charts .chart-note")
    values = sum(
        1
        for code in (NORTH, SOUTH)
        for p in periods
        if facts.values(HEALTH, Level.BUURT, p).values.notna()[code]
    )
    expect(note).to_contain_text(
        f"(open tekens): 3 van de {values - 1} cijfers, voor <\u00a01% tot 21% geschat."
    )
    expect(note).to_contain_text(f"te veel veranderden: {facts.dataset.areas.at[NORTH, 'name']}")
    expect(note).to_contain_text(f"({periods[1]})")

    body = table_rows(converted, "chart-periods")[1:]
    assert body[0][1].endswith("(7% geschat)")
    assert body[0][2].endswith("(<\u00a01% geschat)")
    assert body[1][1] == "niet te vergelijken: grenzen veranderd"
    assert body[1][2].endswith("(21% geschat)")
    assert "geschat" not in body[2][1]


WHY_NOT = {
    "nl": "niet te vergelijken: grenzen veranderd",
    "en": "not comparable: boundaries changed",
}

# where on the page the mark of a gap is, which is drawn on an axis of its own
MARK_OF_GAP = """
(period) => {
  const plot = document.querySelector("#chart-periods .js-plotly-plot");
  const { left, top } = plot.getBoundingClientRect();
  const { xaxis, yaxis2 } = plot._fullLayout;
  const { x, y } = plot.data.at(-1);
  const at = x.indexOf(Number(period));
  return [left + xaxis._offset + xaxis.d2p(x[at]), top + yaxis2._offset + yaxis2.d2p(y[at])];
}
"""


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_gap_says_why_to_mouse_keyboard_and_screen_reader(
    converted: Page, facts: Facts, lang: str
) -> None:
    page, why = converted, WHY_NOT[lang]
    if lang == "en":
        page.locator("#language").click()
        charts_drawn(page)
    period = facts.indicator(HEALTH).periods[1]
    name = facts.dataset.areas.at[NORTH, "name"]
    page.locator("#chart-periods").scroll_into_view_if_needed()
    page.mouse.move(*page.evaluate(MARK_OF_GAP, period))
    expect(page.locator("#chart-periods .hoverlayer")).to_contain_text(f"{period}{why}: {name}")

    summary = page.locator("#charts summary")
    summary.focus()
    page.keyboard.press("Enter")
    cell = page.locator("#charts tbody tr").nth(1).locator("td").first
    expect(cell).to_have_text(why)
    said = page.locator("#charts .chart").get_attribute("aria-label")
    assert said is not None
    assert f"{period} {why}" in said


def test_totals_beside_which_other_lines_are_flat_are_not_drawn(go: Visit, facts: Facts) -> None:
    page = go(indicator="misdrijven", level="buurt", areas=[NORTH], chart="tijd")
    drawn = [trace["name"] for trace in traces(page, "chart-periods")]
    assert drawn == [f"1 {facts.full_name(NORTH)}"]
    note = page.locator("#charts .chart-note")
    expect(note).to_contain_text("Niet getekend")
    expect(note).to_contain_text(facts.region("groningen-assen").name.nl)
    assert len(table_rows(page, "chart-periods")[0]) == 4  # with Nederland and the region


def test_the_panel_the_card_and_the_table_say_it_too(converted: Page, facts: Facts) -> None:
    page = converted
    rows = page.locator("#compare")
    expect(rows.get_by_text("7% geschat", exact=True)).to_be_visible()
    page.evaluate("code => rudc.map.hover(code)", NORTH)
    expect(page.locator("#tooltip")).to_contain_text("(7% geschat)")

    page.evaluate("rudc.state.update({ chart: 'tabel' })")
    charts_drawn(page)
    column = page.locator("#analysis th[data-column=inexact]")
    expect(column).to_have_text("Geschat")
    column.get_by_role("button").click()
    first = page.locator("#analysis tbody tr").first
    expect(first).to_have_attribute("data-code", NORTH)
    expect(first).to_contain_text("7%")
    with page.expect_download() as saved:
        page.locator("#analysis [data-focus=table-download]").click()
    lines = saved.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert "Geschat deel (0 tot 1)" in lines[0]
    assert re.search(r";0,067;", next(line for line in lines if line.startswith(NORTH)))

    page.evaluate("period => rudc.state.update({ period })", facts.indicator(HEALTH).periods[1])
    settled(page)
    expect(rows.locator("em")).to_have_text("niet te vergelijken: grenzen veranderd")
