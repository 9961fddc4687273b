"""Derived files, built once, kept in both compressions, and served as immutable."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import brotli
from flask import Request, Response
from flask_caching import Cache

from rudc_map.indicators.memo import Turns

LARGE = 700_000
"""Bytes from which the best compression takes seconds (plotly's script); a lower one is used."""

_Kept = TypeVar("_Kept")
_TURNS = Turns()

IMMUTABLE = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Encoded:
    """The bytes of one file, plain and compressed."""

    plain: bytes
    brotli: bytes
    gzip: bytes


def encoded(
    cache: Cache, key: str, build: Callable[[], bytes], quality: int | None = None
) -> Encoded:
    """The file `key`, from the cache or built now.

    Parameters
    ----------
    cache : Cache
        flask-caching; shared by all workers where it lies on disk.
    key : str
        Names the file and everything it depends on, the version of the data included.
    build : callable
        Gives the plain bytes.
    quality : int or None
        Of Brotli, for what somebody waits for; None for the best one that size allows.
    """

    def make() -> Encoded:
        plain = build()
        effort = quality or (11 if len(plain) < LARGE else 6)
        best = brotli.compress(plain, quality=effort)
        return Encoded(plain, best, gzip.compress(plain, 6, mtime=0))

    return _kept(cache, key, Encoded, make)


def kept_bytes(cache: Cache, key: str, build: Callable[[], bytes]) -> bytes:
    """The bytes `key`, from the cache or made now (`encoded` without its compression)."""
    return _kept(cache, key, bytes, build)


def immutable_response(
    file: Encoded, request: Request, mimetype: str = "application/json"
) -> Response:
    """The file in the best compression the browser takes, to be kept for good."""
    response = Response(mimetype=mimetype)
    put_encoded(response, file, request)
    response.headers["Cache-Control"] = IMMUTABLE
    response.set_etag(hashlib.sha256(file.plain).hexdigest()[:16])
    response.make_conditional(request)
    return response


def keep_compressed(response: Response, cache: Cache, request: Request) -> Response:
    """A response with its body compressed, once for all who ask for it.

    Kept by its content: an address may hold something else after an update, and the same thing may
    have any number of addresses.
    """
    body = response.get_data()
    key = f"body {hashlib.sha256(body).hexdigest()}"
    put_encoded(response, encoded(cache, key, lambda: body), request)
    return response


def put_encoded(response: Response, file: Encoded, request: Request) -> None:
    """Give the response the body in the best compression that the browser takes."""
    accepted = request.accept_encodings
    if accepted["br"] > 0:
        body, coding = file.brotli, "br"
    elif accepted["gzip"] > 0:
        body, coding = file.gzip, "gzip"
    else:
        body, coding = file.plain, ""
    response.set_data(body)
    if coding:
        response.headers["Content-Encoding"] = coding
    response.headers["Vary"] = "Accept-Encoding"


def _kept(cache: Cache, key: str, kind: type[_Kept], make: Callable[[], _Kept]) -> _Kept:
    """What is kept, or made now: once, however many threads of this process ask for it at once."""
    found = cache.get(key)
    if isinstance(found, kind):
        return found
    with _TURNS.of(key):
        found = cache.get(key)  # another thread may have made it meanwhile
        if isinstance(found, kind):
            return found
        made = make()
        cache.set(key, made, timeout=0)
        return made
