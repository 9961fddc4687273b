"""Choosing a data set with the commands, as an operator does."""

import shutil

import pytest

from rudc_map.dataset.home import GEODATA, Home, last_good
from tests.integration.own_files import run as run_in


@pytest.fixture
def home(tmp_path):
    for name in ("a", "b"):
        shutil.copytree(
            GEODATA, tmp_path / "data" / "sets" / name, ignore=shutil.ignore_patterns("sources")
        )
    return Home(tmp_path / "data")


def run(home, *arguments):
    return run_in(*arguments, own=home.folder.parent)


def test_use_list_and_rollback(home):
    for name in ("a", "b"):
        used = run(home, "use", name)
        assert (used.returncode, used.stdout, used.stderr) == (0, f"{name} is in use.\n", "")
    assert last_good(home.folder).path.name == "b"
    rows = run(home, "list").stdout.splitlines()
    assert [row.split("│")[1:3] for row in rows if "│" in row] == [
        [f" {mark:8} ", f" {name:8} "]
        for mark, name in [("", "embedded"), ("previous", "a"), ("in use", "b")]
    ]
    assert run(home, "rollback").stdout == "a is in use.\n"
    assert Home(home.folder).current == "a"
    verified = run(home, "verify")
    assert verified.returncode == 0
    assert "sets/a is in order" in verified.stdout


def test_a_damaged_set_is_not_put_in_use(home):
    with (home.folder / "sets" / "b" / "figures.parquet").open("r+b") as file:
        file.write(b"?" * 64)
    run(home, "use", "a")
    refused = run(home, "use", "b")
    assert refused.returncode == 1
    assert refused.stderr == (
        f"Error: {home.folder}/sets/b/figures.parquet: the checksum is not the one in "
        "dataset.toml; it was damaged, 'a' stays in use\n"
    )
    assert home.current == "a"


def test_without_one_before_there_is_no_rollback(home):
    refused = run(home, "rollback")
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Error: {home.folder}: no data set was in use before")
    assert refused.stderr.count("\n") == 1


def test_a_second_command_says_who_holds_the_lock(home):
    with home.locked("data fetch"):
        refused = run(home, "use", "a")
    assert refused.returncode == 1
    assert "lock is held by 'data fetch' (process " in refused.stderr
    assert home.current == "embedded"
