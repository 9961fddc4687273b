"""Cells of published tables: every way of writing a number, and of writing none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rudc_map.errors import SourceError
from rudc_map.model import MissingReason
from rudc_map.sources.cells import SECRET, SENTINEL_REASONS, read_cells


def one(cell: object) -> pd.Series:
    return read_cells(pd.Series([cell], index=["BU00140000"], dtype=object), "a table").iloc[0]


@given(st.floats(-1e9, 1e9).filter(lambda x: x not in SENTINEL_REASONS))
def test_a_number_is_the_same_as_number_text_and_with_a_comma(number):
    for cell in (number, repr(number), f"  {number!r}", repr(number).replace(".", ",")):
        assert one(cell)["value"] == number
        assert one(cell)["missing"] is None


@pytest.mark.parametrize(
    ("cell", "reason", "sure"),
    [
        ("       .", MissingReason.SECRET, False),
        (SECRET, MissingReason.SECRET, True),
        ("", MissingReason.NOT_PUBLISHED, False),
        ("   ", MissingReason.NOT_PUBLISHED, False),
        (None, MissingReason.NOT_PUBLISHED, False),
        (np.nan, MissingReason.NOT_PUBLISHED, False),
        (-99997, MissingReason.SECRET, True),
        ("-99997", MissingReason.SECRET, True),
        (-99995.0, MissingReason.NOT_PUBLISHED, True),
        (-99991, MissingReason.NOT_PUBLISHED, True),
        ("-99999999", MissingReason.NOT_PUBLISHED, True),
    ],
)
def test_none_has_its_reason(cell, reason, sure):
    read = one(cell)

    assert np.isnan(read["value"])
    assert read["missing"] == reason
    assert read["sure"] == sure


@pytest.mark.parametrize("cell", ["veel", "1.234,5", "inf", "1 2", np.inf, "<5"])
def test_anything_else_is_refused_with_its_place(cell):
    with pytest.raises(SourceError, match="a table, BU00140000: "):
        one(cell)


def test_mixed_cells_keep_their_places():
    cells = pd.Series([1, "2,5", None, ".", -99997], index=list("abcde"), dtype=object)
    read = read_cells(cells, "a table")

    assert read["value"].dropna().to_dict() == {"a": 1.0, "b": 2.5}
    assert list(read.index) == list("abcde")
