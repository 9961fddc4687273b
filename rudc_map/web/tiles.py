"""The tiles of the base map by way of this server, so that browsers ask nothing of another site.

On with RUDC_TILES_PROXY. Tiles are kept for a month in a folder of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import httpx
from flask import Blueprint, Response, abort

from rudc_map.settings import Settings
from rudc_map.web.cache import open_tile_cache

ADDRESS = "/tegels/{z}/{x}/{y}.png"
"""Where the tiles are, as Leaflet wants it."""

MONTH = 30 * 24 * 3600  # [s]
LARGEST = 1_000_000  # [bytes]
PATIENCE = 5.0  # [s]
DEEPEST = 19


class Tile(NamedTuple):
    """A picture and its type."""

    kind: str
    body: bytes


def tile_routes(settings: Settings, fetch: Callable[[str], Tile | None] | None = None) -> Blueprint:
    """The tiles that `settings.tiles_url` has.

    Parameters
    ----------
    settings : Settings
        The address of the tiles, and where they are kept.
    fetch : callable or None
        Gets a tile from an address, None where there is none; None for over HTTP.
    """
    routes = Blueprint("tiles", __name__)
    get = fetch or fetch_tile
    kept = open_tile_cache(settings)

    @routes.get("/tegels/<int:z>/<int:x>/<int:y>.png")
    def tile(z: int, x: int, y: int) -> Response:
        if z > DEEPEST or max(x, y) >= 2**z:
            abort(404)
        address = settings.tiles_url.format(z=z, x=x, y=y)
        found = kept.get(address)
        if found is None:
            found = get(address)
            if found is None:
                return Response(status=502, headers={"Cache-Control": "no-store"})
            kept.set(address, found, timeout=MONTH)
        headers = {"Cache-Control": f"public, max-age={MONTH}"}
        return Response(found.body, mimetype=found.kind, headers=headers)

    return routes


def fetch_tile(address: str) -> Tile | None:
    """The tile at an address; None where the site does not answer with a picture in time."""
    try:
        answer = _client().get(address)
    except httpx.HTTPError:
        return None
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    picture = kind.startswith("image/") and kind != "image/svg+xml"  # no scripts
    if answer.status_code != 200 or not picture or len(answer.content) > LARGEST:
        return None
    return Tile(kind, answer.content)


@cache
def _client() -> httpx.Client:
    return httpx.Client(timeout=PATIENCE, headers={"User-Agent": "rudc-map"})
