"""The years as an image: estimates are marked, gaps say why, and totals flatten no line."""

from dataclasses import replace

import pytest

from rudc_map.model import Level
from rudc_map.view.chart_periods import periods
from rudc_map.view.shown import Shown
from rudc_map.view.state import parse_state
from rudc_map.view.values import map_values

ASSEN = "GM0106"


@pytest.fixture
def draw(dataset, registry):
    """The image of an indicator for Assen, with changes in its file of values of 2012."""

    def make(indicator, changes=None):
        state = {"regio": "groningen-drenthe", "niveau": "gemeente", "indicator": indicator}
        known = replace(parse_state(state, dataset, registry).state, areas=(ASSEN,))

        def ask(_name, parameters):
            region = next(r for r in dataset.regions if r.id == parameters["regio"])
            period = parameters["periode"]
            values = map_values(dataset, registry.get(indicator), Level.GEMEENTE, period, region)
            return {**values, **(changes(values) if changes and period == "2012" else {})}

        return periods(Shown(known, dataset, registry, ask))

    return make


@pytest.fixture
def at(dataset):
    return list(dataset.codes(Level.GEMEENTE)).index(ASSEN)


def test_an_estimate_has_an_open_mark_and_its_share(draw, at):
    plain = draw("ervaren_gezondheid")
    drawn = draw("ervaren_gezondheid", lambda _values: {"inexact": {str(at): 0.067}})
    image = "".join(drawn.parts)
    assert image.count('fill="#fff"') == 2  # the mark, and what it means
    assert "na herindeling, tot 7% geschat" in image
    assert "2012 76,6% (7% geschat)" in drawn.words
    assert 'fill="#fff"' not in "".join(plain.parts)


def test_a_gap_has_a_cross_and_its_reason(draw, at):
    def without(values):
        letters = list(values["missing"])
        letters[at] = "v"
        there = list(values["values"])
        there[at] = None
        return {"values": there, "missing": "".join(letters)}

    drawn = draw("ervaren_gezondheid", without)
    assert "×" in "".join(drawn.parts)
    assert "2012 niet te vergelijken: grenzen veranderd, 2016 76,2%" in drawn.words


def test_totals_of_what_is_larger_are_listed_but_not_drawn(draw):
    drawn = draw("misdrijven")
    image = "".join(drawn.parts)
    assert image.count("<path") == 1
    assert "Groningen en Drenthe" in image
