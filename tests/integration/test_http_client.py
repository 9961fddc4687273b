"""Http against a server of our own in all its moods."""

from __future__ import annotations

import socket
import threading
import time
from itertools import count
from types import SimpleNamespace

import pytest

from rudc_map.errors import SourceError
from rudc_map.sources import http_download
from rudc_map.sources.http import Http
from rudc_map.sources.http_session import Limits, Patience, StatusError
from tests.servers.base import Answer, Request, Server, as_json, not_found
from tests.servers.moods import (
    HARMLESS,
    error_page,
    failing,
    no_ranges,
    redirecting,
    truncated,
)

QUICK = Patience(attempts=4, first_wait=0.01, longest_wait=0.05, silence=60, answer=60, pause=0)
BUSY = 60  # seconds that a busy computer may take
FILE = bytes(range(256)) * 4000


def site(request: Request) -> Answer:
    if request.path == "/json":
        return as_json({"value": [1, 2, 3], "asked": request.query})
    if request.path == "/file.gpkg":
        return Answer(FILE, kind="application/geopackage+sqlite3")
    return not_found(request)


def client(**more: object) -> Http:
    return Http(["127.0.0.1"], **{"patience": QUICK, **more})


@pytest.mark.parametrize("mood", HARMLESS)
def test_json_is_the_same_in_every_harmless_mood(mood):
    with Server(HARMLESS[mood](site)) as server, client() as http:
        answer = http.get_json(f"{server.address}/json", {"$filter": "a eq 'b c'"})

    assert answer == {"value": [1, 2, 3], "asked": {"$filter": "a eq 'b c'"}}


@pytest.mark.parametrize("mood", sorted(HARMLESS.keys() - {"cut short"}))
def test_a_download_is_the_same_in_every_harmless_mood(mood, tmp_path):
    with Server(HARMLESS[mood](site)) as server, client() as http:
        path = http.download(f"{server.address}/file.gpkg", tmp_path / "sub" / "file.gpkg")

    assert path.read_bytes() == FILE
    assert sorted(p.name for p in path.parent.iterdir()) == ["file.gpkg", "file.gpkg.http.json"]


def test_a_broken_download_goes_on_where_it_stopped(tmp_path):
    with Server(truncated(site)) as server, client() as http:
        http.download(f"{server.address}/file.gpkg", tmp_path / "file.gpkg")
        first, second = server.requests

    assert first.range_start == 0
    assert second.range_start == len(FILE) // 2


def test_a_download_is_resumed_by_a_later_run(tmp_path):
    path = tmp_path / "file.gpkg"
    once = Patience(attempts=1, pause=0)
    with Server(truncated(site, share=0.25)) as server:
        with client(patience=once) as http, pytest.raises(SourceError, match="try again later"):
            http.download(f"{server.address}/file.gpkg", path)
        assert not path.exists()
        with client() as http:
            http.download(f"{server.address}/file.gpkg", path)

    assert path.read_bytes() == FILE
    assert server.requests[1].range_start == len(FILE) // 4


def test_a_part_of_another_version_is_not_gone_on_with(tmp_path):
    path = tmp_path / "file.gpkg"
    other = FILE[::-1]
    versions = iter([FILE, other])

    def changing(request: Request) -> Answer:
        return Answer(next(versions), kind="application/octet-stream")

    with Server(truncated(changing)) as server, client() as http:
        http.download(f"{server.address}/file.gpkg", path)

    assert path.read_bytes() == other


def test_range_ignored_starts_anew(tmp_path):
    with Server(no_ranges(truncated(site))) as server, client() as http:
        http.download(f"{server.address}/file.gpkg", tmp_path / "file.gpkg")

    assert (tmp_path / "file.gpkg").read_bytes() == FILE


def test_an_unchanged_file_is_not_sent_again(tmp_path):
    seen: list[tuple[int, int | None]] = []
    with (
        Server(site) as server,
        client(progress=lambda _url, done, total: seen.append((done, total))) as http,
    ):
        http.download(f"{server.address}/file.gpkg", tmp_path / "file.gpkg")
        before = (tmp_path / "file.gpkg").stat().st_mtime_ns
        http.download(f"{server.address}/file.gpkg", tmp_path / "file.gpkg")

    assert "if-none-match" in server.requests[1].headers
    assert (tmp_path / "file.gpkg").stat().st_mtime_ns == before
    assert seen[0] == (0, len(FILE))
    assert seen[-1] == (len(FILE), len(FILE))


