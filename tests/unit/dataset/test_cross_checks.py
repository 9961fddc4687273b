"""Figures held against each other: what stands out is listed, and nothing else."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from rudc_map.dataset.cross_checks import (
    DAMPING,
    remark_on_neighbours,
    remark_on_sums,
    remark_on_years,
    robust_scores,
)

SIDE = 8
UNNAMED = pd.DataFrame(index=[])
GEMEENTEN = [f"GM{n:04}" for n in range(SIDE * SIDE)]


def rows(variable, period, values):
    """Tidy rows of one figure from values by code."""
    table = pd.DataFrame({"code": list(values), "value": list(values.values())})
    return table.assign(variable=variable, period=period)[["code", "variable", "period", "value"]]


def noisy(middle, deviation):
    """A value for each gemeente, around a middle."""
    values = np.random.default_rng(4).normal(middle, deviation, len(GEMEENTEN))
    return dict(zip(GEMEENTEN, values.tolist(), strict=True))


@pytest.fixture(scope="module")
def grid():
    """Square gemeenten on a grid, each touching those around it."""
    squares = [box(n % SIDE, n // SIDE, n % SIDE + 1, n // SIDE + 1) for n in range(SIDE * SIDE)]
    names = [f"Plaats {n}" for n in range(SIDE * SIDE)]
    return gpd.GeoDataFrame({"code": GEMEENTEN, "name": names}, geometry=squares, crs=28992)


def test_a_gemeente_that_its_neighbours_are_not_like_is_listed(grid):
    cars = noisy(1.0, 0.05)
    cars["GM0027"] = 2.0
    found = remark_on_neighbours(rows("auto_per_hh", "2024", cars), grid)
    assert [str(fault.thing) for fault in found] == [
        "auto_per_hh (Cars per household), 2024, higher than around it"
    ]
    assert found[0].message.startswith("GM0027 Plaats 27 2, around it ")
    assert "(z +" in found[0].message


def test_a_line_is_about_a_figure_of_the_latest_period_above_or_below(grid):
    cars = noisy(1.0, 0.05) | {"GM0027": 2.0, "GM0050": 3.0, "GM0020": 0.3}
    both = pd.concat([rows("auto_per_hh", year, cars) for year in ("2022", "2024")])
    lower, higher = remark_on_neighbours(both, grid)  # 0.3 is further off than 3
    assert [str(fault.thing).rsplit(", ", 2)[1:] for fault in (higher, lower)] == [
        ["2024", "higher than around it"],
        ["2024", "lower than around it"],
    ]
    assert [words.split()[0] for words in higher.message.split("; ")] == ["GM0050", "GM0027"]
    assert lower.message.startswith("GM0020 Plaats 20 0.3, around it")


def test_what_changes_slowly_from_place_to_place_is_not_listed(grid):
    slope = {
        code: value + 0.2 * (n % SIDE) for n, (code, value) in enumerate(noisy(9, 0.3).items())
    }
    assert remark_on_neighbours(rows("g_afs_hp", "2024", slope), grid) == []


def test_counts_and_areas_with_few_neighbours_are_not_held_against_them(grid):
    many = dict.fromkeys(GEMEENTEN, 10.0) | {"GM0027": 1e6}
    assert remark_on_neighbours(rows("a_inw", "2024", many), grid) == []
    islands = grid.assign(geometry=[shape.buffer(-0.1) for shape in grid.geometry])
    cars = noisy(1.0, 0.05) | {"GM0027": 9.0}
    assert remark_on_neighbours(rows("auto_per_hh", "2024", cars), islands) == []


def test_a_year_that_stands_out_is_listed_the_largest_first():
    buurten = [f"BU{n:08}" for n in range(60)]
    before = {code: 1000.0 + n for n, code in enumerate(buurten)}
    after = {code: value * (1 + 0.01 * (n % 5)) for n, (code, value) in enumerate(before.items())}
    after[buurten[7]], after[buurten[9]] = 5000.0, 100.0
    figures = pd.concat([rows("a_inw", "2023", before), rows("a_inw", "2024", after)])
    [found] = remark_on_years(figures, UNNAMED)
    assert found.thing == "a_inw (Inhabitants), 2023 to 2024"
    first, second = found.message.split("; ")
    assert first.startswith(f"{buurten[9]} 1009 to 100 (z -")
    assert second.startswith(f"{buurten[7]} 1007 to 5000 (z +")


def test_a_step_of_rounding_does_not_stand_out():
    # of most areas the whole percentage stays what it was; some of the others were converted
    codes = [f"GM{n:04}" for n in range(100)]
    before = {code: 15.0 + n % 5 + (0.001 if n < 10 else 0) for n, code in enumerate(codes)}
    after = {code: 15.0 + n % 5 - (n % 7 == 0) for n, code in enumerate(codes)}
    after[codes[50]] += 30.0
    figures = pd.concat([rows("p_00_14", "2023", before), rows("p_00_14", "2024", after)])
    [found] = remark_on_years(figures, UNNAMED)
    assert found.message == "GM0050 15 to 45 (z +30.0)"


def test_a_density_is_compared_by_its_growth():
    codes = [f"GM{n:04}" for n in range(60)]
    before = {code: 100.0 + n for n, code in enumerate(codes)} | {codes[0]: 6000.0}
    after = {
        code: value * (1.01 + 0.001 * (n % 5)) for n, (code, value) in enumerate(before.items())
    }
    figures = pd.concat([rows("bev_dich", "2023", before), rows("bev_dich", "2024", after)])
    assert remark_on_years(figures, UNNAMED) == []


def test_a_handful_more_in_a_small_area_does_not_stand_out():
    buurten = [f"BU{n:08}" for n in range(60)]
    before = {code: 1000.0 + n for n, code in enumerate(buurten)} | {buurten[3]: 5.0}
    after = {code: value * (1 + 0.01 * (n % 5)) for n, (code, value) in enumerate(before.items())}
    after[buurten[3]] = 10.0
    figures = pd.concat([rows("a_inw", "2023", before), rows("a_inw", "2024", after)])
    assert remark_on_years(figures, UNNAMED) == []
    assert DAMPING >= 100


def test_only_years_that_follow_and_are_single_are_compared():
    codes = [f"GM{n:04}" for n in range(60)]
    odd = {code: 50.0 + n % 5 for n, code in enumerate(codes)} | {codes[0]: 5000.0}
    even = dict.fromkeys(codes, 50.0)
    figures = pd.concat([rows("g_wozbag", "2021-2025", odd), rows("g_wozbag", "2024", even)])
    assert remark_on_years(figures, UNNAMED) == []


AREAS = pd.DataFrame(
    {"wijk": ["WK000100", "WK000100", "WK000101", None, None], "gemeente": ["GM0001"] * 5},
    index=["BU00010000", "BU00010001", "BU00010100", "WK000100", "WK000101"],
)
COUNTRY_AREAS = pd.concat([AREAS, pd.DataFrame({"gemeente": ["GM0001"]}, index=["GM0001"])])


def sums(**values):
    by_code = {
        "BU00010000": 100.0,
        "BU00010001": 250.0,
        "BU00010100": 65.0,
        "WK000100": 350.0,
        "WK000101": 65.0,
        "GM0001": 417.0,
        "NL00": 420.0,
    }
    return remark_on_sums(rows("a_hh", "2024", {**by_code, **values}), COUNTRY_AREAS)


def test_sums_within_rounding_are_fine():
    assert sums() == []
    assert sums(WK000100=360.0) == []  # two parts rounded to 5: 14 at most


def test_sums_that_are_off_are_listed_with_the_area():
    assert [str(fault) for fault in sums(WK000100=400.0)] == [
        "WK000100: a_hh (2024) is 400, its buurten add up to 350"
    ]
    assert [fault.thing for fault in sums(GM0001=900.0, NL00=100.0)] == ["GM0001", "NL00"]


def test_a_hidden_buurt_may_hold_a_few():
    assert sums(BU00010001=np.nan, WK000100=110.0, GM0001=170.0, NL00=170.0) == []
    wrong = sums(BU00010001=np.nan)
    assert {fault.thing for fault in wrong} == {"WK000100", "GM0001", "NL00"}


def test_a_figure_of_a_few_of_the_buurten_only_says_nothing_of_the_whole():
    nothing = {"BU00010000": np.nan, "BU00010100": np.nan}
    assert [fault.thing for fault in sums(**nothing, GM0001=9000.0, WK000100=350.0)] == ["WK000100"]
    assert sums(**nothing, GM0001=9000.0, WK000100=255.0) == []


def test_the_country_is_held_against_its_buurten_only_where_all_are_there():
    areas = pd.concat([COUNTRY_AREAS, pd.DataFrame({"gemeente": ["GM0002"]}, index=["GM0002"])])
    table = rows("a_hh", "2024", {"BU00010000": 100.0, "GM0001": 100.0, "NL00": 9_000_000.0})
    assert remark_on_sums(table, areas) == []


@given(st.lists(st.floats(-1e6, 1e6), min_size=30, max_size=60), st.floats(0.5, 100.0))
def test_scores_do_not_depend_on_the_unit(values, factor):
    plain = robust_scores(pd.Series(values))
    scaled = robust_scores(pd.Series(values) * factor)
    if not plain.empty and not scaled.empty and plain.abs().max() < 1e6:
        np.testing.assert_allclose(plain, scaled, rtol=1e-6, atol=1e-6)


def test_few_or_equal_values_have_no_scores():
    assert robust_scores(pd.Series(range(29))).empty
    assert robust_scores(pd.Series([1.0] * 50 + [9.0])).empty
