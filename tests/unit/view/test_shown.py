"""What images say of a state, from files that hold what the embedded data have none of."""

import math
from dataclasses import replace

import pytest

from rudc_map.model import Lang, Level, MissingReason, Reference, ReferenceKind
from rudc_map.view.shown import Shown
from rudc_map.view.state import parse_state
from rudc_map.view.values import map_values

STATE = {"regio": "groningen-drenthe", "niveau": "gemeente", "indicator": "woz_waarde"}


@pytest.fixture
def shown(dataset, registry):
    """A state with changes in its file of values."""

    def make(changes=None, **state):
        known = replace(parse_state(STATE, dataset, registry).state, **state)

        def ask(name, parameters):
            assert name == "values"
            region = next(r for r in dataset.regions if r.id == parameters["regio"])
            values = map_values(
                dataset, registry.get("woz_waarde"), known.level, parameters["periode"], region
            )
            return {**values, **(changes or {})}

        return Shown(known, dataset, registry, ask)

    return make


def test_an_image_says_that_figures_are_not_final(shown, dataset):
    n = len(dataset.codes(Level.GEMEENTE))
    assert shown().subtitle("2024") == "2024 · gemeenten · Groningen en Drenthe"
    assert shown({"status": "v" * n}).subtitle("2024").startswith("2024 (voorlopig) · ")
    some = shown({"status": "v" + "-" * (n - 1)}, lang=Lang.EN)
    assert some.subtitle("2024").startswith("2024 (partly provisional) · ")


def test_an_outer_class_without_areas_has_no_other_end(shown):
    """The breaks of an indicator are those of all its periods: in one of them a class is empty."""
    breaks = {"natuurlijk": {"5": [100.0, 300.0, 400.0, 900.0]}}
    known = shown({"breaks": breaks})
    assert known.painting.counts[0] == known.painting.counts[4] == 0
    said = [known.class_range(at) for at in range(5)]
    assert said[0] == "lager dan 100"
    assert said[1:4] == ["100 – 300", "300 – 400", "400 – 900"]
    assert said[4] == "hoger dan 900"
    assert known.class_range(4, (50.0, 950.0)) == "900 – 950"  # other maps have areas in it
    assert shown({"breaks": breaks}, lang=Lang.EN).class_range(4) == "above 900"


def test_facts_hold_what_is_estimated(shown, dataset):
    at = list(dataset.codes(Level.GEMEENTE)).index("GM0014")
    facts = shown({"inexact": {str(at): 0.25}}).facts("GM0014")
    assert (facts.value, facts.inexact, facts.reason) == (300.0, 0.25, None)
    assert facts.difference == 300 - 378
    assert shown().facts("GM0106").inexact == 0.0


def test_an_area_of_another_level_has_no_figure_but_a_gemeente_has(shown):
    buurten = shown(level=Level.BUURT)
    assert buurten.facts("GM0014").value == 300.0
    wijk = buurten.facts("WK001400")
    assert math.isnan(wijk.value)
    assert wijk.reason is MissingReason.NOT_AT_LEVEL
    assert wijk.reference == 378.0


@pytest.mark.parametrize(
    ("reference", "code", "name"),
    [
        (Reference(), "GM0014", "Nederland"),
        (Reference(ReferenceKind.PROVINCE), "GM0106", "Drenthe"),
        (Reference(ReferenceKind.REGION), "GM0106", "Groningen en Drenthe"),
        (Reference(ReferenceKind.MUNICIPALITY), "BU01060101", "Assen"),
        (Reference(ReferenceKind.AREAS, ("BU01060101",)), "GM0014", "Landgoed Lariks (Assen)"),
        (
            Reference(ReferenceKind.AREAS, ("GM0014", "GM0106")),
            "GM1730",
            "Groningen en andere (2 gebieden samen)",
        ),
    ],
)
def test_what_is_compared_with_has_its_name(shown, reference, code, name):
    assert shown(reference=reference).reference_name(code) == name


def test_amounts_are_brief_on_a_map_and_whole_elsewhere(shown):
    assert shown().said(300.0) == shown().briefly(300.0) == "€\u00a0300.000"
    assert shown().briefly(-78.0, difference=True) == "\u2212€\u00a078.000"
