"""The embedded data set is what its sources give, wherever and whenever it is built."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from rudc_map.dataset import build
from rudc_map.dataset.build import FIXED_DATE, build_dataset
from rudc_map.dataset.manifest import BOUNDARIES, FIGURES, MANIFEST, REGIONS, file_entry
from rudc_map.dataset.store import open_dataset
from rudc_map.errors import DatasetError, SourceError
from rudc_map.model import Level

ROOT = Path(__file__).parents[2]
GEODATA = ROOT / "geodata"
BUILT = (BOUNDARIES, FIGURES, MANIFEST)


def checksums(folder):
    return {name: file_entry(folder / name).sha256 for name in BUILT}


@pytest.fixture
def sources(tmp_path):
    """A copy of the sources as a clone has them, in a folder of its own."""
    shutil.copytree(GEODATA / "sources", tmp_path / "clone" / "sources")
    shutil.copyfile(GEODATA / REGIONS, tmp_path / "clone" / REGIONS)
    return tmp_path / "clone" / "sources"


def test_a_rebuild_gives_the_committed_bytes(sources, tmp_path):
    steps = []
    manifest = build_dataset(sources, tmp_path / "built", steps.append)
    assert checksums(tmp_path / "built") == checksums(GEODATA)
    assert (tmp_path / "built" / REGIONS).read_bytes() == (GEODATA / REGIONS).read_bytes()
    assert manifest.counts[Level.BUURT] == 1314
    assert steps == ["sources", "boundaries", "figures", "files"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["built", "clone"]


def test_another_place_time_zone_and_locale_give_the_same_bytes(sources, tmp_path):
    script = (
        "import sys; from pathlib import Path; from rudc_map.dataset.build import build_dataset;"
        "build_dataset(Path(sys.argv[1]), Path('elsewhere'))"
    )
    environment = {**os.environ, "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    environment |= {"PYTHONPATH": str(ROOT)}
    subprocess.run(
        [sys.executable, "-W", "error", "-c", script, str(sources)],
        cwd=tmp_path,
        env=environment,
        check=True,
    )
    assert checksums(tmp_path / "elsewhere") == checksums(GEODATA)


def test_no_file_holds_the_day_of_the_build():
    with closing(sqlite3.connect(GEODATA / BOUNDARIES)) as file:
        days = file.execute("SELECT DISTINCT last_change FROM gpkg_contents").fetchall()
    assert days == [(FIXED_DATE,)]
    metadata = pq.read_metadata(GEODATA / FIGURES).metadata or {}
    assert not any(b"pandas" in key for key in metadata)


def test_the_data_set_is_small():
    files = [path for path in GEODATA.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 6_000_000
    assert max(path.stat().st_size for path in files) < 2_000_000


def test_a_build_leaves_other_files_alone_and_replaces_its_own(sources, tmp_path):
    target = tmp_path / "target"
    target.mkdir()
    (target / "README.md").write_text("mine", encoding="utf-8")
    (target / MANIFEST).write_text("old", encoding="utf-8")
    first_region = (GEODATA / REGIONS).read_text(encoding="utf-8").split("[[region]]")[:2]
    (target / REGIONS).write_text("[[region]]".join(first_region), encoding="utf-8")
    build_dataset(sources, target)
    assert (target / "README.md").read_text(encoding="utf-8") == "mine"
    assert len(open_dataset(target).regions) == 1


def test_a_build_that_fails_leaves_everything_as_it_was(sources, tmp_path, monkeypatch):
    target = tmp_path / "target"
    shutil.copytree(GEODATA, target, ignore=shutil.ignore_patterns("sources"))
    before = {path.name: path.read_bytes() for path in target.iterdir()}

    def disk_full(figures, codes, path):
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(build, "write_columns", disk_full)
    with pytest.raises(
        DatasetError, match=r"cannot be written .*No space left.*choose another --to"
    ):
        build_dataset(sources, target)
    assert {path.name: path.read_bytes() for path in target.iterdir()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clone", "target"]


def test_nothing_is_written_for_faulty_sources(sources, tmp_path):
    table = sources / "kerncijfers" / "GM0106.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("WK010603;", "WK999999;"), encoding="utf-8")
    with pytest.raises(SourceError, match="figures of WK999999, which is not among the boundaries"):
        build_dataset(sources, tmp_path / "built")
    assert not (tmp_path / "built").exists()


def test_without_regions_there_is_no_data_set(sources, tmp_path):
    (sources.parent / REGIONS).unlink()
    with pytest.raises(DatasetError, match=r"regions\.toml does not exist; put the list"):
        build_dataset(sources, tmp_path / "built")


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda folder: (folder / FIGURES).unlink(), r"figures\.parquet is absent"),
        (lambda folder: (folder / MANIFEST).unlink(), "holds no data set"),
        (lambda folder: (folder / REGIONS).unlink(), r"regions\.toml is absent"),
        (lambda folder: (folder / FIGURES).write_bytes(b"x"), "has 1 bytes, .* were built"),
        (lambda folder: _resize(folder / BOUNDARIES), "cannot be read"),
    ],
)
def test_an_incomplete_data_set_is_not_opened(tmp_path, damage, message):
    folder = tmp_path / "data"
    shutil.copytree(GEODATA, folder, ignore=shutil.ignore_patterns("sources"))
    damage(folder)
    with pytest.raises(DatasetError, match=f"{message}.*run python -m rudc_map data build"):
        open_dataset(folder)


def test_boundaries_that_vanish_after_opening_are_reported(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(GEODATA, folder, ignore=shutil.ignore_patterns("sources"))
    dataset = open_dataset(folder)
    (folder / BOUNDARIES).unlink()
    with pytest.raises(DatasetError, match=r"boundaries\.gpkg cannot be read .*data build"):
        dataset.boundaries(Level.LAND)


def _resize(path):
    path.write_bytes(b"x" * path.stat().st_size)
