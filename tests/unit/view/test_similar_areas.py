"""The areas that are most like another, and in what."""

from __future__ import annotations

import numpy as np
import pytest

from rudc_map.indicators.compute import indicator_values
from rudc_map.model import Level
from rudc_map.view.similar_areas import NO_OTHER, TOO_LITTLE, api_similar, similar_data
from rudc_map.view.similarity import USUAL

GRONINGEN = "gebied=GM0014&niveau=gemeente&regio=nederland"


@pytest.fixture(scope="module")
def scores(dataset, registry):
    """The robust scores of gemeenten, damped, computed anew."""

    def of(indicator):
        known = registry.get(indicator)
        values = indicator_values(dataset, known, Level.GEMEENTE, known.periods[-1]).values
        middle = values.median()
        score = (values - middle) / (1.4826 * (values - middle).abs().median())
        far = np.sign(score) * (2 + 2 * np.log(score.abs().clip(lower=2) / 2))
        return score.where(score.abs() <= 2, far)

    return of


def test_the_nearest_by_two_indicators_by_hand(ask, scores):
    homes, owned = scores("woz_waarde"), scores("aandeel_koopwoningen")
    # twice the weight for the second: 1/3 and 2/3
    distance = np.sqrt((homes - homes["GM0106"]) ** 2 / 3 + (owned - owned["GM0106"]) ** 2 * 2 / 3)
    nearest = distance.drop("GM0106").dropna().sort_values(kind="stable")[:10]

    file = ask(
        similar_data,
        "gebied=GM0106&niveau=gemeente&regio=nederland&lijkt=woz_waarde;aandeel_koopwoningen*2",
    )

    assert [m["distance"] for m in file["matches"]] == nearest.round(2).tolist()
    assert {m["code"] for m in file["matches"][:5]} <= set(nearest.index)
    assert [i["weight"] for i in file["indicators"]] == [1, 2]
    assert (file["among"], file["compared"]) == (341, 21)  # so many have both figures


def test_what_is_said_of_each(ask, dataset, registry, scores):
    file = ask(similar_data, GRONINGEN)

    assert (file["gebied"], file["niveau"]) == ("GM0014", "gemeente")
    assert [i["id"] for i in file["indicators"]] == list(USUAL)
    assert file["unused"] == []
    assert "reason" not in file
    assert len(file["matches"]) == 10
    for match in file["matches"]:
        assert set(match) == {"code", "distance", "alike", "unlike", "values"}
        assert list(match["values"]) == list(USUAL)
        for id_ in match["alike"]:
            assert abs(scores(id_)[match["code"]] - scores(id_)["GM0014"]) <= 0.25
        for id_ in match["unlike"]:
            assert abs(scores(id_)[match["code"]] - scores(id_)["GM0014"]) >= 0.75
    density = indicator_values(
        dataset, registry.get("bevolkingsdichtheid"), Level.GEMEENTE, "2024"
    ).values
    assert file["indicators"][0]["value"] == density["GM0014"]
    assert (
        file["matches"][3]["values"]["bevolkingsdichtheid"] == density[file["matches"][3]["code"]]
    )


def test_where_is_looked(ask, dataset):
    provincie = dataset.areas["provincie"]
    in_region = "gebied=GM0014&niveau=gemeente&regio=groningen-drenthe"

    across = ask(similar_data, f"{in_region}&lijkt=-overgrens")
    everywhere = ask(similar_data, f"{in_region}&lijkt=-overal")

    assert across["among"] == 12  # the gemeenten of Drenthe
    assert {provincie[m["code"]] for m in across["matches"]} == {"PV22"}
    assert everywhere["among"] == 341
    assert everywhere["matches"] == ask(similar_data, GRONINGEN)["matches"]


def test_an_indicator_without_a_value_is_not_used(ask, dataset, registry):
    income = indicator_values(dataset, registry.get("inkomen_per_inwoner"), Level.BUURT, "2024")
    density = indicator_values(dataset, registry.get("bevolkingsdichtheid"), Level.BUURT, "2024")
    code = (income.values.isna() & density.values.gt(1000)).idxmax()
    weights = "lijkt=bevolkingsdichtheid*3;inkomen_per_inwoner"

    file = ask(similar_data, f"gebied={code}&niveau=buurt&regio=groningen-drenthe&{weights}")

    assert [i["id"] for i in file["indicators"]] == ["bevolkingsdichtheid"]
    assert file["unused"] == ["inkomen_per_inwoner"]
    assert all(list(m["values"]) == ["bevolkingsdichtheid"] for m in file["matches"])


def test_no_match_says_why(ask, key_figures):
    nobody = key_figures[key_figures["a_inw"].isna() & key_figures.index.str.startswith("BU")]

    empty = ask(
        similar_data,
        f"gebied={nobody.index[0]}&niveau=buurt&regio=groningen-drenthe&lijkt=inwoners",
    )
    alone = ask(similar_data, "gebied=GM0014&niveau=gemeente&regio=GM0014")

    assert (empty["matches"], empty["reason"]) == ([], TOO_LITTLE)
    assert empty["unused"] == ["inwoners"]
    assert (alone["matches"], alone["reason"], alone["among"]) == ([], NO_OTHER, 0)


# the public interface ---------------------------------------------------------------------------


def test_the_api_gives_the_same(ask, dataset):
    file = ask(similar_data, f"{GRONINGEN}&lijkt=-overgrens")

    answer = ask(api_similar, f"{GRONINGEN}&over_de_grens=1")

    assert [row["code"] for row in answer["vergelijkbaar"]] == [m["code"] for m in file["matches"]]
    assert [row["afstand"] for row in answer["vergelijkbaar"]] == [
        m["distance"] for m in file["matches"]
    ]
    assert [row["lijkt_in"] for row in answer["vergelijkbaar"]] == [
        m["alike"] for m in file["matches"]
    ]
    assert (
        answer["vergelijkbaar"][0]["naam"] == dataset.areas.at[file["matches"][0]["code"], "name"]
    )
    assert answer["kandidaten"] == file["among"]
    assert answer["vergeleken"] == file["compared"]
    assert (answer["over_de_grens"], answer["reden"]) == (True, None)


def test_the_api_looks_everywhere_if_asked(ask):
    answer = ask(api_similar, "gebied=GM0014&niveau=gemeente&overal=1")

    assert answer["kandidaten"] == 341
    assert answer["regio"] is None
    assert not answer["over_de_grens"]
    in_region = ask(api_similar, "gebied=GM0014&niveau=gemeente&overal=0")
    assert (in_region["regio"], in_region["kandidaten"]) == ("groningen-assen", 6)
