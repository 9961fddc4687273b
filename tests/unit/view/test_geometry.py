"""Boundaries as the browser gets them."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from rudc_map.model import Level
from rudc_map.view.geometry import (
    TOLERANCE,
    borders_json,
    geometry_json,
    geometry_piece,
    region_bounds,
)

METRES_PER_DEGREE = 111_000


@pytest.fixture(scope="module")
def files(dataset):
    return {level: geometry_json(dataset, level) for level in Level}


@pytest.fixture(scope="module")
def shapes(files):
    """The polygons of each level by code."""
    return {level: shapes_in(file) for level, file in files.items()}


def shapes_in(file):
    """The areas in a file as multipolygons, read without the code that wrote it."""
    body = json.loads(file)
    steps = np.array(body["steps"]).reshape(-1, 2).cumsum(axis=0) / 1e5
    places, rings, polygons = (iter(part) for part in (steps, body["points"], body["rings"]))
    found = {}
    for code, parts in zip(body["codes"], body["polygons"], strict=True):
        found[code] = shapely.MultiPolygon(
            [
                (ring[0], ring[1:])
                for ring in (
                    [[next(places) for _ in range(next(rings))] for _ in range(next(polygons))]
                    for _ in range(parts)
                )
            ]
        )
    assert next(places, None) is None
    return found


@pytest.fixture(scope="module")
def borders(dataset):
    return json.loads(borders_json(dataset))


every_level = pytest.mark.parametrize("level", list(Level))


@every_level
def test_areas_are_in_the_order_of_the_values(dataset, files, level):
    assert json.loads(files[level])["codes"] == list(dataset.codes(level))


@every_level
def test_no_place_is_repeated(files, shapes, level):
    for area in shapes[level].values():
        for ring in shapely.get_rings(area):
            places = shapely.get_coordinates(ring)
            assert (places[1:] != places[:-1]).any(axis=1).all()
            assert len(places) > 3


def test_a_piece_holds_the_areas_of_its_gemeente_as_the_level_has_them(files, shapes, dataset):
    for level in (Level.BUURT, Level.WIJK):
        gemeente_of = dataset.areas.loc[dataset.codes(level), "gemeente"]
        for gemeente in ("GM0014", "GM1680"):
            piece = shapes_in(geometry_piece(files[level], gemeente))
            assert list(piece) == list(gemeente_of[gemeente_of == gemeente].index)
            assert all(shapely.equals_exact(shapes[level][code], piece[code]) for code in piece)


def test_a_piece_of_a_gemeente_without_buurten_is_empty(files):
    piece = json.loads(geometry_piece(files[Level.BUURT], "GM0363"))
    assert piece == {"codes": [], "polygons": [], "rings": [], "points": [], "steps": []}


@every_level
def test_every_polygon_is_valid_after_rounding(shapes, level):
    wrong = {
        code: shapely.is_valid_reason(s) for code, s in shapes[level].items() if not s.is_valid
    }

    assert wrong == {}


@every_level
def test_neighbours_keep_sharing_their_edges(shapes, level):
    assert shapely.coverage_is_valid(list(shapes[level].values()))


@every_level
def test_areas_stay_where_they_are_stored(dataset, shapes, level):
    stored = dataset.boundaries(level).geometry.to_crs("EPSG:4326")

    for code, simple in shapes[level].items():
        away = shapely.distance(
            shapely.points(shapely.get_coordinates(simple)), shapely.boundary(stored[code])
        )
        # 1 m for the rounding; a degree of longitude is shorter than one of latitude
        assert away.max() * METRES_PER_DEGREE <= TOLERANCE[level] * 1.7 + 1.5
        assert simple.area == pytest.approx(stored[code].area, rel=0.12)


@pytest.fixture(scope="module")
def lines(borders):
    """The lines by what they are."""
    return {f["properties"]["id"]: shape(f["geometry"]) for f in borders["features"][:3]}


@pytest.fixture(scope="module")
def names(borders):
    """The points at which the names of gemeenten stand."""
    return borders["features"][3:]


def test_the_gemeente_with_most_inhabitants_is_named_first(dataset, names):
    inhabitants = dataset.figure("a_inw", Level.GEMEENTE).values
    ordered = [inhabitants[name["properties"]["id"]] for name in names]

    assert {n["properties"]["id"] for n in names} == set(dataset.codes(Level.GEMEENTE))
    assert ordered == sorted(ordered, reverse=True)
    assert names[0]["properties"] == {"id": "GM0363", "name": "Amsterdam"}


def test_a_name_lies_in_its_gemeente(names, shapes):
    for feature in names:
        point = shape(feature["geometry"])
        assert shapely.dwithin(shapes[Level.GEMEENTE][feature["properties"]["id"]], point, 2e-5)


def test_each_border_is_drawn_once(lines, shapes):
    every = shapely.union_all([s.boundary for s in shapes[Level.GEMEENTE].values()])

    assert list(lines) == ["gemeente", "provincie", "land"]
    assert sum(line.length for line in lines.values()) == pytest.approx(every.length, rel=0.005)


def test_a_border_is_where_its_areas_meet(lines, shapes):
    gemeenten = shapes[Level.GEMEENTE]
    tynaarlo = gemeenten["GM1730"]  # in Drenthe
    meets = {
        "gemeente": gemeenten["GM0106"],  # Assen, in Drenthe
        "provincie": gemeenten["GM0014"],  # Groningen
    }

    for kind, neighbour in meets.items():
        shared = shapely.intersection(tynaarlo, neighbour)
        assert shared.length > 0.05
        for other, line in lines.items():
            drawn = shapely.intersection(shared, line).length
            assert drawn == pytest.approx(shared.length if other == kind else 0, rel=0.02, abs=1e-3)


def test_the_border_of_the_country_goes_around_all(lines, shapes):
    whole = shapely.coverage_union_all(list(shapes[Level.GEMEENTE].values()))

    assert lines["land"].length == pytest.approx(whole.boundary.length, rel=0.005)
    assert shapely.hausdorff_distance(lines["land"], whole.boundary) < 1e-4


def test_the_corners_of_a_region_enclose_its_gemeenten(dataset, shapes):
    corners = region_bounds(dataset)

    assert set(corners) == {region.id for region in dataset.regions}
    for region in dataset.regions:
        (south, west), (north, east) = corners[region.id]
        inside = [shapes[Level.GEMEENTE][c] for c in region.gemeenten or dataset.codes("gemeente")]
        expected = shapely.total_bounds(np.array(inside))
        assert [west, south, east, north] == pytest.approx(list(expected), abs=0.002)
