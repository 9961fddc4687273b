import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from rudc_map.dataset.build import write_boundaries
from rudc_map.dataset.check_areas import check_codes, check_coverage
from rudc_map.dataset.manifest import level_columns
from rudc_map.dataset.national_areas import build_national_areas, fit_together
from rudc_map.dataset.provinces import Provinces
from rudc_map.errors import SourceError
from rudc_map.model import Level
from rudc_map.sources.cbs_boundaries import BoundarySet
from rudc_map.sources.cbs_layers import Dropped

RD = "EPSG:28992"
SIDE = 1000.0
PROVINCES = Provinces({"GM0001": "PV20", "GM0002": "PV22"})


def square(column, row, width=1, gap=0.0):
    left, low = column * SIDE + gap, row * SIDE
    return shapely.box(left, low, left + width * SIDE - 2 * gap, low + SIDE)


def boundary_set(**frames):
    return BoundarySet(
        2020,
        {
            Level(name): gpd.GeoDataFrame(frame, geometry="geometry", crs=RD)
            for name, frame in frames.items()
        },
        pd.Series(dtype="int64"),
        pd.Series({"BU00010000": "9401"}),
        pd.DataFrame(),
        Dropped(),
    )


def buurten(*shapes):
    """Four buurten in three wijken in two gemeenten, from west to east."""
    codes = ["BU00010000", "BU00010001", "BU00010100", "BU00020000"]
    shapes = shapes or [square(n, 0) for n in range(4)]
    frame = pd.DataFrame({"code": codes, "name": list("abcd")})
    frame["wijk"] = "WK" + frame["code"].str[2:8]
    frame["gemeente"] = "GM" + frame["code"].str[2:6]
    frame["wijknaam"], frame["gemeentenaam"] = (
        None,
        frame["gemeente"].map({"GM0001": "Een", "GM0002": "Twee"}),
    )
    return frame.assign(geometry=shapes)


def test_every_level_is_made_of_the_smallest():
    areas = build_national_areas(boundary_set(buurt=buurten()), PROVINCES)
    assert {level: len(frame) for level, frame in areas.items()} == {
        Level.BUURT: 4,
        Level.WIJK: 3,
        Level.GEMEENTE: 2,
        Level.PROVINCIE: 2,
        Level.LAND: 1,
    }
    for level, frame in areas.items():
        assert list(frame.columns) == [*level_columns(level), "geometry"]
        assert set(frame.geom_type) == {"MultiPolygon"}
        assert frame.area.sum() == 4 * SIDE**2
    assert areas[Level.WIJK]["name"].tolist() == ["Wijk 00", "Wijk 01", "Wijk 00"]
    assert areas[Level.GEMEENTE]["name"].tolist() == ["Een", "Twee"]
    assert areas[Level.BUURT]["provincie"].tolist() == ["PV20", "PV20", "PV20", "PV22"]
    assert areas[Level.BUURT]["postcode"].tolist() == ["9401", None, None, None]
    assert check_coverage(areas) == []


def test_codes_may_hold_letters():
    lettered = buurten().assign(code=["BU0001AA01", "BU0001AA02", "BU0001B100", "BU00020000"])
    lettered["wijk"] = "WK" + lettered["code"].str[2:8]
    areas = build_national_areas(boundary_set(buurt=lettered), PROVINCES)
    assert areas[Level.WIJK]["code"].tolist() == ["WK0001AA", "WK0001B1", "WK000200"]
    assert check_codes(areas) == []
    small = lettered.assign(code=lettered["code"].str.lower())
    assert len(check_codes({**areas, Level.BUURT: small})) == 4


def test_names_of_the_map_are_used():
    wijken = pd.DataFrame(
        {
            "code": ["WK000100", "WK000101", "WK000200"],
            "name": ["x", "y", "z"],
            "gemeente": ["GM0001", "GM0001", "GM0002"],
            "geometry": [square(0, 0, 2), square(2, 0), square(3, 0)],
        }
    )
    areas = build_national_areas(boundary_set(buurt=buurten(), wijk=wijken), PROVINCES)
    assert areas[Level.WIJK]["name"].tolist() == ["x", "y", "z"]
    other = wijken.assign(code=["WK000100", "WK000101", "WK000299"])
    with pytest.raises(SourceError, match="WK000200 is in one level of the map and not in the oth"):
        build_national_areas(boundary_set(buurt=buurten(), wijk=other), PROVINCES)


