"""A browser, the real app behind gunicorn, a tile server of our own, and pages that tell errors."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, expect, sync_playwright

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.registry import Registry
from tests.browser.facts import Facts
from tests.browser.servers import TileServer, running_app
from tests.browser.support import REMEMBER_SHOWN, complete, painted, settled

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
expect.set_options(timeout=15_000)
MISSING = (
    "No browser found: install chromium, or name one in CHROMIUM. "
    "Looked for: $CHROMIUM, " + ", ".join(BROWSERS)
)
NOT_RUN = pytest.StashKey[bool]()

Visit = Callable[..., Page]


def find_browser() -> str | None:
    """The path of a browser of the Chromium family, None where there is none."""
    named = os.environ.get("CHROMIUM")
    found = (shutil.which(name) for name in (named, *BROWSERS) if name)
    return next((path for path in found if path), None)


@pytest.fixture(scope="session")
def executable(request: pytest.FixtureRequest) -> str:
    """The browser; without one the tests are skipped, under CI they fail."""
    path = find_browser()
    if path is not None:
        return path
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(MISSING, pytrace=False)
    request.config.stash[NOT_RUN] = True
    pytest.skip(MISSING)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """End with a line that cannot be missed where the browser tests did not run."""
    yield
    if terminalreporter.config.stash.get(NOT_RUN, False):
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


@pytest.fixture
def visit(browser: Browser, app_url: str, expected_errors: list[str]) -> Iterator[Visit]:
    """Open an address of the app in a browser context of its own.

    Any error in the console or in a script that is not expected fails the test at its end.
    """
    errors: list[str] = []
    contexts = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(f"{message.text} ({message.location.get('url', '')})")

    def on_script_error(error: Error) -> None:
        errors.append(f"{error.message}\n{error.stack or ''}")

    def open_page(address: str = "/", *, wait: bool = True, **options: object) -> Page:
        context = browser.new_context(
            **{"locale": "nl-NL", "viewport": DESKTOP, "reduced_motion": "reduce", **options}
        )
        contexts.append(context)
        context.set_default_timeout(30_000)
        context.add_init_script(REMEMBER_SHOWN)
        page = context.new_page()
        page.on("console", on_console)
        page.on("pageerror", on_script_error)
        page.goto(app_url + address)
        if wait:
            painted(page)
            settled(page)
            complete(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    unexpected = [e for e in errors if not any(re.search(p, e) for p in expected_errors)]
    assert not unexpected, "\n".join(unexpected)


@pytest.fixture
def page(visit: Visit) -> Page:
    """The first page, painted."""
    return visit()


@pytest.fixture(scope="session")
def facts(dataset: Dataset, registry: Registry) -> Facts:
    """What pages must say, computed in Python from the data set."""
    return Facts(dataset, registry)
