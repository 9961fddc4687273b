"""Verifying a data set: every check, in the order in which one depends on another."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import pandas as pd

from rudc_map.dataset.check_areas import (
    check_codes,
    check_coverage,
    check_land_area,
    check_nesting,
    check_postcodes,
    check_unions,
)
from rudc_map.dataset.check_figures import (
    check_ages,
    check_complete,
    check_missing,
    check_orphans,
    check_ranges,
    check_sentinels,
    check_status,
    check_sums,
    check_unique,
)
from rudc_map.dataset.check_files import check_attribution, check_checksums, check_layers
from rudc_map.dataset.cross_checks import (
    NEIGHBOURS_APART,
    YEARS_APART,
    remark_on_neighbours,
    remark_on_sums,
    remark_on_years,
)
from rudc_map.dataset.faults import Check, Fault, Report
from rudc_map.dataset.figures import read_figures
from rudc_map.dataset.manifest import (
    BOUNDARIES,
    FIGURES,
    LAYER_NAMES,
    REGIONS,
    Manifest,
    level_columns,
    read_manifest,
)
from rudc_map.dataset.regions import read_regions
from rudc_map.errors import DatasetError, SourceError
from rudc_map.model import Level
from rudc_map.sources.boundaries import read_boundaries


def verify_dataset(
    folder: Path, *, cross_checks: bool = False, known_areas: bool = False
) -> Report:
    """Check everything that can be checked about a data set.

    The boundary file is inspected before it is loaded; where a file cannot be loaded at all, the
    checks of its content are left out.

    Parameters
    ----------
    folder : Path
        The folder with dataset.toml.
    cross_checks : bool
        True also holds figures against each other; what that lists are remarks.
    known_areas : bool
        True leaves out how boundaries fit each other: they are those of a data set that was
        verified, byte for byte.

    Returns
    -------
    Report
        Which checks were made and what they found.

    Raises
    ------
    DatasetError
        If there is no readable dataset.toml, and so nothing to verify.
    """
    manifest = read_manifest(folder)
    files = _check_files(folder, manifest)
    try:
        levels = _load_levels(folder) if not files[-1].faults else {}
    except SourceError as error:
        levels = {}
        files.append(_check("boundaries", BOUNDARIES, [Fault(BOUNDARIES, str(error))]))
    areas = _check_areas(folder, levels, known_areas)
    if levels:  # the outlines of buurten take most room, and no check of figures looks at them
        levels[Level.BUURT] = levels[Level.BUURT].drop(columns="geometry")
    try:
        figures = read_figures(folder / FIGURES, compact=not cross_checks)
    except DatasetError as error:
        files.append(_check("figures", FIGURES, [Fault(FIGURES, str(error))]))
        return Report((*files, *areas))
    checks = [*files, *areas, *_check_rows(figures), *_check_together(figures, levels)]
    return Report((*checks, *(_cross_checks(figures, levels) if cross_checks else ())))


def _check_files(folder: Path, manifest: Manifest) -> list[Check]:
    return [
        _check(
            "checksums",
            f"{len(manifest.files)} files",
            check_checksums(folder, manifest.files),
        ),
        _check(
            "attribution",
            f"{len(manifest.sources)} sources, {manifest.licence}",
            check_attribution(manifest),
        ),
        _check(
            "layers",
            f"{len(LAYER_NAMES)} layers, format, columns, EPSG:28992",
            check_layers(folder, manifest.counts),
        ),
    ]


def _check_areas(
    folder: Path, levels: dict[Level, gpd.GeoDataFrame], known_areas: bool
) -> list[Check]:
    if not levels:
        return []
    count = f"{sum(len(frame) for frame in levels.values())} areas"
    return [
        _check("codes", f"{count}: unique, well formed", check_codes(levels)),
        _check("nesting", f"{count}: codes and parents", check_nesting(levels)),
        _check("postcodes", "four digits", check_postcodes(levels[Level.BUURT])),
        *([] if known_areas else _check_outlines(levels)),
        _check("regions", REGIONS, _check_regions(folder, levels[Level.GEMEENTE]["code"])),
    ]


def _check_outlines(levels: dict[Level, gpd.GeoDataFrame]) -> list[Check]:
    """Make the checks that take longest."""
    return [
        _check("coverage", "no gaps or overlaps at any level", check_coverage(levels)),
        _check("unions", "each area equals the union of its parts", check_unions(levels)),
    ]


def _check_rows(figures: pd.DataFrame) -> list[Check]:
    rows = f"{len(figures)} figures"
    return [
        _check("unique figures", rows, check_unique(figures)),
        _check("missing values", f"{rows}: value or reason", check_missing(figures)),
        _check("status", f"{rows}: final or why not, and how exact", check_status(figures)),
        _check("sentinels", rows, check_sentinels(figures)),
        _check(
            "ranges", f"{figures['variable'].nunique()} units and ranges", check_ranges(figures)
        ),
        _check("ages", "three groups add up within rounding", check_ages(figures), remarks=True),
    ]


def _check_together(figures: pd.DataFrame, levels: dict[Level, gpd.GeoDataFrame]) -> list[Check]:
    """Make the checks that need both the figures and the areas."""
    if not levels:
        return []
    frames = [frame.drop(columns="geometry", errors="ignore") for frame in levels.values()]
    areas = pd.concat(frames).drop_duplicates("code").set_index("code")
    codes = {level: pd.Index(frame["code"].unique()) for level, frame in levels.items()}
    land = figures[figures["variable"] == "a_lan_ha"].drop_duplicates("code")
    return [
        _check("orphans", "every figure has an area", check_orphans(figures, areas.index)),
        _check("completeness", "every area has a row", check_complete(figures, codes)),
        _check(
            "sums", "parts add up within 0.1% or rounding", check_sums(figures, areas), remarks=True
        ),
        _check(
            "land area",
            "outlines hold their land",
            check_land_area(levels, land.set_index("code")["value"]),
            remarks=True,
        ),
    ]


def _cross_checks(figures: pd.DataFrame, levels: dict[Level, gpd.GeoDataFrame]) -> list[Check]:
    """Hold figures against each other; what stands out is listed, for somebody to look at."""
    if not levels:
        return []
    frames = [frame.drop(columns="geometry", errors="ignore") for frame in levels.values()]
    areas = pd.concat(frames).drop_duplicates("code").set_index("code")
    gemeenten = levels[Level.GEMEENTE]
    return [
        _check(
            "sums of buurten",
            "all counts, within rounding",
            remark_on_sums(figures, areas),
            remarks=True,
        ),
        _check(
            "year on year",
            f"changes with a robust z-score above {YEARS_APART:g}",
            remark_on_years(figures, areas),
            remarks=True,
        ),
        _check(
            "neighbours",
            f"gemeenten with a robust z-score above {NEIGHBOURS_APART:g} against their neighbours",
            remark_on_neighbours(figures, gemeenten),
            remarks=True,
        ),
    ]


def _check_regions(folder: Path, gemeenten: pd.Series) -> list[Fault]:
    try:
        read_regions(folder / REGIONS, frozenset(gemeenten))
    except DatasetError as error:
        return [Fault(REGIONS, str(error))]
    return []


def _load_levels(folder: Path) -> dict[Level, gpd.GeoDataFrame]:
    levels = {}
    for level, layer in LAYER_NAMES.items():
        columns = level_columns(level)
        levels[level] = read_boundaries(
            folder / BOUNDARIES, layer, columns, may_be_empty=["postcode"]
        )
    return levels


def _check(name: str, detail: str, faults: Sequence[Fault], *, remarks: bool = False) -> Check:
    return Check(name, detail, tuple(faults), remarks)
