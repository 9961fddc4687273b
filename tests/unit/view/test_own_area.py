"""The code of an own area: either way, and what is wrong with it."""

from __future__ import annotations

import polyline
import pytest

from rudc_map.errors import InputError
from rudc_map.model import CountBy, OwnArea
from rudc_map.view.own_area import MAX_VERTICES, own_area_code, read_own_area

KNOWN = {"BU00140000", "BU00140001", "GM0106"}
SQUARE = ((53.2, 6.5), (53.3, 6.5), (53.3, 6.6), (53.2, 6.6))


def spiral(vertices: int) -> str:
    """The polyline of a shape with so many vertices."""
    return polyline.encode([(53 + i / 1000, 6 + (i % 7) / 1000) for i in range(vertices)])


@pytest.mark.parametrize(
    "own",
    [
        OwnArea(ring=SQUARE),
        OwnArea(centre=(53.21941, 6.56652), radius=750.0, by=CountBy.CENTROID),
        OwnArea(areas=("GM0106", "BU00140000"), by=CountBy.AREA),
    ],
)
def test_an_own_area_comes_back_from_its_code(own):
    assert read_own_area(own_area_code(own), KNOWN) == own


def test_no_own_area_has_no_code():
    assert own_area_code(None) == ""


def test_a_polygon_may_be_closed_in_the_address():
    closed = polyline.encode([*SQUARE, SQUARE[0]])
    assert read_own_area(f"v:{closed}:inwoners", KNOWN).ring == SQUARE


def test_as_many_vertices_as_fit_are_taken():
    own = read_own_area(f"v:{spiral(MAX_VERTICES)}:inwoners", KNOWN)
    assert len(own.ring) == MAX_VERTICES


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (f"v:{spiral(MAX_VERTICES + 1)}:inwoners", "hooguit 200 hoekpunten"),
        (f"v:{polyline.encode(SQUARE[:2])}:inwoners", "ten minste drie"),
        (f"v:{polyline.encode([(10, 10), (11, 10), (11, 11)])}:inwoners", "buiten Nederland"),
        ("v:_:inwoners", "niet te lezen"),
        ("v::inwoners", "ten minste drie"),
        ("c:53.2,6.5,99:inwoners", "straal"),
        ("c:53.2,6.5,50001:inwoners", "straal"),
        ("c:53.2,6.5,nan:inwoners", "straal"),
        ("c:nan,6.5,1000:inwoners", "buiten Nederland"),
        ("c:53.2,6.5:inwoners", "niet te lezen"),
        ("g:BU99999999:inwoners", "BU99999999"),
        ("g::inwoners", "niet te lezen"),
        ("g:GM0106:huizen", "niet te lezen"),
        ("x:GM0106:inwoners", "niet te lezen"),
        ("", "niet te lezen"),
        (":::", "niet te lezen"),
    ],
)
def test_a_wrong_code_is_refused_and_explained(code, said):
    with pytest.raises(InputError) as refused:
        read_own_area(code, KNOWN)
    assert said in refused.value.message_nl
    assert refused.value.message_en != refused.value.message_nl


def test_more_parts_than_fit_are_refused():
    codes = [f"BU{i:08d}" for i in range(201)]
    with pytest.raises(InputError, match="200"):
        read_own_area(f"g:{','.join(codes)}:inwoners", set(codes))
