"""The commands that look at data sets: status and diff."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rudc_map.commands.sets import (
    folder_of,
    home_of,
    home_of_settings,
    say,
    settings_of_environment,
)
from rudc_map.errors import RudcError

# Heavy modules are imported inside the commands, so that --help and a wrong option answer at once.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from rudc_map.dataset.difference import Change
    from rudc_map.dataset.store import Dataset
    from rudc_map.sources.addresses import Addresses

CHANGES_SHOWN = 40
"""Figures that changed that are printed; --csv writes all of them."""


def add_status_commands(data: typer.Typer) -> None:
    """Add the commands to the group ``data``."""
    data.command("status")(status)
    data.command("diff")(diff)


def status() -> None:
    """Say what is in use, how old its figures are, and which newer years exist."""
    from rudc_map.dataset.home import last_good
    from rudc_map.sources.addresses import read_addresses

    settings = settings_of_environment()
    home = home_of(settings)
    dataset = last_good(home.folder)
    console = Console(soft_wrap=True)
    counts = ", ".join(f"{count:,} {level}" for level, count in dataset.counts().items())
    say(console, f"In use: {home.current}, {dataset.title}")
    say(console, f"  {dataset.path}")
    say(console, f"  {counts}; {len(dataset.variables())} figures")
    if home.previous:
        say(console, f"  before it: {home.previous} (python -m rudc_map data rollback)")
    console.print(_sources(dataset))
    newer = newer_years(dataset, read_addresses(settings.sources))
    for line in newer:
        say(console, line)
    if not newer:
        say(console, f"{settings.sources} lists nothing newer.")


def newer_years(dataset: Dataset, addresses: Addresses) -> list[str]:
    """Say which years of boundaries and key figures are listed that a data set does not have."""
    from rudc_map.model import Level

    vintage = int(dataset.vintage)
    maps = sorted(year for year in addresses.grenzen.years if year > vintage)
    lines = [f"Newer boundaries exist: {', '.join(map(str, maps))}."] if maps else []
    periods = dataset.periods("a_inw", Level.GEMEENTE)
    latest = max(map(int, periods)) if periods else 0
    years = sorted(year for year in addresses.kwb.tables if year > latest)
    if years:
        marked = [f"{y} (provisional)" if y in addresses.kwb.provisional else f"{y}" for y in years]
        lines.append(f"Newer key figures exist: {', '.join(marked)}.")
    if lines:
        best = maps[-1] if maps else years[-1]
        lines.append(f"Get them with python -m rudc_map data fetch --year {best}.")
    return lines


def _sources(dataset: Dataset) -> Table:
    table = Table()
    for header in ("source", "table", "title", "retrieved", "days ago"):
        table.add_column(header, overflow="fold")
    for source in dataset.sources.values():
        try:
            age = str((date.today() - date.fromisoformat(source.retrieved)).days)
        except ValueError:
            age = "?"
        cells = (source.id, source.table, source.title, source.retrieved, age)
        table.add_row(*map(Text, cells))
    return table


def diff(
    one: Annotated[str, typer.Argument(help="Name or folder of a data set.")],
    other: Annotated[str, typer.Argument(help="Name or folder of another.")],
    csv: Annotated[
        Path | None, typer.Option(help="A file for every area and figure that differs.")
    ] = None,
) -> None:
    """Say which areas and values came, went and changed from one data set to another."""
    from rudc_map.dataset.difference import area_changes, as_table, figure_changes

    first, second = _opened(one), _opened(other)
    console = Console(soft_wrap=True)
    with console.status("comparing"):
        areas = list(area_changes(first, second))
        figures = [change for change in figure_changes(first, second) if change]
    console.print(_changes("areas", areas))
    if figures:
        console.print(_changes("figures", figures[:CHANGES_SHOWN]))
    if len(figures) > CHANGES_SHOWN:
        say(console, f"and {len(figures) - CHANGES_SHOWN} figures more; --csv FILE writes all")
    if not figures and not any(areas):
        say(console, "Nothing differs.")
    if csv is not None:
        try:
            as_table(iter([*areas, *figures])).to_csv(csv, sep=";", index=False)
        except OSError as error:
            why = error.strerror or error
            raise RudcError(f"{csv} cannot be written ({why}); give another file") from error
        say(console, f"{csv} lists them.")


def _opened(name: str) -> Dataset:
    from rudc_map.dataset.store import open_dataset

    return open_dataset(folder_of(home_of_settings(), name))


def _changes(title: str, changes: list[Change]) -> Table:
    table = Table(title, "came", "went", "changed", "for example")
    for change in changes:
        counts = (len(change.came), len(change.went), len(change.changed))
        numbers = (f"{count:,}" if count else "" for count in counts)
        table.add_row(change.what, *numbers, Text("; ".join(change.examples[:2])))
    return table
