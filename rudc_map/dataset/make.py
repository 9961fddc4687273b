"""Making a data set of the data directory: built beside the one in use, verified, swapped in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from rudc_map.dataset.assemble import Areas, Assembly
from rudc_map.dataset.boundary_changes import BoundaryChange, write_boundary_changes
from rudc_map.dataset.build import write_boundaries
from rudc_map.dataset.check_figures import check_ranges
from rudc_map.dataset.figures import read_figure_table, write_columns
from rudc_map.dataset.home import GEODATA, Home, check_name, reason
from rudc_map.dataset.manifest import (
    BOUNDARIES,
    BOUNDARY_CHANGES,
    FIGURES,
    MANIFEST,
    REGIONS,
    Manifest,
    dataset_hash,
    file_entry,
    manifest_text,
    read_manifest,
)
from rudc_map.dataset.notes import notes_text
from rudc_map.dataset.recipe import Recipe, write_recipe
from rudc_map.dataset.regions import regions_text
from rudc_map.dataset.store import Dataset, open_dataset
from rudc_map.dataset.verify import verify_dataset
from rudc_map.errors import DatasetError, SourceError
from rudc_map.model import Level, Region, Source, Text

LICENCE = "CC BY 4.0"

WHOLE_COUNTRY = Text("Nederland", "The Netherlands")


@dataclass(frozen=True)
class Table:
    """A table of figures with where it comes from.

    Parameters
    ----------
    where : str
        File or address, for messages.
    figures : DataFrame
        `rudc_map.sources.tidy.TIDY_COLUMNS`.
    """

    where: str
    figures: pd.DataFrame


@dataclass
class Ingredients:
    """What a data set is made of; `make_set` uses it up, since a country takes much memory.

    Parameters
    ----------
    vintage : int
        The year of the boundaries.
    levels : mapping of Level to GeoDataFrame, or None
        The areas (`rudc_map.dataset.areas.build_areas`); None keeps those of `base`.
    tables : list of Table
        New figures, the one that goes first first.
    sources : mapping of str to Source
        Where they come from, by id.
    base : Dataset
        The data set that is gone on from: what no table gives is taken over from it.
    keep_figures : bool
        False where the figures of `base` are on other areas.
    recipe : Recipe, optional
        How it can be made again.
    changes : tuple of BoundaryChange, or None
        Gemeenten that were put together; None keeps those of `base`. Where the areas are new
        those of the embedded data set come first.
    """

    vintage: int
    levels: Mapping[Level, gpd.GeoDataFrame] | None
    tables: list[Table]
    sources: Mapping[str, Source]
    base: Dataset
    keep_figures: bool = True
    recipe: Recipe | None = None
    changes: tuple[BoundaryChange, ...] | None = None


@dataclass(frozen=True)
class Made:
    """What came of it.

    Parameters
    ----------
    name : str
        The data set that is in use now.
    left_out : mapping of str to tuple of str
        Per table the codes that are not among the areas.
    """

    name: str
    left_out: Mapping[str, tuple[str, ...]]


def make_set(
    home: Home,
    what: Ingredients,
    name: str | None = None,
    report: Callable[[str], None] = lambda _step: None,
) -> Made:
    """Build a data set, verify it and put it in use; the caller holds the lock.

    Whatever goes wrong, the data set that was in use stays in use.

    Parameters
    ----------
    home : Home
        The data directory.
    what : Ingredients
        What it is made of.
    name : str, optional
        What to call it; by default after its areas, year and content.
    report : callable
        Called with the name of each step as it starts.

    Returns
    -------
    Made
        Its `name` is that of before where nothing changed.

    Raises
    ------
    SourceError
        If a table does not fit the areas.
    DatasetError
        If the data set does not pass its verification, or cannot be written.
    """
    if name is not None:
        check_name(name)
    elif what.levels is None and not what.tables:
        return Made(home.current, {})
    try:
        with home.building() as scratch:
            built = scratch / "set"
            built.mkdir()
            manifest, left_out = _write(built, what, report)
            content, before = dataset_hash(manifest, built / REGIONS), what.base.hash
            known_areas = (
                manifest.files[BOUNDARIES] == read_manifest(what.base.path).files[BOUNDARIES]
            )
            # what is verified is read back from the disk, and would be in memory twice
            del what
            if content == before and name is None:
                return Made(home.current, left_out)
            called = name or f"{_scope(manifest)}-{manifest.vintage}-{content[:6]}"
            if called not in home.names() or name is not None:
                report("verifying")
                _require_verified(built, known_areas)
                home.keep(built, called)
    except OSError as error:
        raise DatasetError(
            f"{home.folder} cannot be written ({reason(error, home.folder)}); make room there, or "
            "have RUDC_DATA_DIR name another folder"
        ) from error
    home.use(called)
    return Made(called, left_out)


def _write(
    built: Path, what: Ingredients, report: Callable[[str], None]
) -> tuple[Manifest, dict[str, tuple[str, ...]]]:
    """Write all files of the data set; give its manifest and the codes that were left out."""
    report("boundaries")
    if what.levels is None:
        _link_or_copy(what.base.path / BOUNDARIES, built / BOUNDARIES)
        codes = {level: what.base.codes(level) for level in Level}
        areas = what.base.areas
        wijken = areas.loc[codes[Level.BUURT], "wijk"]
        buurten = pd.DataFrame({"code": codes[Level.BUURT], "wijk": wijken.to_numpy()})
        frames = {level: pd.DataFrame({"code": index}) for level, index in codes.items()}
        of = Areas.of({**frames, Level.BUURT: buurten})
    else:
        write_boundaries(dict(what.levels), built / BOUNDARIES)
        of = Areas.of(what.levels)
    _write_regions(built, what)
    title = _title(of.codes, what)
    what.levels = None
    report("figures")
    left_out = _write_figures(built, what, of)
    manifest = Manifest(
        title=title,
        vintage=str(what.vintage),
        attribution=f"Kadaster / Centraal Bureau voor de Statistiek, {what.vintage}",
        licence=LICENCE,
        counts={level: len(index) for level, index in of.codes.items()},
        files={name: file_entry(built / name) for name in (BOUNDARIES, FIGURES)},
        sources={**what.base.sources, **what.sources},
    )
    if what.recipe is not None:
        write_recipe(what.recipe, built)
    notes = notes_text(read_figure_table(built / FIGURES), manifest.sources)
    (built / MANIFEST).write_text(manifest_text(manifest) + notes, encoding="utf-8")
    return manifest, left_out


def _write_figures(built: Path, what: Ingredients, areas: Areas) -> dict[str, tuple[str, ...]]:
    """Put the figures together and write them; give the codes that were left out."""
    kept = read_figure_table(what.base.path / FIGURES) if what.keep_figures else None
    assembly = Assembly(areas, kept)
    while what.tables:
        table = what.tables.pop(0)
        _require_plausible(table)
        assembly.add(table.figures, table.where)
        del table
    assembly.derive(shares=True)
    write_columns(assembly.finish(), areas.codes, built / FIGURES)
    return assembly.left_out


def _require_plausible(table: Table) -> None:
    """Refuse a table with an impossible figure, while it is known where that comes from."""
    faults = check_ranges(table.figures)
    if faults:
        raise SourceError(
            f"{table.where}: {faults[0]} ({len(faults)} such figures); look whether the table has "
            "another unit or shifted columns"
        )


def _require_verified(folder: Path, known_areas: bool) -> None:
    report = verify_dataset(folder, known_areas=known_areas)
    if not report.sound:
        check = next(check for check in report.checks if check.faults and not check.remarks)
        rest = len(report.faults) - 1
        raise DatasetError(
            f"the data set that was built is not in order, {check.name}: {check.faults[0]}"
            f"{f' (and {rest} more faults)' if rest else ''}; what was in use stays in use, look "
            "at the file or address that this figure comes from"
        )


def _write_regions(built: Path, what: Ingredients) -> None:
    """Write which regions can be shown, and which gemeenten were put together from others."""
    if what.levels is None:
        shutil.copyfile(what.base.path / REGIONS, built / REGIONS)
        changes = what.base.boundary_changes if what.changes is None else what.changes
        _write_changes(built, changes)
        return
    embedded = open_dataset(GEODATA)
    with_buurten = set(what.levels[Level.BUURT]["gemeente"])
    gemeenten = set(what.levels[Level.GEMEENTE]["code"])
    regions = _regions(embedded.regions, with_buurten, gemeenten, what)
    (built / REGIONS).write_text(regions_text(regions), encoding="utf-8")
    known = [change for change in embedded.boundary_changes if change.gemeente in gemeenten]
    _write_changes(built, (*known, *(what.changes or ())))


def _write_changes(built: Path, changes: Iterable[BoundaryChange]) -> None:
    """Write each merger once, with the first year given: those known before are exact to it."""
    first: dict[tuple[str, frozenset[str]], BoundaryChange] = {}
    for change in changes:
        first.setdefault((change.gemeente, frozenset(change.of)), change)
    write_boundary_changes(first.values(), built / BOUNDARY_CHANGES)


def _regions(
    embedded: Iterable[Region], with_buurten: set[str], gemeenten: set[str], what: Ingredients
) -> list[Region]:
    """Choose the regions that fit, and add the areas that the data set was made for."""
    fitting = [
        region for region in embedded if region.gemeenten and with_buurten >= set(region.gemeenten)
    ]
    smaller = () if with_buurten < gemeenten else (Level.BUURT, Level.WIJK)
    country = Region("nederland", WHOLE_COUNTRY, (), (*smaller, Level.GEMEENTE, Level.PROVINCIE))
    chosen = tuple(sorted(with_buurten))
    if with_buurten < gemeenten and all(set(chosen) != set(r.gemeenten) for r in fitting):
        name = _names_of(chosen, what)
        levels = (Level.BUURT, Level.WIJK, Level.GEMEENTE)
        fitting.insert(0, Region("gekozen-gemeenten", Text(name, name), chosen, levels))
    return [*fitting, country]


def _names_of(gemeenten: tuple[str, ...], what: Ingredients) -> str:
    assert what.levels is not None
    names = what.levels[Level.GEMEENTE].set_index("code")["name"]
    listed = [str(names[code]) for code in gemeenten]
    return ", ".join(listed) if len(listed) <= 3 else f"{', '.join(listed[:2])} + {len(listed) - 2}"


def _title(codes: Mapping[Level, pd.Index], what: Ingredients) -> str:
    if what.levels is None:
        return what.base.title
    with_buurten = tuple(sorted(set(what.levels[Level.BUURT]["gemeente"])))
    if len(with_buurten) == len(codes[Level.GEMEENTE]):
        return f"Buurten, wijken en gemeenten van Nederland, {what.vintage}"
    return (
        f"Buurten en wijken van {_names_of(with_buurten, what)}, en alle gemeenten van Nederland, "
        f"{what.vintage}"
    )


def _scope(manifest: Manifest) -> str:
    return "nederland" if manifest.counts[Level.BUURT] > 10_000 else "deel"


def _link_or_copy(source: Path, target: Path) -> None:
    """Have the same file in two folders; both are never changed."""
    if source.parent == GEODATA:  # a build of the project replaces it, an edit could change it
        shutil.copyfile(source, target)
        return
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
