"""What an image costs the worker that makes it."""

from __future__ import annotations

import gzip

import brotli
import pytest

from rudc_map.view import map_paths

MAP = "/kaart.svg?regio=groningen-drenthe&niveau=gemeente&indicator="


def test_once_outlines_are_kept_no_worker_opens_the_boundaries_for_an_image(client, monkeypatch):
    monkeypatch.setattr(map_paths, "_kept", lambda _: {})  # as in another worker, each time
    assert client.get(f"{MAP}inwoners&taal=en").status_code == 200

    def refused(*_):
        pytest.fail("simplifying the boundaries takes a worker seconds and 150 MB")

    monkeypatch.setattr(map_paths, "simplified", refused)
    assert client.get(f"{MAP}woz_waarde&taal=en").status_code == 200


@pytest.mark.parametrize(
    ("accepted", "read"),
    [("br", brotli.decompress), ("gzip", gzip.decompress), ("identity", bytes)],
)
def test_an_svg_comes_in_the_coding_that_is_asked_for(client, accepted, read):
    answer = client.get(MAP + "inwoners", headers={"Accept-Encoding": accepted})
    coding = answer.headers.get("Content-Encoding", "identity")
    assert coding == accepted
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert read(answer.data).startswith(b"<svg ")
