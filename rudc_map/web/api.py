"""The public API: a route for each of its declared operations, open to every site."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, g, request
from werkzeug.exceptions import InternalServerError

from rudc_map.errors import InputError
from rudc_map.view.api_document import ALL
from rudc_map.view.api_operations import BASE, Operation
from rudc_map.view.api_query import CSV, ApiQuery
from rudc_map.view.numbers import compact_json
from rudc_map.web.errors import error_response
from rudc_map.web.live import Live
from rudc_map.web.parameters import single_values

TOO_MANY = 429

KEPT = "public, max-age=3600"

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After, X-RateLimit-Limit, "
    "X-RateLimit-Remaining, X-RateLimit-Reset",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match, Accept, Accept-Language, Content-Type, "
    "X-Requested-With",
    "Access-Control-Max-Age": "86400",
}
"""What any site may ask for from a browser; nothing is ever sent along with it."""


def api_routes(live: Live) -> Blueprint:
    """The public read-only API as one blueprint."""
    api = Blueprint("api", __name__, url_prefix=BASE)
    api.register_error_handler(InputError, error_response)
    api.register_error_handler(InternalServerError, _our_fault)

    @api.before_request
    def choose_data() -> None:
        g.served = live.now

    @api.after_app_request
    def open_to_all(response: Response) -> Response:
        if not request.path.startswith("/api/"):
            return response
        response.headers.update(CORS)
        if response.status_code != TOO_MANY:  # else it says when the count begins anew
            response.headers.pop("Retry-After", None)
        if request.method == "OPTIONS":
            response.headers.update(PREFLIGHT)
        return response

    for operation in ALL:
        rule = operation.path.replace("{", "<").replace("}", ">")
        api.add_url_rule(rule, operation.id, _view(operation))

    @api.get("/", strict_slashes=False)  # a redirect would lead to nothing
    @api.get("/<path:unknown>")
    def nothing_here(unknown: str = "") -> Response:
        known = ", ".join(operation.path.removeprefix("/") for operation in ALL)
        raise InputError(
            f"{BASE}/{unknown} bestaat niet; wel {known}.",
            f"There is no {BASE}/{unknown}; there are {known}.",
            status=404,
        )

    return api


def _view(operation: Operation) -> Callable[..., Response]:
    def view(**path: str) -> Response:
        query = ApiQuery(
            path,
            single_values(request.args),
            g.served.dataset,
            g.served.registry,
            operation.question,
            request.path,
        )
        return _answer(operation, query)

    return view


def _answer(operation: Operation, query: ApiQuery) -> Response:
    """The answer; only its tag where the asker has it already."""
    key = f"{g.served.version} {operation.id} {query.key}"
    response = Response(mimetype=operation.media)
    # weak: the same answer may come in other compressions
    response.set_etag(hashlib.sha256(key.encode()).hexdigest()[:16], weak=True)
    response.headers["Cache-Control"] = KEPT
    if request.if_none_match.contains_weak(response.get_etag()[0] or ""):
        response.status_code = 304
        return response
    if operation.kept:
        kept = g.served.analysis(f"api/{operation.id}", query, operation.question)
        response.set_data(kept.plain)
        return response
    body = operation.answer(query)
    _link_next(response, body)
    if operation.csv and query.format == CSV:
        response.content_type = "text/csv; charset=utf-8"
        response.set_data(operation.csv(body))
    else:
        response.set_data(compact_json(body))
    return response


def _link_next(response: Response, body: dict[str, Any]) -> None:
    if body.get("volgende"):
        response.headers["Link"] = f'<{body["volgende"]}>; rel="next"'


def _our_fault(_error: Exception) -> tuple[Response, int]:
    return error_response(
        InputError(
            "Er ging iets mis op de server. Probeer het later opnieuw.",
            "Something went wrong on the server. Try again later.",
            status=500,
        )
    )
