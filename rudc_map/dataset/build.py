"""Building the data set from source tables: the same bytes every time, swapped in when whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import pyogrio

from rudc_map.dataset.areas import build_areas
from rudc_map.dataset.assemble import Areas, Assembly
from rudc_map.dataset.figures import read_figure_table, write_columns
from rudc_map.dataset.manifest import (
    BOUNDARIES,
    BOUNDARY_CHANGES,
    FIGURES,
    LAYER_NAMES,
    MANIFEST,
    REGIONS,
    Manifest,
    file_entry,
    manifest_text,
)
from rudc_map.dataset.notes import notes_text
from rudc_map.dataset.regions import read_regions
from rudc_map.errors import DatasetError
from rudc_map.model import Level
from rudc_map.sources.key_figures import read_figures, read_postcodes
from rudc_map.sources.provenance import read_sources
from rudc_map.sources.tidy import tidy

TITLE = "Buurten, wijken en gemeenten van Groningen en Drenthe, en alle gemeenten van Nederland"
VINTAGE = "2024"
ATTRIBUTION = "Kadaster / Centraal Bureau voor de Statistiek, 2024"
LICENCE = "CC BY 4.0"
NOT_WRITTEN = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FeatureError,
)
"""What GDAL's errors become when a layer cannot be written."""

FIXED_DATE = "2024-01-01T00:00:00.000Z"
"""What GeoPackage records as its last change, so that a rebuild gives the same bytes."""


def build_dataset(
    source: Path, target: Path, report: Callable[[str], None] = lambda _step: None
) -> Manifest:
    """Build a data set from source tables and put it in place once it is complete.

    Parameters
    ----------
    source : Path
        The folder with the source tables (geodata/README.md says what they are).
    target : Path
        The folder of the data set; its other files stay as they are. regions.toml and
        boundary_changes.toml are taken from here or, if absent, from beside `source`.
    report : callable
        Called with the name of each step as it starts.

    Returns
    -------
    Manifest
        As written to dataset.toml.

    Raises
    ------
    SourceError
        If a source is absent or not as it should be.
    DatasetError
        If regions.toml does not fit or the target cannot be written.
    """
    report("sources")
    sources = read_sources(source / "sources.toml")
    raw = read_figures(source)
    report("boundaries")
    levels = build_areas(source, read_postcodes(source))
    report("figures")
    areas = Areas.of(levels)
    assembly = Assembly(areas, most_unknown=0.0)
    assembly.add(tidy(raw, str(source)), str(source))
    assembly.derive(shares=False)
    figures = assembly.finish()
    regions = target / REGIONS
    if not regions.is_file():
        regions = source.parent / REGIONS
    read_regions(regions, frozenset(levels[Level.GEMEENTE]["code"]))
    report("files")
    try:
        with _scratch_beside(target) as scratch:
            write_boundaries(levels, scratch / BOUNDARIES)
            write_columns(figures, areas.codes, scratch / FIGURES)
            manifest = Manifest(
                title=TITLE,
                vintage=VINTAGE,
                attribution=ATTRIBUTION,
                licence=LICENCE,
                counts={level: len(frame) for level, frame in levels.items()},
                files={name: file_entry(scratch / name) for name in (BOUNDARIES, FIGURES)},
                sources=sources,
            )
            notes = notes_text(read_figure_table(scratch / FIGURES), manifest.sources)
            text = manifest_text(manifest) + notes
            (scratch / MANIFEST).write_text(text, encoding="utf-8")
            if not (target / REGIONS).is_file():
                shutil.copyfile(regions, scratch / REGIONS)
            changes = source.parent / BOUNDARY_CHANGES
            if changes.is_file() and not (target / BOUNDARY_CHANGES).is_file():
                shutil.copyfile(changes, scratch / BOUNDARY_CHANGES)
            _swap_in(scratch, target)
    except OSError as error:
        raise DatasetError(f"{target} cannot be written ({error}); choose another --to") from error
    return manifest


def write_boundaries(levels: dict[Level, gpd.GeoDataFrame], path: Path) -> None:
    """Write the levels as layers of a GeoPackage, with nothing in it that depends on the day.

    Parameters
    ----------
    levels : dict of Level to GeoDataFrame
        As from `rudc_map.dataset.areas.build_areas`.
    path : Path
        A file that does not exist yet.

    Raises
    ------
    OSError
        If it cannot be written, as on a full disk.
    """
    with _gdal_option("OGR_CURRENT_DATE", FIXED_DATE):
        for level, frame in levels.items():
            try:
                pyogrio.write_dataframe(
                    frame,
                    path,
                    layer=LAYER_NAMES[level],
                    driver="GPKG",
                    geometry_type="MultiPolygon",
                    append=path.exists(),
                    layer_options={"SPATIAL_INDEX": "NO"},
                )
            except NOT_WRITTEN as error:
                raise OSError(f"{path.name}: {error}") from error


@contextmanager
def _gdal_option(name: str, value: str) -> Iterator[None]:
    before = pyogrio.get_gdal_config_option(name)
    pyogrio.set_gdal_config_options({name: value})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({name: before})


@contextmanager
def _scratch_beside(target: Path) -> Iterator[Path]:
    """Make a folder on the same disk as `target`, gone afterwards whatever happens."""
    parent = target.absolute().parent
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=parent) as scratch:
        yield Path(scratch)


def _swap_in(scratch: Path, target: Path) -> None:
    """Move the files into place, the manifest last: until then a reader sees sizes that differ."""
    target.mkdir(parents=True, exist_ok=True)
    names = [path.name for path in scratch.iterdir() if path.name != MANIFEST]
    for name in [*sorted(names), MANIFEST]:
        os.replace(scratch / name, target / name)
