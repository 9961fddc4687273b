"""Addresses that do not exist, and ways of asking that are not answered."""

from __future__ import annotations

from dash.exceptions import DependencyException
from flask import Flask, Response, abort, make_response, render_template, request
from werkzeug.exceptions import MethodNotAllowed

from rudc_map.errors import InputError
from rudc_map.view.texts import say
from rudc_map.web.errors import error_response

UNUSED_RULES = ("/<path:path>", "/_dash-update-component")
"""What Dash answers and this app has no use for: any other path, callbacks on the server."""

PROGRAM_PATHS = ("/api/", "/d/")
"""Below these, errors are JSON."""


def refuse_unknown_paths(server: Flask, style: str) -> None:
    """Answer 404 in both languages, also for addresses that Dash would answer with the map.

    Parameters
    ----------
    server : Flask
        The application.
    style : str
        The address of the style sheet.
    """

    @server.before_request
    def only_known() -> None:
        if request.url_rule is not None and request.url_rule.rule in UNUSED_RULES:
            abort(404)

    @server.errorhandler(404)
    @server.errorhandler(DependencyException)
    def not_found(_error: Exception) -> tuple[Response, int]:
        missing = InputError(
            f"De pagina {request.path} bestaat niet.", f"There is no page {request.path}.", 404
        )
        for_program = request.path.startswith(PROGRAM_PATHS)
        if for_program or request.accept_mimetypes.best == "application/json":
            return error_response(missing)
        page = render_template(
            "not_found.html",
            nl=missing.message_nl,
            en=missing.message_en,
            t=lambda key: say(key).nl,
            query="",
            style=style,
        )
        return make_response(page), 404

    @server.errorhandler(405)
    def not_allowed(error: MethodNotAllowed) -> tuple[Response, int]:
        response, status = error_response(
            InputError(
                f"{request.path} is alleen te lezen: vraag het met GET.",
                f"{request.path} can only be read: ask for it with GET.",
                status=405,
            )
        )
        response.headers["Allow"] = ", ".join(error.valid_methods or ("GET",))
        return response, status
