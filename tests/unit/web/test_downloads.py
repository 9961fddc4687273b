"""What ``/download`` makes, what it does not, and what it says where it cannot."""

import errno
import logging
import os
import tempfile

import pytest

from rudc_map.view import figures_written
from rudc_map.view.figures_written import WRITTEN

VIEW = "/download?niveau=gemeente&indicator=woz_waarde"


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """Where temporary files land."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def refuse(*_):
    raise AssertionError("a file was made that nobody asked for")


@pytest.mark.parametrize("kind", WRITTEN)
def test_no_file_is_made_for_its_head_or_for_who_has_it(client, monkeypatch, kind):
    monkeypatch.setitem(WRITTEN, kind, refuse)
    address = f"{VIEW}&formaat={kind}"
    head = client.head(address)
    assert (head.status_code, head.headers.get("Content-Length")) == (200, None)
    again = client.get(address, headers={"If-None-Match": head.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("method", ["HEAD", "GET"])
def test_what_a_format_has_no_room_for_is_refused(client, monkeypatch, method):
    monkeypatch.setattr(figures_written, "MOST_ROWS", 3)
    for kind, status in (("xlsx", 400), ("parquet", 200)):
        with client.open(f"{VIEW}&formaat={kind}", method=method) as answer:
            assert answer.status_code == status


def test_a_full_disk_is_told_to_the_asker_and_the_operator(client, monkeypatch, folder, caplog):
    def half(_figures, _address, path):
        path.write_bytes(b"half of it")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setitem(WRITTEN, "gpkg", half)
    with caplog.at_level(logging.WARNING):
        answer = client.get(f"{VIEW}&formaat=gpkg")
    assert answer.status_code == 507
    assert "geen plaats" in answer.json["fout"]
    assert "choose CSV" in answer.json["error"]
    assert "Content-Disposition" not in answer.headers
    assert answer.headers.get("Cache-Control") is None
    assert answer.headers.get("ETag") is None
    assert "No space left on device" in caplog.text
    assert str(folder) in caplog.text
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("kind", WRITTEN)
def test_nothing_is_left_on_the_disk(client, folder, kind):
    with client.get(f"{VIEW}&formaat={kind}", buffered=False) as answer:
        assert list(folder.iterdir()) == []
        assert len(answer.data) == answer.content_length
