"""Tiles by way of this server: fetched once, kept, and only those that can exist."""

from __future__ import annotations

import httpx
import pytest
from flask import Flask

from rudc_map.settings import Settings
from rudc_map.web import tiles
from rudc_map.web.tiles import LARGEST, Tile, fetch_tile, tile_routes

PICTURE = Tile("image/png", b"a picture")


@pytest.fixture
def asked():
    return []


@pytest.fixture
def client(tmp_path, asked):
    def fetch(address):
        asked.append(address)
        return None if "/9/" in address else PICTURE

    settings = Settings(cache_dir=tmp_path, tiles_url="https://tiles.example.org/{z}/{x}/{y}.png")
    server = Flask(__name__)
    server.register_blueprint(tile_routes(settings, fetch))
    return server.test_client()


def test_a_tile_is_fetched_once_and_kept(client, asked):
    answers = [client.get("/tegels/8/131/84.png") for _ in range(2)]

    assert asked == ["https://tiles.example.org/8/131/84.png"]
    for answer in answers:
        assert answer.data == PICTURE.body
        assert answer.mimetype == "image/png"
        assert answer.headers["Cache-Control"] == "public, max-age=2592000"


def test_a_tile_that_is_not_there_is_not_kept(client, asked):
    for _ in range(2):
        answer = client.get("/tegels/9/1/1.png")
        assert answer.status_code == 502
        assert answer.headers["Cache-Control"] == "no-store"

    assert len(asked) == 2


@pytest.mark.parametrize("place", ["20/1/1", "3/8/0", "3/0/8", "-1/0/0", "a/b/c", "8/1/1.5"])
def test_a_tile_that_cannot_exist_is_not_asked_for(client, asked, place):
    assert client.get(f"/tegels/{place}.png").status_code == 404
    assert asked == []


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (httpx.Response(200, headers={"Content-Type": "image/png"}, content=b"x"), True),
        (httpx.Response(404, headers={"Content-Type": "image/png"}, content=b"x"), False),
        (httpx.Response(200, headers={"Content-Type": "text/html"}, content=b"x"), False),
        (httpx.Response(200, headers={"Content-Type": "image/svg+xml"}, content=b"x"), False),
        (
            httpx.Response(
                200, headers={"Content-Type": "image/png"}, content=b"x" * (LARGEST + 1)
            ),
            False,
        ),
        (httpx.ConnectTimeout("late"), False),
    ],
)
def test_only_pictures_of_a_fair_size_are_passed_on(monkeypatch, answer, found):
    def respond(_request):
        if isinstance(answer, Exception):
            raise answer
        return answer

    client = httpx.Client(transport=httpx.MockTransport(respond))
    monkeypatch.setattr(tiles, "_client", lambda: client)

    assert (fetch_tile("https://tiles.example.org/8/1/1.png") is not None) is found
