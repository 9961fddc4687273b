"""The pages that are compared, and how each is started."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from bench.rivals.data import CLASS_COLOURS, INDICATORS


@dataclass(frozen=True)
class Page:
    """A page to measure.

    Parameters
    ----------
    name, what : str
        Key in tables and files, and a few words for a reader.
    module : str
        What gunicorn serves, or the module that is run with a port as its argument.
    gunicorn : bool
        Whether gunicorn serves it.
    path : str
        Path and query of the first load.
    inject : str
        JavaScript that gives a page the `benchSwitch` it does not offer by itself.
    colours : tuple of str
        Class colours its screenshot must show; empty where the page chooses its own.
    """

    name: str
    what: str
    module: str
    gunicorn: bool = True
    path: str = "/"
    inject: str = ""
    colours: tuple[str, ...] = CLASS_COLOURS
    indicators: tuple[str, ...] = INDICATORS
    """The first is shown at the first load, the others are switched to."""
    settings: str = ""
    """The file with gunicorn's settings; empty for one worker that is asked by nobody else."""

    def command(self, port: int) -> list[str]:
        """The command line that serves the page on `port`."""
        if not self.gunicorn:
            return [sys.executable, "-m", self.module, str(port)]
        if self.settings:
            return [sys.executable, "-m", "gunicorn", "--config", self.settings, self.module]
        address = f"127.0.0.1:{port}"
        options = ["--workers", "1", "--threads", "8", "--timeout", "120", "--log-level", "warning"]
        return [sys.executable, "-m", "gunicorn", self.module, "--bind", address, *options]

    def environment(self, port: int) -> dict[str, str]:
        """What tells gunicorn's settings where to listen."""
        return {"HOST": "127.0.0.1", "PORT": str(port)}


def _own(name: str, what: str, query: str) -> Page:
    """A page of this project."""
    return Page(
        name,
        what,
        "app:server",
        path=f"/?{query}&indicator=aandeel_65plus",
        inject="window.benchSwitch = (id) => window.rudc.bench.switchTo(id)",
        colours=(),
    )


RIVALS = (
    Page(
        "plotly", "px.choropleth_map, new figure per switch", "bench.rivals.plotly_callback:server"
    ),
    Page("resent", "dash-leaflet, GeoJSON sent again", "bench.rivals.resent_geojson:server"),
    Page("hideout", "dash-leaflet, GeoJSON by url, hideout", "bench.rivals.hideout:server"),
    Page("floor", "Leaflet by hand, static", "bench.rivals.floor.serve", gunicorn=False),
)

PAGES = {
    "regio": (_own("app", "this project", "regio=groningen-drenthe&niveau=buurt"), *RIVALS),
    "landelijk": (
        _own("auto", "this project, the level follows the zoom", "regio=nederland&niveau=auto"),
        _own("buurt", "this project, locked to buurten", "regio=nederland&niveau=buurt"),
        *RIVALS,
    ),
}
"""The pages by the data they show: the region's 1,314 buurten or the country's 14,565."""
