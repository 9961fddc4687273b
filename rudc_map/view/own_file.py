"""The answer to a file that somebody looks at: what was understood, and the values for the map."""

from __future__ import annotations

from typing import Any

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.registry import Registry
from rudc_map.model import Indicator, Lang, Region
from rudc_map.view.catalogue import catalogue
from rudc_map.view.levels import shown_levels
from rudc_map.view.values import map_values

MOST_SHOWN = 60
"""Figures times years that are put on the map; an answer must stay small."""


def own_file_answer(
    dataset: Dataset,
    registry: Registry,
    region: Region,
    lang: Lang,
    understood: dict[str, Any],
    beyond: list[str],
) -> dict[str, Any]:
    """Everything the browser needs to show the figures of a file like any other.

    Parameters
    ----------
    dataset : Dataset
        Holds the figures of the file.
    registry : Registry
        The theme of the file, and nothing else.
    region : Region
        What the scale and the references are of.
    lang : Lang
        The language of the catalogue.
    understood : dict
        What was understood of the file; goes along as it is.
    beyond : list of str
        The names of the figures of the file that are not in the registry.

    Returns
    -------
    dict
        ``understood``; ``themes``, ``indicators`` and ``sources`` as in the catalogue of a page;
        ``values``: for each figure, level and period what `map_values` gives; ``notShown``: the
        names of the figures that are too many.
    """
    shown = _as_many_as_fit(registry.indicators)
    described = catalogue(dataset, registry, lang)
    ids = {indicator.id for indicator in shown}
    sources = {source for indicator in shown for source in indicator.sources}
    return {
        "understood": understood,
        "themes": described["themes"],
        "indicators": [i for i in described["indicators"] if i["id"] in ids],
        "sources": {name: described["sources"][name] for name in sorted(sources)},
        "values": [
            map_values(dataset, indicator, level, period, region)
            for indicator in shown
            for level in shown_levels(indicator)
            for period in indicator.periods
        ],
        "notShown": [i.name[lang] for i in registry.indicators if i.id not in ids] + beyond,
    }


def _as_many_as_fit(indicators: tuple[Indicator, ...]) -> list[Indicator]:
    """The first figures, of which at least one."""
    shown: list[Indicator] = []
    for indicator in indicators:
        if shown and sum(len(i.periods) for i in (*shown, indicator)) > MOST_SHOWN:
            break
        shown.append(indicator)
    return shown
