"""Two vintages of areas laid on each other: what each old area and each new area share."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from rudc_map.analysis.crosswalk import Crosswalk, crosswalk, restricted
from rudc_map.model import Level
from rudc_map.sources.cbs_boundaries import BoundarySet

LEAST_TOLERANCE = 5.0
"""How far any outline may be off [m]: CBS itself calls a boundary moved from about 5 m on
(indelingswijziging_wijken_en_buurten)."""

MOST_TOLERANCE = 60.0
"""Outlines that are further off [m] say nothing about boundaries."""

SPACINGS = 14.0
"""A generalised outline is off by up to the distance between its vertices over this.

Measured on the municipal outlines of 2012 to 2024, with a vertex every 690 m: what two years differ
by without a change is at most a ninth of that wide, real changes at least a fifth. A seventh lies
between them, half of it for each of the two.
"""

SLIVER_SHARE = 0.005
"""A piece of less than this share of both areas moves too little to be looked at."""

WIDE_SHARE = 0.2
"""A piece of more than this share of either area is never a sliver, however narrow it is."""

WHOLE = 0.9
"""Of an area of which this share lies in the other vintage the rest is water, sea or noise."""

MIN_ADDRESS_SHARE = 0.001
"""Fewer of both areas' addresses in common are errors of the register."""

UNCHANGED, RECODED = 1, 2
"""Values of CBS's indelingswijziging_wijken_en_buurten; 3 is a boundary that moved."""


@dataclass(frozen=True, eq=False)
class Vintage:
    """The areas of one year.

    Parameters
    ----------
    year : int
        The year of the boundaries.
    frames : mapping of Level to GeoDataFrame
        Columns code, name and geometry (EPSG:28992, [m]) for each level that is known; codes
        once. Valid shapes that do not overlap, water left out or left in.
    changes : Series of int, optional
        CBS's indelingswijziging_wijken_en_buurten by code: what changed since the year before.
    addresses : Series of str, optional
        The buurt code of each address; index: what is the same for an address in both vintages,
        each once (`rudc_map.sources.cbs_addresses.read_addresses`).
    counts : Series of float, optional
        Addresses or inhabitants by buurt code, for where `addresses` are not known: a wijk or
        gemeente that was split is divided by those of its buurten.
    tolerance : float, optional
        How far an outline may be off [m]; by default worked out from its vertices
        (`tolerance_of`).
    """

    year: int
    frames: Mapping[Level, gpd.GeoDataFrame]
    changes: pd.Series | None = None
    addresses: pd.Series | None = None
    counts: pd.Series | None = None
    tolerance: float | None = None


def vintage_of(
    boundaries: BoundarySet, addresses: pd.Series | None = None, tolerance: float | None = None
) -> Vintage:
    """A wijk- en buurtkaart as a vintage, with the inhabitants of its buurten where it has them.

    Parameters
    ----------
    boundaries : BoundarySet
        The map as it was read.
    addresses, tolerance
        See `Vintage`.
    """
    figures = boundaries.figures
    people = figures[(figures["variable"] == "a_inw") & figures["code"].str.startswith("BU")]
    return Vintage(
        year=boundaries.year,
        frames=boundaries.frames,
        changes=boundaries.changes if len(boundaries.changes) else None,
        addresses=addresses,
        counts=people.set_index("code")["value"] if len(people) else None,
        tolerance=tolerance,
    )


@dataclass(frozen=True, eq=False)
class Bridge:
    """How the old areas of a level become the new ones.

    Parameters
    ----------
    same : Series of str
        The old code of each new area that is the same area, by new code.
    by_area, by_people : Crosswalk
        All old areas on all new ones, divided by ground and by addresses or inhabitants; the
        latter falls back on ground where these are not known.
    counted : Series of bool
        Whether `by_people` divides an old area by addresses or inhabitants, by old code.
    covered : Series of float
        Share of each new area that old areas cover, 0 to 1, by new code.
    reused : tuple of str
        Codes that name another area in the new vintage than in the old.
    """

    same: pd.Series
    by_area: Crosswalk
    by_people: Crosswalk
    counted: pd.Series
    covered: pd.Series
    reused: tuple[str, ...] = field(default=())


