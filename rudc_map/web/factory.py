"""From data and their indicators to a Dash app that serves them."""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import Any

from dash import Dash
from flask import Flask, Response, render_template, request
from flask_caching import Cache
from flask_compress import Compress
from markupsafe import Markup
from plotly.utils import PlotlyJSONEncoder

from rudc_map.analysis.classify import MAX_CLASSES, MIN_CLASSES
from rudc_map.dataset.store import Dataset
from rudc_map.indicators.registry import Registry
from rudc_map.model import ClassScheme, Lang, Level, ReferenceKind, ViewState
from rudc_map.settings import PROJECT, Settings
from rudc_map.view.areas import DETAILED
from rudc_map.view.asked import of_map
from rudc_map.view.page import languages, page_data, page_description, page_title
from rudc_map.view.palettes import PALETTES
from rudc_map.view.state import Parsed, parse_state, query_string
from rudc_map.view.texts import say
from rudc_map.web.about import about_routes
from rudc_map.web.announce import Announcer
from rudc_map.web.api_page import api_page_routes
from rudc_map.web.believed import believe
from rudc_map.web.bundle import Bundle, bundle_routes, read_bundle
from rudc_map.web.cache import keep_bounded, open_cache
from rudc_map.web.callbacks import register_callbacks
from rudc_map.web.data import Served, code_of, version_of
from rudc_map.web.embed import embed_routes, oembed_links
from rudc_map.web.encoded import keep_compressed
from rudc_map.web.images import address_of
from rudc_map.web.layout import FIT, ZOOMS, base_map, map_page
from rudc_map.web.limits import limit_questions
from rudc_map.web.live import Content, Live
from rudc_map.web.memory import give_back, give_back_in_background, keep_small
from rudc_map.web.my_area import Lookup, my_area_routes
from rudc_map.web.own_file import own_file_routes
from rudc_map.web.profiles import profile_routes
from rudc_map.web.routes import build_routes
from rudc_map.web.security import add_security_headers
from rudc_map.web.sitemap import sitemap_routes
from rudc_map.web.tiles import ADDRESS as TILES_HERE
from rudc_map.web.tiles import tile_routes
from rudc_map.web.unknown_paths import refuse_unknown_paths
from rudc_map.web.warm import fill_in_background, import_in_background, prepare_profiles
from rudc_map.web.words import words_routes

CHOSEN_LEVELS = (Level.BUURT, Level.WIJK, Level.GEMEENTE, Level.PROVINCIE)

DERIVING_CODE = (
    "layers",
    "rudc_map/analysis",
    "rudc_map/dataset",
    "rudc_map/indicators",
    "rudc_map/model.py",
    "rudc_map/view",
)
"""The code that files are derived with; a change in it makes new addresses."""

SCRIPT_PATHS = ("/_dash-component-suites/",)

COMPRESSED = (
    *("text/html", "text/css", "text/javascript", "text/plain", "text/csv", "application/json"),
    *("application/javascript", "application/geo+json", "image/svg+xml"),
)
"""The kinds of answers that are compressed."""

REFUSED = re.compile(r";\s*q\s*=\s*0(\.0*)?\s*$", re.IGNORECASE)
"""What stands after a coding that the asker does not take."""

INLINE = ("answer_dash.js", "show_still.js")
"""Scripts that stand in the pages themselves; their policy names them by their text."""

UNUSED_SCRIPTS = ("/dash_table/",)
"""What Dash adds to every page and this one does without."""

CHART_SCRIPTS = ("polyfill@", "/dcc/")
"""What only charts need; the browser's code loads it, in this order, when the map is there."""


