"""Fetching what a data set is made of: only what changed since the one in use is taken along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd

from rudc_map.commands.from_files import carried_over
from rudc_map.dataset.home import GEODATA, Home, last_good
from rudc_map.dataset.make import Ingredients, Table
from rudc_map.dataset.national_areas import build_national_areas
from rudc_map.dataset.on_vintage import Target, on_vintage
from rudc_map.dataset.provinces import provinces_of_dataset
from rudc_map.dataset.recipe import Recipe, digest_of_files, digest_of_table, read_recipe
from rudc_map.dataset.vintages import Vintage, vintage_of
from rudc_map.model import Level, Source
from rudc_map.sources.addresses import Addresses
from rudc_map.sources.cbs_boundaries import BoundarySet, read_boundary_set
from rudc_map.sources.http import Http
from rudc_map.sources.jobs import ALL, BOUNDARIES, Job, Wanted, jobs_for
from rudc_map.sources.pdok_boundaries import fetch_map

DOWNLOADS = "downloads"
"""The folder of the data directory with files that were fetched; may be thrown away."""


def fetched(
    home: Home,
    http: Http,
    addresses: Addresses,
    wanted: Wanted,
    step: Callable[[str], None] = lambda _step: None,
    *,
    skip_unchanged: bool = False,
) -> Ingredients:
    """Fetch everything that a data set is made of.

    What has not changed since the data set in use was fetched is not taken along: its boundaries
    are linked and its figures taken over.

    Parameters
    ----------
    home : Home
        The data directory, locked.
    http : Http
        The client.
    addresses : Addresses
        Where everything is.
    wanted : Wanted
        What it is fetched for.
    step : callable
        Called with the name of each source as it starts.
    skip_unchanged : bool
        Whether a table is not read at all that its publisher says is as it was.

    Raises
    ------
    SourceError
        Naming the address and the remedy.
    """
    base = last_good(home.folder)
    before = read_recipe(base.path)
    same = before if before and _same_areas(before.wanted, wanted) else Recipe(wanted, {})
    known, states = dict(same.digests), dict(same.states)
    digests = dict(known)
    today = date.today().isoformat()
    sources: dict[str, Source] = {}
    levels: dict[Level, gpd.GeoDataFrame] | None = None
    maps = _Maps(http, addresses, home.folder / DOWNLOADS)
    jobs = jobs_for(wanted, addresses)
    if BOUNDARIES in wanted.sources:
        step(f"{BOUNDARIES} {wanted.vintage}")
        path = maps.fetch(wanted.vintage, wanted.gemeenten)
        digests[BOUNDARIES] = digest_of_files(path)
        if digests[BOUNDARIES] != known.get(BOUNDARIES):
            levels = build_national_areas(
                maps.read(wanted.vintage), provinces_of_dataset(GEODATA), wanted.gemeenten
            )
            known = {}
        sources[BOUNDARIES] = addresses.grenzen.provenance(wanted.vintage, today)
    tables: list[Table] = []
    target = Target(base, levels, wanted.vintage)
    for job in jobs:
        step(job.key)
        if skip_unchanged and job.key in known and job.is_still(http, states.get(job.key)):
            continue
        figures, states[job.key] = job.settled(http)
        digests[job.key] = digest_of_table(figures)
        if digests[job.key] != known.get(job.key):
            if job.vintage != wanted.vintage:
                step(f"{job.key} on the areas of {wanted.vintage}")
                figures = on_vintage(figures, maps.vintage(job.vintage), target.vintage)
            tables.append(Table(job.where, figures))
            source = _provenance(job, addresses, wanted, today)
            sources[source.id] = source
    if levels is not None and base.vintage != str(wanted.vintage):
        step(f"figures of {base.vintage} on the areas of {wanted.vintage}")
        tables.append(carried_over(base, target))
    return Ingredients(
        wanted.vintage,
        levels,
        tables,
        sources,
        base,
        keep_figures=levels is None or base.vintage == str(wanted.vintage),
        recipe=_recipe(before, Recipe(wanted, digests, states)),
    )


def _recipe(before: Recipe | None, now: Recipe) -> Recipe:
    """What `data update` fetches from now on: also what was fetched before for these areas.

    Figures of other gemeenten that join a data set do not change what it is made of.
    """
    wanted = now.wanted
    if before is None or BOUNDARIES in wanted.sources:
        return now
    if not _same_areas(before.wanted, wanted):
        return before
    both = {*before.wanted.sources, *wanted.sources}
    years = tuple(sorted({*before.wanted.kwb_years, *wanted.kwb_years}))
    sources = tuple(source for source in ALL if source in both)
    return replace(now, wanted=replace(wanted, sources=sources, kwb_years=years))


class _Maps:
    """The wijk- en buurtkaarten that are needed, each fetched and read once."""

    def __init__(self, http: Http, addresses: Addresses, folder: Path) -> None:
        self._http, self._addresses, self._folder = http, addresses, folder
        self._read: dict[int, BoundarySet] = {}
        self._paths: dict[int, Path] = {}

    def fetch(self, year: int, gemeenten: tuple[str, ...] | None = None) -> Path:
        if year not in self._paths:
            self._paths[year] = fetch_map(
                self._http, self._addresses, year, self._folder, gemeenten
            )
        return self._paths[year]

    def read(self, year: int) -> BoundarySet:
        if year not in self._read:
            self._read[year] = read_boundary_set(self.fetch(year), year)
        return self._read[year]

    def vintage(self, year: int) -> Vintage:
        return vintage_of(self.read(year))


def _same_areas(before: Wanted, now: Wanted) -> bool:
    return (before.vintage, before.gemeenten) == (now.vintage, now.gemeenten)


def _provenance(job: Job, addresses: Addresses, wanted: Wanted, retrieved: str) -> Source:
    """What is said of a table; one of another year than the boundaries has that in its id."""
    source = addresses.provenance(job.source, job.vintage, retrieved)
    if job.source == "kwb" and job.vintage != wanted.vintage:
        return replace(source, id=f"{source.id}_{job.vintage}")
    return source