def bridge(old: Vintage, new: Vintage, level: Level) -> Bridge:
    """Lay the areas of a level in two vintages on each other.

    Areas are joined by their shapes, never by their codes alone, so that a code that was given to
    another area joins nothing. Pieces that come of outlines which are drawn differently are left
    out: narrower than both outlines may be off together, or a tiny share of both areas.

    Parameters
    ----------
    old, new : Vintage
        Both with this level.
    level : Level
        Buurt, wijk, gemeente or provincie.
    """
    before, after = _by_code(old, level), _by_code(new, level)
    pieces = _overlay(before, after)
    covered = pieces.groupby("new")["of_new"].sum().reindex(after.index, fill_value=0.0)
    claimed = pieces.groupby("old")["of_old"].sum().reindex(before.index, fill_value=0.0)
    named = _same_name(before, after)
    lying_on = pieces[(pieces["of_old"] >= 0.5) | (pieces["of_new"] >= 0.5)]
    kept = lying_on[lying_on["old"] == lying_on["new"]]["old"]
    steady = set(named.index[named]).intersection(kept)  # the rest of these is sea
    tolerance = sum(
        tolerance_of(frame.geometry) if vintage.tolerance is None else vintage.tolerance
        for vintage, frame in ((old, before), (new, after))
    )
    pairs = _declared(_without_slivers(pieces, tolerance), old, new, named)
    beyond = (claimed < WHOLE) & ~claimed.index.isin(list(steady))
    totals = before.area[beyond]
    by_area = pairs[["old", "new"]].assign(amount=pairs["area"])
    by_people, counted = _by_people(by_area, old, new, level, after)
    return Bridge(
        same=_same(pairs, beyond, covered, steady),
        by_area=crosswalk(by_area, before.index, after.index, totals),
        by_people=crosswalk(by_people, before.index, after.index, totals[~counted[totals.index]]),
        counted=counted,
        covered=covered.mask(covered.index.isin(list(steady)), 1.0).clip(upper=1.0),
        reused=_reused(pieces, before, after, named),
    )


def of_changed(between: Bridge) -> Bridge:
    """The part of a bridge that areas need which are not the same as an old one."""
    old = between.by_area.old.difference(pd.Index(between.same.unique()))
    new = between.by_area.new.difference(between.same.index)
    return Bridge(
        same=between.same.iloc[:0],
        by_area=restricted(between.by_area, old, new),
        by_people=restricted(between.by_people, old, new),
        counted=between.counted[old],
        covered=between.covered[new],
        reused=between.reused,
    )


def tolerance_of(outlines: gpd.GeoSeries) -> float:
    """How far outlines may be off [m], from the mean distance between their vertices."""
    shapes = outlines.to_numpy()
    vertices = max(int(shapely.get_num_coordinates(shapes).sum()), 1)
    spacing = float(shapely.length(shapes).sum()) / vertices
    return min(max(spacing / SPACINGS, LEAST_TOLERANCE), MOST_TOLERANCE)


