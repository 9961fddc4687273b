"""The state of a page and its query string, either way; a wrong address gets the nearest page."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote

from rudc_map.dataset.store import Dataset
from rudc_map.errors import InputError
from rudc_map.indicators.registry import Registry
from rudc_map.model import (
    Chart,
    Display,
    Indicator,
    Lang,
    Level,
    Overlay,
    OwnArea,
    Picture,
    Reference,
    ReferenceKind,
    Region,
    Second,
    Similarity,
    Text,
    Viewport,
    ViewState,
    is_looked_at,
    level_of,
)
from rudc_map.view.auto_level import AUTO, is_usual, level_at, usual_zoom
from rudc_map.view.display import display_code, read_display
from rudc_map.view.levels import level_text, offered_levels
from rudc_map.view.own_area import own_area_code, read_own_area
from rudc_map.view.regions import find_region
from rudc_map.view.similarity import read_similarity, similarity_code
from rudc_map.view.texts import say

DEFAULT_INDICATOR = "aandeel_65plus"
MAX_AREAS = 10
MAX_REFERENCE_AREAS = 50
MAX_SERIES = 9
_LEGIBLE = ",;:*"  # not percent-encoded in an address


_Kind = TypeVar("_Kind", Picture, Overlay, Chart)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A page's state, and what had to be changed in the address to get to it."""

    state: ViewState
    notices: tuple[Text, ...] = ()


def parse_state(query: Mapping[str, str], dataset: Dataset, registry: Registry) -> Parsed:
    """The state that a query string asks for.

    Never fails: what is wrong or outdated is replaced by the nearest sensible thing, and a notice
    says so. What is absent gets its default without a notice.

    Parameters
    ----------
    query : mapping of str to str
        The parameters of the address, see docs/api.md.
    dataset, registry
        What there is to show.

    Returns
    -------
    Parsed
        A state in which everything exists, and the notices for the user.
    """
    notices: list[Text] = []
    lang = Lang.EN if query.get("taal") == "en" else Lang.NL
    region = _region(query.get("regio"), dataset, notices)
    indicator = _indicator(query.get("indicator"), registry, notices)
    lost = is_looked_at(query.get("indicator", ""))  # its period says nothing of another indicator
    viewport = _viewport(query.get("kaart"), notices)
    auto = query.get("niveau") == AUTO or (not query.get("niveau") and is_usual(region))
    if auto:
        zoom = viewport.zoom if viewport else usual_zoom(region)
        level = level_at(zoom, offered_levels(region, indicator))
    else:
        level = _level(query.get("niveau"), region, indicator, notices)
    state = ViewState(
        region=region.id,
        level=level,
        indicator=indicator.id,
        period=_period(None if lost else query.get("periode"), indicator, notices),
        areas=_areas(query.get("gebieden"), dataset, notices),
        reference=_reference(query.get("referentie"), dataset, notices),
        display=_display(query.get("weergave"), notices),
        viewport=viewport,
        lang=lang,
        picture=_member(Picture, query.get("beeld"), Picture.ONE_MAP, notices),
        second=_second(query.get("tweede"), dataset, registry, notices),
        place=_place(query.get("plaats"), notices),
        series=_series(query.get("reeks"), registry, notices),
        overlay=_member(Overlay, query.get("laag"), Overlay.NOTHING, notices),
        chart=_member(Chart, query.get("grafiek"), Chart.SELECTION, notices),
        wide=query.get("breed") == "ja",
        own=_own(query.get("eigen"), dataset, notices),
        similarity=_similarity(query.get("lijkt"), registry, notices),
        auto=auto,
    )
    return Parsed(state, tuple(dict.fromkeys(notices)))  # each said once


