"""Every indicator on the page: what is said of it holds no leftovers of the code."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.facts import Facts
from tests.browser.support import settled

pytestmark = pytest.mark.browser

LEFTOVER = re.compile(r"\b(null|undefined|NaN|Infinity|object)\b|[{}]")


def leftovers(page: Page, indicator: str) -> list[str]:
    page.evaluate("indicator => rudc.state.update({ indicator })", indicator)
    page.wait_for_function(
        "indicator => rudc.view.current().state.indicator === indicator", arg=indicator
    )
    settled(page)
    said = [page.locator(f"#{part}").inner_text() for part in ("legend", "summary", "choose")]
    return [line for part in said for line in part.splitlines() if LEFTOVER.search(line)]


@pytest.mark.parametrize("address", ["/?taal=en", "/?regio=groningen-drenthe&gebieden=GM0106"])
def test_nothing_is_left_of_the_code(visit: Visit, facts: Facts, address: str) -> None:
    page = visit(address)
    found = {i.id: leftovers(page, i.id) for i in facts.registry.indicators}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_amounts_are_in_euros_in_both_languages(visit: Visit) -> None:
    address = "/?indicator=woz_waarde&niveau=gemeente&gebieden=GM0106"
    # geodata/sources/kerncijfers/GM0106.csv: GM0106;Assen;...;g_wozbag 284
    for language, expected in (("", "€\xa0284.000"), ("&taal=en", "€284,000")):
        page = visit(address + language)
        assert page.locator("#summary tr[data-code=GM0106] td").first.inner_text() == expected
