"""The address holds the whole page, in the browser as in Python."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Page, expect

from rudc_map.view.page import state_data
from rudc_map.view.state import parse_state, query_string
from tests.browser.conftest import Visit
from tests.browser.facts import Facts
from tests.browser.support import address, choose_indicator, click, settled

pytestmark = pytest.mark.browser

FULL = (
    "regio=groningen-drenthe&niveau=wijk&indicator=misdrijven_per_1000&periode=2023"
    "&gebieden=WK001400,WK001401&referentie=provincie&weergave=kwantielen-4-groen"
    "&kaart=53.1000,6.6000,9.5&taal=en"
)
QUERIES = (
    "",
    "indicator=woz_waarde&niveau=gemeente",
    FULL,
    "regio=nederland&niveau=provincie&indicator=inwoners",
    "weergave=eigen;-1.5;0;1000000-5-warm&indicator=inkomen_verschil_nederland",
    "gebieden=BU00140000,GM0014&kaart=53.2,6.56789,12.256&taal=nl",
    "regio=atlantis&indicator=bestaat_niet&periode=1800&weergave=raar&taal=fr",
    "indicator=misdrijven_per_1000_vijf_jaar&weergave=natuurlijk-7-cividis-verschil",
)


def test_full_address_restores_everything(visit: Visit, facts: Facts) -> None:
    page = visit(f"/?{FULL}")
    assert page.url.endswith(f"/?{FULL}")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#region")).to_have_value("groningen-drenthe")
    expect(page.locator("#level input:checked")).to_have_value("wijk")
    expect(page.locator("#legend h2")).to_have_text(facts.indicator("misdrijven_per_1000").name.en)
    expect(page.locator("#period-value")).to_have_text("2023")
    expect(page.locator("#reference")).to_have_value("provincie")
    expect(page.locator("#scheme")).to_have_value("kwantielen")
    expect(page.locator("#palette")).to_have_value("groen")
    expect(page.locator("#legend .legend-class")).to_have_count(4)
    expect(page.locator("#summary tr[data-code]")).to_have_count(2)
    centre = page.evaluate("rudc.map.leaflet().getCenter()")
    assert centre["lat"] == pytest.approx(53.1, abs=0.005)
    assert centre["lng"] == pytest.approx(6.6, abs=0.005)
    assert page.evaluate("rudc.map.leaflet().getZoom()") == 9.5


def test_back_and_forward_restore_the_page(visit: Visit, facts: Facts) -> None:
    page = visit("/?kaart=53.2190,6.5680,13")
    choose_indicator(page, facts.indicator("woz_waarde").name.nl)
    click(page, "BU00140000")
    page.go_back()
    settled(page)
    assert "gebieden" not in address(page)
    expect(page.locator("#summary")).to_contain_text("Hoogste vijf")
    page.go_back()
    settled(page)
    expect(page.locator("#legend h2")).to_have_text(facts.indicator("aandeel_65plus").name.nl)
    page.go_forward()
    page.go_forward()
    settled(page)
    expect(page.locator("#legend h2")).to_have_text(facts.indicator("woz_waarde").name.nl)
    expect(page.locator("#summary tr[data-code]")).to_have_count(1)


def test_wrong_address_tells_what_it_shows_instead(visit: Visit) -> None:
    page = visit("/?regio=atlantis&indicator=onzin&gebieden=BU99999999&weergave=raar&kaart=zzz")
    notices = page.locator("#notices .notice")
    expect(notices).to_have_count(5)
    for wrong in ("atlantis", "onzin", "BU99999999", "raar", "zzz"):
        expect(notices.filter(has_text=wrong)).to_have_count(1)
    expect(page.locator("#legend h2")).to_have_text("Aandeel 65-plussers")
    notices.first.get_by_role("button", name="Sluiten").click()
    expect(notices).to_have_count(4)


def test_browser_writes_the_same_address_as_python(page: Page, facts: Facts) -> None:
    for query in QUERIES:
        state = parse_state(dict(parse_qsl(query)), facts.dataset, facts.registry).state
        written = page.evaluate("(state) => rudc.state.query(state)", state_data(state))
        assert written == query_string(state)


@pytest.mark.parametrize("query", [QUERIES[3], QUERIES[5]])
def test_page_keeps_the_address_it_was_opened_with(visit: Visit, facts: Facts, query: str) -> None:
    page = visit(f"/?{query}")
    state = parse_state(dict(parse_qsl(query)), facts.dataset, facts.registry).state
    expected = dict(parse_qsl(query_string(state)))
    shown = address(page)
    shown.pop("kaart", None)
    expected.pop("kaart", None)
    assert shown == expected


def test_two_visitors_do_not_see_each_others_page(visit: Visit, facts: Facts) -> None:
    one = visit("/?kaart=53.2190,6.5680,13")
    other = visit("/?regio=nederland&niveau=gemeente&indicator=inwoners&taal=en")
    click(one, "BU00140000")
    other.locator("#level input[value=provincie]").check()
    settled(other)
    choose_indicator(one, facts.indicator("woz_waarde").name.nl)
    assert (address(one)["indicator"], address(one)["niveau"]) == ("woz_waarde", "buurt")
    assert (address(other)["indicator"], address(other)["niveau"]) == ("inwoners", "provincie")
    assert "gebieden" not in address(other)
    expect(one.locator("#summary tr[data-code]")).to_have_count(1)
    expect(other.locator("#summary tr[data-code]")).to_have_count(0)
    expect(other.locator("#legend h2")).to_have_text(facts.indicator("inwoners").name.en)
