"""What pages cost a reader: bytes, largest paint, shifts. ``python -m bench.page_budget``."""

from __future__ import annotations

import argparse
import itertools
import json
import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any
from urllib.request import urlopen

import brotli
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from rich.console import Console
from rich.table import Table

from bench.map_speed import find_browser
from bench.measure import VIEWPORT, launch
from bench.network import Traffic
from bench.pages import Page
from bench.servers import served
from rudc_map.web.profiles import QUICK

RESULTS = Path(__file__).parent / "results"
AREA = "/gebied/groningen/de-wijert-zuid"
"""As it is linked to: by its code there is one more question, which leads here."""

PAGES = {
    "map": "/",
    "embed": "/embed?indicator=woz_waarde",
    "area": AREA,
    "static": "",
}
"""The pages by name; `static` is plain HTML with the words of the page of an area, as large."""

MOST_BYTES = {"map": 900_000, "embed": 450_000, "area": 120_000}
"""Compressed, everything that is loaded before somebody opens a chart."""

MOST_SHIFT = 0.1
MOST_PAINT = 1.5
"""The largest paint of the page of an area, in times that of the static page."""

MOST_OF_PAGE = 0.5
"""The bytes of the embed, in times those of the map page."""

OBSERVE = """
window.budget = { paint: 0, shift: 0 };
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.budget.paint = entry.startTime;
}).observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) {
    if (!hadRecentInput) window.budget.shift += value;
  }
}).observe({ type: "layout-shift", buffered: true });
"""


@dataclass(frozen=True)
class Visit:
    """One visit: bytes on the wire, the largest paint [ms], the sum of layout shifts."""

    wire: float
    paint: float
    shift: float


def plain_html(page: str) -> str:
    """The words that are read on a page as headings and paragraphs only, repeated to its size."""
    main = page[page.index("<main") : page.index("</main>")]
    main = re.sub(r"<(svg|nav)\b.*?</\1>", " ", main, flags=re.DOTALL)
    words = re.sub(r"<[^>]+>", " ", main).split()
    paragraphs = [" ".join(words[i : i + 60]) for i in range(0, len(words), 60)]
    html = "<!doctype html><html lang=nl><meta charset=utf-8><title>Gewoon</title><h1>Gewoon</h1>\n"
    for paragraph in itertools.cycle(paragraphs):
        if len(html.encode()) >= len(page.encode()):
            return html
        html += f"<p>{paragraph}</p>\n"
    raise ValueError("there are no words on the page")


@contextmanager
def static_page(like: str) -> Iterator[str]:
    """Serve plain HTML as large as the page at an address, from memory and compressed alike."""
    with urlopen(like) as answer:
        html = plain_html(answer.read().decode())
    body = brotli.compress(html.encode(), quality=QUICK)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Encoding", "br")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def visit(browser: Browser, address: str) -> Visit:
    """Open a page with an empty cache and wait until nothing moves any more."""
    context: BrowserContext = browser.new_context(viewport=VIEWPORT, locale="nl-NL")  # type: ignore[arg-type]
    try:
        tab = context.new_page()
        tab.add_init_script(OBSERVE)
        traffic = Traffic(context.new_cdp_session(tab))
        tab.goto(address)
        traffic.wait_idle(tab)
        tab.wait_for_timeout(500)
        seen: dict[str, Any] = tab.evaluate("window.budget")
        return Visit(traffic.wire, seen["paint"], seen["shift"])
    finally:
        context.close()


def measure(runs: int) -> dict[str, list[Visit]]:
    """Visit all pages in turns, after a turn that warms the server and is thrown away."""
    found: dict[str, list[Visit]] = {name: [] for name in PAGES}
    app = Page("app", "this project", "app:server", path="/healthz")
    with tempfile.TemporaryDirectory(prefix="rudc-bench-") as folder, sync_playwright() as play:
        folders = {f"RUDC_{n}_DIR": f"{folder}/{n.lower()}" for n in ("CACHE", "DATA", "OWN")}
        settings = {**folders, "RUDC_WARM": "false", "RUDC_TILES_URL": ""}
        browser = launch(play.chromium, find_browser())
        with served(app, settings) as server:
            base = server.url.removesuffix("/healthz")
            with static_page(base + AREA) as static:
                for turn in range(runs + 1):
                    for name, path in PAGES.items():
                        seen = visit(browser, base + path if path else static)
                        if turn:
                            found[name].append(seen)
        browser.close()
    return found


def misses(found: dict[str, list[Visit]]) -> list[str]:
    """The goals that were missed, in words."""
    middle = {name: _middle(visits) for name, visits in found.items()}
    missed = [
        f"{name}: {middle[name].wire / 1000:.0f} kB, at most {most / 1000:.0f}"
        for name, most in MOST_BYTES.items()
        if middle[name].wire > most
    ]
    missed += [
        f"{name}: shifts {seen.shift:.2f}, at most {MOST_SHIFT}"
        for name, seen in middle.items()
        if seen.shift > MOST_SHIFT
    ]
    paint = middle["area"].paint / middle["static"].paint
    if paint > MOST_PAINT:
        missed.append(f"area: largest paint {paint:.2f} times the static page's, {MOST_PAINT} goal")
    share = middle["embed"].wire / middle["map"].wire
    if share > MOST_OF_PAGE:
        missed.append(f"embed: {share:.2f} of the map page's bytes, at most {MOST_OF_PAGE}")
    return missed


def show(found: dict[str, list[Visit]], console: Console) -> None:
    """Print medians, and what was missed."""
    table = Table("page", "kB on the wire", "largest paint [ms]", "shifts")
    for name, visits in found.items():
        seen = _middle(visits)
        table.add_row(name, f"{seen.wire / 1000:.0f}", f"{seen.paint:.0f}", f"{seen.shift:.3f}")
    console.print(table)
    area, static = _middle(found["area"]), _middle(found["static"])
    console.print(f"largest paint, area / static: {area.paint / static.paint:.2f}")
    for missed in misses(found):
        console.print(f"[red]missed[/]: {missed}")


def _middle(visits: list[Visit]) -> Visit:
    return Visit(*(median(getattr(v, key) for v in visits) for key in ("wire", "paint", "shift")))


def main() -> int:
    """Measure and print; 1 if a goal was missed and that was asked."""
    parser = argparse.ArgumentParser(prog="bench.page_budget", description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="measured visits of each page (15)")
    parser.add_argument("--check", action="store_true", help="end with 1 if a goal is missed")
    asked = parser.parse_args()
    found = measure(asked.runs)
    show(found, Console())
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"page_budget-{datetime.now(UTC):%Y%m%d-%H%M%S}.json"
    visits = {name: [asdict(seen) for seen in of_page] for name, of_page in found.items()}
    path.write_text(json.dumps({"load": os.getloadavg(), "visits": visits}, indent=1), "utf-8")
    return int(asked.check and bool(misses(found)))


if __name__ == "__main__":
    sys.exit(main())
