"""Which areas share an edge: by hand, and against the geometry of the embedded data set."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from rudc_map.analysis.neighbours import neighbours, shared_lines
from rudc_map.model import Level

GRID = np.array([shapely.box(x, y, x + 10, y + 10) for y in (0, 10, 20) for x in (0, 10, 20)])
PAIRS = [(0, 1), (0, 3), (1, 2), (1, 4), (2, 5), (3, 4), (3, 6), (4, 5), (4, 7), (5, 8), (6, 7),
         (7, 8)]  # fmt: skip


def pairs_of(shapes):
    found = neighbours(np.array(shapes))
    return list(zip(found.first.tolist(), found.second.tolist(), strict=True))


def length_of(shapes):
    found = neighbours(np.array(shapes))
    return dict(zip(pairs_of(shapes), found.length.tolist(), strict=True))


def test_squares_that_share_a_side_are_neighbours_and_those_at_a_corner_are_not():
    assert pairs_of(GRID) == PAIRS
    assert set(length_of(GRID).values()) == {10.0}


def test_it_does_not_matter_which_way_round_a_ring_runs():
    turned = shapely.reverse(GRID[1])

    assert length_of([GRID[0], turned]) == {(0, 1): 10.0}


def test_a_hole_borders_on_what_fills_it():
    inner = shapely.box(3, 3, 7, 7)

    assert length_of([GRID[0] - inner, inner]) == {(0, 1): 16.0}


def test_parts_of_an_area_count_together_and_are_not_its_own_neighbours():
    two = shapely.MultiPolygon([GRID[0], GRID[2]])

    assert length_of([two, GRID[1]]) == {(0, 1): 20.0}
    assert pairs_of([shapely.MultiPolygon([GRID[0], GRID[1]])]) == []


def test_a_crooked_border_has_its_own_length():
    crooked = [(10, 0), (13, 4), (10, 10)]
    left = shapely.Polygon([(0, 0), *crooked, (0, 10)])
    right = shapely.Polygon([(20, 0), (20, 10), *crooked[::-1]])

    assert length_of([left, right]) == {(0, 1): pytest.approx(5 + np.hypot(3, 6))}


@pytest.mark.parametrize("shapes", [[], [GRID[0]], [GRID[0], GRID[8]]])
def test_who_touches_nobody_has_no_neighbours(shapes):
    found = neighbours(np.array(shapes, dtype=object))

    assert len(found.first) == len(found.second) == len(found.length) == 0


@given(st.permutations(range(9)))
def test_the_order_of_the_areas_does_not_matter(order):
    found = {tuple(sorted((order[i], order[j]))) for i, j in pairs_of(GRID[order])}

    assert found == set(PAIRS)


@given(st.permutations(range(9)), st.integers(-6, 6))
def test_another_unit_gives_the_same_lengths_in_that_unit(order, power):
    factor = 2.0**power
    scaled = shapely.transform(GRID[order], lambda c: c * factor)

    assert length_of(scaled) == {p: v * factor for p, v in length_of(GRID[order]).items()}


@given(st.sets(st.integers(0, 8), max_size=4))
def test_an_area_that_is_left_out_takes_only_its_own_pairs_along(gone):
    kept = [i for i in range(9) if i not in gone]

    found = [(kept[i], kept[j]) for i, j in pairs_of(GRID[kept])]

    assert found == [(i, j) for i, j in PAIRS if not {i, j} & gone]


@pytest.mark.parametrize("level", [Level.WIJK, Level.GEMEENTE])
def test_neighbours_of_the_data_set_are_those_of_its_geometry(dataset, level):
    shapes = dataset.boundaries(level).geometry.to_numpy()
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    first, second = first[first < second], second[first < second]
    length = shapely.length(shapely.intersection(shapes[first], shapes[second]))
    keep = length > 0
    order = np.lexsort((second[keep], first[keep]))

    found = neighbours(shapes)

    assert found.first.tolist() == first[keep][order].tolist()
    assert found.second.tolist() == second[keep][order].tolist()
    assert found.length == pytest.approx(length[keep][order], rel=1e-9)


# lines ------------------------------------------------------------------------------------------


def test_the_shared_line_is_one_line_where_it_can_be():
    inner = shapely.box(10, 0, 20, 10)
    left = shapely.Polygon([(0, 0), (10, 0), (10, 10), (20, 10), (20, 20), (0, 20)])

    (line,) = shared_lines(np.array([inner, left]), np.array([[1, 0]]))

    assert line.equals(shapely.LineString([(10, 0), (10, 10), (20, 10)]))
    assert line.geom_type == "LineString"


def test_lines_come_in_the_order_of_the_pairs_and_repeat_with_them():
    pairs = np.array([[4, 1], [0, 8], [0, 3], [1, 4]])

    found = shared_lines(GRID, pairs)

    assert [line.length for line in found] == [10.0, 0.0, 10.0, 10.0]
    assert found[0].equals(shapely.LineString([(10, 10), (20, 10)]))
    assert found[1].is_empty
    assert found[2].equals(shapely.LineString([(0, 10), (10, 10)]))


def test_two_separate_borders_stay_two_lines():
    two = shapely.MultiPolygon([GRID[0], GRID[2]])

    (line,) = shared_lines(np.array([two, GRID[1]]), np.array([[0, 1]]))

    assert line.geom_type == "MultiLineString"
    assert len(line.geoms) == 2


def test_no_pairs_have_no_lines():
    assert shared_lines(GRID, np.empty((0, 2), dtype=int)) == []


def test_lines_of_the_data_set_are_as_long_as_the_borders(dataset):
    shapes = dataset.boundaries(Level.GEMEENTE).geometry.to_numpy()
    found = neighbours(shapes)

    lines = shared_lines(shapes, np.column_stack([found.first, found.second]))

    assert shapely.length(lines) == pytest.approx(found.length, rel=1e-9)
    assert {line.geom_type for line in lines} <= {"LineString", "MultiLineString"}
