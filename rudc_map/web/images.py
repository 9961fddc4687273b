"""Images of the map and its charts: ``/kaart`` and ``/grafiek`` as SVG, PNG and PDF."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import Any

import brotli
from flask import Blueprint, Response, g, request
from flask_caching import Cache
from werkzeug.datastructures import MultiDict

from rudc_map.errors import InputError
from rudc_map.model import Level, Picture, ViewState
from rudc_map.view.asked import LONGEST_PIN, PINNED, of_chart, of_map, read_asked
from rudc_map.view.chart_image import chart_sheet
from rudc_map.view.fonts import font_faces
from rudc_map.view.frame import Sheet
from rudc_map.view.map_image import map_sheet
from rudc_map.view.raster import pdf_of, png_of
from rudc_map.view.shown import Shown
from rudc_map.view.state import query_string
from rudc_map.web.analysis_files import FILES
from rudc_map.web.data import Served
from rudc_map.web.encoded import kept_bytes
from rudc_map.web.errors import error_response
from rudc_map.web.live import Live
from rudc_map.web.parameters import single_values

KINDS = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}

TIMES = (1, 2, 3)
"""How many pixels a PNG has for each one of the SVG; three of them make 3,564 by 2,520."""

KEPT = "public, max-age=3600"
"""How long an image may be shown without asking: its address stays when data are replaced."""

QUICK = 5
"""How well an SVG is compressed, for somebody waits for it; the best takes a second."""

ONLY_ITSELF = "default-src 'none'; style-src 'unsafe-inline'; font-src data:"
"""An SVG that is opened by itself runs nothing and fetches nothing."""


def image_routes(live: Live) -> Blueprint:
    """The images as one blueprint."""
    routes = Blueprint("images", __name__)
    routes.register_error_handler(InputError, error_response)

    @routes.before_request
    def choose_data() -> None:
        g.served = live.asked(request.args.get(PINNED, "")[:LONGEST_PIN])

    @routes.get("/kaart.<kind>")
    def map_image(kind: str) -> Response:
        return _answer("kaart", kind, of_map, map_sheet)

    @routes.get("/grafiek.<kind>")
    def chart_image(kind: str) -> Response:
        return _answer("grafiek", kind, of_chart, chart_sheet)

    return routes


def asking(served: Served) -> Callable[[str, dict[str, str]], dict[str, Any]]:
    """What gives `rudc_map.view.shown.Shown` the files that the page is made from."""

    def ask(name: str, parameters: dict[str, str]) -> dict[str, Any]:
        if name == "values":
            shown = (parameters[part] for part in ("regio", "indicator", "niveau", "periode"))
            file = served.values(*shown).plain
        elif name == "borders":
            file = served.grid_borders()
        elif name == "paths":
            file = served.paths(Level(parameters["niveau"]), float(parameters["grof"]))
        else:
            query = served.query(MultiDict(parameters), FILES[name])
            file = served.analysis(name, query, FILES[name]).plain
        found: dict[str, Any] = json.loads(file)
        return found

    return ask


def address_of(state: ViewState, file: str = "") -> str:
    """Where the page of a state is, or a file of it, on the host that was asked."""
    return f"{request.url_root}{file}?{query_string(state)}"


def file_name(state: ViewState, kind: str, *more: str) -> str:
    """What a file of a state is called when it is saved."""
    region = "eigen-regio" if "," in state.region else state.region
    shown = () if state.picture is Picture.ONE_MAP else (state.picture.value,)
    parts = ("rudc", *more, *shown, state.indicator, state.level.value, region, state.period)
    return f"{'-'.join(parts).replace('_', '-')}.{kind}"


def _answer(
    what: str,
    kind: str,
    narrowed: Callable[[ViewState], ViewState],
    draw: Callable[[Shown, str], Sheet],
) -> Response:
    """The image that the current request asks for, from the cache or drawn now."""
    served: Served = g.served
    if kind not in KINDS:
        raise InputError(
            f"/{what}.{kind} bestaat niet; kies uit {', '.join(KINDS)}.",
            f"There is no /{what}.{kind}; choose one of {', '.join(KINDS)}.",
            status=404,
        )
    args = single_values(request.args)
    times = _times(args, kind)
    extra = ("maat",) if kind == "png" else ()
    state = narrowed(read_asked(args, served.dataset, served.registry, (PINNED, *extra)))
    address = address_of(state)
    key = f"{served.version}/{what}/{kind}/{times}/{state.level}/{address}"
    tag = hashlib.sha256(key.encode()).hexdigest()[:16]
    response = Response(mimetype=KINDS[kind])
    response.set_etag(tag)
    if tag not in request.if_none_match:
        shown = Shown(state, served.dataset, served.registry, asking(served))
        _fill(response, served, key, kind, lambda: draw(shown, address), times)
    response.headers["Cache-Control"] = KEPT
    response.headers["Content-Security-Policy"] = ONLY_ITSELF
    response.headers["X-Content-Type-Options"] = "nosniff"
    name = file_name(state, kind, *([state.chart.value] if state.chart else []))
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.make_conditional(request)
    return response


def _fill(
    response: Response,
    served: Served,
    key: str,
    kind: str,
    drawn: Callable[[], Sheet],
    times: int,
) -> None:
    """Give the response its body: an SVG compressed, the others as they are."""
    if kind == "svg":
        _put_compressed(response, kept_bytes(served.cache, key, lambda: _svg(served, drawn())))
        return
    made = {"png": lambda: png_of(drawn(), times), "pdf": lambda: pdf_of(drawn())}
    response.set_data(kept_bytes(served.cache, key, made[kind]))


def _svg(served: Served, sheet: Sheet) -> bytes:
    """The SVG as nearly every browser takes it; gzip would take twice as long as drawing it."""
    body: bytes = brotli.compress(sheet.svg(_faces(served.cache)).encode(), quality=QUICK)
    return body


def _faces(cache: Cache) -> str:
    """The fonts for an SVG, cut to size once for all workers."""
    key = f"fonts {version('fonttools')} {version('font-source-sans-pro')}"
    return kept_bytes(cache, key, lambda: font_faces().encode()).decode()


def _put_compressed(response: Response, body: bytes) -> None:
    """Give the response what is kept in Brotli, in a coding that the asker takes."""
    accepted = request.accept_encodings
    response.headers["Vary"] = "Accept-Encoding"
    if accepted["br"] > 0:
        response.headers["Content-Encoding"] = "br"
    else:
        body = brotli.decompress(body)
        if accepted["gzip"] > 0:
            response.headers["Content-Encoding"] = "gzip"
            body = gzip.compress(body, QUICK, mtime=0)
    response.set_data(body)


def _times(args: Mapping[str, str], kind: str) -> int:
    wanted = args.get("maat", "1")
    if kind == "png" and wanted not in map(str, TIMES):
        raise InputError(
            f"De maat '{wanted}' bestaat niet; kies uit 1, 2 en 3.",
            f"There is no size '{wanted}'; choose 1, 2 or 3.",
        )
    return int(wanted) if kind == "png" else 1
