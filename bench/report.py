"""From raw runs to medians, ratios and goals; as a table and as a file."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.measure import FLAGS, Result
from bench.pages import PAGES


@dataclass(frozen=True)
class Measured:
    """What one call measured.

    Attributes
    ----------
    data : str
        Which data: a key of `bench.pages.PAGES`.
    runs : dict of str to list of Result
        By page.
    skipped : dict of str to str
        Why a page was left out.
    server : dict of str to float
        Start [s] and memory [bytes] of this project's server, for the national data.
    """

    data: str
    runs: dict[str, list[Result]] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    server: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Column:
    """A measure as the table shows it."""

    key: str
    title: str
    scale: float = 1
    decimals: int = 0

    def text(self, values: Sequence[float]) -> str:
        """Median with the smallest and the largest."""
        middle, low, high = (
            f"{x * self.scale:,.{self.decimals}f}" for x in (median(values), *_range(values))
        )
        return middle if low == high else f"{middle} [dim]({low}–{high})[/dim]"


COLUMNS = (
    Column("first_paint", "first choropleth, ms"),
    Column("answers", "map answers, ms"),
    Column("switch_cold", "switch, first time, ms"),
    Column("switch_warm", "switch, again, ms"),
    Column("wire", "first load, kB on the wire", 1e-3),
    Column("geometry", "of which geometry, kB", 1e-3),
    Column("unpacked", "kB unpacked", 1e-3),
    Column("pan_fps", "pan, frames/s", 1, 1),
    Column("pan_long_share", "frames > 34 ms, %", 100, 1),
    Column("heap", "JS heap, MB", 1e-6, 1),
    Column("drawn_share", "map drawn, %", 100),
)


@dataclass(frozen=True)
class Goal:
    """A promise of the project about a number made of medians."""

    name: str
    limit: float
    at_most: bool
    number: Callable[[Callable[[str, str], float]], float]
    """Takes a function (page, measure) -> median."""

    def met(self, value: float) -> bool:
        """Whether `value` keeps the promise."""
        return value <= self.limit if self.at_most else value >= self.limit


Medians = Callable[[str, str], float]


def _ratio(one: str, other: str, measure: str) -> Callable[[Medians], float]:
    """The median of one page divided by that of another."""
    return lambda m: m(one, measure) / m(other, measure)


GOALS = {
    "regio": (
        Goal("first choropleth, app / floor", 2.0, True, _ratio("app", "floor", "first_paint")),
        Goal("first choropleth, app / plotly", 0.3, True, _ratio("app", "plotly", "first_paint")),
        Goal("switch, app / floor", 1.2, True, _ratio("app", "floor", "switch_cold")),
        Goal("switch, plotly / app", 20, False, _ratio("plotly", "app", "switch_cold")),
        Goal("switch, resent / app", 4, False, _ratio("resent", "app", "switch_cold")),
        Goal("pan of the app, frames/s", 55, False, lambda m: m("app", "pan_fps")),
        Goal("first load of the app, kB on the wire", 900, True, lambda m: m("app", "wire") / 1e3),
    ),
    "landelijk": (
        Goal("first choropleth, auto / floor", 0.9, True, _ratio("auto", "floor", "first_paint")),
        Goal("switch, auto / floor", 0.5, True, _ratio("auto", "floor", "switch_cold")),
        Goal("first choropleth, buurt / floor", 1.4, True, _ratio("buurt", "floor", "first_paint")),
        Goal("switch, buurt / floor", 1.1, True, _ratio("buurt", "floor", "switch_cold")),
        Goal("switch, plotly / auto", 40, False, _ratio("plotly", "auto", "switch_cold")),
        Goal("switch, resent / auto", 15, False, _ratio("resent", "auto", "switch_cold")),
        Goal("geometry of all buurten, kB", 1600, True, lambda m: m("buurt", "geometry") / 1e3),
        Goal("geometry of the first view, kB", 350, True, lambda m: m("auto", "geometry") / 1e3),
        Goal("pan of auto, frames/s", 55, False, lambda m: m("auto", "pan_fps")),
        Goal("pan of buurt, frames/s", 55, False, lambda m: m("buurt", "pan_fps")),
        Goal("start, national - embedded, s", 2, True,
             lambda m: m("server", "start_national") - m("server", "start_embedded")),
        Goal("resident memory of a worker, MB", 450, True, lambda m: m("server", "memory") / 1e6),
    ),
}  # fmt: skip
RATIOS = (
    ("app", "floor"),
    ("app", "plotly"),
    ("app", "resent"),
    ("app", "hideout"),
    ("auto", "floor"),
    ("auto", "plotly"),
    ("auto", "resent"),
    ("buurt", "floor"),
    ("plotly", "floor"),
    ("resent", "floor"),
    ("hideout", "floor"),
)
"""Pairs of pages whose medians are divided."""


def _range(values: Sequence[float]) -> tuple[float, float]:
    return min(values), max(values)


def _values(runs: Sequence[Result], key: str) -> list[float]:
    return [float(getattr(run, key)) for run in runs]


def goals(measured_on: Measured) -> list[dict[str, Any]]:
    """Every goal with its value; None where a page it needs was not measured."""

    def measured(page: str, key: str) -> float:
        if page == "server":
            return measured_on.server[key]
        return median(_values(measured_on.runs[page], key))

    rows: list[dict[str, Any]] = []
    for goal in GOALS[measured_on.data]:
        try:
            value = goal.number(measured)
        except KeyError:
            value = None
        met = None if value is None else goal.met(value)
        rows.append({"name": goal.name, "limit": goal.limit, "at_most": goal.at_most,
                     "value": value, "met": met})  # fmt: skip
    return rows


def show(measured: Measured, console: Console) -> None:
    """Print the medians, the ratios and the goals."""
    runs = measured.runs
    table = Table(title="Medians (smallest–largest)", header_style="bold")
    table.add_column("page")
    for column in COLUMNS:
        table.add_column(column.title, justify="right")
    for name, results in runs.items():
        table.add_row(name, *(c.text(_values(results, c.key)) for c in COLUMNS))
    console.print(table)
    for page in PAGES[measured.data]:
        if page.name in runs:
            console.print(f"  {page.name}: {page.what}")
    for name, why in measured.skipped.items():
        console.print(f"  {name} was left out: {why}", style="yellow", markup=False)

    ratios = Table(title="Ratios of medians", header_style="bold")
    for title in ("pages", "first choropleth", "switch, first time", "switch, again"):
        ratios.add_column(title, justify="left" if title == "pages" else "right")
    for one, other in RATIOS:
        if one in runs and other in runs:
            cells = [
                f"{median(_values(runs[one], key)) / median(_values(runs[other], key)):.2f}"
                for key in ("first_paint", "switch_cold", "switch_warm")
            ]
            ratios.add_row(f"{one} / {other}", *cells)
    console.print(ratios)

    promises = Table(title="Goals", header_style="bold")
    for title in ("goal", "measured", "limit", "met"):
        promises.add_column(title, justify="left" if title == "goal" else "right")
    for row in goals(measured):
        sign = "≤" if row["at_most"] else "≥"
        value = "–" if row["value"] is None else f"{row['value']:,.2f}"
        met = {None: "not measured", True: "[green]yes", False: "[red]no"}[row["met"]]
        promises.add_row(row["name"], value, f"{sign} {row['limit']:g}", met)
    console.print(promises)


def write(measured: Measured, browser: str, folder: Path) -> Path:
    """Write all raw runs with what they were measured on."""
    now = datetime.now(UTC)
    runs = measured.runs
    summary = {
        page: {
            key.key: dict(zip(("median", "min", "max"), (median(v), *_range(v)), strict=True))
            for key in COLUMNS
            if (v := _values(results, key.key))
        }
        for page, results in runs.items()
    }
    report = {
        "date": now.isoformat(timespec="seconds"),
        "machine": {
            "cpus": os.cpu_count(),
            "load": os.getloadavg(),
            "system": platform.platform(),
            "chromium": browser,
            "flags": FLAGS,
            "python": platform.python_version(),
            **{name: version(name) for name in ("dash", "dash-leaflet", "plotly", "playwright")},
        },
        "data": measured.data,
        "server": dict(measured.server),
        "skipped": dict(measured.skipped),
        "summary": summary,
        "goals": goals(measured),
        "runs": {page: [run.as_json() for run in results] for page, results in runs.items()},
    }
    path = folder / f"map_speed-{measured.data}-{now:%Y%m%d-%H%M%S}.json"
    path.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    return path