def folded(name: str) -> str:
    """A name without capitals, accents and punctuation, so that spellings compare equal."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def _by_code(vintage: Vintage, level: Level) -> gpd.GeoDataFrame:
    frame = vintage.frames[level]
    shapes = frame.geometry.to_numpy()
    shapes = np.where(shapely.is_valid(shapes), shapes, shapely.make_valid(shapes))
    by_code = gpd.GeoDataFrame(
        {"name": frame["name"].astype(str).to_numpy()},
        geometry=shapes,
        index=pd.Index(frame["code"].astype(str), name="code"),
        crs=frame.crs,
    )
    return by_code.sort_index()


def _same_name(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> pd.Series:
    """Whether a code has the same name in both vintages, for the codes that are in both."""
    codes = before.index.intersection(after.index)
    was, is_now = (frame.loc[codes, "name"].map(folded) for frame in (before, after))
    return pd.Series(was == is_now, index=codes)


# shapes ---------------------------------------------------------------------------------------


def _overlay(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> pd.DataFrame:
    """The pieces that old and new areas share: old, new, area, width [m], of_old and of_new.

    Equal shapes are found without cutting them: most areas do not change.
    """
    equal = _equal(before.geometry, after.geometry)
    rest_old = before.geometry[~before.index.isin(equal["old"])]
    rest_new = after.geometry[~after.index.isin(equal["new"])]
    cut = _cut(rest_old, rest_new)
    pieces = pd.concat([equal, cut], ignore_index=True)
    pieces["of_old"] = pieces["area"] / pieces["old"].map(before.area)
    pieces["of_new"] = pieces["area"] / pieces["new"].map(after.area)
    return pieces


def _equal(before: gpd.GeoSeries, after: gpd.GeoSeries) -> pd.DataFrame:
    outlines = (
        pd.Series(shapely.to_wkb(shapely.normalize(shapes.to_numpy())), shapes.index, dtype=object)
        for shapes in (before, after)
    )
    old, new = (o[~o.duplicated(keep=False)].rename_axis(None) for o in outlines)
    found = (
        old.rename("outline")
        .reset_index()
        .merge(new.rename("outline").reset_index(), "inner", "outline")
    )
    found = found.rename(columns={"index_x": "old", "index_y": "new"})[["old", "new"]]
    area = found["old"].map(before.area).astype(float)
    return found.assign(area=area, width=np.inf)


def _cut(before: gpd.GeoSeries, after: gpd.GeoSeries) -> pd.DataFrame:
    old, new = before.to_numpy(), after.to_numpy()
    i, j = shapely.STRtree(new).query(old, predicate="intersects")
    common = shapely.intersection(old[i], new[j])
    area, outline = shapely.area(common), shapely.length(common)
    found = area > 0
    width = 2.0 * area[found] / outline[found]  # that of a strip with this area and outline
    codes = {"old": before.index[i[found]], "new": after.index[j[found]]}
    return pd.DataFrame({**codes, "area": area[found], "width": width})


def _without_slivers(pieces: pd.DataFrame, tolerance: float) -> pd.DataFrame:
    most = pieces[["of_old", "of_new"]].max(axis=1)
    narrow = (pieces["width"] < tolerance) & (most < WIDE_SHARE)
    return pieces[~narrow & (most >= SLIVER_SHARE)]


def _declared(pairs: pd.DataFrame, old: Vintage, new: Vintage, named: pd.Series) -> pd.DataFrame:
    """Take CBS's word for what did not change since the year before, if the shapes agree.

    An area that CBS calls unchanged or recoded is the old area that lies on it, whatever slivers
    generalised outlines leave; with the flags of one year nothing is known about two.
    """
    if new.changes is None or new.year != old.year + 1:
        return pairs
    flag = pairs["new"].map(new.changes)
    on_it = (pairs["of_old"] >= 0.5) & (pairs["of_new"] >= 0.5)
    unchanged = (
        (flag == UNCHANGED) & (pairs["old"] == pairs["new"]) & pairs["old"].map(named).eq(True)
    )
    sure = pairs[on_it & (unchanged | (flag == RECODED))]
    # what lies in such an area for the most part stays there, or its figures would be lost
    elsewhere = ~pairs["new"].isin(sure["new"]) | (pairs["of_old"] >= 0.5)
    others = ~pairs["old"].isin(sure["old"]) & elsewhere
    return pairs[others | pairs.index.isin(sure.index)]


def _same(
    pairs: pd.DataFrame, beyond: pd.Series, covered: pd.Series, steady: set[str]
) -> pd.Series:
    """The pairs of which neither area has a piece of any other; by new code."""
    single = ~pairs["old"].duplicated(keep=False) & ~pairs["new"].duplicated(keep=False)
    whole = ~pairs["old"].map(beyond).astype(bool)
    full = (pairs["new"].map(covered) >= WHOLE) | pairs["new"].isin(steady)
    found = pairs[single & whole & full]
    return pd.Series(found["old"].to_numpy(), index=pd.Index(found["new"]), dtype=object)


def _reused(
    pieces: pd.DataFrame, before: gpd.GeoDataFrame, after: gpd.GeoDataFrame, named: pd.Series
) -> tuple[str, ...]:
    """The codes whose new area is another: it lies elsewhere, or partly so with another name."""
    own = pieces[pieces["old"] == pieces["new"]].set_index("old")
    codes = before.index.intersection(after.index)
    least, most = (
        getattr(own[["of_old", "of_new"]], how)(axis=1).reindex(codes, fill_value=0.0)
        for how in ("min", "max")
    )
    other = (most < 0.5) | ((least < 0.5) & ~named[codes])
    return tuple(codes[other])


# addresses and inhabitants ----------------------------------------------------------------------


def _by_people(
    by_area: pd.DataFrame, old: Vintage, new: Vintage, level: Level, after: gpd.GeoDataFrame
) -> tuple[pd.DataFrame, pd.Series]:
    """Divide split areas by addresses, else by the people of their buurten, else by ground."""
    split = by_area["old"][by_area["old"].duplicated(keep=False)].unique()
    counted = pd.Series(False, index=pd.Index(sorted(old.frames[level]["code"].astype(str))))
    found = by_area.iloc[:0]
    if level is Level.PROVINCIE:
        return by_area, counted
    if old.addresses is not None and new.addresses is not None:
        found = _by_address(old.addresses, new.addresses, level)
        found = found[found["old"].isin(counted.index) & found["new"].isin(after.index)]
    elif old.counts is not None and level in (Level.WIJK, Level.GEMEENTE) and len(split):
        found = _by_counts(by_area, old, level, after, split)
    counted[counted.index.isin(found["old"])] = True
    rest = by_area[~by_area["old"].isin(found["old"])]
    return pd.concat([rest, found], ignore_index=True), counted


def _by_address(old: pd.Series, new: pd.Series, level: Level) -> pd.DataFrame:
    """The addresses that an old and a new area have in common, of those in both vintages."""
    both = pd.concat([old.rename("old"), new.rename("new")], axis="columns", join="inner")
    of_buurten = both.groupby(["old", "new"], observed=True).size().rename("amount").reset_index()
    for side in ("old", "new"):
        of_buurten[side] = area_of(of_buurten[side].astype(str), level)
    pairs = of_buurten.groupby(["old", "new"], as_index=False)["amount"].sum()
    pairs["amount"] = pairs["amount"].astype(float)
    of_old = pairs["amount"] / pairs.groupby("old")["amount"].transform("sum")
    of_new = pairs["amount"] / pairs.groupby("new")["amount"].transform("sum")
    enough = (of_old >= MIN_ADDRESS_SHARE) | (of_new >= MIN_ADDRESS_SHARE)
    return pd.DataFrame(pairs[enough])


def _by_counts(
    by_area: pd.DataFrame, old: Vintage, level: Level, after: gpd.GeoDataFrame, split: np.ndarray
) -> pd.DataFrame:
    """Divide split areas by the people of their buurten, within which they are spread evenly."""
    if Level.BUURT not in old.frames or old.counts is None:
        return by_area.iloc[:0]
    buurten = _by_code(old, Level.BUURT)
    parent = area_of(buurten.index.to_series(), level)
    buurten = buurten[parent.isin(split)]
    cut = _cut(buurten.geometry, after.geometry)
    people = old.counts.reindex(buurten.index).fillna(0.0) / buurten.area
    cut["amount"] = cut["area"] * cut["old"].map(people)
    cut["old"] = cut["old"].map(parent)
    pairs = cut.groupby(["old", "new"], as_index=False)["amount"].sum()
    wanted = by_area[["old", "new"]].merge(pairs, "inner", ["old", "new"])  # without the slivers
    return wanted[wanted["amount"] > 0]


def area_of(buurten: pd.Series, level: Level) -> pd.Series:
    """The codes of the areas of a level that buurten lie in: CBS's codes nest by prefix."""
    length = {Level.BUURT: 10, Level.WIJK: 8, Level.GEMEENTE: 6}[level]
    return level.prefix + buurten.str[2:length]
