"""The page in English."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from rudc_map.model import Lang, Level
from tests.browser.conftest import Visit
from tests.browser.facts import Facts
from tests.browser.support import address, painted, settled

pytestmark = pytest.mark.browser

DUTCH = re.compile(
    r"\b(het|een|van|voor|met|niet|geen|buurten|wijken|gemeenten|gemeente|inwoners|niveau|"
    r"onderwerp|periode|vergelijken|vergelijking|legenda|kaart|hoogste|laagste|bron|kleur|zoek|"
    r"kies|klik|opnieuw|sluiten|wissen|weergave|regio|plaats|verschil|waarde|gebied|gebieden|"
    r"percentiel|geheim|gunstiger|hele|locatie)\b",
    re.IGNORECASE,
)
TITLES_OF_SOURCES = re.compile(r"Kadaster / Centraal Bureau voor de Statistiek|Kaartondergrond")


@pytest.mark.parametrize("areas", ["", "&gebieden=BU00140000,BU00140004"])
def test_english_page_holds_no_dutch(visit: Visit, facts: Facts, areas: str) -> None:
    page = visit(f"/?taal=en&kaart=53.2190,6.5680,13{areas}")
    page.locator("details.display summary").click()
    for summary in page.locator(".explanation summary, .caveats summary").all():
        summary.click()
    if areas:
        expect(page.locator("#charts .chart")).to_have_count(2)
    spoken = page.evaluate(
        """[...document.querySelectorAll("[aria-label], [title], [placeholder]")]
             .filter((e) => !e.closest("[lang=nl], [hidden]"))
             .map((e) => [e.ariaLabel, e.title, e.placeholder].join(" ")).join("\\n")"""
    )
    page.evaluate("document.getElementById('language').remove()")  # says "Nederlands", rightly
    text = f"{page.locator('body').inner_text()}\n{spoken}"
    for name in sorted(facts.dataset.areas["name"], key=len, reverse=True):
        text = text.replace(name, "")
    for source in facts.dataset.sources.values():
        text = text.replace(source.title, "").replace(source.attribution, "")
    text = TITLES_OF_SOURCES.sub("", text)
    found = [line for line in text.splitlines() if DUTCH.search(line)]
    assert found == []


def test_english_page_writes_numbers_in_english(visit: Visit, facts: Facts) -> None:
    values = facts.inside("kinderen_per_km2", Level.BUURT, "groningen-assen")
    code, value = values.index[0], values.iloc[0]
    assert value > 1000
    page = visit(f"/?taal=en&indicator=kinderen_per_km2&gebieden={code}")
    shown = page.locator(f"#summary tr[data-code={code}] td").first
    expect(shown).to_have_text(f"{value:,.1f}")
    assert facts.said(value, "kinderen_per_km2", Lang.EN).startswith(f"{value:,.1f}")


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
