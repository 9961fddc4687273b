"""What one writes first: `px.choropleth_map` and a callback that returns a new figure."""

from __future__ import annotations

import pandas as pd
import plotly.express as px
from dash import Dash, Input, Output, dcc, html
from plotly.graph_objects import Figure

from bench.rivals import data

app = Dash(__name__, assets_folder="plotly_assets", title="plotly")
server = app.server
app.layout = html.Div(
    [
        dcc.Dropdown(list(data.INDICATORS), data.INDICATORS[0], id="indicator", clearable=False),
        dcc.Graph(id="map", style={"width": data.WIDTH, "height": data.HEIGHT}),
    ]
)

_LADDER = (data.MISSING_COLOUR, *data.CLASS_COLOURS)
_STEPS = [
    (edge / len(_LADDER), colour)
    for position, colour in enumerate(_LADDER)
    for edge in (position, position + 1)
]


@app.callback(Output("map", "figure"), Input("indicator", "value"))
def draw(indicator: str) -> Figure:
    """Draw the whole map anew: geometry, classes and all."""
    figures = data.figures(indicator)
    frame = pd.DataFrame(
        {"buurtcode": data.codes(), "klasse": figures.classes, "waarde": figures.values}
    )
    figure = px.choropleth_map(
        frame,
        geojson=data.geometry(),
        locations="buurtcode",
        featureidkey="properties.buurtcode",
        color="klasse",
        hover_data=["waarde"],
        color_continuous_scale=_STEPS,
        range_color=(-1.5, len(data.CLASS_COLOURS) - 0.5),
        map_style="white-bg",  # no base map: the bench has no network
        center={"lat": data.CENTRE[0], "lon": data.CENTRE[1]},
        zoom=data.ZOOM - 1,
    )
    figure.update_traces(
        marker_line_width=data.LINE["weight"], marker_line_color=data.LINE["color"]
    )
    figure.update_layout(margin={"l": 0, "r": 0, "t": 0, "b": 0}, coloraxis_showscale=False)
    return figure
