"""Files of figures that are written before they are sent: whole, dated by their sources, or not."""

import resource
import tempfile
import tracemalloc
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest

from rudc_map.errors import InputError
from rudc_map.model import Level
from rudc_map.view import figures_written
from rudc_map.view.figures import COLUMNS, Figures, Scope
from rudc_map.view.figures_written import MOST_ROWS, WRITTEN, refuse_large, write_excel
from rudc_map.view.state import parse_state

DAY = datetime(2024, 2, 29)


class Named:
    """Figures of one area with a name that somebody else chose."""

    retrieved = DAY

    def __init__(self, name: str) -> None:
        self.name = name

    def tables(self):
        row = {column: "x" if kind is str else -1.5 for column, kind in COLUMNS.items()}
        yield pd.DataFrame([{**row, "naam": self.name}])


@pytest.fixture(scope="module")
def figures(dataset, registry):
    state = parse_state({"indicator": "misdrijven_per_1000"}, dataset, registry).state
    return Figures(replace(state, level=Level.GEMEENTE), dataset, registry, Scope.THEME)


@contextmanager
def room_for(size):
    """No file of this process can grow beyond so many bytes, as on a disk that is nearly full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("name", ["=1+1", '=HYPERLINK("http://a")', "+x", "@x", "gewoon"])
def test_no_cell_of_a_workbook_is_a_formula(monkeypatch, tmp_path, name):
    monkeypatch.setattr(figures_written, "notes_of", lambda *_: [("=a", name)])
    write_excel(Named(name), "", tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    for sheet in book:
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert name in [cell.value for cell in cells]


def test_a_workbook_is_dated_by_its_sources(monkeypatch, tmp_path):
    monkeypatch.setattr(figures_written, "notes_of", lambda *_: [])
    write_excel(Named("x"), "", tmp_path / "x.xlsx")
    properties = openpyxl.load_workbook(tmp_path / "x.xlsx").properties
    assert (properties.created, properties.modified) == (DAY, DAY)
    with ZipFile(tmp_path / "x.xlsx") as archive:
        assert {member.date_time[:3] for member in archive.infolist()} == {(2024, 2, 29)}


def test_more_than_a_workbook_holds_is_refused(figures):
    class Large:
        rows = MOST_ROWS + 1

    with pytest.raises(InputError, match="Parquet"):
        refuse_large(Large(), "xlsx")
    refuse_large(Large(), "parquet")


@pytest.mark.parametrize("kind", WRITTEN)
def test_on_a_full_disk_nothing_counts_as_written(monkeypatch, tmp_path, figures, kind):
    """Wherever the room ends: GDAL leaves an index out silently where only that has none."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    whole = tmp_path / f"whole.{kind}"
    WRITTEN[kind](figures, "http://kaart", whole)
    size = whole.stat().st_size
    for part in (0, 0.3, 0.6, 0.8, 0.9, 0.95, 0.98):
        with room_for(int(part * size)), pytest.raises(OSError):  # noqa: PT011 -- of any kind
            WRITTEN[kind](figures, "http://kaart", tmp_path / f"{part}.{kind}")
        assert list((tmp_path / "tmp").iterdir()) == []
    with room_for(size):
        again = tmp_path / f"again.{kind}"
        if kind != "xlsx":  # its sheets are larger than the archive that they are put in
            WRITTEN[kind](figures, "http://kaart", again)
            assert again.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize("kind", WRITTEN)
def test_no_more_than_a_few_tables_are_in_memory(monkeypatch, tmp_path, figures, kind):
    """Four times as many tables take no more memory: nothing is held until the end."""
    country = replace(figures, state=replace(figures.state, region="nederland"))

    def peak(times):
        parts = country.parts[:1] * times
        monkeypatch.setattr(Figures, "parts", property(lambda _: parts))
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        WRITTEN[kind](country, "http://kaart", tmp_path / f"{times}.{kind}")
        return tracemalloc.get_traced_memory()[1] - before

    monkeypatch.setattr(figures_written, "wide_table", lambda shown: shown.areas())
    WRITTEN[kind](country, "http://kaart", tmp_path / f"warm.{kind}")
    tracemalloc.start()
    try:
        few, many = peak(2), peak(8)
    finally:
        tracemalloc.stop()
    assert many < 1.5 * few
