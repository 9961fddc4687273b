import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rudc_map.dataset.manifest import (
    MANIFEST,
    REGIONS,
    FileEntry,
    Manifest,
    dataset_hash,
    manifest_text,
    read_manifest,
)
from rudc_map.errors import DatasetError
from rudc_map.model import Level, Source

GEODATA = Path(__file__).parents[3] / "geodata"
text = st.text(st.characters(exclude_categories=["C"]))


@given(title=text, attribution=text, source=text)
def test_any_text_survives_being_written(tmp_path_factory, title, attribution, source):
    manifest = replace(
        read_manifest(GEODATA),
        title=title,
        attribution=attribution,
        sources={"a": Source("a", source, "", "https://x", "2026-11-22", "CC BY 4.0", source)},
    )
    folder = tmp_path_factory.mktemp("manifest")
    (folder / MANIFEST).write_text(manifest_text(manifest), encoding="utf-8")
    assert read_manifest(folder) == manifest


def test_the_committed_manifest_is_what_writing_it_again_gives():
    written = (GEODATA / MANIFEST).read_text(encoding="utf-8")
    before_the_figures, _, _ = written.partition("\n[figures.")
    assert manifest_text(read_manifest(GEODATA)) == before_the_figures
    assert tomllib.loads(written)["attribution"] == (
        "Kadaster / Centraal Bureau voor de Statistiek, 2024"
    )


def test_the_hash_follows_files_and_regions(tmp_path):
    regions = tmp_path / REGIONS
    regions.write_text("a", encoding="utf-8")
    manifest = Manifest("t", "2024", "a", "l", dict.fromkeys(Level, 1), {}, {})
    manifest.files["boundaries.gpkg"] = FileEntry(1, "00")
    first = dataset_hash(manifest, regions)
    assert len(first) == 12
    assert int(first, 16) >= 0
    assert dataset_hash(replace(manifest, title="other"), regions) == first
    regions.write_text("b", encoding="utf-8")
    second = dataset_hash(manifest, regions)
    manifest.files["boundaries.gpkg"] = FileEntry(1, "01")
    assert len({first, second, dataset_hash(manifest, regions)}) == 3


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text.replace("format = 2", "format = 1"), "has format 1, this version reads"),
        (lambda text: text.replace("format = 2", ""), "has format None"),
        (lambda text: text.replace("[counts]", "[count]"), "is not complete"),
        (lambda text: text.replace("land = 1", 'land = "x"'), "is not complete"),
        (lambda text: text.replace("figures.parquet", "x"), "no checksum of figures.parquet"),
        (lambda text: text.replace("licence", "licentie"), "is not complete"),
        (lambda text: text + "=", "cannot be read"),
    ],
)
def test_a_manifest_that_cannot_be_used_is_refused_with_the_remedy(tmp_path, change, message):
    content = (GEODATA / MANIFEST).read_text(encoding="utf-8")
    (tmp_path / MANIFEST).write_text(change(content), encoding="utf-8")
    with pytest.raises(DatasetError, match=f"{message}.*; run python -m rudc_map data build"):
        read_manifest(tmp_path)
