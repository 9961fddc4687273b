"""Numbers in both notations, and what is refused rather than guessed."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rudc_map.errors import SourceError
from rudc_map.model import MissingReason
from rudc_map.sources.own_numbers import Decimal, decimal_of, find_decimal, read_numbers
from rudc_map.sources.tables import SENTINELS

COMMA, POINT = Decimal.COMMA, Decimal.POINT


VALUES = st.floats(-1e9, 1e9).map(lambda x: round(x, 4)).filter(lambda x: x not in SENTINELS)


def column(*cells, start=2):
    return pd.Series(list(cells), index=range(start, start + len(cells)), dtype=object)


def written(value: float, decimal: Decimal) -> str:
    """As a spreadsheet prints it, with thousands separators."""
    text = f"{value:,.4f}"
    if decimal is COMMA:
        text = text.replace(",", "_").replace(".", ",").replace("_", ".")
    return text


@given(VALUES, st.sampled_from(list(Decimal)))
def test_a_number_comes_back_from_either_notation(value, decimal):
    text = written(value, decimal)
    assert read_numbers(column(text), decimal).values.tolist() == [value]
    assert decimal_of(text) is decimal


@given(VALUES)
def test_a_number_of_a_workbook_has_no_notation(value):
    for decimal in Decimal:
        assert read_numbers(column(value), decimal).values.tolist() == [value]
    assert decimal_of(value) is None


@given(st.permutations(["1,5", "1.234", "7", "", "."]))
def test_the_order_of_the_cells_does_not_matter(cells):
    assert find_decimal([("x", column(*cells))], "f.csv") is COMMA


@pytest.mark.parametrize(
    ("cell", "decimal", "value"),
    [
        ("1.234", COMMA, 1234.0),
        ("1.234", POINT, 1.234),
        ("1 234,5", COMMA, 1234.5),
        ("1'234.5", POINT, 1234.5),
        ("€ 12,50", COMMA, 12.5),
        ("12,5 %", COMMA, 12.5),
        ("−3", COMMA, -3.0),
        ("0,125", COMMA, 0.125),
        ("1e3", POINT, 1000.0),
    ],
)
def test_ways_to_write_a_number(cell, decimal, value):
    read = read_numbers(column(cell), decimal)
    assert read.values.tolist() == [value]
    assert not read.wrong.any()
    assert read.missing.isna().all()


@pytest.mark.parametrize("cell", ["x", "X", "*", "<5", "< 10", "minder dan 5", "geheim"])
def test_how_municipalities_write_what_is_about_too_few_people(cell):
    read = read_numbers(column(cell), COMMA)
    assert (read.missing.tolist(), read.wrong.tolist()) == ([MissingReason.SECRET], [False])


@pytest.mark.parametrize("cell", ["-", "–", "n.b.", "nvt", "N/A", "#N/B", "#DEEL/0!", "onbekend"])
def test_how_they_write_that_there_is_none(cell):
    read = read_numbers(column(cell), COMMA)
    assert (read.missing.tolist(), read.wrong.tolist()) == ([MissingReason.NOT_PUBLISHED], [False])


@pytest.mark.parametrize(
    "cell", ["abc", "=1+1", "1.23.4", "1,2,3", "12-34", "1e999", "nan", "inf", "@1", "１x"]
)
@pytest.mark.parametrize("decimal", list(Decimal))
def test_what_is_no_number_is_reported_not_read(cell, decimal):
    if cell == "1,2,3":
        assert read_numbers(column(cell), COMMA).wrong.all()
        return
    read = read_numbers(column(cell), decimal)
    assert read.wrong.all()
    assert read.values.isna().all()
    assert read.missing.tolist() == [MissingReason.NOT_PUBLISHED]


def test_missing_cells_have_their_reason_and_are_not_wrong():
    read = read_numbers(column("", ".", "-99997", -99997.0, "-99995", -99999999.0, "0"), COMMA)
    published, secret = MissingReason.NOT_PUBLISHED, MissingReason.SECRET
    assert read.missing.tolist() == [
        published,
        published,
        secret,
        secret,
        published,
        published,
        None,
    ]
    assert read.values.dropna().tolist() == [0.0]
    assert not read.wrong.any()


def test_a_thousand_or_one_and_a_bit_is_asked_not_guessed():
    cells = [("aantal", column("1.234", "5.678"))]
    with pytest.raises(
        SourceError, match=r"f\.csv: '1\.234' \(column 'aantal', row 2\).*say whether"
    ):
        find_decimal(cells, "f.csv")
    assert find_decimal(cells, "f.csv", COMMA) is COMMA


def test_one_clear_cell_in_another_column_settles_it():
    columns = [("aantal", column("1.234")), ("cijfer", column("7,5"))]
    assert find_decimal(columns, "f.csv") is COMMA


def test_two_notations_in_one_file_are_refused():
    columns = [("a", column("1,5")), ("b", column("2.5"))]
    with pytest.raises(SourceError, match=r"'1,5' \(column 'a', row 2\).*'2\.5' \(column 'b'"):
        find_decimal(columns, "f.csv")
