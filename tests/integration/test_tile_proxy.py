"""The base map by way of this server, from a site of tiles on this computer."""

from __future__ import annotations

import struct
import zlib

import pytest

from tests.integration.conftest import running
from tests.servers.base import Answer, Server


def picture(red: int) -> bytes:
    """A PNG of one pixel."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(bytes([0, red, 0, 0])))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


def tiles(request) -> Answer:
    """A tile whose colour is its column; in zoom 9 there is none, in 10 a page, 11 leads away."""
    _, z, x, _ = request.path.split("/")
    if z == "9":
        return Answer(b"no such tile", status=404, kind="text/plain")
    if z == "10":
        return Answer(b"<script>alert(1)</script>", kind="text/html")
    if z == "11":
        return Answer(b"", status=302, headers={"Location": "http://127.0.0.1:1/"})
    return Answer(picture(int(x)), kind="image/png")


@pytest.fixture(scope="module")
def upstream():
    with Server(tiles) as server:
        yield server


@pytest.fixture(scope="module")
def site(upstream, tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiles")
    settings = {
        "RUDC_TILES_URL": f"{upstream.address}/{{z}}/{{x}}/{{y}}.png",
        "RUDC_TILES_PROXY": "true",
    }
    with running(folder / "cache", folder / "output.txt", **settings) as started:
        yield started


def test_a_tile_is_fetched_once_for_all_workers_and_says_nothing_of_the_visitor(site, upstream):
    headers = {"Cookie": "taal=en", "Referer": "http://elders.example/", "User-Agent": "me"}
    for _ in range(8):
        answer = site.get("/tegels/8/131/84.png", headers)
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "image/png"
        assert answer.body == picture(131)
        assert answer.headers["Cache-Control"] == "public, max-age=2592000"
    asked = upstream.asked("/8/131/84.png")
    assert 1 <= len(asked) <= 2  # two workers may ask at the same time
    told = asked[0].headers
    assert told["user-agent"] == "rudc-map"
    assert not {"cookie", "referer", "x-forwarded-for"} & set(told)


@pytest.mark.parametrize("zoom", [9, 10, 11])
def test_what_is_no_picture_is_not_passed_on(site, zoom):
    answer = site.get(f"/tegels/{zoom}/1/1.png")
    assert answer.status == 502
    assert answer.body == b""
    assert answer.headers["Cache-Control"] == "no-store"


def test_browsers_ask_this_server_only(site, upstream):
    page = site.get("/")
    assert "/tegels/{z}/{x}/{y}.png" in page.text
    assert upstream.address not in page.text
    assert upstream.address not in page.headers["Content-Security-Policy"]
