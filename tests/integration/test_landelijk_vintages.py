"""The real municipal boundaries of 2012 to 2024: mergers, moved boundaries, kept totals."""

from __future__ import annotations

import itertools
from pathlib import Path

import pandas as pd
import pytest

from rudc_map.dataset.boundary_changes import read_boundary_changes, write_boundary_changes
from rudc_map.dataset.harmonise import MOST_BY_AREA, put_on_vintage
from rudc_map.dataset.mergers import mergers_between
from rudc_map.dataset.vintages import Vintage, bridge, vintage_of
from rudc_map.model import Aggregation, Level, MissingReason
from rudc_map.sources.cbs_boundaries import BoundarySet, read_boundary_set
from rudc_map.sources.variables import read_variables

ROOT = Path(__file__).parents[2]
FOLDER = ROOT.parent / "shared" / "landelijk"
YEARS = (2012, 2017, 2018, 2019, 2022, 2023, 2024)

pytestmark = [
    pytest.mark.landelijk,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no national files in {FOLDER}"),
]

REGION_2012 = {  # the 22 gemeenten of 2024 from those of 2012, with the inhabitants of the latter
    "GM0014": {"Groningen": 193125, "Haren": 18455, "Ten Boer": 7475},
    "GM0037": {"Stadskanaal": 33000},
    "GM0047": {"Veendam": 27920},
    "GM0106": {"Assen": 67210},
    "GM0109": {"Coevorden": 35880},
    "GM0114": {"Emmen": 108840},
    "GM0118": {"Hoogeveen": 54890},
    "GM0119": {"Meppel": 32575},
    "GM0765": {"Pekela": 12870},
    "GM1680": {"Aa en Hunze": 25740},
    "GM1681": {"Borger-Odoorn": 25860},
    "GM1690": {"De Wolden": 23755},
    "GM1699": {"Noordenveld": 30955},
    "GM1701": {"Westerveld": 19200},
    "GM1730": {"Tynaarlo": 32355},
    "GM1731": {"Midden-Drenthe": 33560},
    "GM1895": {"Oldambt": 39095},
    "GM1950": {"Bellingwedde": 9285, "Vlagtwedde": 16260},
    "GM1952": {"Hoogezand-Sappemeer": 34780, "Menterwolde": 12360},
    "GM1966": {"Bedum": 10510, "De Marne": 10430, "Eemsmond": 16235},
    "GM1969": {"Grootegast": 12275, "Leek": 19465, "Marum": 10415, "Zuidhorn": 18680},
    "GM1979": {"Appingedam": 12055, "Delfzijl": 26305, "Loppersum": 10365},
}
SPLIT_2012 = {  # old gemeenten that two of them share: inhabitants, and who has the smaller part
    "Slochteren": (15535, "GM1952", "GM0014"),
    "Winsum": (13985, "GM1966", "GM1969"),
}


@pytest.fixture(scope="module")
def maps() -> dict[int, BoundarySet]:
    return {year: read_boundary_set(FOLDER / f"gemeenten_{year}.geojson") for year in YEARS}


@pytest.fixture(scope="module")
def vintages(maps) -> dict[int, Vintage]:
    return {year: vintage_of(found) for year, found in maps.items()}


@pytest.fixture(scope="module")
def rules() -> dict[str, Aggregation]:
    return {name: variable.aggregation for name, variable in read_variables().items()}


@pytest.fixture(scope="module")
def of_2012(maps, vintages, rules) -> pd.DataFrame:
    """Every figure of the map of 2012 on the gemeenten of 2024."""
    return put_on_vintage(maps[2012].figures, vintages[2012], vintages[2024], rules)


@pytest.fixture(scope="module")
def people_of_2012(of_2012) -> pd.DataFrame:
    return of_2012[of_2012["variable"] == "a_inw"].set_index("code")


