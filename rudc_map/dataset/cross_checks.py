"""Figures held against each other: parts and whole, years, an area and its neighbours.

What is listed need not be wrong: it is for somebody to look at, and is a remark, not a fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from rudc_map.dataset.described import described
from rudc_map.dataset.faults import Fault
from rudc_map.dataset.plausible import SUMS
from rudc_map.model import COUNTRY, Aggregate, Level

PARTS_OF = (Level.WIJK, Level.GEMEENTE, Level.LAND)
"""What the sums of buurten are held against."""

TOLERANCE = 0.005
"""The part of a whole that a sum may differ from it, if that is more than rounding gives."""

ROUNDINGS = (10.0, 5.0, 1.0)
"""What counts may be rounded to multiples of; it is read off the parts."""

YEARS_APART = 10.0
NEIGHBOURS_APART = 4.0
"""The robust z-scores from which a change and a difference are listed. Changes of most areas are
so alike that 4 would list thousands."""

FEWEST = 30
"""Areas with a value below which a spread says nothing."""

FEW_NEIGHBOURS = 3
"""A gemeente with fewer neighbours (an island) is not held against them."""

DAMPING = 100.0
"""Added to a count before its growth is taken, so that a handful more in a small area is small."""

MOSTLY = 0.8
"""The share of values that is rounded to something for the figure to be; the others were converted
from other boundaries."""

WITHOUT_DECIMALS = 1000.0

MAD_TO_DEVIATION = 1.4826
"""The standard deviation of a normal distribution, in median absolute deviations."""


def remark_on_sums(figures: pd.DataFrame, areas: pd.DataFrame) -> list[Fault]:
    """List sums of buurten that differ from the wijk, gemeente or country by more than rounding.

    n parts that are rounded at random to multiples of r may together be off by 2 r sqrt(n) (see
    `rudc_map.dataset.plausible.SumRule`). A buurt without a figure counts for at most r where
    counts are rounded, for then CBS hides the smallest; elsewhere its wijk, gemeente and country
    are left alone, as is a whole of which most buurten have no figure. What "sums" checks already
    is left out.

    Parameters
    ----------
    figures : DataFrame
        Tidy rows.
    areas : DataFrame
        Index: code; columns wijk, gemeente with the codes of the parents; name where it is known.
    """
    checked = {(rule.variable, rule.whole) for rule in SUMS if rule.part is Level.BUURT}
    found = []
    for variable, period, values in _by_figure(figures, counts=True):
        parts = values[values.index.str.startswith(Level.BUURT.prefix)]
        if parts.empty:
            continue
        for level in PARTS_OF:
            if (variable, level) not in checked:
                wholes = _wholes(parts.index, level, areas)
                found += _off(variable, period, parts, values, wholes, areas)
    return found


def remark_on_years(figures: pd.DataFrame, areas: pd.DataFrame) -> list[Fault]:
    """List changes from a year to the next that stand out among all areas of a level.

    The change of a count or density is the difference of log(count + 100), of any other figure the
    difference; its robust z-score is its distance to the median change in 1.4826 median absolute
    deviations, or in what the figure is rounded to where that is more. Listed from 10 on: a line
    for each figure and two years, in each the largest first.

    Parameters
    ----------
    figures : DataFrame
        Tidy rows.
    areas : DataFrame
        Index: code; column name where it is known.
    """
    found: list[tuple[str, str, float, str]] = []
    for variable, rows in figures[figures["value"].notna()].groupby("variable"):
        grown = _grows(str(variable))
        wide = rows.pivot_table(index="code", columns="period", values="value", aggfunc="first")
        years = [period for period in wide.columns if period.isdigit()]
        for prefix in (Level.BUURT.prefix, Level.WIJK.prefix, Level.GEMEENTE.prefix):
            at = wide[wide.index.str.startswith(prefix)]
            for before, after in pairwise(years):
                pair = at[[before, after]].dropna()
                if pair.empty:
                    continue
                scaled = np.log(pair + DAMPING) if grown else pair
                least = 0.0 if grown else _rounding_of(pair.to_numpy())
                scores = robust_scores(scaled[after] - scaled[before], least)
                for code, score in scores[scores.abs() > YEARS_APART].items():
                    was, is_ = (pair[year].astype(float)[str(code)] for year in (before, after))
                    words = f"{_named(code, areas)} {_short(was)} to {_short(is_)} (z {score:+.1f})"
                    found.append((str(variable), f"{before} to {after}", score, words))
    return _by_line(found)


def remark_on_neighbours(figures: pd.DataFrame, gemeenten: gpd.GeoDataFrame) -> list[Fault]:
    """List gemeenten with a mean or rate that is implausible against their neighbours.

    Held against each other are the differences between a gemeente and the median of the gemeenten
    it touches: the robust z-score of a difference is its distance to the median difference in
    1.4826 median absolute deviations, over all gemeenten. Figures above zero are compared by
    their logarithm. Listed from 4 on, of the latest period of each figure: a line for what is
    higher and one for what is lower, in each the largest first. It finds the gemeenten where lease
    companies register their cars, for instance.

    Parameters
    ----------
    figures : DataFrame
        Tidy rows.
    gemeenten : GeoDataFrame
        Columns code, name and geometry.
    """
    areas = gemeenten.set_index("code")
    here, there = _touching(gemeenten)
    found: list[tuple[str, str, float, str]] = []
    latest = {variable: (period, of) for variable, period, of in _by_figure(figures, counts=False)}
    for variable, (period, values) in latest.items():
        known = values[values.index.str.startswith(Level.GEMEENTE.prefix)].dropna()
        scaled = np.log(known) if (known > 0).all() else known
        around = scaled.reindex(there).groupby(here).agg(["median", "count"])
        enough = around["median"][around["count"] >= FEW_NEIGHBOURS]
        scores = robust_scores((scaled - enough).dropna())
        neighbours = known.reindex(there).groupby(here).median()
        for code in scores.index[scores.abs() > NEIGHBOURS_APART].astype(str):
            score = scores[code]
            words = (
                f"{_named(code, areas)} {_short(known[code])}, around it "
                f"{_short(neighbours[code])} (z {score:+.1f})"
            )
            above = "higher" if score > 0 else "lower"
            found.append((variable, f"{period}, {above} than around it", score, words))
    return _by_line(found)


def _by_line(found: list[tuple[str, str, float, str]]) -> list[Fault]:
    """Put what is said of one figure on a line: by the largest score, in lines as well."""
    lines: dict[str, list[str]] = {}
    for variable, where, _, words in sorted(found, key=lambda item: -abs(item[2])):
        known = described(variable)
        title = f" ({known.title.en})" if known else ""
        lines.setdefault(f"{variable}{title}, {where}", []).append(words)
    return [Fault(line, "; ".join(words)) for line, words in lines.items()]


def _named(code: object, areas: pd.DataFrame) -> str:
    """The code with the name of the area, where it is known."""
    known = "name" in areas.columns and code in areas.index
    return f"{code} {areas.at[code, 'name']!s}" if known else str(code)


def _short(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= WITHOUT_DECIMALS else f"{value:.4g}"


def _rounding_of(values: np.ndarray) -> float:
    """What nearly all values are rounded to: 1, 0.1 or nothing."""
    for step in (1.0, 0.1):
        if np.mean(np.abs(values / step - np.round(values / step)) < 1e-6) >= MOSTLY:
            return step
    return 0.0


def robust_scores(values: pd.Series, least: float = 0.0) -> pd.Series:
    """Distances to the median in 1.4826 median absolute deviations; none of few or equal values.

    With `least` the unit of distance is no smaller than that: where most areas have the same
    rounded value in both years, a step of the rounding is nothing that stands out.

    Examples
    --------
    >>> scores = robust_scores(pd.Series([*range(60), 1000.0]))
    >>> round(float(scores.iloc[-1]), 1), round(float(scores.iloc[30]), 1)
    (43.6, 0.0)
    """
    if len(values) < FEWEST:
        return pd.Series(dtype=float)
    from_median = values - values.median()
    spread = max(MAD_TO_DEVIATION * from_median.abs().median(), least)
    if spread == 0:
        return pd.Series(dtype=float)
    return from_median / spread


def _by_figure(figures: pd.DataFrame, *, counts: bool) -> Iterator[tuple[str, str, pd.Series]]:
    """Give each figure that is a count, or that is not: variable, period and values by code."""
    for (variable, period), rows in figures.groupby(["variable", "period"]):
        known = described(str(variable))
        if known is None or known.rest:  # what is left of others has their gaps
            continue
        if (known.aggregation.how is Aggregate.SUM) == counts:
            values = rows.drop_duplicates("code").set_index("code")["value"]
            if counts or known.aggregation.how is Aggregate.WEIGHTED_MEAN:
                yield str(variable), str(period), values


def _grows(variable: str) -> bool:
    """Whether a figure is ten times as large here as there, so that its growth is compared."""
    known = described(variable)
    if known is None:
        return False
    return known.aggregation.how is Aggregate.SUM or known.aggregation.weight == "a_lan_ha"


def _wholes(buurten: pd.Index, level: Level, areas: pd.DataFrame) -> pd.Series:
    """The code of the larger area of each buurt; none for the country without all its buurten."""
    if level is not Level.LAND:
        return areas[level.value].reindex(buurten)
    all_gemeenten = areas.index[areas.index.str.startswith(Level.GEMEENTE.prefix)]
    with_buurten = set(areas["gemeente"].reindex(buurten))
    complete = set(all_gemeenten) <= with_buurten
    return pd.Series(COUNTRY if complete else None, index=buurten, dtype=object)


def _off(
    variable: str,
    period: str,
    parts: pd.Series,
    values: pd.Series,
    wholes: pd.Series,
    areas: pd.DataFrame,
) -> list[Fault]:
    known = parts.dropna()
    rounding = next((r for r in ROUNDINGS if (known % r == 0).all()), 0.0)
    by_whole = parts.groupby(wholes)
    total, n = by_whole.sum(min_count=1), by_whole.size()
    blanks = parts.isna().groupby(wholes).sum()
    expected = values.reindex(total.index)
    allowed = np.maximum(TOLERANCE * expected.abs(), 2 * rounding * np.sqrt(n))
    hidden = rounding * blanks if rounding > 1 else np.inf * blanks.where(blanks > 0, 0).clip(0, 1)
    wrong = (total - expected).abs() > allowed + hidden.fillna(0)
    wrong &= blanks <= n / 2  # else the figure is of some of its parts only
    return [
        Fault(
            _named(code, areas),
            f"{variable} ({period}) is {expected[code]:g}, its buurten add up to {total[code]:g}",
        )
        for code in total.index[wrong]
    ]


def _touching(gemeenten: gpd.GeoDataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The codes of every two gemeenten that touch, either way round."""
    shapes = gemeenten.geometry.to_numpy()
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    codes = gemeenten["code"].to_numpy(dtype=object)
    return codes[one[one != other]], codes[other[one != other]]
