"""The map in another site's page: its height, its scrolling, its table, and who may frame what."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import ceil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FrameLocator, Locator, Page, Route, expect

from tests.browser.conftest import Visit, new_page, watched
from tests.browser.facts import Facts
from tests.browser.support import eventually

pytestmark = pytest.mark.browser

STATE = "regio=groningen-assen&niveau=buurt&indicator=woz_waarde&gebieden=BU00140001"
MAP = f"/embed?{STATE}"

# the hint goes away by itself, however late one looks
WATCH_HINT = """
() => {
  window.brightest = 0;
  const look = () => {
    const { opacity } = getComputedStyle(document.getElementById("hint"));
    window.brightest = Math.max(window.brightest, Number(opacity));
    requestAnimationFrame(look);
  };
  look();
}
"""
TALL = "<p style='height:1500px'>Lang artikel</p>"


class Foreign:
    """A site on another port, whose pages the tests write."""

    def __init__(self, port: int, pages: dict[str, str]) -> None:
        self.port, self.pages = port, pages

    def put(self, body: str) -> str:
        """Serve a page with this body; its address."""
        path = f"/artikel-{len(self.pages)}"
        head = (
            "<!DOCTYPE html><html lang='nl'><title>Krant</title><body style='margin:0'>"
            "<meta name='viewport' content='width=device-width'><link rel='icon' href='data:,'>"
        )
        self.pages[path] = head + body
        return f"http://127.0.0.1:{self.port}{path}"


@pytest.fixture(scope="module")
def foreign() -> Iterator[Foreign]:
    pages = {"/favicon.ico": " "}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Foreign(server.server_port, pages)
    server.shutdown()
    server.server_close()


@pytest.fixture
def read(browser: Browser, foreign: Foreign) -> Iterator[Callable[..., tuple[Page, list[str]]]]:
    """Open a foreign page with this body, its policies in force; the page and its errors."""
    opened: list[Page] = []

    def open_page(
        body: str, before: Callable[[Page], object] = id, **options: object
    ) -> tuple[Page, list[str]]:
        page = new_page(browser, **{"bypass_csp": False, **options})
        opened.append(page)
        errors = watched(page)
        before(page)
        page.goto(foreign.put(body))
        return page, errors

    yield open_page
    for page in opened:
        page.context.close()


def frame_of(address: str, name: str = "kaart", width: int = 640) -> str:
    return (
        f'<iframe id="{name}" src="{address}" title="{name}" width="{width}" height="300"></iframe>'
    )


def in_frame(page: Page, name: str = "kaart") -> FrameLocator:
    """What is in a frame, once it has been drawn."""
    frame = page.frame_locator(f"#{name}")
    expect(frame.locator("body[data-shown=true]")).to_be_attached()
    return frame


def zoom(page: Page) -> float:
    found: float = page.frames[1].evaluate("rudc.map.leaflet().getZoom()")
    return found


def test_an_article_with_three_of_them_gives_each_its_own_height(
    read: Callable[..., tuple[Page, list[str]]], app_url: str
) -> None:
    views = {"een": "", "twee": "&view=grafiek&grafiek=rangorde", "drie": "&view=tabel"}
    frames = [
        frame_of(f"{app_url}{MAP}&hoogte=auto{view}", name) + f"<p>Alinea na {name}.</p>"
        for name, view in views.items()
    ]
    script = f'<script src="{app_url}/embed.js" async></script>'
    page, errors = read(script.join(frames) + script)
    heights = []
    for name in views:
        inside = in_frame(page, name).locator("#embed")
        frame = page.locator(f"#{name}")
        expect(frame).to_have_attribute("style", re.compile(r"^height: \d+px;$"))

        def wanted(inside: Locator = inside) -> int:
            return ceil(inside.evaluate("embed => embed.getBoundingClientRect().height"))

        def given(frame: Locator = frame) -> int:
            return int(frame.evaluate("frame => frame.clientHeight"))

        # each change of size is told a moment later
        eventually(page, lambda given=given, wanted=wanted: given() == wanted())
        heights.append(given())
    assert len(set(heights)) == 3
    assert not errors, errors


def test_a_frame_below_the_screen_gets_its_height_before_it_is_scrolled_to(
    read: Callable[..., tuple[Page, list[str]]], app_url: str
) -> None:
    frame = frame_of(f"{app_url}{MAP}&hoogte=auto&view=tabel")
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    def hold(page: Page) -> None:
        page.route("**/values/**", keep)

    page, errors = read(
        f'{TALL}{TALL}{frame}<script src="{app_url}/embed.js" async></script>', before=hold
    )
    eventually(page, lambda: held)
    page.wait_for_timeout(1000)  # by now the browser draws the frame no more
    for route in held:
        route.continue_()
    inside = in_frame(page).locator("#embed")
    given = page.locator("#kaart")
    eventually(
        page,
        lambda: (
            given.evaluate("frame => frame.clientHeight")
            == ceil(inside.evaluate("embed => embed.getBoundingClientRect().height"))
        ),
    )
    assert page.evaluate("scrollY") == 0
    assert not errors, errors


def test_scrolling_over_the_map_scrolls_the_article_and_ctrl_zooms(
    read: Callable[..., tuple[Page, list[str]]], app_url: str
) -> None:
    page, _ = read(frame_of(app_url + MAP).replace('height="300"', 'height="560"') + TALL)
    box = in_frame(page).locator("#map").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    before = zoom(page)
    page.frames[1].evaluate(WATCH_HINT)
    page.mouse.wheel(0, 200)
    hint = in_frame(page).locator("#hint")
    expect(hint).to_have_text("Houd Ctrl ingedrukt en scroll om te zoomen")
    eventually(page, lambda: page.frames[1].evaluate("window.brightest") == 1)
    page.wait_for_function("scrollY > 100")
    page.wait_for_timeout(300)  # a moment in which it could zoom
    assert zoom(page) == before
    page.evaluate("scrollTo(0, 0)")
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    eventually(page, lambda: zoom(page) > before + 0.5)
    assert page.evaluate("scrollY") == 0


def touch(page: Page, *steps: list[tuple[float, float]]) -> None:
    """Put fingers down at the first places, move them to the next ones, and lift them."""
    session = page.context.new_cdp_session(page)
    for i, places in enumerate(steps):
        fingers = [{"x": x, "y": y, "id": at} for at, (x, y) in enumerate(places)]
        kind = "touchMove" if i else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})
        page.wait_for_timeout(16)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(200)


def test_one_finger_scrolls_the_article_and_two_zoom_the_map(
    read: Callable[..., tuple[Page, list[str]]], app_url: str
) -> None:
    page, _ = read(
        frame_of(app_url + MAP, width=360).replace('height="300"', 'height="560"') + TALL,
        viewport={"width": 390, "height": 700},
        has_touch=True,
        is_mobile=True,
    )
    box = in_frame(page).locator("#map").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    before = zoom(page)
    touch(page, *([(x, y - 15 * step)] for step in range(11)))
    page.wait_for_function("scrollY > 80")
    assert zoom(page) == before
    expect(in_frame(page).locator("#hint")).to_have_text(re.compile("twee vingers"))
    page.evaluate("scrollTo(0, 0)")
    touch(page, *([(x - 20 - 6 * step, y), (x + 20 + 6 * step, y)] for step in range(10)))
    eventually(page, lambda: zoom(page) > before + 1)
    assert page.evaluate("[scrollY, visualViewport.scale]") == [0, 1]


def test_the_figures_are_there_as_a_table(
    read: Callable[..., tuple[Page, list[str]]], app_url: str, facts: Facts
) -> None:
    page, errors = read(frame_of(f"{app_url}{MAP.replace('buurt&', 'gemeente&')}", width=280))
    frame = in_frame(page)
    button = frame.locator("#as-table")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(frame.locator("#map")).to_be_hidden()
    rows = frame.locator("#table tbody tr")
    first = rows.first.locator("th, td").all_text_contents()
    assert rows.count() == len(page.frames[1].evaluate("rudc.view.current().standing.ordered"))
    ordered = page.frames[1].evaluate("rudc.view.current().standing.ordered[0]")
    assert re.sub(r"\D", "", first[2]) == str(round(ordered["value"] * 1000))
    frame.locator("#table thead button").first.click()
    names = frame.locator("#table tbody th").all_text_contents()
    assert names == sorted(names)
    assert page.frames[1].evaluate("document.documentElement.scrollWidth") <= 280
    assert not errors, errors


def test_only_the_embed_can_be_framed(
    read: Callable[..., tuple[Page, list[str]]], app_url: str
) -> None:
    page, errors = read(frame_of(f"{app_url}/?{STATE}", "pagina") + frame_of(app_url + MAP))
    in_frame(page)
    eventually(page, lambda: any("frame-ancestors" in e or "X-Frame-Options" in e for e in errors))
    eventually(page, lambda: page.frames[1].url.startswith("chrome-error:"))
    assert "/embed?" in page.frames[2].url


def test_without_javascript_there_is_a_still_image(
    read: Callable[..., tuple[Page, list[str]]], app_url: str
) -> None:
    page, _ = read(frame_of(app_url + MAP), java_script_enabled=False)
    still = page.frame_locator("#kaart").locator("noscript img, img.embed-still").first
    expect(still).to_be_visible()
    expect(still).to_have_attribute("alt", re.compile("Kaart van Gemiddelde woningwaarde.*hoogst"))
    assert still.evaluate("img => img.decode().then(() => img.naturalWidth)") == 1188


def test_where_the_script_fails_there_is_a_still_image(
    visit: Visit, expected_errors: list[str]
) -> None:
    expected_errors += ["ERR_FAILED", "Failed to load"]
    page = visit("/gegevens", wait=False)
    page.route("**/code/*.js", lambda route: route.abort())
    page.goto(page.url.replace("/gegevens", MAP))
    expect(page.locator("img.embed-still")).to_be_visible()
    expect(page.locator("#picture")).to_be_hidden()


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_areas_are_walked_by_keyboard_and_said(visit: Visit, lang: str) -> None:
    page = visit(f"{MAP}&taal={lang}&zoek=ja", wait=False)
    expect(page.locator("body[data-shown=true]")).to_be_attached()
    page.locator("#map").focus()
    said = set()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "ArrowLeft"):
        page.keyboard.press(key)
        expect(page.locator("#tooltip")).to_be_visible()
        said.add(page.locator("#live").text_content())
    assert len(said) >= 3
    page.keyboard.press("Escape")
    expect(page.locator("#tooltip")).to_be_hidden()
    page.locator("#search").fill("paddepoel")
    expect(page.locator("#search-list")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#tooltip strong")).to_contain_text("Paddepoel")


@pytest.mark.parametrize(
    "query",
    [
        "&zoek=ja",
        "&view=tabel",
        "&view=grafiek",
        "&view=grafiek&grafiek=verdeling",
        "&indicator=weg",
    ],
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit: Visit, query: str, scheme: str) -> None:
    page = visit(
        (MAP if "weg" not in query else "/embed?") + query,
        wait=False,
        viewport={"width": 320, "height": 640},
        color_scheme=scheme,
    )
    expect(page.locator("#full")).to_be_visible()
    if "weg" not in query:
        expect(page.locator("body[data-shown=true]")).to_be_attached()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
