"""The profile of a theme."""

from __future__ import annotations

import pytest

from rudc_map.analysis.standardise import spread
from rudc_map.indicators.compute import indicator_values
from rudc_map.indicators.places import in_region
from rudc_map.model import Level
from rudc_map.view.profile import nearest_period, profile_data

SAFETY = "regio=groningen-assen&niveau=buurt&indicator=misdrijven_per_1000&periode=2023"


def rows(file):
    return {row["indicator"]: row for row in file["rows"]}


def test_all_indicators_of_the_theme(ask, registry):
    file = ask(profile_data, f"{SAFETY}&gebieden=BU00140000&referentie=nederland")

    assert file["theme"] == "veiligheid"
    theme = [i.id for i in registry.layer_of("misdrijven").indicators]
    assert [row["indicator"] for row in file["rows"]] == theme
    periods = {id_: row["period"] for id_, row in rows(file).items()}
    assert periods["misdrijven"] == "2023"
    assert periods["misdrijven_per_1000_vijf_jaar"] == "2021-2025"
    assert periods["fietsdiefstal_per_1000"] == "2024"


def test_values_references_and_scores(ask, dataset, registry):
    rate = registry.get("misdrijven_per_1000")
    values = {
        level: indicator_values(dataset, rate, level, "2023").values
        for level in (Level.BUURT, Level.GEMEENTE, Level.PROVINCIE)
    }
    inside = in_region(dataset, Level.BUURT, dataset.regions[0])
    scale = spread(values[Level.BUURT][inside])

    file = ask(profile_data, f"{SAFETY}&gebieden=BU00140000,GM0106&referentie=provincie")

    row = rows(file)["misdrijven_per_1000"]
    groningen, drenthe = values[Level.PROVINCIE]["PV20"], values[Level.PROVINCIE]["PV22"]
    assert row["reference"] == groningen
    assert row["referenceBy"] == {"BU00140000": groningen, "GM0106": drenthe}
    assert row["spread"] == round(scale, 4)
    buurt, assen = values[Level.BUURT]["BU00140000"], values[Level.GEMEENTE]["GM0106"]
    assert row["areas"] == {
        "BU00140000": {
            "value": buurt,
            "missing": None,
            "z": pytest.approx((buurt - groningen) / scale, abs=0.005),
            "judged": "worse",
        },
        "GM0106": {
            "value": assen,
            "missing": None,
            "z": pytest.approx((assen - drenthe) / scale, abs=0.005),
            "judged": "worse",
        },
    }


def test_a_missing_value_has_a_reason_and_no_score(ask):
    file = ask(profile_data, f"{SAFETY}&gebieden=BU00140000&referentie=nederland")

    bicycles = rows(file)["fietsdiefstal_per_1000"]
    assert bicycles["areas"]["BU00140000"] == {
        "value": None,
        "missing": "niet_op_dit_niveau",
        "z": None,
        "judged": None,
    }
    assert bicycles["spread"] is None
    assert bicycles["reference"] > 0


def test_a_total_has_no_score_against_a_total(ask):
    in_provincie = ask(profile_data, f"{SAFETY}&gebieden=BU00140000&referentie=provincie")
    with_another = ask(profile_data, f"{SAFETY}&gebieden=BU00140000&referentie=BU00140001")

    total, other = rows(in_provincie)["misdrijven"], rows(with_another)["misdrijven"]
    assert total["spread"] is total["areas"]["BU00140000"]["z"] is None
    assert total["reference"] > total["areas"]["BU00140000"]["value"]
    assert other["spread"] > 0
    assert other["areas"]["BU00140000"]["z"] is not None


def test_what_may_be_chance_is_not_judged(ask):
    """As the page about an area: by the intervals, and not without a margin or of a total."""
    areas = ["BU00140000", "BU00140001", "BU00140600"]
    query = f"{SAFETY}&gebieden={','.join(areas)}&referentie=BU00140001"
    found = rows(ask(profile_data, query))
    health = "regio=groningen-assen&niveau=gemeente&indicator=ervaren_gezondheid&periode=2024"
    estimates = rows(ask(profile_data, f"{health}&gebieden=GM0014&referentie=nederland"))

    seen = {code: found["misdrijven_per_1000"]["areas"][code]["judged"] for code in areas}
    assert seen["BU00140001"] == "same"
    assert seen["BU00140600"] == "better"
    assert {known["judged"] for known in found["misdrijven"]["areas"].values()} == {None}
    assert found["misdrijven_verandering"]["areas"]["BU00140600"]["judged"] == "unsure"
    assert estimates["ervaren_gezondheid"]["areas"]["GM0014"]["judged"] == "unsure"


def test_the_own_area(ask, key_figures):
    own = "g:BU00140000,BU00140001:inwoners"
    two = key_figures.loc[["BU00140000", "BU00140001"]]

    file = ask(profile_data, f"{SAFETY}&gebieden=GM0106&referentie=gemeente&eigen={own}")

    row = rows(file)["misdrijven_per_1000"]
    assert list(row["areas"]) == ["GM0106", "EIGEN"]
    rate = 1000 * two["misdr_2023"].sum() / two["a_inw"].sum()
    assert row["areas"]["EIGEN"]["value"] == round(rate, 1)
    assert row["referenceBy"]["EIGEN"] == round(
        1000 * key_figures.loc["GM0014", "misdr_2023"] / key_figures.loc["GM0014", "a_inw"], 1
    )
    # crimes of one kind are known of gemeenten only: the buurten have none
    assert rows(file)["fraude_per_1000"]["areas"]["EIGEN"]["missing"] == "niet_op_dit_niveau"


def test_a_circle_takes_what_each_indicator_has(ask):
    file = ask(profile_data, f"{SAFETY}&referentie=nederland&eigen=c:53.2194,6.5665,1500:inwoners")

    assert rows(file)["misdrijven_per_1000"]["areas"]["EIGEN"]["value"] > 60
    assert rows(file)["fraude_per_1000"]["areas"]["EIGEN"]["value"] > 0


def test_similar_areas_and_no_areas_at_all(ask):
    similar = ask(profile_data, f"{SAFETY}&gebieden=BU00140000&referentie=vergelijkbaar")
    nothing = ask(profile_data, f"{SAFETY}&referentie=vergelijkbaar")

    assert rows(similar)["misdrijven_per_1000"]["reference"] > 60  # other inner cities
    row = rows(nothing)["misdrijven_per_1000"]
    assert (row["reference"], row["referenceBy"], row["areas"]) == (None, {}, {})


@pytest.mark.parametrize(
    ("indicator", "wanted", "nearest"),
    [
        ("ervaren_gezondheid", "2024", "2024"),
        ("ervaren_gezondheid", "2023", "2022"),  # of two as near, the earlier
        ("ervaren_gezondheid", "2021-2025", "2022"),
        ("ervaren_gezondheid", "2000", "2012"),
        ("aandeel_bebouwd", "2024", "2017"),
        ("misdrijven_per_1000_vijf_jaar", "2012", "2021-2025"),
        ("misdrijven", "2021-2025", "2021"),
    ],
)
def test_the_nearest_period(registry, indicator, wanted, nearest):
    assert nearest_period(registry.get(indicator), wanted) == nearest
