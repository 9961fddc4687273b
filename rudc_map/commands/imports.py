"""The command that makes a data set of files: import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from rudc_map.commands.progress import Quiet, steps
from rudc_map.commands.sets import gemeente_codes, home_of, say, settings_of_environment

# Heavy modules are imported inside the commands, so that --help and a wrong option answer at once.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from rudc_map.dataset.make import Made

CODES_SHOWN = 5


def add_import_commands(data: typer.Typer) -> None:
    """Add the command to the group ``data``."""
    data.command("import")(import_files)


def import_files(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Wijk- en buurtkaarten (.gpkg, .zip, ...), tables (.csv, .xlsx)."),
    ],
    year: Annotated[
        int | None, typer.Option(help="Year of the boundaries to take; by default the newest map.")
    ] = None,
    gemeenten: Annotated[
        str | None,
        typer.Option(help="Codes, parted by commas: the gemeenten whose buurten are kept."),
    ] = None,
    name: Annotated[str | None, typer.Option(help="What to call the data set.")] = None,
    quiet: Quiet = False,
) -> None:
    """Make a data set from files, verify it and put it in use.

    Without a newer map the figures join the data set that is in use, on its boundaries; those
    of another year need the map of that year beside them.
    """
    from rudc_map.commands.from_files import from_files
    from rudc_map.dataset.make import make_set
    from rudc_map.sources.addresses import read_addresses
    from rudc_map.sources.local_files import read_local_files

    settings = settings_of_environment()
    home = home_of(settings)
    chosen = gemeente_codes(gemeenten)
    if name is not None:
        home.check_new_name(name)
    with steps("importing", quiet) as (step, console), home.locked("data import"):
        before = home.current
        step("reading")
        addresses = read_addresses(settings.sources)
        # No name here keeps what is read or made of it: make_set lets go of it when it is
        # written, and it would be in memory twice while it is verified.
        made = make_set(
            home,
            from_files(
                home, read_local_files(paths, addresses, year), addresses, chosen, year, step
            ),
            name,
            step,
        )
    tell(console, before, made)


def tell(console: Console, before: str, made: Made) -> None:
    """Say which data set is in use now, and what was left out of it."""
    now = made.name
    for where, codes in made.left_out.items():
        if codes:
            shown = ", ".join(codes[:CODES_SHOWN]) + (", ..." if len(codes) > CODES_SHOWN else "")
            areas = "1 area" if len(codes) == 1 else f"{len(codes)} areas"
            say(console, f"{where}: {areas} that the map does not have left out: {shown}")
    if now == before:
        say(console, f"Nothing changed: {now} stays in use.")
    else:
        say(console, f"{now} is in use; python -m rudc_map data rollback goes back to {before}.")
