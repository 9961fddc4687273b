"""Indicators of the embedded data set, against its source tables read anew with pandas.

Rows quoted below are those of geodata/sources/kerncijfers/GM0014.csv; only the columns that are
used are quoted.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import layers
from rudc_map.dataset.store import open_dataset
from rudc_map.indicators.compute import indicator_values, shared_values
from rudc_map.indicators.fitted import fitted
from rudc_map.indicators.registry import discover
from rudc_map.model import Aggregate, Level, MissingReason

GEODATA = Path(__file__).parents[3] / "geodata"
INDICATORS = fitted(discover(layers), open_dataset(GEODATA)).indicators
EVERY = [pytest.param(i, level, id=f"{i.id}-{level.value}") for i in INDICATORS for level in Level]
AGGREGATED = [
    (indicator, variable, weight, decimals)
    for indicator, variable, weight, decimals in [
        ("autos_per_huishouden", "auto_per_huishouden", "huishoudens", 1),
        ("zorgkosten_totaal", "zk_kosten_totaal", "aantal_inwoners", 0),
        ("aandeel_natuur", "pct_natuur", "opp_land", 1),
        ("aandeel_eenpersoonshuishoudens", "pct_eenpersoonshhd", "huishoudens", 0),
    ]
]


@pytest.fixture(scope="module")
def computed(dataset, registry):
    """The values of an indicator, in its latest period where none is given."""

    def compute(indicator, level, period=None):
        found = registry.get(indicator)
        return indicator_values(dataset, found, level, period or found.periods[-1])

    return compute


def test_what_most_values_have_in_common_is_kept_once(dataset, registry):
    one, other = (
        shared_values(dataset, registry.get(name), Level.BUURT, "2024")
        for name in ("woz_waarde", "aandeel_65plus")
    )
    assert one.status is other.status
    assert one.inexact is other.inexact
    mine = indicator_values(dataset, registry.get("woz_waarde"), Level.BUURT, "2024")
    mine.inexact[:] = 1.0
    mine.status[:] = "partial"
    assert not one.inexact.any()
    assert one.status.isna().all()


# every indicator --------------------------------------------------------------------------------


@pytest.mark.parametrize(("indicator", "level"), EVERY)
def test_a_value_or_a_reason_for_every_area_in_every_period(dataset, indicator, level):
    for period in indicator.periods:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            found = indicator_values(dataset, indicator, level, period)

        assert found.values.index.equals(dataset.codes(level))
        assert found.missing.index.equals(dataset.codes(level))
        assert found.values.dtype == float
        assert np.isfinite(found.values.dropna()).all()
        for value, reason in zip(found.values, found.missing, strict=True):
            assert reason is None or isinstance(reason, MissingReason)
            assert np.isnan(value) == (reason is not None)


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda i: i.id)
def test_every_indicator_has_a_value_somewhere_at_each_of_its_levels(dataset, indicator):
    for level in indicator.levels:
        for period in indicator.periods:
            assert indicator_values(dataset, indicator, level, period).values.notna().any()


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda i: i.id)
def test_values_have_the_decimals_they_are_shown_in(dataset, indicator):
    found = indicator_values(dataset, indicator, Level.GEMEENTE, indicator.periods[0])

    pd.testing.assert_series_equal(found.values, found.values.round(indicator.decimals))


# by hand ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "level", "code", "period", "value"),
    [
        # code;naam;a_inw;a_65_oo;g_wozbag;g_ink_pi;misdr_2024;gezond_2012;gezond_2024
        # BU00140000;Binnenstad-Noord;4745;330;295;26.6;1348;85.3;80.6
        ("inwoners", Level.BUURT, "BU00140000", "2024", 4745),
        ("aandeel_65plus", Level.BUURT, "BU00140000", "2024", 7.0),  # 330 / 4745 = 6.95 %
        ("woz_waarde", Level.BUURT, "BU00140000", "2024", 295),
        ("woz_in_jaarinkomens", Level.BUURT, "BU00140000", "2024", 11.1),  # 295 / 26.6 = 11.09
        ("misdrijven", Level.BUURT, "BU00140000", "2024", 1348),
        ("misdrijven_per_1000", Level.BUURT, "BU00140000", "2024", 284.1),  # 1348 / 4.745
        ("verandering_gezondheid", Level.BUURT, "BU00140000", "2024", -4.7),  # 80.6 - 85.3
        # WK001400;Centrum;24920;2155
        ("aandeel_65plus", Level.WIJK, "WK001400", "2024", 8.6),  # 2155 / 24920 = 8.648 %
        # GM0014;Groningen;243768;37388;misdr_2021 11378;misdr_2024 14952
        ("aandeel_65plus", Level.GEMEENTE, "GM0014", "2024", 15.3),  # 37388 / 243768 = 15.34 %
        ("misdrijven_per_1000", Level.GEMEENTE, "GM0014", "2024", 61.3),  # 14952 / 243.768
        ("misdrijven_verandering", Level.GEMEENTE, "GM0014", "2024", 14.7),  # 3574 / 243.768
        # nederland.csv: a_inw 17942942, a_65_oo 3677228, g_ink_pi 34.9 (GM0014: 32.1)
        ("inwoners", Level.LAND, "NL00", "2024", 17_942_942),
        ("aandeel_65plus", Level.LAND, "NL00", "2024", 20.5),  # 20.494 %
        ("ervaren_gezondheid", Level.LAND, "NL00", "2012", 76.3),
        ("inkomen_verschil_nederland", Level.GEMEENTE, "GM0014", "2024", -2.8),  # 32.1 - 34.9
    ],
)
def test_values_by_hand(computed, indicator, level, code, period, value):
    found = computed(indicator, level, period)

    assert found.values[code] == value
    assert found.missing[code] is None
    assert found.aggregated_from is None


@pytest.mark.parametrize(
    ("indicator", "column"),
    [("woz_waarde", "g_wozbag"), ("afstand_huisarts", "g_afs_hp"), ("inwoners", "a_inw")],
)
@pytest.mark.parametrize("level", [Level.BUURT, Level.WIJK, Level.GEMEENTE])
def test_published_figures_are_those_of_the_table(computed, key_figures, indicator, column, level):
    found = computed(indicator, level).values.dropna()
    published = key_figures[column].reindex(found.index)

    of_level = key_figures.index.str.startswith(level.prefix)
    assert len(found) >= 0.85 * of_level.sum()
    if level is Level.GEMEENTE:  # the others come from another table
        found = found[published.notna()]
        published = published.dropna()
        assert len(published) == 22
    pd.testing.assert_series_equal(found, published, check_names=False, check_dtype=False)


@pytest.mark.parametrize(
    ("indicator", "variable"),
    [("inwoners", "a_inw"), ("woz_waarde", "g_wozbag"), ("afstand_huisarts", "g_afs_hp")],
)
def test_the_country_is_as_published(computed, country_figures, indicator, variable):
    found = computed(indicator, Level.LAND)

    assert found.values.to_list() == [country_figures[variable, "2024"]]
    assert found.aggregated_from is None


# aggregated -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def buurten(key_figures):
    """The buurten with their wijk."""
    rows = key_figures[key_figures.index.str.startswith("BU")]
    return rows.assign(wijk="WK" + rows.index.str[2:8])


@pytest.mark.parametrize("year", ["2021", "2024", "2025"])
def test_the_crime_rate_of_a_wijk_counts_all_its_buurten(computed, buurten, key_figures, year):
    complete = buurten.groupby("wijk")[f"misdr_{year}"].apply(lambda n: n.notna().all())
    crimes = buurten.groupby("wijk")[f"misdr_{year}"].sum()[complete]
    inhabitants = key_figures["a_inw"].loc[crimes.index]
    expected = (1000 * crimes / inhabitants)[inhabitants >= 100]

    found = computed("misdrijven_per_1000", Level.WIJK, year)

    assert len(expected) > 280
    assert (found.values[expected.index] - expected).abs().max() <= 0.05 + 1e-9
    assert found.values[complete[~complete].index].isna().all()


def test_small_buurten_are_masked_yet_count_in_their_wijk(computed):
    # code;naam;a_inw;misdr_2024 of the buurten of wijk Haren-Oost e.o. (WK001418)
    # BU00141803;Buitengebied Haren-Noordoost;5;2
    # BU00141802;Felland;35;4
    # BU00141800;Oosterhaar;4220;58
    # BU00141801;Tuindorp;770;3
    in_buurten = computed("misdrijven_per_1000", Level.BUURT, "2024")
    in_wijken = computed("misdrijven_per_1000", Level.WIJK, "2024")

    assert in_buurten.values["BU00141800"] == 13.7  # 58 / 4.220
    for small in ("BU00141802", "BU00141803"):
        assert np.isnan(in_buurten.values[small])
        assert in_buurten.missing[small] is MissingReason.TOO_FEW
    # (2 + 4 + 58 + 3) / 5.030 = 13.32; without the small ones it would be 61 / 4.990 = 12.22
    assert in_wijken.values["WK001418"] == 13.3


@pytest.mark.parametrize(("indicator", "column", "weight", "decimals"), AGGREGATED)
def test_a_provincie_is_the_weighted_mean_of_its_gemeenten(
    computed, municipal_figures, provincie_names, dataset, indicator, column, weight, decimals
):
    table = municipal_figures.assign(provincie=provincie_names)
    table["known"] = table[weight].where(table[column].notna(), 0.0)
    table["product"] = table[column] * table["known"]
    sums = table.groupby("provincie")[["product", "known", weight]].sum()
    expected = (sums["product"] / sums["known"])[sums["known"] >= 0.9 * sums[weight]]

    found = computed(indicator, Level.PROVINCIE)

    assert found.aggregated_from is Level.GEMEENTE
    by_name = found.values.set_axis(dataset.areas.loc[found.values.index, "name"])
    assert set(by_name.dropna().index) == set(expected.index)
    assert len(expected) >= 6
    assert (by_name[expected.index] - expected).abs().max() <= 0.5 * 10**-decimals + 1e-9


def test_a_sum_adds_the_gemeenten_of_a_provincie_up(computed, municipal_figures, provincie_names):
    drenthe = provincie_names.index[provincie_names == "Drenthe"]

    found = computed("inwoners", Level.PROVINCIE)

    assert len(drenthe) == 12
    assert found.values["PV22"] == municipal_figures.loc[drenthe, "aantal_inwoners"].sum()


def test_a_provincie_with_a_large_part_unknown_has_no_value(computed, municipal_figures):
    assert np.isnan(municipal_figures.loc["GM0034", "auto_per_huishouden"])  # Almere

    found = computed("autos_per_huishouden", Level.PROVINCIE)

    assert np.isnan(found.values["PV24"])  # Flevoland, with nearly half of its households there
    assert found.missing["PV24"] is MissingReason.NOT_PUBLISHED


def test_what_does_not_aggregate_has_no_value_for_a_provincie(computed, registry):
    assert registry.get("stedelijkheid").aggregation.how is Aggregate.NONE

    assert computed("stedelijkheid", Level.PROVINCIE).values.isna().all()


# missing ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "level", "code", "reason"),
    [
        # BU00141803;Buitengebied Haren-Noordoost has 5 inhabitants and a blank g_wozbag
        ("woz_waarde", Level.BUURT, "BU00141803", MissingReason.SECRET),
        # BU00140004;Noorderplantsoen has 10 inhabitants and a blank a_65_oo
        ("aandeel_65plus", Level.BUURT, "BU00140004", MissingReason.NOT_PUBLISHED),
        # GM0050 Zeewolde is in no table with g_wozbag
        ("woz_waarde", Level.GEMEENTE, "GM0050", MissingReason.NOT_PUBLISHED),
        # BU00140007;UMCG has a blank a_inw
        ("inwoners", Level.BUURT, "BU00140007", MissingReason.NO_INHABITANTS),
        ("misdrijven_per_1000", Level.BUURT, "BU00140007", MissingReason.NO_INHABITANTS),
        # 53 crimes and 10 inhabitants: a rate that rests on too few
        ("misdrijven_per_1000", Level.BUURT, "BU00140004", MissingReason.TOO_FEW),
        ("zorgkosten_totaal", Level.BUURT, "BU00140000", MissingReason.NOT_AT_LEVEL),
        ("zorgkosten_totaal", Level.WIJK, "WK001400", MissingReason.NOT_AT_LEVEL),
        # its rule gives no value for a union
        ("stedelijkheid", Level.PROVINCIE, "PV20", MissingReason.NOT_PUBLISHED),
    ],
)
def test_why_an_area_has_no_value(computed, indicator, level, code, reason):
    found = computed(indicator, level)

    assert found.missing[code] is reason
    assert np.isnan(found.values[code])


def test_crimes_in_a_place_without_inhabitants_are_still_counted(computed):
    # BU00140007;UMCG;misdr_2024 124
    assert computed("misdrijven", Level.BUURT, "2024").values["BU00140007"] == 124


# copies -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [Level.BUURT, Level.WIJK, Level.PROVINCIE])
def test_what_a_caller_does_to_its_values_stays_with_the_caller(computed, level):
    before = computed("misdrijven_per_1000", level, "2024")
    values, missing = before.values.copy(deep=True), before.missing.copy(deep=True)

    before.values.iloc[:] = -1.0
    before.missing.iloc[:] = MissingReason.SECRET
    after = computed("misdrijven_per_1000", level, "2024")

    pd.testing.assert_series_equal(after.values, values)
    pd.testing.assert_series_equal(after.missing, missing)