def test_inhabitants_of_2012_in_the_22_gemeenten_of_2024(people_of_2012):
    shared = {code for _, *codes in SPLIT_2012.values() for code in codes}
    for code, parts in REGION_2012.items():
        found = people_of_2012.loc[code]
        if code not in shared:
            assert (found["value"], found["inexact"]) == (sum(parts.values()), 0.0), code
    for inhabitants, most, least in SPLIT_2012.values():
        whole = [sum(REGION_2012[code].values()) for code in (most, least)]
        pieces = people_of_2012.loc[[most, least], "value"] - whole
        assert pieces.sum() == pytest.approx(inhabitants)
        assert 0 < pieces[least] < 0.25 * inhabitants < pieces[most]
        estimated = people_of_2012.loc[[most, least], "inexact"] * (whole + pieces)
        assert estimated.tolist() == pytest.approx([pieces[least], pieces[least]])
        assert (people_of_2012.loc[[most, least], "inexact"] < MOST_BY_AREA).all()


def test_the_region_has_as_many_inhabitants_as_it_had(people_of_2012):
    parts = sum(sum(parts.values()) for parts in REGION_2012.values())
    split = sum(inhabitants for inhabitants, *_ in SPLIT_2012.values())
    assert people_of_2012.loc[list(REGION_2012), "value"].sum() == pytest.approx(parts + split)


def test_what_would_be_a_guess_is_a_gap_with_its_reason(people_of_2012):
    gaps = people_of_2012[people_of_2012["value"].isna()]
    assert set(gaps["missing"]) == {MissingReason.NOT_COMPARABLE}
    # Boarnsterhim, Littenseradiel and Haaren were divided among their neighbours
    assert set(gaps.index) == {"GM0074", "GM0080", "GM0824", "GM0865"}
    assert len(people_of_2012) == 342


@pytest.mark.parametrize(("old", "new"), [*itertools.pairwise(YEARS), (2012, 2024)])
def test_the_country_keeps_its_inhabitants(maps, vintages, rules, monkeypatch, old, new):
    monkeypatch.setattr("rudc_map.dataset.harmonise.MOST_BY_AREA", 1.0)
    known = maps[old].figures
    known = known[known["variable"] == "a_inw"]
    found = put_on_vintage(known, vintages[old], vintages[new], rules)
    assert found["value"].sum() == pytest.approx(known["value"].sum())


def test_slivers_are_no_changes(vintages):
    found = bridge(vintages[2023], vintages[2024], Level.GEMEENTE)
    assert len(found.same) == 342
    assert found.reused == ()


@pytest.mark.parametrize(("rate", "weight"), [("g_hhgro", "a_hh"), ("p_65_oo", "a_inw")])
def test_rates_of_a_merger_are_weighted(maps, of_2012, rate, weight):
    """Eemsdelta, from Appingedam, Delfzijl and Loppersum."""
    found = of_2012[(of_2012["code"] == "GM1979") & (of_2012["variable"] == rate)].iloc[0]
    parts = maps[2012].figures.pivot(index="code", columns="variable", values="value")
    parts = parts.loc[["GM0003", "GM0010", "GM0024"]]
    expected = (parts[rate] * parts[weight]).sum() / parts[weight].sum()
    assert parts[rate].min() < found["value"] < parts[rate].max()
    assert found["value"] == pytest.approx(expected)
    assert found["inexact"] == 0


def test_the_mergers_of_the_region_follow_from_the_boundaries(vintages, tmp_path):
    found = mergers_between(list(vintages.values()))
    file = tmp_path / "boundary_changes.toml"
    write_boundary_changes(found, file)
    codes = set(vintages[2024].frames[Level.GEMEENTE]["code"])
    assert read_boundary_changes(file, codes) == found

    known = read_boundary_changes(ROOT / "geodata" / "boundary_changes.toml", codes)
    ours = [change for change in found if change.gemeente in REGION_2012]
    assert {c.gemeente: c.of for c in ours} == {c.gemeente: c.of for c in known}
    first_seen = {c.gemeente: next(y for y in YEARS if y >= c.year) for c in known}
    assert {c.gemeente: c.year for c in ours} == first_seen
