"""Telling the operator something once."""

from __future__ import annotations

from rudc_map.web import announce
from rudc_map.web.announce import AGAIN_AFTER, Announcer


def told(caplog):
    return [record.message for record in caplog.records]


def test_several_workers_tell_something_once(tmp_path, caplog):
    for worker in (Announcer(tmp_path), Announcer(tmp_path)):
        worker("new data")
        worker("new data")
    assert told(caplog) == ["new data"]


def test_something_else_is_told_and_the_same_after_that(tmp_path, caplog):
    announcer = Announcer(tmp_path)
    for message in ("one", "two", "one"):
        announcer(message)
    assert told(caplog) == ["one", "two", "one"]


def test_the_same_is_told_again_after_an_hour(tmp_path, caplog, monkeypatch):
    announcer = Announcer(tmp_path)
    announcer("one")
    later = announce.time.time() + AGAIN_AFTER + 2
    monkeypatch.setattr(announce.time, "time", lambda: later)
    announcer("one")
    assert told(caplog) == ["one", "one"]


def test_where_nothing_can_be_noted_it_is_told(tmp_path, caplog):
    announcer = Announcer(tmp_path / "absent")
    announcer("one")
    announcer("one")
    assert told(caplog) == ["one", "one"]


def test_notes_that_make_no_sense_do_no_harm(tmp_path, caplog):
    (tmp_path / "told.txt").write_text("yesterday one")
    Announcer(tmp_path)("one")
    assert told(caplog) == ["one"]
