"""Every Dash callback; each hands over to the browser's code (assets/callbacks.js)."""

from __future__ import annotations

from dash import ClientsideFunction, Dash, Input, Output

from rudc_map.web.ids import CHARTS_OF_AREAS, Id


def register_callbacks(app: Dash) -> None:
    """Connect the components of `app`."""
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("rudc", "charts"),
        Output(Id.CHARTS, "children"),
        Input(Id.STATE, "title"),
    )
    for function, event in (("chartHover", "hoverData"), ("chartClick", "clickData")):
        app.clientside_callback(  # type: ignore[no-untyped-call]
            ClientsideFunction("rudc", function),
            *(Input(chart, event, allow_optional=True) for chart in CHARTS_OF_AREAS),
        )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("rudc", "chartSelect"),
        Input(Id.CHART_SCATTER, "selectedData", allow_optional=True),
    )
