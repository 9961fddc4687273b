"""What there is to ask the public API about: indicators, their sources, and regions."""

from __future__ import annotations

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.intervals import interval_method
from rudc_map.model import Indicator, Layer, Source, Text
from rudc_map.view.api_answers import (
    BothLanguages,
    IndicatorEntry,
    Indicators,
    IndicatorSource,
    Regions,
    Sources,
)
from rudc_map.view.api_query import ApiQuery
from rudc_map.view.levels import shown_levels


def api_indicators(query: ApiQuery) -> Indicators:
    """Every indicator in both languages."""
    dataset = query.dataset
    return {
        "dataset": dataset.title,
        "grenzen": dataset.attribution,
        "licentie": dataset.licence,
        "indicatoren": [
            _indicator(dataset, layer, indicator)
            for layer in query.registry.layers
            for indicator in layer.indicators
        ],
    }


def api_indicator(query: ApiQuery) -> IndicatorEntry:
    """One indicator in both languages."""
    found = query.indicator
    return _indicator(query.dataset, query.registry.layer_of(found.id), found)


def api_sources(query: ApiQuery) -> Sources:
    """Where the figures and the boundaries come from."""
    dataset = query.dataset
    return {
        "dataset": dataset.title,
        "grenzen": dataset.attribution,
        "licentie": dataset.licence,
        "bronnen": [
            {"id": source.id, "retrieved": source.retrieved, **_source(source)}
            for source in dataset.sources.values()
        ],
    }


def api_regions(query: ApiQuery) -> Regions:
    """The named regions, the default first."""
    return {
        "regios": [
            {
                "id": region.id,
                "naam": _both(region.name),
                "gemeenten": list(region.gemeenten),
                "niveaus": list(region.levels),
            }
            for region in query.dataset.regions
        ]
    }


def _indicator(dataset: Dataset, layer: Layer, indicator: Indicator) -> IndicatorEntry:
    return {
        "id": indicator.id,
        "thema": layer.id,
        "naam": _both(indicator.name),
        "uitleg": _both(indicator.explanation),
        "eenheid": _both(indicator.unit),
        "decimalen": indicator.decimals,
        "niveaus": list(shown_levels(indicator)),
        "perioden": list(indicator.periods),
        "richting": indicator.direction,
        "aggregatie": {
            "regel": indicator.aggregation.how,
            "gewicht": indicator.aggregation.weight,
        },
        "noemer": indicator.denominator,
        "kleinste_noemer": indicator.min_denominator,
        "interval": interval_method(dataset, indicator),
        "kanttekeningen": [_both(caveat) for caveat in indicator.caveats],
        "bronnen": [_source(dataset.sources[source]) for source in indicator.sources],
    }


def _source(source: Source) -> IndicatorSource:
    return {
        "title": source.title,
        "table": source.table,
        "address": source.address,
        "attribution": source.attribution,
        "licence": source.licence,
    }


def _both(text: Text) -> BothLanguages:
    return {"nl": text.nl, "en": text.en}
