"""Two indicators in one map: nine classes, a square legend that filters, and the scatter."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from rudc_map.model import Level
from rudc_map.view.palettes import BIVARIATE
from tests.browser.conftest import Visit
from tests.browser.facts import Facts
from tests.browser.support import (
    DARK,
    MARKS,
    address,
    charts_drawn,
    hover,
    legend_colours,
    pictured,
    pixels,
    settled,
)

pytestmark = pytest.mark.browser

REGION, INDICATOR, OTHER = "groningen-assen", "aandeel_65plus", "misdrijven_per_1000"
IN_ASSEN = "BU01060000"
SQUARE = [colour for row in BIVARIATE for colour in row]
CELLS = "#legend .square-cell"


def counts(page: Page) -> list[int]:
    """The numbers in the square, from the upper left."""
    return [int(n.replace(".", "")) for n in page.locator(CELLS).all_inner_texts()]


def test_bivariate_classes_equal_python_and_filter(visit: Visit, facts: Facts) -> None:
    page = visit(f"/?beeld=samenhang&tweede={OTHER};2023;nederland&grafiek=spreiding")
    pictured(page)
    assert address(page)["beeld"] == "samenhang"
    assert legend_colours(page, CELLS) == [*SQUARE[6:], *SQUARE[3:6], *SQUARE[:3]]

    def check(indicator: str, period: str) -> None:
        series = [
            facts.inside(INDICATOR, Level.BUURT, REGION),
            facts.inside(indicator, Level.BUURT, REGION, period),
        ]
        thirds = []
        for values, id_ in zip(series, (INDICATOR, indicator), strict=True):
            edges = np.quantile(values, [1 / 3, 2 / 3]).round(facts.indicator(id_).decimals)
            thirds.append(values.map(lambda value, edges=edges: int((edges < value).sum())))
        both = thirds[0].index.intersection(thirds[1].index)
        cell = 3 * thirds[0][both] + thirds[1][both]
        expected = np.bincount(cell, minlength=9).reshape(3, 3)[::-1].ravel()
        assert counts(page) == expected.tolist()
        assert address(page)["tweede"].startswith(f"{indicator};{period}")

    check(OTHER, "2023")
    page.locator(f"{CELLS}[data-class='8']").click()
    full = pixels(page, SQUARE)["full"]
    assert [n > 100 for n in full] == [False] * 8 + [True]
    page.evaluate("code => rudc.state.update({ areas: [code] })", IN_ASSEN)  # as a lasso does
    pictured(page)
    pressed = page.locator(f"{CELLS}[aria-pressed=true]")
    expect(pressed).to_have_attribute("data-class", "8")
    assert [n > 100 for n in pixels(page, SQUARE)["full"]] == [False] * 8 + [True]
    page.evaluate("rudc.state.update({ areas: [] })")
    pictured(page)
    page.locator(f"{CELLS}[data-class='8']").click()
    assert min(pixels(page, SQUARE)["full"]) > 50
    expect(page.locator("#chart-tabs [aria-pressed=true]").first).to_have_attribute(
        "data-chart", "spreiding"
    )
    page.locator("[data-focus=bivariate-second]").select_option("woz_waarde")
    pictured(page)
    check("woz_waarde", "2024")
    charts_drawn(page)
    expect(page.locator("#charts h3")).to_contain_text(facts.indicator("woz_waarde").name.nl)
    hover_values(page, facts)


def hover_values(page: Page, facts: Facts) -> None:
    """The tooltip of the two in one tells both values."""
    code = IN_ASSEN
    page.evaluate("code => rudc.map.zoomTo([code])", code)  # clear of the legend
    settled(page)
    hover(page, code)
    lines = page.locator("#tooltip span").all_inner_texts()
    woz = facts.values("woz_waarde", Level.BUURT).values[code]
    assert lines[0] == facts.said(facts.values(INDICATOR, Level.BUURT).values[code], INDICATOR)
    assert (
        f"{facts.indicator('woz_waarde').name.nl}, 2024: {facts.said(woz, 'woz_waarde')}" in lines
    )
    assert pixels(page, [DARK], MARKS)["full"][0] > 5
