"""What Dash draws: the map and the comparison panel.

The rest of the page is plain HTML around it (templates/page.html).
"""

from __future__ import annotations

from typing import Any

import dash_leaflet as dl
from dash import html
from dash.development.base_component import Component

from rudc_map.model import Lang, ViewState
from rudc_map.view.texts import say
from rudc_map.web.ids import Id

FIT = {"paddingTopLeft": [12, 56], "paddingBottomRight": [12, 232]}
"""Room [pixels] around a region that fills the map: for the buttons above and the legend below."""

ZOOMS = {"zoomSnap": 0.25, "minZoom": 6, "maxZoom": 17}
"""How far the map can be zoomed, and in what steps."""

TILES_ATTRIBUTION = "Kaartondergrond: Kadaster (BRT)"


def map_page(state: ViewState, bounds: list[list[float]]) -> list[Component]:
    """The map and the comparison panel of a page.

    Parameters
    ----------
    state : ViewState
        Its language and viewport are used; the browser's code fills in the rest.
    bounds : list
        South-west and north-east corner [degrees lat, lon] of the state's region, for a state
        without a viewport.
    """
    return [
        _map_area(state, bounds),
        _compare_panel(state.lang),
        html.Div(id=Id.STATE, hidden=True),
    ]


def _map_area(state: ViewState, bounds: list[list[float]]) -> Component:
    lang = state.lang
    return html.Section(
        id=Id.MAP_AREA,
        className="map-area",
        **_aria(label=say("map.title")[lang]),
        children=[
            html.Div(id=Id.PICTURES, className="pictures"),  # its buttons: assets/controls.js
            html.Div(
                id=Id.MAPS,
                className="maps",
                children=[
                    _map(state, bounds),
                    html.Div(className="cross", **_aria(hidden="true")),
                    html.Div(id=Id.SECOND_MAP, className="map second", hidden=True),
                    html.Div(id=Id.MULTIPLES, className="multiples", hidden=True),
                    html.Div(
                        className="map-tools",
                        children=[
                            html.Button(say("locate")[lang], id=Id.LOCATE, type="button"),
                            html.Button(
                                say("whole_region")[lang], id=Id.WHOLE_REGION, type="button"
                            ),
                        ],
                    ),
                    html.Div(id=Id.NOTICES, className="notices", role="status"),
                    _legend(Id.LEGEND, "legend.title", lang),
                    _legend(Id.SECOND_LEGEND, "legend.second", lang),
                    html.Section(
                        id=Id.OWN_AREA_PANEL,
                        className="own-area-panel",
                        hidden=True,
                        **_aria(label=say("own_area.title")[lang]),
                    ),
                ],
            ),
            html.Div(id=Id.TOOLTIP, className="tooltip", hidden=True),
        ],
    )


def _legend(id_: Id, label: str, lang: Lang) -> Component:
    return html.Section(id=id_, className="legend", **_aria(label=say(label)[lang]))


def _map(state: ViewState, bounds: list[list[float]]) -> Component:
    """The map; assets/map.js finds it, and assets/canvas.js draws the areas on it."""
    view: dict[str, Any] = {"bounds": bounds, "boundsOptions": FIT}
    if state.viewport is not None:
        view = {"center": [state.viewport.lat, state.viewport.lon], "zoom": state.viewport.zoom}
    layers: list[Component] = [
        dl.LayerGroup(id=Id.BACKGROUND),  # the base map, once the areas have been painted
        dl.ScaleControl(imperial=False, position="bottomright"),
    ]
    found: Component = dl.Map(
        layers,
        id=Id.MAP,
        className="map",
        trackViewport=False,
        **ZOOMS,
        **view,
    )
    return found


def _aria(**attributes: str) -> Any:
    """ARIA attributes, as Dash takes them."""
    return {f"aria-{name}": setting for name, setting in attributes.items()}


def base_map(tiles_url: str) -> list[Component]:
    """The tiles of the base map, for the browser's code to put on the map; none without address."""
    if not tiles_url:
        return []
    return [dl.TileLayer(url=tiles_url, attribution=TILES_ATTRIBUTION)]


def _compare_panel(lang: Lang) -> Component:
    return html.Section(
        id=Id.COMPARE,
        className="panel compare-panel",
        tabIndex=-1,
        **_aria(label=say("panel.title")[lang]),
        children=[
            html.Div(id=Id.SUMMARY, tabIndex=-1),
            html.Nav(
                id=Id.CHART_TABS, className="chart-tabs", **_aria(label=say("charts.label")[lang])
            ),
            html.Div(id=Id.ANALYSIS, className="analysis"),
            html.Div(id=Id.CHARTS, className="charts"),
        ],
    )
