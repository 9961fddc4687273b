"""What areas are compared with: the country, a provincie, a region, a gemeente."""

from __future__ import annotations

import numpy as np
import pytest

import layers
from rudc_map.indicators.compute import indicator_values
from rudc_map.indicators.references import (
    country_value,
    gemeente_values,
    province_values,
    region_value,
)
from rudc_map.indicators.registry import discover
from rudc_map.model import Aggregate, Level

INDICATORS = discover(layers).indicators
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