def query_string(state: ViewState) -> str:
    """The query string of a state, parameters in a fixed order, defaults included.

    Examples
    --------
    >>> from rudc_map.model import Level
    >>> query_string(ViewState("nederland", Level.GEMEENTE, "inwoners", "2024"))
    'regio=nederland&niveau=gemeente&indicator=inwoners&periode=2024&referentie=nederland'
    """
    parts = {
        "regio": state.region,
        "niveau": AUTO if state.auto else state.level.value,
        "indicator": state.indicator,
        "periode": state.period,
        "gebieden": ",".join(state.areas),
        "referentie": state.reference.code,
        "weergave": display_code(state.display) if state.display != Display() else "",
        "kaart": _viewport_code(state.viewport),
        "taal": state.lang.value if state.lang is not Lang.NL else "",
        "beeld": state.picture.value if state.picture is not Picture.ONE_MAP else "",
        "tweede": _second_code(state.second),
        "plaats": f"{state.place[0]:.4f},{state.place[1]:.4f}" if state.place else "",
        "reeks": ";".join(state.series),
        "laag": state.overlay.value,
        "grafiek": state.chart.value,
        "breed": "ja" if state.wide else "",
        "eigen": own_area_code(state.own),
        "lijkt": similarity_code(state.similarity),
    }
    return "&".join(f"{key}={quote(value, safe=_LEGIBLE)}" for key, value in parts.items() if value)


def _region(wanted: str | None, dataset: Dataset, notices: list[Text]) -> Region:
    default = dataset.regions[0]
    if not wanted:
        return default
    found = find_region(dataset, wanted)
    if found is None:
        notices.append(say("notice.region", wanted=wanted, shown=default.name))
    return found or default


def _indicator(wanted: str | None, registry: Registry, notices: list[Text]) -> Indicator:
    default = registry.find(DEFAULT_INDICATOR) or registry.indicators[0]
    if not wanted:
        return default
    found = registry.find(wanted)
    if is_looked_at(wanted):
        notices.append(say("own_file.gone"))
        return default
    if found is None:
        notices.append(say("notice.indicator", wanted=wanted, shown=default.name))
        return default
    return found


def _level(wanted: str | None, region: Region, indicator: Indicator, notices: list[Text]) -> Level:
    """The level asked for, else the nearest larger one (then smaller) that can be shown."""
    offered = offered_levels(region, indicator)
    if not wanted:
        return offered[0]
    try:
        level = Level(wanted)
    except ValueError:
        notices.append(say("notice.level.unknown", wanted=wanted, shown=level_text(offered[0])))
        return offered[0]
    if level in offered:
        return level
    order = list(Level)
    shown = min(offered, key=lambda o: (order.index(o) < order.index(level), _gap(o, level)))
    notices.append(
        say(
            "notice.level",
            indicator=indicator.name,
            region=region.name,
            wanted=level_text(level),
            shown=level_text(shown),
        )
    )
    return shown


def _gap(one: Level, other: Level) -> int:
    order = list(Level)
    return abs(order.index(one) - order.index(other))


def _period(wanted: str | None, indicator: Indicator, notices: list[Text]) -> str:
    latest = indicator.periods[-1]
    if not wanted or wanted in indicator.periods:
        return wanted or latest
    shown = latest
    if re.fullmatch("[0-9]{4}", wanted):
        year = int(wanted)
        shown = min(indicator.periods, key=lambda p: (abs(int(p[:4]) - year), p))
    notices.append(say("notice.period", indicator=indicator.name, wanted=wanted, shown=shown))
    return shown


def _areas(wanted: str | None, dataset: Dataset, notices: list[Text]) -> tuple[str, ...]:
    codes = [code.strip() for code in (wanted or "").split(",") if code.strip()]
    codes = list(dict.fromkeys(codes))
    known = [code for code in codes if code in dataset.areas.index and level_of(code)]
    unknown = [code for code in codes if code not in known]
    if unknown:
        notices.append(say("notice.areas", wanted=", ".join(unknown[:5])))
    if len(known) > MAX_AREAS:
        notices.append(say("notice.too_many_areas", most=str(MAX_AREAS)))
    return tuple(known[:MAX_AREAS])


def _reference(wanted: str | None, dataset: Dataset, notices: list[Text]) -> Reference:
    try:
        return read_reference(wanted or "", dataset)
    except InputError:
        notices.append(say("notice.reference", wanted=wanted or ""))
        return Reference()


