import geopandas as gpd
import numpy as np
import pytest
import shapely

from rudc_map.dataset.areas import NODE_TOLERANCE, as_multipolygons, node_on, unions

RD = "EPSG:28992"


def series(*shapes):
    return gpd.GeoSeries(list(shapes), crs=RD)


def test_a_coverage_gets_the_vertices_of_a_finer_outline():
    # the outline has a vertex half a metre off the edge the two halves share with the outside
    halves = series(shapely.box(0, 0, 50, 100), shapely.box(50, 0, 100, 100))
    outline = shapely.Polygon(
        [(0, 0), (30, -0.5), (50, 0), (100, 0), (100, 100), (50, 100), (0, 100)]
    )
    noded = node_on(halves, series(outline))
    assert shapely.coverage_is_valid(noded.to_numpy())
    assert shapely.coverage_union_all(noded.to_numpy()).normalize() == outline.normalize()
    assert shapely.hausdorff_distance(noded[0], halves[0]) <= NODE_TOLERANCE


def test_a_coverage_that_shares_all_nodes_is_left_alone():
    halves = series(shapely.box(0, 0, 50, 100), shapely.box(50, 0, 100, 100))
    whole = series(shapely.coverage_union_all(halves.to_numpy()))
    assert node_on(halves, whole) is halves


def test_unions_keep_every_vertex_and_are_multipolygons():
    frame = gpd.GeoDataFrame(
        {"wijk": ["b", "a", "a"]},
        geometry=[shapely.box(2, 0, 3, 1), shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)],
        crs=RD,
    )
    result = unions(frame, "wijk")
    assert list(result.index) == ["a", "b"]
    assert set(result.geom_type) == {"MultiPolygon"}
    assert shapely.get_num_coordinates(result.geometry["a"]) == 7
    assert result.area.to_dict() == {"a": 2.0, "b": 1.0}


@pytest.mark.parametrize("start", range(4))
def test_one_form_whatever_the_first_vertex(start):
    ring = [(0, 0), (1, 0), (1, 1), (0, 1)]
    shape = shapely.Polygon(ring[start:] + ring[:start])
    expected = as_multipolygons(np.array([shapely.box(0, 0, 1, 1)]))
    assert shapely.to_wkb(as_multipolygons(np.array([shape]))) == shapely.to_wkb(expected)
