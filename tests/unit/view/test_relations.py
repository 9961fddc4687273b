"""How indicators go together."""

from __future__ import annotations

import pandas as pd
import pytest
from scipy.stats import spearmanr, theilslopes

from rudc_map.indicators.compute import indicator_values
from rudc_map.indicators.places import in_region
from rudc_map.model import Level
from rudc_map.view.relations import figures_of, related_data, relation_data

AGED = "regio=groningen-assen&indicator=aandeel_65plus&niveau=buurt&periode=2024"


@pytest.fixture(scope="module")
def inside(dataset, registry):
    """The values of the buurten of Groningen-Assen."""

    def of(indicator, period="2024"):
        found = indicator_values(dataset, registry.get(indicator), Level.BUURT, period).values
        return found[in_region(dataset, Level.BUURT, dataset.regions[0])]

    return of


def test_a_relation_with_a_second_indicator(ask, inside):
    both = pd.concat([inside("aandeel_65plus"), inside("misdrijven_per_1000", "2023")], axis=1)
    x, y = both.dropna().to_numpy().T
    rank, line = spearmanr(x, y), theilslopes(y, x)

    file = ask(relation_data, f"{AGED}&tweede=misdrijven_per_1000;2023;nederland")

    assert file["n"] == len(x) > 300
    assert file["rho"] == pytest.approx(rank.statistic, abs=1e-4)
    assert file["p"] == pytest.approx(rank.pvalue, rel=1e-4)
    assert file["slope"] == pytest.approx(line.slope, rel=1e-4)
    assert file["slopeLow"] == pytest.approx(line.low_slope, rel=1e-4)
    assert file["slopeHigh"] == pytest.approx(line.high_slope, rel=1e-4)
    middle = pd.Series(y).median() - line.slope * pd.Series(x).median()
    assert file["intercept"] == pytest.approx(middle, rel=1e-4)


def test_no_relation_with_an_indicator_of_another_level(ask):
    file = ask(relation_data, f"{AGED}&tweede=fietsdiefstal_per_1000")

    assert file.pop("n") == 0
    assert set(file.values()) == {None}


def test_the_strongest_relation_comes_first(ask, inside, registry):
    file = ask(related_data, AGED)

    assert file["n"] == inside("aandeel_65plus").notna().sum()
    strength = [abs(row["rho"]) for row in file["related"]]
    assert strength == sorted(strength, reverse=True)
    listed = [row["indicator"] for row in file["related"]]
    assert "aandeel_65plus" not in listed
    assert len(set(listed)) == len(listed) > 20
    for row in file["related"]:
        other = registry.get(row["indicator"])
        assert Level.BUURT in other.levels
        assert row["period"] == other.periods[-1]
        both = pd.concat([inside("aandeel_65plus"), inside(other.id, row["period"])], axis=1)
        x, y = both.dropna().to_numpy().T
        rank = spearmanr(x, y)
        assert row["n"] == len(x) >= 10
        assert row["rho"] == pytest.approx(rank.statistic, abs=1e-4)
        assert row["p"] == pytest.approx(rank.pvalue, rel=1e-4, abs=1e-300)


def test_another_form_of_the_same_figure_is_marked(ask):
    aged = {row["indicator"]: row for row in ask(related_data, AGED)["related"]}
    crimes = {
        row["indicator"]: row
        for row in ask(related_data, AGED.replace("aandeel_65plus", "misdrijven"))["related"]
    }

    assert aged["grijze_druk"]["same"] is True
    assert "same" not in aged["inkomen_per_inwoner"]
    assert {id_ for id_, row in crimes.items() if row.get("same")} == {
        "misdrijven_per_1000",
        "misdrijven_per_1000_vijf_jaar",
        "misdrijven_verandering",
    }


def test_a_shared_denominator_is_not_the_same_figure(registry):
    aged, crimes = (
        figures_of(registry.get("aandeel_65plus")),
        figures_of(registry.get("misdrijven_per_1000")),
    )

    assert not aged & crimes
    assert "a_inw" not in aged | crimes
    assert figures_of(registry.get("inwoners")) == {"a_inw"}


def test_too_few_areas_have_no_relations(ask):
    file = ask(related_data, AGED.replace("groningen-assen", "GM0014").replace("buurt", "gemeente"))

    assert file == {"n": 1, "related": []}
