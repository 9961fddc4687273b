"""Which gemeente was put together from which others."""

from __future__ import annotations

import geopandas as gpd
from shapely import box

from rudc_map.dataset.boundary_changes import BoundaryChange
from rudc_map.dataset.mergers import dated_anew, mergers_between
from rudc_map.dataset.vintages import Vintage
from rudc_map.model import Level

KM = 1000.0


def row(year: int, *gemeenten: tuple[str, str, float, float]) -> Vintage:
    """Gemeenten side by side: code, name, and from where to where [km]."""
    codes, names, starts, ends = zip(*gemeenten, strict=True)
    shapes = [box(a * KM, 0, b * KM, 4 * KM) for a, b in zip(starts, ends, strict=True)]
    frame = gpd.GeoDataFrame({"code": codes, "name": names}, geometry=shapes, crs="EPSG:28992")
    return Vintage(year, {Level.GEMEENTE: frame}, tolerance=5.0)


BEFORE = row(2018, ("GM0001", "Aa", 0, 4), ("GM0002", "Bee", 4, 8), ("GM0003", "Cee", 8, 12))


def test_a_merger_has_the_names_of_its_parts_and_its_year():
    after = row(2019, ("GM0009", "Nieuw", 0, 8), ("GM0003", "Cee", 8, 12))
    assert mergers_between([after, BEFORE]) == (BoundaryChange("GM0009", 2019, ("Aa", "Bee")),)


def test_a_gemeente_that_was_divided_is_part_of_both():
    after = row(2019, ("GM0001", "Aa", 0, 5), ("GM0003", "Cee", 5, 12))
    assert mergers_between([BEFORE, after]) == (
        BoundaryChange("GM0001", 2019, ("Aa", "Bee")),
        BoundaryChange("GM0003", 2019, ("Bee", "Cee")),
    )


def test_a_boundary_that_moved_is_no_merger():
    after = row(2019, ("GM0001", "Aa", 0, 5), ("GM0002", "Bee", 5, 8), ("GM0003", "Cee", 8, 12))
    assert mergers_between([BEFORE, after]) == ()


def test_another_code_or_name_is_no_merger():
    after = row(
        2019, ("GM0007", "Aa", 0, 4), ("GM0002", "Bee aan Zee", 4, 8), ("GM0003", "Cee", 8, 12)
    )
    assert mergers_between([BEFORE, after]) == ()


def test_an_earlier_merger_follows_the_code_or_goes_with_its_gemeente():
    merged = row(2019, ("GM0009", "Nieuw", 0, 8), ("GM0003", "Cee", 8, 12))
    recoded = row(2020, ("GM0010", "Nieuw", 0, 8), ("GM0003", "Cee", 8, 12))
    all_one = row(2020, ("GM0020", "Alles", 0, 12))
    assert mergers_between([BEFORE, merged, recoded]) == (
        BoundaryChange("GM0010", 2019, ("Aa", "Bee")),
    )
    assert mergers_between([BEFORE, merged, all_one]) == (
        BoundaryChange("GM0020", 2020, ("Cee", "Nieuw")),
    )


MERGED = row(2019, ("GM0001", "Aa", 0, 8), ("GM0003", "Cee", 8, 12))
LAST = row(2024, ("GM0001", "Aa", 0, 12))


def test_vintages_that_come_one_by_one_give_the_dates_of_all_at_once():
    known = mergers_between([BEFORE, LAST])
    assert known == (BoundaryChange("GM0001", 2024, ("Aa", "Bee", "Cee")),)
    found = mergers_between([MERGED, LAST])
    both = {*dated_anew(known, found, [MERGED]), *found}
    assert both == set(mergers_between([BEFORE, MERGED, LAST]))
    assert both == {
        BoundaryChange("GM0001", 2019, ("Aa", "Bee")),
        BoundaryChange("GM0001", 2024, ("Aa", "Cee")),
    }


def test_a_vintage_from_before_a_merger_says_nothing_of_its_date():
    known = (BoundaryChange("GM0001", 2019, ("Aa", "Bee")),)
    assert dated_anew(known, mergers_between([BEFORE, MERGED]), [BEFORE]) == known


def test_a_merger_that_is_not_seen_any_more_had_happened_by_then():
    known = (BoundaryChange("GM0001", 2024, ("Aa", "Bee")),)
    after = row(2024, ("GM0001", "Aa", 0, 8), ("GM0003", "Cee", 8, 12))
    dated = dated_anew(known, mergers_between([MERGED, after]), [MERGED])
    assert dated == (BoundaryChange("GM0001", 2019, ("Aa", "Bee")),)


def test_a_map_of_other_gemeenten_says_nothing_of_a_date():
    known = (BoundaryChange("GM0009", 2024, ("Dee", "Eff")),)
    assert dated_anew(known, mergers_between([MERGED, LAST]), [MERGED]) == known
