"""Checks of the areas of a data set: codes that nest, boundaries that fit."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd
import shapely

from rudc_map.dataset.areas import unions
from rudc_map.dataset.faults import Fault, faults_for
from rudc_map.dataset.manifest import PARENTS
from rudc_map.dataset.plausible import LAND_WITHIN_OUTLINE
from rudc_map.model import COUNTRY, Level

CODE_DIGITS: dict[Level, int] = {
    Level.BUURT: 8,
    Level.WIJK: 6,
    Level.GEMEENTE: 4,
    Level.PROVINCIE: 2,
    Level.LAND: 2,
}
"""Characters after the two letters; up to gemeente each code begins with those of its parent."""

CODE_CHARACTERS: dict[Level, str] = {Level.BUURT: "[0-9A-Z]", Level.WIJK: "[0-9A-Z]"}
"""What a code may hold besides digits, such as BU0363AA01 in Amsterdam."""

Levels = Mapping[Level, gpd.GeoDataFrame]


def check_codes(levels: Levels) -> list[Fault]:
    """Require that codes are unique, well formed and in order, and that areas have names."""
    faults = []
    for level, frame in levels.items():
        codes = frame["code"]
        character = CODE_CHARACTERS.get(level, r"\d")
        form = rf"{level.prefix}{character}{{{CODE_DIGITS[level]}}}"
        faults += faults_for(codes[~codes.str.fullmatch(form)], f"is not a code of a {level}")
        faults += faults_for(codes[codes.duplicated()].unique(), "occurs more than once")
        faults += faults_for(codes[frame["name"].fillna("").str.strip() == ""], "has no name")
        if not codes.is_monotonic_increasing:
            faults.append(Fault(f"layer of level {level}", "is not sorted by code"))
    return faults


def check_nesting(levels: Levels) -> list[Fault]:
    """Require that codes begin with those of their parents, and that the parents exist."""
    faults = []
    for level, columns in PARENTS.items():
        frame = levels[level]
        for column in columns:
            parent = Level(column)
            known = frame[column].isin(levels[parent]["code"])
            faults += [
                Fault(code, f"its {column} {value} does not exist")
                for code, value in frame.loc[~known, ["code", column]].itertuples(index=False)
            ]
            if parent is not Level.PROVINCIE:
                faults += _check_prefix(frame, column, CODE_DIGITS[parent])
        faults += _check_province(frame, level, levels[Level.GEMEENTE])
    return faults


def check_postcodes(buurten: gpd.GeoDataFrame) -> list[Fault]:
    """Require that a postcode has four digits, or is absent."""
    given = buurten[buurten["postcode"].notna()]
    wrong = given[~given["postcode"].astype(str).str.fullmatch(r"[1-9]\d{3}")]
    return faults_for(wrong["code"], "its postcode does not have four digits")


def check_coverage(levels: Levels) -> list[Fault]:
    """Require that at each level boundaries neither overlap nor leave gaps."""
    faults = []
    for frame in levels.values():
        shapes = frame.geometry.to_numpy()
        types = shapely.get_type_id(shapes) == shapely.GeometryType.MULTIPOLYGON
        faults += faults_for(frame["code"][~types], "is not a multipolygon")
        valid = shapely.is_valid(shapes)
        faults += [
            Fault(code, f"its boundary is not valid: {reason}")
            for code, reason in zip(
                frame["code"][~valid], shapely.is_valid_reason(shapes[~valid]), strict=True
            )
        ]
        if not shapely.coverage_is_valid(shapes):
            lengths = shapely.length(shapely.coverage_invalid_edges(shapes))
            faults += [
                Fault(code, f"{length:.0f} m of its boundary does not fit its neighbours")
                for code, length in zip(frame["code"], lengths, strict=True)
                if length > 0
            ]
    return faults


def check_unions(levels: Levels) -> list[Fault]:
    """Require that each area is the union of its parts, where the data set has parts of it."""
    pairs = [
        (Level.BUURT, "wijk"),
        (Level.WIJK, "gemeente"),
        (Level.BUURT, "gemeente"),
        (Level.GEMEENTE, "provincie"),
    ]
    faults = []
    for level, column in pairs:
        faults += _check_union(levels[level], column, levels[Level(column)])
    whole = levels[Level.PROVINCIE].assign(land=COUNTRY)
    return faults + _check_union(whole, "land", levels[Level.LAND])


def check_land_area(levels: Levels, land: pd.Series) -> list[Fault]:
    """Require that an outline holds the land CBS counts in it, but for generalisation.

    Parameters
    ----------
    levels : mapping of Level to GeoDataFrame
        The areas; wijken and gemeenten are compared, buurten are generalised too coarsely.
    land : Series of float64
        Land [ha] per code, NaN where unknown.
    """
    faults = []
    for level in (Level.WIJK, Level.GEMEENTE):
        frame = levels[level]
        outline = frame.geometry.area / 10_000  # m2 to ha
        figure = frame["code"].map(land)
        small = outline < LAND_WITHIN_OUTLINE * figure
        faults += [
            Fault(code, f"its outline holds {size:.0f} ha, its land alone is {hectares:.0f} ha")
            for code, size, hectares in zip(
                frame["code"][small], outline[small], figure[small], strict=True
            )
        ]
    return faults


def _check_prefix(frame: gpd.GeoDataFrame, column: str, digits: int) -> list[Fault]:
    wrong = frame["code"].str[2 : 2 + digits] != frame[column].str[2:]
    return [
        Fault(code, f"does not nest in its {column} {value}")
        for code, value in frame.loc[wrong, ["code", column]].itertuples(index=False)
    ]


def _check_province(
    frame: gpd.GeoDataFrame, level: Level, gemeenten: gpd.GeoDataFrame
) -> list[Fault]:
    """Require that a buurt or wijk is in the province of its municipality."""
    if level not in (Level.BUURT, Level.WIJK):
        return []
    first = gemeenten.drop_duplicates("code").set_index("code")["provincie"]
    expected = frame["gemeente"].map(first)
    wrong = expected.notna() & (expected != frame["provincie"])
    return faults_for(frame["code"][wrong], "is not in the province of its municipality")


def _check_union(parts: gpd.GeoDataFrame, column: str, wholes: gpd.GeoDataFrame) -> list[Fault]:
    try:
        built = unions(parts, column).geometry
    except shapely.errors.GEOSException as error:
        return [Fault(f"unions by {column}", f"cannot be made: {error}")]
    stored = wholes.drop_duplicates("code").set_index("code").geometry.reindex(built.index)
    known = stored.notna().to_numpy()  # a parent that is absent is a fault of the nesting
    left, right = built.to_numpy()[known], stored.to_numpy()[known]
    differs = ~shapely.equals_exact(left, shapely.normalize(right), tolerance=0.0)
    faults = []
    for code, union, whole in zip(
        built.index[known][differs], left[differs], right[differs], strict=True
    ):
        faults += _compare(str(code), union, whole)
    return faults


def _compare(code: str, union: shapely.Geometry, whole: shapely.Geometry) -> list[Fault]:
    """Measure how much two shapes differ that are not the same vertex for vertex."""
    if not (shapely.is_valid(union) and shapely.is_valid(whole)):
        return [Fault(code, "its parts overlap or it is not valid: no union to compare it with")]
    size = shapely.area(shapely.symmetric_difference(union, whole))
    return [Fault(code, f"differs by {size:.1f} m2 from the union of its parts")] if size else []
