"""The server as a whole: the health check, a second start, and a start that must fail."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


def test_healthz_tells_what_is_served(site, dataset):
    answer = site.get("/healthz")
    assert answer.status == 200
    assert answer.json == {
        "status": "ok",
        "dataset": dataset.title,
        "hash": dataset.hash,
        "gebieden": {"buurt": 1314, "wijk": 312, "gemeente": 342, "provincie": 12},
    }


def test_the_start_says_where_the_map_is_and_what_it_shows(site):
    printed = site.output.read_text(encoding="utf-8")
    assert f"http://127.0.0.1:{site.port}" in printed
    assert "1314 buurt, 312 wijk, 342 gemeente, 12 provincie" in printed


def test_a_second_start_uses_the_cache_of_the_first(start_server, tmp_path):
    cache = tmp_path / "cache"
    seconds = {}
    for start in ("first", "second"):
        began = time.perf_counter()
        server = start_server(cache)
        seconds[f"{start} start"] = time.perf_counter() - began
        version = server.get("/").page["version"]
        began = time.perf_counter()
        assert server.get(f"/d/{version}/geometry/provincie.json").status == 200
        seconds[f"{start} geometry"] = time.perf_counter() - began
        kept = {file.name: file.stat().st_mtime_ns for file in cache.iterdir()}
        if start == "first":
            of_first = kept
    print({name: f"{taken:.2f} s" for name, taken in seconds.items()})
    assert of_first == kept  # nothing was built again


def test_without_a_data_set_it_does_not_start_and_says_why(failed_start, tmp_path):
    nowhere = tmp_path / "nowhere"
    code, printed = failed_start(RUDC_DATA_DIR=str(nowhere))
    assert code == 1
    assert printed.splitlines() == [
        f"The map cannot start: {nowhere} holds no data set (dataset.toml is absent); "
        "run python -m rudc_map data build"
    ]


@pytest.mark.parametrize(
    "name", ["dataset.toml", "boundaries.gpkg", "figures.parquet", "regions.toml"]
)
@pytest.mark.parametrize("damage", [b"", b"?" * 64], ids=["empty", "overwritten"])
def test_with_a_damaged_file_it_does_not_start_and_names_it(failed_start, tmp_path, name, damage):
    if (name, damage) != ("dataset.toml", b"") and damage == b"":
        pytest.skip("one empty file is enough")
    folder = tmp_path / "geodata"
    shutil.copytree(PROJECT / "geodata", folder, ignore=shutil.ignore_patterns("sources"))
    whole = (folder / name).read_bytes()
    # of the same size, so that it is not the size that gives the damage away
    (folder / name).write_bytes(damage + whole[len(damage) :] if damage else b"")
    code, printed = failed_start(RUDC_DATA_DIR=str(folder))
    assert code == 1
    (message,) = printed.splitlines()
    assert message.startswith("The map cannot start: ")
    assert str(folder / name) in message
    assert "run python -m rudc_map data build" in message or "copy it from" in message
