import shutil
from dataclasses import replace

import numpy as np
import pyogrio
import pytest
import shapely

from rudc_map.dataset.build import write_boundaries
from rudc_map.dataset.difference import area_changes, as_table, figure_changes
from rudc_map.dataset.figures import read_figures, write_figures
from rudc_map.dataset.home import GEODATA
from rudc_map.dataset.manifest import (
    BOUNDARIES,
    FIGURES,
    LAYER_NAMES,
    MANIFEST,
    file_entry,
    manifest_text,
    read_manifest,
)
from rudc_map.dataset.store import open_dataset
from rudc_map.model import Level


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """The embedded data set with a buurt less, one renamed, one moved, and a few other figures."""
    folder = tmp_path_factory.mktemp("other") / "set"
    shutil.copytree(GEODATA, folder, ignore=shutil.ignore_patterns("sources"))
    levels = {
        level: pyogrio.read_dataframe(folder / BOUNDARIES, layer=layer)
        for level, layer in LAYER_NAMES.items()
    }
    buurten = levels[Level.BUURT]
    buurten.loc[1, "name"] = "Elders"
    moved = shapely.transform(buurten.geometry[2], lambda xy: xy + 100)
    buurten.loc[2, "geometry"] = moved
    levels[Level.BUURT] = buurten.iloc[:-1]
    (folder / BOUNDARIES).unlink()
    write_boundaries(levels, folder / BOUNDARIES)
    figures = read_figures(folder / FIGURES).set_index(["code", "variable"])
    figures.loc[("GM0106", "a_hh"), "value"] = 1.0
    figures.loc[("GM0014", "a_hh"), ["value", "missing"]] = [np.nan, "geheim"]
    gone = figures.index.get_level_values("variable") == "zk_ggz"
    write_figures(figures[~gone].reset_index(), folder / FIGURES)
    manifest = read_manifest(folder)
    files = {name: file_entry(folder / name) for name in manifest.files}
    counts = {**manifest.counts, Level.BUURT: len(levels[Level.BUURT])}
    text = manifest_text(replace(manifest, files=files, counts=counts))
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return open_dataset(folder)


def test_areas_that_went_changed_name_or_moved(dataset, other):
    buurten, *larger = area_changes(dataset, other)
    codes = dataset.codes(Level.BUURT)
    assert (buurten.what, buurten.came, buurten.went) == ("buurt", (), (codes[-1],))
    assert buurten.changed == (codes[1], codes[2])
    assert buurten.examples[0] == "BU00140001: Binnenstad-Zuid → Elders"
    assert f"{codes[2]}: " in buurten.examples[1]
    assert not any(larger)
    back = next(area_changes(other, dataset))
    assert (back.came, back.went) == ((codes[-1],), ())


def test_values_that_went_and_changed(dataset, other):
    changes = {change.what: change for change in figure_changes(dataset, other) if change}
    assert set(changes) == {"a_hh gemeente 2024", "zk_ggz gemeente 2023"}
    households = changes["a_hh gemeente 2024"]
    assert (households.went, households.changed) == (("GM0014",), ("GM0106",))
    assert households.examples == ("GM0106: 32550 → 1",)
    assert len(changes["zk_ggz gemeente 2023"].went) == 329
    table = as_table(iter(changes.values()))
    assert len(table) == 331
    assert table.iloc[0].to_list() == ["a_hh gemeente 2024", "GM0014", "went"]


def test_a_data_set_does_not_differ_from_itself(dataset):
    assert not any(area_changes(dataset, dataset))
    assert not any(figure_changes(dataset, dataset))
