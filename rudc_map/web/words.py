"""The pages in words, at /over, /toegankelijkheid and /privacy: plain HTML, made on the server."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, request

from rudc_map.settings import Settings
from rudc_map.view.pages import page_names, words_page
from rudc_map.web.plain_page import asked_each_time, asked_lang, plain_page


def words_routes(settings: Settings, style: str) -> Blueprint:
    """The pages in words.

    Parameters
    ----------
    settings : Settings
        Where faults are reported, and whose tiles the map shows.
    style : str
        The address of the style sheet.
    """
    routes = Blueprint("words", __name__)

    def show() -> Response:
        name = request.path.removeprefix("/")
        lang = asked_lang()
        page = plain_page(
            "words.html",
            lang,
            style,
            page=words_page(name, lang, settings.contact, tiles_from(settings)),
            address=request.path,
        )
        return asked_each_time(page)

    for name in page_names():
        routes.add_url_rule(f"/{name}", name, show)
    return routes


def tiles_from(settings: Settings) -> str:
    """Who serves the tiles to the browser: a site, ``"here"`` for this server, or nobody."""
    if not settings.tiles_url:
        return ""
    return "here" if settings.tiles_proxy else urlsplit(settings.tiles_url).hostname or "here"
