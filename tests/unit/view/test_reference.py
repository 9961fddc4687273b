"""The file of a reference that areas do not lie in."""

from __future__ import annotations

import pandas as pd
import pytest

from rudc_map.analysis.classify import difference_breaks
from rudc_map.errors import InputError
from rudc_map.indicators.compute import indicator_values
from rudc_map.indicators.places import in_region
from rudc_map.model import Level
from rudc_map.view.reference import reference_data
from rudc_map.view.similar_areas import similar_data

CRIMES = "regio=groningen-assen&indicator=misdrijven_per_1000&niveau=buurt&periode=2024"


@pytest.fixture(scope="module")
def breaks(dataset, registry):
    """Breaks of the differences of the buurten of Groningen-Assen with a value a period."""

    def of(indicator, values):
        found = registry.get(indicator)
        inside = in_region(dataset, Level.BUURT, dataset.regions[0])
        differences = [
            indicator_values(dataset, found, Level.BUURT, p).values[inside] - value
            for p, value in values.items()
        ]
        every = pd.concat(differences, ignore_index=True).round(found.decimals)
        return list(difference_breaks(every, found.decimals))

    return of


def test_several_areas_are_taken_as_one(ask, breaks, key_figures):
    years = [str(year) for year in range(2021, 2026)]
    rows = key_figures.loc[["GM0106", "GM0014"]]
    rates = {y: round(1000 * rows[f"misdr_{y}"].sum() / rows["a_inw"].sum(), 1) for y in years}

    file = ask(reference_data, f"{CRIMES}&referentie=GM0014,GM0106,BU01060000")

    assert file.pop("lower") < file["value"] < file.pop("upper")
    assert file == {
        "kind": "gebieden",
        "value": rates["2024"],
        "values": None,
        "how": "gewogen_gemiddelde",
        "n": 2,
        "breaks": breaks("misdrijven_per_1000", rates),
    }


def test_one_area_has_its_own_value_and_interval(ask):
    file = ask(reference_data, f"{CRIMES}&referentie=GM0106")

    # 3,205 crimes among 69,701 inhabitants: 45.98, give or take 1.96 / sqrt(3205)
    assert (file["value"], file["how"], file["n"]) == (46, "eigen", 1)
    assert file["lower"] == pytest.approx(45.98 * (1 - 1.96 / 3205**0.5), abs=0.03)
    assert file["upper"] == pytest.approx(45.98 * (1 + 1.96 / 3205**0.5), abs=0.04)


def test_without_an_interval_there_are_no_limits(ask):
    homes = CRIMES.replace("misdrijven_per_1000", "woz_waarde")
    file = ask(reference_data, f"{homes}&referentie=GM0014,GM0106")

    assert file["lower"] is file["upper"] is None
    assert file["value"] > 0


def test_without_a_rule_it_is_the_median(ask):
    urban = CRIMES.replace("misdrijven_per_1000", "stedelijkheid")
    file = ask(reference_data, f"{urban}&referentie=GM0014,GM0106")

    assert (file["value"], file["how"]) == (1.5, "mediaan")


def test_the_similar_areas_of_each_area(ask, dataset, registry, key_figures):
    file = ask(reference_data, f"{CRIMES}&referentie=vergelijkbaar")

    assert (file["kind"], file["how"], file["n"]) == ("vergelijkbaar", "gewogen_gemiddelde", 10)
    assert file["value"] is file["lower"] is file["upper"] is None
    codes = dataset.codes(Level.BUURT)
    assert len(file["values"]) == 1314
    inside = in_region(dataset, Level.BUURT, dataset.regions[0])
    assert all(v is None for v, is_in in zip(file["values"], inside, strict=True) if not is_in)
    similar = ask(similar_data, "regio=groningen-assen&niveau=buurt&gebied=BU00140000")
    rows = key_figures.loc[[match["code"] for match in similar["matches"]]]
    known = rows.dropna(subset=["misdr_2024"])  # De Hoogte, one of the ten, has no crimes
    assert known["a_inw"].sum() > 0.9 * rows["a_inw"].sum()
    rate = 1000 * known["misdr_2024"].sum() / known["a_inw"].sum()
    assert file["values"][list(codes).index("BU00140000")] == round(rate, 4)


def test_the_breaks_stay_the_same_in_every_period(ask):
    for reference in ("vergelijkbaar", "GM0014,GM0106"):
        files = [
            ask(reference_data, f"{CRIMES.replace('2024', year)}&referentie={reference}")
            for year in ("2021", "2025")
        ]
        assert files[0]["breaks"] == files[1]["breaks"]
        assert len(files[0]["breaks"]) == 4
        assert files[0] != files[1]


def test_other_similar_areas_give_another_reference(ask):
    usual = ask(reference_data, f"{CRIMES}&referentie=vergelijkbaar")
    across = ask(reference_data, f"{CRIMES}&referentie=vergelijkbaar&lijkt=-overgrens")
    everywhere = ask(reference_data, f"{CRIMES}&referentie=vergelijkbaar&lijkt=-overal")

    assert usual["values"] != across["values"]
    assert sum(v is not None for v in everywhere["values"]) > 800
    assert sum(v is not None for v in usual["values"]) < 575


def test_no_similar_areas_in_a_region_without_areas_of_the_level(ask):
    query = "regio=provincie-drenthe&indicator=inwoners&niveau=provincie&periode=2024"

    file = ask(reference_data, f"{query}&referentie=vergelijkbaar")

    assert file["n"] == 0
    assert file["values"] == [None] * 12
    assert file["breaks"] == []


@pytest.mark.parametrize("kind", ["nederland", "regio", "provincie", "gemeente"])
def test_what_areas_lie_in_is_in_the_values(asked, kind):
    with pytest.raises(InputError, match=f"'{kind}' staat in de waarden"):
        reference_data(asked(f"{CRIMES}&referentie={kind}"))
