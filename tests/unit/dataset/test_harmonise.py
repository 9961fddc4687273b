"""Figures of one vintage on the areas of another."""

from __future__ import annotations

from itertools import product

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from rudc_map.dataset import harmonise
from rudc_map.dataset.harmonise import put_on_vintage
from rudc_map.dataset.vintages import Vintage
from rudc_map.model import SUM, FigureStatus, Level, MissingReason, mean_by
from rudc_map.sources.tidy import TIDY_COLUMNS, tidy

KM = 1000.0
RULES = {
    "a_inw": SUM,
    "a_hh": SUM,
    "a_lan_ha": SUM,
    "g_hhgro": mean_by("a_hh"),
    "bev": mean_by("a_lan_ha"),
}


def vintage(
    year: int, shapes: dict[str, shapely.Geometry], level=Level.GEMEENTE, **facts
) -> Vintage:
    frame = gpd.GeoDataFrame(
        {"code": list(shapes), "name": [f"Plaats {code}" for code in shapes]},
        geometry=list(shapes.values()),
        crs="EPSG:28992",
    )
    return Vintage(year, {level: frame}, tolerance=5.0, **facts)


def table(variable: str, values: dict[str, float], period="2012", **columns) -> pd.DataFrame:
    frame = pd.DataFrame({"code": list(values), "value": list(values.values())})
    return tidy(frame.assign(variable=variable, period=period, **columns), "a test")


def by_code(
    found: pd.DataFrame, column: str = "value", variable: str = "a_inw"
) -> dict[str, object]:
    return found[found["variable"] == variable].set_index("code")[column].to_dict()


A, B, C = (box(x * KM, 0, (x + 4) * KM, 4 * KM) for x in (0, 4, 8))
OLD = vintage(2012, {"GM0001": A, "GM0002": B, "GM0003": C})
MERGED = vintage(2024, {"GM1999": shapely.union(A, B), "GM0003": C})
SPLIT = vintage(
    2024,
    {
        "GM0001": box(0, 0, 4.2 * KM, 4 * KM),
        "GM0002": box(4.2 * KM, 0, 8 * KM, 4 * KM),
        "GM0003": C,
    },
)
HALVED = vintage(
    2024, {"GM0001": box(0, 0, 6 * KM, 4 * KM), "GM0003": box(6 * KM, 0, 12 * KM, 4 * KM)}
)
PEOPLE = table("a_inw", {"GM0001": 1000.0, "GM0002": 500.0, "GM0003": 70.0})


def test_merged_gemeenten_are_the_sum_of_the_old_ones():
    found = put_on_vintage(PEOPLE, OLD, MERGED, RULES)
    assert tuple(found.columns) == TIDY_COLUMNS
    assert by_code(found) == {"GM0003": 70.0, "GM1999": 1500.0}
    assert set(found["inexact"]) == {0.0}


def test_a_rate_is_weighted_by_what_it_is_a_rate_of():
    size = table("g_hhgro", {"GM0001": 2.0, "GM0002": 3.0, "GM0003": 2.2})
    households = table("a_hh", {"GM0001": 500.0, "GM0002": 250.0, "GM0003": 30.0})
    found = put_on_vintage(size, OLD, MERGED, RULES, weights=households)
    assert by_code(found, variable="g_hhgro")["GM1999"] == pytest.approx(1750 / 750)


def test_the_weight_of_the_nearest_year_is_taken():
    size = table("g_hhgro", {"GM0001": 2.0, "GM0002": 3.0}, period="2013")
    years = [("2012", 100.0), ("2016", 900.0)]
    households = pd.concat(
        [table("a_hh", {"GM0001": n, "GM0002": 100.0}, period) for period, n in years]
    )
    found = put_on_vintage(size, OLD, MERGED, RULES, weights=households)
    assert by_code(found, variable="g_hhgro")["GM1999"] == pytest.approx(2.5)


def test_an_estimate_says_how_much_of_it_is_one():
    found = put_on_vintage(PEOPLE, OLD, SPLIT, RULES)
    assert by_code(found) == pytest.approx({"GM0001": 1025.0, "GM0002": 475.0, "GM0003": 70.0})
    assert by_code(found, "inexact") == pytest.approx(
        {"GM0001": 25 / 1025, "GM0002": 25 / 475, "GM0003": 0.0}
    )


