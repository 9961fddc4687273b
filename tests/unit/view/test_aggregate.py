"""Areas taken as one, for the API."""

from __future__ import annotations

import pytest

from rudc_map.errors import InputError
from rudc_map.view.aggregate import api_aggregate
from rudc_map.view.own_area_figures import own_area_data
from rudc_map.view.reference import reference_data

CRIMES = "indicator=misdrijven_per_1000&periode=2024"
CITY = "eigen=c:53.2194,6.5665,1500:inwoners"


def test_gemeenten_by_hand(ask, key_figures):
    rows = key_figures.loc[["GM0014", "GM0106"]]

    answer = ask(api_aggregate, f"{CRIMES}&gebieden=GM0014,GM0106,BU01060000")

    rate = 1000 * rows["misdr_2024"].sum() / rows["a_inw"].sum()
    assert answer["waarde"] == round(rate, 1)
    assert answer["ondergrens"] < rate < answer["bovengrens"]
    assert (answer["hoe"], answer["delen"], answer["bekend"]) == ("gewogen_gemiddelde", 2, 2)
    assert (answer["dekking"], answer["ontbreekt"]) == (1, None)
    assert answer["gebieden"] == [
        {"code": "GM0014", "naam": "Groningen", "aandeel": 1},
        {"code": "GM0106", "naam": "Assen", "aandeel": 1},
    ]


def test_it_equals_the_reference_of_the_page(ask):
    page = f"regio=groningen-assen&niveau=buurt&{CRIMES}&referentie=GM0014,GM0106"
    file = ask(reference_data, page)

    answer = ask(api_aggregate, f"{CRIMES}&gebieden=GM0014,GM0106")

    assert [answer[k] for k in ("waarde", "hoe", "delen", "ondergrens", "bovengrens")] == [
        file[k] for k in ("value", "how", "n", "lower", "upper")
    ]


def test_larger_areas_are_replaced_by_those_of_the_level(ask, key_figures):
    buurten = key_figures[key_figures.index.str.startswith("BU0106")]
    known = buurten.dropna(subset=["misdr_2024", "a_inw"])

    answer = ask(api_aggregate, f"{CRIMES}&gebieden=GM0106,BU00140000&niveau=buurt")

    codes = [part["code"] for part in answer["gebieden"]]
    assert set(codes) == {*buurten.index, "BU00140000"}
    assert answer["delen"] == len(buurten) + 1
    assert answer["bekend"] == len(known) + 1
    other = key_figures.loc["BU00140000"]
    crimes = buurten["misdr_2024"].sum() + other["misdr_2024"]  # also where nobody lives
    assert answer["waarde"] == round(1000 * crimes / (known["a_inw"].sum() + other["a_inw"]), 1)


def test_all_gemeenten_make_the_country(ask, municipal_figures):
    answer = ask(api_aggregate, "indicator=inwoners&gebieden=NL00&niveau=gemeente")

    assert answer["waarde"] == municipal_figures["aantal_inwoners"].sum()
    assert (answer["hoe"], answer["delen"]) == ("som", 342)


def test_a_drawn_area_equals_that_of_the_page(ask):
    file = ask(own_area_data, f"{CITY}&indicator=misdrijven_per_1000")

    answer = ask(api_aggregate, f"{CRIMES}&{CITY}")

    assert answer["waarde"] == file["values"][3]
    assert (answer["ondergrens"], answer["bovengrens"]) == (file["lower"][3], file["upper"][3])
    assert {part["code"]: part["aandeel"] for part in answer["gebieden"]} == file["shares"]


def test_a_drawn_area_from_areas_of_a_level(ask):
    answer = ask(api_aggregate, f"{CRIMES}&{CITY}&niveau=gemeente")

    assert [part["code"] for part in answer["gebieden"]] == ["GM0014"]
    assert 0 < answer["gebieden"][0]["aandeel"] < 1


def test_a_set_of_ones_own_is_a_set_of_areas(ask):
    own = ask(api_aggregate, f"{CRIMES}&eigen=g:GM0014,GM0106:inwoners&niveau=wijk")
    same = ask(api_aggregate, f"{CRIMES}&gebieden=GM0014,GM0106&niveau=wijk")

    assert own == same
    assert all(part["code"].startswith("WK") for part in own["gebieden"])


def test_too_little_known_says_so(ask):
    answer = ask(api_aggregate, "indicator=misdrijven&gebieden=GM0363,GM0014&periode=2023")

    assert (answer["waarde"], answer["bekend"]) == (None, 1)
    assert answer["ontbreekt"] == "niet_gepubliceerd"


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("", ["gebieden", "eigen"]),
        (f"&gebieden=GM0014&{CITY}", ["gebieden", "eigen"]),
        ("&gebieden=GM0363&niveau=buurt", ["GM0363", "buurt"]),
        ("&gebieden=NL00&niveau=wijk", ["NL00", "wijk"]),
    ],
)
def test_what_cannot_be_is_refused(asked, query, named):
    with pytest.raises(InputError) as refused:
        api_aggregate(asked(f"{CRIMES}{query}"))
    for message in (refused.value.message_nl, refused.value.message_en):
        assert all(part in message for part in named), message
