"""Areas that are like another: which are looked at, and what they are together."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rudc_map.indicators.compute import indicator_values
from rudc_map.indicators.similar import (
    candidates,
    compared_values,
    matches_of_each,
    score_table,
    values_of_matches,
)
from rudc_map.model import Level, Similarity

BY_HOMES = (("woz_waarde", 1.0), ("aandeel_koopwoningen", 2.0))


@pytest.fixture(scope="module")
def region(dataset):
    return {region.id: region for region in dataset.regions}.__getitem__


def test_the_values_are_those_of_the_latest_period(dataset, registry):
    similarity = Similarity((("ervaren_gezondheid", 1.0),))

    table = compared_values(dataset, registry, similarity, Level.WIJK)

    latest = indicator_values(dataset, registry.get("ervaren_gezondheid"), Level.WIJK, "2024")
    assert table["ervaren_gezondheid"].equals(latest.values)


def test_scores_are_over_all_areas_of_the_level(dataset, registry):
    values = indicator_values(dataset, registry.get("woz_waarde"), Level.GEMEENTE, "2024").values
    spread = 1.4826 * (values - values.median()).abs().median()

    scores = score_table(dataset, registry, Similarity(BY_HOMES), Level.GEMEENTE)

    assert list(scores.columns) == ["woz_waarde", "aandeel_koopwoningen"]
    expected = (values["GM0014"] - values.median()) / spread
    assert scores.at["GM0014", "woz_waarde"] == pytest.approx(expected)


def test_where_is_looked(dataset, region):
    def found(**flags):
        where = region("groningen-assen")
        return set(
            candidates(dataset, Similarity(BY_HOMES, **flags), Level.GEMEENTE, "GM0014", where)
        )

    others = set(region("groningen-assen").gemeenten) - {"GM0014"}
    assert found() == others
    assert found(across=True) == {"GM0106", "GM1699", "GM1730"}  # the three of Drenthe
    assert len(found(everywhere=True)) == 341
    of_groningen = set(region("provincie-groningen").gemeenten)
    assert not found(everywhere=True, across=True) & of_groningen


@pytest.mark.parametrize("flags", [{}, {"across": True}, {"everywhere": True}])
def test_the_matches_of_each_are_those_of_one(dataset, registry, region, flags):
    from rudc_map.analysis.similar import similar_areas

    similarity, where = Similarity(BY_HOMES, **flags), region("groningen-assen")
    weights = pd.Series(dict(BY_HOMES))

    found = matches_of_each(dataset, registry, similarity, Level.WIJK, where)

    scores = score_table(dataset, registry, similarity, Level.WIJK)
    for code in found.index[::9]:
        among = candidates(dataset, similarity, Level.WIJK, code, where)
        one = similar_areas(scores, weights, code, among, 10)
        assert found[code] == (one.codes if one else ())
    assert found.str.len().max() == 10


def test_matches_are_aggregated_by_the_rule(dataset, registry, region, key_figures):
    matches = pd.Series(
        {"BU00140000": ("BU00140001", "BU00140002"), "BU01060000": (), "BU00140001": ("GM",)}
    )
    matches["BU00140001"] = ("BU00140000",)
    rows = key_figures.loc[["BU00140001", "BU00140002"]]
    homes = (rows["g_wozbag"] * rows["a_hh"]).sum() / rows["a_hh"].sum()

    def values(indicator):
        return values_of_matches(dataset, registry.get(indicator), Level.BUURT, "2024", matches)

    assert values("woz_waarde")["BU00140000"] == pytest.approx(homes)
    assert values("woz_waarde")["BU00140001"] == key_figures.loc["BU00140000", "g_wozbag"]
    # a total of several areas says nothing of one
    assert values("inwoners")["BU00140000"] == rows["a_inw"].median()
    assert values("stedelijkheid")["BU00140000"] == rows["ste_mvs"].median()
    rate = 1000 * rows["misdr_2024"].sum() / rows["a_inw"].sum()
    assert values("misdrijven_per_1000")["BU00140000"] == pytest.approx(rate)
    assert np.isnan(values("woz_waarde")["BU01060000"])
    assert list(values("inwoners").index) == list(matches.index)


def test_an_area_without_figures_has_no_matches(dataset, registry, region):
    similarity = Similarity((("inkomen_per_inwoner", 1.0), ("inwoners", 0.5)))
    income = indicator_values(
        dataset, registry.get("inkomen_per_inwoner"), Level.BUURT, "2024"
    ).values

    found = matches_of_each(dataset, registry, similarity, Level.BUURT, region("groningen-drenthe"))

    assert (found.str.len() > 0).equals(income.notna())
