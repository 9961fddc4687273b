import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rudc_map.dataset import home as module
from rudc_map.dataset.home import EMBEDDED, GEODATA, Home, folder_in_use, last_good, sync
from rudc_map.dataset.lock import Lock
from rudc_map.errors import DatasetError


@pytest.fixture
def home(tmp_path):
    """A data directory with the sets a, b and c, each a copy of the embedded one."""
    for name in "abc":
        shutil.copytree(
            GEODATA, tmp_path / "sets" / name, ignore=shutil.ignore_patterns("sources", "*.md")
        )
    return Home(tmp_path)


def test_without_a_data_directory_the_embedded_data_set_is_served(tmp_path):
    nowhere = tmp_path / "nowhere"
    assert Home(nowhere).names() == (EMBEDDED,)
    assert Home(nowhere).current == EMBEDDED
    assert Home(nowhere).previous is None
    assert folder_in_use(nowhere) == GEODATA
    assert last_good(nowhere).path == GEODATA
    assert not nowhere.exists()


def test_using_one_and_going_back(home):
    assert home.names() == (EMBEDDED, "a", "b", "c")
    for name in "ab":
        home.use(name)
    assert (home.current, home.previous) == ("b", "a")
    assert folder_in_use(home.folder) == home.folder / "sets" / "b"
    assert home.rollback() == "a"
    assert (home.current, home.previous) == ("a", "b")
    assert home.rollback() == "b"
    home.use("b")  # as it is
    assert (home.current, home.previous) == ("b", "a")


def test_the_embedded_one_can_be_used_again_and_left_again(home):
    home.use("a")
    assert home.previous == EMBEDDED
    assert home.rollback() == EMBEDDED
    assert folder_in_use(home.folder) == GEODATA
    assert home.rollback() == "a"


@pytest.mark.parametrize(("first", "second"), [("a", "b"), ("a", EMBEDDED), (EMBEDDED, "b")])
@pytest.mark.parametrize("step", range(6))
def test_killed_at_any_step_either_is_in_use_and_the_next_command_tidies(
    home, monkeypatch, first, second, step
):
    home.use("c")
    home.use(first)
    steps = iter(range(step))

    def dies_at(call):
        def called(*given, **named):
            if next(steps, None) is None:
                raise KeyboardInterrupt
            return call(*given, **named)

        return called

    with monkeypatch.context() as patch:
        patch.setattr(module, "_link", dies_at(module._link))
        patch.setattr(module, "sync", dies_at(sync))
        patch.setattr(module.os, "replace", dies_at(os.replace))
        patch.setattr(Path, "unlink", dies_at(Path.unlink))
        try:
            home.use(second)
            finished = True
        except KeyboardInterrupt:
            finished = False
    assert last_good(home.folder).path == home.path_of(home.current)
    now = home.current
    assert now in (first, second)
    assert now == second or not finished
    home.clear()
    assert home.current == now
    assert home.previous == (first if now == second else "c")
    assert sorted(path.name for path in home.folder.iterdir() if path.name != "current") == [
        "previous",
        "sets",
    ]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda home: home.use("d"), "has no data set 'd'; it has embedded, a, b, c"),
        (lambda home: home.use("../a"), "has no data set '../a'"),
        (lambda home: home.rollback(), "no data set was in use before 'embedded'; .* data list"),
        (lambda home: home.remove(EMBEDDED), "is in use"),
    ],
)
def test_what_is_not_there_cannot_be_used(home, wrong, message):
    with pytest.raises(DatasetError, match=message):
        wrong(home)
    assert home.current == EMBEDDED


def test_one_that_is_cut_off_is_not_put_in_use(home):
    with (home.folder / "sets" / "a" / "figures.parquet").open("r+b") as file:
        file.truncate(100)
    with pytest.raises(DatasetError, match="has 100 bytes"):
        home.use("a")
    assert home.current == EMBEDDED


