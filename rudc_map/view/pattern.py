"""Where high and low values lie together: spatial autocorrelation and its clusters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rudc_map.indicators.compute import indicator_values
from rudc_map.indicators.neighbours import neighbours_of_level
from rudc_map.indicators.places import in_region
from rudc_map.view.numbers import number
from rudc_map.view.query import Query

if TYPE_CHECKING:
    from rudc_map.analysis.clusters import SpatialPattern

LETTERS = {
    "hoog-hoog": "H",
    "laag-laag": "L",
    "hoog-laag": "h",
    "laag-hoog": "l",
    "geen": ".",
    "geen_buren": "i",
    "geen_cijfer": "m",
}
"""One letter a cluster of ``rudc_map.analysis.clusters.Cluster``."""

OUTSIDE = "-"


def pattern_data(query: Query) -> dict[str, Any]:
    """The global and local spatial pattern of an indicator among the areas of a region.

    Returns
    -------
    dict
        ``moran`` (global I), ``expected`` (without a pattern), ``p`` (permutations, one-sided),
        ``n`` (areas that count), ``islands``, ``missing``, ``threshold`` (of p for a cluster,
        corrected for the number of areas), ``clusters`` (a letter of `LETTERS` an area in
        geometry order, ``-`` outside the region) and ``counts`` (areas by cluster).
    """
    from rudc_map.analysis.clusters import spatial_pattern  # noqa: PLC0415  (esda: 2 s)

    dataset, level = query.dataset, query.level
    values = indicator_values(dataset, query.indicator, level, query.period).values.to_numpy()
    inside = in_region(dataset, level, query.region).to_numpy()
    pairs = neighbours_of_level(dataset, level)
    both = inside[pairs.first] & inside[pairs.second]
    position = np.cumsum(inside) - 1  # of an area among those of the region
    found = spatial_pattern(
        values[inside], position[pairs.first[both]], position[pairs.second[both]]
    )
    return _described(found, inside)


def _described(found: SpatialPattern, inside: np.ndarray) -> dict[str, Any]:
    letters = np.full(len(inside), OUTSIDE, dtype=object)
    letters[inside] = [LETTERS[cluster] for cluster in found.clusters]
    return {
        "moran": number(found.moran, 4),
        "expected": number(found.expected, 4),
        "p": number(found.p_value, 4),
        "n": found.n,
        "islands": found.islands,
        "missing": found.missing,
        "threshold": number(found.threshold, 6),
        "clusters": "".join(letters),
        "counts": {name: int((letters == letter).sum()) for name, letter in LETTERS.items()},
    }
