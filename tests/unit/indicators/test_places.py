"""Which areas lie in which."""

from __future__ import annotations

import pandas as pd
import pytest

from rudc_map.indicators.places import (
    by_level,
    gemeenten_in,
    in_region,
    is_complete,
    lies_in,
    outermost,
    parts_at,
    widest_region,
)
from rudc_map.model import Level


@pytest.fixture(scope="module")
def region(dataset):
    return {region.id: region for region in dataset.regions}.__getitem__


def test_a_region_holds_the_areas_of_its_gemeenten(dataset, region):
    inside = in_region(dataset, Level.BUURT, region("delfzijl-en-omgeving"))

    assert inside.any()
    assert all(code.startswith("BU1979") == is_in for code, is_in in inside.items())
    assert in_region(dataset, Level.PROVINCIE, region("nederland")).all()
    assert not in_region(dataset, Level.PROVINCIE, region("provincie-drenthe")).any()


@pytest.mark.parametrize(
    ("code", "name", "inside"),
    [
        ("BU00140000", "groningen-assen", True),
        ("WK197910", "groningen-assen", False),
        ("GM1979", "groningen-drenthe", True),
        ("PV20", "groningen-drenthe", False),
        ("PV20", "nederland", True),
        ("NL00", "nederland", True),
    ],
)
def test_an_area_lies_in_a_region_with_its_gemeente(dataset, region, code, name, inside):
    assert lies_in(dataset, code, region(name)) is inside


def test_the_widest_region_is_the_country_or_the_largest_that_offers_a_level(dataset):
    assert widest_region(dataset).id == "nederland"
    assert widest_region(dataset, Level.PROVINCIE).id == "nederland"
    assert widest_region(dataset, Level.BUURT).id == "groningen-drenthe"
    assert widest_region(dataset, Level.LAND).id == "nederland"


def test_codes_are_sorted_by_level():
    codes = pd.Index(["GM0014", "EIGEN", "BU00140000", "GM0106"])

    assert by_level(codes) == {Level.BUURT: ["BU00140000"], Level.GEMEENTE: ["GM0014", "GM0106"]}


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["BU01060000", "GM0106", "GM0014"], ("GM0106", "GM0014")),
        (["WK001400", "BU00140000", "BU00140100"], ("WK001400", "BU00140100")),
        (["PV20", "GM0014", "GM0106", "WK001400"], ("PV20", "GM0106")),
        (["GM0014", "NL00", "PV22"], ("NL00",)),
        (["GM0014", "GM0014"], ("GM0014",)),
        ([], ()),
    ],
)
def test_an_area_in_another_one_is_dropped(dataset, codes, expected):
    assert outermost(dataset, codes) == expected


def test_a_larger_area_has_parts(dataset, key_figures):
    assert set(parts_at(dataset, "GM0106", Level.BUURT)) == {
        code for code in key_figures.index if code.startswith("BU0106")
    }
    assert set(parts_at(dataset, "WK001400", Level.BUURT)) == {
        code for code in key_figures.index if code.startswith("BU001400")
    }
    assert len(parts_at(dataset, "PV22", Level.GEMEENTE)) == 12
    assert len(parts_at(dataset, "NL00", Level.PROVINCIE)) == 12
    assert parts_at(dataset, "BU00140000", Level.BUURT) == ("BU00140000",)
    assert parts_at(dataset, "BU00140000", Level.WIJK) == ("BU00140000",)


@pytest.mark.parametrize("code", ["GM0363", "PV27", "NL00"])
def test_there_are_no_parts_where_the_data_set_lacks_some(dataset, code):
    assert parts_at(dataset, code, Level.BUURT) is None


def test_only_gemeenten_and_provincies_are_known_of_the_whole_country(dataset):
    country = gemeenten_in(dataset, "NL00")

    assert len(country) == 342
    assert {level: is_complete(dataset, level, country) for level in Level} == {
        Level.BUURT: False,
        Level.WIJK: False,
        Level.GEMEENTE: True,
        Level.PROVINCIE: True,
        Level.LAND: True,
    }
    assert is_complete(dataset, Level.BUURT, gemeenten_in(dataset, "PV20"))
    assert gemeenten_in(dataset, "BU01060000") == ("GM0106",)
