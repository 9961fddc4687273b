"""The commands: building and verifying a data set; commands/ holds the others."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from rudc_map.commands.fetch import add_fetch_commands
from rudc_map.commands.imports import add_import_commands
from rudc_map.commands.own import add_own_commands
from rudc_map.commands.sets import add_set_commands, folder_of, home_of_settings
from rudc_map.commands.status import add_status_commands
from rudc_map.errors import RudcError

# Heavy modules are imported inside the commands, so that --help and a wrong option answer at once.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from rudc_map.dataset.faults import Report

GEODATA = Path(__file__).resolve().parents[1] / "geodata"
"""The embedded data set."""

M_MMAP_THRESHOLD, LARGE = -3, 262_144
"""A parameter of glibc's `mallopt`: from how many bytes on memory is a piece of its own, which goes
back when it is let go of."""

FAULTS_SHOWN = 20
"""Faults printed per check; the rest is counted."""

NAMED_SHOWN = 5
"""Areas printed per line of a check; the rest is counted."""

app = typer.Typer(
    help="The RUDC neighbourhood map.", no_args_is_help=True, pretty_exceptions_enable=False
)
data = typer.Typer(
    help="Build, verify and choose data sets; add own figures.", no_args_is_help=True
)
add_fetch_commands(data)
add_import_commands(data)
add_set_commands(data)
add_status_commands(data)
add_own_commands(data)
app.add_typer(data, name="data")


def main() -> None:
    """Run a command; an error the user can mend becomes one line and exit status 1."""
    _give_memory_back()
    try:
        app()
    except RudcError as error:
        Console(stderr=True, soft_wrap=True).print(f"Error: {error}", markup=False, highlight=False)
        sys.exit(1)


def _give_memory_back() -> None:
    """Have memory that is let go of go back to the system at once, where that can be asked for.

    The tables of a country come and go one after another; Arrow's allocator and glibc's keep the
    room of each, a fifth of the most that an import holds.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    try:
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE)
    except (OSError, AttributeError, TypeError):  # no glibc
        return


@app.callback()
def _root() -> None:
    """Keep ``data`` a group of commands."""


@data.command()
def build(
    source: Annotated[Path, typer.Option("--from", help="Folder with the source tables.")] = GEODATA
    / "sources",
    target: Annotated[Path, typer.Option("--to", help="Folder of the data set.")] = GEODATA,
) -> None:
    """Build the data set from its source tables and put it in place when it is complete."""
    from rudc_map.dataset.build import build_dataset

    console = Console(soft_wrap=True)
    with console.status("building") as status:
        manifest = build_dataset(source, target, lambda step: status.update(f"building: {step}"))
    counts = ", ".join(f"{count} {level}" for level, count in manifest.counts.items())
    console.print(f"Built {target}: {counts}.", markup=False, highlight=False)
    for name, entry in manifest.files.items():
        console.print(f"  {name}  {entry.size:,} bytes  {entry.sha256}", highlight=False)


@data.command()
def verify(
    data_set: Annotated[
        str | None, typer.Argument(help="Name or folder; by default the one in use.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help=f"List all that is found, not {FAULTS_SHOWN} a check.")
    ] = False,
) -> None:
    """Check a data set: files, boundaries, codes, figures, attribution; list what stands out."""
    from rudc_map.dataset.manifest import REMEDY
    from rudc_map.dataset.verify import verify_dataset

    folder = _folder(data_set)
    console = Console(soft_wrap=True)
    with console.status("verifying"):
        report = verify_dataset(folder, cross_checks=True)
    console.print(_table(report))
    for check in report.checks:
        shown = len(check.faults) if everything else FAULTS_SHOWN
        for fault in check.faults[:shown]:
            said = str(fault) if everything else _shortened(str(fault))
            console.print(f"{check.name}: {said}", markup=False, highlight=False)
        if len(check.faults) > shown:
            rest = len(check.faults) - shown
            console.print(f"{check.name}: and {rest} more (--all lists them)", highlight=False)
    if not report.sound:
        console.print(
            f"{folder} has {len(report.faults)} faults; {REMEDY}",
            markup=False,
            highlight=False,
        )
        raise typer.Exit(1)
    remarks = len(report.faults)
    but = f", with {remarks} remarks about what its sources say" if remarks else ""
    console.print(f"{folder} is in order{but}.", markup=False, highlight=False)


def _shortened(line: str) -> str:
    """The first of what a line names, and how many more."""
    named = line.split("; ")
    more = len(named) - NAMED_SHOWN
    return line if more <= 0 else "; ".join([*named[:NAMED_SHOWN], f"and {more} more"])


def _folder(data_set: str | None) -> Path:
    """Find the folder of a data set, of the one in use where none is named."""
    home = home_of_settings()
    return folder_of(home, home.current if data_set is None else data_set)


def _table(report: Report) -> Table:
    table = Table("check", "result", "detail")
    for check in report.checks:
        faults = len(check.faults)
        found, colour = ("remark", "yellow") if check.remarks else ("fault", "red")
        result = f"[{colour}]{faults} {found}{'s' * (faults != 1)}[/]" if faults else "[green]ok[/]"
        table.add_row(check.name, result, check.detail)
    return table
