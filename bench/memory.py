"""How much memory does a worker hold, once all was asked of it? ``python -m bench.memory``."""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import national
from bench.pages import Page
from bench.rivals.data import NATIONAL
from bench.servers import Server, served

RESULTS = Path(__file__).parent / "results"

GOAL = 450.0
"""The most that a worker may hold [MB]."""

SERVER = Page(
    "server",
    "this project, as `make run` starts it",
    "app:server",
    settings="rudc_map/web/gunicorn.conf.py",
)

SETTLE = 6.0
"""Seconds after the last answer of a step, in which a worker gives back what it freed."""

REGION = "regio=nederland"
LEVELS = ("buurt", "wijk", "gemeente")
COUNTED = "misdrijven_per_1000"
SHOWN = ("woz_waarde", "aandeel_65plus", COUNTED)
"""The indicators that analyses, images and downloads are asked of."""

AREA, TOWN = "BU00140000", "GM0014"
DRAWN = "eigen=c:53.2194,6.5665,1500:inwoners"
ANALYSES = (
    "reference.json?{region}&{shown}&referentie=vergelijkbaar",
    "border.json?{region}&{shown}",
    "pattern.json?{region}&{shown}",
    "relation.json?{region}&{shown}&tweede=inwoners;2024;nederland",
    "related.json?{region}&{shown}",
    "profile.json?{region}&{shown}&gebieden={area}&referentie=nederland",
)
QUESTIONS = (
    f"areas/{AREA}",
    f"areas/{AREA}/neighbours",
    f"areas/{AREA}/geometry?detail=volledig",
    f"areas/{TOWN}/children",
    "areas/search?zoek=centrum",
    "areas/at?lat=53.2194&lon=6.5665",
    "geometry?niveau=buurt",
    "geometry?niveau=buurt&detail=volledig",
    f"series/woz_waarde?gebieden={AREA}",
    f"compare?indicator=woz_waarde&niveau=buurt&gebieden={AREA}&referentie=vergelijkbaar",
    f"similar?gebied={AREA}&niveau=buurt&over_de_grens=1&overal=1",
    f"border?indicator=woz_waarde&niveau=buurt&{REGION}",
    f"aggregate?indicator=woz_waarde&niveau=buurt&{DRAWN}",
    "indicators",
    "sources",
    "openapi.json",
)
CHARTS = ("rangorde", "verdeling", "profiel")
IMAGES = ("svg", "png", "pdf")
DOWNLOADS = ("csv", "geojson", "gpkg", "parquet", "xlsx")
PAGES = ("/", "/?taal=en", "/gegevens", "/api", "/over", f"/embed?{REGION}&niveau=buurt")


@dataclass(frozen=True)
class Step:
    """What a worker held after some questions [MB].

    Attributes
    ----------
    resident : float
        All that it has in memory, also what it shares (RSS).
    share : float
        The same with what several processes have in memory divided by their number (PSS).
    """

    name: str
    questions: int
    resident: float
    share: float


class Asking:
    """Asks a server; a question that it does not answer ends the measurement."""

    def __init__(self, base: str) -> None:
        self._base = base
        found = re.search(rb'"/d/([0-9a-f]+)/', self._plain("/"))
        self.version = found[1].decode() if found else ""

    def ask(self, path: str) -> None:
        """Ask as a browser does, compressed."""
        self._answer(path, {"Accept-Encoding": "br"})

    def json(self, path: str) -> Any:
        """The answer of the API."""
        return json.loads(self._plain(path))

    def _plain(self, path: str) -> bytes:
        return self._answer(path, {})

    def _answer(self, path: str, headers: dict[str, str]) -> bytes:
        asked = urllib.request.Request(self._base + path, headers=headers)
        try:
            with urllib.request.urlopen(asked, timeout=600) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{path}: {error.code} {error.read()[:300]!r}") from None


