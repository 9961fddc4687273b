"""What a browser is told about pages: what they may load, and who may show them in a frame."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import urlsplit

from flask import Flask, Response, request

FRAMED = "/embed"
"""The only page that other sites may show in a frame."""

REFERRER = "strict-origin-when-cross-origin"


def add_security_headers(
    server: Flask, inline: tuple[str, ...], tiles_url: str, frame_ancestors: str
) -> None:
    """Give every answer its security headers; what a route has set itself stays.

    Parameters
    ----------
    server : Flask
        The server.
    inline : tuple of str
        The scripts that stand in a page itself, exactly as they stand there.
    tiles_url : str
        The address of the base map's tiles; empty for none.
    frame_ancestors : str
        Which sites may show /embed in a frame.
    """
    page = page_policy(inline, tiles_url)
    embed = embed_policy(inline, frame_ancestors)

    @server.after_request
    def secure(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", REFERRER)
        if response.mimetype == "text/html":
            framed = request.path == FRAMED
            headers.setdefault("Content-Security-Policy", embed if framed else page)
            headers.setdefault("Permissions-Policy", "camera=(), microphone=(), payment=()")
            if not framed:
                headers.setdefault("X-Frame-Options", "SAMEORIGIN")
        return response


def page_policy(inline: tuple[str, ...], tiles_url: str) -> str:
    """The policy of pages: everything from this server, but for the tiles.

    Dash and plotly write styles into the page, so that these are allowed there; scripts are not,
    but for the ones in `inline`.
    """
    tiles = f" {tiles_origin(tiles_url)}" if tiles_origin(tiles_url) else ""
    return _policy(
        {
            "default-src": "'self'",
            "script-src": " ".join(["'self'", *map(hash_source, inline)]),
            "style-src": "'self' 'unsafe-inline'",
            "img-src": f"'self' data: blob:{tiles}",
            "font-src": "'self' data:",
            "object-src": "'none'",
            "base-uri": "'none'",
            "form-action": "'self'",
            "frame-ancestors": "'self'",
        }
    )


def embed_policy(inline: tuple[str, ...], frame_ancestors: str) -> str:
    """The policy of an embed: its own files and nothing else, in the frames of some sites."""
    return _policy(
        {
            "default-src": "'none'",
            "script-src": " ".join(["'self'", *map(hash_source, inline)]),
            "style-src": "'self' 'unsafe-inline'",
            "img-src": "'self' data:",
            "connect-src": "'self'",
            "base-uri": "'none'",
            "form-action": "'none'",
            "frame-ancestors": frame_ancestors,
        }
    )


def hash_source(script: str) -> str:
    """The name of an inline script in a policy: the hash of its text.

    Examples
    --------
    >>> hash_source("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def tiles_origin(tiles_url: str) -> str:
    """The site that tiles come from, as a policy names it; empty for no tiles or this server's own.

    Examples
    --------
    >>> tiles_origin("https://{s}.tiles.example/{z}/{x}/{y}.png")
    'https://*.tiles.example'
    """
    parts = urlsplit(tiles_url.replace("{s}", "*"))
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""


def _policy(directives: dict[str, str]) -> str:
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())
