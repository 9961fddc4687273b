"""Outlines are cut off at the edge of a map, and only there."""

from __future__ import annotations

import re
from itertools import accumulate

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Polygon, box

from rudc_map.view.map_cut import cut_area, cut_line, holds, within
from rudc_map.view.map_paths import line_steps, shape_path

EDGE = (-20, -20, 20, 20)
PLACE = st.tuples(st.integers(-50, 50), st.integers(-50, 50))


def lines_of(path):
    found = []
    for line in path.split("M")[1:]:
        numbers = [int(n) for n in re.findall(r"-?\d+", line)]
        steps = list(zip(numbers[::2], numbers[1::2], strict=True))
        found.append(list(accumulate(steps, lambda at, step: (at[0] + step[0], at[1] + step[1]))))
    return found


@given(st.lists(PLACE, min_size=3, max_size=8, unique=True))
def test_an_area_keeps_what_lies_inside(ring):
    shape = Polygon(ring).convex_hull
    if shape.area == 0:
        return
    cut = [Polygon(line) for line in lines_of(cut_area(shape_path(shape), EDGE)) if len(line) > 2]
    expected = shape.intersection(box(*EDGE))
    # whole metres: each edge may be off by one
    assert sum(part.area for part in cut) == pytest.approx(expected.area, abs=expected.length + 4)
    for part in cut:
        assert box(*EDGE).contains(part)


def test_a_hole_stays_a_hole():
    ring = Polygon(
        [(-40, -40), (40, -40), (40, 40), (-40, 40)], [[(-5, -5), (5, -5), (5, 5), (-5, 5)]]
    )
    outer, hole = (Polygon(line) for line in lines_of(cut_area(shape_path(ring), EDGE)))
    assert (outer.area, hole.area) == (1600, 100)
    places = [(0, 20), (0, 0), (50, 0)]
    assert [holds(shape_path(ring), *place) for place in places] == [True, False, False]


@given(st.lists(PLACE, min_size=2, max_size=8, unique=True))
def test_a_line_keeps_what_lies_inside(places):
    path = line_steps(np.array(places, dtype=float), np.zeros(len(places), dtype=int))
    cut = lines_of(cut_line(path, EDGE))
    expected = LineString(places).intersection(box(*EDGE)).length
    assert sum(LineString(line).length for line in cut if len(line) > 1) == pytest.approx(
        expected, abs=3 * len(places)
    )


def test_what_lies_beyond_leaves_nothing():
    far = shapely.box(30, 30, 40, 40)
    assert cut_area(shape_path(far), EDGE) == ""
    assert cut_line("M30 30l10+0", EDGE) == ""
    boxes = np.array([[30, 30, 40, 40], [-20, 0, 0, 20], [0, 0, 21, 20]])
    assert within(boxes, EDGE).tolist() == [False, True, False]
