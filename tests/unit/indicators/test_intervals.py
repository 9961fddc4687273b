"""The 95% interval of an indicator, from the counts of the source tables."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import chi2

from rudc_map.analysis.rates import published
from rudc_map.indicators.compute import indicator_values
from rudc_map.indicators.intervals import Method, interval_method, intervals
from rudc_map.model import Level


@pytest.fixture(scope="module")
def crimes(registry):
    return registry.get("misdrijven_per_1000")


def exact(count: float) -> tuple[float, float]:
    """The exact 95% limits of a Poisson count (Garwood 1936)."""
    return chi2.ppf(0.025, 2 * count) / 2, chi2.ppf(0.975, 2 * count + 2) / 2


def test_which_indicators_have_one(dataset, registry):
    methods = {i.id: interval_method(dataset, i) for i in registry.indicators}

    assert {id_ for id_, method in methods.items() if method is Method.BYAR} == {
        "misdrijven_per_1000",
        "misdrijven_per_1000_vijf_jaar",
        "inbraak_woning_per_1000",
        "fietsdiefstal_per_1000",
        "mishandeling_per_1000",
        "vernieling_per_1000",
        "cybercrime_per_1000",
        "fraude_per_1000",
    }
    assert set(methods.values()) == {Method.BYAR, None}
    assert intervals(dataset, registry.get("woz_waarde"), Level.BUURT, "2024") is None


def test_the_limits_are_those_of_the_count(dataset, crimes, key_figures):
    shown = key_figures[key_figures.index.str.startswith("BU")]
    shown = shown[(shown["a_inw"] >= 100) & (shown["misdr_2024"] >= 5)]

    found = intervals(dataset, crimes, Level.BUURT, "2024")

    counts = found.counts[shown.index]
    assert len(shown) > 500
    assert counts.tolist() == shown["misdr_2024"].tolist()  # exactly whole again
    per = 1000 / shown["a_inw"]
    lower, upper = exact(shown["misdr_2024"])
    # Byar's approximation is within some percent of the exact limits from 5 events on
    assert found.lower[shown.index].tolist() == pytest.approx((lower * per).tolist(), rel=0.06)
    assert found.upper[shown.index].tolist() == pytest.approx((upper * per).tolist(), rel=0.02)


def test_one_area_by_hand(dataset, crimes, key_figures):
    # BU00140000;Binnenstad-Noord;4745;...: Byar's limits of its 1,348 crimes
    assert key_figures.loc["BU00140000", ["a_inw", "misdr_2024"]].tolist() == [4745, 1348]
    lower = 1348 * (1 - 1 / (9 * 1348) - 1.959964 / (3 * 1348**0.5)) ** 3 * 1000 / 4745
    upper = 1349 * (1 - 1 / (9 * 1349) + 1.959964 / (3 * 1349**0.5)) ** 3 * 1000 / 4745

    found = intervals(dataset, crimes, Level.BUURT, "2024")

    assert found.lower["BU00140000"] == pytest.approx(lower, rel=1e-6)
    assert found.upper["BU00140000"] == pytest.approx(upper, rel=1e-6)


def test_there_is_an_interval_where_there_is_a_value(dataset, crimes):
    for level in Level:
        shown = indicator_values(dataset, crimes, level, "2024").values
        found = intervals(dataset, crimes, level, "2024")
        assert found.lower.index.equals(dataset.codes(level))
        assert (found.lower.notna() == shown.notna()).all(), level
        both = shown.dropna().index
        assert (found.lower[both] <= shown[both] + 0.05).all()
        assert (found.upper[both] >= shown[both] - 0.05).all()


def test_a_provincie_rests_on_the_inhabitants_of_its_gemeenten(dataset, crimes, key_figures):
    drenthe = [
        code
        for code, row in dataset.areas.loc[dataset.codes(Level.GEMEENTE)].iterrows()
        if row["provincie"] == "PV22"
    ]

    found = intervals(dataset, crimes, Level.PROVINCIE, "2024")

    assert found.counts["PV22"] == pytest.approx(key_figures.loc[drenthe, "misdr_2024"].sum())


def test_a_mean_of_five_years_rests_on_the_crimes_of_five_years(dataset, registry, key_figures):
    mean = registry.get("misdrijven_per_1000_vijf_jaar")
    years = [f"misdr_{year}" for year in range(2021, 2026)]

    found = intervals(dataset, mean, Level.GEMEENTE, "2021-2025")

    assert found.counts["GM0106"] == key_figures.loc["GM0106", years].sum() == 16645
    assert found.upper["GM0106"] - found.lower["GM0106"] == pytest.approx(
        2 * 1.96 * 16645**0.5 / 5 * 1000 / 69701, rel=0.01
    )


def test_published_limits_are_taken_over(dataset, registry):
    with_limits = _with_limits(dataset)
    homes = registry.get("woz_waarde")
    assert homes.compute is published

    found = intervals(with_limits, homes, Level.GEMEENTE, "2024")

    assert interval_method(with_limits, homes) is Method.PUBLISHED
    assert found.method is Method.PUBLISHED
    assert (found.lower["GM0106"], found.upper["GM0106"]) == (280.0, 290.0)
    assert found.lower.drop("GM0106").isna().all()
    assert found.counts.isna().all()
    at_level_without = intervals(with_limits, homes, Level.PROVINCIE, "2024")
    assert at_level_without.lower.isna().all()
    latest = with_limits.bounds("g_wozbag", Level.GEMEENTE)
    assert [limit["GM0106"] for limit in latest] == [280.0, 290.0]
    # a figure that something else is computed from says nothing of the result
    computed = replace(homes, id="half", compute=lambda values: values / 2)
    assert interval_method(with_limits, computed) is None


def _with_limits(dataset):
    """The embedded data set, with the limits 280 to 290 of the home values in Assen."""
    table = dataset._figures
    rows = table.rows["g_wozbag", Level.GEMEENTE, "2024"]
    lower, upper = table.lower.copy(), table.upper.copy()
    at = rows.start + int(np.flatnonzero(table.names[table.codes[rows]] == "GM0106")[0])
    lower[at], upper[at] = 280.0, 290.0
    return replace(dataset, _figures=replace(table, lower=lower, upper=upper))
