"""Figures that add up, at every level."""

from __future__ import annotations

import numpy as np

from rudc_map.indicators.totals import total
from rudc_map.model import Level


def test_they_are_the_published_figures(dataset, key_figures, country_figures):
    assert total(dataset, "a_inw", Level.BUURT)["BU00140000"] == 4745
    assert total(dataset, "a_inw", Level.WIJK)["WK010603"] == 9300
    of_gemeenten = total(dataset, "a_hh", Level.GEMEENTE)
    assert of_gemeenten["GM0106"] == key_figures.loc["GM0106", "a_hh"]
    assert total(dataset, "a_inw", Level.LAND)["NL00"] == country_figures["a_inw", "2024"]


def test_those_of_a_provincie_are_the_sums_of_its_gemeenten(
    dataset, municipal_figures, provincie_names
):
    drenthe = municipal_figures[provincie_names.reindex(municipal_figures.index) == "Drenthe"]

    found = total(dataset, "a_inw", Level.PROVINCIE)

    assert len(drenthe) == 12
    assert found["PV22"] == drenthe["aantal_inwoners"].sum()
    assert found.index.equals(dataset.codes(Level.PROVINCIE))


def test_a_sum_with_an_unknown_gemeente_is_unknown(dataset):
    # the ages 15 to 64 are only known in Groningen and Drenthe
    found = total(dataset, "a_15_64", Level.PROVINCIE)

    assert set(found.dropna().index) == {"PV20", "PV22"}
    assert np.isnan(found["PV27"])
