"""The map in somebody else's page: ``/embed``, ``/embed.js`` and ``/oembed``."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit
from xml.etree import ElementTree

from flask import Blueprint, Response, g, jsonify, make_response, render_template, request

from rudc_map.errors import InputError
from rudc_map.model import Lang, Level, Text
from rudc_map.view.areas import DETAILED
from rudc_map.view.asked import of_first_map
from rudc_map.view.embed import (
    EmbedOptions,
    EmbedView,
    chart_shown,
    embed_data,
    embed_notices,
    options_query,
    pin_query,
    read_options,
    still_words,
    what_is_lost,
)
from rudc_map.view.frame import HEIGHT, WIDTH
from rudc_map.view.oembed import Wanted, oembed_answer, read_wanted
from rudc_map.view.page import page_title
from rudc_map.view.shown import Shown
from rudc_map.view.state import Parsed, parse_state, query_string
from rudc_map.view.texts import say
from rudc_map.web.bundle import Bundle
from rudc_map.web.data import Served
from rudc_map.web.errors import error_response
from rudc_map.web.images import asking
from rudc_map.web.layout import ZOOMS
from rudc_map.web.live import Live

FOR_A_WHILE = "public, max-age=300"
"""How long an embed may be shown without asking; its files are kept longer, by their version."""

SCRIPT = Path("embed") / "host" / "embed.js"
"""The script for the page around an embed, in the folder of assets."""

PAGES = ("/", "/embed")
"""Our own addresses that there is an oEmbed answer for."""


def embed_routes(live: Live, bundle: Bundle, assets: Path) -> Blueprint:
    """The addresses that other sites use, as one blueprint."""
    routes = Blueprint("embed", __name__)
    host_script = (assets / SCRIPT).read_bytes()

    @routes.get("/embed")
    def embed() -> Response:
        response = make_response(_embed_page(live, bundle))
        response.headers["Cache-Control"] = FOR_A_WHILE
        response.add_etag()
        response.make_conditional(request)
        return response

    @routes.get("/embed.js")
    def script() -> Response:
        response = Response(host_script, mimetype="text/javascript")
        response.headers["Cache-Control"] = "public, max-age=3600"
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.add_etag()
        response.make_conditional(request)
        return response

    @routes.get("/oembed")
    def oembed() -> Response | tuple[Response, int]:
        g.served = live.now
        try:
            wanted = read_wanted(request.args)
            answer = _oembed(live, wanted)
        except InputError as error:
            return error_response(error)
        response = jsonify(answer) if wanted.form == "json" else _as_xml(answer)
        response.headers["Cache-Control"] = "public, max-age=3600"
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return routes


def oembed_links(query: str, path: str = "") -> dict[str, str]:
    """Where the oEmbed answers for a page are, by their media type, on the host that was asked."""
    page = quote(f"{request.url_root}{path}?{query}", safe="")
    root = request.url_root
    return {
        "application/json+oembed": f"{root}oembed?url={page}&format=json",
        "text/xml+oembed": f"{root}oembed?url={page}&format=xml",
    }


def _embed_page(live: Live, bundle: Bundle) -> str:
    """The page in the frame, or why there is nothing to show."""
    args = {name: values[-1] for name, values in request.args.lists()}
    options, notices = read_options(args)
    served, gone = _served(live, options)
    lang = Lang.EN if args.get("taal") == "en" else Lang.NL
    lost = what_is_lost(args, served.dataset, served.registry)
    if lost is not None:
        return render_template(
            "embed_lost.html",
            message=lost[lang],
            lang=lang.value,
            t=lambda key: say(key)[lang],
            full=f"{request.url_root}{'?taal=en' if lang is Lang.EN else ''}",
            bundle=bundle,
            grows=options.grows,
        )
    parsed = parse_state(args, served.dataset, served.registry)
    said = (*gone, *notices, *embed_notices(parsed.state, options), *parsed.notices)
    return _shown_page(served, bundle, Parsed(parsed.state, said), options)


def _served(live: Live, options: EmbedOptions) -> tuple[Served, tuple[Text, ...]]:
    """The data that are asked for, or the newest and a line that says so."""
    if not options.pinned:
        return live.now, ()
    found = live.of_dataset(options.pinned)
    return (found, ()) if found else (live.now, (say("embed.version_gone"),))


def _shown_page(served: Served, bundle: Bundle, parsed: Parsed, options: EmbedOptions) -> str:
    state = parsed.state
    lang = state.lang
    shown = Shown(state, served.dataset, served.registry, asking(served))
    query = query_string(state)
    pin = pin_query(options)  # a still image of other data would tell something else
    still = f"/kaart.png?{query_string(of_first_map(state))}{pin}"
    bounds = {state.region: served.bounds_of(state.region)}
    data = embed_data(
        parsed, served.dataset, served.registry, served.version, {**served.bounds(), **bounds}
    )
    return render_template(
        "embed.html",
        t=lambda key: say(key)[lang],
        lang=lang.value,
        title=page_title(state, served.dataset, served.registry),
        heading=shown.indicator.name[lang] if options.title is None else options.title,
        usual_title=options.title is None,
        subtitle=shown.subtitle(state.period),
        options=options,
        still=still,
        still_words=still_words(shown),
        still_size=(WIDTH, HEIGHT),
        full=f"{request.url_root}?{query}",
        figures=f"/download?{query}&wat=beeld&formaat=csv{pin}",
        credits=f"{shown.credits} {shown.boundary_credits}",
        oembed=oembed_links(f"{query}{options_query(options)}", "embed"),
        bundle=bundle,
        preload=_preloaded(served, shown, options),
        page={
            **data,
            "zooms": ZOOMS,
            "embed": {
                "view": options.view.value,
                "search": options.search,
                "grows": options.grows,
                "chart": chart_shown(state, shown.indicator.periods).value,
            },
        },
    )


def _preloaded(served: Served, shown: Shown, options: EmbedOptions) -> list[str]:
    """The files that the first picture needs, for the browser to fetch at once."""
    state = shown.state
    base = f"/d/{served.version}"
    on_map = options.view in (EmbedView.MAP, EmbedView.MAP_AND_LEGEND)
    in_pieces = state.auto and state.level is Level.BUURT
    at = f"{state.region}/{state.indicator}/{state.level}/{state.period}"
    return [
        *([f"{base}/geometry/{state.level}.json"] if on_map and not in_pieces else []),
        f"{base}/values/{at}.json",
        f"{base}/areas.json",
        *([f"{base}/areas/{state.level}.json"] if state.level in DETAILED else []),
    ]


def _oembed(live: Live, wanted: Wanted) -> dict[str, Any]:
    """The answer for one of our own addresses; any other is refused."""
    query = _our_query(wanted.url)
    if query is None:
        raise InputError(
            f"Voor '{wanted.url[:200]}' is er geen insluiting; geef het adres van een kaart op "
            f"{request.url_root}.",
            f"There is no embed for '{wanted.url[:200]}'; give the address of a map on "
            f"{request.url_root}.",
            status=404,
        )
    args = dict(parse_qsl(query, keep_blank_values=True))
    options, _ = read_options(args)
    served, _ = _served(live, options)
    lost = what_is_lost(args, served.dataset, served.registry)
    if lost is not None:
        raise InputError(lost.nl, lost.en, status=404)
    state = parse_state(args, served.dataset, served.registry).state
    image = f"{request.url_root}kaart.png?{query_string(of_first_map(state))}{pin_query(options)}"
    return oembed_answer(
        title=page_title(state, served.dataset, served.registry),
        embed=f"{request.url_root}embed?{query_string(state)}{options_query(options)}",
        image=(image, WIDTH, HEIGHT),
        root=request.url_root,
        options=options,
        wanted=wanted,
        lang=state.lang,
    )


def _our_query(url: str) -> str | None:
    """The query string of an address of one of our `PAGES`; None for any other address."""
    try:
        parts = urlsplit(url)
    except ValueError:  # an address that cannot be read, such as http://[
        return None
    ours = parts.scheme in ("http", "https") and parts.netloc == request.host
    return parts.query if ours and parts.path in PAGES else None


def _as_xml(answer: dict[str, Any]) -> Response:
    """The same answer as XML (oEmbed 1.0, section 2.3.4.2)."""
    root = ElementTree.Element("oembed")
    for name, value in answer.items():
        ElementTree.SubElement(root, name).text = str(value)
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(body, mimetype="text/xml")
