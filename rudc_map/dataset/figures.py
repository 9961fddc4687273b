"""figures.parquet: writing it, and looking one figure up in it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from rudc_map.dataset.manifest import REMEDY
from rudc_map.errors import DatasetError
from rudc_map.model import Level, MissingReason, level_of

SCHEMA = pa.schema(
    [
        ("code", pa.string()),
        ("variable", pa.string()),
        ("period", pa.string()),
        ("value", pa.float64()),
        ("lower", pa.float64()),
        ("upper", pa.float64()),
        ("missing", pa.string()),
    ]
)

Key = tuple[str, Level, str]


@dataclass(frozen=True)
class Figure:
    """One figure for every area of a level.

    Parameters
    ----------
    values : Series of float64
        NaN where there is no value; index: the codes of the level, in geometry order.
    missing : Series of object
        The `MissingReason` where there is no value, else None; the same index.
    """

    values: pd.Series
    missing: pd.Series


@dataclass(frozen=True, eq=False)
class FigureTable:
    """The rows of figures.parquet with, for each figure, where its rows are.

    Parameters
    ----------
    codes, values, lower, upper, missing : ndarray
        The columns: str, float64 three times, and `MissingReason` or None.
    rows : mapping of (variable, level, period) to slice
        The run of rows of each figure.
    """

    codes: np.ndarray
    values: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    missing: np.ndarray
    rows: MappingProxyType[Key, slice]

    def variables(self) -> frozenset[str]:
        """Name all figures."""
        return frozenset(variable for variable, _, _ in self.rows)

    def periods(self, variable: str, level: Level) -> tuple[str, ...]:
        """List the periods of a figure at a level, ascending."""
        return tuple(sorted(p for v, at, p in self.rows if v == variable and at is level))

    def figure(self, variable: str, level: Level, period: str | None, index: pd.Index) -> Figure:
        """Look a figure up on an index of codes; see `rudc_map.dataset.store.Dataset.figure`."""
        if variable not in self.variables():
            raise DatasetError(f"the data set has no figure {variable!r}; {REMEDY}")
        periods = self.periods(variable, level)
        if not periods:
            return _without_values(index, MissingReason.NOT_AT_LEVEL)
        rows = self.rows.get((variable, level, periods[-1] if period is None else period))
        if rows is None:
            return _without_values(index, MissingReason.NOT_PUBLISHED)
        codes = pd.Index(self.codes[rows])
        values = pd.Series(self.values[rows], index=codes, dtype="float64").reindex(index)
        missing = pd.Series(self.missing[rows], index=codes, dtype=object).reindex(index)
        unnamed = values.isna() & missing.isna()
        missing = missing.mask(unnamed, MissingReason.NOT_PUBLISHED)
        return Figure(values, missing.where(missing.notna(), None))

    def has_bounds(self, variable: str) -> bool:
        """Whether a figure was published with 95% limits, for any area in any period."""
        runs = (rows for (known, _, _), rows in self.rows.items() if known == variable)
        return any(not np.isnan(self.lower[rows]).all() for rows in runs)

    def bounds(
        self, variable: str, level: Level, period: str | None, index: pd.Index
    ) -> tuple[pd.Series, pd.Series]:
        """Look up the published 95% limits of a figure; NaN where there are none."""
        periods = self.periods(variable, level)
        wanted = period or (periods[-1] if periods else "")
        rows = self.rows.get((variable, level, wanted), slice(0))
        codes = pd.Index(self.codes[rows])
        lower, upper = (
            pd.Series(limit[rows], index=codes, dtype="float64").reindex(index)
            for limit in (self.lower, self.upper)
        )
        return lower, upper


def with_rows(table: FigureTable, figures: pd.DataFrame) -> FigureTable:
    """Make a table that holds other figures as well.

    Parameters
    ----------
    table : FigureTable
        Stays as it is.
    figures : DataFrame
        Columns code, variable, period, value (float64) and missing (`MissingReason` or None), of
        variables that `table` does not have; one row an area, variable and period.
    """
    ordered = figures.assign(level=figures["code"].str[:2])
    ordered = ordered.sort_values(["variable", "period", "level", "code"])
    rows = dict(table.rows)
    start = len(table.codes)
    for _, run in ordered.groupby(["variable", "period", "level"]):
        code, variable, period = run.iloc[0][["code", "variable", "period"]]
        level = level_of(code)
        if level is not None:
            rows[variable, level, period] = slice(start, start + len(run))
        start += len(run)
    without = np.full(len(ordered), np.nan)
    return FigureTable(
        codes=np.concatenate([table.codes, ordered["code"].to_numpy(dtype=object)]),
        values=np.concatenate([table.values, ordered["value"].to_numpy(dtype=float)]),
        lower=np.concatenate([table.lower, without]),
        upper=np.concatenate([table.upper, without]),
        missing=np.concatenate([table.missing, ordered["missing"].to_numpy(dtype=object)]),
        rows=MappingProxyType(rows),
    )


def write_figures(figures: pd.DataFrame, path: Path) -> None:
    """Write tidy rows as figures.parquet, sorted so that each figure is one run of rows.

    Parameters
    ----------
    figures : DataFrame
        Columns of `SCHEMA`.
    path : Path
        The file to write.
    """
    ranks = {level.prefix: rank for rank, level in enumerate(Level)}
    rank = figures["code"].str[:2].map(ranks)
    ordered = figures.assign(rank=rank).sort_values(["variable", "period", "rank", "code"])
    table = pa.Table.from_pandas(ordered[SCHEMA.names], schema=SCHEMA, preserve_index=False)
    pq.write_table(table.replace_schema_metadata(None), path, compression="zstd")


def read_figures(path: Path) -> pd.DataFrame:
    """Read figures.parquet as tidy rows.

    Raises
    ------
    DatasetError
        If the file cannot be read or lacks a column.
    """
    return pd.DataFrame(_read(path).to_pandas())


def read_figure_table(path: Path) -> FigureTable:
    """Read figures.parquet for looking figures up.

    Raises
    ------
    DatasetError
        If the file cannot be read, lacks a column or is not sorted.
    """
    table = _read(path)
    codes = _objects(table, "code")
    starts = _run_starts(table)
    variables, periods = (_objects(table, name)[starts] for name in ("variable", "period"))
    rows: dict[Key, slice] = {}
    runs = pairwise([*starts, len(codes)])
    for (start, stop), variable, period in zip(runs, variables, periods, strict=True):
        level = level_of(codes[start])
        if level is None or (variable, level, period) in rows:
            raise DatasetError(f"{path} is not sorted by figure at {codes[start]}; {REMEDY}")
        rows[variable, level, period] = slice(int(start), int(stop))
    value, lower, upper = (table.column(name).to_numpy() for name in ("value", "lower", "upper"))
    return FigureTable(codes, value, lower, upper, _reasons(table, path), MappingProxyType(rows))


def _read(path: Path) -> pa.Table:
    try:
        table = pq.ParquetFile(path).read()
    except (OSError, pa.ArrowException) as error:
        raise DatasetError(f"{path} cannot be read ({error}); {REMEDY}") from error
    if table.schema.names != SCHEMA.names:
        raise DatasetError(
            f"{path} has the columns {', '.join(table.schema.names)}, "
            f"not {', '.join(SCHEMA.names)}; {REMEDY}"
        )
    return table


def _run_starts(table: pa.Table) -> np.ndarray:
    """Find the rows at which variable, period or the prefix of the code changes."""
    if not table.num_rows:
        return np.array([], dtype=int)
    keys = [_objects(table, "variable"), _objects(table, "period")]
    keys.append(np.array([code[:2] for code in _objects(table, "code")], dtype=object))
    changes = np.any([key[1:] != key[:-1] for key in keys], axis=0)
    return np.concatenate([[0], np.flatnonzero(changes) + 1])


def _reasons(table: pa.Table, path: Path) -> np.ndarray:
    """Read the column of reasons as members of `MissingReason`."""
    encoded = table.column("missing").combine_chunks().dictionary_encode()
    try:
        members = [MissingReason(text) for text in encoded.dictionary.to_pylist()]
    except ValueError as error:
        raise DatasetError(f"{path} holds an unknown reason ({error}); {REMEDY}") from error
    choices = np.array([*members, None], dtype=object)
    return np.asarray(choices[encoded.indices.fill_null(len(members)).to_numpy()])


def _objects(table: pa.Table, name: str) -> np.ndarray:
    return np.asarray(table.column(name).to_numpy())


def _without_values(index: pd.Index, reason: MissingReason) -> Figure:
    values = pd.Series(np.nan, index=index, dtype="float64")
    return Figure(values, pd.Series(reason, index=index, dtype=object))
