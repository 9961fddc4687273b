"""The hand-written code and style of the browser as one file each, named by their content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, abort, request
from flask_caching import Cache

from rudc_map.web.encoded import encoded, immutable_response

FIRST, LAST = "base.js", "start.js"

LATER = "later"
"""The folder with what the first picture does without: charts, further pictures, dialogs."""

LATER_FIRST = "charts.js"
"""What the other scripts of that folder build on."""

EMBED = "embed"
"""The folder with what only an embed needs."""

PLAIN = ("about.css", "area.css", "base.css", "tokens.css")
"""The style sheets of the pages in words, in the order in which the map's page has them too."""

IN_EMBED = (
    *("base.js", "age.js", "canvas.js", "classes.js", "combobox.js", "compare.js", "coverage.js"),
    *("data.js", "format.js", "geometry.js", "legend.js", "levels.js", "look.js"),
    *("notices.js", "own_area.js", "page.js", "state.js", "tooltip.js", "view.js"),
)
"""What an embed has of the page's scripts; those in its folder come after them."""


@dataclass(frozen=True)
class Bundle:
    """The scripts and style sheets of a folder, joined.

    Attributes
    ----------
    script, style : bytes
        All of assets/*.js (base.js first, start.js last, the others by name) and assets/*.css.
    later : bytes
        All of assets/later/*.js (charts.js first, the others by name), which the page loads after
        the first picture.
    plain_style : bytes
        The style sheets of `PLAIN`.
    embed, embed_style : bytes
        The scripts of `IN_EMBED` and all of assets/embed/*.js; its style follows that of the page.
    """

    script: bytes
    style: bytes
    later: bytes
    embed: bytes = b""
    embed_style: bytes = b""
    plain_style: bytes = b""

    @property
    def script_address(self) -> str:
        """Where the script is served."""
        return f"/code/{_digest(self.script)}.js"

    @property
    def later_address(self) -> str:
        """Where the script that follows the first picture is served."""
        return f"/code/{_digest(self.later)}.js"

    @property
    def embed_address(self) -> str:
        """Where the script of an embed is served."""
        return f"/code/{_digest(self.embed)}.js"

    @property
    def embed_style_address(self) -> str:
        """Where the style sheet of an embed is served."""
        return f"/code/{_digest(self.embed_style)}.css"

    @property
    def plain_style_address(self) -> str:
        """Where the style sheet of pages in words is served."""
        return f"/code/{_digest(self.plain_style)}.css"

    @property
    def style_address(self) -> str:
        """Where the style sheet is served."""
        return f"/code/{_digest(self.style)}.css"


def read_bundle(assets: Path) -> Bundle:
    """Join the scripts and the style sheets in `assets`."""
    return Bundle(
        script=_joined(_in_order(assets)),
        style=_joined(sorted(assets.glob("*.css"))),
        later=_joined(
            sorted((assets / LATER).glob("*.js"), key=lambda f: (f.name != LATER_FIRST, f.name))
        ),
        embed=_joined([*_shared(assets), *_in_order(assets / EMBED)]),
        plain_style=_joined([path for name in PLAIN if (path := assets / name).is_file()]),
        embed_style=_joined(
            [*sorted(assets.glob("*.css")), *sorted((assets / EMBED).glob("*.css"))]
        ),
    )


def bundle_routes(bundle: Bundle, cache: Cache) -> Blueprint:
    """The files of `bundle`, immutable."""
    routes = Blueprint("bundle", __name__, url_prefix="/code")
    files = {
        bundle.script_address: (bundle.script, "text/javascript"),
        bundle.later_address: (bundle.later, "text/javascript"),
        bundle.style_address: (bundle.style, "text/css"),
        bundle.plain_style_address: (bundle.plain_style, "text/css"),
        bundle.embed_address: (bundle.embed, "text/javascript"),
        bundle.embed_style_address: (bundle.embed_style, "text/css"),
    }

    @routes.get("/<_name>")
    def code(_name: str) -> Response:
        if request.path not in files:
            abort(404)
        body, kind = files[request.path]
        return immutable_response(encoded(cache, request.path, lambda: body), request, kind)

    return routes


def _in_order(folder: Path) -> list[Path]:
    """The scripts in a folder: base.js first, start.js last, the others by name."""
    return sorted(folder.glob("*.js"), key=lambda f: (f.name != FIRST, f.name == LAST, f.name))


def _shared(assets: Path) -> list[Path]:
    return [path for path in (assets / name for name in IN_EMBED) if path.is_file()]


def _joined(files: list[Path]) -> bytes:
    return b"\n".join(f.read_bytes() for f in files)


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:12]
