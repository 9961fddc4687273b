"""A running server takes over new data by itself, in every worker, while it is being asked."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.integration.conftest import PROJECT, running
from tests.integration.own_files import run, write

WORKERS = 2
PATIENCE = 180  # seconds, of a busy computer


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A data directory with the embedded data set, one with other regions, and a damaged one."""
    folder = tmp_path_factory.mktemp("live")
    for name in ("first", "second", "damaged"):
        shutil.copytree(
            PROJECT / "geodata", folder / "sets" / name, ignore=shutil.ignore_patterns("sources")
        )
    regions = folder / "sets" / "second" / "regions.toml"
    text = regions.read_text(encoding="utf-8")
    regions.write_text(text.replace('"Regio Groningen-Assen"', '"Ommelanden"'))
    with (folder / "sets" / "damaged" / "figures.parquet").open("r+b") as file:
        file.write(b"?" * 64)
    use(folder, "first")
    return folder


@pytest.fixture(scope="module")
def site(home):
    settings = {"RUDC_DATA_DIR": str(home), "RUDC_OWN_DIR": str(home / "own")}
    with running(home / "cache", home / "output.txt", **settings) as started:
        yield started


def use(home: Path, name: str) -> None:
    """As the commands do it: a new link beside, then one rename."""
    (home / "next").symlink_to(Path("sets") / name)
    os.replace(home / "next", home / "current")


def wait_until(site, holds) -> dict:
    """Until every worker says so; gives an answer that does.

    Many answers, several at once: any worker may give one, and of one at a time often the same.
    """

    def said(_time: int) -> dict:
        return site.get("/healthz").json

    end = time.monotonic() + PATIENCE
    with ThreadPoolExecutor(4 * WORKERS) as pool:
        while time.monotonic() < end:
            answers = list(pool.map(said, range(12 * WORKERS)))
            if all(holds(answer) for answer in answers):
                return answers[-1]
            time.sleep(0.2)
    pytest.fail(f"not within {PATIENCE} s: {answers}")


def wait_for(holds) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"not within {PATIENCE} s"
        time.sleep(0.05)


def page_of_another(site, version) -> dict:
    """The page of a worker that serves something else than this version by now."""
    pages = []

    def another() -> bool:
        pages.append(site.get("/").page)
        return pages[-1]["version"] != version

    wait_for(another)
    return pages[-1]


def test_all_workers_switch_under_load_and_old_addresses_keep_working(site, home):
    page = site.get("/").page
    old, old_hash = page["version"], site.get("/healthz").json["hash"]
    values = f"/d/{old}/values/groningen-assen/inwoners/wijk/2024.json"
    before = site.get(values).body
    answers: Counter[int] = Counter()
    versions: Counter[str] = Counter()
    stop = threading.Event()

    def visit() -> None:
        while not stop.is_set():
            shown = site.get("/?indicator=inwoners&niveau=wijk")
            version = shown.page["version"]
            versions[version] += 1
            for name in ("areas.json", "values/groningen-assen/inwoners/wijk/2024.json"):
                answers[site.get(f"/d/{version}/{name}").status] += 1

    visitors = [threading.Thread(target=visit) for _ in range(4)]
    for visitor in visitors:
        visitor.start()
    try:
        wait_for(lambda: old in versions)  # nobody came too late for the old data ...
        use(home, "second")
        wait_until(site, lambda health: health["hash"] != old_hash)
        wait_for(lambda: set(versions) != {old})  # ... and somebody came for the new
    finally:
        stop.set()
        for visitor in visitors:
            visitor.join()
    new = page_of_another(site, old)
    assert set(answers) == {200}, answers
    assert set(versions) == {old, new["version"]}, versions
    assert new["regions"][0]["name"].startswith("Ommelanden")
    assert site.get(values).body == before
    # never asked for before, so it is computed from the old data now
    of_old = f"/d/{old}/values/groningen-assen/huishoudens/gemeente/2024.json"
    for _ in range(3 * WORKERS):
        assert site.get(of_old).status == 200
    assert site.output.read_text().count("Now serving") == 1


def test_a_damaged_set_is_said_once_and_the_last_good_one_stays(site, home):
    hash_ = site.get("/healthz").json["hash"]
    use(home, "damaged")
    health = wait_until(site, lambda health: health["problem"] is not None)
    assert (health["status"], health["hash"]) == ("ok", hash_)
    assert "damaged/figures.parquet cannot be read" in health["problem"]
    assert "What was served stays in use" in health["problem"]
    assert site.get("/").status == 200
    time.sleep(3)  # a few looks more
    log = site.output.read_text()
    assert log.count("New data cannot be opened") == 1, log
    assert "Traceback" not in log
    use(home, "second")
    wait_until(site, lambda health: health["problem"] is None)
    assert site.get("/healthz").json["hash"] == hash_


def test_own_figures_come_and_go_without_a_restart(site, home, dataset):
    buurten = dataset.areas.index[dataset.areas["gemeente"] == "GM0106"]
    rows = [f"{code};{20 + n}" for n, code in enumerate(buurten) if code.startswith("BU")]
    file = write(home / "Bomen 2024.csv", "\n".join(["buurtcode;Bomen", *rows]) + "\n")

    def listed() -> bool:
        answer = site.get("/api/v1/indicators").json
        return any(i["thema"] == "eigen_gegevens" for i in answer["indicatoren"])

    assert not listed()
    without = site.get("/").page["version"]
    added = run("add", file, "--yes", own=home / "own")
    assert added.returncode == 0, added.stderr
    wait_until(site, lambda _health: listed())
    with_own = page_of_another(site, without)["version"]
    values = f"/d/{with_own}/values/nederland/own_bomen_2024_bomen/buurt/2024.json"
    shown = json.loads(site.get(values).body)["values"]
    assert sum(value is not None for value in shown) == len(rows)
    removed = run("remove", "bomen_2024", "--yes", own=home / "own")
    assert removed.returncode == 0, removed.stderr
    wait_until(site, lambda _health: not listed())
    assert site.get(values).status == 200  # a page that is open keeps its figures


def test_after_a_restart_what_was_seen_before_still_answers(site, home):
    """Another process, that never knew the first data set."""
    seen = site.get("/").page["version"]
    address = f"/d/{seen}/values/groningen-assen/inwoners/wijk/2024.json"
    intervals = f"/d/{seen}/intervals.json?indicator=misdrijven_per_1000&niveau=wijk&periode=2024"
    before = [site.get(address).body, site.get(intervals).body]
    folder = home / "again"
    shutil.copytree(home / "sets" / "first", folder / "sets" / "first")
    use(folder, "first")
    settings = {"RUDC_DATA_DIR": str(folder), "WEB_CONCURRENCY": "1"}
    with running(home / "cache", home / "again.txt", **settings) as other:
        assert other.get("/").page["version"] != seen
        assert [other.get(address).body, other.get(intervals).body] == before
        assert other.get(f"/d/{seen}/values/nederland/inwoners/land/2024.json").status == 404
        assert other.get("/d/0123456789ab/areas.json").status == 404
