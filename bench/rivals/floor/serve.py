"""Serve the hand-written page from memory, uncompressed; the one argument is the port."""

from __future__ import annotations

import json
import mimetypes
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bench.rivals import data
from bench.rivals.leaflet_page import shape_style

HERE = Path(__file__).parent
VENDOR = HERE.parents[1] / "vendor" / "leaflet"


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def files() -> dict[str, bytes]:
    """Everything the page consists of, by address."""
    settings = {
        "centre": data.CENTRE,
        "zoom": data.ZOOM,
        "shape": shape_style(),
        "colours": data.CLASS_COLOURS,
        "missing": data.MISSING_COLOUR,
    }
    pages = {
        "/index.html": (HERE / "index.html")
        .read_bytes()
        .replace(b"AREAS", str(len(data.codes())).encode()),
        "/floor.js": (HERE / "floor.js").read_bytes(),
        "/painted.js": (HERE.parent / "leaflet_assets" / "painted.js").read_bytes(),
        "/leaflet.js": (VENDOR / "leaflet.js").read_bytes(),
        "/leaflet.css": (VENDOR / "leaflet.css").read_bytes(),
        "/geometry.json": _json(data.geometry()),
        "/settings.json": _json(settings),
    }
    for name in data.INDICATORS:
        figures = data.figures(name)
        body = _json({"values": figures.values, "breaks": figures.breaks})
        pages[f"/values/{name}.json"] = body
    return pages


class Handler(BaseHTTPRequestHandler):
    """Answers GET from `pages`."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 1 << 16  # header and body leave together
    pages: dict[str, bytes]

    def do_GET(self) -> None:
        path = "/index.html" if self.path == "/" else self.path
        body = self.pages.get(path)
        self.send_response(200 if body is not None else 404)
        self.send_header("Content-Type", mimetypes.guess_type(path)[0] or "text/plain")
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def main() -> None:
    """Serve until the process is ended."""
    Handler.pages = files()
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()


if __name__ == "__main__":
    main()
