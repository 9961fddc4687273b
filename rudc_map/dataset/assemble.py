"""The figures of a data set, put together from tables: every area has a value or a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

import numpy as np
import pandas as pd

from rudc_map.dataset.figures import Columns, FigureTable, Key
from rudc_map.dataset.missing import gaps
from rudc_map.errors import SourceError
from rudc_map.model import FigureStatus, Level, MissingReason
from rudc_map.sources.variables import read_variables

NO_REASON, FINAL = len(MissingReason), len(FigureStatus)
NOT_COMPARABLE = list(MissingReason).index(MissingReason.NOT_COMPARABLE)
CRIME_SOURCES = frozenset({"politie", "politie_jaar"})
"""Sources that count what happens in a buurt, and (mostly) not in a wijk."""

MOST_UNKNOWN = 0.02
"""By default; police and health tables hold a few codes that no map has."""

Rule = Callable[[list[Columns]], Columns]


@dataclass(frozen=True, eq=False)
class Areas:
    """The codes of a data set, in the order in which its figures stand.

    Parameters
    ----------
    codes : mapping of Level to Index
        Sorted.
    wijken : ndarray of int
        Per buurt the place of its wijk among the codes of that level.
    """

    codes: Mapping[Level, pd.Index]
    wijken: np.ndarray

    @classmethod
    def of(cls, levels: Mapping[Level, pd.DataFrame]) -> Areas:
        """Take them from tables with the columns code and, for buurten, wijk; sorted by code."""
        codes = {level: pd.Index(frame["code"], dtype=object) for level, frame in levels.items()}
        wijken = levels[Level.BUURT]["wijk"].to_numpy(dtype=object)
        return cls(codes, codes[Level.WIJK].get_indexer(pd.Index(wijken, dtype=object)))


@dataclass(frozen=True, eq=False)
class Block:
    """One figure for every area of a level, while it is being put together.

    Parameters
    ----------
    columns : Columns
        Value, limits, reason, status and share that is not exact, per area.
    listed, fresh : ndarray of bool
        Whether the area stands in any table, and whether in one that was added: the gaps of these
        still have to be given their reason.
    """

    columns: Columns
    listed: np.ndarray
    fresh: np.ndarray


class Assembly:
    """The figures of a data set, while tables are added to those it had.

    Parameters
    ----------
    areas : Areas
        The areas they are of.
    base : FigureTable, optional
        The figures to begin with; those of areas that do not exist are left out.
    most_unknown : float
        The share of a table's areas that may be unknown; more are of another year.

    Attributes
    ----------
    left_out : dict of str to tuple of str
        Per table the codes that do not exist, few enough to be errors of the table.
    """

    def __init__(
        self,
        areas: Areas,
        base: FigureTable | None = None,
        most_unknown: float = MOST_UNKNOWN,
    ) -> None:
        self._areas = areas
        self._most_unknown = most_unknown
        self._blocks: dict[Key, Block] = {}
        self._changed: set[Key] = set()
        self.left_out: dict[str, tuple[str, ...]] = {}
        for key in base.rows if base is not None else ():
            assert base is not None
            columns, found = base.columns(key, areas.codes[key[1]])
            if columns.known.any():
                self._blocks[key] = Block(columns, found, np.zeros(len(found), dtype=bool))

    def add(self, table: pd.DataFrame, where: str) -> None:
        """Add a table: it goes before what the data set had, not before other tables' values.

        Parameters
        ----------
        table : DataFrame
            `rudc_map.sources.tidy.TIDY_COLUMNS`.
        where : str
            The file or address it came from, for the message.

        Raises
        ------
        SourceError
            If more of its areas do not exist than may be.
        """
        for key, columns, listed in _split(self._of_these_areas(table, where), self._areas):
            block = Block(columns, listed, listed)
            before = self._blocks.get(key)
            if before is not None:
                taken = listed & ~(before.fresh & before.columns.known)
                whole = columns.where(taken, before.columns)
                block = Block(whole, listed | before.listed, taken | before.fresh)
            if block.columns.known.any():
                self._blocks[key] = block
                self._changed.add(key)

    def derive(self, *, shares: bool) -> None:
        """Add what follows from the figures that were added.

        The crimes of a wijk are those of its buurten where no table gives them: a crime counts
        where it happens, also in a buurt without inhabitants. An age group that CBS does not
        print is the rest of those it does.

        Parameters
        ----------
        shares : bool
            Whether a share is computed from counts where it is not published.
        """
        summed = {v.name for v in read_variables().values() if v.source in CRIME_SOURCES}
        for variable, level, period in sorted(self._changed):
            if level is Level.BUURT and variable in summed:
                self._sum_of_buurten(variable, period)
        changed = sorted({(level, period) for _, level, period in self._changed})
        for figure in read_variables().values():
            for at in changed:
                if figure.rest:
                    self._compute(figure.name, figure.rest, at, _rest)
                if figure.share and shares and (figure.name, *at) not in self._blocks:
                    self._compute(figure.name, figure.share, at, _share)

    def finish(self) -> dict[Key, Columns]:
        """Give every gap its reason, and drop figures of residents where nobody lives.

        Returns
        -------
        dict of (variable, level, period) to Columns
            Per figure the columns on the codes of its level.
        """
        finished = {
            key: gaps(key[0], block.columns, block.listed, block.fresh, self._people(key))
            for key, block in self._blocks.items()
        }
        return {key: columns for key, columns in finished.items() if columns.known.any()}

    def _of_these_areas(self, table: pd.DataFrame, where: str) -> pd.DataFrame:
        """Leave out gemeenten whose buurten the data set does not have, and stray codes."""
        names = pd.Index(table["code"].unique(), dtype=object)
        known = np.logical_or.reduce([names.isin(codes) for codes in self._areas.codes.values()])
        if known.all():
            return table
        gemeente = Level.GEMEENTE.prefix + names.str[2:6]
        elsewhere = ~gemeente.isin(self._with_buurten()) & gemeente.isin(
            self._areas.codes[Level.GEMEENTE]
        )
        unknown = names[~known & ~elsewhere]
        if len(unknown) > self._most_unknown * (~elsewhere).sum():
            raise SourceError(
                f"{where} has figures of {unknown[0]}, which is not among the boundaries "
                f"({len(unknown)} such areas); take tables and boundaries of the same year"
            )
        self.left_out[where] = tuple(unknown)
        return table[table["code"].isin(names[known])]

    def _with_buurten(self) -> pd.Index:
        """The gemeenten whose buurten the data set has."""
        return (Level.GEMEENTE.prefix + self._areas.codes[Level.BUURT].str[2:6]).unique()

    def _people(self, key: Key) -> np.ndarray:
        """The inhabitants that go with a figure: of its period, else the latest there are."""
        _, level, period = key
        periods = [p for variable, at, p in self._blocks if (variable, at) == ("a_inw", level)]
        if not periods:
            return np.full(len(self._areas.codes[level]), np.nan)
        inhabitants = self._blocks["a_inw", level, period if period in periods else max(periods)]
        redrawn = inhabitants.columns.missing == NOT_COMPARABLE
        none = inhabitants.listed & ~inhabitants.columns.known & ~redrawn
        return np.where(none, 0.0, inhabitants.columns.values)

    def _sum_of_buurten(self, variable: str, period: str) -> None:
        key = (variable, Level.WIJK, period)
        given = self._blocks.get(key)
        if given is not None and (given.fresh & given.columns.known).any():
            return
        parts = self._blocks[variable, Level.BUURT, period].columns
        count = len(self._areas.codes[Level.WIJK])
        everywhere = np.ones(count, dtype=bool)
        self._blocks[key] = Block(_sums(parts, self._areas.wijken, count), everywhere, everywhere)
        self._changed.add(key)

    def _compute(
        self, name: str, inputs: tuple[str, ...], at: tuple[Level, str], rule: Rule
    ) -> None:
        """Compute a figure from others where these are there and no table gives it."""
        parts = [
            self._blocks[variable, *at] for variable in inputs if (variable, *at) in self._blocks
        ]
        given = self._blocks.get((name, *at))
        if len(parts) < len(inputs) or (given is not None and given.fresh.any()):
            return
        columns = rule([part.columns for part in parts])
        listed = np.logical_or.reduce([part.listed for part in parts])
        if columns.known.any():
            self._blocks[name, *at] = Block(columns, listed, listed)
            self._changed.add((name, *at))


def _split(table: pd.DataFrame, areas: Areas) -> Iterator[tuple[Key, Columns, np.ndarray]]:
    """Take a table apart into its figures, each on the codes of its level."""
    prefixes = {level.prefix: level for level in Level}
    codes, names = pd.factorize(table["code"].to_numpy(dtype=object))
    level_at = {level: at for at, level in enumerate(Level)}
    places, levels = np.full(len(names), -1), np.full(len(names), -1)
    for at, name in enumerate(names):
        level = prefixes.get(name[:2])
        levels[at] = -1 if level is None else level_at[level]
    for level, index in areas.codes.items():
        here = levels == level_at[level]
        places[here] = index.get_indexer(pd.Index(names[here], dtype=object))
    variables, variable_names = pd.factorize(table["variable"].to_numpy(dtype=object))
    periods, period_names = pd.factorize(table["period"].to_numpy(dtype=object))
    group = (variables * len(period_names) + periods) * len(Level) + levels[codes]
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    stored = _stored(table)
    for rows in np.split(order, starts[1:]) if len(order) else []:
        first = rows[0]
        level = list(Level)[levels[codes[first]]]
        key = (str(variable_names[variables[first]]), level, str(period_names[periods[first]]))
        columns, listed = _on_codes(stored, rows, places[codes[rows]], len(areas.codes[level]))
        yield key, columns, listed


def _stored(table: pd.DataFrame) -> Columns:
    """The columns of a tidy table as figures.parquet holds them."""
    return Columns(
        values=table["value"].to_numpy(dtype=float),
        lower=table["lower"].to_numpy(dtype=float),
        upper=table["upper"].to_numpy(dtype=float),
        missing=_members(table["missing"], MissingReason),
        status=_members(table["status"], FigureStatus),
        inexact=table["inexact"].to_numpy(dtype=float),
    )


def _members(column: pd.Series, members: type[StrEnum]) -> np.ndarray:
    at, found = pd.factorize(column.to_numpy(dtype=object))
    places = list(members)
    known = np.array([*(places.index(one) for one in found), len(places)], dtype=np.int8)
    return np.asarray(known[at])  # -1, for none, takes the last


def _on_codes(
    stored: Columns, rows: np.ndarray, places: np.ndarray, count: int
) -> tuple[Columns, np.ndarray]:
    columns = _empty(count)
    for field in fields(Columns):
        getattr(columns, field.name)[places] = getattr(stored, field.name)[rows]
    listed = np.zeros(count, dtype=bool)
    listed[places] = True
    return columns, listed


def _empty(count: int) -> Columns:
    return Columns(
        values=np.full(count, np.nan),
        lower=np.full(count, np.nan),
        upper=np.full(count, np.nan),
        missing=np.full(count, NO_REASON, dtype=np.int8),
        status=np.full(count, FINAL, dtype=np.int8),
        inexact=np.zeros(count),
    )


def _sums(parts: Columns, whole_of: np.ndarray, count: int) -> Columns:
    """Add areas up to those they are part of; unknown where one of them is."""
    columns = _empty(count)
    columns.values[:] = np.bincount(whole_of, weights=parts.values, minlength=count)
    columns.values[np.bincount(whole_of, minlength=count) == 0] = np.nan
    np.minimum.at(columns.status, whole_of, parts.status)
    estimated = np.bincount(whole_of, weights=parts.values * parts.inexact, minlength=count)
    some = columns.values > 0
    columns.inexact[some] = estimated[some] / columns.values[some]
    return columns


def _rest(parts: list[Columns]) -> Columns:
    whole, *others = parts
    rest = whole.values - np.sum([part.values for part in others], axis=0)
    return _computed(parts, np.maximum(rest, 0.0))  # the parts are rounded to 5, and may exceed it


def _share(parts: list[Columns]) -> Columns:
    part, whole = parts
    some = np.where(whole.values > 0, whole.values, np.nan)
    return _computed(parts, np.clip(100 * part.values / some, 0, 100))


def _computed(parts: list[Columns], values: np.ndarray) -> Columns:
    """A figure that follows from others: as little final and exact as the least of these."""
    columns = _empty(len(values))
    columns.values[:] = values
    columns.status[:] = np.minimum.reduce([part.status for part in parts])
    columns.inexact[:] = np.maximum.reduce([part.inexact for part in parts])
    return columns