class MapApp(Dash):
    """A Dash app whose page is made for its address, in one answer.

    Dash's own page is empty until its scripts have asked the server for a layout. This one holds
    the layout for the state in the address, the catalogue and all controls.
    """

    def __init__(self, live: Live, bundle: Bundle, settings: Settings, server: Flask) -> None:
        super().__init__(
            "rudc_map.web",
            server=server,  # type: ignore[arg-type]  # a Flask is what it documents
            assets_folder=str(settings.assets_dir),
            update_title="",
            suppress_callback_exceptions=True,
            include_assets_files=False,
            compress=False,
        )
        self.live = live
        self.bundle = bundle
        self.settings = settings
        self.layout = self._default_layout
        # Dash serves the scripts of a page only after it has written one; with several workers the
        # one that is asked for a script is often not the one that wrote the page
        self._generate_scripts_html()

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override]
        """The whole page for the query of the current request."""
        served = self.live.now
        parsed = parse_state(request.args, served.dataset, served.registry)
        state = parsed.state
        later_scripts = [
            *_scripts(parts["scripts"], CHART_SCRIPTS),
            self.bundle.later_address,
        ]
        parts["scripts"] = _without(parts["scripts"], (*UNUSED_SCRIPTS, *CHART_SCRIPTS))
        lang, other = languages(state.lang)
        return render_template(
            "page.html",
            **{name: Markup(html) for name, html in parts.items() if name != "title"},
            t=lambda key: say(key)[lang],
            lang=lang.value,
            other=other.value,
            query="?taal=en" if lang is Lang.EN else "",
            title=page_title(state, served.dataset, served.registry),
            description=page_description(state, served.dataset, served.registry),
            image=address_of(of_map(state), "kaart.png"),
            oembed=oembed_links(query_string(state)),
            preload=_preloaded(served, state),
            preload_scripts=[self.bundle.script_address, *_scripts(parts["scripts"], ("/",))],
            bundle=self.bundle,
            page={
                **page_data(
                    parsed,
                    served.dataset,
                    served.registry,
                    served.version,
                    {**served.bounds(), state.region: served.bounds_of(state.region)},
                ),
                "laterScripts": later_scripts,
                "fit": FIT,
                "zooms": ZOOMS,
                "baseMap": _as_json(base_map(_tiles(self.settings))),
            },
            dash=self._answers(served, parsed),
            indicator=served.registry.get(state.indicator).name[lang],
            levels=[level.value for level in CHOSEN_LEVELS],
            regions=served.dataset.regions,
            references=[k.value for k in ReferenceKind if k is not ReferenceKind.AREAS],
            schemes=[scheme.value for scheme in ClassScheme],
            class_counts=range(MIN_CLASSES, MAX_CLASSES + 1),
            palettes=PALETTES,
            attribution=served.dataset.attribution,
            licence=served.dataset.licence,
        )

    def begin(self) -> None:
        """Do in the background, in each worker, what a server does beside answering.

        It looks whether there are new data, and whether the cache is too large, and gives freed
        memory back; where the settings ask for it, it fills the cache, at the start and after each
        change, and loads what the analyses need.
        """
        keep_bounded(self.settings)
        give_back_in_background()
        self._warm()
        if self.settings.warm:
            import_in_background()
        self.live.watch(then=self._warm)

    def _warm(self) -> None:
        if self.settings.warm:
            fill_in_background(self.settings.cache_dir)
            prepare_profiles(self.live)

    def _answers(self, served: Served, parsed: Parsed) -> dict[str, Any]:
        """What Dash will ask for: the layout for this state, and the callbacks."""
        layout = _as_json(_layout_for(served, parsed.state))
        return {"_dash-layout": layout, "_dash-dependencies": self._callbacks}

    @cached_property
    def _callbacks(self) -> Any:
        """The callbacks as Dash describes them; the same for every page."""
        return self.server.test_client().get("/_dash-dependencies").get_json()

    def _default_layout(self) -> list[Any]:
        """The layout for a visitor that asks for one without a page."""
        served = self.live.now
        return _layout_for(served, parse_state({}, served.dataset, served.registry).state)


