"""Neighbours on either side of a provincial border, and whether they differ more than others."""

from __future__ import annotations

from typing import Any

import numpy as np

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.compute import indicator_values
from rudc_map.indicators.memo import per_dataset
from rudc_map.indicators.neighbours import across_provincies, neighbours_of_level
from rudc_map.indicators.places import in_region, widest_region
from rudc_map.model import Indicator, Level, Region
from rudc_map.view.geometry import quantised, simplified
from rudc_map.view.numbers import GUARD_DIGITS, number
from rudc_map.view.query import Query

P_DECIMALS = 4

BORDER_REGION = "groningen-drenthe"


def border_data(query: Query) -> dict[str, Any]:
    """The pairs of `border_pairs`, each with the line it shares, for the map.

    Returns
    -------
    dict
        ``pairs`` and ``test``; each pair also has ``line``: lists of [lon, lat] on the edges of
        the areas as they are drawn.
    """
    dataset, level = query.dataset, query.level
    found = border_pairs(dataset, query.indicator, level, query.period, query.region)
    lines = _lines(dataset, level)
    for pair in found["pairs"]:
        pair["line"] = lines[frozenset((pair["a"], pair["b"]))]
    return found


def border_pairs(
    dataset: Dataset, indicator: Indicator, level: Level, period: str, region: Region
) -> dict[str, Any]:
    """Adjacent areas in a region that lie in different provincies, and the test of the border.

    Returns
    -------
    dict
        ``pairs``: ``a`` and ``b`` (codes, `a` in the provincie with the smaller code), ``va`` and
        ``vb`` (values, null where missing) and ``difference`` (va - vb), the largest one either
        way first, those without one last. ``test``: number of pairs with two values ``across``
        and ``within`` provincies, mean absolute difference of both, the one-sided ``p`` of a
        permutation test and its number of ``draws``.
    """
    from rudc_map.analysis.border import border_effect  # noqa: PLC0415

    pairs = neighbours_of_level(dataset, level)
    inside = in_region(dataset, level, region).to_numpy()
    both = inside[pairs.first] & inside[pairs.second]
    first, second = pairs.first[both], pairs.second[both]
    across = across_provincies(dataset, level, pairs)[both]
    values = indicator_values(dataset, indicator, level, period).values.to_numpy()
    effect = border_effect(values, first, second, across)
    finest = indicator.decimals + GUARD_DIGITS
    return {
        "pairs": _pairs(dataset, indicator, level, values, first[across], second[across]),
        "test": {
            "across": effect.across,
            "within": effect.within,
            "meanAcross": number(effect.mean_across, finest),
            "meanWithin": number(effect.mean_within, finest),
            "p": number(effect.p_value, P_DECIMALS),
            "draws": effect.draws,
        },
    }


def border_region(dataset: Dataset, level: Level) -> Region:
    """The region whose borders are compared by default: Groningen and Drenthe, or the widest."""
    for region in dataset.regions:
        if region.id == BORDER_REGION and level in region.levels:
            return region
    return widest_region(dataset, level)


def _pairs(
    dataset: Dataset,
    indicator: Indicator,
    level: Level,
    values: np.ndarray,
    first: np.ndarray,
    second: np.ndarray,
) -> list[dict[str, Any]]:
    codes = dataset.codes(level)
    provincie = dataset.areas.loc[codes, "provincie"].to_numpy()
    swapped = provincie[first] > provincie[second]
    first, second = np.where(swapped, second, first), np.where(swapped, first, second)
    differences = (values[first] - values[second]).round(indicator.decimals)
    size = np.nan_to_num(np.abs(differences), nan=-1.0)
    order = np.lexsort((codes[second], codes[first], -size))
    return [
        {
            "a": codes[first[i]],
            "b": codes[second[i]],
            "va": number(values[first[i]]),
            "vb": number(values[second[i]]),
            "difference": number(differences[i], indicator.decimals),
        }
        for i in order
    ]


@per_dataset(maxsize=8)
def _lines(dataset: Dataset, level: Level) -> dict[frozenset[str], list[list[list[float]]]]:
    """The drawn edge of every pair on a provincial border, by the codes of both."""
    import geopandas as gpd  # noqa: PLC0415  (a second of start)

    from rudc_map.analysis.neighbours import shared_lines  # noqa: PLC0415  (brings shapely)

    pairs = neighbours_of_level(dataset, level)
    across = across_provincies(dataset, level, pairs)
    wanted = np.column_stack([pairs.first[across], pairs.second[across]])
    drawn = simplified(dataset, level)
    edges = gpd.GeoSeries(shared_lines(np.asarray(drawn.values), wanted), crs=drawn.crs)
    codes = dataset.codes(level)
    return {
        frozenset((codes[one], codes[other])): _parts(edge)
        for (one, other), edge in zip(wanted, edges.to_crs("EPSG:4326"), strict=True)
    }


def _parts(edge: Any) -> list[list[list[float]]]:
    line = quantised(edge)
    coordinates: list[Any] = line["coordinates"]
    return [coordinates] if line["type"] == "LineString" else coordinates


def api_border(query: Query) -> dict[str, Any]:
    """The pairs and the test, for ``/api/v1/border``; see docs/api.md."""
    given = "regio" in query.given
    region = query.region if given else border_region(query.dataset, query.level)
    found = border_pairs(query.dataset, query.indicator, query.level, query.period, region)
    names, test = query.dataset.areas["name"], found["test"]
    return {
        "indicator": query.indicator.id,
        "niveau": query.level,
        "periode": query.period,
        "regio": region.id,
        "eenheid": query.indicator.unit.nl,
        "bron": [query.dataset.sources[s].attribution for s in query.indicator.sources],
        "paren": [
            {
                "a": {"code": pair["a"], "naam": names[pair["a"]], "waarde": pair["va"]},
                "b": {"code": pair["b"], "naam": names[pair["b"]], "waarde": pair["vb"]},
                "verschil": pair["difference"],
            }
            for pair in found["pairs"]
        ],
        "toets": {
            "paren_over_de_grens": test["across"],
            "paren_binnen": test["within"],
            "gemiddeld_verschil_over_de_grens": test["meanAcross"],
            "gemiddeld_verschil_binnen": test["meanWithin"],
            "p": test["p"],
            "trekkingen": test["draws"],
        },
    }
