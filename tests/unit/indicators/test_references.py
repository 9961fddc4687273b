"""What areas are compared with: the country, a provincie, a region, a gemeente."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

import layers
from rudc_map.dataset.store import open_dataset
from rudc_map.indicators.compute import indicator_values
from rudc_map.indicators.fitted import fitted
from rudc_map.indicators.references import (
    country_value,
    gemeente_values,
    province_values,
    references,
    region_value,
)
from rudc_map.indicators.registry import discover
from rudc_map.model import Aggregate, Level, ReferenceKind

GEODATA = Path(__file__).parents[3] / "geodata"
INDICATORS = fitted(discover(layers), open_dataset(GEODATA)).indicators
every_indicator = pytest.mark.parametrize("indicator", INDICATORS, ids=lambda i: i.id)


@pytest.fixture(scope="module")
def region(dataset):
    return {region.id: region for region in dataset.regions}.__getitem__


@pytest.mark.parametrize("name", ["groningen-assen", "oost-groningen", "delfzijl-en-omgeving"])
@pytest.mark.parametrize(
    ("indicator", "column", "weight"),
    [("woz_waarde", "g_wozbag", "a_hh"), ("ervaren_gezondheid", "gezond_2024", "a_inw")],
)
def test_a_region_is_the_weighted_mean_of_its_gemeenten(
    dataset, registry, region, key_figures, name, indicator, column, weight
):
    found = registry.get(indicator)
    rows = key_figures.loc[list(region(name).gemeenten)]
    expected = (rows[column] * rows[weight]).sum() / rows[weight].sum()

    value = region_value(dataset, found, found.periods[-1], region(name))

    assert value == pytest.approx(expected, abs=0.5 * 10**-found.decimals + 1e-9)


def test_a_region_is_the_sum_of_its_gemeenten(dataset, registry, region, key_figures):
    inside = list(region("groningen-drenthe").gemeenten)

    value = region_value(dataset, registry.get("inwoners"), "2024", region("groningen-drenthe"))

    assert len(inside) == 22
    assert value == key_figures.loc[inside, "a_inw"].sum()


def test_the_crime_rate_of_a_region_is_its_crimes_by_its_inhabitants(
    dataset, registry, region, key_figures
):
    rows = key_figures.loc[list(region("groningen-assen").gemeenten)]
    expected = 1000 * rows["misdr_2024"].sum() / rows["a_inw"].sum()

    found = registry.get("misdrijven_per_1000")

    assert region_value(dataset, found, "2024", region("groningen-assen")) == round(expected, 1)


@every_indicator
@pytest.mark.parametrize(
    ("name", "code"), [("provincie-groningen", "PV20"), ("provincie-drenthe", "PV22")]
)
def test_a_region_that_is_a_provincie_has_the_value_of_the_provincie(
    dataset, region, indicator, name, code
):
    for period in indicator.periods:
        value = region_value(dataset, indicator, period, region(name))
        assert value == pytest.approx(
            province_values(dataset, indicator, period)[code], rel=1e-12, nan_ok=True
        )


@every_indicator
def test_the_region_nederland_is_the_country(dataset, region, indicator):
    for period in indicator.periods:
        country = country_value(dataset, indicator, period)
        whole = region_value(dataset, indicator, period, region("nederland"))
        assert whole == pytest.approx(country, rel=0, abs=0, nan_ok=True)


@pytest.mark.parametrize(
    ("indicator", "period", "variable"),
    [
        ("inwoners", "2024", "a_inw"),
        ("woz_waarde", "2024", "g_wozbag"),
        ("ervaren_gezondheid", "2016", "gezond"),
        ("stedelijkheid", "2024", "ste_mvs"),  # published, though its rule gives no value
    ],
)
def test_the_country_is_as_published(
    dataset, registry, country_figures, indicator, period, variable
):
    value = country_value(dataset, registry.get(indicator), period)

    assert value == country_figures[variable, period]


def test_the_crime_rate_of_the_country_is_that_of_the_year_or_unknown(dataset, registry):
    rate, mean = (registry.get(f"misdrijven_per_1000{end}") for end in ("", "_vijf_jaar"))
    found = {period: country_value(dataset, rate, period) for period in rate.periods}

    # 801,336 crimes among 17,942,942 inhabitants in the table by kind; of other years 22 gemeenten
    assert found.pop("2024") == 44.7
    assert list(found) == ["2021", "2022", "2023", "2025"]
    assert all(math.isnan(value) for value in found.values())
    assert country_value(dataset, mean, "2021-2025") == 43.9


def test_the_published_crime_rate_of_the_country_is_the_mean_of_five_years(dataset):
    rates = dataset.figure("misdrijven_per_1000", Level.GEMEENTE, "2021-2025").values
    inhabitants = dataset.figure("a_inw", Level.GEMEENTE, "2024").values

    assert len(rates.dropna()) == 342
    assert round((rates * inhabitants).sum() / inhabitants.sum(), 1) == 43.9


def test_the_country_is_aggregated_where_it_is_not_published(dataset, registry, municipal_figures):
    table = municipal_figures.dropna(subset=["zk_kosten_totaal"])
    weight = table["aantal_inwoners"]
    expected = (table["zk_kosten_totaal"] * weight).sum() / weight.sum()

    assert country_value(dataset, registry.get("zorgkosten_totaal"), "2023") == round(expected)


def test_no_rule_no_value(dataset, registry, region):
    found = registry.get("stedelijkheid")

    assert found.aggregation.how is Aggregate.NONE
    assert np.isnan(region_value(dataset, found, "2024", region("groningen-assen")))
    assert province_values(dataset, found, "2024").isna().all()


def test_a_sum_with_an_unknown_gemeente_is_unknown(dataset, registry):
    # before 2024 the gemeenten outside Groningen and Drenthe have no number of crimes
    found = registry.get("misdrijven")

    by_province = province_values(dataset, found, "2023")

    assert np.isnan(country_value(dataset, found, "2023"))
    assert set(by_province.dropna().index) == {"PV20", "PV22"}


def test_gemeenten_and_provincies_are_those_of_the_map(dataset, registry):
    found = registry.get("woz_waarde")

    for values, level in (
        (gemeente_values(dataset, found, "2024"), Level.GEMEENTE),
        (province_values(dataset, found, "2024"), Level.PROVINCIE),
    ):
        on_map = indicator_values(dataset, found, level, "2024").values
        assert values.equals(on_map)
        assert values.index.equals(dataset.codes(level))


def test_each_area_has_the_reference_of_its_own_provincie_or_gemeente(dataset, registry, region):
    woz = registry.get("woz_waarde")
    compared = references(dataset, woz, Level.BUURT, "2024", region("groningen-assen"))
    areas = dataset.areas.loc[["BU00140000", "WK010603", "GM1680"]]

    def of(kind):
        return compared.of_areas(kind, areas).to_list()

    provinces, gemeenten = compared.provinces, compared.gemeenten
    assert of(ReferenceKind.PROVINCE) == [provinces["PV20"], provinces["PV22"], provinces["PV22"]]
    assert of(ReferenceKind.MUNICIPALITY) == [gemeenten[c] for c in ("GM0014", "GM0106", "GM1680")]
    assert of(ReferenceKind.COUNTRY) == [378.0] * 3
    assert of(ReferenceKind.REGION) == [compared.region] * 3
    assert not compared.are_medians


@pytest.mark.parametrize(
    "indicator",
    [i for i in INDICATORS if i.aggregation.how is not Aggregate.NONE],
    ids=lambda i: i.id,
)
def test_references_follow_the_rule_where_there_is_one(dataset, region, indicator):
    period, where = indicator.periods[0], region("oost-groningen")

    found = references(dataset, indicator, Level.GEMEENTE, period, where)

    expected = (
        country_value(dataset, indicator, period),
        region_value(dataset, indicator, period, where),
    )
    assert (found.country, found.region) == pytest.approx(expected, rel=0, abs=0, nan_ok=True)
    assert found.provinces.equals(province_values(dataset, indicator, period))
    assert found.gemeenten.equals(gemeente_values(dataset, indicator, period))


def test_without_a_rule_they_are_the_medians_of_the_areas(dataset, registry, region, key_figures):
    # ste_mvs of kerncijfers/GM*.csv: 1 very urban to 5 not urban, no provincie or region of its own
    urbanity = key_figures["ste_mvs"]
    buurten = urbanity[urbanity.index.str.startswith("BU")]
    gemeente = "GM" + buurten.index.str[2:6]
    where = region("groningen-assen")

    found = references(dataset, registry.get("stedelijkheid"), Level.BUURT, "2024", where)

    assert found.are_medians
    assert np.isnan(found.country)  # the data have the buurten of two provincies only
    assert found.region == buurten[gemeente.isin(where.gemeenten)].median()
    of_drenthe = gemeente.isin(region("provincie-drenthe").gemeenten)
    assert found.provinces["PV22"] == buurten[of_drenthe].median()
    assert found.provinces["PV20"] == buurten[~of_drenthe].median()
    assert found.provinces.drop(["PV20", "PV22"]).isna().all()
    assert found.gemeenten["GM0106"] == urbanity["GM0106"]  # a gemeente has its own


def test_a_median_is_that_of_the_level_that_is_shown(dataset, registry, region, municipal_figures):
    found = registry.get("stedelijkheid")

    medians = {
        level: references(dataset, found, level, "2024", region("nederland"))
        for level in (Level.WIJK, Level.GEMEENTE, Level.PROVINCIE)
    }

    of_gemeenten = indicator_values(dataset, found, Level.GEMEENTE, "2024").values
    assert len(of_gemeenten) == 342
    assert medians[Level.GEMEENTE].country == medians[Level.GEMEENTE].region
    assert medians[Level.GEMEENTE].country == of_gemeenten.median() == 3
    assert np.isnan(medians[Level.WIJK].country)  # those of two rural provincies are no country
    assert np.isnan(medians[Level.WIJK].region)
    assert np.isnan(medians[Level.PROVINCIE].country)
