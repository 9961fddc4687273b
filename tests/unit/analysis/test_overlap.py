"""Shares of areas in a shape: squares by hand, and the properties of any share."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from rudc_map.analysis.overlap import MIN_SHARE, circle, overlap_shares
from rudc_map.model import CountBy

SQUARES = np.array([shapely.box(x, y, x + 100, y + 100) for x in (0, 100, 200) for y in (0, 100)])
CODES = pd.Index([f"BU{i:04}" for i in range(len(SQUARES))])
PARENT = pd.Series(["WK2", "WK1", "WK2", "WK1", "WK3", "WK3"], index=CODES)

methods = pytest.mark.parametrize("by", CountBy)
boxes = st.tuples(*[st.integers(-50, 350)] * 4).filter(lambda b: b[0] < b[2] and b[1] < b[3])


def shares(shape, by, **more):
    return overlap_shares(shape, SQUARES, CODES, by, **more).to_list()


@pytest.mark.parametrize("by", [CountBy.AREA, CountBy.INHABITANTS])
def test_shares_of_area_by_hand(by):
    found = overlap_shares(shapely.box(-10, 0, 125, 50), SQUARES, CODES, by)

    assert found.index.equals(CODES)
    assert found.to_list() == [0.5, 0.0, 0.125, 0.0, 0.0, 0.0]


def test_by_centroid_an_area_counts_wholly_or_not_at_all():
    # the first centroid lies inside, the third (150, 50) on the edge
    assert shares(shapely.box(40, 40, 150, 60), CountBy.CENTROID) == [1, 0, 1, 0, 0, 0]


@pytest.mark.parametrize("by", [CountBy.AREA, CountBy.INHABITANTS])
@pytest.mark.parametrize(
    ("width", "share"), [(0.5, 0.0), (1.0, 0.01), (50, 0.5), (99, 0.99), (99.5, 1.0), (100, 1.0)]
)
def test_slivers_are_nothing_and_almost_everything_is_everything(by, width, share):
    assert MIN_SHARE == 0.01

    assert shares(shapely.box(0, 0, width, 100), by)[0] == pytest.approx(share)


def test_islands_and_holes_are_measured_as_they_are():
    ring = shapely.box(0, 0, 100, 100) - shapely.box(25, 25, 75, 75)
    two = shapely.MultiPolygon([shapely.box(0, 0, 10, 10), shapely.box(500, 0, 530, 10)])
    areas = np.array([ring, two])

    found = overlap_shares(shapely.box(0, 0, 50, 100), areas, pd.Index(["a", "b"]), CountBy.AREA)

    assert found.to_list() == [0.5, 0.25]


def test_a_larger_area_has_the_share_of_its_inhabitants():
    people = pd.Series([30.0, 5.0, 10.0, 15.0, 0.0, np.nan], index=CODES)

    found = overlap_shares(
        shapely.box(0, 0, 250, 100), SQUARES, CODES, CountBy.INHABITANTS, people[::-1], PARENT[::-1]
    )

    # WK1: none of its two; WK2: both; WK3, where nobody lives: half of one of two squares
    assert found.to_dict() == {"WK1": 0.0, "WK2": 1.0, "WK3": 0.25}


def test_a_larger_area_where_nobody_lives_has_its_share_by_area():
    areas = np.array([shapely.box(0, 0, 30, 10), shapely.box(30, 0, 40, 10)])
    codes = pd.Index(["BU1", "BU2"])
    nobody, whole = pd.Series(0.0, index=codes), pd.Series("WK1", index=codes)

    found = overlap_shares(areas[0], areas, codes, CountBy.INHABITANTS, nobody, whole)

    assert found.to_dict() == {"WK1": 0.75}


def test_the_share_of_a_larger_area_is_weighted():
    people = pd.Series([30.0, 5.0, 10.0, 15.0, 1.0, 1.0], index=CODES)

    found = overlap_shares(
        shapely.box(0, 0, 50, 200), SQUARES, CODES, CountBy.INHABITANTS, people, PARENT
    )

    # WK2: half of the 30 of 40; WK1: half of the 5 of 20
    assert found.to_dict() == {"WK1": 0.125, "WK2": 0.375, "WK3": 0.0}


@pytest.mark.parametrize("by", [CountBy.AREA, CountBy.CENTROID])
def test_larger_areas_by_something_else_are_refused(by):
    with pytest.raises(ValueError, match="inhabitants only"):
        shares(SQUARES[0], by, inhabitants=pd.Series(1.0, index=CODES), part_of=PARENT)


def test_larger_areas_need_inhabitants():
    with pytest.raises(ValueError, match="inhabitants only"):
        shares(SQUARES[0], CountBy.INHABITANTS, part_of=PARENT)


@methods
def test_an_area_covers_itself_and_no_other(by):
    for at, square in enumerate(SQUARES):
        assert shares(square, by) == [float(at == i) for i in range(len(SQUARES))]


@methods
@settings(max_examples=20)
@given(box=boxes)
def test_shares_lie_between_0_and_1_and_grow_with_the_shape(by, box):
    inner, outer = shapely.box(*box), shapely.box(*box).buffer(20, join_style="mitre")

    small, large = (overlap_shares(s, SQUARES, CODES, by) for s in (inner, outer))

    assert small.between(0, 1).all()
    assert (large >= small).all()


@given(box=boxes)
def test_shares_of_area_are_the_plain_quotient_but_for_slivers(box):
    shape = shapely.box(*box)
    plain = shapely.area(shapely.intersection(SQUARES, shape)) / shapely.area(SQUARES)

    found = np.array(shares(shape, CountBy.AREA))

    assert np.abs(found - plain).max() <= MIN_SHARE
    middle = (plain >= MIN_SHARE) & (plain <= 1 - MIN_SHARE)
    assert found[middle] == pytest.approx(plain[middle])


@methods
@settings(max_examples=20)
@given(box=boxes, data=st.data())
def test_the_order_of_the_areas_does_not_matter(by, box, data):
    order = data.draw(st.permutations(range(len(SQUARES))))
    shape = shapely.box(*box)

    shuffled = overlap_shares(shape, SQUARES[order], CODES[order], by)

    pd.testing.assert_series_equal(shuffled[CODES], overlap_shares(shape, SQUARES, CODES, by))


@methods
@settings(max_examples=20)
@given(box=boxes, power=st.integers(-4, 8))
def test_the_unit_of_the_coordinates_does_not_matter(by, box, power):
    factor = 2.0**power
    shape = shapely.box(*(c * factor for c in box))
    areas = shapely.transform(SQUARES, lambda c: c * factor)

    scaled = overlap_shares(shape, areas, CODES, by)

    assert scaled.to_list() == pytest.approx(shares(shapely.box(*box), by))


def test_a_circle_is_round():
    found = circle(155_000.0, 463_000.0, 500.0)

    assert found.centroid.coords[0] == pytest.approx((155_000.0, 463_000.0))
    assert found.area == pytest.approx(np.pi * 500.0**2, rel=5e-4)
    assert len(found.exterior.coords) == 4 * 32 + 1
