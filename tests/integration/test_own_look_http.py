"""Looking at a file over HTTP: who may, how large, how long, and that nothing of it is kept."""

from __future__ import annotations

import json
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection
from urllib.parse import quote

import pytest

from rudc_map.web import own_file
from tests.integration.conftest import Answer, running

MARK = "Zeldzaam Woord Quagga"
TABLE = f"buurtcode;{MARK};n\n" + "".join(f"BU0014{n:04d};{n};1{n}\n" for n in (1, 4, 101, 102))
PATIENT = "tests.servers.patient:server"
SENDING = 8_192
"""Bytes that the system holds for a sender; with what it holds for a receiver far below 1 MB."""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """One worker, whose temporary files would land in a folder of this test."""
    folder = tmp_path_factory.mktemp("look")
    (folder / "tmp").mkdir()
    settings = {"WEB_CONCURRENCY": "1", "TMPDIR": str(folder / "tmp")}
    with running(folder / "cache", folder / "output.txt", PATIENT, **settings) as started:
        yield started


@pytest.fixture(scope="module")
def address(site):
    return f"{own_file.ADDRESS}?versie={site.get('/').page['version']}&regio=groningen-assen"


def headers(site, name="Quagga 2023.csv", **changes):
    usual = {
        "Content-Type": "application/octet-stream",
        "Origin": f"http://127.0.0.1:{site.port}",
        own_file.NAME_HEADER: quote(name),
    }
    given = {key.replace("_", "-"): value for key, value in changes.items()}
    return {key: value for key, value in (usual | given).items() if value is not None}


def long_table(rows):
    """A file of so many rows more than `TABLE`, of 167 bytes each, that no area answers to."""
    return (TABLE + "".join(f"BU9999{n:04d};1;{n:150d}\n" for n in range(rows))).encode()


def post(site, address, body, sent):
    connection = HTTPConnection("127.0.0.1", site.port, timeout=120)
    try:
        connection.request("POST", address, body, sent)
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


def test_a_file_is_answered_and_may_not_be_kept(site, address):
    answer = post(site, address, TABLE.encode(), headers(site, Accept_Encoding="br"))
    assert answer.status == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Encoding"] == "br"
    assert answer.json["understood"]["name"] == "Quagga 2023.csv"
    assert answer.json["indicators"][0]["name"] == MARK
    again = site.get("/api/v1/indicators")
    assert "dit-bestand" not in again.text


def test_nothing_of_it_is_on_the_disk_or_in_the_log(site, address):
    body = long_table(4_000)
    assert 500_000 < len(body) < own_file.MAX_BYTES
    seen = set()
    done = threading.Event()

    def watch():
        while not done.is_set():
            with suppress(FileNotFoundError):  # gone while it was looked at
                seen.update(path.name for path in (site.cache.parent / "tmp").rglob("*"))
            time.sleep(0.002)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        answer = post(site, address, body, headers(site, name="Quagga.csv"))
    finally:
        done.set()
        watcher.join()
    assert answer.status == 200, answer.text[:300]
    assert {name for name in seen if not name.startswith("wgunicorn")} == set()
    for path in site.cache.parent.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"Quagga" not in content, path
            assert b"dit-bestand_zeldzaam" not in content, path


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"Origin": "http://elders.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": None}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Sec_Fetch_Site": "same-origin", "Origin": None}, 200),
        ({"Content_Type": "multipart/form-data; boundary=x"}, 415),
        ({"Content_Type": "text/plain"}, 415),
        ({"X_Bestandsnaam": ""}, 400),
        ({"X_Bestandsnaam": quote("../../etc/Naam 2021.csv")}, 200),
        ({"X_Bestandsnaam": "a" * 300}, 400),
    ],
)
def test_only_the_page_itself_may_send_a_file(site, address, changes, status):
    sent = headers(site, **{k: v for k, v in changes.items() if k != "X_Bestandsnaam"})
    if "X_Bestandsnaam" in changes:
        sent[own_file.NAME_HEADER] = changes["X_Bestandsnaam"]
    answer = post(site, address, TABLE.encode(), sent)
    assert answer.status == status, answer.text
    if status != 200:
        assert set(answer.json) == {"fout", "error"}


