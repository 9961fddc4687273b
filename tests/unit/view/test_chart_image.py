"""The charts that the page offers images of are those that there are, and so are the files."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rudc_map.view.chart_image import CHARTS
from rudc_map.view.chart_parts import Axis, axis_of, decimals_of
from rudc_map.view.figures_files import FORMATS

SCRIPT = Path(__file__).parents[3] / "assets" / "later" / "downloads.js"
VALUES = st.lists(st.floats(-1e6, 1e6).map(lambda v: round(v, 3)), min_size=1, max_size=20)


@pytest.mark.parametrize(("name", "known"), [("CHARTS", CHARTS), ("FORMATS", FORMATS)])
def test_the_page_offers_what_there_is(name, known):
    [offered] = re.findall(rf"const {name} = \[(.*?)\];", SCRIPT.read_text(encoding="utf-8"))
    assert re.findall(r'"(\w+)"', offered) == [str(item) for item in known]


@given(VALUES, st.booleans())
def test_an_axis_holds_all_values_and_round_numbers(values, zero):
    axis = axis_of(values, 100.0, 900.0, zero=zero)
    assert all(100 <= axis.at(value) <= 900 for value in values)
    assert not zero or axis.low <= 0 <= axis.high
    ticks = axis.ticks()
    assert 3 <= len(ticks) <= 13
    assert ticks == sorted(set(ticks))
    assert axis.low - 1e-6 <= ticks[0] <= ticks[-1] <= axis.high + 1e-6


def test_ticks_have_no_more_decimals_than_tell_them_apart():
    assert Axis(0.0, 900.0, 0.0, 1.0).ticks() == [0, 100, 200, 300, 400, 500, 600, 700, 800, 900]
    assert decimals_of([0.0, 100.0], 2) == 0
    assert decimals_of([0.0, 0.5], 2) == 1
    assert decimals_of([0.0, 0.25], 1) == 1
