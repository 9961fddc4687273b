"""Turns to have a file read, and a file that takes too long."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from rudc_map.errors import InputError
from rudc_map.indicators.own_layer import LOOK_LAYER
from rudc_map.model import LOOKED_AT, OWN_PREFIX
from rudc_map.own_look import process
from rudc_map.settings import PROJECT
from rudc_map.web import own_file
from rudc_map.web.own_file import AT_ONCE, MOST, Turns


def take(turns, visitor="a"):
    with turns.taken(visitor):
        pass


def test_so_many_at_once():
    turns = Turns()
    inside, leave = threading.Barrier(AT_ONCE + 1), threading.Event()

    def stay(visitor):
        with turns.taken(visitor):
            inside.wait(60)
            leave.wait(60)

    threads = [threading.Thread(target=stay, args=(str(n),)) for n in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    inside.wait(60)
    with pytest.raises(InputError) as refused:
        take(turns)
    assert refused.value.status == 429
    leave.set()
    for thread in threads:
        thread.join()
    take(turns)


def test_so_many_a_minute_a_visitor(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(own_file.time, "monotonic", lambda: now[0])
    turns = Turns()
    for _ in range(MOST):
        take(turns)
    with pytest.raises(InputError):
        take(turns)
    take(turns, "another")
    now[0] = own_file.WITHIN + 1
    take(turns)


def test_visitors_are_forgotten(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(own_file.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(own_file, "MAX_VISITORS", 3)
    turns = Turns()
    for name in "abc":
        take(turns, name)
    now[0] = own_file.WITHIN + 1
    take(turns, "d")
    assert set(turns._seen) == {"d"}


WANTED = {
    "name": "f.csv",
    "dataset": "/nowhere",
    "region": "x",
    "lang": "nl",
    "smallest_group": 10,
    "decimal": "",
}


def test_a_file_that_takes_too_long_is_given_up(monkeypatch):
    started = []
    real = subprocess.Popen

    def remember(_command, **options):
        never_ends = [sys.executable, "-c", "import time; time.sleep(600)"]
        started.append(real(never_ends, **options))
        return started[-1]

    monkeypatch.setattr(own_file, "READ_SECONDS", 0.01)
    monkeypatch.setattr(own_file.subprocess, "Popen", remember)
    with pytest.raises(InputError) as refused:
        own_file._read(WANTED, b"code;n\n")
    assert "duurt te lang" in refused.value.message_nl
    assert started[0].returncode is not None, "it is still running"
    started[0].stdin.close()
    started[0].stdout.close()


def test_a_process_that_fails_says_nothing_of_the_file(caplog):
    with pytest.raises(InputError) as refused:
        own_file._read({**WANTED, "dataset": "/bestaat/niet"}, b"code;geheim\n")
    assert refused.value.status == 422
    assert "geheim" not in caplog.text
    assert "exit code 1" in caplog.text


def test_server_process_and_browser_agree():
    assert own_file.REFUSED == process.REFUSED
    page = (PROJECT / "assets" / "page.js").read_text(encoding="utf-8")
    dialog = (PROJECT / "assets" / "later" / "own_file.js").read_text(encoding="utf-8")
    assert f'OF_FILE = "{OWN_PREFIX}{LOOKED_AT}_"' in page
    assert f'FILE_THEME = "{LOOK_LAYER}"' in page
    assert f'ADDRESS = "{own_file.ADDRESS}"' in dialog
    assert f"MOST = {own_file.MAX_BYTES // 1_000_000};" in dialog
    assert f'"{own_file.NAME_HEADER}"' in dialog
