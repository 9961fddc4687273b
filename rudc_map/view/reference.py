"""What areas are compared with where they do not lie in it: chosen areas, or those most alike."""

from __future__ import annotations

from typing import Any

import pandas as pd

from rudc_map.analysis.classify import difference_breaks
from rudc_map.errors import InputError
from rudc_map.indicators.compared import RULES_OF_SIMILAR, Comparison
from rudc_map.indicators.compute import indicator_values
from rudc_map.indicators.places import in_region
from rudc_map.model import ENCLOSING, Indicator, ReferenceKind
from rudc_map.view.numbers import GUARD_DIGITS, number, numbers
from rudc_map.view.query import Query


def comparison(query: Query) -> Comparison:
    """What a question compares with."""
    return Comparison(
        query.dataset,
        query.registry,
        query.level,
        query.region,
        query.reference,
        query.similarity,
    )


def limits_of_reference(
    compared: Comparison, indicator: Indicator, period: str
) -> tuple[float, float] | None:
    """The interval of chosen areas; other references count as a point."""
    if compared.reference.kind is not ReferenceKind.AREAS:
        return None
    chosen = compared.chosen(indicator, period)
    return None if pd.isna(chosen.lower) else (chosen.lower, chosen.upper)


def reference_data(query: Query) -> dict[str, Any]:
    """The value of chosen areas taken as one, or of the areas most like each area.

    Returns
    -------
    dict
        ``kind``, ``value`` (of chosen areas), ``values`` (of the similar areas of each area, in
        geometry order), ``how`` ("eigen", "som", "gewogen_gemiddelde", "mediaan"), ``n`` (areas
        it rests on), ``lower`` and ``upper`` (95% limits of chosen areas, null where there are
        none) and ``breaks`` (inner breaks of the differences in the region over all periods).

    Raises
    ------
    InputError
        For a reference that areas lie in: the files of values hold these.
    """
    kind = query.reference.kind
    if kind in ENCLOSING:
        raise InputError(
            f"De vergelijking met '{kind}' staat in de waarden zelf; geef hier codes van gebieden "
            f"of '{ReferenceKind.SIMILAR}'.",
            f"The comparison with '{kind}' stands in the values themselves; give codes of areas "
            f"or '{ReferenceKind.SIMILAR}' here.",
        )
    compared = comparison(query)
    found = _chosen(query, compared) if kind is ReferenceKind.AREAS else _similar(query, compared)
    return {"kind": kind, **found, "breaks": _breaks(query, compared)}


def _chosen(query: Query, compared: Comparison) -> dict[str, Any]:
    taken = compared.chosen(query.indicator, query.period)
    finest = query.indicator.decimals + GUARD_DIGITS
    return {
        "value": number(taken.value),
        "values": None,
        "how": taken.how,
        "n": taken.parts,
        "lower": number(taken.lower, finest),
        "upper": number(taken.upper, finest),
    }


def _similar(query: Query, compared: Comparison) -> dict[str, Any]:
    codes = query.dataset.codes(query.level)
    values = compared.similar(query.indicator, query.period, query.level, codes)
    return {
        "value": None,
        "values": numbers(values, query.indicator.decimals + GUARD_DIGITS),
        "how": RULES_OF_SIMILAR[query.indicator.aggregation.how],
        "n": max((len(codes) for codes in compared.matches(query.level)), default=0),
        "lower": None,
        "upper": None,
    }


def _breaks(query: Query, compared: Comparison) -> list[float]:
    """Breaks of the differences of the region's areas, over all periods so that they stay."""
    dataset, indicator, level = query.dataset, query.indicator, query.level
    inside = in_region(dataset, level, query.region)
    areas = dataset.areas.loc[inside.index[inside]]
    differences = [
        indicator_values(dataset, indicator, level, period).values[inside]
        - compared.of_areas(indicator, period, areas)
        for period in indicator.periods
    ]
    every = pd.concat(differences, ignore_index=True).round(indicator.decimals)
    return list(difference_breaks(every, indicator.decimals))
