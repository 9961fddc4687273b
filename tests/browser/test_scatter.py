"""The scatter of two subjects, its lasso, and the link of charts with the map both ways."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Page, expect
from scipy.spatial.distance import pdist, squareform
from scipy.stats import spearmanr, theilslopes

from rudc_map.model import Lang, Level
from rudc_map.view.formats import format_number
from tests.browser.conftest import Visit
from tests.browser.facts import Facts
from tests.browser.support import (
    DARK,
    MARKS,
    address,
    charts_drawn,
    hover,
    open_chart,
    pixels,
    points,
    settled,
    table_rows,
    traces,
)

pytestmark = pytest.mark.browser

REGION, INDICATOR, OTHER = "groningen-assen", "aandeel_65plus", "woz_waarde"
SECOND = {"indicator": OTHER, "period": "2024", "reference": "nederland"}
CENTRE = {"lat": 53.219, "lon": 6.568, "zoom": 13}
NORTH, SOUTH = "BU00140000", "BU00140001"
PLOTS = ("ranking", "distribution", "scatter")


def both(facts: Facts) -> pd.DataFrame:
    """The values of the areas that have both."""
    columns = [facts.inside(i, Level.BUURT, REGION) for i in (INDICATOR, OTHER)]
    return pd.concat(columns, axis=1, keys=["x", "y"]).dropna()


def dots_of(page: Page, chart: str) -> pd.DataFrame:
    """Where on the page the mark of each area is (x, y; index: code)."""
    codes = list(dict.fromkeys(c for trace in traces(page, chart) for c in trace["customdata"]))
    return pd.DataFrame(points(page, chart, codes), index=codes, columns=["x", "y"])


def lasso(page: Page, codes: list[str]) -> set[str]:
    """Draw a line around the dots of areas with the mouse; gives all that it holds."""
    dots = dots_of(page, "chart-scatter")
    for margin in range(8, 20):
        low, high = dots.loc[codes].min() - margin, dots.loc[codes].max() + margin
        near = ((dots - low).abs() < 1) | ((dots - high).abs() < 1)
        if not near.any(axis=None):  # no dot of which it is unsure
            break
    corners = [(low.x, low.y), (high.x, low.y), (high.x, high.y), (low.x, high.y)]
    page.mouse.move(*corners[0])
    page.mouse.down()
    for x, y in [*corners[1:], corners[0]]:
        page.mouse.move(x, y, steps=4)
    page.mouse.up()
    return set(dots.index[((dots > low) & (dots < high)).all(axis=1)])


def loneliest(page: Page, chart: str) -> str:
    """The area whose mark is farthest from all others; the mouse hovers no other there."""
    dots = dots_of(page, chart)
    apart = squareform(pdist(dots))
    np.fill_diagonal(apart, np.inf)
    return dots.index[apart.min(axis=0).argmax()]


def test_scatter_equals_scipy(go: Visit, facts: Facts) -> None:
    page = go(chart="spreiding", second=SECOND)
    table = both(facts)
    rho = spearmanr(table["x"], table["y"]).statistic
    slope, intercept, *_ = theilslopes(table["y"], table["x"])
    words = page.locator("#charts .chart").get_attribute("aria-label") or ""
    assert f". {len(table)} gebieden." in words
    assert f"rho is {format_number(rho, 2, Lang.NL)}." in words
    change = f"{facts.indicator(OTHER).name.nl} met {format_number(slope, 2, Lang.NL)}"
    assert f"verandert {change}." in words

    *dots, _, trend = traces(page, "chart-scatter")
    shown = {
        code: (x, y, size)
        for dot in dots
        for code, x, y, size in zip(
            dot["customdata"], dot["x"], dot["y"], dot["sizes"], strict=True
        )
    }
    assert {code: at[:2] for code, at in shown.items()} == {
        row.Index: (row.x, row.y) for row in table.itertuples()
    }
    people = facts.values("inwoners", Level.BUURT).values[list(shown)]
    sizes = 4 + 16 * np.sqrt(people / people.max())
    assert [size for _, _, size in shown.values()] == pytest.approx(sizes.tolist())
    gemeenten = sorted({code[2:6] for code in shown}, key=lambda gm: facts.name(f"GM{gm}"))
    assert [trace["name"] for trace in dots] == [facts.name(f"GM{gm}") for gm in gemeenten]
    assert len({trace["symbols"] for trace in dots}) == len(dots)
    ends = [table["x"].min(), table["x"].max()]
    assert trend["x"] == ends
    assert trend["y"] == pytest.approx([intercept + slope * x for x in ends], rel=1e-4)
    assert sorted(table_rows(page, "chart-scatter")[1:]) == sorted(
        [facts.full_name(row.Index), facts.said(row.x, INDICATOR), facts.said(row.y, OTHER)]
        for row in table.itertuples()
    )
    page.locator("[data-focus=second]").select_option("inkomen_per_inwoner")
    charts_drawn(page)
    assert address(page)["tweede"].startswith("inkomen_per_inwoner;2024")
    expect(page.locator("#charts h3")).to_contain_text(
        facts.indicator("inkomen_per_inwoner").name.nl
    )


def test_lasso_selects_up_to_ten_areas_on_the_map(go: Visit, facts: Facts) -> None:
    page = go(chart="spreiding", second=SECOND, wide=True)
    extreme = both(facts).nlargest(4, "y").index.tolist()
    inside = lasso(page, extreme)
    assert inside.issuperset(extreme)
    assert len(inside) <= 10
    page.wait_for_function("n => rudc.state.get().areas.length === n", arg=len(inside))
    charts_drawn(page)
    assert set(address(page)["gebieden"].split(",")) == inside
    expect(page.locator("#summary tr[data-code]")).to_have_count(len(inside))


def test_larger_lasso_outlines_and_can_be_taken_as_one(go: Visit, facts: Facts) -> None:
    page = go(chart="spreiding", second=SECOND, wide=True)
    before = pixels(page, [DARK], MARKS)["full"][0]
    inside = lasso(page, both(facts).nlargest(25, "y").index.tolist())
    assert len(inside) > 10
    notice = page.locator("#notices .notice")
    expect(notice).to_contain_text(f"{len(inside)} gebieden omlijnd op de kaart")
    assert pixels(page, [DARK], MARKS)["full"][0] > before + 200
    assert "gebieden" not in address(page)
    notice.get_by_role("button", name="Neem de selectie als één gebied").click()
    charts_drawn(page)
    kind, codes, _ = address(page)["eigen"].split(":")
    assert (kind, set(codes.split(","))) == ("g", inside)
    row = page.locator("#summary tr[data-code=EIGEN]")
    values = facts.values(INDICATOR, Level.BUURT)
    people = facts.values("inwoners", Level.BUURT).values[list(inside)]
    expect(row.locator("td").first).to_contain_text(
        facts.said(np.average(values.values[list(inside)], weights=people), INDICATOR).rstrip("%")
    )


def test_hover_links_charts_and_map_both_ways(go: Visit, facts: Facts) -> None:
    page = go(areas=[NORTH], second=SECOND, wide=True, viewport=CENTRE)
    name = facts.name(NORTH)
    for tab, chart in zip(("rangorde", "verdeling", "spreiding"), PLOTS, strict=True):
        open_chart(page, tab)
        page.mouse.move(5, 5)
        hover(page, NORTH)
        text = page.locator(f"#chart-{chart} .hoverlayer")
        expect(text).to_contain_text(name)
        page.mouse.move(5, 5)
        page.wait_for_function("rudc.map.hovered() === null")
        expect(text.locator(".hovertext")).to_have_count(0)
        code = loneliest(page, f"chart-{chart}")
        x, y = points(page, f"chart-{chart}", [code])[0]
        page.mouse.move(x - 3, y)
        page.mouse.move(x, y)
        page.wait_for_function("code => rudc.map.hovered() === code", arg=code)
        expect(page.locator("#tooltip strong")).to_have_text(facts.full_name(code))
        page.mouse.move(5, 5)
        page.wait_for_function("rudc.map.hovered() === null")
    settled(page)
    assert address(page)["gebieden"] == NORTH


def test_every_chart_has_title_unit_words_source_and_table(go: Visit, facts: Facts) -> None:
    crime = "misdrijven_per_1000"
    unit, source = facts.indicator(crime).unit.nl, "Bron: "
    page = go(indicator=crime, areas=[NORTH, SOUTH], second=SECOND)
    lacking = []
    for tab in ("overzicht", "rangorde", "verdeling", "tijd", "profiel", "spreiding", "grens"):
        open_chart(page, tab)
        charts = page.locator("#charts .chart")
        assert charts.count() >= 1
        for chart in charts.all():
            title = chart.locator("h3").inner_text()
            graph = chart.locator(".dash-graph").get_attribute("id")
            table = chart.locator("details.chart-table")
            has = {
                "title": len(title) > 10,
                "unit": unit in f"{title} {chart.locator('.xtitle, .ytitle').all_inner_texts()}"
                or "standaardafwijking" in chart.inner_text(),
                "words": (chart.get_attribute("aria-label") or "").startswith(f"{title}. ")
                and len(chart.get_attribute("aria-label") or "") > len(title) + 30,
                "source": source in chart.locator(".chart-source").inner_text(),
                "table": table.count() == 1 and len(table_rows(page, str(graph))) > 1,
            }
            lacking += [f"{tab} {graph}: {part}" for part, there in has.items() if not there]
    assert lacking == []
