"""Every Dash callback; each hands over to a function of the browser's code (assets/charts.js)."""

from __future__ import annotations

from dash import ClientsideFunction, Dash, Input, Output

from rudc_map.web.ids import Id


def register_callbacks(app: Dash) -> None:
    """Connect the components of `app`."""
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("rudc", "charts"),
        Output(Id.CHARTS, "children"),
        Input(Id.STATE, "title"),
    )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("rudc", "chartHover"),
        Output(Id.CHARTS, "title"),
        Input(Id.CHART_SELECTION, "hoverData", allow_optional=True),
        Input(Id.CHART_DISTRIBUTION, "hoverData", allow_optional=True),
        Input(Id.CHART_PERIODS, "hoverData", allow_optional=True),
    )
