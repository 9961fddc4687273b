import pandas as pd
import pytest

from rudc_map.dataset.check_figures import check_ages, check_ranges
from rudc_map.dataset.plausible import PLAUSIBLE
from rudc_map.sources.tidy import tidy
from rudc_map.sources.variables import read_variables


def one(variable, value, inexact=0.0):
    row = {"code": "GM0014", "variable": variable, "period": "2020", "value": value}
    return tidy(pd.DataFrame([{**row, "inexact": inexact}]), "test")


def test_every_figure_that_can_be_fetched_has_a_range():
    assert set(read_variables()) <= set(PLAUSIBLE)


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("a_pau", 1200.0, []),
        ("a_pau", -1.0, ["is outside 0 to 2e+07 cars"]),
        ("a_pau", 0.5, ["is not a whole number"]),
        ("p_huurw", 101.0, ["is outside 0 to 100 %"]),
        ("m_hh_ver", -3.5, []),
        ("iets", 1.0, ["has no documented unit and range"]),
    ],
)
def test_a_value_must_be_one_that_can_be(variable, value, said):
    faults = check_ranges(one(variable, value))
    assert len(faults) == len(said)
    assert all(text in str(fault) for text, fault in zip(said, faults, strict=True))


def test_cars_of_a_lease_company_among_few_households_are_plausible():
    assert check_ranges(one("auto_per_hh", 312.5)) == []
    assert check_ranges(one("auto_per_km2", 90_000.0)) == []


def ages(code, people, young, middle, old, inexact=0.0):
    figures = {"a_inw": people, "a_00_14": young, "a_15_64": middle, "a_65_oo": old}
    rows = [one(name, value, inexact).assign(code=code) for name, value in figures.items()]
    return pd.concat(rows, ignore_index=True)


@pytest.mark.parametrize(
    ("figures", "fits"),
    [
        (ages("BU00140000", 10.0, 5.0, 0.0, 10.0), True),  # 12, 3 and 9 before they were rounded
        (ages("BU00140000", 10.0, 5.0, 0.0, 15.0), False),
        (ages("GM0014", 10.0, 5.0, 0.0, 10.0), False),
        (ages("GM0014", 10.0, 5.0, 2.0, 9.0, inexact=0.1), True),
    ],
)
def test_ages_add_up_within_the_rounding_of_small_areas(figures, fits):
    assert (check_ages(figures) == []) is fits


def test_an_estimate_on_other_boundaries_need_not_be_whole():
    assert check_ranges(one("a_pau", 0.5, inexact=0.1)) == []
