"""What the two dash-leaflet rivals share: a drop-down and a canvas map."""

from __future__ import annotations

import dash_leaflet as dl
from dash import Dash, dcc, html

from bench.rivals import data


def page(name: str, layer: dl.GeoJSON) -> Dash:
    """A Dash app that shows `layer` on a map without tiles."""
    app = Dash(name, assets_folder="leaflet_assets", title=name)
    areas = f"<script>window.benchAreas = {len(data.codes())};</script>"
    app.index_string = app.index_string.replace("{%metas%}", f"{{%metas%}}{areas}")
    app.layout = html.Div(
        [
            dcc.Dropdown(
                list(data.INDICATORS), data.INDICATORS[0], id="indicator", clearable=False
            ),
            dl.Map(
                layer,
                center=data.CENTRE,
                zoom=data.ZOOM,
                zoomSnap=0,
                preferCanvas=True,
                style={"width": data.WIDTH, "height": data.HEIGHT, "background": "white"},
            ),
        ]
    )
    return app


def shape_style() -> dict[str, object]:
    """The part of the style that no indicator changes."""
    return {**data.LINE, "opacity": 1, "fillOpacity": 1}
