import errno
import stat
import zipfile

import pytest

from rudc_map.errors import SourceError
from rudc_map.sources import archive
from rudc_map.sources.archive import unpack

MAPS = frozenset({".gpkg", ".shp"})


@pytest.fixture
def packed(tmp_path):
    def packed(*names, content=b"kaart" * 10, attributes=0):
        path = tmp_path / "kaart.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
            for name in names:
                member = zipfile.ZipInfo(name)
                member.compress_type = zipfile.ZIP_DEFLATED
                member.external_attr = attributes
                made.writestr(member, content)
        return path

    return packed


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def test_only_the_wanted_files_are_unpacked(packed, folder):
    path = packed("a.gpkg", "lees_mij.pdf", "in/b.SHP", "in/a.gpkg")
    found = unpack(path, folder, MAPS)
    assert [file.name for file in found] == ["a.gpkg", "b.SHP", "a.gpkg"]
    assert len(set(found)) == 3
    assert all(file.read_bytes() == b"kaart" * 10 for file in found)
    assert {file for file in folder.rglob("*") if file.is_file()} == set(found)


@pytest.mark.parametrize(
    "name", ["../a.gpkg", "in/../../a.gpkg", "/tmp/a.gpkg", "..\\a.gpkg", "C:\\a.gpkg"]
)
def test_a_name_outside_the_archive_is_refused(packed, folder, name):
    with pytest.raises(SourceError, match=r"kaart\.zip names a file outside itself"):
        unpack(packed(name), folder, MAPS)
    assert not list(folder.iterdir())


def test_a_link_is_refused(packed, folder):
    path = packed("a.gpkg", content=b"/etc/passwd", attributes=(stat.S_IFLNK | 0o777) << 16)
    with pytest.raises(SourceError, match="names a file outside itself"):
        unpack(path, folder, MAPS)


def test_a_bomb_is_refused_unopened(packed, folder):
    path = packed("a.gpkg", content=b" " * 10_000_000)
    with pytest.raises(SourceError, match=r"unpacks to 1 files of 10 MB, .* that is no map"):
        unpack(path, folder, MAPS)
    assert not list(folder.iterdir())


def test_too_many_or_too_large_is_refused(packed, folder, monkeypatch):
    path = packed("a.gpkg", "b.gpkg", "c.gpkg")
    monkeypatch.setattr(archive, "MAX_MEMBERS", 2)
    with pytest.raises(SourceError, match="unpacks to 3 files"):
        unpack(path, folder, MAPS)
    monkeypatch.setattr(archive, "MAX_MEMBERS", 3)
    monkeypatch.setattr(archive, "MAX_UNPACKED", 149)
    with pytest.raises(SourceError, match="unpacks to 3 files"):
        unpack(path, folder, MAPS)
    monkeypatch.setattr(archive, "MAX_UNPACKED", 150)
    assert len(unpack(path, folder, MAPS)) == 3


def test_a_bomb_that_lies_about_its_size_gives_no_more_than_it_says(packed, folder):
    path = packed("a.gpkg", content=bytes(range(256)) * 4000)
    lie = path.read_bytes().replace((1_024_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    path.write_bytes(lie)
    with pytest.raises(SourceError, match="is damaged or locked"):
        unpack(path, folder, MAPS)
    assert sum(file.stat().st_size for file in folder.rglob("*.gpkg")) <= 100


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html>", None])
def test_a_damaged_archive_is_named(packed, folder, content):
    path = packed("a.gpkg", content=bytes(range(256)) * 40)
    path.write_bytes(path.read_bytes()[:100] if content is None else content)
    with pytest.raises(SourceError, match=r"kaart\.zip is damaged or locked"):
        unpack(path, folder, MAPS)


def test_a_locked_archive_is_named(packed, folder):
    path = packed("a.gpkg")
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(SourceError, match="is damaged or locked"):
        unpack(path, folder, MAPS)


def test_a_full_disk_is_not_taken_for_a_damaged_file(packed, folder, monkeypatch):
    def full(*_arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(archive.shutil, "copyfileobj", full)
    with pytest.raises(SourceError, match=r"the disk is full; .* have TMPDIR name another") as told:
        unpack(packed("a.gpkg"), folder, MAPS)
    assert str(folder) in str(told.value)