def create_app(settings: Settings, content: Content, lookup: Lookup | None = None) -> MapApp:
    """The app that serves `content`, and what comes in its place.

    Parameters
    ----------
    settings : Settings
        Where the cache and the assets are, and the base map.
    content : Content
        Where the data are.
    lookup : Lookup or None
        What knows addresses; None for names and postcodes of four digits only.

    Returns
    -------
    MapApp
        Its ``server`` is the WSGI application.

    Raises
    ------
    RudcError
        If the data cannot be opened.
    """
    keep_small()
    server = Flask("rudc_map.web", root_path=str(PROJECT / "rudc_map" / "web"))
    believe(server, settings)
    cache = open_cache(server, settings)
    code = code_of(tuple(PROJECT / part for part in DERIVING_CODE))

    def serve(dataset: Dataset, registry: Registry) -> Served:
        return Served(dataset, registry, cache, version_of(dataset, code))

    live = Live(content, serve, Announcer(settings.cache_dir))
    bundle = read_bundle(settings.assets_dir)
    _compress(server, cache)
    server.register_blueprint(build_routes(live))
    server.register_blueprint(own_file_routes(live))
    server.register_blueprint(bundle_routes(bundle, cache))
    server.register_blueprint(about_routes(live, bundle.plain_style_address))
    server.register_blueprint(words_routes(settings, bundle.plain_style_address))
    if settings.tiles_proxy and settings.tiles_url:
        server.register_blueprint(tile_routes(settings))
    server.register_blueprint(profile_routes(live, bundle))
    server.register_blueprint(embed_routes(live, bundle, settings.assets_dir))
    server.register_blueprint(
        api_page_routes(live, bundle.plain_style_address, settings.rate_limit)
    )
    limit_questions(server, settings)
    server.register_blueprint(sitemap_routes(live))
    server.register_blueprint(my_area_routes(live, bundle.plain_style_address, lookup))
    refuse_unknown_paths(server, bundle.plain_style_address)
    app = MapApp(live, bundle, settings, server)
    register_callbacks(app)
    inline = (*(server.jinja_env.get_template(name).render() for name in INLINE), app.renderer)
    add_security_headers(server, inline, _tiles(settings), settings.frame_ancestors)
    server.extensions["rudc"] = app
    give_back()  # what opening the data took, before workers are made that would have it as well
    return app


def _tiles(settings: Settings) -> str:
    """Where browsers get the tiles of the base map; empty for nowhere."""
    return TILES_HERE if settings.tiles_proxy and settings.tiles_url else settings.tiles_url


def _preloaded(served: Served, state: ViewState) -> list[str]:
    """The files that the first picture needs, for the browser to fetch at once."""
    base = f"/d/{served.version}"
    shown = f"{state.region}/{state.indicator}/{state.level}/{state.period}"
    in_pieces = state.auto and state.level is Level.BUURT  # which, the browser finds out
    return [
        *([] if in_pieces else [f"{base}/geometry/{state.level}.json"]),
        f"{base}/values/{shown}.json",
        f"{base}/areas.json",
        *([f"{base}/areas/{state.level}.json"] if state.level in DETAILED else []),
    ]


def _layout_for(served: Served, state: ViewState) -> list[Any]:
    return map_page(state, served.bounds_of(state.region))


def _compress(server: Flask, cache: Cache) -> None:
    """Compress everything: scripts and styles once and for all, the rest as it is asked for.

    Flask-Compress could keep what it compressed too, but keeps every answer then, pages included.
    """

    @server.before_request
    def leave_out_refused_codings() -> None:
        """Flask-Compress takes ``br;q=0`` for a wish; it says not to (RFC 9110, section 12.5.3).

        Where a coding is refused only those that are named are used: a star would let it in again.
        """
        codings = request.headers.get("Accept-Encoding", "").split(",")
        taken = [coding for coding in codings if not REFUSED.search(coding)]
        if len(taken) < len(codings):
            named = (coding for coding in taken if not coding.strip().startswith("*"))
            request.environ["HTTP_ACCEPT_ENCODING"] = ",".join(named)

    server.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    server.config["COMPRESS_BR_LEVEL"] = 5
    server.config["COMPRESS_MIMETYPES"] = COMPRESSED
    Compress(server)  # its hook runs after the one below, and passes over what is compressed

    @server.after_request
    def once_compressed(response: Response) -> Response:
        if response.status_code != 200 or not request.path.startswith(SCRIPT_PATHS):
            return response
        response.direct_passthrough = False
        return keep_compressed(response, cache, request)


def _as_json(components: list[Any]) -> Any:
    """Components as the plain lists and dicts that the browser gets."""
    return json.loads(json.dumps(components, cls=PlotlyJSONEncoder))


def _scripts(scripts: str, wanted: tuple[str, ...]) -> list[str]:
    """The addresses of the script tags that hold one of `wanted`."""
    addresses = re.findall(r'<script src="([^"]*)"', scripts)
    return [address for address in addresses if any(part in address for part in wanted)]


def _without(scripts: str, unused: tuple[str, ...]) -> str:
    """The script tags without those whose address holds one of `unused`."""
    parts = "|".join(re.escape(part) for part in unused)
    return re.sub(rf'<script src="[^"]*(?:{parts})[^"]*"></script>', "", scripts)
