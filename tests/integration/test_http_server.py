"""The server as a whole: the health check, a second start, and a start that must fail."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from urllib.parse import quote

import pytest

from rudc_map.model import Level
from tests.integration.conftest import running

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


@pytest.mark.parametrize("path", ["/", "/embed", "/kaart.svg", "/download"])
def test_a_region_of_every_gemeente_fits_in_an_address(site, dataset, path):
    region = "%2C".join(dataset.codes(Level.GEMEENTE))
    assert len(region) > 3_000
    answer = site.get(f"{path}?regio={region}&niveau=gemeente&indicator=inwoners")
    assert answer.status == 200
    if path in ("/", "/embed"):
        page = quote(f"http://127.0.0.1:{site.port}{path}?regio={region}", safe="")
        assert site.get(f"/oembed?url={page}").status == 200


def test_a_second_start_uses_the_cache_of_the_first(site, version, start_server):
    address = f"/d/{version}/geometry/provincie.json"
    first = site.get(address)
    before = built_files(site.cache)
    assert before
    began = time.perf_counter()
    second = start_server(site.cache)
    print(f"a second start took {time.perf_counter() - began:.2f} s")
    assert second.get("/healthz").json["status"] == "ok"
    assert second.get(address).body == first.body
    assert built_files(site.cache) == before


def test_a_data_directory_that_is_a_data_set_itself_is_refused(failed_start, tmp_path):
    (tmp_path / "old").mkdir()
    shutil.copyfile(PROJECT / "geodata" / "dataset.toml", tmp_path / "old" / "dataset.toml")
    code, printed = failed_start(RUDC_DATA_DIR=str(tmp_path / "old"))
    assert code == 1
    assert printed.startswith(f"The map cannot start: {tmp_path / 'old'} is a data set itself")
    assert "data use <name>" in printed
    assert "Traceback" not in printed


def test_with_a_damaged_data_set_the_last_good_one_is_served(tmp_path, dataset):
    sets = tmp_path / "data" / "sets"
    shutil.copytree(PROJECT / "geodata", sets / "new", ignore=shutil.ignore_patterns("sources"))
    with (sets / "new" / "figures.parquet").open("r+b") as file:
        file.write(b"?" * 64)  # its size stays the same
    (tmp_path / "data" / "current").symlink_to("sets/new")
    (tmp_path / "data" / "previous").symlink_to("sets/gone")
    with running(
        tmp_path / "cache",
        tmp_path / "output.txt",
        RUDC_DATA_DIR=str(tmp_path / "data"),
        WEB_CONCURRENCY="1",
    ) as site:
        assert site.get("/healthz").json["hash"] == dataset.hash
    printed = site.output.read_text(encoding="utf-8")
    assert f"{sets / 'new' / 'figures.parquet'} cannot be read" in printed
    assert "An older data set is served" in printed


def built_files(cache: Path) -> dict[str, int]:
    """When each derived file was written; what is noted beside them is smaller."""
    files = {file.name: file.stat() for file in (cache / "derived").iterdir()}
    return {name: stat.st_mtime_ns for name, stat in files.items() if stat.st_size > 1000}