@pytest.mark.parametrize(
    "parameter",
    ["kleinste=-1", "kleinste=1001", "kleinste=x", "decimaal=x", "taal=de", "nog=een"],
)
def test_a_wrong_choice_is_refused(site, address, parameter):
    answer = post(site, f"{address}&{parameter}", TABLE.encode(), headers(site))
    assert answer.status == 400, answer.text


def test_a_page_of_other_data_must_be_reloaded(site):
    answer = post(site, f"{own_file.ADDRESS}?versie=abc", TABLE.encode(), headers(site))
    assert answer.status == 404
    assert "Laad de pagina opnieuw" in answer.json["fout"]


def test_it_cannot_be_asked_for(site, address):
    assert site.get(address).status == 404


def test_what_is_wrong_with_a_file_is_said_in_both_languages(site, address):
    answer = post(site, address, b"%PDF-1.7", headers(site, name="Jaarverslag.csv"))
    assert answer.status == 422
    assert answer.json["fout"].startswith("Jaarverslag.csv is geen csv maar een PDF")
    assert answer.json["error"].startswith("Jaarverslag.csv is not csv but a PDF")


def test_a_file_of_more_than_5_MB_is_not_read(site, address):  # noqa: N802 -- the unit
    body = b"code;n\n" + b"GM0014;1\n" * 560_000
    answer = post(site, address, body, headers(site))
    assert answer.status == 413
    assert "groter dan 5 MB" in answer.json["fout"]


def test_the_length_must_be_given(site, address):
    sent = headers(site, Transfer_Encoding="chunked")
    connection = HTTPConnection("127.0.0.1", site.port, timeout=60)
    connection.request("POST", address, iter([TABLE.encode()]), sent, encode_chunked=True)
    answer = connection.getresponse()
    assert answer.status == 411
    assert "Content-Length" in json.loads(answer.read())["error"]
    connection.close()


@contextmanager
def sender_of(site, address, size, start):
    """A connection on which the head of a file of this size was sent, and the start of its body."""
    lines = [f"POST {address} HTTP/1.1", f"Host: 127.0.0.1:{site.port}", f"Content-Length: {size}"]
    lines += [f"{key}: {value}" for key, value in headers(site).items()]
    with socket.socket() as sender:
        sender.settimeout(180)
        sender.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SENDING)
        sender.connect(("127.0.0.1", site.port))
        sender.sendall(("\r\n".join(lines) + "\r\n\r\n").encode() + start)
        yield sender


def answer_to(sender):
    """What comes back when the sender has nothing more to send."""
    sender.shutdown(socket.SHUT_WR)
    return b"".join(iter(lambda: sender.recv(65_536), b""))


def test_a_file_that_breaks_off_is_told(site, address):
    with sender_of(site, address, 99_999, TABLE.encode()) as sender:
        answer = answer_to(sender)
    assert answer.startswith(b"HTTP/1.1 408"), answer[:200]


def test_the_map_is_served_while_files_are_read_and_a_third_must_wait(site, address):
    # a body is read only by who has a turn or was refused one, and what is sent here does not fit
    # into what the system holds: once it has gone out, its sender has the turn that was free
    body = long_table(7_000)
    assert 1_000_000 < len(body) < own_file.MAX_BYTES
    with ExitStack() as open_:
        senders = [
            open_.enter_context(sender_of(site, address, len(body), body[:-1])) for _ in range(2)
        ]
        with sender_of(site, address, 99_999, TABLE.encode()) as sender:
            third = answer_to(sender)
        assert third.startswith(b"HTTP/1.1 429"), third[:200]
        assert b"\r\nRetry-After: 30\r\n" in third
        assert site.get("/healthz").status == 200
        for sender in senders:
            sender.sendall(body[-1:])
        with ThreadPoolExecutor() as pool:
            answers = [pool.submit(answer_to, sender) for sender in senders]
            assert site.get("/healthz").status == 200
            assert [answer.result()[:12] for answer in answers] == [b"HTTP/1.1 200"] * 2
    assert site.get("/healthz").status == 200
