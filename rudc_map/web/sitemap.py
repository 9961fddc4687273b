"""What search engines ask for first: ``/robots.txt`` and ``/sitemap.xml``."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from flask import Blueprint, Response, abort, request

from rudc_map.view.area_addresses import ROOT, address_book, address_of_region
from rudc_map.web.data import Served
from rudc_map.web.encoded import encoded, put_encoded
from rudc_map.web.live import Live

A_PAGE = 5_000
"""Addresses in one sitemap; 50,000 are allowed, but a smaller one is made sooner."""

FIRST = ("/", "/mijn-buurt", "/gegevens", "/over", "/api", "/privacy", "/toegankelijkheid")

NOT_FOR_ROBOTS = ("/download", "/mijn-buurt?", "/eigen-bestand")

KEPT = "public, max-age=3600"

SITEMAPS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
LANGUAGES = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'


def sitemap_routes(live: Live) -> Blueprint:
    """The sitemap and the rules for robots."""
    routes = Blueprint("sitemap", __name__)

    @routes.get("/robots.txt")
    def robots() -> Response:
        closed = [f"Disallow: {path}" for path in NOT_FOR_ROBOTS]
        lines = ["User-agent: *", *closed, "", f"Sitemap: {_host()}/sitemap.xml", ""]
        response = Response("\n".join(lines), mimetype="text/plain")
        response.headers["Cache-Control"] = KEPT
        return response

    @routes.get("/sitemap.xml")
    def sitemap() -> Response:
        pages = _pages(live.now)
        if len(pages) == 1:
            return _answer(live.now, "sitemap", _urls(pages[0], _host()))
        return _answer(live.now, "sitemap", _index(len(pages), _host()))

    @routes.get("/sitemap-<int:page>.xml")
    def part(page: int) -> Response:
        pages = _pages(live.now)
        if not 1 <= page <= len(pages):
            return abort(404)
        return _answer(live.now, f"sitemap-{page}", _urls(pages[page - 1], _host()))

    return routes


def _pages(served: Served) -> list[list[str]]:
    """Every address, the same ones together as long as the data stay."""
    dataset = served.dataset
    areas = (ROOT + path for path in address_book(dataset).paths.values())
    regions = (address_of_region(r.id) for r in dataset.regions if r.gemeenten)
    every = list(dict.fromkeys((*FIRST, *regions, *areas)))
    return [every[start : start + A_PAGE] for start in range(0, len(every), A_PAGE)]


def _urls(paths: Iterable[str], host: str) -> Iterable[str]:
    """A sitemap, line by line: each page in both languages, which name each other."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {SITEMAPS} {LANGUAGES}>\n'
    for path in paths:
        dutch = escape(host + path)
        english = f"{dutch}?taal=en"
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{lang}" href="{address}"/>'
            for lang, address in (("nl", dutch), ("en", english))
        )
        for address in (dutch, english):
            yield f"<url><loc>{address}</loc>{others}</url>\n"
    yield "</urlset>\n"


def _index(pages: int, host: str) -> Iterable[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex {SITEMAPS}>\n'
    for page in range(1, pages + 1):
        yield f"<sitemap><loc>{escape(host)}/sitemap-{page}.xml</loc></sitemap>\n"
    yield "</sitemapindex>\n"


def _answer(served: Served, name: str, lines: Iterable[str]) -> Response:
    key = f"{served.version}/{name}/{_host()}"
    file = encoded(served.cache, key, lambda: "".join(lines).encode(), quality=5)
    response = Response(mimetype="application/xml")
    response.headers["Cache-Control"] = KEPT
    put_encoded(response, file, request)
    response.add_etag()
    response.make_conditional(request)
    return response


def _host() -> str:
    return request.url_root.rstrip("/")
