"""Two vintages of areas laid on each other."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import box

from rudc_map.dataset.vintages import Vintage, bridge, folded, tolerance_of, vintage_of
from rudc_map.model import Level
from rudc_map.sources.cbs_boundaries import BoundarySet, Dropped

KM = 1000.0


def vintage(year: int, areas: dict[str, tuple[str, shapely.Geometry]], **facts) -> Vintage:
    """Gemeenten by code: a name and a shape."""
    names, shapes = zip(*areas.values(), strict=True)
    frame = gpd.GeoDataFrame(
        {"code": list(areas), "name": names}, geometry=list(shapes), crs="EPSG:28992"
    )
    return Vintage(year, {Level.GEMEENTE: frame}, **{"tolerance": 5.0, **facts})


def wobbly(shape: shapely.Geometry, by: float, seed: int = 0) -> shapely.Geometry:
    """The same outline drawn by another hand: points added, each up to `by` metres off."""
    wave = np.random.default_rng(seed).uniform(0.001, 0.01, (2, 2))
    dense = shapely.segmentize(shape, KM / 4)
    return shapely.transform(dense, lambda xy: xy + by / 2**0.5 * np.sin(xy @ wave))


WEST, EAST = box(0, 0, 4 * KM, 4 * KM), box(4 * KM, 0, 8 * KM, 4 * KM)
BOTH = {"GM0001": ("Westerdorp", WEST), "GM0002": ("Oosterdorp", EAST)}


def laid(old: Vintage, new: Vintage):
    return bridge(old, new, Level.GEMEENTE)


def shares(found) -> dict[tuple[str, str], float]:
    walk = found.by_area
    table = pd.DataFrame(walk.shares.toarray(), index=walk.new, columns=walk.old)
    return {
        (o, n): round(table.loc[n, o], 3) for n in walk.new for o in walk.old if table.loc[n, o]
    }


def test_unchanged_areas_are_the_same():
    found = laid(vintage(2020, BOTH), vintage(2024, BOTH))
    assert found.same.to_dict() == {"GM0001": "GM0001", "GM0002": "GM0002"}
    assert found.reused == ()


def test_an_area_with_another_code_is_found_by_its_shape():
    new = {"GM1999": BOTH["GM0001"], "GM0002": BOTH["GM0002"]}
    assert laid(vintage(2020, BOTH), vintage(2024, new)).same["GM1999"] == "GM0001"


def test_an_outline_drawn_by_another_hand_is_no_change():
    new = {
        code: (name, wobbly(shape, 40, seed))
        for seed, (code, (name, shape)) in enumerate(BOTH.items())
    }
    found = laid(vintage(2020, BOTH, tolerance=40), vintage(2024, new, tolerance=40))
    assert len(found.same) == 2
    assert found.by_area.doubt.sum() == 0


def test_a_moved_boundary_is_a_change():
    moved = {
        "GM0001": ("Westerdorp", box(0, 0, 5 * KM, 4 * KM)),
        "GM0002": ("Oosterdorp", box(5 * KM, 0, 8 * KM, 4 * KM)),
    }
    found = laid(vintage(2020, BOTH), vintage(2024, moved))
    assert found.same.empty
    assert shares(found) == {
        ("GM0001", "GM0001"): 1.0,
        ("GM0002", "GM0001"): 0.25,
        ("GM0002", "GM0002"): 0.75,
    }


def test_a_narrow_but_large_piece_of_a_small_area_is_no_sliver():
    strip = box(4 * KM, 0, 4 * KM + 60, 4 * KM)
    old = {"GM0001": BOTH["GM0001"], "GM0003": ("Dijk", strip)}
    new = {"GM0001": ("Westerdorp", shapely.union(WEST, strip))}
    found = laid(vintage(2020, old, tolerance=50), vintage(2024, new, tolerance=50))
    assert shares(found)["GM0003", "GM0001"] == 1.0


def test_a_code_that_was_given_to_another_area_joins_nothing():
    new = {"GM0001": ("Nieuwstad", EAST), "GM0003": ("Westerdorp", WEST)}
    found = laid(vintage(2020, BOTH), vintage(2024, new))
    assert found.reused == ("GM0001",)
    assert found.same.to_dict() == {"GM0001": "GM0002", "GM0003": "GM0001"}


def test_another_name_for_the_same_area_is_no_reuse():
    new = {**BOTH, "GM0001": ("Westerstad", WEST)}
    found = laid(vintage(2020, BOTH), vintage(2024, new))
    assert found.reused == ()
    assert found.same["GM0001"] == "GM0001"


def test_a_merger_takes_both_as_a_whole():
    found = laid(
        vintage(2020, BOTH), vintage(2024, {"GM1999": ("Dorpen", box(0, 0, 8 * KM, 4 * KM))})
    )
    assert shares(found) == {("GM0001", "GM1999"): 1.0, ("GM0002", "GM1999"): 1.0}
    assert found.by_area.doubt.sum() == 0


def test_sea_that_is_drawn_in_one_vintage_only_changes_nothing():
    with_sea = {**BOTH, "GM0002": ("Oosterdorp", box(4 * KM, 0, 20 * KM, 4 * KM))}
    for old, new in [(with_sea, BOTH), (BOTH, with_sea)]:
        found = laid(vintage(2020, old), vintage(2024, new))
        assert found.same["GM0002"] == "GM0002"
        assert found.covered["GM0002"] == 1.0


def test_what_lies_outside_the_new_areas_is_not_moved_into_them():
    part = {"GM1999": ("Half", box(0, 0, 6 * KM, 4 * KM))}
    found = laid(vintage(2020, BOTH), vintage(2024, part))
    assert shares(found) == {("GM0001", "GM1999"): 1.0, ("GM0002", "GM1999"): 0.5}
    assert found.by_area.doubt.sum() == 0.5


# what CBS declares ------------------------------------------------------------------------------

SHIFTED = {  # the same areas, but one was drawn 600 m off
    "GM0001": ("Westerdorp", box(0, 0, 4.6 * KM, 4 * KM)),
    "GM0012": ("Oosterdorp", box(4.6 * KM, 0, 8 * KM, 4 * KM)),
}
FLAGS = pd.Series({"GM0001": 1, "GM0012": 2})


def test_what_cbs_calls_unchanged_or_recoded_is_the_same():
    found = laid(vintage(2023, BOTH), vintage(2024, SHIFTED, changes=FLAGS))
    assert found.same.to_dict() == {"GM0001": "GM0001", "GM0012": "GM0002"}


def test_an_area_inside_one_that_is_called_unchanged_is_not_lost():
    hamlet = box(3 * KM, 0, 4 * KM, 4 * KM)
    old = {"GM0001": ("Westerdorp", shapely.difference(WEST, hamlet)), "GM0009": ("Buurt", hamlet)}
    new = {"GM0001": ("Westerdorp", WEST)}
    found = laid(vintage(2023, old), vintage(2024, new, changes=pd.Series({"GM0001": 1})))
    assert shares(found) == {("GM0001", "GM0001"): 1.0, ("GM0009", "GM0001"): 1.0}
    assert found.same.empty


def test_flags_of_one_year_say_nothing_about_two():
    found = laid(vintage(2022, BOTH), vintage(2024, SHIFTED, changes=FLAGS))
    assert found.same.empty


def test_a_flag_cannot_join_areas_that_lie_apart():
    new = {"GM0001": ("Westerdorp", EAST)}
    flags = pd.Series({"GM0001": 1})
    found = laid(vintage(2023, BOTH), vintage(2024, new, changes=flags))
    assert found.same.to_dict() == {"GM0001": "GM0002"}
    assert found.reused == ("GM0001",)


# addresses and inhabitants ------------------------------------------------------------------------

MOVED = {
    "GM0001": ("Westerdorp", box(0, 0, 6 * KM, 4 * KM)),
    "GM0002": ("Oosterdorp", box(6 * KM, 0, 8 * KM, 4 * KM)),
}


def test_addresses_divide_a_split_area():
    numbers = [f"9999AA {n}" for n in range(100)]
    was = pd.Series(["BU00010000"] * 60 + ["BU00020000"] * 40, index=numbers)
    now = pd.Series(["BU00010000"] * 70 + ["BU00020000"] * 29 + ["BU00020001"], index=numbers)
    found = laid(vintage(2020, BOTH, addresses=was), vintage(2024, MOVED, addresses=now.iloc[::-1]))
    people = found.by_people
    table = pd.DataFrame(people.shares.toarray(), index=people.new, columns=people.old)
    assert table["GM0002"].to_dict() == {"GM0001": 0.25, "GM0002": 0.75}
    assert found.counted.all()
    assert shares(found)["GM0002", "GM0001"] == 0.5  # the ground is divided as it was


def test_the_people_of_its_buurten_divide_a_split_gemeente():
    buurten = gpd.GeoDataFrame(
        {"code": ["BU00020000", "BU00020001"], "name": ["Leeg", "Dorp"]},
        geometry=[box(4 * KM, 0, 6 * KM, 4 * KM), box(6 * KM, 0, 8 * KM, 4 * KM)],
        crs="EPSG:28992",
    )
    plain = vintage(2020, BOTH)
    old = Vintage(
        2020,
        {**plain.frames, Level.BUURT: buurten},
        tolerance=5.0,
        counts=pd.Series({"BU00020000": 10.0, "BU00020001": 990.0}),
    )
    people = laid(old, vintage(2024, MOVED)).by_people
    table = pd.DataFrame(people.shares.toarray(), index=people.new, columns=people.old)
    assert table["GM0002"].to_dict() == {
        "GM0001": pytest.approx(0.01),
        "GM0002": pytest.approx(0.99),
    }


@pytest.mark.parametrize(("spacing", "tolerance"), [(7.0, 5.0), (280.0, 20.0), (4000.0, 60.0)])
def test_coarser_outlines_may_be_further_off(spacing, tolerance):
    square = shapely.segmentize(box(0, 0, 56 * KM, 56 * KM), spacing)
    found = tolerance_of(gpd.GeoSeries([square], crs="EPSG:28992"))
    assert found == pytest.approx(tolerance, rel=0.01)


def test_names_compare_without_accents_and_signs():
    assert folded("Súdwest-Fryslân") == folded("Sudwest Fryslan")
    assert folded("Bergen (L.)") != folded("Bergen (NH.)")


def test_a_map_as_a_vintage_has_the_people_of_its_buurten():
    frames = {Level.BUURT: vintage(2024, {"BU00010000": ("Dorp", WEST)}).frames[Level.GEMEENTE]}
    rows = [("BU00010000", "a_inw", 40.0), ("BU00010000", "a_hh", 20.0), ("GM0001", "a_inw", 40.0)]
    figures = pd.DataFrame(rows, columns=["code", "variable", "value"])
    read = BoundarySet(
        year=2024,
        frames=frames,
        changes=pd.Series({"BU00010000": 2}),
        postcodes=pd.Series(dtype=object),
        figures=figures,
        dropped=Dropped(0, 0),
    )
    found = vintage_of(read, tolerance=50.0)
    assert (found.year, found.tolerance) == (2024, 50.0)
    assert found.counts.to_dict() == {"BU00010000": 40.0}
    assert found.changes.to_dict() == {"BU00010000": 2}

    without = replace(read, changes=read.changes.iloc[:0], figures=figures.iloc[:0])
    assert vintage_of(without).changes is None
    assert vintage_of(without).counts is None
