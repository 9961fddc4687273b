"""Classes and colours of images; that they are those of the page is tested in the browser too."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rudc_map.analysis.classify import natural_breaks
from rudc_map.indicators.compute import indicator_values
from rudc_map.indicators.places import in_region
from rudc_map.indicators.references import references
from rudc_map.model import Display, Level, MissingReason, Reference, ReferenceKind
from rudc_map.view.painting import (
    EMPTY,
    OUTSIDE,
    UNKNOWN,
    class_index,
    differences,
    painting,
    ramp,
    reference_of_areas,
)
from rudc_map.view.palettes import DIVERGING, PALETTES
from rudc_map.view.values import map_values_json

FLOATS = st.floats(-100, 100, allow_nan=False)


@pytest.fixture(scope="module")
def painted(dataset, registry):
    """Paints an indicator at a level of a region."""

    def paint(indicator, level, region, display=None, kind=ReferenceKind.COUNTRY):
        known = registry.get(indicator)
        where = next(r for r in dataset.regions if r.id == region)
        payload = json.loads(map_values_json(dataset, known, level, known.periods[-1], where))
        areas = dataset.areas.loc[dataset.codes(level)]
        compared = reference_of_areas(payload, Reference(kind), areas)
        inside = in_region(dataset, level, where).to_numpy()
        return painting(payload, display or Display(), known, Reference(kind), compared, inside)

    return paint


def test_counts_are_those_of_the_values_themselves(dataset, registry, painted):
    found = painted("woz_waarde", Level.BUURT, "groningen-assen")
    known = registry.get("woz_waarde")
    inside = in_region(dataset, Level.BUURT, dataset.regions[0])
    shown = indicator_values(dataset, known, Level.BUURT, "2024")
    values = shown.values[inside]
    every = pd.concat(
        [indicator_values(dataset, known, Level.BUURT, p).values[inside] for p in known.periods]
    ).dropna()
    breaks = natural_breaks(every.to_numpy(), [5])[5]
    assert found.breaks == breaks
    classes = np.searchsorted(breaks, values.dropna())
    assert list(found.counts) == np.bincount(classes, minlength=5).tolist()
    assert found.colours == ramp(PALETTES["blauw"].stops, 5)
    missing = shown.missing[inside][values.isna()]
    assert found.reasons == {
        MissingReason(reason): n for reason, n in missing.value_counts().items()
    }


def test_every_area_is_in_a_class_or_has_a_reason(painted, dataset):
    found = painted("misdrijven_per_1000", Level.BUURT, "groningen-assen")
    assert set(found.class_of.tolist()) <= {UNKNOWN, EMPTY, OUTSIDE, *range(len(found.counts))}
    inside = int((found.class_of != OUTSIDE).sum())
    assert sum(found.counts) + sum(found.reasons.values()) == inside
    assert inside == int(in_region(dataset, Level.BUURT, dataset.regions[0]).sum())


def test_differences_are_around_their_reference(dataset, registry, painted):
    display = Display(difference=True)
    found = painted("woz_waarde", Level.BUURT, "groningen-assen", display, ReferenceKind.PROVINCE)
    known = registry.get("woz_waarde")
    given = references(dataset, known, Level.BUURT, "2024", dataset.regions[0])
    areas = dataset.areas.loc[dataset.codes(Level.BUURT)]
    values = indicator_values(dataset, known, Level.BUURT, "2024").values
    expected = (values - given.of_areas(ReferenceKind.PROVINCE, areas)).round(known.decimals)
    np.testing.assert_array_equal(found.shown, expected.to_numpy())
    assert found.centre == 0.0
    assert found.colours == DIVERGING


@given(st.lists(FLOATS, max_size=30), st.sets(FLOATS, max_size=6))
def test_a_class_holds_its_upper_break(values, breaks):
    ordered = sorted(breaks)
    expected = [sum(value > edge for edge in ordered) for value in values]
    assert class_index(np.array(values), ordered).tolist() == expected


@given(st.lists(FLOATS, max_size=30), st.sets(st.floats(0.1, 50), min_size=1, max_size=3))
def test_a_diverging_scale_is_the_same_on_either_side(values, sizes):
    breaks = sorted([*sizes, *(-size for size in sizes)])
    above = class_index(np.array(values), breaks, 0.0)
    below = class_index(-np.array(values), breaks, 0.0)
    assert (above + below == len(breaks)).all()


def test_halves_round_upward_as_in_the_browser():
    assert differences(np.array([1.25, -1.25]), np.zeros(2), 1).tolist() == [1.3, -1.2]


def test_a_ramp_ends_at_its_stops():
    stops = PALETTES["groen"].stops
    assert ramp(stops, 7) == stops
    assert ramp(stops, 1) == (stops[3],)
    assert ramp(("#000000", "#ffffff"), 3) == ("#000000", "#808080", "#ffffff")
