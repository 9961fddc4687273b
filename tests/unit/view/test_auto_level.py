"""The level that follows the zoom."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rudc_map.model import Level, Region, Text
from rudc_map.view.auto_level import ZOOMS, is_usual, level_at, usual_zoom
from rudc_map.view.state import parse_state, query_string

ORDER = list(Level)
levels = st.sets(st.sampled_from(ORDER), min_size=1).map(lambda s: sorted(s, key=ORDER.index))


def region(*gemeenten: str, levels: tuple[Level, ...] = (*ORDER[:4],)) -> Region:
    return Region("x", Text("x", "x"), gemeenten, levels)


@pytest.mark.parametrize(
    ("zoom", "level"),
    [(6, "gemeente"), (8.75, "gemeente"), (9, "wijk"), (10.5, "buurt"), (17, "buurt")],
)
def test_closer_by_the_areas_are_smaller(zoom, level):
    assert level_at(zoom, ORDER) == level


@given(levels, st.lists(st.floats(5, 18), min_size=2, max_size=9))
def test_zooming_in_never_shows_larger_areas(offered, zooms):
    shown = [level_at(zoom, offered) for zoom in sorted(zooms)]
    assert set(shown) <= set(offered)
    assert all(ORDER.index(one) >= ORDER.index(other) for one, other in pairwise(shown))


@given(levels, st.floats(5, 18))
def test_no_area_is_shown_from_too_far_but_the_largest_there_are(offered, zoom):
    shown = level_at(zoom, offered)
    larger = [
        level for level in offered if level in ZOOMS and ORDER.index(level) > ORDER.index(shown)
    ]
    assert shown not in ZOOMS or zoom >= ZOOMS[shown] or not larger


def test_it_is_usual_for_the_country_with_its_buurten_only():
    assert is_usual(region())
    assert not is_usual(region("GM0014"))
    assert not is_usual(region(levels=(Level.GEMEENTE, Level.PROVINCIE)))


def test_a_larger_region_is_first_shown_with_larger_areas():
    zooms = [usual_zoom(region(*codes)) for codes in ((), ("a", "b", "c"), ("a",))]
    assert [level_at(zoom, ORDER) for zoom in zooms] == ["gemeente", "wijk", "buurt"]


@pytest.mark.parametrize(
    ("query", "level"),
    [
        ({"regio": "groningen-drenthe"}, Level.WIJK),
        ({"regio": "GM0014"}, Level.BUURT),
        ({"kaart": "53.2,6.5,8"}, Level.GEMEENTE),
        ({"kaart": "53.2,6.5,12.25"}, Level.BUURT),
        ({"regio": "nederland", "kaart": "53.2,6.5,12.25"}, Level.GEMEENTE),
        ({"indicator": "aandeel_natuur", "kaart": "53.2,6.5,12.25"}, Level.GEMEENTE),
    ],
)
def test_an_address_can_ask_for_it(dataset, registry, query, level):
    parsed = parse_state({**query, "niveau": "auto"}, dataset, registry)

    assert (parsed.state.auto, parsed.state.level) == (True, level)
    assert parsed.notices == ()
    assert "&niveau=auto&" in query_string(parsed.state)


def test_the_country_with_buurten_follows_the_zoom_unless_a_level_is_asked_for(dataset, registry):
    country = replace(dataset.regions[-1], levels=tuple(ORDER[:4]))
    national = replace(dataset, regions=(country, *dataset.regions[:-1]))

    followed = parse_state({}, national, registry).state
    chosen = parse_state({"niveau": "buurt"}, national, registry).state

    assert (followed.auto, followed.level) == (True, Level.GEMEENTE)
    assert (chosen.auto, chosen.level) == (False, Level.BUURT)
    assert not parse_state({}, dataset, registry).state.auto
