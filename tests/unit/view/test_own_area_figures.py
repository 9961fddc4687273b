"""The file of an own area."""

from __future__ import annotations

import pytest

from rudc_map.errors import InputError
from rudc_map.view.own_area_figures import own_area_data

CITY = "eigen=c:53.2194,6.5665,1500:inwoners"
TWO = ["BU00140000", "BU00140001"]
CHOSEN = f"eigen=g:{','.join(TWO)}:inwoners"


def test_chosen_areas_by_hand(ask, key_figures):
    rows = key_figures.loc[TWO]

    file = ask(own_area_data, f"{CHOSEN}&indicator=misdrijven_per_1000")

    rates = [
        round(1000 * rows[f"misdr_{y}"].sum() / rows["a_inw"].sum(), 1) for y in range(2021, 2026)
    ]
    assert file["values"] == rates
    for low, value, high in zip(file["lower"], rates, file["upper"], strict=True):
        assert low < value < high
    assert file["small"] == [False] * 5
    assert file["shares"] == dict.fromkeys(TWO, 1)
    assert file["inhabitants"] == rows["a_inw"].sum()
    assert (file["parts"], file["level"], file["how"]) == (2, "buurt", "gewogen_gemiddelde")
    assert (file["unknown"], file["coverage"], file["outside"]) == (0, 1, False)


def test_a_circle(ask):
    file = ask(own_area_data, f"{CITY}&indicator=inwoners")

    assert set(file) == {
        "parts",
        "level",
        "shares",
        "inhabitants",
        "area",
        "by",
        "how",
        "values",
        "lower",
        "upper",
        "small",
        "unknown",
        "coverage",
        "outside",
    }
    assert file["area"] == 7.1  # pi * 1.5^2
    assert file["by"] == "inwoners"
    assert file["values"] == [file["inhabitants"]]
    assert file["lower"] is file["upper"] is file["small"] is None
    shares = list(file["shares"].values())
    assert shares == sorted(shares, reverse=True)
    assert len(shares) == file["parts"]
    assert 0.01 <= shares[-1] < shares[0] == 1


def test_an_indicator_of_gemeenten_takes_gemeenten(ask):
    file = ask(own_area_data, f"{CITY}&indicator=fietsdiefstal_per_1000")

    assert (file["level"], list(file["shares"])) == ("gemeente", ["GM0014"])
    assert file["values"][0] > 0


def test_of_many_areas_the_largest_shares_are_listed(ask):
    file = ask(own_area_data, "eigen=c:53.0,6.6,40000:oppervlakte&indicator=inwoners")

    assert file["parts"] > 800
    assert len(file["shares"]) == 400
    assert set(file["shares"].values()) == {1}


def test_unknown_parts_are_counted(ask, key_figures):
    # De Hoogte has no crime figures (geodata/README.md); and where nobody lives, there is no rate
    rows = key_figures[key_figures.index.str.startswith("BU001403")]
    known = rows[["misdr_2025", "a_inw"]].notna().all(axis=1)
    assert "De Hoogte" in rows.loc[~known, "naam"].to_list()

    own = f"eigen=g:{','.join(rows.index)}:inwoners"
    file = ask(own_area_data, f"{own}&indicator=misdrijven_per_1000")

    assert file["unknown"] == (~known).sum()
    coverage = rows.loc[known, "a_inw"].sum() / rows["a_inw"].sum()
    assert 0 < coverage < 0.9
    assert file["coverage"] == pytest.approx(coverage, abs=1e-4)
    assert file["values"][-1] is None


def test_few_events_are_marked(ask, key_figures):
    few = key_figures[key_figures["misdr_2024"].between(3, 5) & (key_figures["a_inw"] > 200)]
    codes = [code for code in few.index if code.startswith("BU")][:2]

    file = ask(own_area_data, f"eigen=g:{','.join(codes)}:inwoners&indicator=misdrijven_per_1000")

    assert file["small"][3] == (key_figures.loc[codes, "misdr_2024"].sum() < 10)
    assert file["values"][3] > 0


def test_a_level_in_the_address_makes_no_difference(ask):
    asked_at = {
        level: ask(own_area_data, f"{CITY}&indicator=inwoners&niveau={level}")
        for level in ("buurt", "gemeente")
    }

    assert asked_at["buurt"] == asked_at["gemeente"]


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ("c:54.4,2.6,500:inwoners", "buiten alle gebieden"),
        ("c:53.33,6.42,100:centroide", "te klein"),
        ("c:1,1,500:inwoners", None),
        ("v::inwoners", None),
        ("g:GM9999:inwoners", "GM9999"),
    ],
)
def test_what_is_wrong_is_said(asked, own, message):
    with pytest.raises(InputError, match=message) as refused:
        own_area_data(asked(f"eigen={own}&indicator=inwoners"))
    assert refused.value.status == 400
