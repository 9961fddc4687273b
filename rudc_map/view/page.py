"""What the browser's code is told at the start of a page."""

from __future__ import annotations

from typing import Any

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.references import country_value, region_value
from rudc_map.indicators.registry import Registry
from rudc_map.model import Lang, Overlay, Picture, ViewState
from rudc_map.view.auto_level import ZOOMS
from rudc_map.view.catalogue import catalogue, region_data
from rudc_map.view.formats import format_value
from rudc_map.view.own_area import MAX_VERTICES, own_area_code
from rudc_map.view.palettes import DARK, LIGHT, Scheme
from rudc_map.view.query import read_region
from rudc_map.view.similarity import similarity_code, usual_similarity
from rudc_map.view.state import MAX_AREAS, MAX_SERIES, Parsed
from rudc_map.view.texts import interface_texts, say


def page_data(
    parsed: Parsed, dataset: Dataset, registry: Registry, version: str, bounds: dict[str, Any]
) -> dict[str, Any]:
    """State, catalogue, palettes and texts, ready for JSON; ``assets/page.js`` reads it.

    Parameters
    ----------
    parsed : Parsed
        The state of the page and the notices about its address.
    dataset, registry
        What there is to show.
    version : str
        Names the derived files.
    bounds : dict
        South-west and north-east corner [degrees lat, lon] of each region, by its id, the
        region of the state included.
    """
    lang = parsed.state.lang
    described = catalogue(dataset, registry, lang)
    shown = read_region(dataset, parsed.state.region, 404)
    own = [] if shown in dataset.regions else [region_data(shown, lang)]
    regions = [
        {**region, "bounds": bounds[region["id"]]} for region in (*described["regions"], *own)
    ]
    return {
        **described,
        "regions": regions,
        "version": version,
        "dataset": dataset.hash,
        "lang": lang.value,
        "state": state_data(parsed.state),
        "notices": [notice[lang] for notice in parsed.notices],
        "texts": interface_texts(lang),
        **_colours(LIGHT),
        "dark": _colours(DARK),
        "attribution": f"{dataset.attribution} ({dataset.licence})",
        "pictures": list(Picture),
        "overlays": list(Overlay),
        "usualSimilarity": [i for i, _ in usual_similarity(registry).weights],
        "boundaryChanges": [
            {"gemeente": change.gemeente, "year": change.year, "of": list(change.of)}
            for change in dataset.boundary_changes
        ],
        "autoZooms": ZOOMS,
        "maxAreas": MAX_AREAS,
        "maxVertices": MAX_VERTICES,
        "maxSeries": MAX_SERIES,
    }


def _colours(scheme: Scheme) -> dict[str, Any]:
    return {
        "palettes": {key: {"stops": list(stops)} for key, stops in scheme.stops.items()},
        "diverging": list(scheme.diverging),
        "selection": list(scheme.selection),
        "bivariate": [list(row) for row in scheme.bivariate],
        "clusters": scheme.clusters,
    }


def state_data(state: ViewState) -> dict[str, Any]:
    """A state as the browser's code holds it (assets/state.js)."""
    viewport = state.viewport
    return {
        "region": state.region,
        "level": state.level.value,
        "auto": state.auto,
        "indicator": state.indicator,
        "period": state.period,
        "areas": list(state.areas),
        "reference": state.reference.code,
        "display": {
            "scheme": state.display.scheme.value,
            "classes": state.display.classes,
            "palette": state.display.palette,
            "difference": state.display.difference,
            "ownBreaks": list(state.display.own_breaks),
        },
        "viewport": {"lat": viewport.lat, "lon": viewport.lon, "zoom": viewport.zoom}
        if viewport
        else None,
        "lang": state.lang.value,
        "picture": state.picture.value,
        "second": {
            "indicator": state.second.indicator,
            "period": state.second.period,
            "reference": state.second.reference.code,
        }
        if state.second
        else None,
        "place": list(state.place) if state.place else None,
        "series": list(state.series),
        "overlay": state.overlay.value,
        "chart": state.chart.value,
        "wide": state.wide,
        "own": own_area_code(state.own),
        "similarity": similarity_code(state.similarity),
    }


def page_title(state: ViewState, dataset: Dataset, registry: Registry) -> str:
    """The title of the page: indicator, period and region."""
    lang = state.lang
    region = read_region(dataset, state.region, 404)
    indicator = registry.get(state.indicator)
    name = say("app.name")[lang]
    return f"{indicator.name[lang]}, {state.period}, {region.name[lang]} – {name}"


def page_description(state: ViewState, dataset: Dataset, registry: Registry) -> str:
    """One sentence with figures, for search engines and previews of a link."""
    lang = state.lang
    region = read_region(dataset, state.region, 404)
    indicator = registry.get(state.indicator)
    return say(
        "page.description",
        indicator=indicator.name,
        period=state.period,
        region=region.name,
        region_value=format_value(
            region_value(dataset, indicator, state.period, region), indicator, lang
        ),
        country_value=format_value(
            country_value(dataset, indicator, state.period), indicator, lang
        ),
    )[lang]


def languages(lang: Lang) -> tuple[Lang, Lang]:
    """The language of the page and the other one."""
    return lang, Lang.EN if lang is Lang.NL else Lang.NL
