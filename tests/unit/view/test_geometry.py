"""Boundaries as the browser gets them."""

from __future__ import annotations

import json
import re
from itertools import chain, pairwise

import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from rudc_map.model import Level
from rudc_map.view.geometry import DECIMALS, TOLERANCE, borders_json, geometry_json, region_bounds

METRES_PER_DEGREE = 111_000


@pytest.fixture(scope="module")
def files(dataset):
    return {level: geometry_json(dataset, level) for level in Level}


@pytest.fixture(scope="module")
def shapes(files):
    """The polygons of each level by code."""
    return {
        level: {
            feature["properties"]["id"]: shape(feature["geometry"])
            for feature in json.loads(file)["features"]
        }
        for level, file in files.items()
    }


@pytest.fixture(scope="module")
def borders(dataset):
    return json.loads(borders_json(dataset))


every_level = pytest.mark.parametrize("level", list(Level))


@every_level
def test_features_are_in_the_order_of_the_values(dataset, files, level):
    collection = json.loads(files[level])

    assert collection["type"] == "FeatureCollection"
    assert {feature["type"] for feature in collection["features"]} == {"Feature"}
    assert [f["properties"] for f in collection["features"]] == [
        {"id": code} for code in dataset.codes(level)
    ]


@every_level
def test_coordinates_have_at_most_five_decimals(files, level):
    fractions = re.findall(rb"\d\.(\d+)", files[level])

    assert DECIMALS == 5
    assert len(fractions) > 100
    assert max(map(len, fractions)) == 5


@every_level
def test_no_point_is_repeated(files, level):
    for feature in json.loads(files[level])["features"]:
        geometry = feature["geometry"]
        parts = (
            geometry["coordinates"]
            if geometry["type"] == "MultiPolygon"
            else [geometry["coordinates"]]
        )
        for ring in chain.from_iterable(parts):
            assert all(one != other for one, other in pairwise(ring))


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
