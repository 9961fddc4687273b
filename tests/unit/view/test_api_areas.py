"""Areas by name, by point, by code, and what is in and around them."""

from __future__ import annotations

import geopandas as gpd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rudc_map.errors import InputError
from rudc_map.indicators.shapes import shapes
from rudc_map.model import Level


def codes(answer) -> list[str]:
    return [row["code"] for row in answer["gebieden"]]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("assen", "GM0106"),  # the gemeente before its parts
        ("ASSEN", "GM0106"),
        ("Groningen", "PV20"),
        ("gm0014", "GM0014"),
        ("BU00141101", "BU00141101"),
        ("beijum oost", "BU00141101"),  # a hyphen is a space
        ("Súdwest-Fryslân", "GM1900"),
        ("sudwest fryslan", "GM1900"),
        ("9712", "BU00140000"),
        ("9712ab", "BU00140000"),
        ("9712 AB", "BU00140000"),
    ],
)
def test_what_a_text_names_comes_first(ask_api, text, first):
    assert codes(ask_api(f"/areas/search?zoek={text}"))[0] == first


def test_the_beginning_of_a_name_comes_before_its_middle(ask_api):
    names = [
        row["naam"].lower() for row in ask_api("/areas/search?zoek=veen&limit=5000")["gebieden"]
    ]
    begins = [name.startswith("veen") for name in names]
    assert begins == sorted(begins, reverse=True)
    assert 0 < sum(begins) < len(begins)
    assert all("veen" in name for name in names)


def test_a_search_can_be_of_one_level(ask_api):
    found = ask_api("/areas/search?zoek=groningen&niveau=gemeente")["gebieden"]
    assert {row["niveau"] for row in found} == {"gemeente"}


def test_text_that_means_something_to_a_pattern_is_only_text(ask_api):
    assert codes(ask_api("/areas/search?zoek=(.*)[")) == []


def test_nothing_is_found_for_what_is_no_postcode(ask_api, dataset):
    assert codes(ask_api("/areas/search?zoek=0000")) == []


@settings(max_examples=25)
@given(data=st.data(), level=st.sampled_from(list(Level)))
def test_a_point_in_an_area_is_found_in_it(dataset, ask_api, data, level):
    at = data.draw(st.integers(0, len(dataset.codes(level)) - 1))
    inside = gpd.GeoSeries([shapes(dataset, level)[at].representative_point()], crs="EPSG:28992")
    place = inside.to_crs("EPSG:4326")[0]
    found = ask_api(f"/areas/at?lat={place.y!r}&lon={place.x!r}")["gebieden"]
    code = dataset.codes(level)[at]
    assert code in {row["code"] for row in found}
    levels = [list(Level).index(row["niveau"]) for row in found]
    assert levels == sorted(levels)
    assert len(set(levels)) == len(levels)
    of_level = ask_api(f"/areas/at?lat={place.y!r}&lon={place.x!r}&niveau={level}")
    assert codes(of_level) == [code]


@pytest.mark.parametrize("place", ["lat=54.5&lon=3", "lat=-90&lon=180", "lat=0&lon=0"])
def test_there_is_nothing_outside_the_country(ask_api, place):
    assert codes(ask_api(f"/areas/at?{place}")) == []


@pytest.mark.parametrize("wrong", ["nan", "inf", "1e999", "91", "٥٣", "5_3", "", " 53"])
def test_what_is_no_latitude_is_refused(ask_api, wrong):
    with pytest.raises(InputError, match="'lat'"):
        ask_api(f"/areas/at?lat={wrong}&lon=6")


def test_an_area_says_what_it_lies_in(ask_api):
    area = ask_api("/areas/BU00140000")
    assert [(x["code"], x["niveau"]) for x in area["ligt_in"]] == [
        ("WK001400", "wijk"),
        ("GM0014", "gemeente"),
        ("PV20", "provincie"),
    ]
    assert (area["postcode"], area["delen"]) == ("9712", [])
    country = ask_api("/areas/NL00")
    assert country["ligt_in"] == []
    assert [part["niveau"] for part in country["delen"]] == [
        "provincie",
        "gemeente",
        "wijk",
        "buurt",
    ]
    assert [part["compleet"] for part in country["delen"]] == [True, True, False, False]


@pytest.mark.parametrize("level", [Level.WIJK, Level.GEMEENTE, Level.PROVINCIE, Level.LAND])
def test_parts_are_those_that_say_they_lie_in_it(ask_api, dataset, level):
    smaller = list(Level)[list(Level).index(level) - 1]
    code = dataset.codes(level)[0]
    answer = ask_api(f"/areas/{code}/children?limit=5000")
    everything = ask_api(f"/areas?niveau={smaller}")["gebieden"]
    inside = [r["code"] for r in everything if level is Level.LAND or r.get(level) == code]
    assert answer["niveau"] == smaller
    assert codes(answer) == inside != []
    part = next(x for x in ask_api(f"/areas/{code}")["delen"] if x["niveau"] == smaller)
    assert (part["aantal"], part["compleet"]) == (len(inside), answer["compleet"])


def test_a_buurt_has_no_parts(ask_api):
    answer = ask_api("/areas/BU00140000/children")
    assert (answer["niveau"], answer["compleet"], answer["gebieden"]) == (None, True, [])


def test_parts_that_are_not_known_are_not_said_to_be_none(ask_api):
    answer = ask_api("/areas/GM0363/children")
    assert (answer["gebieden"], answer["compleet"]) == ([], False)


@pytest.mark.parametrize("level", ["gemeente", "provincie"])
def test_a_larger_level_is_no_part(ask_api, level):
    with pytest.raises(InputError, match="niet kleiner dan 'GM0014'; kies uit wijk, buurt"):
        ask_api(f"/areas/GM0014/children?niveau={level}")


def test_neighbours_have_each_other(ask_api):
    mine = ask_api("/areas/GM0014/neighbours")["gebieden"]
    assert len(mine) > 4
    lengths = [row["grens_m"] for row in mine]
    assert lengths == sorted(lengths, reverse=True)
    assert (
        {row["code"] for row in mine if row["over_de_grens"]}
        == {row["code"] for row in mine if row["provincie"] != "PV20"}
        != set()
    )
    for row in mine:
        theirs = ask_api(f"/areas/{row['code']}/neighbours")["gebieden"]
        assert next(r["grens_m"] for r in theirs if r["code"] == "GM0014") == row["grens_m"]


def test_the_country_has_no_neighbours(ask_api):
    assert ask_api("/areas/NL00/neighbours")["gebieden"] == []


def test_a_region_narrows_a_level(ask_api, dataset):
    region = next(r for r in dataset.regions if r.id == "groningen-assen")
    assert set(codes(ask_api("/areas?regio=groningen-assen"))) == set(region.gemeenten)
    assert codes(ask_api("/areas?regio=GM0106")) == ["GM0106"]
