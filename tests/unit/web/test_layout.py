"""What Dash draws, and that callbacks, ids and layout fit together."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from dash.development.base_component import Component

from rudc_map.model import Lang, Level, Viewport, ViewState
from rudc_map.web.ids import CHARTS_OF_AREAS, Id
from rudc_map.web.layout import base_map, map_page

LATER = {*CHARTS_OF_AREAS, Id.CHART_HISTOGRAM}
"""What the browser's code draws when there is something to draw (assets/later/)."""

BOUNDS = [[52.6, 6.1], [53.5, 7.1]]
TILES = "https://tiles.example/{z}/{x}/{y}.png"


def page(**changes) -> dict[str, Component]:
    """The components of a page that have an id."""
    state = ViewState("groningen-assen", Level.BUURT, "inwoners", "2024", **changes)
    return {c.id: c for c in components(map_page(state, BOUNDS)) if _id(c)}


def components(tree) -> list[Component]:
    if isinstance(tree, list | tuple):
        return [found for part in tree for found in components(part)]
    if not isinstance(tree, Component):
        return []
    return [tree, *components(getattr(tree, "children", None))]


def _id(component: Component) -> str | None:
    return getattr(component, "id", None)


def test_ids_are_unique():
    state = ViewState("groningen-assen", Level.BUURT, "inwoners", "2024")
    drawn = components(map_page(state, BOUNDS))
    counted = Counter(_id(c) for c in drawn if _id(c))
    assert {id_ for id_, times in counted.items() if times > 1} == set()


def test_every_id_is_drawn_at_once_or_later():
    assert set(page()) == set(Id) - LATER


def test_the_ids_of_the_plain_page_are_others(client):
    """Dash and templates/page.html share one document."""
    html = client.get("/").get_data(as_text=True)
    body = html[html.index("<body>") :]
    of_page = re.findall(r'\bid="([^"]+)"', body)
    assert len(of_page) == len(set(of_page))
    assert not set(of_page) & set(Id)


def test_callbacks_use_ids_that_exist(client):
    known = set(page()) | LATER
    callbacks = client.get("/_dash-dependencies").get_json()
    assert callbacks
    for callback in callbacks:
        used = {part["id"] for part in (*callback["inputs"], *callback["state"])}
        if not callback.get("no_output"):
            used.add(callback["output"].rsplit(".", 1)[0])
        assert used <= known


def test_every_callback_runs_in_the_browser(client):
    """The server refuses callbacks: factory.UNUSED_RULES."""
    for callback in client.get("/_dash-dependencies").get_json():
        assert callback["clientside_function"]["namespace"] == "rudc"


def test_the_functions_of_the_browser_are_in_its_code(app, client):
    code = app.bundle.script.decode()
    for callback in client.get("/_dash-dependencies").get_json():
        assert callback["clientside_function"]["function_name"] in code


def test_the_map_shows_the_region_or_the_viewport_of_the_address():
    assert page()[Id.MAP].bounds == BOUNDS
    shown = page(viewport=Viewport(53.2, 6.5, 9))[Id.MAP]
    assert (shown.center, shown.zoom) == ([53.2, 6.5], 9)
    assert getattr(shown, "bounds", None) is None


def test_without_an_address_of_tiles_there_is_no_base_map():
    (tiles,) = base_map(TILES)
    assert tiles.url == TILES
    assert "Kadaster" in tiles.attribution
    assert base_map("") == []


@pytest.mark.parametrize("lang", list(Lang))
def test_sections_and_buttons_are_named_in_the_language_of_the_page(lang):
    drawn = page(lang=lang)
    other = page(lang=Lang.EN if lang is Lang.NL else Lang.NL)
    for id_ in (Id.MAP_AREA, Id.LEGEND, Id.COMPARE):
        name = getattr(drawn[id_], "aria-label")
        assert name
        assert name != getattr(other[id_], "aria-label")
    for id_ in (Id.LOCATE, Id.WHOLE_REGION):
        assert drawn[id_].children != other[id_].children