def test_an_unchanged_answer_comes_from_what_was_kept(tmp_path):
    with Server(site) as server:
        for _ in range(2):
            with client(kept=tmp_path / "kept") as http:
                assert http.get_json(f"{server.address}/json")["value"] == [1, 2, 3]
        assert "if-none-match" in server.requests[1].headers

        for body in (tmp_path / "kept").glob("*.body"):
            body.write_bytes(b"damaged")
        with client(kept=tmp_path / "kept") as http:
            assert http.get_json(f"{server.address}/json")["value"] == [1, 2, 3]
        assert "if-none-match" not in server.requests[2].headers


def test_an_error_page_is_not_kept(tmp_path):
    with Server(error_page(site)) as server, client(kept=tmp_path / "kept") as http:
        with pytest.raises(SourceError, match=r"/json answers with an HTML page instead of JSON"):
            http.get_json(f"{server.address}/json")
        assert not list(tmp_path.rglob("*.body"))


def test_an_error_page_is_not_taken_for_a_file(tmp_path):
    with (
        Server(error_page(site)) as server,
        client() as http,
        pytest.raises(SourceError, match="HTML page instead of the file"),
    ):
        http.download(f"{server.address}/file.gpkg", tmp_path / "file.gpkg")

    assert not (tmp_path / "file.gpkg").exists()


def test_json_that_stays_cut_short_is_named():
    def half(request: Request) -> Answer:
        return Answer(b'{"value": [1, 2', etag=False)

    with (
        Server(half) as server,
        client() as http,
        pytest.raises(SourceError, match="instead of JSON"),
    ):
        http.get_json(f"{server.address}/json")
    assert len(server.requests) == QUICK.attempts


def test_an_absent_address_is_asked_once():
    with Server(site) as server, client() as http:
        with pytest.raises(StatusError, match=r"sources\.toml") as raised:
            http.get_json(f"{server.address}/none")
        assert raised.value.status == 404
        assert len(server.requests) == 1


def test_a_server_that_stays_down_is_given_up():
    with Server(failing(site, times=99)) as server, client() as http:
        with pytest.raises(StatusError, match="503"):
            http.get_json(f"{server.address}/json")
        assert len(server.requests) == QUICK.attempts


def test_a_final_error_500_is_asked_once():
    def full(request: Request) -> Answer:
        return as_json({"odata.error": "more than 10000 records"}, status=500)

    with Server(full) as server, client() as http:
        with pytest.raises(StatusError):
            http.get_json(f"{server.address}/json", final=lambda body: "10000" in body)
        assert len(server.requests) == 1


def test_retry_after_is_honoured_up_to_a_limit():
    patience = Patience(attempts=2, first_wait=0.01, longest_wait=0.3, pause=0)
    with (
        Server(failing(site, times=1, after="30")) as server,
        client(patience=patience) as http,
    ):
        start = time.monotonic()
        http.get_json(f"{server.address}/json")
        assert 0.3 <= time.monotonic() - start < 30


def test_nothing_listens():
    with socket.socket() as taken:  # so that nobody else listens there
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with client() as http, pytest.raises(SourceError, match="check the connection"):
            http.get_json(f"{address}/json")


def test_a_server_that_stays_silent_is_given_up():
    patience = Patience(attempts=1, silence=0.1, pause=0)
    given_up = threading.Event()

    def silent(request: Request) -> Answer:
        given_up.wait(BUSY)
        return site(request)

    with Server(silent) as server, client(patience=patience) as http:
        with pytest.raises(SourceError, match="cannot be fetched"):
            http.get_json(f"{server.address}/json")
        given_up.set()


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("https://elders.example/json", "not on one of the sites 127.0.0.1"),
        ("http://opendata.cbs.nl/json", "not an https address"),
        ("file:///etc/passwd", "not an https address"),
        ("http://127.0.0.1.elders.example/json", "not on one of the sites"),
    ],
)
def test_a_redirect_elsewhere_is_refused(to, why):
    with (
        Server(redirecting(site, to)) as server,
        Http(["127.0.0.1", *(["opendata.cbs.nl"] if "cbs" in to else [])], patience=QUICK) as http,
        pytest.raises(SourceError, match=why) as raised,
    ):
        http.get_json(f"{server.address}/json")
    assert to.removeprefix("file://") in str(raised.value)


def test_a_redirect_within_the_site_is_followed():
    def moved(request: Request) -> Answer:
        if request.path == "/old":
            return Answer(b"", status=301, headers={"Location": "/json"})
        return site(request)

    with Server(moved) as server, client() as http:
        assert http.get_json(f"{server.address}/old")["value"] == [1, 2, 3]


