"""The commands that make a data set of what is published: fetch and update."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from rudc_map.commands.imports import tell
from rudc_map.commands.progress import Quiet, downloads
from rudc_map.commands.sets import gemeente_codes, home_of, say, settings_of_environment
from rudc_map.errors import RudcError, SourceError

# Heavy modules are imported inside the commands, so that --help and a wrong option answer at once.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from rudc_map.dataset.home import Home
    from rudc_map.settings import Settings
    from rudc_map.sources.addresses import Addresses
    from rudc_map.sources.jobs import Wanted

CRIME_YEARS = 5
"""Years of crimes that are fetched: those that are over, counted back from now."""

DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Only say what would be fetched, and how large it is.")
]


def add_fetch_commands(data: typer.Typer) -> None:
    """Add the commands to the group ``data``."""
    data.command("fetch")(fetch)
    data.command("update")(update)


def fetch(
    year: Annotated[
        int | None,
        typer.Option(help="Year of boundaries and key figures; by default the last final one."),
    ] = None,
    region: Annotated[
        str | None, typer.Option(help="A region of geodata/regions.toml, by its id.")
    ] = None,
    gemeenten: Annotated[str | None, typer.Option(help="Codes, parted by commas.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="The whole country.")] = False,
    sources: Annotated[
        str | None,
        typer.Option(help="Parted by commas: grenzen, kwb, politie, gezondheid, nabijheid, ses."),
    ] = None,
    name: Annotated[str | None, typer.Option(help="What to call the data set.")] = None,
    dry_run: DryRun = False,
    quiet: Quiet = False,
) -> None:
    """Fetch what CBS, the police, RIVM and PDOK publish, verify it and put it in use.

    Without --region, --gemeenten or --all: what the data set in use was fetched for, else the
    whole country. Without grenzen among --sources the figures join the data set in use, on its
    boundaries.
    """
    settings = settings_of_environment()
    home = home_of(settings)
    codes = gemeente_codes(gemeenten)
    if name is not None:
        home.check_new_name(name)
    if sum(map(bool, (region, codes, everything))) > 1:
        raise SourceError("--region, --gemeenten and --all exclude each other; give one")
    addresses = _addresses(settings)
    wanted = _wanted(home, addresses, year, _areas(home, region, codes, everything), sources)
    if dry_run:
        _show_plan(addresses, wanted, quiet)
        return
    _make(home, addresses, wanted, "data fetch", quiet, name=name)


def update(dry_run: DryRun = False, quiet: Quiet = False) -> None:
    """Fetch again what the data set in use was made of; only what changed is built anew."""
    from dataclasses import replace

    from rudc_map.dataset.recipe import read_recipe

    settings = settings_of_environment()
    home = home_of(settings)
    recipe = read_recipe(home.path_of(home.current))
    if recipe is None:
        raise RudcError(
            f"{home.path_of(home.current)} was not fetched, so that there is nothing to update; "
            "run python -m rudc_map data fetch"
        )
    wanted = replace(recipe.wanted, crime_years=_crime_years())
    addresses = _addresses(settings)
    if dry_run:
        _show_plan(addresses, wanted, quiet, recipe.states)
        return
    _make(home, addresses, wanted, "data update", quiet, skip_unchanged=True)


def _make(
    home: Home,
    addresses: Addresses,
    wanted: Wanted,
    command: str,
    quiet: bool,
    *,
    name: str | None = None,
    skip_unchanged: bool = False,
) -> None:
    from rudc_map.commands.from_publishers import fetched
    from rudc_map.dataset.make import make_set
    from rudc_map.sources.http import Http

    with home.locked(command), downloads(quiet) as (progress, step, console):
        before = home.current
        with Http(addresses.sites, home.folder / "answers", progress) as http:
            what = fetched(home, http, addresses, wanted, step, skip_unchanged=skip_unchanged)
        made = make_set(home, what, name, step)
        tell(console, before, made)


def _addresses(settings: Settings) -> Addresses:
    from rudc_map.sources.addresses import read_addresses

    return read_addresses(settings.sources)


def _areas(
    home: Home, region: str | None, gemeenten: tuple[str, ...] | None, everything: bool
) -> tuple[str, ...] | None:
    """The gemeenten that are asked for, None for all of them."""
    from rudc_map.dataset.home import GEODATA
    from rudc_map.dataset.recipe import read_recipe
    from rudc_map.dataset.store import open_dataset

    if gemeenten:
        return gemeenten
    if region:
        known = {one.id: one.gemeenten for one in open_dataset(GEODATA).regions}
        if region not in known:
            raise SourceError(f"there is no region {region!r}; choose from {', '.join(known)}")
        return known[region] or None
    recipe = None if everything else read_recipe(home.path_of(home.current))
    return recipe.wanted.gemeenten if recipe else None


def _wanted(
    home: Home,
    addresses: Addresses,
    year: int | None,
    gemeenten: tuple[str, ...] | None,
    sources: str | None,
) -> Wanted:
    from rudc_map.dataset.home import last_good
    from rudc_map.sources.jobs import ALL, BOUNDARIES, Wanted

    chosen = ALL if sources is None else tuple(name.strip() for name in sources.split(","))
    of_year = year if year is not None else _last_final(addresses)
    vintage = of_year if BOUNDARIES in chosen else int(last_good(home.folder).vintage)
    return Wanted(vintage, chosen, gemeenten, (of_year,), _crime_years())


def _last_final(addresses: Addresses) -> int:
    """The last year whose key figures are final and that has a map."""
    years = set(addresses.kwb.tables).intersection(addresses.grenzen.years)
    final = years.difference(addresses.kwb.provisional)
    return max(final or years)


def _crime_years() -> tuple[int, ...]:
    this = date.today().year
    return tuple(range(this - CRIME_YEARS, this))


def _show_plan(
    addresses: Addresses,
    wanted: Wanted,
    quiet: bool,
    states: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Say what would be fetched; nothing but sizes is asked, and whether tables changed."""
    from rudc_map.sources.http import Http
    from rudc_map.sources.jobs import BOUNDARIES, jobs_for
    from rudc_map.sources.pdok_boundaries import plan_map
    from rudc_map.sources.planned import together

    console = Console(soft_wrap=True, quiet=quiet)
    grid = Grid()
    for header in ("source", "address", "requests", "size"):
        grid.add_column(header, overflow="fold", justify="left")
    total = 0
    with Http(addresses.sites) as http:
        jobs = jobs_for(wanted, addresses)
        same = [job for job in jobs if job.is_still(http, states.get(job.key))]
        jobs = [job for job in jobs if job not in same]
        maps = {wanted.vintage} if BOUNDARIES in wanted.sources else set()
        maps |= {job.vintage for job in jobs if job.vintage != wanted.vintage}
        planned = [
            (f"{BOUNDARIES} {year}", one)
            for year in sorted(maps)
            for one in plan_map(http, addresses, year)
        ]
        planned += [(job.key, one) for job in jobs for one in together(job.plan(http))]
    for source, one in planned:
        about = "about " if one.estimated else ""
        size = "not known" if one.size is None else f"{about}{one.size / 1e6:,.1f} MB"
        grid.add_row(source, Text(one.url), f"{about}{one.requests:,}", size)
        total += one.size or 0
    for job in same:
        grid.add_row(job.key, Text(job.where), "", "has not changed")
    console.print(grid)
    say(console, f"About {total / 1e6:,.0f} MB in all; nothing was fetched.")
