"""dash-leaflet's own advice: the GeoJSON by url, restyled through `hideout` by a callback."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import dash_leaflet as dl
from dash import Input, Output
from flask import Response

from bench.rivals import data
from bench.rivals.leaflet_page import page, shape_style


def _hideout(indicator: str) -> dict[str, Any]:
    return {
        "shape": shape_style(),
        "colours": list(data.CLASS_COLOURS),
        "missing": data.MISSING_COLOUR,
        "breaks": data.figures(indicator).breaks,
        "property": indicator,
    }


app = page(
    __name__,
    dl.GeoJSON(
        id="areas",
        url="/areas.json",
        style={"variable": "rival.byBreaks"},
        hideout=_hideout(data.INDICATORS[0]),
    ),
)
server = app.server


@app.callback(Output("areas", "hideout"), Input("indicator", "value"), prevent_initial_call=True)
def restyle(indicator: str) -> dict[str, Any]:
    """Tell the style function which property to colour by, and the breaks."""
    return _hideout(indicator)


def areas() -> Response:
    """Geometry with the values of all indicators as properties."""
    return Response(_areas(), mimetype="application/json")


@cache
def _areas() -> bytes:
    values = {name: data.figures(name).values for name in data.INDICATORS}
    features = [
        {
            **feature,
            "properties": {**feature["properties"], **{k: v[i] for k, v in values.items()}},
        }
        for i, feature in enumerate(data.geometry()["features"])
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, separators=(",", ":")).encode()


server.add_url_rule("/areas.json", view_func=areas)
