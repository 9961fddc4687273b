"""Compare the speed of the map with its rivals: ``python -m bench.map_speed``."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as BrowserError
from rich.console import Console

from bench import national, report
from bench.measure import BadPageError, Result, launch, visit
from bench.pages import PAGES, Page
from bench.rivals.data import NATIONAL
from bench.servers import NotServedError, Server, served

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
    parser = argparse.ArgumentParser(prog="bench.map_speed", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="measured rounds (5)")
    parser.add_argument(
        "--data",
        choices=PAGES,
        default="regio",
        help="the buurten of the region (regio) or of the whole country (landelijk)",
    )
    parser.add_argument("--pages", nargs="+", help="which pages; all by default")
    parser.add_argument(
        "--check", action="store_true", help="end with code 1 if a goal is not met or measured"
    )
    asked = parser.parse_args()
    names = [page.name for page in PAGES[asked.data]]
    if unknown := set(asked.pages or ()) - set(names):
        parser.error(f"there is no page {', '.join(sorted(unknown))}; choose from {names}")
    asked.pages = asked.pages or names
    return asked


def main() -> int:
    """Measure all pages in turn, round after round; 1 if a page failed."""
    asked = arguments()
    console = Console(width=None if sys.stdout.isatty() else 160)
    if asked.data == "landelijk" and not NATIONAL.is_file():
        console.print(national.MISSING, style="yellow", markup=False)
        return 0
    executable = find_browser()
    # A plain `kill` stops the servers and the browser too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    measured = report.Measured(asked.data)
    with ExitStack() as stack:
        cache = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rudc-bench-cache-")))
        data_dir = cache / "embedded"  # where no data set is in use, the embedded one is served
        if asked.data == "landelijk":
            data_dir = stack.enter_context(national.data_directory())
            for name, folder in (("embedded", cache / "embedded"), ("national", data_dir)):
                seconds = national.start_seconds(folder, cache / name)
                measured.server[f"start_{name}"] = seconds
        env = {**national.environment(data_dir, cache / "cache"), "BENCH_DATA": asked.data}
        playwright = stack.enter_context(sync_playwright())
        servers = _start(asked, env, measured, stack, console)
        failed, version = _measure(
            asked.runs, servers, measured, lambda: launch(playwright.chromium, executable), console
        )
        own = [server.held().resident for page, server in servers if page.module == "app:server"]
        measured.server["memory"] = max(own, default=0.0)
    if measured.runs:
        report.show(measured, console)
        console.print(f"Written to {report.write(measured, version, RESULTS)}")
    missed = any(row["met"] is not True for row in report.goals(measured))
    return int(failed or not measured.runs or (asked.check and missed))


def _start(
    asked: argparse.Namespace,
    env: dict[str, str],
    measured: report.Measured,
    stack: ExitStack,
    console: Console,
) -> list[tuple[Page, Server]]:
    """Start the servers of the pages that were asked for; those that do not start are left out."""
    servers: list[tuple[Page, Server]] = []
    for page in (page for page in PAGES[asked.data] if page.name in asked.pages):
        try:
            servers.append((page, stack.enter_context(served(page, env))))
        except NotServedError as error:
            measured.skipped[page.name] = str(error)
            console.print(f"Skipping {page.name}: {error}", style="yellow", markup=False)
    return servers


def _measure(
    runs: int,
    servers: list[tuple[Page, Server]],
    measured: report.Measured,
    start_browser: Callable[[], Browser],
    console: Console,
) -> tuple[bool, str]:
    """Visit all pages in turn, round after round: whether one failed, and the browser's version."""
    shots = RESULTS / "screenshots"
    shots.mkdir(parents=True, exist_ok=True)
    failed, version = False, ""
    for turn in range(runs + 1):  # the first round warms the servers up
        for page, server in servers:
            if page.name in measured.skipped:
                continue
            browser = start_browser()
            try:
                version = browser.version
                result = visit(browser, page, server.url, shots)
            except (BadPageError, BrowserError, TimeoutError) as error:
                failed = True
                measured.skipped[page.name] = str(error).splitlines()[0]
                measured.runs.pop(page.name, None)
                console.print(f"{page.name} FAILED: {error}", style="bold red", markup=False)
                continue
            finally:
                browser.close()
            if turn:
                measured.runs.setdefault(page.name, []).append(result)
            _tell(console, turn, page, result)
    return failed, version


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