def test_one_that_is_damaged_later_is_passed_over_with_a_warning(home, caplog):
    home.use("a")
    home.use("b")
    (home.folder / "sets" / "b" / "boundaries.gpkg").unlink()
    assert last_good(home.folder).path == home.folder / "sets" / "a"
    assert "boundaries.gpkg is absent" in caplog.text
    shutil.rmtree(home.folder / "sets" / "a")
    assert last_good(home.folder).path == GEODATA
    assert home.current == "b"


def test_a_data_directory_that_is_a_data_set_is_refused():
    with pytest.raises(DatasetError, match=r"is a data set itself, .*move it to sets/<name>"):
        folder_in_use(GEODATA)


def test_a_link_that_is_no_link_is_named(home):
    (home.folder / "current").write_text("a", encoding="utf-8")
    with pytest.raises(DatasetError, match="current is not a link to a data set"):
        _ = home.current


def test_a_set_is_built_beside_the_others_and_kept_by_a_rename(home):
    with home.locked("test"), home.building() as scratch:
        built = scratch / "set"
        shutil.copytree(home.folder / "sets" / "a", built)
        assert home.names() == (EMBEDDED, "a", "b", "c")
        home.keep(built, "d-2024")
        with pytest.raises(DatasetError, match="exists already; give another --name"):
            home.keep(scratch, "d-2024")
    assert home.names() == (EMBEDDED, "a", "b", "c", "d-2024")
    assert not list((home.folder / "sets").glob(".*"))
    home.remove("d-2024")
    assert home.names() == (EMBEDDED, "a", "b", "c")


@pytest.mark.parametrize("name", ["", "..", ".x", "A", "a b", "a/b", "embedded", "x" * 81, "a--b"])
def test_a_name_that_is_no_folder_name_is_refused(home, name):
    with pytest.raises(DatasetError, match="cannot be called"):
        module.check_name(name)


def test_what_a_killed_command_left_is_gone_with_the_next(home):
    left = home.folder / "sets" / ".building-x" / "set"
    left.mkdir(parents=True)
    (left / "figures.parquet").write_bytes(b"half")
    with home.locked("test"):
        assert not left.exists()
    assert home.names() == (EMBEDDED, "a", "b", "c")


def test_two_at_once_the_second_says_who_holds_the_lock(home):
    with (
        home.locked("data import"),
        pytest.raises(
            DatasetError,
            match=rf"lock is held by 'data import' \(process {os.getpid()}\) since 20.*; wait",
        ),
        home.locked("data use"),
    ):
        pytest.fail("both hold it")
    with home.locked("data use"):
        pass


def test_a_lock_ends_with_its_process_even_if_that_is_killed(tmp_path):
    script = (
        "import os, sys; from pathlib import Path; from rudc_map.dataset.lock import Lock;"
        "Lock(Path(sys.argv[1]), 'x').__enter__(); os.kill(os.getpid(), 9)"
    )
    path = tmp_path / "lock"
    run = subprocess.run([sys.executable, "-c", script, str(path)], check=False, cwd=GEODATA.parent)
    assert run.returncode == -9
    assert '"command": "x"' in path.read_text(encoding="utf-8")
    with Lock(path, "y"):
        assert '"command": "y"' in path.read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    home = Home(tmp_path / "file" / "data")
    with (
        pytest.raises(DatasetError, match=r"cannot be written .*RUDC_DATA_DIR name another"),
        home.locked("test"),
    ):
        pytest.fail("it was written")


def test_how_much_room_there_is_is_said_where_it_is_little(tmp_path, monkeypatch):
    said = OSError("boundaries.gpkg: Failed to commit transaction")
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(module.shutil, "disk_usage", lambda _path: usage._replace(free=2_500_000))
    assert module.reason(said, tmp_path / "not" / "there").endswith("; 2.5 MB is free")
    monkeypatch.setattr(module.shutil, "disk_usage", lambda _path: usage._replace(free=10**12))
    assert module.reason(said, tmp_path) == str(said)
