"""The content security policy, in force: nothing of the page is stopped by it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import new_page, watched

pytestmark = pytest.mark.browser

STATE = "regio=groningen-assen&niveau=buurt&indicator=woz_waarde&gebieden=BU00140001,BU00140100"


def test_the_page_with_its_charts_pictures_and_dialogs_keeps_to_its_policy(
    browser: Browser, app_url: str
) -> None:
    page = new_page(browser, bypass_csp=False)
    errors = watched(page)
    page.goto(f"{app_url}/?{STATE}&grafiek=spreiding")
    expect(page.locator("#charts .js-plotly-plot .trace").first).to_be_visible(timeout=60_000)
    page.locator("#chart-tabs [data-chart=rangorde]").click()
    expect(page.locator("#charts .ranking, #charts .js-plotly-plot").first).to_be_visible()
    page.locator("#pictures [data-picture=twee-kaarten]").click()
    expect(page.locator("#second-map canvas").first).to_be_visible()
    for opener in ("#downloads", "#own-file", "#share"):
        page.locator(opener).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")
    assert not errors, "\n".join(errors)
    page.context.close()


@pytest.mark.parametrize("address", ["/gegevens", "/gebied/GM0014", "/api"])
def test_other_pages_keep_to_their_policy(browser: Browser, app_url: str, address: str) -> None:
    page = new_page(browser, bypass_csp=False)
    errors = watched(page)
    answer = page.goto(app_url + address)
    assert answer is not None
    assert re.match(r"default-src '(self|none)'", answer.headers["content-security-policy"])
    expect(page.locator("h1")).to_be_visible()
    assert not errors, "\n".join(errors)
    page.context.close()
