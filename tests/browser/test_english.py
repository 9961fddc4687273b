"""The page in English."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from rudc_map.model import Lang, Level
from tests.browser.conftest import Visit
from tests.browser.facts import Facts
from tests.browser.support import (
    address,
    charts_drawn,
    choose_picture,
    open_chart,
    open_details,
    painted,
    pictured,
    settled,
)

pytestmark = pytest.mark.browser

DUTCH = re.compile(
    r"\b(het|een|van|voor|met|niet|geen|buurten|wijken|gemeenten|gemeente|inwoners|niveau|"
    r"onderwerp|periode|vergelijken|vergelijking|legenda|kaart|hoogste|laagste|bron|kleur|zoek|"
    r"kies|klik|opnieuw|sluiten|wissen|weergave|regio|plaats|verschil|waarde|gebied|gebieden|"
    r"percentiel|geheim|gunstiger|hele|locatie)\b",
    re.IGNORECASE,
)
TITLES_OF_SOURCES = re.compile(r"Kadaster / Centraal Bureau voor de Statistiek|Kaartondergrond")


CHARTS = [
    "overzicht",
    "rangorde",
    "verdeling",
    "tijd",
    "profiel",
    "spreiding",
    "verbanden",
    "vergelijkbaar",
    "grens",
    "patroon",
    "tabel",
]


def dutch_on(page: Page, facts: Facts) -> list[str]:
    """The lines of the page, also those that are only spoken, with Dutch words in them."""
    page.evaluate("document.getElementById('language').style.display = 'none'")  # "Nederlands"
    spoken = page.evaluate(
        """[...document.querySelectorAll("[aria-label], [title], [placeholder]")]
             .filter((e) => !e.closest("[lang=nl], [hidden]"))
             .map((e) => [e.ariaLabel, e.title, e.placeholder].join(" ")).join("\\n")"""
    )
    text = f"{page.locator('body').inner_text()}\n{spoken}"
    text = "\n".join(line for line in text.splitlines() if DUTCH.search(line))
    for name in sorted(facts.dataset.areas["name"], key=len, reverse=True):
        text = text.replace(name, "")
    for source in facts.dataset.sources.values():
        text = text.replace(source.title, "").replace(source.attribution, "")
    text = TITLES_OF_SOURCES.sub("", text)
    return [line for line in text.splitlines() if DUTCH.search(line)]


@pytest.mark.parametrize("areas", ["", "&gebieden=BU00140000,BU00140004"])
def test_english_page_holds_no_dutch(visit: Visit, facts: Facts, areas: str) -> None:
    page = visit(f"/?taal=en&kaart=53.2190,6.5680,13{areas}")
    page.locator("details.display summary").click()
    for summary in page.locator(".explanation summary, .caveats summary").all():
        summary.click()
    if areas:
        expect(page.locator("#charts .chart")).to_have_count(2)
    assert dutch_on(page, facts) == []


def test_english_charts_lists_and_pictures_hold_no_dutch(visit: Visit, facts: Facts) -> None:
    page = visit(
        "/?taal=en&niveau=gemeente&indicator=misdrijven_per_1000&gebieden=GM0014,GM0106"
        "&laag=provinciegrens&eigen=c:53.2190,6.5680,800:inwoners"
    )
    charts_drawn(page)
    found = {}
    for chart in CHARTS:
        open_chart(page, chart)
        open_details(page)
        found[chart] = dutch_on(page, facts)
    for name in ("twee-kaarten", "twee-gebieden", "reeks", "samenhang"):
        choose_picture(page, name)
        found[name] = dutch_on(page, facts)
    choose_picture(page, "kaart")
    page.locator("#overlay").select_option("clusters")
    page.locator("#own-area").click()
    pictured(page)
    found["clusters, own area"] = dutch_on(page, facts)
    page.locator("#own-area-panel").get_by_role("button", name="Draw a polygon").click()
    found["drawing"] = dutch_on(page, facts)
    page.keyboard.press("Escape")
    page.locator("#region").select_option("eigen")
    expect(page.locator("dialog.own-region")).to_be_visible()
    found["own region"] = dutch_on(page, facts)
    assert {where: lines for where, lines in found.items() if lines} == {}


def test_english_page_writes_numbers_in_english(visit: Visit, facts: Facts) -> None:
    values = facts.inside("kinderen_per_km2", Level.BUURT, "groningen-assen")
    code, value = values.index[0], values.iloc[0]
    assert value > 1000
    page = visit(f"/?taal=en&indicator=kinderen_per_km2&gebieden={code}")
    shown = page.locator(f"#summary tr[data-code={code}] td").first
    expect(shown).to_have_text(f"{value:,.1f}")
    assert facts.said(value, "kinderen_per_km2", Lang.EN).startswith(f"{value:,.1f}")


def test_country_is_not_compared_with_itself(visit: Visit) -> None:
    page = visit("/?taal=en&regio=nederland&niveau=gemeente&indicator=misdrijven_per_1000")
    expect(page.locator("#summary .key-figures dt")).to_have_text(["The Netherlands"])
    page.evaluate("rudc.state.update({ chart: 'tijd', areas: ['GM0014'] })")
    charts_drawn(page)
    names = page.evaluate(
        "document.querySelector('#chart-periods .js-plotly-plot').data.map((line) => line.name)"
    )
    assert names == ["1 Groningen", "the Netherlands"]
    title = page.locator(".chart:has(#chart-periods) h3")
    expect(title).to_have_text(
        "Over the years · Recorded crimes per 1,000 inhabitants, 2021 – 2025"
    )


def test_language_link_keeps_the_page(visit: Visit) -> None:
    page = visit("/?indicator=misdrijven_per_1000&periode=2023&gebieden=BU00140000")
    before = address(page)
    page.locator("#language").click()
    page.wait_for_url("**taal=en**")
    painted(page)
    settled(page)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_contain_text("Neighbourhood map")
    assert address(page) == {**before, "taal": "en"}
    page.locator("#language").click()
    page.wait_for_function("document.documentElement.lang === 'nl' && window.shownState")
    assert address(page) == before
