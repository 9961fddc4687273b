"""From raw runs to medians, ratios and goals; as a table and as a file."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.measure import FLAGS, Result
from bench.pages import PAGES

Runs = Mapping[str, Sequence[Result]]


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
    Column("switch_cold", "switch, first time, ms"),
    Column("switch_warm", "switch, again, ms"),
    Column("wire", "first load, kB on the wire", 1e-3),
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


GOALS = (
    Goal("first choropleth, app / floor", 2.0, True,
         lambda m: m("app", "first_paint") / m("floor", "first_paint")),
    Goal("first choropleth, app / plotly", 0.3, True,
         lambda m: m("app", "first_paint") / m("plotly", "first_paint")),
    Goal("switch, app / floor", 1.2, True,
         lambda m: m("app", "switch_cold") / m("floor", "switch_cold")),
    Goal("switch, plotly / app", 20, False,
         lambda m: m("plotly", "switch_cold") / m("app", "switch_cold")),
    Goal("switch, resent / app", 4, False,
         lambda m: m("resent", "switch_cold") / m("app", "switch_cold")),
    Goal("pan of the app, frames/s", 55, False, lambda m: m("app", "pan_fps")),
    Goal("first load of the app, kB on the wire", 900, True, lambda m: m("app", "wire") / 1000),
)  # fmt: skip
RATIOS = (
    ("app", "floor"),
    ("app", "plotly"),
    ("app", "resent"),
    ("app", "hideout"),
    ("plotly", "floor"),
    ("resent", "floor"),
    ("hideout", "floor"),
)
"""Pairs of pages whose medians are divided."""


def _range(values: Sequence[float]) -> tuple[float, float]:
    return min(values), max(values)


def _values(runs: Sequence[Result], key: str) -> list[float]:
    return [float(getattr(run, key)) for run in runs]


def goals(runs: Runs) -> list[dict[str, Any]]:
    """Every goal with its value; None where a page it needs was not measured."""

    def measured(page: str, key: str) -> float:
        return median(_values(runs[page], key))

    rows: list[dict[str, Any]] = []
    for goal in GOALS:
        try:
            value = goal.number(measured)
        except KeyError:
            value = None
        met = None if value is None else goal.met(value)
        rows.append({"name": goal.name, "limit": goal.limit, "at_most": goal.at_most,
                     "value": value, "met": met})  # fmt: skip
    return rows


def show(runs: Runs, skipped: Mapping[str, str], console: Console) -> None:
    """Print the medians, the ratios and the goals."""
    table = Table(title="Medians (smallest–largest)", header_style="bold")
    table.add_column("page")
    for column in COLUMNS:
        table.add_column(column.title, justify="right")
    for name, results in runs.items():
        table.add_row(name, *(c.text(_values(results, c.key)) for c in COLUMNS))
    console.print(table)
    for page in PAGES:
        if page.name in runs:
            console.print(f"  {page.name}: {page.what}")
    for name, why in skipped.items():
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
    for row in goals(runs):
        sign = "≤" if row["at_most"] else "≥"
        value = "–" if row["value"] is None else f"{row['value']:,.2f}"
        met = {None: "not measured", True: "[green]yes", False: "[red]no"}[row["met"]]
        promises.add_row(row["name"], value, f"{sign} {row['limit']:g}", met)
    console.print(promises)


def write(runs: Runs, skipped: Mapping[str, str], browser: str, folder: Path) -> Path:
    """Write all raw runs with what they were measured on."""
    now = datetime.now(UTC)
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
        "skipped": dict(skipped),
        "summary": summary,
        "goals": goals(runs),
        "runs": {page: [run.as_json() for run in results] for page, results in runs.items()},
    }
    path = folder / f"map_speed-{now:%Y%m%d-%H%M%S}.json"
    path.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    return path
