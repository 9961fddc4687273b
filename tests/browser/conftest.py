"""A browser, the real app behind gunicorn, a tile server of our own, and pages that tell errors."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.registry import Registry
from tests.browser.facts import Facts
from tests.browser.servers import TileServer, running_app
from tests.browser.support import (
    PATIENCE,
    REMEMBER_SHOWN,
    charts_drawn,
    complete,
    painted,
    pictured,
    settled,
)

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing outside is reached
)
DESKTOP = {"width": 1440, "height": 900}
expect.set_options(timeout=1000 * PATIENCE)
MISSING = (
    "No browser found: install chromium, or name one in CHROMIUM. "
    "Looked for: $CHROMIUM, " + ", ".join(BROWSERS)
)

Visit = Callable[..., Page]

GO = """
(changes) => {
  document.getElementById("notices").replaceChildren();
  const opener = document.getElementById("own-area");
  if (opener.getAttribute("aria-expanded") === "true") opener.click();
  document.getElementById("compare").scrollTop = 0;
  rudc.state.update({ ...rudc.page.state, ...changes });
  if (changes.viewport) rudc.map.goTo(changes.viewport);
  else rudc.map.fitRegion(rudc.state.get().region);
}
"""


def find_browser() -> str | None:
    """The path of a browser of the Chromium family, None where there is none."""
    named = os.environ.get("CHROMIUM")
    found = (shutil.which(name) for name in (named, *BROWSERS) if name)
    return next((path for path in found if path), None)


@pytest.fixture(scope="session")
def executable() -> str:
    """The browser; without one the tests are skipped, under CI they fail."""
    path = find_browser()
    if path is not None:
        return path
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(MISSING, pytrace=False)
    pytest.skip(MISSING)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """End with a line that cannot be missed where the browser tests did not run."""
    yield
    skipped = terminalreporter.stats.get("skipped", [])  # also of other processes
    if any(MISSING in str(report.longrepr) for report in skipped):
        terminalreporter.section("BROWSER TESTS DID NOT RUN", sep="!", red=True, bold=True)
        terminalreporter.write_line(MISSING)


@pytest.fixture(scope="session")
def tiles(executable: str) -> Iterator[TileServer]:
    """A tile server on the loopback."""
    with TileServer() as server:
        yield server


@pytest.fixture(scope="session")
def app_url(tiles: TileServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app, served by gunicorn as in production."""
    with running_app(tmp_path_factory.mktemp("app"), tiles.template) as address:
        yield address


@pytest.fixture(scope="session")
def browser(executable: str) -> Iterator[Browser]:
    """One browser for all tests, with a new and empty profile."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=executable, headless=True, args=list(FLAGS)
        )
        yield started
        started.close()


@pytest.fixture
def expected_errors() -> list[str]:
    """Patterns of script and console errors that the test means to cause; it adds to them."""
    return []


def watched(page: Page) -> list[str]:
    """The errors of a page's console and scripts; the list grows while the page is open."""
    errors: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(f"{message.text} ({message.location.get('url', '')})")

    page.on("console", on_console)
    page.on("pageerror", lambda error: errors.append(f"{error.message}\n{error.stack or ''}"))
    return errors


def new_page(browser: Browser, **options: object) -> Page:
    """A page in a browser context of its own.

    Its content security policy is passed over, for Playwright's waiting evaluates strings; what
    the policy stops is looked at in test_policy.py.
    """
    usual = {"locale": "nl-NL", "viewport": DESKTOP, "reduced_motion": "reduce"}
    context = browser.new_context(**{**usual, "bypass_csp": True, **options})
    context.set_default_timeout(1000 * PATIENCE)
    context.add_init_script(REMEMBER_SHOWN)
    return context.new_page()


@pytest.fixture
def visit(browser: Browser, app_url: str, expected_errors: list[str]) -> Iterator[Visit]:
    """Open an address of the app in a browser context of its own.

    Any error in the console or in a script that is not expected fails the test at its end.
    """
    opened: list[tuple[Page, list[str]]] = []

    def open_page(address: str = "/", *, wait: bool = True, **options: object) -> Page:
        page = new_page(browser, **options)
        opened.append((page, watched(page)))
        page.goto(app_url + address)
        if wait:
            painted(page)
            settled(page)
            complete(page)
        return page

    yield open_page
    for page, _ in opened:
        page.context.close()
    assert_expected([error for _, errors in opened for error in errors], expected_errors)


def assert_expected(errors: list[str], expected: list[str]) -> None:
    """No error but those that fit one of the patterns."""
    unexpected = [e for e in errors if not any(re.search(p, e) for p in expected)]
    assert not unexpected, "\n".join(unexpected)


@pytest.fixture(scope="module")
def kept_page(browser: Browser, app_url: str) -> Iterator[tuple[Page, list[str]]]:
    """One page for the tests of a module, for loading plotly takes longer than most tests."""
    page = new_page(browser)
    errors = watched(page)
    page.goto(app_url)
    painted(page)
    settled(page)
    complete(page)
    yield page, errors
    page.context.close()


@pytest.fixture
def go(kept_page: tuple[Page, list[str]], expected_errors: list[str]) -> Iterator[Visit]:
    """Bring the page of the module into its first state but for some changes.

    The changes are parts of the state as the browser's code names them; the map goes to the
    viewport, or shows the whole region. Errors fail the test at its end, as for `visit`.
    """
    page, errors = kept_page
    errors.clear()

    def show(**changes: object) -> Page:
        page.mouse.move(5, 5)
        page.evaluate(GO, changes)
        charts_drawn(page)
        pictured(page)
        return page

    yield show
    assert_expected(errors, expected_errors)


@pytest.fixture
def page(visit: Visit) -> Page:
    """The first page, painted."""
    return visit()


@pytest.fixture(scope="session")
def facts(dataset: Dataset, registry: Registry) -> Facts:
    """What pages must say, computed in Python from the data set."""
    return Facts(dataset, registry)
