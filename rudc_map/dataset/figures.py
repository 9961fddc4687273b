"""figures.parquet: writing it, and looking one figure up in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from rudc_map.dataset.manifest import REMEDY
from rudc_map.errors import DatasetError
from rudc_map.model import FigureStatus, Level, MissingReason, level_of

SCHEMA = pa.schema(
    [
        ("code", pa.string()),
        ("variable", pa.string()),
        ("period", pa.string()),
        ("value", pa.float64()),
        ("lower", pa.float64()),
        ("upper", pa.float64()),
        ("missing", pa.string()),
        ("status", pa.string()),
        ("inexact", pa.float64()),
    ]
)
"""The columns of `rudc_map.sources.tidy.TIDY_COLUMNS`, which says what they hold."""

REASONS = np.array([*MissingReason, None], dtype=object)
STATUSES = np.array([*FigureStatus, None], dtype=object)
"""What the small whole numbers of `FigureTable` stand for; the last one is "none"."""

TEXT = pa.string()

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
    status : Series of object
        The `FigureStatus` of a value that is not final, else None; the same index.
    inexact : Series of float64
        The share (0 to 1) of the value that was converted from other boundaries by an
        assumption; the same index.
    """

    values: pd.Series
    missing: pd.Series
    status: pd.Series
    inexact: pd.Series


@dataclass(frozen=True, eq=False)
class Columns:
    """One figure for every area of a level, as the columns of figures.parquet hold it.

    Parameters
    ----------
    values, lower, upper, inexact : ndarray of float64
        NaN for none.
    missing, status : ndarray of int8
        Places in `REASONS` and in `STATUSES`.
    """

    values: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    missing: np.ndarray
    status: np.ndarray
    inexact: np.ndarray

    @property
    def known(self) -> np.ndarray:
        """Where there is a value."""
        return np.asarray(~np.isnan(self.values))

    def where(self, taken: np.ndarray, other: Columns) -> Columns:
        """Take these where `taken` is true, those of `other` elsewhere."""
        pairs = ((getattr(self, f.name), getattr(other, f.name)) for f in fields(self))
        return Columns(*(np.where(taken, own, others) for own, others in pairs))


@dataclass(frozen=True, eq=False)
class FigureTable:
    """The rows of figures.parquet with, for each figure, where its rows are.

    A national data set has millions of rows, so that a text is kept once and a row holds its
    number.

    Parameters
    ----------
    names : ndarray of object
        The codes that occur, each once.
    codes : ndarray of int32
        Per row the place of its code in `names`.
    values, lower, upper, inexact : ndarray of float64
        The columns.
    missing, status : ndarray of int8
        Per row the place in `REASONS` and in `STATUSES`.
    rows : mapping of (variable, level, period) to slice
        The run of rows of each figure.
    """

    names: np.ndarray
    codes: np.ndarray
    values: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    missing: np.ndarray
    status: np.ndarray
    inexact: np.ndarray
    rows: MappingProxyType[Key, slice]

    def variables(self) -> frozenset[str]:
        """Name all figures."""
        return frozenset(variable for variable, _, _ in self.rows)

    def periods(self, variable: str, level: Level) -> tuple[str, ...]:
        """List the periods of a figure at a level, ascending."""
        return tuple(sorted(p for v, at, p in self.rows if v == variable and at is level))

    def filled_periods(self, variable: str, level: Level) -> tuple[str, ...]:
        """List the periods of a figure in which some area of a level has a value, ascending."""
        runs = (
            (period, rows)
            for (known, at, period), rows in self.rows.items()
            if known == variable and at is level
        )
        return tuple(sorted(p for p, rows in runs if not np.isnan(self.values[rows]).all()))

    def unfinished(self, variable: str) -> dict[str, tuple[FigureStatus, ...]]:
        """Name the periods of a figure with values that are not final, and what these are."""
        found: dict[str, set[int]] = {}
        for (known, _, period), rows in self.rows.items():
            if known == variable:
                status = self.status[rows][~np.isnan(self.values[rows])]
                found.setdefault(period, set()).update(np.unique(status).tolist())
        return {
            period: members
            for period, places in sorted(found.items())
            if (members := tuple(m for at, m in enumerate(FigureStatus) if at in places))
        }

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
        at = self._places(rows, index)
        values = _numbers(self.values[rows], at, np.nan)
        missing = REASONS[_numbers(self.missing[rows], at, len(MissingReason))]
        missing[np.isnan(values) & (missing == None)] = MissingReason.NOT_PUBLISHED  # noqa: E711
        return Figure(
            values=pd.Series(values, index=index),
            missing=pd.Series(missing, index=index, dtype=object),
            status=pd.Series(
                STATUSES[_numbers(self.status[rows], at, len(FigureStatus))],
                index=index,
                dtype=object,
            ),
            inexact=pd.Series(_numbers(self.inexact[rows], at, 0.0), index=index),
        )

    def columns(self, key: Key, index: pd.Index) -> tuple[Columns, np.ndarray]:
        """Take a figure as it is stored, on an index of codes.

        Returns
        -------
        (Columns, ndarray of bool)
            The columns, and whether there is a row for each code of `index`.
        """
        rows = self.rows[key]
        at = self._places(rows, index)
        empty = {"missing": len(MissingReason), "status": len(FigureStatus), "inexact": 0.0}
        taken = Columns(
            *(
                _numbers(getattr(self, f.name)[rows], at, empty.get(f.name, np.nan))
                for f in fields(Columns)
            )
        )
        return taken, np.ones(len(index), dtype=bool) if at is None else at >= 0

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
        at = self._places(rows, index)
        lower, upper = (
            pd.Series(_numbers(limit[rows], at, np.nan), index=index)
            for limit in (self.lower, self.upper)
        )
        return lower, upper

    def _places(self, rows: slice, index: pd.Index) -> np.ndarray | None:
        """Find each code of `index` in a run: -1 for none, and None where all stand in order."""
        codes = self.names[self.codes[rows]]
        if len(codes) == len(index) and (codes == index.to_numpy(dtype=object)).all():
            return None
        return np.asarray(pd.Index(codes).get_indexer(index))


