"""Areas, or parts of areas, taken as one: by hand from the source tables."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rudc_map.analysis.intervals import byar
from rudc_map.indicators.compute import indicator_values
from rudc_map.indicators.unions import taken_as_one, whole_areas
from rudc_map.model import Level, MissingReason

NORTH = ["BU00140000", "BU00140001", "BU00140002"]
"""Three buurten in the middle of Groningen."""


@pytest.fixture(scope="module")
def take(dataset, registry):
    """Areas taken as one, in the latest period where none is given."""

    def taken(indicator, shares, period=None, **options):
        found = registry.get(indicator)
        if isinstance(shares, list):
            shares = whole_areas(shares)
        return taken_as_one(dataset, found, period or found.periods[-1], shares, **options)

    return taken


def test_inhabitants_add_up(take, key_figures):
    found = take("inwoners", NORTH)

    assert found.value == key_figures.loc[NORTH, "a_inw"].sum()
    assert (found.how, found.parts, found.known, found.coverage) == ("som", 3, 3, 1.0)
    assert np.isnan(found.lower)
    assert found.missing is None


def test_a_mean_is_weighted(take, key_figures):
    rows = key_figures.loc[NORTH]
    expected = (rows["g_wozbag"] * rows["a_hh"]).sum() / rows["a_hh"].sum()

    found = take("woz_waarde", NORTH)

    assert found.value == round(expected)
    assert found.how == "gewogen_gemiddelde"


def test_areas_of_several_levels(take, key_figures):
    codes = ["GM0106", "WK001400", "BU00140100"]

    found = take("inwoners", codes)

    assert found.value == key_figures.loc[codes, "a_inw"].sum()
    assert found.parts == 3


def test_a_rate_has_the_limits_of_the_summed_count(take, key_figures):
    rows = key_figures.loc[NORTH]
    count, people = rows["misdr_2024"].sum(), rows["a_inw"].sum()
    lower, upper = byar(pd.Series([float(count)]))

    found = take("misdrijven_per_1000", NORTH, "2024")

    assert found.value == round(1000 * count / people, 1)
    assert found.count == count
    assert found.lower == pytest.approx(lower[0] * 1000 / people)
    assert found.upper == pytest.approx(upper[0] * 1000 / people)
    without = take("misdrijven_per_1000", NORTH, "2024", with_limits=False)
    assert without.value == found.value
    assert np.isnan(without.lower)


def test_crime_where_nobody_lives_counts_in_the_rate_of_the_whole(take, dataset, key_figures):
    # in Assen 49 of 3,205 crimes were recorded in two buurten without inhabitants
    buurten = key_figures[key_figures.index.str.startswith("BU0106")]
    people = buurten["a_inw"].sum()
    nobody = buurten["misdr_2024"][buurten["a_inw"].isna()].sum()

    found = take("misdrijven_per_1000", list(buurten.index), "2024")

    assert nobody == 49
    assert found.count == pytest.approx(3205)
    assert found.value == round(1000 * 3205 / people, 1)
    whole = take("misdrijven_per_1000", ["GM0106"], "2024")
    assert found.value == whole.value
    half = pd.Series(0.5, index=buurten.index)
    assert take("misdrijven_per_1000", half, "2024").count == pytest.approx(3205 / 2)


def test_parts_of_areas_count_for_their_share(take, key_figures):
    shares = pd.Series({"BU00140000": 0.5, "BU00140001": 1.0, "BU00140002": 0.0})
    rows = key_figures.loc[["BU00140000", "BU00140001"]]
    half = rows["a_inw"] * [0.5, 1.0]
    crimes = rows["misdr_2024"] * [0.5, 1.0]

    assert take("inwoners", shares).value == round(half.sum())
    rate = take("misdrijven_per_1000", shares, "2024")
    assert rate.value == round(1000 * crimes.sum() / half.sum(), 1)
    assert rate.count == pytest.approx(crimes.sum())
    assert rate.parts == 2


def test_one_whole_area_has_its_own_value(take, dataset, registry):
    # the buurten of a gemeente together have other figures than the gemeente
    for indicator, code in (("woz_waarde", "GM0014"), ("stedelijkheid", "WK001400")):
        found = take(indicator, [code])
        level = Level.GEMEENTE if code.startswith("GM") else Level.WIJK
        own = indicator_values(dataset, registry.get(indicator), level, "2024").values[code]
        assert (found.value, found.how, found.parts, found.coverage) == (own, "eigen", 1, 1.0)


def test_one_area_has_its_own_limits(take, dataset, registry):
    found = take("misdrijven_per_1000", ["GM0106"], "2024")

    assert found.count == 3205
    assert found.lower < found.value < found.upper


def test_without_a_rule_it_is_the_median(take, key_figures):
    codes = ["BU00140000", "GM0106", "GM1680"]
    assert key_figures.loc[codes, "ste_mvs"].tolist() == [1, 2, 5]

    found = take("stedelijkheid", codes)

    assert (found.value, found.how) == (2, "mediaan")


def test_a_median_between_two_values_keeps_its_half(take, key_figures):
    assert key_figures.loc[["GM0106", "GM0014"], "ste_mvs"].tolist() == [2, 1]

    assert take("stedelijkheid", ["GM0106", "GM0014"]).value == 1.5


def test_an_unknown_part_makes_a_sum_unknown(take, dataset, registry):
    counts = indicator_values(dataset, registry.get("misdrijven"), Level.BUURT, "2024")
    unknown = counts.missing[counts.missing == MissingReason.NOT_PUBLISHED].index[0]

    found = take("misdrijven", ["BU00140000", unknown], "2024")

    assert np.isnan(found.value)
    assert found.missing is MissingReason.NOT_PUBLISHED
    assert (found.parts, found.known) == (2, 1)


def test_noise_in_a_part_counts_in_the_whole_but_too_few_people_stay_too_few(take, key_figures):
    # each too small to be shown: fewer than 100 inhabitants
    small = key_figures[key_figures.index.str.startswith("BU") & key_figures["misdr_2024"].notna()]
    small = small[(small["a_inw"] < 45) & (small["a_inw"] > 20)].iloc[:5]
    assert 100 < small["a_inw"].sum() < 225

    one = take("misdrijven_per_1000", [small.index[0]], "2024")
    two = take("misdrijven_per_1000", list(small.index[:2]), "2024")
    five = take("misdrijven_per_1000", list(small.index), "2024")

    assert [one.missing, two.missing, five.missing] == [MissingReason.TOO_FEW] * 2 + [None]
    assert np.isnan(two.value)
    assert np.isnan(two.lower)
    assert five.value == round(1000 * small["misdr_2024"].sum() / small["a_inw"].sum(), 1)


def test_a_level_without_the_figure_is_unknown(take):
    found = take("fietsdiefstal_per_1000", NORTH)

    assert np.isnan(found.value)
    assert found.missing is MissingReason.NOT_AT_LEVEL
    assert found.coverage == 0