def test_too_much_of_a_guess_is_a_gap_with_its_reason():
    found = put_on_vintage(PEOPLE, OLD, HALVED, RULES)
    assert by_code(found, "missing") == {
        "GM0001": MissingReason.NOT_COMPARABLE,
        "GM0003": MissingReason.NOT_COMPARABLE,
    }
    assert found["value"].isna().all()


def test_counted_addresses_are_trusted_further():
    numbers = [str(n) for n in range(100)]
    was = pd.Series(["BU00010000"] * 40 + ["BU00020000"] * 60, index=numbers)
    now = pd.Series(["BU00010000"] * 54 + ["BU00030000"] * 46, index=numbers)
    with_addresses = (
        Vintage(v.year, v.frames, addresses=a, tolerance=5.0)
        for v, a in [(OLD, was), (HALVED, now)]
    )
    found = put_on_vintage(PEOPLE, *with_addresses, RULES)
    assert by_code(found)["GM0001"] == pytest.approx(1000 + 500 * 14 / 60)
    assert by_code(found, "inexact")["GM0001"] == pytest.approx(0.1045, abs=1e-4)


def test_ground_is_divided_by_area_whatever_the_addresses():
    numbers = ["1", "2"]
    was = pd.Series(["BU00010000", "BU00020000"], index=numbers)
    now = pd.Series(["BU00010000", "BU00010000"], index=numbers)
    old, new = (
        Vintage(v.year, v.frames, addresses=a, tolerance=5.0) for v, a in [(OLD, was), (SPLIT, now)]
    )
    land = table("a_lan_ha", {"GM0001": 1600.0, "GM0002": 1600.0, "GM0003": 1600.0})
    found = put_on_vintage(land, old, new, RULES)
    assert by_code(found, variable="a_lan_ha") == pytest.approx(
        {"GM0001": 1680.0, "GM0002": 1520.0, "GM0003": 1600.0}
    )


def test_a_figure_without_a_rule_is_kept_only_where_nothing_changed():
    urban = table("ste_mvs", {"GM0001": 1.0, "GM0002": 1.0, "GM0003": 5.0})
    found = put_on_vintage(urban, OLD, MERGED, RULES)
    assert by_code(found, variable="ste_mvs")["GM0003"] == 5.0
    assert by_code(found, "missing", "ste_mvs")["GM1999"] == MissingReason.NOT_COMPARABLE


def test_a_mean_without_its_weight_is_a_gap():
    size = table("g_hhgro", {"GM0001": 2.0, "GM0002": 3.0})
    found = put_on_vintage(size, OLD, MERGED, RULES)
    assert by_code(found, "missing", "g_hhgro") == {"GM1999": MissingReason.NOT_COMPARABLE}


def test_limits_and_status_of_an_unchanged_area_are_kept():
    row = table(
        "a_inw",
        {"GM0003": 70.0, "GM0001": 1.0, "GM0002": 2.0},
        lower=60.0,
        upper=80.0,
        status=FigureStatus.PROVISIONAL,
        inexact=0.05,
    )
    found = put_on_vintage(row, OLD, MERGED, RULES).set_index("code")
    assert found.loc["GM0003", ["lower", "upper", "inexact"]].tolist() == [60.0, 80.0, 0.05]
    assert np.isnan(found.loc["GM1999", "lower"])  # limits of a sum do not add up
    assert found.loc["GM1999", "inexact"] == pytest.approx(0.05)
    assert set(found["status"]) == {FigureStatus.PROVISIONAL}


@pytest.mark.parametrize(
    ("reason", "value", "said"),
    [
        (MissingReason.SECRET, None, MissingReason.SECRET),
        (MissingReason.NOT_PUBLISHED, None, MissingReason.NOT_PUBLISHED),
        (MissingReason.NO_INHABITANTS, 1000.0, None),
    ],
)
def test_an_unknown_part_makes_the_whole_unknown_with_its_reason(reason, value, said):
    people = table("a_inw", {"GM0001": 1000.0, "GM0002": np.nan}, missing=reason)
    found = put_on_vintage(people, OLD, MERGED, RULES).set_index("code").loc["GM1999"]
    assert found["missing"] == said
    assert found["value"] == value if value else np.isnan(found["value"])


