"""How much do pages shift while they load? ``python -m bench.layout_shift``."""

from __future__ import annotations

import argparse
import sys
import tempfile

from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.table import Table

from bench.map_speed import find_browser
from bench.measure import launch
from bench.pages import Page
from bench.servers import served

GOAL = 0.1
"""The most that may shift, as Core Web Vitals count it (the worst window of shifts)."""

AREAS = "gebieden=BU00140000,BU00140001"
VISITS = {
    "map": "/",
    "map, two areas and charts": f"/?{AREAS}",
    "map, table": f"/?{AREAS}&grafiek=tabel",
    "area": "/gebied/groningen",
    "about the data": "/gegevens",
    "accessibility": "/toegankelijkheid",
}
SIZES = {
    "desk": {"viewport": {"width": 1440, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
}

WATCH = """
  window.benchShift = 0;
  let [first, last, sum] = [0, 0, 0];
  new PerformanceObserver((list) => {
    for (const { hadRecentInput, startTime, value } of list.getEntries()) {
      if (hadRecentInput) continue;
      if (startTime - last > 1000 || startTime - first > 5000) [first, sum] = [startTime, 0];
      last = startTime;
      sum += value;
      window.benchShift = Math.max(window.benchShift, sum);
    }
  }).observe({ type: "layout-shift", buffered: true });
"""
"""Windows of at most 5 s, with less than 1 s between shifts (web.dev/cls)."""

CALM = 2_500  # [ms] after the network is idle


def shift(browser: Browser, address: str, size: str) -> float:
    """The cumulative layout shift of one visit with an empty cache, on a slow line."""
    context = browser.new_context(**SIZES[size])
    try:
        tab = context.new_page()
        line = context.new_cdp_session(tab)
        line.send("Network.enable")
        slow = {"offline": False, "latency": 60, "downloadThroughput": 4e5, "uploadThroughput": 1e5}
        line.send("Network.emulateNetworkConditions", slow)
        tab.add_init_script(WATCH)
        tab.goto(address, wait_until="networkidle", timeout=120_000)
        tab.wait_for_timeout(CALM)
        return float(tab.evaluate("window.benchShift"))
    finally:
        context.close()


def main() -> int:
    """Measure every page in every size; 1 where one shifts too much and that was asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--check", action="store_true", help=f"end with 1 from {GOAL}")
    asked = parser.parse_args()
    table = Table("page", *SIZES, title="Layout shift, the worst of the runs")
    worst = 0.0
    with tempfile.TemporaryDirectory() as cache, sync_playwright() as playwright:
        app = Page("app", "this project", "app:server")
        env = {"RUDC_CACHE_DIR": cache, "RUDC_DATA_DIR": f"{cache}/data", "RUDC_TILES_URL": ""}
        with served(app, env) as server:
            browser = launch(playwright.chromium, find_browser())
            for name, path in VISITS.items():
                address = server.url.removesuffix("/") + path
                found = [
                    max(shift(browser, address, size) for _ in range(asked.runs)) for size in SIZES
                ]
                worst = max(worst, *found)
                table.add_row(name, *(f"{value:.3f}" for value in found))
            browser.close()
    Console().print(table)
    return int(asked.check and worst >= GOAL)


if __name__ == "__main__":
    sys.exit(main())