def read_reference(code: str, dataset: Dataset) -> Reference:
    """The reference that a code in an address stands for: a kind, or codes of areas.

    Raises
    ------
    InputError
        For a kind or an area that does not exist, or more areas than a reference may have.
    """
    if not code:
        return Reference()
    kinds = {kind.value: kind for kind in ReferenceKind if kind is not ReferenceKind.AREAS}
    if code in kinds:
        return Reference(kinds[code])
    areas = tuple(dict.fromkeys(part for part in code.split(",") if part))
    known = dataset.areas.index
    if not areas or any(area not in known for area in areas) or len(areas) > MAX_REFERENCE_AREAS:
        text = say("reference.wrong", wanted=code, most=str(MAX_REFERENCE_AREAS))
        raise InputError(text.nl, text.en)
    return Reference(ReferenceKind.AREAS, areas)


def _second(
    wanted: str | None, dataset: Dataset, registry: Registry, notices: list[Text]
) -> Second | None:
    """The second indicator: its id, period and reference between semicolons, the last may lack."""
    if not wanted:
        return None
    named, period, reference = [*wanted.split(";"), "", ""][:3]
    indicator = registry.find(named)
    if indicator is None:
        lost = is_looked_at(named)
        notices.append(say("own_file.gone") if lost else say("notice.second", wanted=named))
        return None
    return Second(
        indicator.id,
        _period(period, indicator, notices),
        _reference(reference, dataset, notices),
    )


def _second_code(second: Second | None) -> str:
    if second is None:
        return ""
    return ";".join((second.indicator, second.period, second.reference.code))


def _series(wanted: str | None, registry: Registry, notices: list[Text]) -> tuple[str, ...]:
    ids = list(dict.fromkeys(part for part in (wanted or "").split(";") if part))
    known = [i for i in ids if registry.find(i) is not None]
    if any(is_looked_at(i) for i in ids):
        notices.append(say("own_file.gone"))
    if unknown := [i for i in ids if i not in known and not is_looked_at(i)]:
        notices.append(say("notice.series", wanted=", ".join(unknown[:5])))
    if len(known) > MAX_SERIES:
        notices.append(say("notice.series.many", most=str(MAX_SERIES)))
    return tuple(known[:MAX_SERIES])


def _own(wanted: str | None, dataset: Dataset, notices: list[Text]) -> OwnArea | None:
    if not wanted:
        return None
    try:
        return read_own_area(wanted, dataset.areas.index)
    except InputError as error:
        notices.append(Text(error.message_nl, error.message_en))
        return None


def _similarity(wanted: str | None, registry: Registry, notices: list[Text]) -> Similarity | None:
    if not wanted:
        return None
    try:
        return read_similarity(wanted, registry)
    except InputError as error:
        notices.append(Text(error.message_nl, error.message_en))
        return None


def _member(kinds: type[_Kind], wanted: str | None, default: _Kind, notices: list[Text]) -> _Kind:
    """The member of an enumeration with this value; the default, with a notice, for no such."""
    try:
        return kinds(wanted or default)
    except ValueError:
        notices.append(say("notice.view", wanted=wanted or ""))
        return default


def _display(wanted: str | None, notices: list[Text]) -> Display:
    if not wanted:
        return Display()
    try:
        return read_display(wanted)
    except ValueError:
        notices.append(say("notice.display", wanted=wanted))
        return Display()


def _viewport(wanted: str | None, notices: list[Text]) -> Viewport | None:
    if not wanted:
        return None
    try:
        lat, lon, zoom = (float(part) for part in wanted.split(","))
    except ValueError:
        lat = math.nan
    else:
        if 50 <= lat <= 54.5 and 2.5 <= lon <= 8 and 5 <= zoom <= 18:
            return Viewport(round(lat, 4), round(lon, 4), round(zoom, 2))
    notices.append(say("notice.viewport", wanted=wanted))
    return None


def _place(wanted: str | None, notices: list[Text]) -> tuple[float, float] | None:
    """The centre of the second place; read as a viewport, whose zoom both places share."""
    if not wanted:
        return None
    found = _viewport(f"{wanted},12", [])
    if found is None:
        notices.append(say("notice.viewport", wanted=wanted))
        return None
    return found.lat, found.lon


def _viewport_code(viewport: Viewport | None) -> str:
    if viewport is None:
        return ""
    return f"{viewport.lat:.4f},{viewport.lon:.4f},{viewport.zoom:g}"
