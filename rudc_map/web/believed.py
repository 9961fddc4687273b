"""What is believed of a request: its host, and what proxies say of the visitor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response
from werkzeug.exceptions import SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix

from rudc_map.errors import InputError
from rudc_map.settings import Settings
from rudc_map.web.errors import error_response

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

THIS_MACHINE = "localhost"
"""What the server calls itself where it fills its cache, and a health check on the machine may."""


def believe(server: Flask, settings: Settings) -> None:
    """Take visitor and scheme from the proxies that are trusted, and refuse unknown hosts.

    Pages, images and sitemaps hold whole addresses, of the host that was asked. A visitor who
    makes one up would have them made and kept once more, and could get a cache on the way to hand
    the wrong addresses to others.

    Parameters
    ----------
    server : Flask
        The application.
    settings : Settings
        The hosts, and how many proxies stand before the server.
    """
    if settings.trusted_proxies:
        server.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            server.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies
        )
    server.wsgi_app = _in_small_letters(server.wsgi_app)  # type: ignore[assignment,method-assign]
    if not settings.hosts:
        return
    server.config["TRUSTED_HOSTS"] = [*settings.hosts.lower().split(" "), THIS_MACHINE]

    @server.errorhandler(SecurityError)
    def unknown_host(_error: SecurityError) -> tuple[Response, int]:
        return error_response(
            InputError(
                "Deze server heeft een andere naam dan die gevraagd is (RUDC_HOSTS).",
                "This server has another name than the one that was asked for (RUDC_HOSTS).",
            )
        )


def _in_small_letters(application: WSGIApplication) -> WSGIApplication:
    """The application, asked by a host whose name is in small letters, for its case means nothing.

    Werkzeug compares names as they are, and what is kept for a host would be made for each case.
    """

    def asked(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if "HTTP_HOST" in environ:
            environ["HTTP_HOST"] = environ["HTTP_HOST"].lower()
        return application(environ, start_response)

    return asked
