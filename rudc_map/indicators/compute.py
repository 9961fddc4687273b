"""Computing an indicator for all areas of a level, with the reason for every missing value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from rudc_map.analysis.aggregate import aggregate
from rudc_map.dataset.store import Dataset, Figure
from rudc_map.indicators.memo import per_dataset
from rudc_map.indicators.totals import nearest_period, total
from rudc_map.model import COUNTRY, FigureStatus, Indicator, Input, Level, MissingReason


@dataclass(frozen=True)
class IndicatorValues:
    """The values of one indicator at one level in one period.

    Attributes
    ----------
    values : pd.Series of float
        In the indicator's unit, rounded to its decimals, index: area code in geometry order.
    missing : pd.Series of MissingReason or None
        Why a value is missing, on the same index.
    status : pd.Series of FigureStatus or None
        Whether a value rests on a figure that is not final, on the same index.
    inexact : pd.Series of float
        The share (0 to 1) of the value that rests on figures converted from other boundaries, on
        the same index: of several figures the largest, of several areas the share of all of them.
    aggregated_from : Level or None
        The smaller level the values were aggregated from; None where they come from figures
        published for this level.
    """

    values: pd.Series
    missing: pd.Series
    status: pd.Series
    inexact: pd.Series
    aggregated_from: Level | None = None


def indicator_values(
    dataset: Dataset, indicator: Indicator, level: Level, period: str
) -> IndicatorValues:
    """Compute `indicator` for all areas of `level` in `period`.

    Figures published for the level are used where there are any; else the values of the next
    smaller level that has them are aggregated by the indicator's rule (a wijk or
    gemeente from its buurten, a provincie or the country from its gemeenten).

    Parameters
    ----------
    dataset : Dataset
        Where the figures come from.
    indicator : Indicator
        What is computed.
    level : Level
        Any level.
    period : str
        One of the indicator's periods.

    Returns
    -------
    IndicatorValues
        A copy of its own for every caller.
    """
    known = _memoised(dataset, indicator, level, period)
    rounded = known.values.round(indicator.decimals)
    return replace(
        known,
        values=rounded,
        missing=known.missing.copy(),
        status=known.status.copy(),
        inexact=known.inexact.copy(),
    )


def shared_values(
    dataset: Dataset, indicator: Indicator, level: Level, period: str
) -> IndicatorValues:
    """As `indicator_values`, but not rounded, and not to be changed: every caller gets the same.

    For who looks up a few areas in many indicators, where copies would take most of the time.
    """
    return _memoised(dataset, indicator, level, period)


@per_dataset(maxsize=2048)
def _memoised(dataset: Dataset, indicator: Indicator, level: Level, period: str) -> IndicatorValues:
    """Values of any size of area, without those that rest on too few inhabitants."""
    known = values_of_all_sizes(dataset, indicator, level, period)
    if indicator.denominator is None or indicator.min_denominator == 0:
        return known
    denominator = total(dataset, indicator.denominator, level, period)
    few = known.values.notna() & (denominator < indicator.min_denominator)
    if not few.any():
        return known
    found = replace(
        known,
        values=known.values.mask(few),
        missing=_reasons(known.missing.mask(few, MissingReason.TOO_FEW)),
        status=_worst([known.status.mask(few)]),
        inexact=known.inexact.where(~few, 0.0),
    )
    return _with_shared_columns(dataset, level, found)


@per_dataset(maxsize=2048)
def values_of_all_sizes(
    dataset: Dataset, indicator: Indicator, level: Level, period: str
) -> IndicatorValues:
    """Compute values also where the denominator is small: noise in a part counts in the whole.

    Not rounded, and not to be changed: every caller gets the same Series.
    """
    return _with_shared_columns(dataset, level, _computed(dataset, indicator, level, period))


def _computed(dataset: Dataset, indicator: Indicator, level: Level, period: str) -> IndicatorValues:
    if level in (Level.BUURT, Level.WIJK, Level.GEMEENTE) and level not in indicator.levels:
        return _all_missing(dataset, level, MissingReason.NOT_AT_LEVEL)
    if _published_at(dataset, indicator, level, period):
        return _from_figures(dataset, indicator, level, period)
    smaller = _level_to_aggregate(indicator, level)
    if smaller is None:
        return _all_missing(dataset, level, MissingReason.NOT_AT_LEVEL)
    return _from_smaller(dataset, indicator, level, period, smaller)


@per_dataset(maxsize=256)
def events_where_nobody_lives(
    dataset: Dataset, indicator: Indicator, level: Level, period: str
) -> pd.Series:
    """The counted events of a rate in areas without inhabitants, which have no rate.

    They belong to the rate of what such an area is part of: a crime on a business park counts in
    its gemeente. With ``events_per`` for the denominator, a rate is the count itself.

    Returns
    -------
    pd.Series of float
        Index: the codes of the level; 0 for all other areas and other indicators. Not to be
        changed: every caller gets the same one.
    """
    none = pd.Series(0.0, index=dataset.codes(level))
    counted = indicator.events_per is not None and level in indicator.levels
    if not counted or not _published_at(dataset, indicator, level, period):
        return none
    figures = [_figure(dataset, indicator, i, level, period) for i in indicator.inputs]
    divided = [i.variable == indicator.denominator for i in indicator.inputs]
    whole = pd.Series(indicator.events_per, index=none.index)
    events = indicator.compute(
        *(whole if d else f.values for f, d in zip(figures, divided, strict=True))
    )
    empty = [
        (f.missing == MissingReason.NO_INHABITANTS) | (f.values == 0)
        for f, d in zip(figures, divided, strict=True)
        if d
    ]
    return events.where(empty[0]).fillna(0.0) if empty else none


def _published_at(dataset: Dataset, indicator: Indicator, level: Level, period: str) -> bool:
    """Whether the figures that the indicator needs exist for this level and period."""
    own = [i for i in indicator.inputs if not i.of_country]
    needed = [_is_published(dataset, indicator, i, level, period) for i in own if not i.optional]
    optional = [_is_published(dataset, indicator, i, level, period) for i in own if i.optional]
    return all(needed) and (not optional or any(optional))


def _is_published(
    dataset: Dataset, indicator: Indicator, figure: Input, level: Level, period: str
) -> bool:
    periods = dataset.periods(figure.variable, level)
    wanted = period_of(dataset, indicator, figure, period, level)
    return wanted in (*periods, None) if periods else False


def period_of(
    dataset: Dataset, indicator: Indicator, figure: Input, period: str, level: Level
) -> str | None:
    """The period of a figure that goes with the period asked for; None for its latest."""
    if figure.period is not None:
        return figure.period
    if figure.nearest:
        return nearest_period(dataset.periods(figure.variable, level), period)
    known = {p for level in Level for p in dataset.periods(figure.variable, level)}
    return period if known.intersection(indicator.periods) else None


def _from_figures(
    dataset: Dataset, indicator: Indicator, level: Level, period: str
) -> IndicatorValues:
    figures = [_figure(dataset, indicator, i, level, period) for i in indicator.inputs]
    values = indicator.compute(*(f.values for f in figures))
    missing = pd.Series(None, index=values.index, dtype=object)
    required = [f for f, i in zip(figures, indicator.inputs, strict=True) if not i.optional]
    optional = [f for f, i in zip(figures, indicator.inputs, strict=True) if i.optional]
    for figure in (*required, *optional):
        missing = missing.mask(values.isna() & missing.isna(), figure.missing)
    # nothing was missing, yet there is no value: a division by a denominator of zero
    missing = missing.mask(values.isna() & missing.isna(), MissingReason.TOO_FEW)
    there = [(f, f.values.notna() & values.notna()) for f in figures]
    return IndicatorValues(
        values,
        _reasons(missing),
        _worst([f.status.where(used, None) for f, used in there]),
        pd.concat([f.inexact.where(used, 0.0) for f, used in there], axis="columns").max(
            axis="columns"
        ),
    )


def _figure(
    dataset: Dataset, indicator: Indicator, figure: Input, level: Level, period: str
) -> Figure:
    taken_from = Level.LAND if figure.of_country else level
    at = period_of(dataset, indicator, figure, period, taken_from)
    if figure.optional and figure.variable not in dataset.variables():
        return _absent(dataset.codes(level))
    if not figure.of_country:
        return dataset.figure(figure.variable, level, at)
    country = dataset.figure(figure.variable, Level.LAND, at)
    codes = dataset.codes(level)
    return Figure(
        values=pd.Series(country.values[COUNTRY], index=codes, dtype=float),
        missing=pd.Series([country.missing[COUNTRY]] * len(codes), index=codes, dtype=object),
        status=pd.Series([country.status[COUNTRY]] * len(codes), index=codes, dtype=object),
        inexact=pd.Series(country.inexact[COUNTRY], index=codes, dtype=float),
    )


def _absent(codes: pd.Index) -> Figure:
    """A figure that the data set does not have, and that the indicator can do without."""
    return Figure(
        values=pd.Series(np.nan, index=codes, dtype=float),
        missing=pd.Series(MissingReason.NOT_PUBLISHED, index=codes, dtype=object),
        status=_nothing(codes),
        inexact=pd.Series(0.0, index=codes),
    )


def _level_to_aggregate(indicator: Indicator, level: Level) -> Level | None:
    if level in (Level.WIJK, Level.GEMEENTE) and Level.BUURT in indicator.levels:
        return Level.BUURT
    if level is Level.GEMEENTE and Level.WIJK in indicator.levels:
        return Level.WIJK
    if level in (Level.PROVINCIE, Level.LAND) and Level.GEMEENTE in indicator.levels:
        return Level.GEMEENTE
    return None


def _from_smaller(
    dataset: Dataset, indicator: Indicator, level: Level, period: str, smaller: Level
) -> IndicatorValues:
    parts = values_of_all_sizes(dataset, indicator, smaller, period)
    weight = indicator.aggregation.weight
    weights = total(dataset, weight, smaller, period) if weight else None
    groups = dataset.areas.loc[parts.values.index, level.value] if level is not Level.LAND else None
    whole = aggregate(parts.values, parts.missing, indicator.aggregation, weights, groups)
    if level is Level.LAND:
        whole.index = pd.Index([COUNTRY])
    values = whole.reindex(dataset.codes(level))
    missing = pd.Series(None, index=values.index, dtype=object)
    missing = missing.mask(values.isna(), MissingReason.NOT_PUBLISHED)
    of_whole = (lambda _code: COUNTRY) if groups is None else groups
    redrawn = (parts.missing == MissingReason.NOT_COMPARABLE).groupby(of_whole).any()
    redrawn = redrawn.reindex(values.index).eq(True)
    missing = missing.mask(values.isna() & redrawn, MissingReason.NOT_COMPARABLE)
    return IndicatorValues(
        values,
        _reasons(missing),
        _worst_of_parts(parts.status, of_whole, values),
        _inexact_of_whole(parts, weights, of_whole, values),
        aggregated_from=smaller,
    )


def _all_missing(dataset: Dataset, level: Level, reason: MissingReason) -> IndicatorValues:
    codes = dataset.codes(level)
    return IndicatorValues(
        pd.Series(np.nan, index=codes, dtype=float),
        pd.Series([reason] * len(codes), index=codes, dtype=object),
        _nothing(codes),
        pd.Series(0.0, index=codes),
    )


def _worst(statuses: list[pd.Series]) -> pd.Series:
    """The status that says most against a value: partial, else provisional, else none."""
    worst = _nothing(statuses[0].index)
    for status in statuses:
        for member in (FigureStatus.PROVISIONAL, FigureStatus.PARTIAL):
            if (there := status == member).any():
                worst[there & (worst != FigureStatus.PARTIAL)] = member
    return worst


def _worst_of_parts(
    status: pd.Series, groups: pd.Series | Callable[[str], str], whole: pd.Series
) -> pd.Series:
    members = (FigureStatus.PROVISIONAL, FigureStatus.PARTIAL)
    found = _nothing(whole.index)
    for member in members:
        any_part = (status == member).groupby(groups).any().reindex(whole.index)
        found[whole.notna() & any_part.eq(True)] = member
    return found


def _inexact_of_whole(
    parts: IndicatorValues,
    weights: pd.Series | None,
    groups: pd.Series | Callable[[str], str],
    whole: pd.Series,
) -> pd.Series:
    """The estimated share of a sum, or of the weight of a mean."""
    size = parts.values.abs() if weights is None else weights.where(parts.values.notna())
    size = size.reindex(parts.values.index).fillna(0.0)
    estimated = (size * parts.inexact).groupby(groups).sum()
    share = estimated / size.groupby(groups).sum().replace(0.0, np.nan)
    return share.reindex(whole.index).where(whole.notna(), 0.0).fillna(0.0)


def _nothing(index: pd.Index) -> pd.Series:
    """None everywhere (a Series of None would be made one of NaN)."""
    return pd.Series([None] * len(index), index=index, dtype=object)


def _with_shared_columns(dataset: Dataset, level: Level, found: IndicatorValues) -> IndicatorValues:
    """The same, in half of the memory where all values are final and exact, as most are."""
    final, exact = _final_and_exact(dataset, level)
    return replace(
        found,
        status=final if found.status.isna().all() else found.status,
        inexact=found.inexact if found.inexact.any() else exact,
    )


@per_dataset(maxsize=len(Level))
def _final_and_exact(dataset: Dataset, level: Level) -> tuple[pd.Series, pd.Series]:
    """No status and no estimated share for any area; not to be changed."""
    codes = dataset.codes(level)
    return _nothing(codes), pd.Series(0.0, index=codes)


def _reasons(missing: pd.Series) -> pd.Series:
    """The same with members of MissingReason and None (pandas fills with their text and NaN)."""
    given = missing.to_numpy(dtype=object)
    members = np.full(given.shape, None, dtype=object)
    for reason in MissingReason:
        members[given == reason] = reason
    return pd.Series(members, index=missing.index, dtype=object)
