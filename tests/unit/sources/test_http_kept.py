"""What is kept of answers: found again whole, or not at all."""

from __future__ import annotations

import os
import random
from pathlib import Path

from rudc_map.sources import http_kept
from rudc_map.sources.http_kept import KeptAnswers, Validators

URL = "https://opendata.cbs.nl/x"


def test_what_is_kept_is_found_again(tmp_path):
    KeptAnswers(tmp_path / "kept").keep(Validators(URL, '"a"', ""), b"body")
    found = KeptAnswers(tmp_path / "kept").find(URL)

    assert found is not None
    assert found[1] == b"body"
    assert found[0].conditions() == {"If-None-Match": '"a"'}
    assert KeptAnswers(tmp_path / "kept").find(URL + "y") is None


def test_nothing_is_kept_that_cannot_be_asked_about(tmp_path):
    KeptAnswers(tmp_path / "kept").keep(Validators(URL, "", ""), b"body")
    KeptAnswers(None).keep(Validators(URL, '"a"', ""), b"body")

    assert not (tmp_path / "kept").exists()
    assert KeptAnswers(None).find(URL) is None


def test_a_state_is_enough_to_keep_an_answer_by(tmp_path):
    KeptAnswers(tmp_path).keep(Validators(URL, "", "", state="2024-11-01"), b"body" * 100)
    found = KeptAnswers(tmp_path).find(URL)

    assert found is not None
    assert found[1] == b"body" * 100
    assert found[0].state == "2024-11-01"
    assert sum(path.stat().st_size for path in tmp_path.glob("*.body")) < 100


def test_what_a_killed_command_left_goes(tmp_path):
    kept = KeptAnswers(tmp_path)
    kept.keep(Validators(URL, '"a"', ""), b"body")
    (tmp_path / "abc.body.123.part").write_bytes(b"half")
    kept.make_room()

    assert not list(tmp_path.glob("*.part"))
    assert kept.find(URL) is not None


def test_damaged_files_are_not_used(tmp_path):
    kept = KeptAnswers(tmp_path)
    kept.keep(Validators(URL, '"a"', ""), b"body")
    for path in tmp_path.glob("*.json"):
        path.write_text("{", encoding="utf-8")

    assert kept.find(URL) is None


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path):
    (tmp_path / "file").write_text("taken")
    KeptAnswers(tmp_path / "file").keep(Validators(URL, '"a"', ""), b"body")


def test_the_oldest_go_first_when_it_is_full(tmp_path, monkeypatch):
    monkeypatch.setattr(http_kept, "MAX_KEPT", 250)
    kept = KeptAnswers(tmp_path)
    for number in range(4):
        content = random.Random(number).randbytes(100)
        before = set(tmp_path.glob("*.json"))
        kept.keep(Validators(f"{URL}{number}", '"a"', ""), content)
        (about,) = set(tmp_path.glob("*.json")) - before
        os.utime(about, (number, number))  # a clock of files can be coarser than this is fast
    kept.make_room()

    assert kept.find(f"{URL}0") is None
    assert kept.find(f"{URL}3") is not None
    assert len(list(tmp_path.glob("*.body"))) == 2
