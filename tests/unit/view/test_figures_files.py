"""Cells that a spreadsheet would compute, and figures that have no room in a format."""

import csv
import io

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rudc_map.errors import InputError
from rudc_map.view import figures_files
from rudc_map.view.figures import COLUMNS
from rudc_map.view.figures_files import BOM, FORMULA, csv_file, excel_file

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


class Named:
    """Figures of one area with a name that somebody else chose."""

    rows = 1

    def __init__(self, name: str, value: float = -1.5) -> None:
        self.name, self.value = name, value

    def tables(self):
        row = {column: "x" if kind is str else self.value for column, kind in COLUMNS.items()}
        yield pd.DataFrame([{**row, "naam": self.name}])


@given(TEXT)
def test_no_cell_of_a_csv_is_a_formula_and_names_can_be_had_back(name):
    body = b"".join(csv_file(Named(name), ""))
    assert body.startswith(BOM)
    _, row = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))
    found = row[list(COLUMNS).index("naam")]
    assert not found.startswith(FORMULA)
    assert found == (f"'{name}" if name.startswith(FORMULA) else name)
    assert row[list(COLUMNS).index("waarde")] == "-1.5"


@pytest.mark.parametrize("name", ["=1+1", '=HYPERLINK("http://a")', "+x", "@x", "gewoon"])
def test_no_cell_of_a_workbook_is_a_formula(monkeypatch, name):
    monkeypatch.setattr(figures_files, "notes_of", lambda *_: [("=a", name)])
    [body] = excel_file(Named(name), "")
    book = openpyxl.load_workbook(io.BytesIO(body))
    for sheet in book:
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert name in [cell.value for cell in cells]


def test_more_than_a_workbook_holds_is_refused():
    large = Named("x")
    large.rows = figures_files.MOST_ROWS + 1
    with pytest.raises(InputError, match="Parquet"):
        list(excel_file(large, ""))
