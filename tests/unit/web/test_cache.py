"""The cache: what does not fit goes, what is used stays; nothing fails where it cannot be."""

from __future__ import annotations

import os
import threading

import pytest
from cachelib import SimpleCache
from flask import Flask

from rudc_map.settings import Settings
from rudc_map.web import cache
from rudc_map.web.cache import clear_room, keep_bounded, open_cache, open_tile_cache


@pytest.fixture
def folder(tmp_path):
    """Ten files of 100 bytes, the first made first."""
    for number in range(10):
        path = tmp_path / f"{number}"
        path.write_bytes(b"x" * 100)
        os.utime(path, (1_000 + number, 1_000 + number))
    return tmp_path


def names(folder):
    return {path.name for path in folder.iterdir()}


def test_what_fits_stays(folder):
    assert clear_room(folder, 1_000) == 0
    assert len(names(folder)) == 10


def test_what_was_not_used_for_longest_goes_until_there_is_room(folder):
    os.utime(folder / "0", (5_000, 1_000))  # made first, but read since

    assert clear_room(folder, 500) == 6
    assert names(folder) == {"0", "7", "8", "9"}  # 90% of 500 bytes


def test_a_folder_that_is_not_there_is_small(tmp_path):
    assert clear_room(tmp_path / "absent", 0) == 0


def test_derived_files_and_tiles_are_bounded_each_by_itself(tmp_path, monkeypatch):
    settings = Settings(cache_dir=tmp_path, cache_megabytes=50)
    looked = threading.Semaphore(0)
    cleared = []

    def note(folder, most_bytes):
        cleared.append((folder, most_bytes))
        looked.release()

    monkeypatch.setattr(cache, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(cache, "clear_room", note)
    assert keep_bounded(settings).daemon
    assert all(looked.acquire(timeout=60) for _ in range(4))  # again and again

    assert set(cleared) == {
        (tmp_path / "derived", 50_000_000),
        (tmp_path / "tiles", cache.TILES_BYTES),
    }


def test_any_number_of_files_is_kept_without_a_look_at_the_others(tmp_path, monkeypatch, caplog):
    files = open_cache(Flask("test"), Settings(cache_dir=tmp_path))
    monkeypatch.setattr(cache.FileSystemCache, "_list_dir", None)
    for number in range(1_000):
        files.set(f"{number}", b"", timeout=0)

    assert all(files.get(f"{number}") == b"" for number in range(1_000))
    assert len(names(tmp_path / "derived")) == 1_000  # and no file that counts them
    assert not caplog.records


def test_where_nothing_can_be_written_it_is_in_memory_and_small(tmp_path, caplog):
    (tmp_path / "file").touch()
    settings = Settings(cache_dir=tmp_path / "file" / "below")
    files = open_cache(Flask("test"), settings)

    assert "RUDC_CACHE_DIR names another folder" in caplog.text
    for number in range(2 * cache.IN_MEMORY):
        files.set(f"{number}", b"b", timeout=0)
    assert files.get(f"{number}") == b"b"
    kept = sum(files.get(f"{number}") is not None for number in range(2 * cache.IN_MEMORY))
    assert kept <= cache.IN_MEMORY + 1
    assert isinstance(open_tile_cache(settings), SimpleCache)
