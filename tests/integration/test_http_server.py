"""The server as a whole: the health check, a second start, and a start that must fail."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

PROJECT = Path(__file__).parents[2]


def test_healthz_tells_what_is_served(site, dataset):
    answer = site.get("/healthz")
    assert answer.status == 200
    assert answer.json == {
        "status": "ok",
        "dataset": dataset.title,
        "hash": dataset.hash,
        "gebieden": {"buurt": 1314, "wijk": 312, "gemeente": 342, "provincie": 12},
        "problem": None,
    }


def test_the_start_says_where_the_map_is_and_what_it_shows(site):
    printed = site.output.read_text(encoding="utf-8")
    assert f"http://127.0.0.1:{site.port}" in printed
    assert "1314 buurt, 312 wijk, 342 gemeente, 12 provincie" in printed


def test_a_second_start_uses_the_cache_of_the_first(site, version, start_server):
    address = f"/d/{version}/geometry/provincie.json"
    first = site.get(address)
    before = built_files(site.cache)
    began = time.perf_counter()
    second = start_server(site.cache)
    print(f"a second start took {time.perf_counter() - began:.2f} s")
    assert second.get("/healthz").json["status"] == "ok"
    assert second.get(address).body == first.body
    assert built_files(site.cache) == before


def test_without_a_data_set_it_does_not_start_and_says_why(failed_start, tmp_path):
    nowhere = tmp_path / "nowhere"
    code, printed = failed_start(RUDC_DATA_DIR=str(nowhere))
    assert code == 1
    assert printed.splitlines() == [
        f"The map cannot start: {nowhere} holds no data set (dataset.toml is absent); "
        "run python -m rudc_map data build"
    ]


def test_with_a_damaged_data_set_it_does_not_start_and_names_the_file(failed_start, tmp_path):
    folder = tmp_path / "geodata"
    shutil.copytree(PROJECT / "geodata", folder, ignore=shutil.ignore_patterns("sources"))
    with (folder / "figures.parquet").open("r+b") as file:
        file.write(b"?" * 64)  # its size stays the same
    code, printed = failed_start(RUDC_DATA_DIR=str(folder))
    assert code == 1
    assert printed.startswith(f"The map cannot start: {folder / 'figures.parquet'} cannot be read")
    assert printed.endswith("run python -m rudc_map data build\n")
    assert "Traceback" not in printed


def built_files(cache: Path) -> dict[str, int]:
    """When each derived file was written; the cache's own bookkeeping is smaller."""
    files = {file.name: file.stat() for file in cache.iterdir()}
    return {name: stat.st_mtime_ns for name, stat in files.items() if stat.st_size > 1000}
