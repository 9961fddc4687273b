"""The areas that are most like one area, and in what they are alike."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.registry import Registry
from rudc_map.indicators.similar import (
    MATCHES,
    candidates,
    compared_values,
    score_table,
    weights_of,
)
from rudc_map.model import Level, Region, Similarity
from rudc_map.view.numbers import number
from rudc_map.view.query import Query

if TYPE_CHECKING:
    from rudc_map.analysis.similar import Similar

TOO_LITTLE, NO_OTHER = "te_weinig_cijfers", "geen_andere"
"""Why there is no match: figures for less than half of the weight, or no comparable area."""


def similar_data(query: Query) -> dict[str, Any]:
    """The areas most like ``gebied``, for the page."""
    return similar_to(
        query.dataset, query.registry, query.similarity, query.level, query.area, query.region
    )


def similar_to(
    dataset: Dataset,
    registry: Registry,
    similarity: Similarity,
    level: Level,
    code: str,
    region: Region,
) -> dict[str, Any]:
    """The areas most like an area.

    Returns
    -------
    dict
        ``gebied``, ``niveau``, ``indicators`` (those compared: id, weight, the area's value and
        the period), ``unused`` (ids the area has no value for), ``matches`` (code, distance, in
        what it is alike and unlike, values by id), ``among`` (number of candidates),
        ``compared`` (of these, the number with all figures the area is compared by) and, where
        there is no match, ``reason``.
    """
    from rudc_map.analysis.similar import similar_areas  # noqa: PLC0415  (scikit-learn: 2 s)

    weights = weights_of(similarity)
    among = candidates(dataset, similarity, level, code, region)
    found = similar_areas(
        score_table(dataset, registry, similarity, level), weights, code, among, MATCHES
    )
    table = compared_values(dataset, registry, similarity, level)
    values = table.loc[[code, *(found.codes if found else ())]].to_dict()
    used = [str(id_) for id_ in table if not math.isnan(values[id_][code])]
    body: dict[str, Any] = {
        "gebied": code,
        "niveau": level,
        "indicators": [
            {
                "id": id_,
                "weight": number(weights[id_]),
                "value": number(values[id_][code]),
                "period": registry.get(id_).periods[-1],
            }
            for id_ in used
        ],
        "unused": [id_ for id_ in table if id_ not in used],
        "matches": [],
        "among": len(among),
        "compared": found.compared if found else 0,
    }
    if found is None:
        return {**body, "reason": TOO_LITTLE}
    if not found.codes:
        return {**body, "reason": NO_OTHER}
    shown = {id_: values[id_] for id_ in used}
    return {**body, "matches": _matches(found, weights, shown)}


def _matches(
    found: Similar, weights: pd.Series, values: dict[str, dict[Any, Any]]
) -> list[dict[str, Any]]:
    """A row an area that is alike, the most alike first."""
    from rudc_map.analysis.similar import alike  # noqa: PLC0415  (scikit-learn: 2 s)

    rows = []
    for at, (match, distance) in enumerate(zip(found.codes, found.distance, strict=True)):
        most, least = alike(found, at, weights)
        rows.append(
            {
                "code": match,
                "distance": number(distance, 2),
                "alike": most,
                "unlike": least,
                "values": {id_: number(of_area[match]) for id_, of_area in values.items()},
            }
        )
    return rows


def api_similar(query: Query) -> dict[str, Any]:
    """The areas most like an area, for ``/api/v1/similar``; see docs/api.md."""
    similarity = replace(
        query.similarity,
        across=query.similarity.across or query.flag("over_de_grens"),
        everywhere=query.similarity.everywhere or query.flag("overal"),
    )
    dataset = query.dataset
    found = similar_to(dataset, query.registry, similarity, query.level, query.area, query.region)
    names = dataset.areas["name"]
    return {
        "gebied": query.area,
        "naam": names[query.area],
        "niveau": query.level,
        "regio": None if similarity.everywhere else query.region.id,
        "over_de_grens": similarity.across,
        "indicatoren": [
            {"id": i["id"], "gewicht": i["weight"], "waarde": i["value"], "periode": i["period"]}
            for i in found["indicators"]
        ],
        "niet_gebruikt": found["unused"],
        "kandidaten": found["among"],
        "vergeleken": found["compared"],
        "vergelijkbaar": [
            {
                "code": match["code"],
                "naam": names[match["code"]],
                "afstand": match["distance"],
                "lijkt_in": match["alike"],
                "verschilt_in": match["unlike"],
                "waarden": match["values"],
            }
            for match in found["matches"]
        ],
        "reden": found.get("reason"),
    }
