"""What there is to choose, described for the browser."""

from __future__ import annotations

from typing import Any

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.intervals import interval_method
from rudc_map.indicators.memo import per_dataset
from rudc_map.indicators.registry import Registry
from rudc_map.model import Indicator, Lang, Layer, Region, Source
from rudc_map.view.levels import shown_levels


@per_dataset(maxsize=8)
def catalogue(dataset: Dataset, registry: Registry, lang: Lang) -> dict[str, Any]:
    """Themes, indicators, regions and sources in one language, as the browser's code takes them."""
    return {
        "themes": [{"id": layer.id, "name": layer.name[lang]} for layer in registry.layers],
        "indicators": [
            _indicator(dataset, layer, indicator, lang)
            for layer in registry.layers
            for indicator in layer.indicators
        ],
        "regions": [region_data(region, lang) for region in dataset.regions],
        "sources": {source.id: _source(source) for source in dataset.sources.values()},
    }


def region_data(region: Region, lang: Lang) -> dict[str, Any]:
    """A region as the browser's code takes it."""
    return {
        "id": region.id,
        "name": region.name[lang],
        "gemeenten": list(region.gemeenten),
        "levels": [level.value for level in region.levels],
    }


def _indicator(dataset: Dataset, layer: Layer, indicator: Indicator, lang: Lang) -> dict[str, Any]:
    return {
        "id": indicator.id,
        "theme": layer.id,
        "name": indicator.name[lang],
        "explanation": indicator.explanation[lang],
        "unit": indicator.unit[lang],
        "decimals": indicator.decimals,
        "levels": [level.value for level in shown_levels(indicator)],
        "periods": list(indicator.periods),
        "direction": indicator.direction.value,
        "chance": indicator.chance.value,
        "aggregation": indicator.aggregation.how.value,
        "minDenominator": indicator.min_denominator,
        "interval": interval_method(dataset, indicator),
        "caveats": [caveat[lang] for caveat in indicator.caveats],
        "sources": list(indicator.sources),
        "divergingAt": indicator.diverging_at,
        "categories": [[value, name[lang]] for value, name in indicator.categories],
    }


def _source(source: Source) -> dict[str, str]:
    return {
        "title": source.title,
        "table": source.table,
        "address": source.address,
        "attribution": source.attribution,
        "licence": source.licence,
    }
