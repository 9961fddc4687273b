"""The human page of the API, at /api: plain HTML, made on the server."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from rudc_map.model import Lang
from rudc_map.view.api_page import api_page_data
from rudc_map.view.page import languages
from rudc_map.view.texts import say
from rudc_map.web.limits import limits_in_words
from rudc_map.web.live import Live

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
        lang, other = languages(Lang.EN if request.args.get("taal") == "en" else Lang.NL)
        served = live.now
        page = render_template(
            "api.html",
            data=api_page_data(served.dataset, served.registry, lang),
            limits=limits_in_words(limit, lang),
            t=lambda key: say(key)[lang],
            lang=lang.value,
            other=other.value,
            query="?taal=en" if lang is Lang.EN else "",
            style=style,
        )
        response = make_response(page)
        response.headers["Cache-Control"] = "no-cache"
        response.add_etag()
        response.make_conditional(request)
        return response

    @routes.get(f"{ADDRESS}/")
    def without_the_stroke() -> AnyResponse:
        query = request.query_string.decode("ascii", "ignore")
        return redirect(f"{ADDRESS}?{query}" if query else ADDRESS, 301)

    return routes