def test_a_map_of_gemeenten_alone_gives_the_levels_above(tmp_path):
    frame = pd.DataFrame(
        {
            "code": ["GM0001", "GM0002"],
            "name": ["Een", "Twee"],
            "geometry": [square(0, 0), square(1, 0)],
        }
    )
    areas = build_national_areas(boundary_set(gemeente=frame), PROVINCES)
    assert [len(areas[level]) for level in Level] == [0, 0, 2, 2, 1]
    for level, frame in areas.items():
        assert list(frame.columns) == [*level_columns(level), "geometry"]
    write_boundaries(areas, tmp_path / "boundaries.gpkg")
    assert len(pyogrio.read_dataframe(tmp_path / "boundaries.gpkg", layer="buurten")) == 0


def test_buurten_of_some_gemeenten_and_the_outlines_of_all():
    areas = build_national_areas(boundary_set(buurt=buurten()), PROVINCES, ["GM0002"])
    assert areas[Level.BUURT]["code"].tolist() == ["BU00020000"]
    assert areas[Level.WIJK]["code"].tolist() == ["WK000200"]
    assert len(areas[Level.GEMEENTE]) == 2
    with pytest.raises(SourceError, match="GM9 is not a gemeente of this map"):
        build_national_areas(boundary_set(buurt=buurten()), PROVINCES, ["GM9"])


def test_a_map_may_hold_the_buurten_of_some_gemeenten_alone():
    outlines = pd.DataFrame(
        {
            "code": ["GM0001", "GM0002"],
            "name": ["Een", "Twee"],
            "geometry": [square(0, 0, 3), square(3, 0, gap=-9)],
        }
    )
    some = buurten().iloc[:3]
    found = boundary_set(buurt=some, gemeente=outlines)
    areas = build_national_areas(found, PROVINCES, ["GM0001"])
    assert len(areas[Level.BUURT]) == 3
    assert areas[Level.GEMEENTE]["name"].tolist() == ["Een", "Twee"]
    assert areas[Level.LAND].area.iloc[0] == pytest.approx(4 * SIDE**2 + 9 * SIDE)
    assert check_coverage(areas) == []
    for asked in (None, ["GM0001", "GM0002"]):
        with pytest.raises(SourceError, match="GM0002 is in one level of the map and not in the"):
            build_national_areas(found, PROVINCES, asked)


def test_overlaps_and_slits_are_mended():
    shapes = [square(0, 0, gap=-8), square(1, 0, gap=8), square(2, 0), square(3, 0, gap=20)]
    areas = build_national_areas(boundary_set(buurt=buurten(*shapes)), PROVINCES)
    assert check_coverage(areas) == []
    whole = areas[Level.LAND].geometry.iloc[0]
    assert areas[Level.BUURT].area.sum() == pytest.approx(whole.area)


def test_outlines_that_cross_themselves_are_mended():
    bow = shapely.Polygon([(0, 0), (1000, 1000), (1000, 0), (0, 1000)])
    fitted = fit_together(np.array([bow, square(1, 0)]))
    assert shapely.is_valid(fitted).all()
    assert shapely.area(fitted).tolist() == pytest.approx([500_000, SIDE**2])


def test_outlines_of_two_levels_at_once_are_refused():
    shapes = [square(0, 0), square(0, 0), square(2, 0), square(3, 0)]
    with pytest.raises(SourceError, match="mostly overlaps its neighbours"):
        build_national_areas(boundary_set(buurt=buurten(*shapes)), PROVINCES)


def test_a_coverage_is_left_as_it_is():
    shapes = np.array([square(0, 0), square(1, 0)])
    assert fit_together(shapes) is shapes


SHIFT = 30


@given(st.lists(st.tuples(*[st.floats(-SHIFT, SHIFT)] * 4), min_size=4, max_size=4))
def test_whatever_is_shifted_a_little_becomes_a_coverage(shifts):
    shapes = np.array(
        [
            shapely.box(n * SIDE + w, s, (n + 1) * SIDE + e, SIDE + h)
            for n, (w, s, e, h) in enumerate(shifts)
        ]
    )
    fitted = fit_together(shapes)
    assert shapely.coverage_is_valid(fitted)
    assert shapely.is_valid(fitted).all()
    at_stake = 2 * (2 * SHIFT) * (SIDE + 2 * SHIFT)  # an overlap or gap on either side
    assert shapely.area(fitted) == pytest.approx(shapely.area(shapes), abs=at_stake)
