"""The commands for the data sets of the data directory: list, use and rollback."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rudc_map.errors import RudcError

# Heavy modules are imported inside the commands, so that --help and a wrong option answer at once.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from rudc_map.dataset.home import Home
    from rudc_map.settings import Settings


def add_set_commands(data: typer.Typer) -> None:
    """Add the commands to the group ``data``."""
    data.command("list")(list_sets)
    data.command("use")(use)
    data.command("rollback")(rollback)


def list_sets() -> None:
    """List the data sets, and which is in use."""
    from rudc_map.dataset.manifest import read_manifest

    home = home_of_settings()
    table = Table()
    for header in ("", "name", "title", "year", "buurten", "gemeenten", "size"):
        table.add_column(header, overflow="fold")
    marks = {home.previous: "previous", home.current: "in use"}
    for name in home.names():
        try:
            manifest = read_manifest(home.path_of(name))
        except RudcError as error:
            table.add_row(marks.get(name, ""), Text(name), Text(f"cannot be used: {error}"))
            continue
        size = sum(entry.size for entry in manifest.files.values()) / 1e6
        counts = {level.value: f"{count:,}" for level, count in manifest.counts.items()}
        cells = (name, manifest.title, manifest.vintage, counts["buurt"], counts["gemeente"])
        table.add_row(marks.get(name, ""), *map(Text, cells), f"{size:.1f} MB")
    console = Console(soft_wrap=True)
    console.print(table)
    say(console, f"They are in {home.folder}; the embedded one is part of the project.")


def use(name: Annotated[str, typer.Argument(help="Name as data list gives it.")]) -> None:
    """Serve another data set; its checksums are looked at first."""
    from rudc_map.dataset.check_files import check_checksums
    from rudc_map.dataset.manifest import read_manifest

    home = home_of_settings()
    folder = home.path_of(name)
    faults = check_checksums(folder, read_manifest(folder).files)
    if faults:
        raise RudcError(f"{folder}/{faults[0]}; it was damaged, {home.current!r} stays in use")
    with home.locked("data use"):
        home.use(name)
    say(Console(soft_wrap=True), f"{name} is in use.")


def rollback() -> None:
    """Serve the data set again that was in use before; once more undoes it."""
    home = home_of_settings()
    with home.locked("data rollback"):
        name = home.rollback()
    say(Console(soft_wrap=True), f"{name} is in use.")


def home_of_settings() -> Home:
    """Find the data directory by the settings."""
    return home_of(settings_of_environment())


def home_of(settings: Settings) -> Home:
    """Find the data directory.

    Raises
    ------
    RudcError
        If it is a data set itself.
    """
    from rudc_map.dataset.home import Home, folder_in_use

    folder_in_use(settings.data_dir)  # refuses a data set
    return Home(settings.data_dir)


def folder_of(home: Home, name: str) -> Path:
    """Find the folder of a data set by its name, or by its path where there is none.

    Raises
    ------
    DatasetError
        If there is neither, saying which there are.
    """
    if name not in home.names() and Path(name).exists():
        return Path(name)
    return home.path_of(name)


def gemeente_codes(text: str | None) -> tuple[str, ...] | None:
    """Read what ``--gemeenten`` takes, None where it is not given.

    Raises
    ------
    RudcError
        If something in it is no code, with the code where it is the name of a gemeente.
    """
    if text is None:
        return None
    codes = tuple(sorted({part.strip().upper() for part in text.split(",") if part.strip()}))
    if not codes:
        raise RudcError("--gemeenten is empty; give codes such as GM0014, parted by commas")
    for code in codes:
        if re.fullmatch(r"GM\d{4}", code) is None:
            meant = _code_of_gemeente(code)
            said = f"; {code.title()} is {meant}" if meant else ""
            raise RudcError(f"--gemeenten: {code!r} is not a code such as GM0014{said}")
    return codes


def _code_of_gemeente(name: str) -> str | None:
    from rudc_map.dataset.home import GEODATA
    from rudc_map.dataset.store import open_dataset
    from rudc_map.model import Level
    from rudc_map.sources.own_matching import KnownAreas, areas_named

    known = KnownAreas(open_dataset(GEODATA).areas).by_name(Level.GEMEENTE)
    return next(iter(areas_named(name, known)), None)


def settings_of_environment() -> Settings:
    """Read the settings.

    Raises
    ------
    RudcError
        If one is wrong.
    """
    from pydantic import ValidationError

    from rudc_map.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        raise RudcError(f"the settings are wrong: {error.errors()[0]['msg']}") from error


def say(console: Console, text: str) -> None:
    """Print a line as it is."""
    console.print(text, markup=False, highlight=False)
