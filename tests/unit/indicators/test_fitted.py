"""What a data set can offer: levels and periods follow its figures, not the declaration."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import layers
from rudc_map.analysis.rates import difference, per, published
from rudc_map.errors import DatasetError
from rudc_map.indicators.compute import indicator_values
from rudc_map.indicators.fitted import fitted
from rudc_map.indicators.intervals import intervals
from rudc_map.indicators.registry import Registry, discover
from rudc_map.indicators.totals import nearest_period, total
from rudc_map.model import (
    NOT_AGGREGATED,
    SUM,
    FigureStatus,
    Input,
    Layer,
    Level,
    MissingReason,
    Source,
    Text,
    mean_by,
)

SOURCES = {
    name: Source(name, name, "", "", "2026-01-01", "CC BY 4.0", name)
    for name in ("ses_2023", "ses_2025", "other")
}


@pytest.fixture(scope="module")
def rows(dataset):
    """Makes rows of one figure for all areas of a level."""

    def make(variable, level, period, value):
        codes = dataset.codes(level)
        frame = pd.DataFrame({"code": codes, "variable": variable, "period": period})
        frame["value"] = np.asarray(value, dtype=float) * np.ones(len(codes))
        return frame.assign(missing=["geheim" if np.isnan(v) else None for v in frame["value"]])

    return make


@pytest.fixture(scope="module")
def wider(dataset, rows):
    """The embedded data set with figures in more periods and at other levels."""
    more = [
        *(rows("x", Level.GEMEENTE, str(year), year) for year in (2019, 2022, 2024, 2025)),
        rows("x", Level.BUURT, "2024", 7),
        rows("x", Level.BUURT, "2026", np.nan),
        *(rows("y", Level.GEMEENTE, str(year), 2.0) for year in (2022, 2025)),
        rows("y", Level.LAND, "2022", 1.0),
        rows("people", Level.GEMEENTE, "2019", 1000.0),
        rows("people", Level.GEMEENTE, "2024", 2000.0),
        rows("ses_score", Level.WIJK, "2023", 0.5),
    ]
    return dataset.with_figures(pd.concat(more, ignore_index=True), SOURCES, "wider")


def offer(dataset, registry, **changes):
    """One indicator as `dataset` offers it; of x as published unless `changes` say otherwise."""
    usual = {
        "id": "test",
        "inputs": (Input("x"),),
        "compute": published,
        "sources": ("other",),
        "denominator": None,
        "min_denominator": 0,
        "caveats": (),
        "levels": (Level.BUURT, Level.WIJK, Level.GEMEENTE),
        "periods": ("2024",),
        "aggregation": mean_by("a_inw"),
    }
    indicator = replace(registry.get("inkomen_per_inwoner"), **{**usual, **changes})
    layer = Layer("test", Text("t", "t"), Text("t.", "t."), 1, (indicator,))
    kept = Registry((*registry.layers, layer))
    return fitted(kept, dataset).find("test")


def test_the_embedded_data_set_is_offered_as_it_is_declared(dataset, registry):
    declared = discover(layers)
    for offered in registry.indicators:
        as_declared = declared.get(offered.id)
        assert offered.periods == as_declared.periods
        assert set(offered.levels) <= set(as_declared.levels)
        assert offered.sources == tuple(s for s in as_declared.sources if s in dataset.sources)
    for absent in ("ses_woa", "aandeel_hbo_wo", "afstand_treinstation", "eenzaamheid"):
        assert declared.find(absent)
        assert registry.find(absent) is None


def test_periods_and_levels_are_those_with_values(wider, registry):
    offered = offer(wider, registry)
    assert offered.periods == ("2019", "2022", "2024", "2025")  # in 2026 all are secret
    assert offered.levels == (Level.BUURT, Level.WIJK, Level.GEMEENTE)


def test_what_cannot_be_aggregated_is_offered_only_where_it_is_published(wider, registry):
    offered = offer(wider, registry, aggregation=NOT_AGGREGATED)
    assert offered.levels == (Level.BUURT, Level.GEMEENTE)


def test_a_figure_of_municipalities_is_not_offered_below_them(wider, registry):
    assert offer(wider, registry, inputs=(Input("y"),)).levels == (Level.GEMEENTE,)


def test_several_figures_share_their_periods(wider, registry):
    both = offer(wider, registry, inputs=(Input("x"), Input("y")), compute=per)
    assert both.periods == ("2022", "2025")
    of_country = (Input("x"), Input("y", of_country=True))
    assert offer(wider, registry, inputs=of_country, compute=difference).periods == ("2022",)


def test_a_change_is_offered_after_its_first_year(wider, registry):
    inputs = (Input("x"), Input("x", period="2022"))
    assert offer(wider, registry, inputs=inputs, compute=difference).periods == ("2024", "2025")
    from_absent = (Input("x"), Input("x", period="2018"))
    assert offer(wider, registry, inputs=from_absent, compute=difference) is None


def test_a_figure_that_can_be_missed_is_not_needed(wider, registry):
    one = offer(wider, registry, inputs=(Input("absent", optional=True), Input("y", optional=True)))
    assert one.periods == ("2022", "2025")
    none = (Input("absent", optional=True), Input("gone", optional=True))
    assert offer(wider, registry, inputs=none) is None


def test_an_indicator_of_several_years_needs_them_all(wider, registry):
    def of_years(*years):
        inputs = tuple(Input("x", period=year, optional=True) for year in years)
        return offer(wider, registry, inputs=inputs, periods=("2019-2022",))

    assert of_years("2019", "2022").periods == ("2019-2022",)
    assert of_years("2019", "2021") is None


@pytest.mark.parametrize(
    "changes", [{"denominator": "absent"}, {"aggregation": mean_by("absent")}, {"sources": ("no",)}]
)
def test_without_its_weight_denominator_or_source_it_is_not_offered(wider, registry, changes):
    assert offer(wider, registry, **changes) is None


def test_sources_may_stand_there_by_vintage_or_by_what_the_figures_come_from(wider, registry):
    inputs = (Input("ses_score"),)
    for declared in (("ses",), ("no_such_source",)):
        offered = offer(wider, registry, inputs=inputs, sources=declared)
        assert offered.sources == ("ses_2023", "ses_2025")


def test_a_caveat_of_a_figure_joins_where_the_figure_is(wider, registry):
    caveat = Text("Let op.", "Mind.")
    present = (Input("x", optional=True), Input("y", optional=True, caveat=caveat))
    assert offer(wider, registry, inputs=present, compute=per).caveats == (caveat,)
    absent = (Input("x", optional=True), Input("absent", optional=True, caveat=caveat))
    assert offer(wider, registry, inputs=absent, compute=per).caveats == ()


def test_a_data_set_without_any_figure_is_refused(dataset, registry):
    nothing = replace(registry.get("inwoners"), inputs=(Input("absent"),))
    layer = replace(registry.layers[0], indicators=(nothing,))
    with pytest.raises(DatasetError, match="no figure that the layers can show"):
        fitted(Registry((layer,)), dataset)


def test_a_rate_divides_by_the_people_of_its_year_or_the_nearest(wider, registry):
    rate = offer(
        wider,
        registry,
        inputs=(Input("x"), Input("people", nearest=True)),
        compute=lambda x, people: per(x, people, 1000.0),
        denominator="people",
        aggregation=mean_by("people"),
        events_per=1000.0,
        levels=(Level.GEMEENTE,),
        decimals=2,
    )
    assert rate.periods == ("2019", "2022", "2024", "2025")
    for period, people in (("2019", 1000), ("2022", 2000), ("2025", 2000)):
        values = indicator_values(wider, rate, Level.GEMEENTE, period).values
        assert values.unique() == pytest.approx([1000 * int(period) / people])
        counts = intervals(wider, rate, Level.GEMEENTE, period).counts
        assert counts.unique() == pytest.approx([int(period)])


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("2012", "2013"), ("2015", "2013"), ("2016", "2018"), ("2021-2025", "2024"), (None, None)],
)
def test_the_nearest_period(wanted, found):
    assert nearest_period(("2013", "2018", "2024"), wanted) == found


def test_totals_of_a_period(wider):
    totals = total(wider, "people", Level.PROVINCIE, "2018")
    assert totals.sum() == 1000 * len(wider.codes(Level.GEMEENTE))
    assert nearest_period((), "2024") is None


@pytest.fixture(scope="module")
def partly(dataset, wider):
    """The same with provisional, partial and converted figures in the first gemeente."""
    table = wider._figures
    status, inexact = table.status.copy(), table.inexact.copy()
    members = list(FigureStatus)
    at = table.rows["x", Level.GEMEENTE, "2025"].start
    status[at] = members.index(FigureStatus.PROVISIONAL)
    at = table.rows["y", Level.GEMEENTE, "2025"].start
    status[at] = members.index(FigureStatus.PARTIAL)
    inexact[at] = 0.25
    return replace(wider, _figures=replace(table, status=status, inexact=inexact))


def test_a_value_is_as_final_and_exact_as_its_figures(partly, registry):
    first = partly.codes(Level.GEMEENTE)[0]
    of_x = indicator_values(partly, offer(partly, registry), Level.GEMEENTE, "2025")
    assert of_x.status.dropna().to_dict() == {first: FigureStatus.PROVISIONAL}
    both = offer(partly, registry, inputs=(Input("x"), Input("y")), compute=per)
    of_both = indicator_values(partly, both, Level.GEMEENTE, "2025")
    assert of_both.status.dropna().to_dict() == {first: FigureStatus.PARTIAL}
    assert of_both.inexact[of_both.inexact > 0].to_dict() == {first: 0.25}
    earlier = indicator_values(partly, both, Level.GEMEENTE, "2022")
    assert not earlier.status.notna().any()


def test_a_larger_area_is_as_final_as_its_parts(partly, registry):
    both = offer(partly, registry, inputs=(Input("x"), Input("y")), compute=per)
    first = partly.codes(Level.GEMEENTE)[0]
    provincie = partly.areas.at[first, "provincie"]
    found = indicator_values(partly, both, Level.PROVINCIE, "2025")
    assert found.status.dropna().to_dict() == {provincie: FigureStatus.PARTIAL}
    people = partly.figure("a_inw", Level.GEMEENTE).values
    weight = people[first] / people[partly.areas["provincie"] == provincie].sum()
    assert found.inexact[found.inexact > 0].to_dict() == {provincie: pytest.approx(0.25 * weight)}
    country = indicator_values(partly, both, Level.LAND, "2025")
    assert list(country.status) == [FigureStatus.PARTIAL]


def test_a_sum_is_estimated_as_far_as_its_parts(partly, registry):
    ys = offer(partly, registry, inputs=(Input("y"),), aggregation=SUM)
    first = partly.codes(Level.GEMEENTE)[0]
    provincie = partly.areas.at[first, "provincie"]
    found = indicator_values(partly, ys, Level.PROVINCIE, "2025")
    gemeenten = (partly.areas["provincie"] == provincie) & (partly.areas["level"] == "gemeente")
    assert found.inexact[provincie] == pytest.approx(0.25 / gemeenten.sum())


def test_a_larger_area_of_which_a_part_cannot_be_compared_is_a_gap_with_that_reason(
    partly, registry
):
    table = partly._figures
    values, missing = table.values.copy(), table.missing.copy()
    at = table.rows["y", Level.GEMEENTE, "2025"].start
    values[at], missing[at] = np.nan, list(MissingReason).index(MissingReason.NOT_COMPARABLE)
    redrawn = replace(partly, _figures=replace(table, values=values, missing=missing))
    first = partly.codes(Level.GEMEENTE)[0]
    ys = offer(redrawn, registry, inputs=(Input("y"),), aggregation=SUM)
    found = indicator_values(redrawn, ys, Level.PROVINCIE, "2025")
    gaps = {partly.areas.at[first, "provincie"]: MissingReason.NOT_COMPARABLE}
    assert found.missing.dropna().to_dict() == gaps
    assert (found.inexact == 0).all()
