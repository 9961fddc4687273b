"""Figures of one vintage on the areas of another, with gaps where they cannot be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from rudc_map.analysis.crosswalk import Crosswalk, means, sums
from rudc_map.dataset.vintages import WHOLE, Bridge, Vintage, bridge, of_changed
from rudc_map.model import (
    NOT_AGGREGATED,
    Aggregate,
    Aggregation,
    FigureStatus,
    Level,
    MissingReason,
)
from rudc_map.sources.tidy import TIDY_COLUMNS, tidy

MOST_BY_AREA = 0.1
"""A value of which more than this is estimated by area is a gap.

People do not live evenly spread: a piece can easily hold none or twice what its area says, so that
the error can be as large as the estimated share. Above 10% it would exceed what a gemeente changes
in ten years, and a line over the years would show the redrawn boundary.
"""

MOST_BY_PEOPLE = 0.25
"""The same where addresses or inhabitants were counted: there the error is in what differs per
address, some 40% of the estimated share, and again 10% of the value at most."""

_REASONS = (
    MissingReason.NOT_COMPARABLE,
    MissingReason.SECRET,
    MissingReason.TOO_FEW,
    MissingReason.NOT_PUBLISHED,
    MissingReason.NOT_AT_LEVEL,
    MissingReason.NO_INHABITANTS,
)
"""Which reason a whole has of several in its parts, the first that occurs."""


def put_on_vintage(
    figures: pd.DataFrame,
    old: Vintage,
    new: Vintage,
    rules: Mapping[str, Aggregation],
    weights: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Put figures on the areas of another vintage.

    An area that did not change keeps its figure as it is, also under another code. One that was
    put together from old ones has their sum or weighted mean by the figure's rule, without limits.
    Where old areas were split the pieces are estimated, and inexact says how much of the value
    that is; above `MOST_BY_AREA` or `MOST_BY_PEOPLE` the value is a gap, as are a figure without
    a rule and an area that old areas cover for less than 90%: `MissingReason.NOT_COMPARABLE`.
    The figure of the country stays as it is.

    Parameters
    ----------
    figures : DataFrame
        `TIDY_COLUMNS`, all on the areas of `old`. A level that either vintage lacks is left out.
    old, new : Vintage
        The areas the figures are on, and those they are wanted on.
    rules : mapping of str to Aggregation
        The rule of each variable; one that is absent is not aggregated.
    weights : DataFrame, optional
        `TIDY_COLUMNS` on the areas of `old` to find weights in that `figures` do not have. The
        period that lies nearest to a figure's is taken.

    Returns
    -------
    DataFrame
        `TIDY_COLUMNS`, one row for each new area that any old area with a row is part of.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely import box
    >>> from rudc_map.model import SUM
    >>> shapes = {"GM0001": box(0, 0, 900, 900), "GM0002": box(900, 0, 1800, 900)}
    >>> old = gpd.GeoDataFrame({"code": list(shapes), "name": ["Aa", "Bee"]},
    ...                        geometry=list(shapes.values()), crs=28992)
    >>> new = gpd.GeoDataFrame({"code": ["GM0003"], "name": ["Aabee"]},
    ...                        geometry=[box(0, 0, 1800, 900)], crs=28992)
    >>> figures = tidy(pd.DataFrame({"code": list(shapes), "variable": "a_inw", "period": "2012",
    ...                              "value": [100.0, 50.0]}), "an example")
    >>> merged = put_on_vintage(figures, Vintage(2012, {Level.GEMEENTE: old}),
    ...                         Vintage(2013, {Level.GEMEENTE: new}), {"a_inw": SUM})
    >>> merged[["code", "value", "inexact"]].to_dict("list")
    {'code': ['GM0003'], 'value': [150.0], 'inexact': [0.0]}
    """
    prefixes = figures["code"].str[:2]
    parts = [figures[prefixes == Level.LAND.prefix]]
    for level in Level:
        here = figures[prefixes == level.prefix]
        if level is not Level.LAND and len(here) and level in old.frames and level in new.frames:
            between = bridge(old, new, level)
            parts += [_unchanged(here, between), *_changed(here, between, rules, weights)]
    whole = pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)
    return tidy(whole[list(TIDY_COLUMNS)], f"figures of {old.year} on the areas of {new.year}")


def is_about_ground(variable: str) -> bool:
    """Whether a figure counts hectares, so that it, and a mean weighted by it, follow the area."""
    return variable.endswith("_ha")


def _unchanged(figures: pd.DataFrame, between: Bridge) -> pd.DataFrame:
    """The rows of areas that are the same, under their new codes."""
    now = pd.Series(between.same.index, index=between.same.to_numpy(), dtype=object)
    rows = figures[figures["code"].isin(now.index)]
    return rows.assign(code=rows["code"].map(now))


