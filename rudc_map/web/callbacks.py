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
    events = [(chart, event) for chart in CHARTS_OF_AREAS for event in ("hoverData", "clickData")]
    app.clientside_callback(  # type: ignore[no-untyped-call]  # one, for each costs time at the start
        ClientsideFunction("rudc", "chartEvent"),
        *(Input(chart, event, allow_optional=True) for chart, event in events),
        Input(Id.CHART_SCATTER, "selectedData", allow_optional=True),
    )
