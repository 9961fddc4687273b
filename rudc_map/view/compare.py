"""Areas compared with a reference and with each other, for ``/api/v1/compare``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from rudc_map.analysis.intervals import SMALL_COUNT
from rudc_map.dataset.store import Dataset
from rudc_map.indicators.own_areas import OWN, own_parts
from rudc_map.indicators.unions import Taken
from rudc_map.model import COUNTRY, Indicator, ReferenceKind
from rudc_map.view.judgements import seen
from rudc_map.view.numbers import GUARD_DIGITS, number
from rudc_map.view.query import Query
from rudc_map.view.reference import comparison, limits_of_reference
from rudc_map.view.standings import Standings
from rudc_map.view.texts import say


def api_compare(query: Query) -> dict[str, Any]:
    """Values, intervals, references, verdicts and standings of the areas asked for.

    Returns
    -------
    dict
        ``indicator``, ``niveau``, ``periode``, ``regio``, ``eenheid``, ``bron`` and ``gebieden``;
        see docs/api.md for a row.
    """
    compared = comparison(query)
    own = query.own if "eigen" in query.given else None
    row = compared.row(query.indicator, query.period, query.areas, own)
    how, finest = (
        compared.how(query.indicator, query.period),
        query.indicator.decimals + GUARD_DIGITS,
    )
    limits = limits_of_reference(compared, query.indicator, query.period)
    standings = Standings(query.dataset, query.indicator, query.period, query.region)
    names, compared_with = area_names(query.dataset), _reference_names(query, row.taken)
    return {
        "indicator": query.indicator.id,
        "niveau": query.level,
        "periode": query.period,
        "regio": query.region.id,
        "eenheid": query.indicator.unit.nl,
        "bron": [query.dataset.sources[s].attribution for s in query.indicator.sources],
        "gebieden": [
            {
                "code": code,
                "naam": names[code],
                **_values(query.indicator, taken, float(row.references[code]), limits),
                "referentie": {
                    "naam": compared_with[code],
                    "waarde": number(float(row.references[code]), finest),
                    "hoe": how,
                },
                **dict(zip(("standen", "geen_stand"), standings.of(code), strict=True)),
            }
            for code, taken in row.taken.items()
        ],
    }


def _values(
    indicator: Indicator, taken: Taken, reference: float, limits: tuple[float, float] | None
) -> dict[str, Any]:
    """The value of an area, how sure it is, and how it differs from its reference."""
    finest = indicator.decimals + GUARD_DIGITS
    return {
        "waarde": number(taken.value),
        "ontbreekt": taken.missing,
        "ondergrens": number(taken.lower, finest),
        "bovengrens": number(taken.upper, finest),
        "klein_aantal": bool(taken.count < SMALL_COUNT) if pd.notna(taken.count) else None,
        "verschil": number(taken.value - reference, indicator.decimals),
        "oordeel": seen(indicator, taken, reference, limits),
    }


def _reference_names(query: Query, codes: Iterable[str]) -> dict[str, str | None]:
    """The name of what each area is compared with; None where it lies in no such thing."""
    names, kind = area_names(query.dataset), query.reference.kind
    same_for_all = {
        ReferenceKind.COUNTRY: names[COUNTRY],
        ReferenceKind.REGION: query.region.name.nl,
        ReferenceKind.SIMILAR: say("reference.vergelijkbaar").nl,
        ReferenceKind.AREAS: ", ".join(names[area] for area in query.reference.areas),
    }
    if kind in same_for_all:
        return dict.fromkeys(codes, same_for_all[kind])
    around = query.dataset.areas[kind.value]
    if "eigen" in query.given:
        parts = own_parts(query.dataset, query.own, query.indicator.levels)
        around = pd.concat([around, parts.lies_in[kind.value]])
    return {code: names.get(around[code]) for code in codes}


def area_names(dataset: Dataset) -> dict[str, str]:
    """The names of all areas; of the own area what the page calls it."""
    names = {str(code): str(name) for code, name in dataset.areas["name"].items()}
    return {**names, OWN: say("own_area.name").nl}
