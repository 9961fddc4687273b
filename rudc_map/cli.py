"""The commands: building and verifying the data set, and adding own figures (cli_own)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from rudc_map.cli_own import add_own_commands
from rudc_map.errors import RudcError

# Heavy modules are imported inside the commands, so that --help and a wrong option answer at once.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from rudc_map.dataset.faults import Report

GEODATA = Path(__file__).resolve().parents[1] / "geodata"
"""The embedded data set."""

FAULTS_SHOWN = 20
"""Faults printed per check; the rest is counted."""

app = typer.Typer(
    help="The RUDC neighbourhood map.", no_args_is_help=True, pretty_exceptions_enable=False
)
data = typer.Typer(help="Build and verify the data set; add own figures.", no_args_is_help=True)
add_own_commands(data)
app.add_typer(data, name="data")


def main() -> None:
    """Run a command; an error the user can mend becomes one line and exit status 1."""
    try:
        app()
    except RudcError as error:
        Console(stderr=True, soft_wrap=True).print(f"Error: {error}", markup=False, highlight=False)
        sys.exit(1)


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
    folder: Annotated[Path, typer.Argument(help="Folder of the data set.")] = GEODATA,
) -> None:
    """Check a data set: checksums, boundaries, codes, figures, attribution."""
    from rudc_map.dataset.verify import verify_dataset

    console = Console(soft_wrap=True)
    with console.status("verifying"):
        report = verify_dataset(folder)
    console.print(_table(report))
    for check in report.checks:
        for fault in check.faults[:FAULTS_SHOWN]:
            console.print(f"{check.name}: {fault}", markup=False, highlight=False)
        if len(check.faults) > FAULTS_SHOWN:
            rest = len(check.faults) - FAULTS_SHOWN
            console.print(f"{check.name}: and {rest} more", highlight=False)
    if not report.ok:
        console.print(
            f"{folder} has {len(report.faults)} faults; run python -m rudc_map data build",
            markup=False,
            highlight=False,
        )
        raise typer.Exit(1)
    console.print(f"{folder} is in order.", markup=False, highlight=False)


def _table(report: Report) -> Table:
    table = Table("check", "result", "detail")
    for check in report.checks:
        faults = len(check.faults)
        result = f"[red]{faults} fault{'s' * (faults != 1)}[/]" if faults else "[green]ok[/]"
        table.add_row(check.name, result, check.detail)
    return table