def with_rows(table: FigureTable, figures: pd.DataFrame) -> FigureTable:
    """Make a table that holds other figures as well.

    Parameters
    ----------
    table : FigureTable
        Stays as it is.
    figures : DataFrame
        Columns code, variable, period, value (float64) and missing (`MissingReason` or None), of
        variables that `table` does not have; one row an area, variable and period. They are
        final and exact.
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
    known = pd.Index(table.names)
    names = known.append(pd.Index(ordered["code"].unique()).difference(known))
    without = np.full(len(ordered), np.nan)
    final = np.full(len(ordered), len(FigureStatus), dtype=np.int8)
    added = {
        "codes": names.get_indexer(pd.Index(ordered["code"])).astype(np.int32),
        "values": ordered["value"].to_numpy(dtype=float),
        "lower": without,
        "upper": without,
        "missing": _member_numbers(ordered["missing"], MissingReason),
        "status": final,
        "inexact": np.zeros(len(ordered)),
    }
    both = {name: np.concatenate([getattr(table, name), column]) for name, column in added.items()}
    return FigureTable(names=names.to_numpy(dtype=object), rows=MappingProxyType(rows), **both)


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


def write_columns(
    figures: Mapping[Key, Columns], codes: Mapping[Level, pd.Index], path: Path
) -> None:
    """Write figures that stand on the codes of their level; the same file as `write_figures`.

    Parameters
    ----------
    figures : mapping of (variable, level, period) to Columns
        What to write.
    codes : mapping of Level to Index
        The codes of each level, sorted.
    path : Path
        The file to write.
    """
    levels = list(Level)
    keys = sorted(figures, key=lambda key: (key[0], key[2], levels.index(key[1])))
    lengths = np.array([len(codes[level]) for _, level, _ in keys], dtype=np.int64)
    names = {level: pa.array(codes[level], pa.string()) for level in codes}
    columns: dict[str, pa.Array | pa.ChunkedArray] = {
        "code": pa.chunked_array([names[level] for _, level, _ in keys], pa.string()),
        "variable": _repeated([variable for variable, _, _ in keys], lengths),
        "period": _repeated([period for _, _, period in keys], lengths),
    }
    for name, members in (("missing", REASONS), ("status", STATUSES)):
        at = np.concatenate([getattr(figures[key], name) for key in keys] or [[]]).astype(int)
        columns[name] = pa.array(members, pa.string()).take(pa.array(at))
    for name, stored in (("value", "values"), *((n, n) for n in ("lower", "upper", "inexact"))):
        whole = np.concatenate([getattr(figures[key], stored) for key in keys] or [[]])
        columns[name] = pa.array(whole, pa.float64(), from_pandas=True)
    table = pa.table({name: columns[name] for name in SCHEMA.names}, schema=SCHEMA)
    pq.write_table(table.combine_chunks(), path, compression="zstd")


def read_figures(path: Path, *, compact: bool = False) -> pd.DataFrame:
    """Read figures.parquet as tidy rows.

    Parameters
    ----------
    path : Path
        The file.
    compact : bool
        Whether columns of text are categories, which take a tenth of the room and are compared
        faster, instead of texts.

    Raises
    ------
    DatasetError
        If the file cannot be read or lacks a column.
    """
    if not compact:
        return pd.DataFrame(_read(path).to_pandas())
    table = _read(path, [field.name for field in SCHEMA if field.type == TEXT])
    return pd.DataFrame(table.to_pandas(split_blocks=True, self_destruct=True))


def read_figure_table(path: Path) -> FigureTable:
    """Read figures.parquet for looking figures up.

    Raises
    ------
    DatasetError
        If the file cannot be read, lacks a column or is not sorted.
    """
    found = _figure_table(path)
    pa.default_memory_pool().release_unused()  # Arrow keeps what reading took: 50 MB for a country
    return found


def _figure_table(path: Path) -> FigureTable:
    table = _read(path, read_dictionary=[field.name for field in SCHEMA if field.type == TEXT])
    keys = {name: _encoded(table, name) for name in ("code", "variable", "period")}
    names, codes = keys["code"]
    levels = [level_of(name) for name in names]
    ranks = {level: rank for rank, level in enumerate([None, *Level])}
    rank = np.array([ranks[level] for level in levels], dtype=np.int8)[codes]
    starts = _run_starts([keys["variable"][1], keys["period"][1], rank])
    rows: dict[Key, slice] = {}
    for start, stop in pairwise([*starts, len(codes)]):
        level = levels[codes[start]]
        variable, period = (texts[at[start]] for texts, at in list(keys.values())[1:])
        if level is None or (variable, level, period) in rows:
            raise DatasetError(f"{path} is not sorted by figure at {names[codes[start]]}; {REMEDY}")
        rows[variable, level, period] = slice(int(start), int(stop))
    numbers = {name: _column(table, name) for name in ("lower", "upper", "inexact")}
    return FigureTable(
        names=names,
        codes=codes,
        values=_column(table, "value"),
        missing=_members(table, "missing", MissingReason, path),
        status=_members(table, "status", FigureStatus, path),
        rows=MappingProxyType(rows),
        **numbers,
    )


def _read(path: Path, read_dictionary: Iterable[str] = ()) -> pa.Table:
    try:
        # in one thread: each of several would keep what it took
        table = pq.ParquetFile(path, read_dictionary=list(read_dictionary)).read(use_threads=False)
    except (OSError, pa.ArrowException) as error:
        raise DatasetError(f"{path} cannot be read ({error}); {REMEDY}") from error
    if table.schema.names != SCHEMA.names:
        raise DatasetError(
            f"{path} has the columns {', '.join(table.schema.names)}, "
            f"not {', '.join(SCHEMA.names)}; {REMEDY}"
        )
    return table


def _encoded(table: pa.Table, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Read a column of text as its distinct texts and, per row, the place of its text (int32).

    A row without a text has the place after the last.
    """
    column = table.column(name)
    if not pa.types.is_dictionary(column.type):
        column = column.cast(TEXT).dictionary_encode()
    encoded = column.unify_dictionaries().combine_chunks()
    texts = np.array(encoded.dictionary.to_pylist(), dtype=object)
    return texts, encoded.indices.fill_null(len(texts)).to_numpy().astype(np.int32, copy=False)


