"""What is known of one area, against what the rest of the project computes."""

from __future__ import annotations

import math

import numpy as np
import pytest

from rudc_map.indicators.area_facts import Subject
from rudc_map.indicators.compute import indicator_values
from rudc_map.indicators.neighbours import neighbours_of_level
from rudc_map.indicators.references import region_value
from rudc_map.indicators.shapes import shapes
from rudc_map.indicators.surroundings import boxes_of_level, neighbours_of, outlines_in
from rudc_map.indicators.unions import taken_as_one, whole_areas
from rudc_map.model import Level, level_of
from rudc_map.view.standings import Standings

CODES = ("BU00141101", "BU00140000", "WK001411", "GM0014", "GM0363", "PV22", "NL00")


@pytest.mark.parametrize("code", CODES)
def test_values_and_margins_are_those_of_the_map(dataset, registry, code):
    subject = Subject(dataset, code)
    for indicator in registry.indicators:
        facts = subject.facts(indicator)
        for moment in facts.moments:
            known = indicator_values(dataset, indicator, level_of(code), moment.period)
            assert np.array_equal(moment.value, known.values[code], equal_nan=True)
            assert math.isnan(moment.value) == (moment.missing is not None)
        taken = taken_as_one(dataset, indicator, indicator.periods[-1], whole_areas([code]))
        if facts.known:
            limits = (facts.lower, facts.upper)
            assert np.allclose(limits, (taken.lower, taken.upper), equal_nan=True)
            first = facts.known_moments[0].period
            began = taken_as_one(dataset, indicator, first, whole_areas([code]))
            assert np.allclose(facts.before, (began.lower, began.upper), equal_nan=True)


@pytest.mark.parametrize("code", ["BU00141101", "WK001411", "GM0014"])
def test_places_are_those_of_the_standings(dataset, registry, code):
    subject = Subject(dataset, code)
    for indicator in registry.indicators:
        if indicator.categories:
            continue
        standings = Standings(dataset, indicator, indicator.periods[-1], dataset.regions[0])
        expected, _ = standings.of(code)
        for place in subject.facts(indicator).places:
            whole = level_of(place.whole)
            known = expected["nederland" if whole is Level.LAND else whole.value]
            found = (place.rank, place.tied, place.among)
            assert found == (known["plaats"], known["gedeeld"], known["van"])


def test_a_region_has_the_value_of_its_gemeenten_as_one(dataset, registry):
    region = dataset.regions[0]
    subject = Subject(dataset, region.id, region)
    for indicator in registry.indicators:
        value = subject.facts(indicator).latest.value
        expected = region_value(dataset, indicator, indicator.periods[-1], region)
        assert np.array_equal(value, expected, equal_nan=True)
    assert subject.around == ("NL00",)


@pytest.mark.parametrize("code", ["BU00141101", "WK001411", "GM0014", "PV20"])
def test_neighbours_from_the_outlines_nearby_are_those_of_the_whole_level(dataset, code):
    level = level_of(code)
    codes = dataset.codes(level)
    pairs = neighbours_of_level(dataset, level)
    own = codes.get_loc(code)
    expected = {codes[b] for a, b in zip(pairs.first, pairs.second, strict=True) if a == own}
    expected |= {codes[a] for a, b in zip(pairs.first, pairs.second, strict=True) if b == own}
    assert set(neighbours_of(dataset, code)) == expected


@pytest.mark.parametrize("level", [Level.BUURT, Level.PROVINCIE])
def test_outlines_are_the_stored_ones(dataset, level):
    boxes = boxes_of_level(dataset, level).boxes
    whole = (*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0))
    found = outlines_in(dataset, level, whole)
    assert found.codes == tuple(dataset.codes(level))
    for read, stored in zip(found.shapes, shapes(dataset, level), strict=True):
        assert read.equals(stored)
    assert np.allclose(boxes, [shape.bounds for shape in found.shapes])
