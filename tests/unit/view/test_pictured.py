"""Which states a picture of several maps is made of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rudc_map.model import ClassScheme, Display, Level, Picture, Second
from rudc_map.view.map_bivariate import classes_of_both, thirds
from rudc_map.view.map_camera import camera_of
from rudc_map.view.map_image import FRAME
from rudc_map.view.painting import EMPTY, OUTSIDE, UNKNOWN
from rudc_map.view.pictured import (
    nearest_gemeente,
    nearest_period,
    second_map,
    second_of,
    second_place,
    small_maps,
)

STATE = {"regio": "groningen-drenthe", "niveau": "gemeente", "indicator": "woz_waarde"}


def test_the_second_indicator_is_the_usual_one_unless_chosen(shown, registry):
    state = shown(STATE).state
    assert second_of(state, registry) == Second("aandeel_65plus", "2024")
    chosen = Second("inwoners", "2023")
    assert second_of(replace(state, second=chosen), registry) is chosen
    other = second_of(replace(state, indicator="inwoners"), registry)
    assert other.indicator == "woz_waarde"
    only_gemeenten = Second("autos_per_km2", "2024")
    buurten = replace(state, level=Level.BUURT, second=only_gemeenten)
    assert second_of(buurten, registry).indicator == "aandeel_65plus"


def test_the_second_map_has_classes_of_its_own(shown):
    own = Display(ClassScheme.OWN, 3, "groen", own_breaks=(300.0, 400.0))
    second = second_map(shown(STATE, display=own, second=Second("inwoners", "2024")))
    assert second.state.indicator == "inwoners"
    assert second.state.display == Display(ClassScheme.NATURAL, 3, "groen")


def test_the_second_place_is_in_another_provincie_at_the_same_scale(shown):
    known = shown({**STATE, "kaart": "53.2194,6.5665,11"})
    first = camera_of(known, FRAME)
    second = second_place(known, first)
    assert second.scale == first.scale
    areas = known.dataset.areas
    codes = known.dataset.codes(Level.GEMEENTE)
    near = [codes[nearest_gemeente(known, camera)] for camera in (first, second)]
    assert areas.loc[near, "provincie"].tolist() == ["PV20", "PV22"]
    at = shown({**STATE, "kaart": "53.2194,6.5665,11", "plaats": "53.3253,6.8567"})
    assert codes[nearest_gemeente(at, second_place(at, first))] == "GM1979"  # Eemsdelta


def test_small_maps_are_the_periods_of_an_indicator(shown, registry):
    known = shown({**STATE, "indicator": "misdrijven_per_1000"}, picture=Picture.MULTIPLES)
    maps, shared = small_maps(known)
    assert shared
    periods = registry.get("misdrijven_per_1000").periods
    assert [of.state.period for of in maps] == list(periods)
    assert len({of.painting.breaks for of in maps}) == 1


def test_small_maps_of_one_unit_share_a_scale_with_equally_many_values_a_class(shown):
    known = shown(STATE, series=("aandeel_65plus", "aandeel_0_14"))
    maps, shared = small_maps(known)
    assert shared
    assert len({of.painting.breaks for of in maps}) == 1
    counts = np.sum([of.painting.counts for of in maps], axis=0)
    assert counts.sum() == 2 * known.inside.sum()
    assert counts.max() - counts.min() <= 3


@pytest.mark.parametrize(
    "series", [("woz_waarde", "inwoners"), ("verandering_gezondheid", "aandeel_65plus")]
)
def test_small_maps_of_other_units_have_scales_of_their_own(shown, series):
    maps, shared = small_maps(shown(STATE, series=series))
    assert not shared
    assert [of.state.indicator for of in maps] == list(series)
    assert all(of.state.display.scheme is ClassScheme.NATURAL for of in maps)


def test_small_maps_of_differences_show_differences(shown):
    display = Display(difference=True)
    crime = {**STATE, "indicator": "misdrijven_per_1000", "referentie": "regio"}
    maps, shared = small_maps(shown(crime, picture=Picture.MULTIPLES, display=display))
    assert shared
    assert len({of.painting.breaks for of in maps}) == 1
    for of in maps:
        of_region = of.payload["references"]["regio"]
        apart = np.round(np.array(of.payload["values"], float) - of_region, of.indicator.decimals)
        np.testing.assert_allclose(of.painting.shown, apart)
    several, shared = small_maps(
        shown(STATE, series=("aandeel_65plus", "aandeel_0_14"), display=display)
    )
    assert not shared
    assert [of.painting.centre for of in several] == [0, 0]


def test_without_periods_small_maps_are_those_of_the_theme(shown, registry):
    maps, _ = small_maps(shown(STATE))
    theme = [i.id for i in registry.layer_of("woz_waarde").indicators]
    assert [of.state.indicator for of in maps] == theme[: len(maps)]
    assert 1 < len(maps) <= 9


def test_the_nearest_period_counts_a_span_from_its_first_year(registry):
    crime, span = registry.get("misdrijven_per_1000"), registry.get("misdrijven_per_1000_vijf_jaar")
    assert nearest_period(crime, "2019") == crime.periods[0]
    assert nearest_period(crime, "2030") == crime.periods[-1]
    assert nearest_period(span, "2024") == span.periods[-1]


def test_classes_of_two_indicators_are_thirds_of_each(shown):
    known = shown({**STATE, "niveau": "buurt", "regio": "groningen-assen"})
    second = second_map(known)
    first, other = thirds(known), thirds(second)
    class_of = classes_of_both(first, other)
    inside = known.inside
    assert ((class_of == OUTSIDE) == ~inside).all()
    both = inside & ~np.isnan(first.values) & ~np.isnan(other.values)
    assert ((class_of >= 0) == both).all()
    rows = np.bincount(first.class_of[inside & ~np.isnan(first.values)], minlength=3)
    assert rows.max() - rows.min() <= 0.1 * rows.sum()
    assert (class_of[both] == 3 * first.class_of[both] + other.class_of[both]).all()
    assert set(class_of[inside & ~both]) <= {EMPTY, UNKNOWN}