def _column(table: pa.Table, name: str) -> np.ndarray:
    """A column of numbers; where all are the same, as limits that nobody publishes, one number."""
    column = np.array(table.column(name).to_numpy())  # a copy: Arrow lets go of all its own
    if len(column) and np.array_equal(column, np.full_like(column, column[0]), equal_nan=True):
        return np.broadcast_to(column[0], column.shape)
    return column


def _repeated(texts: list[str], lengths: np.ndarray) -> pa.Array:
    """A column with each text as often as its length says."""
    return pa.array(texts, pa.string()).take(pa.array(np.repeat(np.arange(len(texts)), lengths)))


def _run_starts(keys: list[np.ndarray]) -> np.ndarray:
    """Find the rows at which any of the keys changes."""
    if not len(keys[0]):
        return np.array([], dtype=int)
    changes = np.any([key[1:] != key[:-1] for key in keys], axis=0)
    return np.concatenate([[0], np.flatnonzero(changes) + 1])


def _members(table: pa.Table, name: str, members: type[StrEnum], path: Path) -> np.ndarray:
    """Read a column as the places of its members among all, len(members) for none (int8)."""
    texts, at = _encoded(table, name)
    unknown = [text for text in texts if text not in list(members)]
    if unknown:
        raise DatasetError(f"{path} holds an unknown {members.__name__} ({unknown[0]!r}); {REMEDY}")
    return np.asarray(_member_numbers([*texts, None], members)[at])


def _member_numbers(column: Iterable[object], members: type[StrEnum]) -> np.ndarray:
    places: dict[object, int] = {member: at for at, member in enumerate(members)}
    return np.array([places.get(member, len(members)) for member in column], dtype=np.int8)


def _numbers(column: np.ndarray, at: np.ndarray | None, absent: float) -> np.ndarray:
    """Take a column in the order of `at`, and `absent` where that is -1; always a copy."""
    if at is None:
        return np.array(column)
    taken: np.ndarray = np.full(len(at), absent, dtype=column.dtype)
    taken[at >= 0] = column[at[at >= 0]]
    return taken


def _without_values(index: pd.Index, reason: MissingReason) -> Figure:
    return Figure(
        values=pd.Series(np.nan, index=index, dtype="float64"),
        missing=pd.Series(reason, index=index, dtype=object),
        status=pd.Series([None] * len(index), index=index, dtype=object),
        inexact=pd.Series(0.0, index=index, dtype="float64"),
    )
