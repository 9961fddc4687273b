"""The command that makes a data set of files: import."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from rudc_map.cli_progress import Quiet, steps
from rudc_map.cli_sets import home_of, say, settings_of_environment
from rudc_map.errors import SourceError

# Heavy modules are imported inside the commands, so that --help and a wrong option answer at once.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    import geopandas as gpd

    from rudc_map.dataset.boundary_changes import BoundaryChange
    from rudc_map.dataset.home import Home
    from rudc_map.dataset.make import Ingredients, Made, Table
    from rudc_map.model import Level, Source
    from rudc_map.sources.addresses import Addresses
    from rudc_map.sources.local_files import LocalFiles


CODES_SHOWN = 5


def add_import_commands(data: typer.Typer) -> None:
    """Add the command to the group ``data``."""
    data.command("import")(import_files)


def import_files(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Wijk- en buurtkaarten (.gpkg, .zip, ...), the latest with buurten gives the "
            "areas; tables (.csv, .csv.gz)."
        ),
    ],
    year: Annotated[
        int | None, typer.Option(help="Year of the boundaries, where the map does not say.")
    ] = None,
    gemeenten: Annotated[
        str | None,
        typer.Option(help="Codes, parted by commas: the gemeenten whose buurten are kept."),
    ] = None,
    name: Annotated[str | None, typer.Option(help="What to call the data set.")] = None,
    quiet: Quiet = False,
) -> None:
    """Make a data set from files, verify it and put it in use.

    Without a map with buurten the figures join the data set that is in use, on its boundaries.
    Those of a map of another year are put on them.
    """
    from rudc_map.dataset.make import make_set
    from rudc_map.sources.local_files import read_local_files

    settings = settings_of_environment()
    home = home_of(settings)
    with steps("importing", quiet) as (step, console), home.locked("data import"):
        before = home.current
        step("reading")
        chosen = gemeenten.split(",") if gemeenten else None
        # nothing here keeps what is read or made of it, which make_set lets go of early
        made = make_set(
            home,
            ingredients(home, read_local_files(paths, year), chosen, settings.sources, step),
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


def ingredients(
    home: Home,
    files: LocalFiles,
    gemeenten: list[str] | None,
    addresses: Path,
    step: Callable[[str], None] = lambda _step: None,
) -> Ingredients:
    """Turn files into what a data set is made of, going on from the one in use.

    Raises
    ------
    SourceError
        If gemeenten are given without a map.
    """
    from rudc_map.dataset.home import GEODATA, last_good
    from rudc_map.dataset.make import Ingredients, Table, map_source
    from rudc_map.dataset.national_areas import build_national_areas
    from rudc_map.dataset.provinces import provinces_of_dataset
    from rudc_map.dataset.store import open_dataset
    from rudc_map.model import Level
    from rudc_map.sources.addresses import read_addresses

    listed = read_addresses(addresses)
    base = last_good(home.folder)
    tables = [Table(str(path), figures) for path, figures in files.tables]
    today = date.today().isoformat()
    boundaries = files.boundaries
    if boundaries is None:
        if gemeenten is not None:
            raise SourceError("--gemeenten chooses from a map; give the wijk- en buurtkaart too")
        areas = {level: base.boundaries(level).reset_index() for level in Level if files.other_maps}
        changes = add_other_maps(tables, files, int(base.vintage), areas, step)
        sources = sources_of(tables, listed, int(base.vintage), today)
        return Ingredients(int(base.vintage), None, tables, sources, base, changes)
    step("boundaries")
    levels = build_national_areas(boundaries, provinces_of_dataset(GEODATA), gemeenten)
    if base.vintage != str(boundaries.year):
        base = open_dataset(GEODATA)
    tables.append(Table(str(files.map_path), boundaries.figures))
    changes = add_other_maps(tables, files, boundaries.year, levels, step)
    sources = sources_of(tables, listed, boundaries.year, today)
    sources["grenzen"] = map_source(boundaries.year, today)
    return Ingredients(boundaries.year, levels, tables, sources, base, changes)


def add_other_maps(
    tables: list[Table],
    files: LocalFiles,
    year: int,
    levels: Mapping[Level, gpd.GeoDataFrame],
    step: Callable[[str], None],
) -> tuple[BoundaryChange, ...]:
    """Add the figures of maps of other years, on these areas; gives the mergers they show."""
    from rudc_map.dataset.earlier import from_earlier_maps
    from rudc_map.dataset.make import Table

    if not files.other_maps:
        return ()
    step("maps of other years")
    found = from_earlier_maps([one for _, one in files.other_maps], year, levels)
    for (path, _), figures in zip(files.other_maps, found.figures, strict=True):
        tables.append(Table(str(path), figures))
    return found.changes


def sources_of(
    tables: Iterable[Table], addresses: Addresses, vintage: int, retrieved: str
) -> dict[str, Source]:
    """Say where the figures of tables come from, by the sections of sources.toml."""
    from rudc_map.sources.addresses import STATLINE_NAMES
    from rudc_map.sources.variables import read_variables

    known = read_variables()
    names = {variable for table in tables for variable in table.figures["variable"].unique()}
    used = {known[name].source for name in names if name in known}
    found = {}
    for source in sorted(used.intersection(STATLINE_NAMES.split(", "))):
        years = addresses.statline(source).tables
        earlier = [year for year in years if year <= vintage]
        found[source] = addresses.provenance(
            source, max(earlier) if earlier else min(years), retrieved
        )
    return found
