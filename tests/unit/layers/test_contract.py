"""The contract of layers/, checked on every file found there, whoever dropped it in."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import layers
from rudc_map.analysis.rates import published
from rudc_map.dataset.store import open_dataset
from rudc_map.indicators.fitted import fitted
from rudc_map.indicators.registry import discover
from rudc_map.model import Aggregate, Indicator, Layer, Level, Text
from rudc_map.sources.variables import read_variables

SOURCES = {
    "kwb",
    "kwb_landgebruik",
    "politie",
    "politie_soort",
    "gezondheid",
    "vektis",
    "rdw_autos",
    "ses",
    "nabijheid",
}

VARIABLES_BY_PERIOD = {
    "2024": (
        "a_inw a_65_oo a_00_14 a_15_64 bev_dich g_hhgro a_hh g_wozbag p_koopw p_1gezw g_ink_pi "
        "ste_mvs ste_oad a_lan_ha g_afs_hp g_afs_gs g_afs_sc g_3km_sc p_65_oo p_00_14 p_1p_hh "
        "p_hh_m_k auto_per_hh auto_per_km2 a_wat_ha cr_totaal_misdrijven cr_inbraak_woning "
        "cr_diefstal_fietsen cr_mishandeling cr_vernieling cr_cybercrime cr_fraude"
    ),
    "2017": "pct_bebouwd pct_agrarisch pct_natuur pct_recreatie a_bedrijventerrein_ha",
    "2023": "zk_totaal zk_ggz zk_huisarts",
    "2021 2022 2023 2024 2025": "misdrijven",
    "2021-2025": "misdrijven_per_1000",
    "2012 2016 2020 2022 2024": "gezond",
}
PERIODS_OF = {
    variable: tuple(periods.split())
    for periods, variables in VARIABLES_BY_PERIOD.items()
    for variable in variables.split()
}
"""Every figure of the data set and the periods it has."""

GEMEENTE_ONLY = {
    variable
    for variable in PERIODS_OF
    if variable.startswith(("p_65", "p_00", "p_1p", "p_hh", "auto_", "pct_", "zk_", "cr_"))
    or variable in ("a_wat_ha", "a_bedrijventerrein_ha", "misdrijven_per_1000")
}
"""The figures that exist for municipalities and not for districts and neighbourhoods."""

FIXED_IDS = {
    "inwoners",
    "bevolkingsdichtheid",
    "aandeel_65plus",
    "woz_waarde",
    "inkomen_per_inwoner",
    "afstand_basisschool",
    "ervaren_gezondheid",
    "misdrijven_per_1000",
    "autos_per_huishouden",
    "aandeel_natuur",
}
"""Ids that saved addresses and other pages rely on."""

ID_PATTERN = re.compile(r"[a-z][a-z0-9_]*")
FILES = [module.name for module in pkgutil.iter_modules(layers.__path__)]
CODES = ["BU16801700", "BU00140000", "BU01060301", "BU01140000"]


def layer_in(file: str) -> Layer:
    layer = importlib.import_module(f"layers.{file}").LAYER
    assert isinstance(layer, Layer), f"layers/{file}.py: LAYER is not a model.Layer"
    return layer


INDICATORS = [indicator for file in FILES for indicator in layer_in(file).indicators]
OFFERED = fitted(discover(layers), open_dataset(Path(__file__).parents[3] / "geodata")).indicators
"""The indicators as the embedded data set has them."""

every_file = pytest.mark.parametrize("file", FILES)
every_indicator = pytest.mark.parametrize("indicator", INDICATORS, ids=lambda i: i.id)
every_offered = pytest.mark.parametrize("indicator", OFFERED, ids=lambda i: i.id)


def inputs_of(indicator: Indicator, rows: list[list[float]], codes: list[str]) -> list[pd.Series]:
    """One Series per input of the indicator; a row holds the inputs of one area."""
    table = np.array(rows, dtype=float).reshape(len(codes), len(indicator.inputs))
    return [pd.Series(column, index=list(codes), dtype=float) for column in table.T]


@cache
def areas_of(indicator: Indicator) -> st.SearchStrategy[list[list[float]]]:
    figure = st.one_of(
        st.just(float("nan")), st.just(0.0), st.floats(0.1, 1e5), st.integers(1, 10_000).map(float)
    )
    area = st.lists(figure, min_size=len(indicator.inputs), max_size=len(indicator.inputs))
    return st.lists(area, min_size=len(CODES), max_size=len(CODES))


# --- the files -----------------------------------------------------------------------------------


@every_file
def test_a_file_offers_a_layer_with_the_id_of_the_file(file: str) -> None:
    layer = layer_in(file)

    assert layer.id == file
    assert ID_PATTERN.fullmatch(layer.id)
    assert layer.indicators


@every_file
def test_a_layer_explains_itself_in_both_languages(file: str) -> None:
    layer = layer_in(file)

    assert_texts(layer.name)
    assert_texts(layer.explanation, sentence=True)


def test_an_indicator_id_occurs_once_over_all_layers() -> None:
    twice = [key for key, times in Counter(i.id for i in INDICATORS).items() if times > 1]

    assert not twice


def test_the_ids_that_addresses_rely_on_exist() -> None:
    assert {indicator.id for indicator in INDICATORS} >= FIXED_IDS


def test_there_are_at_least_thirty_indicators() -> None:
    assert len(INDICATORS) >= 30


# --- the declarations ----------------------------------------------------------------------------


@every_indicator
def test_id_and_texts(indicator: Indicator) -> None:
    assert ID_PATTERN.fullmatch(indicator.id)
    assert_texts(indicator.name)
    assert_texts(indicator.explanation, sentence=True)
    assert indicator.explanation.nl != indicator.explanation.en
    for caveat in indicator.caveats:
        assert_texts(caveat, sentence=True)
        assert caveat.nl != caveat.en
    assert len(set(indicator.caveats)) == len(indicator.caveats)


@every_indicator
def test_unit_is_in_both_languages_and_only_classes_go_without(indicator: Indicator) -> None:
    if indicator.categories:
        assert indicator.unit == Text(nl="", en="")
    else:
        assert_texts(indicator.unit)


@every_indicator
def test_decimals_levels_and_periods(indicator: Indicator) -> None:
    order = list(Level)

    assert indicator.decimals in (0, 1, 2)
    assert indicator.levels
    assert list(indicator.levels) == sorted(set(indicator.levels), key=order.index)
    assert set(indicator.levels) <= {Level.BUURT, Level.WIJK, Level.GEMEENTE}
    assert indicator.periods
    assert list(indicator.periods) == sorted(set(indicator.periods))
    assert all(re.fullmatch(r"\d{4}(-\d{4})?", period) for period in indicator.periods)


@every_indicator
def test_inputs_are_figures_that_a_source_can_have(indicator: Indicator) -> None:
    assert {figure.variable for figure in indicator.inputs} <= set(read_variables())


def test_the_embedded_data_set_offers_all_but_what_it_has_no_figures_for() -> None:
    needing = {i.id for i in INDICATORS} - {i.id for i in OFFERED}
    assert needing == {
        i.id
        for i in INDICATORS
        if not any(f.variable in PERIODS_OF for f in i.inputs if not f.optional and not f.nearest)
        and not any(f.variable in PERIODS_OF for f in i.inputs if f.optional)
    }
    assert len(OFFERED) == 46


@every_offered
def test_inputs_are_figures_the_data_set_has_in_the_periods_asked_for(indicator: Indicator) -> None:
    assert indicator.inputs
    for figure in indicator.inputs:
        if figure.optional and figure.variable not in PERIODS_OF:
            continue
        assert figure.variable in PERIODS_OF
        if figure.period is not None:
            assert figure.period in PERIODS_OF[figure.variable]
    own = [i for i in indicator.inputs if not i.of_country]
    assert own, "an indicator of the country's figures alone is the same for every area"


@every_indicator
def test_an_optional_figure_has_another_beside_it(indicator: Indicator) -> None:
    if any(figure.optional for figure in indicator.inputs):
        assert len(indicator.inputs) > 1


@every_offered
def test_every_period_offered_has_its_figures(indicator: Indicator) -> None:
    for period in indicator.periods:
        needed = [i for i in indicator.inputs if not (i.optional or i.nearest) and i.period is None]
        for figure in needed:
            assert period in PERIODS_OF[figure.variable], figure.variable
        if all(i.optional for i in indicator.inputs):
            assert any(period in PERIODS_OF.get(i.variable, ()) for i in indicator.inputs)


@every_offered
def test_figures_of_municipalities_only_are_not_offered_below_them(indicator: Indicator) -> None:
    required = {i.variable for i in indicator.inputs if not i.optional}

    if required & GEMEENTE_ONLY:
        assert indicator.levels == (Level.GEMEENTE,)


@every_indicator
def test_sources_are_known_and_named_once(indicator: Indicator) -> None:
    assert indicator.sources
    assert set(indicator.sources) <= SOURCES
    assert len(set(indicator.sources)) == len(indicator.sources)


@every_offered
def test_weight_and_denominator_are_figures_that_exist_at_every_level(indicator: Indicator) -> None:
    weight = indicator.aggregation.weight
    for variable in filter(None, (weight, indicator.denominator)):
        assert variable in PERIODS_OF
        if variable in GEMEENTE_ONLY:
            assert indicator.levels == (Level.GEMEENTE,)
    assert indicator.min_denominator >= 0
    if indicator.min_denominator:
        assert indicator.denominator is not None


@every_indicator
def test_what_is_not_shown_as_published_says_how_it_is_computed(indicator: Indicator) -> None:
    if indicator.compute is published:
        assert indicator.calculation is None
    else:
        assert indicator.calculation is not None
        assert_texts(indicator.calculation, sentence=True)
        assert indicator.calculation.nl != indicator.calculation.en


@every_indicator
def test_a_rate_over_a_figure_is_weighted_by_that_figure(indicator: Indicator) -> None:
    if indicator.denominator is not None:
        assert indicator.aggregation.weight == indicator.denominator


@every_indicator
def test_a_rate_of_events_has_a_denominator_and_is_no_difference(indicator: Indicator) -> None:
    if indicator.events_per is not None:
        assert indicator.events_per > 0
        assert indicator.denominator is not None
        assert indicator.diverging_at is None, "a difference of two counts is no count"


@every_indicator
def test_classes_are_never_averaged_and_numbered_upwards(indicator: Indicator) -> None:
    values = [value for value, _ in indicator.categories]

    assert values == sorted(set(values))
    for _, name in indicator.categories:
        assert_texts(name)
        assert name.nl != name.en
    if indicator.categories:
        assert indicator.aggregation.how is Aggregate.NONE


@every_indicator
def test_a_palette_around_no_difference_has_a_finite_middle(indicator: Indicator) -> None:
    assert indicator.diverging_at is None or np.isfinite(indicator.diverging_at)


# --- the computations ----------------------------------------------------------------------------


@every_indicator
def test_compute_gives_floats_on_the_same_index_and_leaves_its_inputs_alone(
    indicator: Indicator,
) -> None:
    rows = [
        [10.0 * (a + 1) + f for f in range(len(indicator.inputs))] for a in range(len(CODES) - 1)
    ]
    rows.append([float("nan")] * len(indicator.inputs))
    inputs = inputs_of(indicator, rows, CODES)
    before = [figure.copy(deep=True) for figure in inputs]

    result = indicator.compute(*inputs)

    assert list(result.index) == CODES
    assert result.dtype == float
    assert all(result is not figure for figure in inputs)
    result.iloc[:] = -1.0
    for figure, original in zip(inputs, before, strict=True):
        pd.testing.assert_series_equal(figure, original)


@every_indicator
def test_nothing_known_gives_nothing(indicator: Indicator) -> None:
    rows = [[float("nan")] * len(indicator.inputs) for _ in CODES]

    result = indicator.compute(*inputs_of(indicator, rows, CODES))

    assert result.dtype == float
    assert result.isna().all()


@every_indicator
def test_no_areas_give_no_values(indicator: Indicator) -> None:
    result = indicator.compute(*inputs_of(indicator, [], []))

    assert result.empty


@pytest.mark.parametrize(
    "indicator",
    [i for i in INDICATORS if not any(figure.optional for figure in i.inputs)],
    ids=lambda i: i.id,
)
def test_a_missing_required_figure_makes_the_value_missing(indicator: Indicator) -> None:
    for missing in range(len(indicator.inputs)):
        row = [float("nan") if f == missing else 7.0 for f in range(len(indicator.inputs))]

        assert indicator.compute(*inputs_of(indicator, [row], CODES[:1])).isna().all()


@every_indicator
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_order_of_areas_does_not_matter_and_nothing_is_infinite(
    indicator: Indicator, data: st.DataObject
) -> None:
    inputs = inputs_of(indicator, data.draw(areas_of(indicator)), CODES)
    order = data.draw(st.permutations(CODES))

    here = indicator.compute(*inputs)
    there = indicator.compute(*(figure.loc[order] for figure in inputs))

    pd.testing.assert_series_equal(there.loc[CODES], here, rtol=1e-12)
    assert not np.isinf(here).any()


@every_indicator
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_an_area_does_not_change_the_others(indicator: Indicator, data: st.DataObject) -> None:
    rows = data.draw(areas_of(indicator))
    blank = data.draw(st.integers(0, len(CODES) - 1))
    others = [code for position, code in enumerate(CODES) if position != blank]
    full = indicator.compute(*inputs_of(indicator, rows, CODES))
    rows[blank] = [float("nan")] * len(indicator.inputs)

    blanked = indicator.compute(*inputs_of(indicator, rows, CODES))

    pd.testing.assert_series_equal(blanked.loc[others], full.loc[others], rtol=1e-12)
    assert np.isnan(blanked.iloc[blank])


# --- helpers -------------------------------------------------------------------------------------


def assert_texts(text: Text, sentence: bool = False) -> None:
    for line in (text.nl, text.en):
        assert line
        assert line == line.strip()
        assert "  " not in line
        if sentence:
            assert line.endswith("."), line
            assert line[0].isupper() or line[0].isdigit(), line
