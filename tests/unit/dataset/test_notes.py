"""What dataset.toml says of every figure."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest

from rudc_map.dataset.notes import notes_text
from rudc_map.model import FigureStatus, Level


def read(text):
    return tomllib.loads(text)["figures"]


def test_every_figure_has_its_source_and_definition(dataset):
    notes = read(notes_text(dataset._figures, dataset.sources))
    assert set(notes) == dataset.variables()
    for name, note in notes.items():
        assert note["source"], name
        assert set(note["source"]) <= set(dataset.sources)
        assert all(note[key] for key in ("title", "title_en", "definition", "unit", "periods"))
    assert notes["gezond"]["periods"] == ["2012", "2016", "2020", "2022", "2024"]
    assert notes["auto_per_hh"]["levels"] == ["gemeente"]
    assert not any("not_final" in note for note in notes.values())


def test_dataset_toml_of_the_embedded_data_set_holds_them(dataset):
    written = tomllib.loads((dataset.path / "dataset.toml").read_text(encoding="utf-8"))
    assert written["figures"] == read(notes_text(dataset._figures, dataset.sources))


def test_figures_that_are_not_final_are_named_with_their_period(dataset):
    table = dataset._figures
    status = table.status.copy()
    rows = table.rows["misdrijven", Level.BUURT, "2025"]
    status[rows] = list(FigureStatus).index(FigureStatus.PARTIAL)
    notes = read(notes_text(replace(table, status=status), dataset.sources))
    assert notes["misdrijven"]["not_final"] == ["2025: gedeeltelijk"]


@pytest.mark.parametrize("ids", [("kwb_2023", "kwb_2024"), ()])
def test_a_source_may_stand_there_by_vintage(dataset, ids):
    assert read(notes_text(dataset._figures, ids))["a_inw"]["source"] == list(ids)
