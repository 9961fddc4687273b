"""The plain HTTP routes: derived files, the public API and the health check."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from rudc_map.errors import InputError
from rudc_map.model import Level
from rudc_map.view.areas import api_areas
from rudc_map.view.catalogue import api_indicators
from rudc_map.view.values import api_values
from rudc_map.web.data import Served
from rudc_map.web.encoded import immutable_response

API_CACHE = "public, max-age=3600"


def build_routes(served: Served) -> Blueprint:
    """All routes of `served` as one blueprint."""
    routes = Blueprint("rudc", __name__)
    routes.register_blueprint(_derived(served))
    routes.register_blueprint(_api(served))

    @routes.get("/healthz")
    def healthz() -> Response:
        levels = (Level.BUURT, Level.WIJK, Level.GEMEENTE, Level.PROVINCIE)
        counts = served.dataset.counts()
        return jsonify(
            status="ok",
            dataset=served.dataset.title,
            hash=served.dataset.hash,
            gebieden={level.value: counts[level] for level in levels},
        )

    return routes


def error_response(error: InputError) -> tuple[Response, int]:
    """An InputError as JSON in both languages."""
    return jsonify(fout=error.message_nl, error=error.message_en), error.status


def _derived(served: Served) -> Blueprint:
    """Immutable files; their address holds the version of the data they come from."""
    files = Blueprint("derived", __name__, url_prefix="/d/<version>")
    files.register_error_handler(InputError, error_response)

    @files.url_value_preprocessor
    def check_version(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values is not None and values.pop("version") != served.version:
            raise InputError(
                "Deze gegevens zijn vervangen door nieuwere. Laad de pagina opnieuw.",
                "These data have been replaced by newer ones. Reload the page.",
                status=404,
            )

    @files.get("/geometry/<level>.json")
    def geometry(level: str) -> Response:
        return immutable_response(served.geometry(served.level(level)), request)

    @files.get("/borders.json")
    def borders() -> Response:
        return immutable_response(served.borders(), request)

    @files.get("/areas.json")
    def areas() -> Response:
        return immutable_response(served.areas(), request)

    @files.get("/values/<region>/<indicator>/<level>/<period>.json")
    def values(region: str, indicator: str, level: str, period: str) -> Response:
        return immutable_response(served.values(region, indicator, level, period), request)

    return files


def _api(served: Served) -> Blueprint:
    """The public read-only API."""
    api = Blueprint("api", __name__, url_prefix="/api/v1")
    api.register_error_handler(InputError, error_response)

    @api.after_request
    def open_to_all(response: Response) -> Response:
        response.headers["Access-Control-Allow-Origin"] = "*"
        if response.status_code == 200:
            response.headers["Cache-Control"] = API_CACHE
        return response

    @api.get("/indicators")
    def indicators() -> Response:
        _only_known(())
        return jsonify(api_indicators(served.dataset, served.registry))

    @api.get("/areas")
    def areas() -> Response:
        _only_known(("niveau",))
        return jsonify(api_areas(served.dataset, _level(served)))

    @api.get("/values/<indicator>")
    def values(indicator: str) -> Response:
        found = served.registry.get(indicator)
        _only_known(("niveau", "periode"))
        level = _level(served)
        period = request.args.get("periode", found.periods[-1])
        served.check_period(indicator, period, status=400)
        return jsonify(api_values(served.dataset, found, level, period))

    @api.get("/")
    @api.get("/<path:unknown>")
    def nothing_here(unknown: str = "") -> Response:
        raise InputError(
            f"/api/v1/{unknown} bestaat niet; wel indicators, areas en values/<indicator>.",
            f"There is no /api/v1/{unknown}; there are indicators, areas and values/<indicator>.",
            status=404,
        )

    return api


def _level(served: Served) -> Level:
    return served.level(request.args.get("niveau", Level.GEMEENTE.value), status=400)


def _only_known(known: tuple[str, ...]) -> None:
    """Refuse a misspelt parameter: a silent default would be a wrong answer."""
    for name in request.args:
        if name not in known:
            raise InputError(
                f"Onbekende parameter '{name}'; {_or_none(known, 'kies uit', 'laat hem weg')}.",
                f"Unknown parameter '{name}'; {_or_none(known, 'choose one of', 'leave it out')}.",
            )


def _or_none(known: tuple[str, ...], choose: str, leave: str) -> str:
    return f"{choose} {', '.join(known)}" if known else leave