def test_redirects_without_end_are_given_up():
    def round_and_round(request: Request) -> Answer:
        return Answer(b"", status=302, headers={"Location": request.path})

    with (
        Server(round_and_round) as server,
        client() as http,
        pytest.raises(SourceError, match="more than 5 times"),
    ):
        http.get_json(f"{server.address}/json")


@pytest.mark.parametrize("url", ["https://elders.example/x", "ftp://127.0.0.1/x", "http://["])
def test_an_address_that_is_not_listed_is_never_asked(url):
    with client() as http, pytest.raises(SourceError):
        http.get_json(url)


def test_too_large_is_cut_off(tmp_path):
    limits = Limits(text=100, file=100_000)
    with Server(no_ranges(site)) as server, client(limits=limits) as http:
        with pytest.raises(SourceError, match="larger than"):
            http.download(f"{server.address}/file.gpkg", tmp_path / "file.gpkg")
        with pytest.raises(SourceError, match="sends more than"):
            http.get_xml(f"{server.address}/file.gpkg")


def test_a_bomb_is_cut_off_while_it_unpacks():
    def bomb(request: Request) -> Answer:
        return Answer(b"[" + b" " * 50_000_000 + b"]")

    with (
        Server(bomb) as server,
        client(limits=Limits(text=1_000_000)) as http,
        pytest.raises(SourceError, match="sends more than 1 MB"),
    ):
        http.get_json(f"{server.address}/json")


def test_a_file_that_trickles_in_is_given_up(tmp_path, monkeypatch):
    def trickling(request: Request) -> Answer:
        return Answer(b"x" * 1000, kind="application/octet-stream", trickle=0.2)

    patience = Patience(attempts=2, first_wait=0.01, silence=BUSY, pause=0)
    minutes = SimpleNamespace(monotonic=count(step=2 * BUSY).__next__)
    monkeypatch.setattr(http_download, "time", minutes)  # each look at the clock is later
    with (
        Server(trickling) as server,
        client(patience=patience) as http,
        pytest.raises(SourceError, match="bytes a second"),
    ):
        http.download(f"{server.address}/file.gpkg", tmp_path / "file.gpkg")
    assert server.requests[1].range_start > 0


def test_an_answer_that_trickles_in_is_given_up():
    def trickling(request: Request) -> Answer:
        return Answer(b"[" + b" " * 1000 + b"]", trickle=0.2)

    patience = Patience(attempts=1, silence=BUSY, answer=0.2, pause=0)
    with (
        Server(trickling) as server,
        client(patience=patience) as http,
        pytest.raises(SourceError, match="too slow"),
    ):
        http.get_json(f"{server.address}/x")


def test_size_asks_for_no_body():
    with Server(site) as server, client() as http:
        assert http.size(f"{server.address}/file.gpkg") == len(FILE)
        assert server.requests[0].method == "HEAD"


def test_size_where_head_is_not_allowed():
    def no_head(request: Request) -> Answer:
        if request.method == "HEAD":
            return Answer(b"", status=405)
        return site(request)

    with Server(no_head) as server, client() as http:
        assert http.size(f"{server.address}/file.gpkg") == len(FILE)


def test_a_disk_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "taken").write_text("a file where a folder should be")
    with (
        Server(site) as server,
        client() as http,
        pytest.raises(SourceError, match="cannot be written"),
    ):
        http.download(f"{server.address}/file.gpkg", tmp_path / "taken" / "file.gpkg")


def test_at_most_four_at_a_time():
    under_way: list[int] = []
    most: list[int] = []
    four = threading.Barrier(4)

    def counting(request: Request) -> Answer:
        under_way.append(1)
        four.wait(BUSY)  # as many are under way at once, or this breaks
        time.sleep(0.05)  # and a fifth would come
        most.append(len(under_way))
        under_way.pop()
        return site(request)

    with Server(counting) as server, client() as http:
        urls = [f"{server.address}/json?n={n}" for n in range(12)]
        answers = list(http.each(http.get_json, urls))

    assert [a["asked"]["n"] for a in answers] == [str(n) for n in range(12)]
    assert max(most) == 4


def test_a_proxy_is_not_used_for_this_computer(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with Server(site) as server, client() as http:
        assert http.get_json(f"{server.address}/json")["value"] == [1, 2, 3]


def test_a_proxy_is_taken_from_the_environment(monkeypatch):
    with Server(site) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.address)
        with (
            Http(["opendata.cbs.nl"], patience=Patience(attempts=1, pause=0)) as http,
            pytest.raises(SourceError, match="check the connection and the proxy"),
        ):
            http.get_json("https://opendata.cbs.nl/x")
