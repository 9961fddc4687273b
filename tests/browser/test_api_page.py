"""The human page of the API: nothing for axe to find, and room on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, app_url: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=True
    )
    opened = context.new_page()
    opened.goto(f"{app_url}/api")
    yield opened
    context.close()


@pytest.mark.parametrize("page", [(1280, "light"), (1280, "dark")], indirect=True)
def test_it_has_no_violations(page: Page) -> None:
    assert violations(page) == []


@pytest.mark.parametrize("page", [(320, "light")], indirect=True)
def test_it_fits_a_narrow_screen(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
