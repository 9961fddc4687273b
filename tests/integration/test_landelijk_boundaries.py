"""The national maps are read and built whole; they lie beside the project where there are any."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import shapely

from rudc_map.dataset.check_areas import (
    check_codes,
    check_coverage,
    check_nesting,
    check_postcodes,
    check_unions,
)
from rudc_map.dataset.national_areas import build_national_areas
from rudc_map.dataset.provinces import Provinces, provinces_of_dataset
from rudc_map.model import Level, MissingReason
from rudc_map.sources.cbs_boundaries import read_boundary_set
from rudc_map.sources.cbs_layers import Dropped

LANDELIJK = Path(__file__).parents[3] / "shared" / "landelijk"
GEMEENTEN = {2012: 415, 2017: 388, 2018: 380, 2019: 355, 2022: 345, 2023: 342, 2024: 342}
PROVINCES_2012 = {"PV20": 23, "PV21": 27, "PV22": 12, "PV28": 72}
"""Gemeenten per province on 1 January 2012 (CBS, Gemeentelijke indeling)."""

pytestmark = [
    pytest.mark.landelijk,
    pytest.mark.skipif(not LANDELIJK.is_dir(), reason=f"no national files in {LANDELIJK}"),
]


@pytest.fixture(scope="module")
def provinces(dataset) -> Provinces:
    return provinces_of_dataset(dataset.path)


@pytest.mark.parametrize("year", GEMEENTEN)
def test_the_gemeenten_of_a_year_become_a_coverage(provinces, year):
    found = read_boundary_set(LANDELIJK / f"gemeenten_{year}.geojson")
    assert (found.year, found.dropped) == (year, Dropped(water=0, abroad=1))
    areas = build_national_areas(found, provinces)
    assert len(areas[Level.GEMEENTE]) == GEMEENTEN[year]
    assert len(areas[Level.PROVINCIE]) == 12
    for frame in areas.values():
        assert shapely.coverage_is_valid(frame.geometry.to_numpy())
    before = found.frames[Level.GEMEENTE].area
    assert areas[Level.LAND].area.iloc[0] == pytest.approx(before.sum(), rel=0.002)
    counts = areas[Level.GEMEENTE]["provincie"].value_counts()
    if year == 2012:
        assert counts[list(PROVINCES_2012)].to_dict() == PROVINCES_2012
    if year < 2019:  # Leerdam and Zederik were in Zuid-Holland, Vijfheerenlanden is in Utrecht
        of = areas[Level.GEMEENTE].set_index("code")["provincie"]
        assert (of["GM0545"], of["GM0707"], of["GM0620"]) == ("PV28", "PV28", "PV26")
    assert found.figures["value"].min() >= 0


def test_the_provinces_of_2024_are_those_of_the_list(provinces):
    listed = pd.read_csv(LANDELIJK / "provincie_per_gemeente_2024.csv", sep=";", dtype=str)
    found = read_boundary_set(LANDELIJK / "gemeenten_2024.geojson")
    by_ground = build_national_areas(found, Provinces({}, provinces.outlines))
    names = by_ground[Level.PROVINCIE].set_index("code")["name"]
    placed = by_ground[Level.GEMEENTE].set_index("code")["provincie"].map(names)
    assert placed.to_dict() == listed.set_index("gemeentecode")["provincie"].to_dict()


def test_the_whole_country_is_built_and_verified(provinces):
    found = read_boundary_set(LANDELIJK / "wijkenbuurten_2024.gpkg")
    assert found.dropped == Dropped()
    assert found.figures["variable"].nunique() == 17
    secret = found.figures["missing"] == MissingReason.SECRET
    assert secret.sum() == found.figures["value"].isna().sum() > 0
    areas = build_national_areas(found, provinces)
    assert {level.value: len(frame) for level, frame in areas.items()} == {
        "buurt": 14565,
        "wijk": 3393,
        "gemeente": 342,
        "provincie": 12,
        "land": 1,
    }
    assert check_codes(areas) == []
    assert check_nesting(areas) == []
    assert check_postcodes(areas[Level.BUURT]) == []
    assert check_coverage(areas) == []
    assert check_unions(areas) == []
    inhabitants = found.figures[found.figures["variable"] == "a_inw"].set_index("code")["value"]
    assert inhabitants[areas[Level.GEMEENTE]["code"]].sum() == 17_942_942