def test_a_code_given_to_another_area_takes_none_of_its_figures():
    new = vintage(2024, {"GM0001": C, "GM0004": A, "GM0002": B})
    found = put_on_vintage(PEOPLE, OLD, new, RULES)
    assert by_code(found) == {"GM0001": 70.0, "GM0002": 500.0, "GM0004": 1000.0}


def test_land_that_no_old_area_covers_makes_a_gap():
    new = vintage(2024, {"GM0001": A, "GM0002": B, "GM0009": box(8 * KM, 0, 24 * KM, 4 * KM)})
    found = put_on_vintage(PEOPLE, OLD, new, RULES)
    assert by_code(found, "missing")["GM0009"] == MissingReason.NOT_COMPARABLE


def test_figures_of_the_country_stay_and_those_of_absent_levels_go():
    more = pd.concat([PEOPLE, table("a_inw", {"NL00": 1570.0, "BU00010000": 5.0})])
    found = by_code(put_on_vintage(more, OLD, MERGED, RULES))
    assert found == {"NL00": 1570.0, "GM0003": 70.0, "GM1999": 1500.0}


def test_figures_of_some_areas_give_no_rows_for_others():
    some = PEOPLE[PEOPLE["code"] == "GM0003"]
    assert set(put_on_vintage(some, OLD, MERGED, RULES)["code"]) == {"GM0003"}


# properties --------------------------------------------------------------------------------

CELLS = list(product(range(3), range(4)))


@st.composite
def redrawn(draw):
    """A country of 12 squares, divided into gemeenten in two ways, with inhabitants."""
    old, new = (
        draw(st.lists(st.integers(0, 4), min_size=len(CELLS), max_size=len(CELLS))) for _ in "ab"
    )
    counts = draw(st.lists(st.integers(0, 900_000), min_size=5, max_size=5))
    return old, new, {f"GM000{n}": float(counts[n]) for n in sorted(set(old))}


def divided(year: int, division: list[int], code: str, order=1) -> Vintage:
    shapes = {}
    for n in sorted(set(division))[::order]:
        cells = [cell for cell, of in zip(CELLS, division, strict=True) if of == n]
        squares = [box(x * KM, y * KM, (x + 1) * KM, (y + 1) * KM) for x, y in cells]
        shapes[f"{code}{n}"] = shapely.union_all(squares)
    return vintage(year, shapes)


@settings(max_examples=15)
@given(redrawn())
def test_totals_are_conserved(case):
    old, new, people = case
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(harmonise, "MOST_BY_AREA", 1.0)  # no gaps: every guess is a value
        found = put_on_vintage(
            table("a_inw", people), divided(2012, old, "GM000"), divided(2024, new, "GM001"), RULES
        )
    assert found["value"].sum() == pytest.approx(sum(people.values()))
    assert found["inexact"].between(0, 1).all()


@settings(max_examples=15)
@given(redrawn())
def test_merging_conserves_totals_exactly(case):
    old, _, people = case
    merged = [n // 2 for n in old]
    found = put_on_vintage(
        table("a_inw", people), divided(2012, old, "GM000"), divided(2024, merged, "GM001"), RULES
    )
    assert found["value"].sum() == sum(people.values())
    assert (found["inexact"] == 0).all()


@settings(max_examples=15)
@given(redrawn())
def test_order_and_units_do_not_matter(case):
    old, new, people = case
    once = put_on_vintage(
        table("a_inw", people), divided(2012, old, "GM000"), divided(2024, new, "GM001"), RULES
    )
    turned = dict(reversed([(code, n * 1000) for code, n in people.items()]))
    again = put_on_vintage(
        table("a_inw", turned),
        divided(2012, old, "GM000", order=-1),
        divided(2024, new, "GM001", order=-1),
        RULES,
    )
    once, again = (frame.set_index("code").sort_index() for frame in (once, again))
    assert again["missing"].isna().tolist() == once["missing"].isna().tolist()
    np.testing.assert_allclose(again["value"], once["value"] * 1000)
    np.testing.assert_allclose(again["inexact"], once["inexact"], atol=1e-12)
