"""The page about the data, at /gegevens: plain HTML, made on the server."""

from __future__ import annotations

from flask import Blueprint, Response

from rudc_map.model import MissingReason
from rudc_map.view.about import about_data
from rudc_map.web.live import Live
from rudc_map.web.plain_page import asked_each_time, asked_lang, plain_page

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
        lang = asked_lang()
        served = live.now
        page = plain_page(
            "about.html",
            lang,
            style,
            data=about_data(served.dataset, served.registry, lang),
            reasons=[reason.value for reason in MissingReason],
        )
        return asked_each_time(page)

    return routes
