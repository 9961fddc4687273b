"""What is on disk, and noticing that it changed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

import layers
from rudc_map.content import Content
from rudc_map.errors import DatasetError
from rudc_map.settings import PROJECT, Settings

GEODATA = PROJECT / "geodata"


@pytest.fixture
def home(tmp_path):
    """A data directory with two (empty) data sets, the first in use."""
    for name in ("one", "two"):
        folder = tmp_path / "sets" / name
        folder.mkdir(parents=True)
        (folder / "dataset.toml").write_text(f'title = "{name}"')
    (tmp_path / "current").symlink_to(Path("sets") / "one")
    return tmp_path


def content(home, own=None):
    return Content(Settings(data_dir=home, own_dir=own or home / "own"), layers)


def use(home, name):
    (home / "new").symlink_to(Path("sets") / name)
    os.replace(home / "new", home / "current")


def test_the_older_ones_are_the_one_before_and_the_embedded_one(home):
    assert [edition.folder for edition in content(home).older()] == [GEODATA]
    (home / "previous").symlink_to(Path("sets") / "two")
    assert [edition.folder for edition in content(home).older()] == [home / "sets" / "two", GEODATA]
    assert content(home / "nowhere").older() == []


def test_another_data_set_in_use_is_noticed(home):
    there = content(home)
    before = there.mark()
    assert there.mark() == before
    use(home, "two")
    assert there.mark() != before
    assert there.newest().folder == home / "sets" / "two"


@pytest.mark.parametrize("file", ["dataset.toml", "regions.toml"])
def test_a_data_set_that_is_written_anew_is_noticed(home, file):
    there = content(home)
    before = there.mark()
    (home / "sets" / "one" / file).write_text("something else entirely")
    assert there.mark() != before


def test_own_files_that_come_change_and_go_are_noticed(home):
    own = home / "own"
    there = content(home, own)
    marks = [there.mark()]
    own.mkdir()
    for text in ("code;periode;x\n", "code;periode;y;z\n"):
        (own / "a.csv").write_text(text)
        marks.append(there.mark())
    (own / "a.csv").unlink()
    assert len(set(marks)) == 3
    assert there.mark() == marks[0]


def test_a_link_to_nowhere_is_no_data_set(home):
    use(home, "three")
    edition = content(home).newest()
    with pytest.raises(DatasetError, match=r"three holds no data set"):
        edition.open()


def test_an_edition_opens_the_same_data_after_the_link_has_moved(home):
    shutil.rmtree(home / "sets" / "one")
    shutil.copytree(GEODATA, home / "sets" / "one", ignore=shutil.ignore_patterns("sources"))
    edition = content(home).newest()
    use(home, "two")
    dataset, registry = edition.open()
    assert dataset.path == home / "sets" / "one"
    assert registry.find("inwoners")
