"""Compare the speed of the map with its rivals: ``python -m bench.map_speed``."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import sync_playwright
from rich.console import Console

from bench import report
from bench.measure import BadPageError, Result, launch, visit
from bench.pages import PAGES, Page
from bench.servers import NotServedError, served

RESULTS = Path(__file__).parent / "results"


def find_browser() -> str:
    """Chromium or Chrome: the environment's CHROMIUM, or the first on the path."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if found is None:
        sys.exit("No Chromium found; name one in the environment variable CHROMIUM.")
    return found


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    names = [page.name for page in PAGES]
    parser = argparse.ArgumentParser(prog="bench.map_speed", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="measured rounds (5)")
    parser.add_argument("--pages", nargs="+", choices=names, default=names, help="which pages")
    parser.add_argument(
        "--check", action="store_true", help="end with code 1 if a goal is not met or measured"
    )
    return parser.parse_args()


def main() -> int:
    """Measure all pages in turn, round after round; 1 if a page failed."""
    asked = arguments()
    console = Console(width=None if sys.stdout.isatty() else 160)
    executable = find_browser()
    shots = RESULTS / "screenshots"
    shots.mkdir(parents=True, exist_ok=True)
    runs: dict[str, list[Result]] = {}
    skipped: dict[str, str] = {}
    failed = False
    # A plain `kill` stops the servers and the browser too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with ExitStack() as stack:
        served_pages: list[tuple[Page, str]] = []
        for page in (page for page in PAGES if page.name in asked.pages):
            try:
                served_pages.append((page, stack.enter_context(served(page))))
            except NotServedError as error:
                skipped[page.name] = str(error)
                console.print(f"Skipping {page.name}: {error}", style="yellow", markup=False)
        playwright = stack.enter_context(sync_playwright())
        version = ""
        for turn in range(asked.runs + 1):  # the first round warms the servers up
            for page, url in served_pages:
                if page.name in skipped:
                    continue
                browser = launch(playwright.chromium, executable)
                try:
                    version = browser.version
                    result = visit(browser, page, url, shots)
                except (BadPageError, BrowserError, TimeoutError) as error:
                    failed = True
                    skipped[page.name] = str(error).splitlines()[0]
                    runs.pop(page.name, None)
                    console.print(f"{page.name} FAILED: {error}", style="bold red", markup=False)
                    continue
                finally:
                    browser.close()
                if turn:
                    runs.setdefault(page.name, []).append(result)
                _tell(console, turn, page, result)
    if runs:
        report.show(runs, skipped, console)
        console.print(f"Written to {report.write(runs, skipped, version, RESULTS)}")
    missed = any(row["met"] is not True for row in report.goals(runs))
    return int(failed or not runs or (asked.check and missed))


def _tell(console: Console, turn: int, page: Page, result: Result) -> None:
    label = f"run {turn}" if turn else "warm-up"
    console.print(
        f"{label:8} {page.name:8} first {result.first_paint:5.0f} ms, "
        f"switch {result.switch_cold:5.0f} / {result.switch_warm:5.0f} ms, "
        f"pan {result.pan_fps:4.1f} fps, longest frame {result.pan_longest:4.0f} ms",
        highlight=False,
    )
    for error in result.errors:
        console.print(f"[yellow]  error in the page: {error}", highlight=False)
    if result.outside:
        console.print(f"[yellow]  asked for {', '.join(result.outside)}", highlight=False)


if __name__ == "__main__":
    sys.exit(main())
