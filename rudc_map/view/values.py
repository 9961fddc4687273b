"""The values of one indicator as a file for the map, in geometry order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from rudc_map.analysis.classify import (
    MAX_CLASSES,
    MIN_CLASSES,
    class_breaks,
    difference_breaks,
    natural_breaks,
)
from rudc_map.dataset.store import Dataset
from rudc_map.indicators.compute import IndicatorValues, indicator_values
from rudc_map.indicators.memo import per_dataset
from rudc_map.indicators.places import in_region
from rudc_map.indicators.references import references
from rudc_map.model import (
    ENCLOSING,
    ClassScheme,
    FigureStatus,
    Indicator,
    Level,
    MissingReason,
    Region,
)
from rudc_map.view.numbers import by_code, compact_json, number, numbers, plain

MISSING_CODES: dict[MissingReason, str] = {
    MissingReason.SECRET: "g",
    MissingReason.NOT_PUBLISHED: "n",
    MissingReason.NO_INHABITANTS: "0",
    MissingReason.TOO_FEW: "w",
    MissingReason.NOT_AT_LEVEL: "x",
    MissingReason.NOT_COMPARABLE: "v",
}
"""One letter a reason: the map's file holds one letter an area, ``-`` where there is a value."""

STATUS_CODES: dict[FigureStatus, str] = {
    FigureStatus.PROVISIONAL: "v",
    FigureStatus.PARTIAL: "g",
}
"""One letter a status, ``-`` where a value is final or there is none."""

SHARE_DECIMALS = 4
"""Decimals of the estimated share of a value."""


def map_values_json(
    dataset: Dataset, indicator: Indicator, level: Level, period: str, region: Region
) -> bytes:
    """The values of the map, see `map_values`, as JSON."""
    return compact_json(map_values(dataset, indicator, level, period, region))


def map_values(
    dataset: Dataset, indicator: Indicator, level: Level, period: str, region: Region
) -> dict[str, Any]:
    """Everything the browser needs to colour, explain and compare one indicator.

    The breaks are those of the areas of the region over all periods, so that the scale stays
    fixed when the period changes.

    Returns
    -------
    dict
        ``values`` (in geometry order, null where missing), ``missing`` (a letter an area,
        see `MISSING_CODES`), ``inexact`` (place -> estimated share of the value, 0 to 1, where
        that is more than 0), ``status`` (a letter an area, see `STATUS_CODES`; empty where all
        values are final), ``breaks`` (scheme -> number of classes -> inner breaks),
        ``difference`` (reference -> inner breaks), ``extent`` ([min, max] in the region over all
        periods), ``references`` (nederland, regio: a number or null; provincie, gemeente: by
        code), ``referencesAre`` ("regel": by the indicator's rule, "mediaan": all but gemeente are
        medians of the level's areas), ``aggregatedFrom`` (level or null).
    """
    shown = indicator_values(dataset, indicator, level, period)
    compared = references(dataset, indicator, level, period, region)
    finest = indicator.decimals + compared.are_medians  # a median of two lies between them
    return {
        "indicator": indicator.id,
        "level": level.value,
        "period": period,
        "region": region.id,
        "values": numbers(shown.values),
        "missing": "".join(MISSING_CODES[m] if m else "-" for m in shown.missing),
        "inexact": _estimates(shown),
        "status": _statuses(shown),
        **_scale(dataset, indicator, level, region),
        "references": {
            "nederland": number(compared.country, finest),
            "regio": number(compared.region, finest),
            "provincie": by_code(compared.provinces, finest),
            "gemeente": by_code(compared.gemeenten),
        },
        "referencesAre": "mediaan" if compared.are_medians else "regel",
        "aggregatedFrom": shown.aggregated_from,
    }


def _estimates(shown: IndicatorValues) -> dict[str, float | None]:
    """The estimated share of the values that have one, by their place: most sets have none."""
    shares = shown.inexact.reset_index(drop=True).round(SHARE_DECIMALS)
    return {str(place): number(share) for place, share in shares[shares > 0].items()}


def _statuses(shown: IndicatorValues) -> str:
    if shown.status.isna().all():
        return ""
    return "".join(STATUS_CODES[s] if s else "-" for s in shown.status)


@per_dataset(maxsize=512)
def _scale(dataset: Dataset, indicator: Indicator, level: Level, region: Region) -> dict[str, Any]:
    """What all periods share: ``breaks``, ``difference`` and ``extent``."""
    inside = in_region(dataset, level, region)
    values = {
        period: indicator_values(dataset, indicator, level, period).values[inside]
        for period in indicator.periods
    }
    every = pd.concat(list(values.values()), ignore_index=True)
    every = every.dropna().sort_values()  # once, for each scheme and number of classes sorts it
    return {
        "breaks": _all_breaks(every, indicator),
        "difference": _difference_breaks(dataset, indicator, level, region, values),
        "extent": numbers([every.min(), every.max()]),
    }


def _all_breaks(scale: pd.Series, indicator: Indicator) -> dict[str, dict[str, list[float]]]:
    counts = range(MIN_CLASSES, MAX_CLASSES + 1)
    fixed = _fixed_breaks(scale, indicator)
    if fixed is not None:
        offered = [s.value for s in ClassScheme if s is not ClassScheme.OWN]
        return {scheme: {str(k): fixed for k in counts} for scheme in offered}
    known = scale.dropna().to_numpy(dtype=float)
    natural = natural_breaks(known, counts) if known.size else dict.fromkeys(counts, ())
    breaks = {ClassScheme.NATURAL.value: {str(k): [plain(b) for b in natural[k]] for k in counts}}
    for scheme in (ClassScheme.QUANTILES, ClassScheme.EQUAL, ClassScheme.ROUNDED):
        breaks[scheme.value] = {
            str(k): _finest(class_breaks(scale, scheme, k), indicator.decimals, scale.max())
            for k in counts
        }
    return breaks


def _fixed_breaks(scale: pd.Series, indicator: Indicator) -> list[float] | None:
    """The breaks that an indicator's own meaning gives, whatever scheme is asked for.

    A class for each category; and for a change or difference, classes on either side of "none".
    """
    if indicator.categories:
        return [value for value, _ in indicator.categories][:-1]
    if indicator.diverging_at is not None:
        centre = indicator.diverging_at
        around = difference_breaks(scale - centre, indicator.decimals)
        return [round(centre + b, indicator.decimals) for b in around]
    return None


def _finest(breaks: Iterable[float], decimals: int, highest: float) -> list[float]:
    """Breaks no finer than the values are shown; none twice, and none that leaves nothing above."""
    rounded = {round(b, decimals) for b in breaks}
    return sorted(b for b in rounded if b < highest)


def _difference_breaks(
    dataset: Dataset,
    indicator: Indicator,
    level: Level,
    region: Region,
    values: dict[str, pd.Series],
) -> dict[str, list[float]]:
    """Breaks of the difference with each kind of reference, from the values of every period."""
    areas = dataset.areas.loc[values[indicator.periods[0]].index]
    compared = {p: references(dataset, indicator, level, p, region) for p in values}
    breaks: dict[str, list[float]] = {}
    for kind in ENCLOSING:
        differences = [of - compared[p].of_areas(kind, areas) for p, of in values.items()]
        every = pd.concat(differences, ignore_index=True).round(indicator.decimals)
        breaks[kind.value] = list(difference_breaks(every, indicator.decimals))
    return breaks