def steps(asking: Asking) -> Iterator[tuple[str, list[str]]]:
    """What is asked, step by step: all that a server can make."""
    files = f"/d/{asking.version}"
    listed = asking.json("/api/v1/indicators")["indicatoren"]
    periods = {each["id"]: each["perioden"] for each in listed}
    shown = [f"indicator={i}&niveau={n}&periode={periods[i][-1]}" for i in SHOWN for n in LEVELS]
    towns = [each["code"] for each in asking.json("/api/v1/areas")["gebieden"]]
    yield "pages", [*PAGES, f"/gebied/{AREA}", f"/gebied/{TOWN}", "/sitemap.xml"]
    yield (
        "outlines and names",
        [
            *(f"{files}/geometry/{level}.json" for level in (*LEVELS, "provincie", "land")),
            *(f"{files}/geometry/{level}/{t}.json" for level in LEVELS[:2] for t in towns),
            *(f"{files}/areas/{level}.json" for level in LEVELS[:2]),
            f"{files}/areas.json",
            f"{files}/borders.json",
        ],
    )
    yield (
        "every indicator, level and period",
        [
            f"{files}/values/nederland/{each['id']}/{level}/{period}.json"
            for each in listed
            for level in each["niveaus"]
            for period in each["perioden"]
        ],
    )
    parts = {"region": REGION, "area": AREA}
    counted = [s for s in shown if s.startswith(f"indicator={COUNTED}&")]
    similar = f"{files}/similar.json?gebied={{}}&niveau={{}}&{REGION}"
    yield (
        "every analysis",
        [
            *(f"{files}/{a.format(shown=s, **parts)}" for a, s in product(ANALYSES, shown)),
            *(f"{files}/intervals.json?{s}" for s in counted),
            *(f"{files}/own.json?indicator={i}&niveau=buurt&{DRAWN}" for i in SHOWN),
            *(similar.format(code, level) for code, level in ((AREA, "buurt"), (TOWN, "gemeente"))),
        ],
    )
    yield "the API", [f"/api/v1/{question}" for question in QUESTIONS]
    yield (
        "every image",
        [
            *(f"/kaart.{kind}?{REGION}&{s}" for s, kind in product(shown, IMAGES)),
            *(
                f"/grafiek.{kind}?{REGION}&{s}&grafiek={chart}&gebieden={AREA}"
                for s, chart, kind in (
                    *product(shown, CHARTS, IMAGES),
                    *product(counted, ("tijd",), IMAGES),  # the others have one period
                )
            ),
        ],
    )
    yield (
        "every download",
        [
            f"/download?{REGION}&{s}&wat={what}&formaat={kind}"
            for s, what, kind in product(shown, ("beeld", "thema"), DOWNLOADS)
            if (what, kind) != ("thema", "xlsx")  # has too many rows for a workbook
        ],
    )
    every = [AREA, "WK001400", TOWN, "PV20", "NL00"]
    yield "pages and PDFs of areas", [f"/gebied/{c}{end}" for c in every for end in ("", ".pdf")]


def measure(server: Server, console: Console) -> list[Step]:
    """Ask everything, step by step."""
    asking = Asking(server.url.rstrip("/"))
    found = []
    for name, paths in steps(asking):
        for path in paths:
            asking.ask(path)
        time.sleep(SETTLE)
        held = server.held()
        found.append(Step(name, len(paths), held.resident / 1e6, held.share / 1e6))
        console.print(f"{name}: {held.resident / 1e6:.0f} MB", highlight=False)
    return found


def show(found: list[Step], console: Console) -> None:
    """Print what was held after each step, beside the goal."""
    table = Table(title="Memory of a worker, MB", header_style="bold")
    for header in ("after", "questions", "resident (RSS)", "its share (PSS)"):
        table.add_column(header, justify="left" if header == "after" else "right")
    for step in found:
        numbers = (f"{step.questions:,}", f"{step.resident:.0f}", f"{step.share:.0f}")
        table.add_row(step.name, *numbers, style="red" if step.resident > GOAL else None)
    table.add_section()
    table.add_row("goal", "", f"≤ {GOAL:.0f}", "")
    console.print(table)


def write(found: list[Step], folder: Path) -> Path:
    """Write the steps with what they were measured on."""
    now = datetime.now(UTC)
    report = {
        "date": now.isoformat(timespec="seconds"),
        "machine": {
            "cpus": os.cpu_count(),
            "system": platform.platform(),
            "python": platform.python_version(),
        },
        "goal": GOAL,
        "steps": [asdict(step) for step in found],
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"memory-{now:%Y%m%d-%H%M%S}.json"
    path.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    return path


def main() -> int:
    """Measure a worker that serves the national data set; 1 if a goal was missed and asked for."""
    parser = argparse.ArgumentParser(prog="bench.memory", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="end with code 1 if the goal is missed"
    )
    asked = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 100)
    if not NATIONAL.is_file():
        console.print(national.MISSING, style="yellow", markup=False)
        return 0
    with (
        national.data_directory() as data_dir,
        tempfile.TemporaryDirectory(prefix="rudc-bench-cache-") as cache,
    ):
        env = {
            **national.environment(data_dir, Path(cache)),
            "RUDC_RATE_LIMIT": "",
            "WEB_CONCURRENCY": "1",  # one worker is asked everything
        }
        with served(SERVER, env) as server:
            found = measure(server, console)
    show(found, console)
    console.print(f"Written to {write(found, RESULTS)}")
    return int(asked.check and max(step.resident for step in found) > GOAL)


if __name__ == "__main__":
    sys.exit(main())
