"""Areas as whole numbers."""

from __future__ import annotations

import json

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from rudc_map.view.outlines import PER_DEGREE, outlines, read_outlines

SQUARE = shapely.box(5, 52, 5.1, 52.1)
WITH_HOLE = shapely.Polygon(
    [(6, 52), (6.2, 52), (6.2, 52.2), (6, 52.2)],
    [[(6.05, 52.05), (6.1, 52.05), (6.1, 52.1)]],
)


def areas_of(*shapes):
    return outlines([f"BU{i:08}" for i in range(len(shapes))], np.array(shapes, dtype=object))


def test_counts_say_what_belongs_to_what():
    two = shapely.MultiPolygon([shapely.box(4, 51, 4.1, 51.1), WITH_HOLE])
    found = areas_of(SQUARE, two)
    assert found.polygons.tolist() == [1, 2]
    assert found.rings.tolist() == [1, 1, 2]
    assert found.points.tolist() == [4, 4, 4, 3]  # without the place that closes a ring
    assert len(found.places) == sum(found.points)


def test_places_that_fall_together_are_left_out():
    fine = 0.2 / PER_DEGREE
    shape = shapely.Polygon([(5, 52), (5 + fine, 52), (5.1, 52), (5.1, 52.1), (5, 52 + fine)])
    assert areas_of(shape).places.tolist()[:3] == [
        [500000, 5200000],
        [510000, 5200000],
        [510000, 5210000],
    ]


def test_steps_lead_from_place_to_place():
    steps = json.loads(areas_of(SQUARE, WITH_HOLE).json())["steps"]
    assert steps[:2] == areas_of(SQUARE).places[0].tolist()
    assert [sum(steps[::2]), sum(steps[1::2])] == areas_of(WITH_HOLE).places[-1].tolist()


@given(
    st.lists(
        st.tuples(st.integers(3, 7), st.integers(50, 53), st.booleans()), min_size=1, max_size=6
    )
)
def test_a_file_reads_back_as_it_was(spots):
    shapes = [
        shapely.transform(WITH_HOLE if hole else SQUARE, lambda xy, at=(x, y): xy - 5 + at)
        for x, y, hole in spots
    ]
    found = areas_of(*shapes)
    again = read_outlines(found.json())
    for name in ("codes", "polygons", "rings", "points", "places"):
        assert np.array_equal(getattr(again, name), getattr(found, name))


def test_pieces_are_those_of_the_whole():
    codes = ["BU00010000", "BU00010001", "BU00020000"]
    found = outlines(codes, np.array([SQUARE, WITH_HOLE, shapely.box(4, 51, 4.1, 51.1)]))
    one, other = found.of_gemeente("GM0001"), found.of_gemeente("GM0002")
    assert [one.codes, other.codes] == [codes[:2], codes[2:]]
    assert np.array_equal(np.concatenate([one.places, other.places]), found.places)
    assert found.of_gemeente("GM0003").codes == []
