"""What areas are compared with, for every kind of reference."""

from __future__ import annotations

import numpy as np
import pytest

from rudc_map.indicators.compared import Comparison
from rudc_map.indicators.compute import indicator_values
from rudc_map.indicators.references import references
from rudc_map.indicators.similar import matches_of_each
from rudc_map.model import (
    ENCLOSING,
    Level,
    OwnArea,
    Reference,
    ReferenceKind,
    Similarity,
)

BY_HOMES = Similarity((("woz_waarde", 1.0), ("aandeel_koopwoningen", 2.0)))
CODES = ("BU00140000", "WK010603", "GM1680")


@pytest.fixture(scope="module")
def compare(dataset, registry):
    def comparison(kind, areas=(), level=Level.BUURT, name="groningen-assen"):
        region = next(r for r in dataset.regions if r.id == name)
        return Comparison(dataset, registry, level, region, Reference(kind, areas), BY_HOMES)

    return comparison


@pytest.mark.parametrize("kind", ENCLOSING)
def test_references_that_areas_lie_in(compare, dataset, registry, kind):
    woz, comparison = registry.get("woz_waarde"), compare(kind)
    known = references(dataset, woz, Level.BUURT, "2024", comparison.region)

    found = comparison.of_areas(woz, "2024", dataset.areas.loc[list(CODES)])

    assert found.equals(known.of_areas(kind, dataset.areas.loc[list(CODES)]))
    assert found.notna().all()


def test_chosen_areas_are_the_same_for_all(compare, dataset, registry, key_figures):
    comparison = compare(ReferenceKind.AREAS, ("GM0106", "BU01060000", "GM0014"))
    rows = key_figures.loc[["GM0106", "GM0014"]]
    expected = (rows["g_wozbag"] * rows["a_hh"]).sum() / rows["a_hh"].sum()

    found = comparison.of_areas(registry.get("woz_waarde"), "2024", dataset.areas.loc[list(CODES)])

    assert found.tolist() == [round(expected)] * 3
    assert comparison.chosen(registry.get("woz_waarde"), "2024").parts == 2


def test_similar_areas_are_those_of_the_level_of_each(compare, dataset, registry):
    comparison, woz = compare(ReferenceKind.SIMILAR), registry.get("woz_waarde")

    found = comparison.of_areas(woz, "2024", dataset.areas.loc[list(CODES)])

    assert found.index.tolist() == list(CODES)
    for code, level in (("BU00140000", Level.BUURT), ("WK010603", Level.WIJK)):
        matches = matches_of_each(dataset, registry, BY_HOMES, level, comparison.region)[code]
        values = indicator_values(dataset, woz, level, "2024").values[list(matches)]
        assert values.min() <= found[code] <= values.max()
    assert np.isnan(found["GM1680"])  # Aa en Hunze is no part of the region


@pytest.mark.parametrize(
    ("kind", "areas", "indicator", "how"),
    [
        (ReferenceKind.COUNTRY, (), "inwoners", "eigen"),
        (ReferenceKind.COUNTRY, (), "zorgkosten_totaal", "gewogen_gemiddelde"),
        (ReferenceKind.PROVINCE, (), "inwoners", "som"),
        (ReferenceKind.REGION, (), "woz_waarde", "gewogen_gemiddelde"),
        (ReferenceKind.REGION, (), "stedelijkheid", "mediaan"),
        (ReferenceKind.MUNICIPALITY, (), "stedelijkheid", "eigen"),
        (ReferenceKind.SIMILAR, (), "inwoners", "mediaan"),
        (ReferenceKind.SIMILAR, (), "woz_waarde", "gewogen_gemiddelde"),
        (ReferenceKind.AREAS, ("GM0014",), "inwoners", "eigen"),
        (ReferenceKind.AREAS, ("GM0014", "GM0106"), "inwoners", "som"),
    ],
)
def test_how_a_reference_is_made(compare, registry, kind, areas, indicator, how):
    found = registry.get(indicator)

    assert compare(kind, areas).how(found, found.periods[-1]) == how


def test_the_whole_country_as_a_region_is_published(compare, registry):
    comparison = compare(ReferenceKind.REGION, level=Level.GEMEENTE, name="nederland")

    assert comparison.how(registry.get("woz_waarde"), "2024") == "eigen"


def test_a_total_is_no_fair_measure_of_an_area_in_it(compare, registry):
    total, rate = registry.get("inwoners"), registry.get("misdrijven_per_1000")

    assert not compare(ReferenceKind.PROVINCE).is_fair(total)
    assert not compare(ReferenceKind.AREAS, ("GM0014", "GM0106")).is_fair(total)
    assert compare(ReferenceKind.SIMILAR).is_fair(total)
    assert compare(ReferenceKind.AREAS, ("GM0014", "BU00140000")).is_fair(total)  # in it: one
    assert compare(ReferenceKind.PROVINCE).is_fair(rate)


def test_a_row_has_all_areas_and_the_own_area(compare, dataset, registry):
    own = OwnArea(areas=("BU00140000", "BU00140001"))
    rate = registry.get("misdrijven_per_1000")

    row = compare(ReferenceKind.PROVINCE).row(rate, "2024", ("GM0106",), own)

    provincies = indicator_values(dataset, rate, Level.PROVINCIE, "2024").values
    assert list(row.taken) == ["GM0106", "EIGEN"]
    assert row.taken["EIGEN"].parts == 2
    assert row.references.to_dict() == {"GM0106": provincies["PV22"], "EIGEN": provincies["PV20"]}


def test_an_own_area_in_two_provincies_has_no_provincie(compare, registry):
    own = OwnArea(areas=("GM0014", "GM0106"))
    rate = registry.get("misdrijven_per_1000")

    of_provincie = compare(ReferenceKind.PROVINCE).row(rate, "2024", (), own)
    of_country = compare(ReferenceKind.COUNTRY).row(rate, "2024", (), own)

    assert np.isnan(of_provincie.references["EIGEN"])
    assert of_country.references["EIGEN"] > 0
