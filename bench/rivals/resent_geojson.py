"""dash-leaflet with the values inside the GeoJSON, sent again by a callback at each switch."""

from __future__ import annotations

from typing import Any

import dash_leaflet as dl
from dash import Input, Output

from bench.rivals import data
from bench.rivals.leaflet_page import page, shape_style

COLOURS = {
    "shape": shape_style(),
    "colours": list(data.CLASS_COLOURS),
    "missing": data.MISSING_COLOUR,
}
app = page(__name__, dl.GeoJSON(id="areas", style={"variable": "rival.byClass"}, hideout=COLOURS))
server = app.server


@app.callback(Output("areas", "data"), Input("indicator", "value"))
def draw(indicator: str) -> dict[str, Any]:
    """Put value and class of `indicator` in every feature."""
    figures = data.figures(indicator)
    rows = zip(data.geometry()["features"], figures.values, figures.classes, strict=True)
    features = [
        {**feature, "properties": {**feature["properties"], "value": value, "class": class_}}
        for feature, value, class_ in rows
    ]
    return {"type": "FeatureCollection", "features": features}
