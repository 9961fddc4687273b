import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rudc_map.errors import SourceError
from rudc_map.sources.tables import BLANKS, SENTINELS, read_table, to_numbers

numbers = st.floats(allow_nan=False, allow_infinity=False).filter(lambda x: x not in SENTINELS)
blanks = st.sampled_from([*sorted(BLANKS), *(f"{s:.0f}" for s in SENTINELS), "-99997.0", " . "])


@given(st.lists(st.one_of(numbers, blanks)))
def test_numbers_survive_and_every_way_to_write_missing_becomes_nan(cells):
    result = to_numbers(pd.Series([str(cell) for cell in cells], dtype=str), "t.csv")
    assert len(result) == len(cells)
    for cell, value in zip(cells, result, strict=True):
        assert math.isnan(value) if isinstance(cell, str) else value == cell


@given(numbers)
def test_no_sentinel_is_ever_a_value(number):
    assert not to_numbers(pd.Series([repr(number), "-99991"]), "t.csv").isin(SENTINELS).any()


@pytest.mark.parametrize("cell", ["1,5", "abc", "inf", "nan", "1 000", "-"])
def test_anything_else_is_refused_by_name(cell):
    with pytest.raises(SourceError, match=r"GM0106\.csv, a_inw, row BU1: .* is not a number"):
        to_numbers(pd.Series(["1", cell], index=["BU0", "BU1"]), "GM0106.csv, a_inw")


def test_cells_are_read_as_text(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("code;naam;x\nBU00140000;NA;007\nBU00140001;'t Zandt;\n", encoding="utf-8")
    assert read_table(path, ["code", "x"]).to_dict("list") == {
        "code": ["BU00140000", "BU00140001"],
        "naam": ["NA", "'t Zandt"],
        "x": ["007", ""],
    }


def test_the_mark_that_excel_puts_first_is_not_part_of_a_name(tmp_path):
    (tmp_path / "t.csv").write_bytes("\ufeffcode;x\nGM1;1\n".encode())
    assert list(read_table(tmp_path / "t.csv", ["code"]).columns) == ["code", "x"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "does not exist; put the source table there"),
        (b"", "is not a semicolon-separated UTF-8 table"),
        (b"code;x\nGM1;\xff\n", "is not a semicolon-separated UTF-8 table"),
        (b"code;x\nGM1;1;2;3\nGM2;1;2;3;4;5\n", "is not a semicolon-separated UTF-8 table"),
        (b"code;x\nGM1;1;2\n", "has rows with more cells than its header"),
        (b"code,x\nGM1,1\n", r"has no column code, x \(it has code,x\); download"),
    ],
)
def test_what_is_not_a_table_is_refused_by_name(tmp_path, content, message):
    path = tmp_path / "t.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SourceError, match=message) as error:
        read_table(path, ["code", "x"])
    assert str(path) in str(error.value)
