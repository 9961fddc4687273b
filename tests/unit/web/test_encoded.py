"""Derived files: built once, compressed twice, and sent in what the browser takes."""

from __future__ import annotations

import gzip
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

import brotli
import pytest
from flask import Flask, Response, request
from hypothesis import given
from hypothesis import strategies as st

from rudc_map.web.encoded import (
    IMMUTABLE,
    Encoded,
    encoded,
    immutable_response,
    keep_compressed,
)

BODY = b'{"values":[1,2,3]}' * 50


class Builder:
    """Builds a body and counts how often."""

    def __init__(self, body: bytes = BODY) -> None:
        self.body = body
        self.times = 0

    def __call__(self) -> bytes:
        self.times += 1
        return self.body


def test_a_file_is_built_once(cache):
    build = Builder()
    files = [encoded(cache, "a", build) for _ in range(3)]
    assert build.times == 1
    assert files[0] == files[1] == files[2]


def test_threads_that_ask_at_once_have_a_file_built_once(cache):
    all_asked = Barrier(4)

    class Slow(Builder):
        def __call__(self):
            sleep(0.05)  # long enough for the others to ask
            return super().__call__()

    build = Slow()

    def ask(_number):
        all_asked.wait(60)
        return encoded(cache, "a", build)

    with ThreadPoolExecutor(4) as pool:
        assert len({file.plain for file in pool.map(ask, range(4))}) == 1
    assert build.times == 1


def test_files_with_other_keys_are_other_files(cache):
    assert encoded(cache, "a", Builder(b"a")).plain == b"a"
    assert encoded(cache, "b", Builder(b"b")).plain == b"b"
    assert encoded(cache, "a", Builder(b"c")).plain == b"a"


def test_a_lost_entry_is_built_again(cache, forgetful_cache):
    build = Builder()
    first = encoded(cache, "a", build)
    cache.kept.clear()
    assert encoded(cache, "a", build) == first
    assert build.times == 2
    assert encoded(forgetful_cache, "a", build) == first


@pytest.mark.parametrize("strange", [b"bytes", "text", 1, ("a", "b", "c")])
def test_a_strange_entry_is_replaced(cache, strange):
    cache.kept["a"] = strange
    assert encoded(cache, "a", Builder()).plain == BODY
    assert isinstance(cache.kept["a"], Encoded)


@given(body=st.binary(max_size=2000))
def test_every_compression_holds_the_same(forgetful_cache, body):
    made = encoded(forgetful_cache, "a", lambda: body)
    assert made.plain == brotli.decompress(made.brotli) == gzip.decompress(made.gzip) == body


def test_a_file_that_is_built_twice_is_the_same_to_the_byte(forgetful_cache):
    assert encoded(forgetful_cache, "a", Builder()) == encoded(forgetful_cache, "a", Builder())


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("br, gzip", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("zstd", None),
        ("identity", None),
        ("", None),
    ],
)
def test_the_best_compression_that_is_taken(cache, accepted, coding):
    file = encoded(cache, "a", Builder())
    with Flask("test").test_request_context(headers={"Accept-Encoding": accepted}):
        response = immutable_response(file, request)
    assert response.headers.get("Content-Encoding") == coding
    bodies = {"br": file.brotli, "gzip": file.gzip, None: file.plain}
    assert response.get_data() == bodies[coding]
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.headers["Cache-Control"] == IMMUTABLE


def test_what_the_browser_has_is_not_sent_again(cache):
    file = encoded(cache, "a", Builder())
    app = Flask("test")
    with app.test_request_context():
        tag = immutable_response(file, request).headers["ETag"]
    with app.test_request_context(headers={"If-None-Match": tag}):
        response = immutable_response(file, request)
    assert response.status_code == 304
    assert response.headers["Cache-Control"] == IMMUTABLE


def test_a_script_is_kept_by_its_content_not_its_address(cache):
    def ask(address: str, body: bytes) -> bytes:
        headers = {"Accept-Encoding": "br"}
        with Flask("test").test_request_context(address, headers=headers):
            return brotli.decompress(keep_compressed(Response(body), cache, request).get_data())

    assert ask("/a.js", b"old") == b"old"
    assert ask("/a.js", b"new") == b"new"  # after an update
    for number in range(5):
        assert ask(f"/a.js?{number}", b"new") == b"new"
    assert len(cache.kept) == 2
