"""All that is known of one area by one indicator: value, references, periods and places."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

import numpy as np
import pandas as pd

from rudc_map.analysis.intervals import SMALL_COUNT, Verdict, byar, verdict
from rudc_map.analysis.rank import mostly_known
from rudc_map.dataset.store import Dataset
from rudc_map.indicators.compute import shared_values
from rudc_map.indicators.intervals import intervals
from rudc_map.indicators.places import gemeenten_in, is_complete
from rudc_map.indicators.references import region_value
from rudc_map.indicators.unions import taken_as_one, whole_areas
from rudc_map.model import (
    COUNTRY,
    Aggregate,
    Chance,
    FigureStatus,
    Indicator,
    Level,
    MissingReason,
    Region,
    level_of,
)

_Member = TypeVar("_Member", MissingReason, FigureStatus)

ENCLOSING = (Level.GEMEENTE, Level.PROVINCIE, Level.LAND)
"""What areas are compared with, small to large."""


@dataclass(frozen=True)
class Moment:
    """The value in one period: NaN with a reason, or a number with how final and exact it is.

    Attributes
    ----------
    inexact : float
        The share (0 to 1) that is an estimate, because the boundaries changed.
    """

    period: str
    value: float
    missing: MissingReason | None = None
    status: FigureStatus | None = None
    inexact: float = 0.0


@dataclass(frozen=True)
class Compared:
    """What an area is compared with: a larger area it lies in, and the value of that."""

    code: str
    value: float


@dataclass(frozen=True)
class Place:
    """Where an area stands among those of its level in a larger area, 1 for the highest value."""

    whole: str
    rank: int
    tied: bool
    among: int


@dataclass(frozen=True)
class AreaFacts:
    """One indicator of one area.

    Attributes
    ----------
    indicator : Indicator
        What it is about.
    moments : tuple of Moment
        Every period, ascending; the last one is the latest.
    references : tuple of Compared
        The larger areas it lies in that have a value in the latest period, small to large.
    places : tuple of Place
        In the same areas, where all areas of its level there are known.
    lower, upper : float
        The 95% limits of the latest value; NaN without an interval.
    before : (float, float)
        The 95% limits of the first known value; NaN without an interval.
    few : bool
        Whether the value rests on so few events that chance moves it much.
    """

    indicator: Indicator
    moments: tuple[Moment, ...]
    references: tuple[Compared, ...] = ()
    places: tuple[Place, ...] = ()
    lower: float = float("nan")
    upper: float = float("nan")
    before: tuple[float, float] = (float("nan"), float("nan"))
    few: bool = False

    @property
    def latest(self) -> Moment:
        """The value in the latest period."""
        return self.moments[-1]

    @property
    def known(self) -> bool:
        """Whether there is a latest value."""
        return self.latest.missing is None and not np.isnan(self.latest.value)

    def verdict(self, reference: Compared) -> Verdict | None:
        """What the interval says of the difference; None without an interval."""
        return self._judged((reference.value, reference.value))

    @property
    def known_moments(self) -> tuple[Moment, ...]:
        """The periods with a value."""
        return tuple(moment for moment in self.moments if not np.isnan(moment.value))

    def trend_verdict(self) -> Verdict | None:
        """What the intervals say of the change since the first known value; None without them.

        A count of events is taken as a Poisson count.
        """
        if self.indicator.chance is not Chance.COUNT:
            return self._judged(self.before)
        first, last = self.known_moments[0].value, self.known_moments[-1].value
        lower, upper = byar(pd.Series([last, first]))
        return verdict(lower[0], upper[0], lower[1], upper[1])

    def _judged(self, other: tuple[float, float]) -> Verdict | None:
        limits = (self.lower, self.upper, *other)
        return verdict(*(round(limit, self.indicator.decimals + 3) for limit in limits))


@dataclass(frozen=True, eq=False)
class Subject:
    """An area, or a region, and where it lies.

    Attributes
    ----------
    dataset : Dataset
        Where it is looked up.
    code : str
        The code of an area; of a region its id.
    region : Region or None
        The region, where it is one.
    """

    dataset: Dataset
    code: str
    region: Region | None = None
    _known: dict[tuple[Level, str], int] = field(default_factory=dict, repr=False)

    @cached_property
    def level(self) -> Level | None:
        """The level of an area; None for a region."""
        return None if self.region else level_of(self.code)

    @cached_property
    def around(self) -> tuple[str, ...]:
        """The larger areas it lies in as a whole, small to large."""
        if self.region is not None:
            provincies = self.dataset.areas.loc[list(self.region.gemeenten), "provincie"].unique()
            return (*(provincies if len(provincies) == 1 else ()), COUNTRY)
        row = self.dataset.areas.loc[self.code]
        levels = [Level.WIJK, *ENCLOSING]
        own = list(Level).index(level_of(self.code) or Level.LAND)
        larger = [level for level in levels if list(Level).index(level) > own]
        codes = [COUNTRY if level is Level.LAND else row[level.value] for level in larger]
        return tuple(code for code in codes if isinstance(code, str))

    @cached_property
    def peers(self) -> dict[str, np.ndarray]:
        """Which areas of its level lie in each larger area, where all of them are known."""
        level = self.level
        if level is None or level is Level.LAND:
            return {}
        areas = self.dataset.areas.loc[self.dataset.codes(level)]
        found = {}
        for code in self.around:
            whole = level_of(code) or Level.LAND
            if whole is Level.WIJK or not self._all_known(level, code):
                continue
            inside = (
                np.ones(len(areas), dtype=bool)
                if whole is Level.LAND
                else (areas[whole.value] == code).to_numpy()
            )
            found[code] = inside
        return found

    def _all_known(self, level: Level, code: str) -> bool:
        return is_complete(self.dataset, level, gemeenten_in(self.dataset, code))

    def facts(self, indicator: Indicator) -> AreaFacts:
        """What is known by an indicator."""
        if self.region is not None:
            return self._facts_of_region(indicator, self.region)
        level, latest = self.level or Level.LAND, indicator.periods[-1]
        moments = tuple(self._moment(indicator, level, period) for period in indicator.periods)
        if np.isnan(moments[-1].value):
            return AreaFacts(indicator, moments)
        limits = intervals(self.dataset, indicator, level, latest)
        if limits is None:
            return self._with_others(indicator, moments)
        at = self._at(level, self.code)
        columns = (limits.lower, limits.upper, limits.counts)
        facts = self._with_others(indicator, moments, *(float(c.to_numpy()[at]) for c in columns))
        began = intervals(self.dataset, indicator, level, facts.known_moments[0].period) or limits
        before = (float(began.lower.to_numpy()[at]), float(began.upper.to_numpy()[at]))
        return replace(facts, before=before)

    def _moment(self, indicator: Indicator, level: Level, period: str) -> Moment:
        known = shared_values(self.dataset, indicator, level, period)
        at = self._at(level, self.code)
        value = float(known.values.to_numpy()[at])
        return Moment(
            period,
            round(value, indicator.decimals),
            _member(known.missing.to_numpy()[at], MissingReason) if np.isnan(value) else None,
            _member(known.status.to_numpy()[at], FigureStatus),
            float(known.inexact.to_numpy()[at]),
        )

    def _at(self, level: Level, code: str) -> int:
        """The place of an area among those of its level."""
        if (level, code) not in self._known:
            self._known[level, code] = int(
                self.dataset.codes(level).get_indexer(pd.Index([code]))[0]
            )
        return self._known[level, code]

    def _facts_of_region(self, indicator: Indicator, region: Region) -> AreaFacts:
        moments = tuple(self._moment_of_region(indicator, region, p) for p in indicator.periods)
        latest = indicator.periods[-1]
        if np.isnan(moments[-1].value):
            return AreaFacts(indicator, moments)
        if indicator.events_per is None:
            return self._with_others(indicator, moments)
        parts = whole_areas(region.gemeenten)
        taken = taken_as_one(self.dataset, indicator, latest, parts)
        facts = self._with_others(indicator, moments, taken.lower, taken.upper, taken.count)
        first = taken_as_one(self.dataset, indicator, facts.known_moments[0].period, parts)
        return replace(facts, before=(first.lower, first.upper))

    def _moment_of_region(self, indicator: Indicator, region: Region, period: str) -> Moment:
        value = region_value(self.dataset, indicator, period, region)
        if np.isnan(value):
            adds_up = indicator.aggregation.how is not Aggregate.NONE
            reason = MissingReason.NOT_PUBLISHED if adds_up else MissingReason.NOT_AT_LEVEL
            return Moment(period, value, reason)
        parts = shared_values(self.dataset, indicator, Level.GEMEENTE, period)
        inside = self.dataset.codes(Level.GEMEENTE).get_indexer(pd.Index(region.gemeenten))
        return Moment(
            period,
            value,
            None,
            _worst(parts.status.iloc[inside]),
            float(parts.inexact.iloc[inside].max()),
        )

    def _with_others(
        self,
        indicator: Indicator,
        moments: tuple[Moment, ...],
        lower: float = float("nan"),
        upper: float = float("nan"),
        count: float = float("nan"),
    ) -> AreaFacts:
        return AreaFacts(
            indicator,
            moments,
            self._references(indicator),
            self._places(indicator),
            lower,
            upper,
            few=count < SMALL_COUNT,
        )

    def _references(self, indicator: Indicator) -> tuple[Compared, ...]:
        found = []
        for code in self.around:
            level = level_of(code) or Level.LAND
            if level not in ENCLOSING:
                continue
            known = shared_values(self.dataset, indicator, level, indicator.periods[-1])
            value = float(known.values.to_numpy()[self._at(level, code)])
            if not np.isnan(value):
                found.append(Compared(code, round(value, indicator.decimals)))
        return tuple(found)

    def _places(self, indicator: Indicator) -> tuple[Place, ...]:
        if not self.peers or self.level is None or indicator.categories:
            return ()
        latest = shared_values(self.dataset, indicator, self.level, indicator.periods[-1])
        values = latest.values.to_numpy().round(indicator.decimals)
        own = values[self._at(self.level, self.code)]
        found = []
        for code, inside in self.peers.items():
            if not mostly_known(latest.values[inside], latest.missing[inside]):
                continue
            others = values[inside]
            others = others[~np.isnan(others)]
            if len(others) > 1:
                rank = 1 + int((others > own).sum())
                found.append(Place(code, rank, bool((others == own).sum() > 1), len(others)))
        return tuple(found)


def _member(given: object, kind: type[_Member]) -> _Member | None:
    """A member, or None where pandas made it NaN."""
    return given if isinstance(given, kind) else None


def _worst(statuses: pd.Series) -> FigureStatus | None:
    given = set(statuses)
    order = (FigureStatus.PARTIAL, FigureStatus.PROVISIONAL)
    return next((status for status in order if status in given), None)
