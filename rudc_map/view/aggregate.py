"""The value of areas taken as one, for ``/api/v1/aggregate``."""

from __future__ import annotations

from typing import Any

import pandas as pd

from rudc_map.errors import InputError
from rudc_map.indicators.own_areas import own_parts
from rudc_map.indicators.places import outermost, parts_at
from rudc_map.indicators.unions import taken_as_one, whole_areas
from rudc_map.view.compare import area_names
from rudc_map.view.numbers import GUARD_DIGITS, number
from rudc_map.view.query import Query


def api_aggregate(query: Query) -> dict[str, Any]:
    """The value of chosen areas, or of an area that was drawn, and the parts it was made from.

    Returns
    -------
    dict
        ``indicator``, ``periode``, ``eenheid``, ``bron``, ``waarde``, ``ontbreekt``, ``hoe``,
        ``delen`` and ``bekend`` (numbers of areas), ``dekking`` (share of the weight that is
        known), ``ondergrens``, ``bovengrens`` and ``gebieden`` (code, naam, aandeel).

    Raises
    ------
    InputError
        Where it is not one of ``gebieden`` and ``eigen`` that is given, or the data set lacks
        areas of the level.
    """
    shares = _shares(query)
    indicator, finest = query.indicator, query.indicator.decimals + GUARD_DIGITS
    taken = taken_as_one(query.dataset, indicator, query.period, shares)
    names = area_names(query.dataset)
    return {
        "indicator": indicator.id,
        "periode": query.period,
        "eenheid": indicator.unit.nl,
        "bron": [query.dataset.sources[s].attribution for s in indicator.sources],
        "waarde": number(taken.value),
        "ontbreekt": taken.missing,
        "hoe": taken.how,
        "delen": taken.parts,
        "bekend": taken.known,
        "dekking": number(taken.coverage, 4),
        "ondergrens": number(taken.lower, finest),
        "bovengrens": number(taken.upper, finest),
        "gebieden": [
            {
                "code": str(code),
                "naam": names[str(code)],
                "aandeel": number(share, 4),
            }
            for code, share in shares.items()
        ],
    }


def _shares(query: Query) -> pd.Series:
    drawn, chosen = "eigen" in query.given, "gebieden" in query.given
    if drawn == chosen:
        raise InputError(
            "Geef óf 'gebieden' (codes met komma's ertussen) óf 'eigen' (een getekend gebied).",
            "Give either 'gebieden' (codes separated by commas) or 'eigen' (a drawn area).",
        )
    if drawn and not query.own.areas:
        levels = (query.level,) if "niveau" in query.given else query.indicator.levels
        return own_parts(query.dataset, query.own, levels).shares
    codes = outermost(query.dataset, query.own.areas if drawn else query.areas)
    return whole_areas(_at_level(query, codes) if "niveau" in query.given else codes)


def _at_level(query: Query, codes: tuple[str, ...]) -> list[str]:
    """The areas, the larger ones replaced by their parts at the level asked for."""
    found: list[str] = []
    for code in codes:
        parts = parts_at(query.dataset, code, query.level)
        if parts is None:
            raise InputError(
                f"Niet alle gebieden van het niveau {query.level} in '{code}' zijn bekend; laat "
                "'niveau' weg of kies een groter niveau.",
                f"Not all areas of the level {query.level} in '{code}' are known; leave 'niveau' "
                "out or choose a larger level.",
            )
        found += parts
    return found
