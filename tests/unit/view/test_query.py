"""The parameters of files and of the API: what is read, and what is refused."""

from __future__ import annotations

import pytest

from rudc_map.errors import InputError
from rudc_map.model import CountBy, Level, Reference, ReferenceKind
from rudc_map.view.query import read_level, read_period, read_region
from rudc_map.view.similarity import usual_similarity


def refused(asked, query: str, read, required: tuple[str, ...] = ()) -> InputError:
    with pytest.raises(InputError) as error:
        read(asked(query, required))
    assert error.value.message_nl != error.value.message_en
    return error.value


def test_all_parameters_are_read(asked, dataset, registry):
    query = asked(
        "regio=GM0106,GM0014&niveau=buurt&indicator=misdrijven_per_1000&periode=2023"
        "&gebieden=BU00140000,GM0106&referentie=vergelijkbaar&lijkt=inwoners*2-overgrens"
        "&eigen=c:53.2,6.5,1500:centroide&tweede=woz_waarde;2024;provincie&gebied=BU00140000"
    )

    assert query.region.gemeenten == ("GM0014", "GM0106")
    assert query.level is Level.BUURT
    assert query.indicator is registry.get("misdrijven_per_1000")
    assert query.period == "2023"
    assert query.areas == ("BU00140000", "GM0106")
    assert query.area == "BU00140000"
    assert query.reference == Reference(ReferenceKind.SIMILAR)
    assert query.similarity.weights == (("inwoners", 2.0),)
    assert query.similarity.across
    assert query.own.centre == (53.2, 6.5)
    assert query.own.by is CountBy.CENTROID
    assert query.second == (registry.get("woz_waarde"), "2024")


def test_what_is_left_out_has_a_default(asked, registry):
    query = asked("indicator=misdrijven_per_1000&tweede=inwoners")

    assert query.period == "2025"
    assert query.reference == Reference()
    assert query.similarity == usual_similarity(registry)
    assert query.areas == ()
    assert query.second == (registry.get("inwoners"), "2024")
    assert not query.flag("overal")


@pytest.mark.parametrize(
    ("query", "region"),
    [
        ("gebieden=BU00140000,GM0106", "groningen-assen"),
        ("gebieden=BU00140000,GM0114", "groningen-drenthe"),
        ("gebieden=GM0014,GM0363", "nederland"),
        ("gebieden=PV20", "nederland"),
        ("gebied=GM1979&niveau=gemeente", "groningen-drenthe"),
        ("gebieden=GM0363&regio=oost-groningen", "oost-groningen"),
    ],
)
def test_the_region_is_the_first_that_holds_all_areas(asked, query, region):
    assert asked(query).region.id == region


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("regio=GM0106,GM0014&niveau=wijk", "niveau=wijk&regio=GM0014,GM0106"),
        ("gebieden=GM0014,GM0014", "gebieden=GM0014"),
        ("eigen=c:53.2,6.5,1500:inwoners", "eigen=c:53.200000,6.500001,1500.2:inwoners"),
        ("tweede=inwoners", "tweede=inwoners;2024;regio"),
        ("referentie=", ""),
    ],
)
def test_what_means_the_same_has_one_key(asked, one, other):
    assert asked(one).key == asked(other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gebieden=GM0014,GM0106", "gebieden=GM0106,GM0014"),  # the first has the reference
        ("referentie=GM0014", "referentie=GM0106"),
        ("lijkt=inwoners", "lijkt=inwoners-overal"),
        ("indicator=inwoners", "indicator=huishoudens"),
        ("niveau=wijk", ""),
    ],
)
def test_what_means_something_else_has_another_key(asked, one, other):
    assert asked(one).key != asked(other).key


@pytest.mark.parametrize(
    ("query", "read", "named"),
    [
        ("nivo=buurt", lambda q: q, ["'nivo'", "niveau"]),
        ("regio=atlantis", lambda q: q.region, ["'atlantis'", "groningen-assen"]),
        ("regio=GM0014,GM9999", lambda q: q.region, ["GM9999"]),
        ("niveau=Buurt", lambda q: q.level, ["'Buurt'", "buurt"]),
        ("indicator=geluk", lambda q: q.indicator, ["'geluk'", "/api/v1/indicators"]),
        ("indicator=inwoners&periode=1850", lambda q: q.period, ["1850", "2024"]),
        ("gebieden=GM0014,GM9999", lambda q: q.areas, ["'GM9999'", "/api/v1/areas"]),
        ("gebieden=,", lambda q: q.areas, ["gebieden"]),
        ("gebied=GM0014&niveau=buurt", lambda q: q.area, ["'GM0014'", "buurt"]),
        ("gebied=BU99&niveau=buurt", lambda q: q.area, ["'BU99'"]),
        ("referentie=mars", lambda q: q.reference, ["mars"]),
        ("referentie=GM0014,x", lambda q: q.reference, ["GM0014,x"]),
        ("lijkt=geluk", lambda q: q.similarity, ["geluk"]),
        ("eigen=x", lambda q: q.own, [""]),
        ("tweede=geluk", lambda q: q.second, ["geluk"]),
        ("tweede=inwoners;1850", lambda q: q.second, ["1850"]),
        ("tweede=inwoners;2024;regio;4", lambda q: q.second, ["inwoners;2024;regio;4"]),
        ("overal=ja", lambda q: q.flag("overal"), ["'overal'", "'ja'"]),
    ],
)
def test_what_is_wrong_is_named_in_both_languages(asked, query, read, named):
    error = refused(asked, query, read)

    assert error.status == 400
    for message in (error.message_nl, error.message_en):
        assert all(part in message for part in named), message


@pytest.mark.parametrize("query", ["niveau=buurt", "niveau=buurt&regio="])
def test_a_missing_parameter_is_asked_for(asked, query):
    error = refused(asked, query, lambda q: q, ("regio", "niveau"))

    assert error.status == 400
    assert "'regio'" in error.message_nl
    assert "regio, niveau" in error.message_en


def test_there_is_a_limit_to_one_question(asked, dataset):
    codes = dataset.codes(Level.BUURT)
    assert len(asked(f"gebieden={','.join(codes[:200])}").areas) == 200
    error = refused(asked, f"gebieden={','.join(codes[:201])}", lambda q: q.areas)
    assert "201" in error.message_nl
    assert "200" in error.message_nl


@pytest.mark.parametrize("level", list(Level))
def test_a_level_is_found_by_its_name(level):
    assert read_level(level.value, 404) is level


def test_a_region_is_found_by_its_id(dataset):
    for region in dataset.regions:
        assert read_region(dataset, region.id, 404) is region


@pytest.mark.parametrize("unknown", ["", "Buurt", "straat", "buurt ", "\0"])
@pytest.mark.parametrize("status", [400, 404])
def test_an_unknown_level_is_refused_with_the_status_asked_for(unknown, status):
    with pytest.raises(InputError) as error:
        read_level(unknown, status)
    assert error.value.status == status
    for message in (error.value.message_nl, error.value.message_en):
        assert f"'{unknown}'" in message
        assert all(level.value in message for level in Level)


def test_an_unknown_region_or_period_is_refused_with_the_status_asked_for(dataset, registry):
    with pytest.raises(InputError) as error:
        read_region(dataset, "atlantis", 404)
    assert error.value.status == 404
    with pytest.raises(InputError, match=r"1850.*2024") as error:
        read_period(registry.get("inwoners"), "1850", 404)
    assert error.value.status == 404
