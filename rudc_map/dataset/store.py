"""Opening a data set: areas and figures at once, boundaries only when asked for."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from rudc_map.dataset.boundary_changes import BoundaryChange, read_boundary_changes
from rudc_map.dataset.figures import Figure, FigureTable, read_figure_table, with_rows
from rudc_map.dataset.manifest import (
    BOUNDARIES,
    BOUNDARY_CHANGES,
    FIGURES,
    LAYER_NAMES,
    REGIONS,
    REMEDY,
    Manifest,
    dataset_hash,
    level_columns,
    read_manifest,
)
from rudc_map.dataset.regions import read_regions
from rudc_map.errors import DatasetError
from rudc_map.model import FigureStatus, Level, Region, Source

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["Dataset", "Figure", "open_dataset"]

AREA_COLUMNS = ("level", "name", "wijk", "gemeente", "provincie", "postcode")
"""The columns of `Dataset.areas`."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """A data set on disk, opened for reading; everything it hands out is a copy.

    Parameters
    ----------
    path : Path
        Its folder.
    hash : str
        12 hex digits that name its content, for addresses and cache keys.
    title, vintage, attribution, licence : str
        From its manifest; vintage is the year of the boundaries.
    regions : tuple of Region
        The regions that can be shown, the default first.
    boundary_changes : tuple of BoundaryChange
        The municipalities that were put together from others.
    """

    path: Path
    hash: str
    title: str
    vintage: str
    attribution: str
    licence: str
    regions: tuple[Region, ...]
    boundary_changes: tuple[BoundaryChange, ...]
    _sources: MappingProxyType[str, Source] = field(repr=False)
    _areas: pd.DataFrame = field(repr=False)
    _codes: MappingProxyType[Level, pd.Index] = field(repr=False)
    _figures: FigureTable = field(repr=False)

    @property
    def sources(self) -> dict[str, Source]:
        """The sources by id."""
        return dict(self._sources)

    @property
    def areas(self) -> pd.DataFrame:
        """All areas of all levels.

        Returns
        -------
        DataFrame
            Index: code, sorted within each level, levels from small to large. Columns: level
            (value of `Level`), name, wijk, gemeente, provincie (codes of the parents, the area's
            own code in the column of its own level, None above) and postcode (4 digits of the
            most common one in a buurt, or None).
        """
        return self._areas.copy(deep=False)  # pandas copies on the first write

    def codes(self, level: Level) -> pd.Index:
        """List the codes of a level, in the order of `boundaries`."""
        return self._codes[level].copy()

    def counts(self) -> dict[Level, int]:
        """Count the areas per level."""
        return {level: len(codes) for level, codes in self._codes.items()}

    def variables(self) -> frozenset[str]:
        """Name all figures."""
        return self._figures.variables()

    def periods(self, variable: str, level: Level) -> tuple[str, ...]:
        """List the periods of a figure at a level, ascending; none if not published there."""
        return self._figures.periods(variable, level)

    def filled_periods(self, variable: str, level: Level) -> tuple[str, ...]:
        """List the periods of a figure in which some area of a level has a value, ascending."""
        return self._figures.filled_periods(variable, level)

    def unfinished(self, variable: str) -> dict[str, tuple[FigureStatus, ...]]:
        """Name the periods of a figure with values that are not final, and what these are."""
        return self._figures.unfinished(variable)

    def figure(self, variable: str, level: Level, period: str | None = None) -> Figure:
        """Look up one figure for every area of a level.

        Parameters
        ----------
        variable : str
            Name of the figure, e.g. ``"a_inw"``.
        level : Level
            The areas it is wanted for.
        period : str or None
            None for the latest period at that level.

        Returns
        -------
        Figure
            On the index ``codes(level)``; where the figure is not published at this level or for
            this period, every area has the corresponding reason.

        Raises
        ------
        DatasetError
            If the data set has no such figure at any level.
        """
        return self._figures.figure(variable, level, period, self._codes[level])

    def has_bounds(self, variable: str) -> bool:
        """Whether a figure was published with 95% limits, for any area in any period."""
        return self._figures.has_bounds(variable)

    def bounds(
        self, variable: str, level: Level, period: str | None = None
    ) -> tuple[pd.Series, pd.Series]:
        """Look up the published 95% limits of a figure.

        Returns
        -------
        (Series of float64, Series of float64)
            Lower and upper limit on the index ``codes(level)``; NaN where there are none.
        """
        return self._figures.bounds(variable, level, period, self._codes[level])

    def with_figures(
        self, figures: pd.DataFrame, sources: Mapping[str, Source], content: str
    ) -> Dataset:
        """Make a data set that holds other figures as well; nothing on disk changes.

        Parameters
        ----------
        figures : DataFrame
            As `rudc_map.dataset.figures.with_rows` takes them.
        sources : mapping of str to Source
            Where they come from, by id.
        content : str
            Names what they say; the hash of the new data set follows from it.
        """
        both = hashlib.sha256(f"{self.hash} {content}".encode())
        return replace(
            self,
            hash=both.hexdigest()[:12],
            _sources=MappingProxyType({**self._sources, **sources}),
            _figures=with_rows(self._figures, figures),
        )

    def boundaries(self, level: Level) -> gpd.GeoDataFrame:
        """Read the boundaries of a level from disk.

        Returns
        -------
        GeoDataFrame
            Index: code, equal to ``codes(level)``; columns name, those of the parents and
            geometry (MultiPolygon, EPSG:28992, [m]).

        Raises
        ------
        DatasetError
            If the file cannot be read any more.
        """
        import pyogrio  # noqa: PLC0415 -- geopandas takes longer to import than all else to open

        path = self.path / BOUNDARIES
        try:
            frame = pyogrio.read_dataframe(path, layer=LAYER_NAMES[level])
        except pyogrio.errors.DataSourceError as error:
            raise DatasetError(f"{path} cannot be read ({error}); {REMEDY}") from error
        return frame.set_index(frame.pop("code").astype(str)).loc[self._codes[level]]


def open_dataset(path: Path) -> Dataset:
    """Open a data set, reading its areas and figures but no geometry.

    The files must be there with the sizes in the manifest; their checksums are left to
    ``python -m rudc_map data verify``, which opening must not wait for.

    Parameters
    ----------
    path : Path
        The folder with dataset.toml.

    Returns
    -------
    Dataset

    Raises
    ------
    DatasetError
        If the data set is absent, incomplete or of another format.
    """
    manifest = require_files(path)
    areas = _read_areas(path / BOUNDARIES)
    codes = {level: areas.index[areas["level"] == level.value] for level in Level}
    for level in Level:
        if len(codes[level]) != manifest.counts[level]:
            raise DatasetError(
                f"{path / BOUNDARIES} holds {len(codes[level])} {LAYER_NAMES[level]}, "
                f"{manifest.counts[level]} were built; {REMEDY}"
            )
    return Dataset(
        path=path,
        hash=dataset_hash(manifest, path / REGIONS),
        title=manifest.title,
        vintage=manifest.vintage,
        attribution=manifest.attribution,
        licence=manifest.licence,
        regions=read_regions(path / REGIONS, frozenset(codes[Level.GEMEENTE])),
        boundary_changes=read_boundary_changes(
            path / BOUNDARY_CHANGES, frozenset(codes[Level.GEMEENTE])
        ),
        _sources=MappingProxyType(manifest.sources),
        _areas=areas,
        _codes=MappingProxyType(codes),
        _figures=read_figure_table(path / FIGURES),
    )


def require_files(path: Path) -> Manifest:
    """Require that a data set has all its files, each of the size that was built.

    Returns
    -------
    Manifest
        What dataset.toml says.

    Raises
    ------
    DatasetError
        Naming the file that is absent or cut off.
    """
    manifest = read_manifest(path)
    for name, entry in manifest.files.items():
        file = path / name
        if not file.is_file():
            raise DatasetError(f"{file} is absent; {REMEDY}")
        if file.stat().st_size != entry.size:
            raise DatasetError(
                f"{file} has {file.stat().st_size} bytes, {entry.size} were built; {REMEDY}"
            )
    if not (path / REGIONS).is_file():
        raise DatasetError(f"{path / REGIONS} is absent; copy it from geodata/ or {REMEDY}")
    return manifest


def _read_areas(path: Path) -> pd.DataFrame:
    """Read the attributes through SQLite itself: GDAL takes longer to load than they to read."""
    rows: list[tuple[str | None, ...]] = []
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True)) as file:
            for level in Level:
                rows += file.execute(_query(level)).fetchall()
    except sqlite3.Error as error:
        raise DatasetError(f"{path} cannot be read ({error}); {REMEDY}") from error
    frame = pd.DataFrame(rows, columns=["code", *AREA_COLUMNS], dtype=object)
    return frame.astype({"code": str, "level": str, "name": str}).set_index("code")


def _query(level: Level) -> str:
    """Select the columns of `Dataset.areas` from the layer of a level; every name is a constant."""
    stored = level_columns(level)
    columns = {name: name if name in stored else "NULL" for name in AREA_COLUMNS}
    columns["level"] = f"'{level.value}'"
    if level.value in columns:
        columns[level.value] = "code"
    return f"SELECT code, {', '.join(columns.values())} FROM {LAYER_NAMES[level]} ORDER BY code"
