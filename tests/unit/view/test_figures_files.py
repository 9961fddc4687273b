"""Cells that a spreadsheet would compute."""

import csv
import io

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from rudc_map.view.figures import COLUMNS
from rudc_map.view.figures_files import BOM, FORMULA, csv_file

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


class Named:
    """Figures of one area with a name that somebody else chose."""

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
