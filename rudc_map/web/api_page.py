"""The human page of the API, at /api: plain HTML, made on the server."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from rudc_map.view.api_page import api_page_data
from rudc_map.web.limits import limits_in_words
from rudc_map.web.live import Live
from rudc_map.web.plain_page import asked_each_time, asked_lang, plain_page

ADDRESS = "/api"


def api_page_routes(live: Live, style: str, limit: str) -> Blueprint:
    """The page about what can be asked now.

    Parameters
    ----------
    live : Live
        What is served.
    style : str
        The address of the style sheet.
    limit : str
        How many questions an address may ask; empty for any number.
    """
    routes = Blueprint("api_page", __name__)

    @routes.get(ADDRESS)
    def api_page() -> Response:
        lang = asked_lang()
        served = live.now
        page = plain_page(
            "api.html",
            lang,
            style,
            data=api_page_data(served.dataset, served.registry, lang),
            limits=limits_in_words(limit, lang),
        )
        return asked_each_time(page)

    @routes.get(f"{ADDRESS}/")
    def without_the_stroke() -> AnyResponse:
        query = request.query_string.decode("ascii", "ignore")
        return redirect(f"{ADDRESS}?{query}" if query else ADDRESS, 301)

    return routes
