"""An area of one's own: its outline, its parts and their shares."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from pyproj import Transformer

from rudc_map.errors import InputError
from rudc_map.indicators.own_areas import OWN, inhabitants, own_parts, own_shape
from rudc_map.indicators.shapes import shapes
from rudc_map.model import CountBy, Level, OwnArea

THREE = (Level.BUURT, Level.WIJK, Level.GEMEENTE)
CITY = OwnArea(centre=(53.2194, 6.5665), radius=1500.0)
"""Around the Grote Markt of Groningen."""


@pytest.fixture(scope="module")
def outline(dataset):
    """The stored outline of an area [EPSG:28992]."""

    def of(level, code):
        return shapes(dataset, level)[dataset.codes(level).get_loc(code)]

    return of


@pytest.fixture(scope="module")
def drawn(outline):
    """An own area with the outer ring of an area, from metres to degrees and back."""
    project = Transformer.from_crs("EPSG:28992", "EPSG:4326")

    def of(level, code, by=CountBy.INHABITANTS):
        ring = shapely.simplify(max(outline(level, code).geoms, key=lambda p: p.area), 20).exterior
        lat, lon = project.transform(*np.array(ring.coords).T)
        return OwnArea(ring=tuple(zip(lat.tolist(), lon.tolist(), strict=True)), by=by)

    return of


def test_a_circle_is_round_and_where_it_was_put():
    shape = own_shape(CITY)

    assert shape.area == pytest.approx(np.pi * 1500**2, rel=1e-3)
    # the Martinitoren, at 233,970 east and 582,120 north of the origin of the national grid
    assert (shape.centroid.x, shape.centroid.y) == pytest.approx((233_900, 582_050), abs=300)


def test_a_polygon_that_crosses_itself_keeps_all_its_parts():
    bow = OwnArea(ring=((53.2, 6.5), (53.3, 6.6), (53.2, 6.6), (53.3, 6.5)))
    whole = OwnArea(ring=((53.2, 6.5), (53.2, 6.6), (53.3, 6.6), (53.3, 6.5)))

    shape = own_shape(bow)

    assert shape.is_valid
    assert len(shape.geoms) == 2
    assert shape.area == pytest.approx(own_shape(whole).area / 2, rel=0.01)


def test_a_line_there_and_back_is_no_area():
    with pytest.raises(InputError, match="omsluit niets"):
        own_shape(OwnArea(ring=((53.2, 6.5), (53.25, 6.5), (53.3, 6.6), (53.25, 6.5))))


@pytest.mark.parametrize("by", list(CountBy))
def test_a_polygon_around_a_gemeente_holds_its_buurten(dataset, drawn, key_figures, by):
    own = drawn(Level.GEMEENTE, "GM0106", by)

    found = own_parts(dataset, own, THREE)

    inside = [code for code in key_figures.index if code.startswith("BU0106")]
    assert found.level is Level.BUURT
    assert found.area == pytest.approx(shapely.area(own_shape(own)) / 1e6)
    whole = found.shares[found.shares == 1]
    assert len(set(whole.index) & set(inside)) > 0.9 * len(inside)
    assert inhabitants(dataset, found.shares) == pytest.approx(69701, rel=0.01)
    if by is CountBy.CENTROID:
        assert set(found.shares) == {1.0}
    assert found.lies_in.at[OWN, "provincie"] == "PV22"


def test_half_of_a_buurt_counts_half(dataset, outline):
    west, south, east, north = outline(Level.BUURT, "BU00140000").bounds
    middle = (west + east) / 2
    corners = [
        (west - 9, south - 9),
        (west - 9, north + 9),
        (middle, north + 9),
        (middle, south - 9),
    ]
    lat, lon = Transformer.from_crs("EPSG:28992", "EPSG:4326").transform(*np.array(corners).T)
    own = OwnArea(ring=tuple(zip(lat.tolist(), lon.tolist(), strict=True)), by=CountBy.AREA)
    half = shapely.box(west, south, middle, north).intersection(outline(Level.BUURT, "BU00140000"))

    found = own_parts(dataset, own, THREE)

    expected = half.area / outline(Level.BUURT, "BU00140000").area
    assert found.shares["BU00140000"] == pytest.approx(expected, abs=1e-4)
    assert 0.2 < expected < 0.8


def test_a_part_of_a_gemeente_counts_by_the_inhabitants_of_its_buurten(dataset, key_figures):
    by_people = own_parts(dataset, CITY, (Level.GEMEENTE,))
    by_area = own_parts(
        dataset, OwnArea(centre=CITY.centre, radius=CITY.radius, by=CountBy.AREA), (Level.GEMEENTE,)
    )
    buurten = own_parts(dataset, CITY, THREE).shares

    people = key_figures["a_inw"]
    inside = (people[buurten.index] * buurten).sum()
    assert by_people.level is by_area.level is Level.GEMEENTE
    of_gemeente = people[people.index.str.startswith("BU0014")].sum()
    assert by_people.shares["GM0014"] == pytest.approx(inside / of_gemeente, abs=1e-3)
    assert by_area.shares["GM0014"] == pytest.approx(np.pi * 1.5**2 / 198, rel=0.1)
    assert by_people.shares["GM0014"] > 5 * by_area.shares["GM0014"]  # the centre is dense


def test_gemeenten_are_taken_where_there_are_no_buurten(dataset):
    amsterdam = OwnArea(centre=(52.37, 4.9), radius=5000.0)

    found = own_parts(dataset, amsterdam, THREE)

    assert found.level is Level.GEMEENTE
    assert found.shares.idxmax() == "GM0363"
    assert not found.outside


def test_a_shape_over_the_sea_says_so(dataset):
    at_sea = OwnArea(centre=(53.44, 6.6), radius=8000.0)

    found = own_parts(dataset, at_sea, THREE)

    assert found.outside
    assert found.shares.size
    assert not own_parts(dataset, CITY, THREE).outside


def test_a_shape_that_touches_nothing_is_refused(dataset):
    with pytest.raises(InputError, match="buiten alle gebieden"):
        own_parts(dataset, OwnArea(centre=(54.4, 2.6), radius=500.0), THREE)


@pytest.mark.parametrize("by", [CountBy.CENTROID, CountBy.AREA, CountBy.INHABITANTS])
def test_a_shape_that_covers_hardly_anything_is_refused(dataset, by):
    somewhere = OwnArea(centre=(53.33, 6.42), radius=100.0, by=by)
    with pytest.raises(InputError, match="te klein"):
        own_parts(dataset, somewhere, (Level.GEMEENTE,))


def test_chosen_areas_are_what_they_are(dataset, key_figures):
    chosen = OwnArea(areas=("BU01060000", "GM0106", "BU00140000"))

    found = own_parts(dataset, chosen, THREE)

    assert found.shares.to_dict() == {"GM0106": 1.0, "BU00140000": 1.0}
    assert found.level is None
    assert inhabitants(dataset, found.shares) == 69701 + 4745
    assert found.lies_in.loc[OWN].tolist() == [None, None]
    same = own_parts(dataset, OwnArea(areas=("BU00140000", "BU00140001")), THREE)
    assert same.level is Level.BUURT
    assert same.lies_in.loc[OWN].tolist() == ["GM0014", "PV20"]


def test_nobody_lives_where_nobody_lives(dataset, key_figures):
    empty = key_figures[key_figures.index.str.startswith("BU") & key_figures["a_inw"].isna()]
    chosen = OwnArea(areas=(empty.index[0], "BU00140000"))

    assert inhabitants(dataset, own_parts(dataset, chosen, THREE).shares) == 4745