def _changed(
    figures: pd.DataFrame,
    between: Bridge,
    rules: Mapping[str, Aggregation],
    weights: pd.DataFrame | None,
) -> Iterator[pd.DataFrame]:
    """The rows of the areas that are not the same as an old one, a table a figure."""
    rest = of_changed(between)
    known = figures if weights is None else pd.concat([figures, weights], ignore_index=True)
    known = known[known["code"].isin(rest.by_area.old)]
    here = figures[figures["code"].isin(rest.by_area.old)]
    for (variable, period), rows in here.groupby(["variable", "period"], sort=True):
        rule = rules.get(str(variable), NOT_AGGREGATED)
        yield _combined_rows(rows, rest, rule, _weight(known, rule, str(period)))


def _combined_rows(
    rows: pd.DataFrame, rest: Bridge, rule: Aggregation, weight: pd.Series | None
) -> pd.DataFrame:
    of = rows.set_index("code")
    ground = is_about_ground(rows["variable"].iloc[0]) or is_about_ground(rule.weight or "")
    walk = rest.by_area if ground else rest.by_people
    listed = walk.old.isin(of.index).astype(float)
    wanted = walk.new[walk.shares @ listed > 0]
    combined = _combined(of, walk, rule, weight).loc[wanted]
    guess = _is_guess(combined, rest, walk, ground, rule, weight)
    value = combined["value"].mask(guess)
    reason = _reasons(of, walk).loc[wanted].mask(guess, MissingReason.NOT_COMPARABLE)
    return pd.DataFrame(
        {
            "code": wanted,
            "variable": rows["variable"].iloc[0],
            "period": rows["period"].iloc[0],
            "value": value.to_numpy(),
            "lower": np.nan,
            "upper": np.nan,
            "missing": reason.where(value.isna(), None).to_numpy(),
            "status": _status(of, walk).loc[wanted].to_numpy(),
            "inexact": combined["inexact"].where(value.notna(), 0.0).to_numpy(),
        }
    )


def _combined(
    of: pd.DataFrame, walk: Crosswalk, rule: Aggregation, weight: pd.Series | None
) -> pd.DataFrame:
    if rule.how is Aggregate.SUM:
        empty = of["missing"] == MissingReason.NO_INHABITANTS
        return sums(walk, of["value"], of["inexact"], empty)
    if rule.how is Aggregate.WEIGHTED_MEAN and weight is not None:
        return means(walk, of["value"], weight, of["inexact"])
    return pd.DataFrame({"value": np.nan, "inexact": 0.0}, index=walk.new)


def _is_guess(
    combined: pd.DataFrame,
    rest: Bridge,
    walk: Crosswalk,
    ground: bool,
    rule: Aggregation,
    weight: pd.Series | None,
) -> pd.Series:
    """Where a value would rest on too much that is not known."""
    if rule.how is Aggregate.NONE or (rule.how is Aggregate.WEIGHTED_MEAN and weight is None):
        return pd.Series(True, index=combined.index)
    by_area = pd.Series(True, index=walk.old) if ground else ~rest.counted
    any_by_area = pd.Series(walk.doubt @ by_area.to_numpy(dtype=float) > 0, index=walk.new)
    most = pd.Series(np.where(any_by_area, MOST_BY_AREA, MOST_BY_PEOPLE), index=walk.new)
    much = combined["inexact"] > most[combined.index]
    return much | (rest.covered[combined.index] < WHOLE)


def _reasons(of: pd.DataFrame, walk: Crosswalk) -> pd.Series:
    """The reason why each new area would have no value, whatever the order of its parts."""
    reasons = of["missing"].reindex(walk.old)
    unlisted = ~walk.old.isin(of.index)
    reasons = reasons.mask(unlisted, MissingReason.NOT_PUBLISHED)
    found = pd.Series(MissingReason.NOT_PUBLISHED, index=walk.new, dtype=object)
    for reason in reversed(_REASONS):
        has = walk.shares @ (reasons == reason).to_numpy(dtype=float) > 0
        found = found.mask(has, reason)
    return found


def _status(of: pd.DataFrame, walk: Crosswalk) -> pd.Series:
    """Provisional or partial as soon as any part is; partial says more."""
    status = of["status"].reindex(walk.old)
    found = pd.Series(None, index=walk.new, dtype=object)
    for name in (FigureStatus.PROVISIONAL, FigureStatus.PARTIAL):
        has = walk.shares @ (status == name).to_numpy(dtype=float) > 0
        found = found.mask(has, name)
    return found.where(found.notna(), None)


def _weight(known: pd.DataFrame, rule: Aggregation, period: str) -> pd.Series | None:
    """The weight of each old area in the period of a figure, or that which lies nearest."""
    rows = known[(known["variable"] == rule.weight) & known["value"].notna()]
    if rows.empty:
        return None
    distance = (rows["period"].str[:4].astype(int) - int(period[:4])).abs()
    nearest = rows.loc[distance.sort_values(kind="stable").index].drop_duplicates("code")
    return nearest.set_index("code")["value"]
