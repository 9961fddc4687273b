import numpy as np
import pandas as pd
import pytest

from rudc_map.errors import SourceError
from rudc_map.model import MissingReason
from rudc_map.sources.boundary_figures import changes_of, figures_of, postcodes_of


def rows(*cells, dtype=None):
    codes = [f"GM{number:04}" for number in range(len(cells) + 1)]
    frame = pd.DataFrame({"code": codes, "a_inw": pd.Series([*cells, 7], dtype=dtype)})
    return figures_of(frame, "2020", "kaart").set_index("code")[["value", "missing"]]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (-99997, MissingReason.SECRET),
        (-99995, MissingReason.NOT_PUBLISHED),
        (-99991, MissingReason.NOT_PUBLISHED),
        (-99999999, MissingReason.NOT_PUBLISHED),
        (-99999997, MissingReason.SECRET),
        (-123456, MissingReason.NOT_PUBLISHED),
        (np.nan, MissingReason.NOT_PUBLISHED),
    ],
)
def test_a_sentinel_becomes_a_gap_with_its_reason(cell, reason):
    found = rows(cell)
    assert np.isnan(found["value"].iloc[0])
    assert found["missing"].tolist() == [reason, None]


def test_text_is_read_as_numbers():
    found = rows("1,5", " 2.5 ", ".", "", None, "-99997", dtype=object)
    assert found["value"].iloc[:2].tolist() == [1.5, 2.5]
    assert found["value"].iloc[2:6].isna().all()
    assert found["missing"].iloc[5] == MissingReason.SECRET


@pytest.mark.parametrize("cell", ["veel", "inf", "1.2.3", "nan"])
def test_text_that_is_no_number_is_refused(cell):
    with pytest.raises(SourceError, match=f"kaart: '{cell}' in a_inw is not a number"):
        rows(cell, dtype=object)


def test_a_figure_without_a_value_is_not_published_at_this_level():
    cells = pd.DataFrame({"code": ["GM0001", "GM0002"], "a_inw": [-99997, -99997], "a_hh": [1, 2]})
    found = figures_of(cells, "2020", "kaart")
    assert set(found["variable"]) == {"a_hh"}
    assert figures_of(cells[["code", "a_inw"]], "2020", "kaart").empty


def test_postcodes_are_four_digits_or_none():
    codes = pd.Series([f"BU{n}" for n in range(6)])
    assert postcodes_of(
        codes, pd.Series(["9712", ".", None, "-99997", "0999", "9712 "])
    ).to_dict() == {
        "BU0": "9712",
        "BU5": "9712",
    }
    assert postcodes_of(codes[:3], pd.Series([9712.0, np.nan, -99997.0])).to_dict() == {
        "BU0": "9712"
    }
    assert postcodes_of(codes[:2], pd.Series([9712, 0])).to_dict() == {"BU0": "9712"}


def test_changes_are_one_to_three():
    codes = pd.Series(["A", "B", "C", "D", "E"])
    found = changes_of(codes, pd.Series([1, 3.0, -99997, None, "2"], dtype=object))
    assert found.to_dict() == {"A": 1, "B": 3, "E": 2}
