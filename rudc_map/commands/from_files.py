"""Taking what a data set is made of from local files."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from rudc_map.dataset.boundary_changes import BoundaryChange
from rudc_map.dataset.home import EMBEDDED, GEODATA, Home, last_good
from rudc_map.dataset.make import Ingredients, Table
from rudc_map.dataset.mergers import dated_anew, mergers_between
from rudc_map.dataset.national_areas import build_national_areas
from rudc_map.dataset.on_vintage import Target, figures_of_dataset, on_vintage, vintage_of_dataset
from rudc_map.dataset.provinces import provinces_of_dataset
from rudc_map.dataset.recipe import read_recipe
from rudc_map.dataset.store import Dataset
from rudc_map.dataset.vintages import vintage_of
from rudc_map.errors import SourceError
from rudc_map.model import Level, Source
from rudc_map.sources.addresses import STATLINE_NAMES, Addresses
from rudc_map.sources.cbs_addresses import read_addresses
from rudc_map.sources.cbs_boundaries import BoundarySet
from rudc_map.sources.jobs import nearest_vintage
from rudc_map.sources.local_files import LocalFiles
from rudc_map.sources.variables import read_variables

KEY_FIGURES = "kwb"

FROM_MAPS = ", en die in de wijk- en buurtkaarten van "
"""Stands in the title of the key figures before the years that come from maps."""


def from_files(
    home: Home,
    files: LocalFiles,
    addresses: Addresses,
    gemeenten: Collection[str] | None = None,
    year: int | None = None,
    step: Callable[[str], None] = lambda _step: None,
) -> Ingredients:
    """Turn files into what a data set is made of, going on from the one in use.

    The newest map that has buurten gives the boundaries, unless it is older than those in use;
    every other map serves to put the figures of its year on them.

    Parameters
    ----------
    home : Home
        The data directory.
    files : LocalFiles
        What the files hold.
    addresses : Addresses
        Says where figures are published.
    gemeenten : collection of str, optional
        Codes of the gemeenten whose buurten are kept; None for all.
    year : int, optional
        The year of the map to take the boundaries from, also if it is older.
    step : callable
        Called with the name of each step as it starts.

    Raises
    ------
    SourceError
        If figures are of a year whose map is not there, or gemeenten are given without a map.
    """
    base = last_good(home.folder)
    chosen = _boundaries(files, base, year, in_use=home.current != EMBEDDED)
    today = date.today().isoformat()
    if chosen is None and gemeenten is not None:
        raise SourceError("--gemeenten chooses from a map; give the wijk- en buurtkaart too")
    levels = None
    if chosen is not None:
        step("boundaries")
        levels = build_national_areas(chosen, provinces_of_dataset(GEODATA), gemeenten)
    vintage = int(base.vintage) if chosen is None else chosen.year
    target = Target(base, levels, vintage, _addresses_of(vintage, files))
    tables = _tables(files, target, step)
    sources = _with_maps(sources_of(tables, addresses, vintage, today), files, vintage, base)
    if chosen is not None:
        sources["grenzen"] = addresses.grenzen.provenance(vintage, today)
    same = base.vintage == str(vintage)
    if not same:
        step(f"figures of {base.vintage} on the areas of {vintage}")
        tables.append(carried_over(base, target))
    return Ingredients(
        vintage,
        levels,
        tables,
        sources,
        base,
        keep_figures=same,
        recipe=read_recipe(base.path) if chosen is None else None,
        changes=_mergers(files, target, base if chosen is None else None),
    )


def _mergers(
    files: LocalFiles, target: Target, base: Dataset | None
) -> tuple[BoundaryChange, ...] | None:
    """The gemeenten that were put together, as far as maps of other years show it.

    With those that were known of `base`; None where there are no such maps.
    """
    others = [
        vintage_of(found)
        for _, found in files.maps
        if found.year != target.year and Level.GEMEENTE in found.frames
    ]
    if not others:
        return None
    found = mergers_between([*others, target.vintage])
    known = () if base is None else dated_anew(base.boundary_changes, found, others)
    return (*known, *found)


def carried_over(base: Dataset, target: Target) -> Table:
    """Take the figures of a data set of another year along, on the new areas."""
    figures = on_vintage(figures_of_dataset(base), vintage_of_dataset(base), target.vintage)
    return Table(str(base.path), figures)


def sources_of(
    tables: Iterable[Table], addresses: Addresses, vintage: int, retrieved: str
) -> dict[str, Source]:
    """Say where the figures of tables come from, by the sections of sources.toml."""
    known = read_variables()
    names = {variable for table in tables for variable in table.figures["variable"].unique()}
    used = {known[name].source for name in names if name in known}
    found = {}
    for source in sorted(used.intersection(STATLINE_NAMES.split(", "))):
        of = nearest_vintage(addresses.statline(source).tables, vintage)
        found[source] = addresses.provenance(source, of, retrieved)
    return found


def _with_maps(
    sources: dict[str, Source], files: LocalFiles, vintage: int, base: Dataset
) -> dict[str, Source]:
    """Say that key figures of other years come from the maps of those years, not from a table."""
    if KEY_FIGURES not in sources:
        return sources
    years = {str(found.year) for _, found in files.maps if len(found.figures)}
    if KEY_FIGURES in base.sources:
        _, _, known = base.sources[KEY_FIGURES].title.partition(FROM_MAPS)
        years.update(re.findall(r"\d{4}", known))
    if not (others := sorted(years - {str(vintage)})):
        return sources
    about = sources[KEY_FIGURES]
    title = f"{about.title} {vintage}{FROM_MAPS}{', '.join(others)}"
    return {**sources, KEY_FIGURES: replace(about, title=title)}


def _boundaries(
    files: LocalFiles, base: Dataset, year: int | None, *, in_use: bool
) -> BoundarySet | None:
    """The map that gives the boundaries, None to keep those in use."""
    for path, boundaries in files.maps:
        if boundaries.year == year and Level.BUURT not in boundaries.frames:
            raise SourceError(f"{path} has no buurten; boundaries come from a map that has them")
    whole = [found for _, found in files.maps if Level.BUURT in found.frames]
    if year is not None:
        whole = [found for found in whole if found.year == year]
    elif in_use:
        whole = [found for found in whole if found.year >= int(base.vintage)]
    return max(whole, key=lambda found: found.year) if whole else None


def _tables(files: LocalFiles, target: Target, step: Callable[[str], None]) -> list[Table]:
    """All figures on the areas of the data set: those of tables, then those beside the maps."""
    maps = {boundaries.year: boundaries for _, boundaries in files.maps}
    given = [(table.path, table.figures, table.vintage) for table in files.tables]
    given += [(path, found.figures, found.year) for path, found in files.maps]
    tables = []
    for path, figures, vintage in given:
        if figures.empty:
            continue
        if vintage is not None and vintage != target.year:
            if vintage not in maps:
                raise SourceError(
                    f"{path} is of the areas of {vintage}, the data set of those of {target.year}; "
                    f"give the map of {vintage} too"
                )
            step(f"{path.name} on the areas of {target.year}")
            old = vintage_of(maps[vintage], _read_addresses(vintage, files))
            figures = on_vintage(figures, old, target.vintage)  # noqa: PLW2901
        tables.append(Table(str(path), figures))
    return tables


def _addresses_of(year: int, files: LocalFiles) -> Path | None:
    """The addresses of a year; None also where they are the only ones, for it takes two years."""
    return files.addresses.get(year) if len(files.addresses) > 1 else None


def _read_addresses(year: int, files: LocalFiles) -> pd.Series | None:
    path = _addresses_of(year, files)
    return None if path is None else read_addresses(path)
