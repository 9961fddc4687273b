"""The commands for the municipality's own figures: add, own and remove."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rudc_map.errors import RudcError, UnclearDecimalError

# Heavy modules are imported inside the commands, so that --help and a wrong option answer at once.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from rudc_map.dataset.own import OwnFile
    from rudc_map.dataset.store import Dataset
    from rudc_map.settings import Settings
    from rudc_map.sources.own_understood import Understood

PROBLEMS_SHOWN = 5
"""Rows that were left out that are printed; all are in the report."""

Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


class DecimalMark(StrEnum):
    """What ``--decimal`` takes."""

    COMMA = "comma"
    POINT = "point"


def add_own_commands(data: typer.Typer) -> None:
    """Add the commands to the group ``data``."""
    data.command("add")(add)
    data.command("own")(own)
    data.command("remove")(remove)


def add(
    file: Annotated[Path, typer.Argument(help="CSV, XLSX, GeoPackage or GeoJSON file.")],
    yes: Yes = False,
    smallest_group: Annotated[
        int, typer.Option(min=0, help="Show no value about fewer people than this.")
    ] = 10,
    name: Annotated[str | None, typer.Option(help="Name, by default that of the file.")] = None,
    decimal: Annotated[
        DecimalMark | None, typer.Option(help="Decimal character, where that is not clear.")
    ] = None,
) -> None:
    """Add the figures in a file to the map, under the theme "Eigen gegevens"."""
    from rudc_map.dataset.own_write import own_name, refuse_existing, write_own
    from rudc_map.model import Level
    from rudc_map.sources.own_file import read_own_file
    from rudc_map.sources.own_numbers import Decimal
    from rudc_map.sources.own_understood import understand

    console = Console(soft_wrap=True)
    settings, dataset = _opened()
    called = own_name(file, name)
    refuse_existing(settings.own_dir, called)
    try:
        with console.status("reading"):
            understood = understand(
                read_own_file(file),
                dataset.areas,
                lambda: dataset.boundaries(Level.BUURT),
                dataset.vintage,
                Decimal(decimal.value) if decimal else None,
            )
    except UnclearDecimalError as error:
        raise RudcError(f"{error}: --decimal comma or --decimal point") from error
    _show(console, called, understood)
    _confirm(f"Add {called}?", yes)
    written = write_own(settings.own_dir, called, understood, smallest_group)
    _say(console, f"Added {called} to {settings.own_dir}.")
    _say(console, f"  {written.path} holds titles, units and rules; edit it as you like.")
    _warn(console, written, dataset)
    _say(console, "A running server shows the figures within seconds.")


def own() -> None:
    """List the own figures."""
    from rudc_map.dataset.own import read_own

    console = Console(soft_wrap=True)
    settings, dataset = _opened()
    files = read_own(settings.own_dir)
    if not files:
        _say(console, f"{settings.own_dir} holds no own figures.")
        return
    table = Table()
    for header in ("name", "figure", "title", "periods", "values", "held back", "file"):
        table.add_column(header, overflow="fold")
    for file in files:
        for key, figure in file.description.figures.items():
            values = file.values[key]
            periods = sorted(values["period"].unique())
            cells = (
                file.name,
                key,
                figure.title.nl,
                "-".join(dict.fromkeys((periods[0], periods[-1]))) if periods else "",
                f"{int(values['value'].notna().sum()):,}",
                f"{_held_back(file, key):,}",
                file.description.file,
            )
            table.add_row(*map(Text, cells))
    console.print(table)
    for file in files:
        _warn(console, file, dataset)


def remove(
    name: Annotated[str, typer.Argument(help="Name as data own lists it.")], yes: Yes = False
) -> None:
    """Take own figures away."""
    from rudc_map.dataset.own_write import remove_own, require_own

    settings = _settings()
    require_own(settings.own_dir, name)
    _confirm(f"Remove {name} from {settings.own_dir}?", yes)
    remove_own(settings.own_dir, name)
    _say(Console(soft_wrap=True), f"Removed {name}; a running server follows within seconds.")


def _settings() -> Settings:
    from pydantic import ValidationError

    from rudc_map.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        raise RudcError(f"the settings are wrong: {error.errors()[0]['msg']}") from error


def _opened() -> tuple[Settings, Dataset]:
    from rudc_map.dataset.home import last_good

    settings = _settings()
    return settings, last_good(settings.data_dir)


def _confirm(question: str, yes: bool) -> None:
    """Ask, where there is someone to ask; an answer that is not yes ends the command."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise RudcError("there is no terminal to ask for confirmation; look, then give --yes")
    if not typer.confirm(question):
        raise RudcError("nothing was changed")


def _show(console: Console, name: str, understood: Understood) -> None:
    table = Table("what", "understood as", title=Text(f"{understood.table.path.name} → {name}"))
    for what, said in _lines(understood):
        table.add_row(what, Text(said))
    console.print(table)
    problems = understood.problems
    if problems.empty:
        return
    _say(console, f"{len(problems):,} rows or cells are left out; {name}.rapport.csv lists all:")
    shown = problems.head(PROBLEMS_SHOWN)
    for row, code, reason in zip(shown["row"], shown["code"], shown["reason"], strict=True):
        given = f" {code!r}" if code else ""
        _say(console, f"  row {row}{given}: {reason.en}")


def _lines(understood: Understood) -> Iterator[tuple[str, str]]:
    tidy = understood.tidy
    yield "file", f"{understood.table.understood.en}; {len(understood.table.cells):,} rows"
    yield "areas", understood.area.en
    if understood.kind == "postcode":
        yield "", "approximate: the buurt that mostly has the postcode, where it is only one"
    levels = tidy["code"].str[:2].value_counts()
    names = {"BU": "buurt", "WK": "wijk", "GM": "gemeente"}
    taken = [f"{levels[key]:,} rows of a {name}" for key, name in names.items() if key in levels]
    yield "taken over", ", ".join(taken)
    periods = ", ".join(sorted(tidy["periode"].unique()))
    known = understood.period.en.startswith(f"{periods}, ")  # the one year, and where it is from
    yield "period", understood.period.en if known else f"{periods}: {understood.period.en}"
    if understood.decimal is not None:
        yield "decimals", f"after a {understood.decimal.value}"
    for figure in understood.figures:
        kind = "count, adds up" if figure.count else "mean, weighted by inhabitants"
        kind = f"{kind}, in %" if figure.percent else kind
        of = ", the size of the group" if figure.name == understood.group else ""
        if understood.group is None and not figure.count:
            of = ", over groups of unknown size: no small ones are held back"
        yield f"figure {figure.name}", f"{figure.title}: {kind}, {figure.decimals} decimals{of}"
    if understood.unused:
        yield "not used", ", ".join(understood.unused)


def _warn(console: Console, file: OwnFile, dataset: Dataset) -> None:
    """Say what is held back, and what of it can be computed all the same."""
    from rudc_map.dataset.own_values import computable

    for key in file.description.figures:
        held = _held_back(file, key)
        if held:
            _say(console, f"{file.name}, {key}: {held:,} values about small groups are held back.")
        for area, period, whole in computable(file.values[key], dataset.areas):
            _say(
                console,
                f"Warning: {file.name}, {key} {period}: {area} is held back, but can be computed "
                f"back from {whole} and its other areas; leave the total or another area out.",
            )


def _held_back(file: OwnFile, key: str) -> int:
    return int((file.values[key]["missing"] == "geheim").sum())


def _say(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False)
