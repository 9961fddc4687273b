"""Areas compared, for the API."""

from __future__ import annotations

import pytest

from rudc_map.view.compare import api_compare
from rudc_map.view.intervals import intervals_data
from rudc_map.view.reference import reference_data

CRIMES = "indicator=misdrijven_per_1000&niveau=buurt&periode=2024"


def areas(answer):
    return {row["code"]: row for row in answer["gebieden"]}


def test_an_area_by_hand(ask, key_figures):
    row = key_figures.loc["BU00140000"]
    rate = 1000 * row["misdr_2024"] / row["a_inw"]
    gemeente = key_figures.loc["GM0014"]
    of_gemeente = 1000 * gemeente["misdr_2024"] / gemeente["a_inw"]

    answer = ask(api_compare, f"{CRIMES}&gebieden=BU00140000&referentie=gemeente")

    assert (answer["indicator"], answer["niveau"]) == ("misdrijven_per_1000", "buurt")
    assert (answer["periode"], answer["regio"]) == ("2024", "groningen-assen")
    assert answer["eenheid"] == "per 1.000 inwoners"
    assert all(answer["bron"])
    found = areas(answer)["BU00140000"]
    assert found["naam"] == "Binnenstad-Noord"
    assert found["waarde"] == round(rate, 1)
    assert found["ontbreekt"] is None
    assert found["ondergrens"] < found["waarde"] < found["bovengrens"]
    assert found["klein_aantal"] is False
    assert found["referentie"] == {
        "naam": "Groningen",
        "waarde": round(of_gemeente, 1),
        "hoe": "eigen",
    }
    assert found["verschil"] == round(round(rate, 1) - round(of_gemeente, 1), 1)
    assert found["oordeel"] == "duidelijk_hoger"
    assert found["standen"]["gemeente"]["plaats"] == 6
    assert found["geen_stand"] == {"nederland": "niet_alle_gebieden_bekend"}


def test_limits_are_those_of_the_page(ask, dataset):
    codes = ["BU00140000", "BU01060000", "BU00140105"]
    file = ask(intervals_data, CRIMES)

    found = areas(ask(api_compare, f"{CRIMES}&gebieden={','.join(codes)}&referentie=regio"))

    for code in codes:
        at = dataset.codes("buurt").get_loc(code)
        assert found[code]["ondergrens"] == file["lower"][at]
        assert found[code]["bovengrens"] == file["upper"][at]
        assert found[code]["klein_aantal"] == (at in file["small"])


def test_a_verdict_needs_limits_apart(ask, dataset, key_figures):
    """Every buurt of Groningen-Assen against the country: clear only off its value."""
    answer = ask(api_compare, f"{CRIMES}&referentie=nederland&gebieden={_first(key_figures, 150)}")

    verdicts = set()
    for row in answer["gebieden"]:
        country = row["referentie"]["waarde"]
        if row["waarde"] is None:
            expected = None
        elif row["ondergrens"] > country:
            expected = "duidelijk_hoger"
        elif row["bovengrens"] < country:
            expected = "duidelijk_lager"
        else:
            expected = "geen_duidelijk_verschil"
        assert row["oordeel"] == expected, row
        verdicts.add(expected)
    assert len(verdicts) == 4


def _first(key_figures, n):
    return ",".join(code for code in key_figures.index[: n + 60] if code.startswith("BU"))[
        : 11 * n - 1
    ]


def test_chosen_areas_have_an_interval_themselves(ask):
    page = f"regio=groningen-assen&{CRIMES}&referentie=BU00140000,BU00140001"
    file = ask(reference_data, page)

    row = areas(ask(api_compare, f"{page}&gebieden=BU01060000"))["BU01060000"]

    assert row["referentie"] == {
        "naam": "Binnenstad-Noord, Binnenstad-Zuid",
        "waarde": file["value"],
        "hoe": "gewogen_gemiddelde",
    }
    # higher, but its interval reaches into that of the reference
    assert row["waarde"] > file["value"]
    assert row["ondergrens"] < file["upper"] < row["bovengrens"]
    assert row["oordeel"] == "geen_duidelijk_verschil"


def test_the_ten_most_similar_areas(ask, dataset):
    page = f"regio=groningen-assen&{CRIMES}&referentie=vergelijkbaar"
    file = ask(reference_data, page)

    row = areas(ask(api_compare, f"{page}&gebieden=BU00140000"))["BU00140000"]

    assert (
        row["referentie"]["waarde"] == file["values"][dataset.codes("buurt").get_loc("BU00140000")]
    )
    assert row["referentie"]["hoe"] == "gewogen_gemiddelde"
    assert "vergelijkbare" in row["referentie"]["naam"]


def test_areas_of_other_levels_and_the_own_area(ask, key_figures):
    own = "eigen=g:BU00140000,BU00140001:inwoners"
    two = key_figures.loc[["BU00140000", "BU00140001"]]

    answer = ask(api_compare, f"{CRIMES}&gebieden=GM0106,WK010603&referentie=provincie&{own}")

    found = areas(answer)
    assert list(found) == ["GM0106", "WK010603", "EIGEN"]
    assert found["GM0106"]["waarde"] == 46  # 3205 crimes, 69701 inhabitants
    assert found["GM0106"]["standen"]["regio"]["van"] == 7
    assert found["EIGEN"]["naam"] == "Eigen gebied"
    assert found["EIGEN"]["waarde"] == round(1000 * two["misdr_2024"].sum() / two["a_inw"].sum(), 1)
    assert found["EIGEN"]["referentie"]["naam"] == "Groningen"
    assert found["EIGEN"]["oordeel"] == "duidelijk_hoger"
    assert set(found["EIGEN"]["geen_stand"].values()) == {"eigen_gebied"}


def test_an_own_area_in_two_provincies_has_no_provincie(ask):
    own = "eigen=g:GM0014,GM0106:inwoners"

    row = areas(ask(api_compare, f"{CRIMES}&gebieden=GM0014&referentie=provincie&{own}"))["EIGEN"]

    assert row["referentie"]["naam"] is row["referentie"]["waarde"] is None
    assert row["verschil"] is row["oordeel"] is None
    assert row["waarde"] > 0


@pytest.mark.parametrize(
    ("indicator", "reference", "name", "how"),
    [
        ("stedelijkheid", "nederland", "Nederland", "mediaan"),
        ("stedelijkheid", "regio", "Regio Groningen-Assen", "mediaan"),
        ("inwoners", "nederland", "Nederland", "eigen"),
        ("woz_waarde", "regio", "Regio Groningen-Assen", "gewogen_gemiddelde"),
    ],
)
def test_the_reference_has_a_name_and_says_how_it_was_made(ask, indicator, reference, name, how):
    query = f"indicator={indicator}&niveau=gemeente&gebieden=GM0014&referentie={reference}"

    row = areas(ask(api_compare, query))["GM0014"]

    assert (row["referentie"]["naam"], row["referentie"]["hoe"]) == (name, how)
    assert row["ondergrens"] is row["bovengrens"] is row["klein_aantal"] is row["oordeel"] is None
    assert row["verschil"] is not None


def test_a_missing_value_has_a_reason(ask):
    query = "indicator=fietsdiefstal_per_1000&niveau=buurt&gebieden=BU00140000&referentie=nederland"

    row = areas(ask(api_compare, query))["BU00140000"]

    assert (row["waarde"], row["ontbreekt"]) == (None, "niet_op_dit_niveau")
    assert row["verschil"] is row["oordeel"] is None
    assert set(row["geen_stand"].values()) == {"geen_waarde"}
