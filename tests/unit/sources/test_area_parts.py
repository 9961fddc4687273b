"""Asking in parts: together they are all areas, and no area is asked for twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rudc_map.errors import SourceError
from rudc_map.sources.area_parts import (
    FULL,
    MAX_STARTS,
    AreaParts,
    filter_of,
    parts_of,
    split,
)

BUURT = st.from_regex(r"BU[0-9]{4}[0-9A-Z]{4}", fullmatch=True)


@given(BUURT)
def test_every_area_is_in_exactly_one_part_however_deep(code):
    parts = parts_of(None)
    while True:
        holding = [part for part in parts if code.startswith(part)]
        assert len(holding) == 1
        if len(holding[0][0]) == len(code):
            break
        parts = split(holding[0], "a table")


@given(st.lists(st.from_regex(r"GM[0-9]{4}", fullmatch=True), min_size=1, unique=True), BUURT)
def test_the_parts_of_gemeenten_hold_their_areas_only(gemeenten, code):
    holding = [part for part in parts_of(gemeenten) if code.startswith(part)]

    assert len(holding) == (f"GM{code[2:6]}" in gemeenten)


@given(st.lists(st.integers(0, 9_999), min_size=10, max_size=10))
def test_parts_that_are_put_together_hold_the_same_areas(counts):
    areas = AreaParts(None)
    small = split(("BU",), "a table")
    areas.learn(zip(small, counts, strict=True))

    assert sorted(start for part in areas.parts for start in part) == [p[0] for p in small]
    by_start = {part[0]: count for part, count in zip(small, counts, strict=True)}
    for part in areas.parts:
        assert len(part) == 1 or sum(by_start[start] for start in part) <= FULL
        assert len(part) <= MAX_STARTS


def test_one_area_with_too_many_rows_is_named():
    with pytest.raises(SourceError, match=r"a table .*BU00140000"):
        split(("BU00140000",), "a table")


def test_the_filter_of_one_start_has_no_parentheses():
    assert filter_of("RegioS", ("BU1",)) == "startswith(RegioS,'BU1')"
