"""Checks of the figures of a data set: complete, plausible, and adding up."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from rudc_map.dataset.faults import Fault, faults_for
from rudc_map.dataset.plausible import PLAUSIBLE, SUMS, SumRule
from rudc_map.model import COUNTRY, FigureStatus, Level, MissingReason, level_of
from rudc_map.sources.tables import SENTINELS

KEY = ["variable", "period", "code"]

FLOAT_NOISE = 1e-6
"""Sums of estimates differ by no more than this."""


AGES_ROUNDED = 7.5
"""What three counts that are rounded to multiples of 5 may be off together [inhabitants]."""


def check_orphans(figures: pd.DataFrame, codes: pd.Index) -> list[Fault]:
    """Require that every figure is of an area that exists."""
    orphans = figures.loc[~figures["code"].isin(codes), "code"].unique()
    return faults_for(orphans, "has figures but is not among the boundaries")


def check_unique(figures: pd.DataFrame) -> list[Fault]:
    """Require that every figure of an area and period occurs once."""
    return _per_row(figures[figures.duplicated(KEY)], "occurs more than once")


def check_complete(figures: pd.DataFrame, codes: Mapping[Level, pd.Index]) -> list[Fault]:
    """Require a row for every area of a level at which a figure is published."""
    faults = []
    keys = [figures["variable"], figures["period"], figures["code"].str[:2]]
    for (variable, period, prefix), at in figures["code"].groupby(keys, observed=True):
        level = level_of(str(prefix))
        if level is None:  # a code of no level is a fault of its own
            continue
        wanted = codes[level]
        if len(at) == len(wanted) and (at.to_numpy() == wanted.to_numpy()).all():
            continue
        faults += faults_for(
            wanted.difference(pd.Index(at)), f"has no row for {variable} ({period})"
        )
    return faults


def check_missing(figures: pd.DataFrame) -> list[Fault]:
    """Require that a row has either a value or a known reason for having none."""
    has_value, has_reason = figures["value"].notna(), figures["missing"].notna()
    known = figures["missing"].isin([reason.value for reason in MissingReason])
    return [
        *_per_row(figures[has_value & has_reason], "has both a value and a reason for none"),
        *_per_row(figures[~has_value & ~has_reason], "has neither a value nor a reason"),
        *_per_row(figures[has_reason & ~known], "has an unknown reason"),
    ]


def check_status(figures: pd.DataFrame) -> list[Fault]:
    """Require a known status, and a share that is not exact from 0 to 1."""
    known = figures["status"].isna() | figures["status"].isin([*FigureStatus])
    share = figures["inexact"].between(0, 1)
    return [
        *_per_row(figures[~known], "has an unknown status"),
        *_per_row(figures[~share], "has an inexact share that is not between 0 and 1"),
    ]


def check_sentinels(figures: pd.DataFrame) -> list[Fault]:
    """Require that no number that means "missing" is left as a value or a bound."""
    left = figures[["value", "lower", "upper"]].isin(SENTINELS).any(axis=1)
    return _per_row(figures[left], "holds a sentinel instead of a value")


def check_ranges(figures: pd.DataFrame) -> list[Fault]:
    """Require that values fit the documented range of their figure and their own bounds."""
    faults = []
    known, variables = figures["value"].notna(), figures["variable"]
    # a country has millions of rows: those of one figure at a time, and few that are copied
    for variable, rows in figures[["value", "inexact"]][known].groupby(variables, observed=True):
        limits = PLAUSIBLE.get(str(variable))
        if limits is None:
            faults.append(Fault(str(variable), "has no documented unit and range"))
            continue
        value = rows["value"]
        outside = ~value.between(limits.low, limits.high) & ~value.isin(SENTINELS)
        expected = f"{limits.low:g} to {limits.high:g} {limits.unit}"
        faults += _per_row(figures.loc[value.index[outside]], f"is outside {expected}")
        if limits.whole:
            odd = ~outside & (rows["inexact"] == 0) & (value % 1 != 0)
            faults += _per_row(figures.loc[value.index[odd]], "is not a whole number")
    wrong = (figures["lower"] > figures["value"]) | (figures["upper"] < figures["value"])
    return faults + _per_row(figures[wrong], "is outside its own bounds")


def check_ages(figures: pd.DataFrame) -> list[Fault]:
    """Require that the three age groups add up to the inhabitants, within CBS's rounding.

    Of ten inhabitants five can be children and ten over 65, each rounded by itself. What was
    converted from other boundaries is left alone: each figure was estimated by itself.
    """
    ages = ["a_00_14", "a_15_64", "a_65_oo"]
    rows = figures[figures["variable"].isin(["a_inw", *ages])].drop_duplicates(KEY)
    values = rows.assign(value=rows["value"].mask(rows["inexact"] > 0))
    wide = values.pivot(index=["code", "period"], columns="variable", values="value")
    if not {"a_inw", *ages} <= set(wide.columns):
        return []
    codes = wide.index.get_level_values("code").astype(str)
    rounded = codes.str.startswith((Level.BUURT.prefix, Level.WIJK.prefix))
    allowed = np.where(rounded, AGES_ROUNDED, FLOAT_NOISE)
    difference = wide[ages].sum(axis=1, skipna=False) - wide["a_inw"]
    return faults_for(codes[difference.abs() > allowed], "its age groups do not add up")


def check_sums(figures: pd.DataFrame, areas: pd.DataFrame) -> list[Fault]:
    """Require that parts add up to the whole, within CBS's rounding.

    What was converted from other boundaries is left alone: each level was estimated by itself.

    Parameters
    ----------
    figures : DataFrame
        Tidy rows.
    areas : DataFrame
        Index: code; columns wijk, gemeente, provincie with the codes of the parents.
    """
    faults = []
    for rule in SUMS:
        rows = figures[figures["variable"] == rule.variable].drop_duplicates(KEY)
        for period, table in rows.groupby("period", observed=True):
            by_code = table.set_index("code")
            redrawn = by_code["missing"] == MissingReason.NOT_COMPARABLE
            estimated = (by_code["inexact"] > 0) | redrawn
            values = by_code["value"]
            faults += [
                Fault(code, f"{rule.variable} ({period}) is {is_:g}, its parts add up to {sum_:g}")
                for code, is_, sum_ in _wrong_sums(values, estimated, areas, rule)
            ]
    return faults


def _wrong_sums(
    values: pd.Series, estimated: pd.Series, areas: pd.DataFrame, rule: SumRule
) -> list[tuple[str, float, float]]:
    """Compare sums with the figure of the whole; give the code, the figure and the sum."""
    parts = values[values.index.str.startswith(rule.part.prefix)]
    if rule.whole is Level.LAND:
        parents = pd.Series(COUNTRY, index=parts.index)
    else:
        parents = areas[rule.whole.value].reindex(parts.index)
    total = parts.groupby(parents).sum(min_count=1)
    if not rule.blank_is_few:
        total = total.mask(parts.isna().groupby(parents).any())
    total = total.mask(estimated[parts.index].groupby(parents).any())
    expected = values.mask(estimated).reindex(total.index)
    rounding = 2 * rule.rounding * np.sqrt(parts.groupby(parents).size())
    allowed = np.maximum(rule.tolerance * expected.abs(), rounding)
    wrong = total.index[(total - expected).abs() > allowed]
    return [(str(code), float(expected[code]), float(total[code])) for code in wrong]


def _per_row(rows: pd.DataFrame, message: str) -> list[Fault]:
    columns = rows[["code", "variable", "period", "value"]].itertuples(index=False)
    return [
        Fault(
            f"{code} {variable} ({period})", message if pd.isna(value) else f"{value:g} {message}"
        )
        for code, variable, period, value in columns
    ]
