"""Outlines as GeoJSON: as stored, as drawn, and as RFC 7946 wants them."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from rudc_map.indicators.shapes import shapes
from rudc_map.model import Level
from rudc_map.view.geometry import TOLERANCE


def read(answer) -> gpd.GeoSeries:
    """The outlines in metres, by code."""
    found = {f["id"]: shapely.geometry.shape(f["geometry"]) for f in answer["features"]}
    return gpd.GeoSeries(found, crs="EPSG:4326").to_crs("EPSG:28992")


@pytest.mark.parametrize("level", [Level.WIJK, Level.GEMEENTE])
@pytest.mark.parametrize(("detail", "metres"), [("volledig", 0.02), ("vereenvoudigd", None)])
def test_outlines_are_where_they_are_stored(dataset, ask_api, level, detail, metres):
    asked = f"/geometry?niveau={level}&detail={detail}&regio=groningen-assen"
    outlines = read(ask_api(asked))
    at = dataset.codes(level).get_indexer(outlines.index)
    stored = shapes(dataset, level)[at]
    apart = shapely.hausdorff_distance(np.asarray(outlines), stored)
    within = metres or TOLERANCE[level] + 1  # and the rounding
    if detail == "volledig":
        assert (apart < within).all()
    else:
        areas = shapely.area(shapely.symmetric_difference(np.asarray(outlines), stored))
        assert (areas < within * shapely.length(stored)).all()
        assert (apart > metres if metres else apart > 0.02).any(), "it is simplified"


def test_outer_rings_run_counterclockwise_and_inner_ones_clockwise(ask_api):
    outlines = ask_api("/geometry?niveau=gemeente&detail=volledig&limit=5000")["features"]
    for feature in outlines:
        for polygon in feature["geometry"]["coordinates"]:
            outer, *inner = (shapely.LinearRing(ring) for ring in polygon)
            assert outer.is_ccw
            assert not any(ring.is_ccw for ring in inner)


def test_one_area_is_that_of_its_level(ask_api):
    every = ask_api("/geometry?niveau=gemeente&limit=5000")["features"]
    one = ask_api("/areas/GM0106/geometry")
    assert one == next(feature for feature in every if feature["id"] == "GM0106")
    assert one["properties"]["naam"] == "Assen"
    full = ask_api("/areas/GM0106/geometry?detail=volledig")
    assert full["geometry"] != one["geometry"]
