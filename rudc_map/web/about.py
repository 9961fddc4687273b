"""The page about the data, at /gegevens: plain HTML, made on the server."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from rudc_map.model import Lang, MissingReason
from rudc_map.view.about import about_data
from rudc_map.view.page import languages
from rudc_map.view.texts import say
from rudc_map.web.live import Live

ADDRESS = "/gegevens"


def about_routes(live: Live, style: str) -> Blueprint:
    """The page about what is served now.

    Parameters
    ----------
    live : Live
        What is served.
    style : str
        The address of the style sheet.
    """
    routes = Blueprint("about", __name__)

    @routes.get(ADDRESS)
    def about() -> Response:
        lang, other = languages(Lang.EN if request.args.get("taal") == "en" else Lang.NL)
        served = live.now
        page = render_template(
            "about.html",
            data=about_data(served.dataset, served.registry, lang),
            reasons=[reason.value for reason in MissingReason],
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

    return routes
