"""The plain HTTP routes: derived files, the public API and the health check."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, jsonify, request

from rudc_map.errors import InputError
from rudc_map.model import Level
from rudc_map.view.query import read_level
from rudc_map.web.analysis_files import add_analysis_files
from rudc_map.web.api import api_routes
from rudc_map.web.downloads import download_routes
from rudc_map.web.encoded import immutable_response
from rudc_map.web.errors import error_response
from rudc_map.web.images import image_routes
from rudc_map.web.live import Live


def build_routes(live: Live) -> Blueprint:
    """All routes as one blueprint; each request keeps to the data it began with (``g.served``)."""
    routes = Blueprint("rudc", __name__)
    routes.register_blueprint(_derived(live))
    routes.register_blueprint(api_routes(live))
    routes.register_blueprint(image_routes(live))
    routes.register_blueprint(download_routes(live))

    @routes.get("/healthz")
    def healthz() -> Response:
        levels = (Level.BUURT, Level.WIJK, Level.GEMEENTE, Level.PROVINCIE)
        dataset = live.now.dataset
        counts = dataset.counts()
        return jsonify(
            status="ok",
            dataset=dataset.title,
            hash=dataset.hash,
            gebieden={level.value: counts[level] for level in levels},
            problem=live.problem,
        )

    return routes


def _derived(live: Live) -> Blueprint:
    """Immutable files; their address holds the version of the data they come from."""
    files = Blueprint("derived", __name__, url_prefix="/d/<version>")
    files.register_error_handler(InputError, error_response)

    @files.url_value_preprocessor
    def take_version(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values is not None:
            g.version = values.pop("version")

    @files.before_request
    def choose_data() -> Response | None:
        try:
            g.served = live.of_version(g.version)
        except InputError:
            made = live.made_before(g.version, _name_of_file(g.version))
            if made is None:
                raise
            return immutable_response(made, request)
        return None

    @files.get("/geometry/<level>.json")
    def geometry(level: str) -> Response:
        return immutable_response(g.served.geometry(read_level(level, 404)), request)

    @files.get("/geometry/<any(buurt, wijk):level>/<gemeente>.json")
    def geometry_of(level: str, gemeente: str) -> Response:
        return immutable_response(g.served.geometry_of(Level(level), gemeente), request)

    @files.get("/areas/<any(buurt, wijk):level>.json")
    def areas_of(level: str) -> Response:
        return immutable_response(g.served.areas_of(Level(level)), request)

    @files.get("/borders.json")
    def borders() -> Response:
        return immutable_response(g.served.borders(), request)

    @files.get("/areas.json")
    def areas() -> Response:
        return immutable_response(g.served.areas(), request)

    @files.get("/values/<region>/<indicator>/<level>/<period>.json")
    def values(region: str, indicator: str, level: str, period: str) -> Response:
        return immutable_response(g.served.values(region, indicator, level, period), request)

    add_analysis_files(files)
    return files


def _name_of_file(version: str) -> str:
    """What a file is kept as (`rudc_map.web.data.Served`): its path, its parameters in order."""
    path = request.path.removeprefix(f"/d/{version}/").removesuffix(".json")
    parameters = "&".join(f"{name}={value}" for name, value in sorted(request.args.items()))
    return f"{path}?{parameters}" if parameters else path
