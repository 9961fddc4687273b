"""Where an area stands among others."""

from __future__ import annotations

import pytest

from rudc_map.indicators.compute import indicator_values
from rudc_map.model import Level
from rudc_map.view.standings import (
    AMONG,
    NO_VALUE,
    NOT_COMPLETE,
    NOT_INSIDE,
    OWN_AREA,
    Standings,
)


@pytest.fixture(scope="module")
def stand(dataset, registry):
    def place(indicator, code, name="groningen-assen", period="2024"):
        region = next(r for r in dataset.regions if r.id == name)
        return Standings(dataset, registry.get(indicator), period, region).of(code)

    return place


def test_the_place_of_a_buurt_by_hand(stand, dataset, key_figures):
    homes = key_figures["g_wozbag"].dropna()
    homes = homes[homes.index.str.startswith("BU")]
    own = homes["BU00140000"]
    of = {
        "gemeente": homes[homes.index.str.startswith("BU0014")],
        "regio": homes[("GM" + homes.index.str[2:6]).isin(dataset.regions[0].gemeenten)],
        "provincie": homes[dataset.areas.loc[homes.index, "provincie"] == "PV20"],
    }

    places, reasons = stand("woz_waarde", "BU00140000")

    assert list(places) == list(AMONG)
    for name, values in of.items():
        higher, equal = (values > own).sum(), (values == own).sum()
        below = len(values) - higher - equal
        percentile = 100 * (below + (equal - 1) / 2) / (len(values) - 1)
        assert places[name] == {
            "plaats": higher + 1,
            "gedeeld": bool(equal > 1),
            "van": len(values),
            "percentiel": pytest.approx(percentile, abs=0.05),
        }
    assert places["nederland"] is None
    assert reasons == {"nederland": NOT_COMPLETE}


def test_gemeenten_are_known_of_the_whole_country(stand, dataset, registry):
    values = indicator_values(dataset, registry.get("inwoners"), Level.GEMEENTE, "2024").values

    places, reasons = stand("inwoners", "GM0363", "nederland")

    assert places["nederland"] == places["regio"]
    assert places["nederland"] == {
        "plaats": 1,
        "gedeeld": False,
        "van": len(values),
        "percentiel": 100,
    }
    assert places["provincie"]["van"] == 44
    assert reasons == {"gemeente": NOT_INSIDE}


def test_a_shared_place(stand, dataset, registry):
    # the urbanity class 1 of the largest cities: the lowest value there is
    places, _ = stand("stedelijkheid", "GM0014", "nederland")
    classes = indicator_values(dataset, registry.get("stedelijkheid"), Level.GEMEENTE, "2024")

    assert places["nederland"]["gedeeld"]
    assert places["nederland"]["plaats"] == (classes.values > 1).sum() + 1


def test_outside_the_region_there_is_no_place_in_it(stand):
    places, reasons = stand("woz_waarde", "GM0114")

    assert (reasons["gemeente"], reasons["regio"]) == (NOT_INSIDE, NOT_INSIDE)
    assert places["provincie"]["van"] == 12


def test_the_first_of_a_few_is_not_the_first_of_the_country(stand):
    # of 2025 the crimes of 22 of the 342 gemeenten are known
    places, reasons = stand("misdrijven_per_1000", "GM0014", "nederland", period="2025")

    assert places["provincie"] == {"plaats": 1, "gedeeld": False, "van": 10, "percentiel": 100}
    assert places["regio"] is places["nederland"] is None
    assert reasons == {
        "gemeente": NOT_INSIDE,
        "regio": NOT_COMPLETE,
        "nederland": NOT_COMPLETE,
    }
    assert stand("misdrijven_per_1000", "GM0014", period="2024")[0]["nederland"]["van"] > 300


def test_a_provincie_stands_in_the_country_alone(stand):
    places, reasons = stand("inwoners", "PV20", "nederland")

    assert reasons == {"gemeente": NOT_INSIDE, "provincie": NOT_INSIDE}
    assert places["nederland"]["van"] == 12
    assert set(stand("inwoners", "NL00", "nederland")[1].values()) == {NOT_INSIDE}


def test_buurten_of_the_whole_country_are_not_known(stand):
    _, reasons = stand("woz_waarde", "BU00140000", "nederland")

    assert reasons == {"regio": NOT_COMPLETE, "nederland": NOT_COMPLETE}


def test_no_value_no_place(stand, key_figures):
    nobody = key_figures[key_figures["a_inw"].isna() & key_figures.index.str.startswith("BU")]

    places, reasons = stand("inwoners", nobody.index[0])

    assert set(places.values()) == {None}
    assert reasons == dict.fromkeys(AMONG, NO_VALUE)
    assert stand("inwoners", "EIGEN")[1] == dict.fromkeys(AMONG, OWN_AREA)
