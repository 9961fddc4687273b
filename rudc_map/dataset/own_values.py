"""The tidy table of an own file: reading it, and holding back what is about too few people."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

from rudc_map.errors import DatasetError
from rudc_map.model import Aggregate, Level, MissingReason
from rudc_map.sources.own_figures import CODE, PERIOD
from rudc_map.sources.tables import read_table

_CODE = r"BU\d{4}[0-9A-Z]{4}|WK\d{4}[0-9A-Z]{2}|GM\d{4}"
_PERIOD = r"(?:19|20)\d{2}"
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")

Wanted = dict[str, tuple[str | None, int, Aggregate]]
"""By figure: the column with the size of the group, the smallest group, and the rule."""


def read_values(path: Path, wanted: Wanted) -> dict[str, pd.DataFrame]:
    """Read the figures of a tidy table, those about small groups as secret.

    Parameters
    ----------
    path : Path
        The table: code;periode;figures, with a decimal point.
    wanted : Wanted
        The figures.

    Returns
    -------
    dict of str to DataFrame
        By figure: columns code, period, value (float64) and missing (`MissingReason` or None).

    Raises
    ------
    DatasetError, SourceError
        Naming the file, the row and the column.
    """
    return values_of(read_table(path, [CODE, PERIOD, *wanted, *_groups(wanted)]), path, wanted)


def values_of(table: pd.DataFrame, path: Path, wanted: Wanted) -> dict[str, pd.DataFrame]:
    """Take the figures from a tidy table, those about small groups as secret.

    Parameters
    ----------
    table : DataFrame of str
        Columns code, periode and all that is wanted, as in `read_values`.
    path : Path
        The file it comes from, for messages.
    wanted : Wanted
        The figures.

    Returns
    -------
    dict of str to DataFrame
        As in `read_values`.

    Raises
    ------
    DatasetError
        Naming the file, the row and the column.
    """
    table = table.reset_index(drop=True)
    table.index = table.index + 2  # as a spreadsheet counts, below the header
    for column, pattern, what in ((CODE, _CODE, "code"), (PERIOD, _PERIOD, "year")):
        wrong = table[column][~table[column].str.fullmatch(pattern)]
        if len(wrong):
            raise DatasetError(
                f"{path}, row {wrong.index[0]}, column {column}: {wrong.iloc[0]!r} is no {what}; "
                "correct it"
            )
    repeated = table[table.duplicated([CODE, PERIOD])]
    if len(repeated):
        first = repeated.iloc[0]
        raise DatasetError(
            f"{path}, row {repeated.index[0]}: {first[CODE]} has another row for {first[PERIOD]}; "
            "leave one out"
        )
    numbers = {column: _numbers(table[column], path) for column in {*wanted, *_groups(wanted)}}
    figures = {}
    for name, (group, smallest, rule) in wanted.items():
        value, missing = numbers[name]
        small = _too_small(value, numbers[group][0] if group else None, smallest, rule)
        figures[name] = pd.DataFrame(
            {
                "code": table[CODE],
                "period": table[PERIOD],
                "value": value.mask(small),
                "missing": pd.Series(
                    [
                        MissingReason.SECRET if held else reason
                        for held, reason in zip(small, missing, strict=True)
                    ],
                    index=table.index,
                    dtype=object,
                ),
            }
        )
    return figures


def computable(values: pd.DataFrame, areas: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Find what is held back and can be computed from what is not.

    Where one area of a wijk or gemeente is held back and the figure of the whole is known, in the
    table or because all its wijken are, a reader can subtract.

    Parameters
    ----------
    values : DataFrame
        One figure, from `read_values`.
    areas : DataFrame
        The areas of the data set.

    Returns
    -------
    list of (str, str, str)
        The area, the period and the whole it can be computed from.
    """
    found: set[tuple[str, str, str]] = set()
    parents = areas.reindex(values["code"])[[Level.WIJK.value, Level.GEMEENTE.value]]
    rows = values.assign(
        level=values["code"].str[:2].to_numpy(),
        wijk=parents[Level.WIJK.value].to_numpy(),
        gemeente=parents[Level.GEMEENTE.value].to_numpy(),
    )
    known = set(rows[rows["value"].notna()][["code", "period"]].itertuples(index=False, name=None))
    wijken = areas[areas["level"] == Level.WIJK.value].groupby(Level.GEMEENTE.value).groups
    held = rows[rows["missing"] == MissingReason.SECRET]
    for child, parent in (("BU", "wijk"), ("BU", "gemeente"), ("WK", "gemeente")):
        parts = held[held["level"] == child].groupby([parent, "period"])["code"]
        for (whole, period), codes in parts:
            inside = list(wijken.get(whole, ())) if child == "BU" else []
            by_sum = inside != [] and all((code, period) in known for code in inside)
            if len(codes) == 1 and ((whole, period) in known or by_sum):
                found.add((codes.iloc[0], str(period), str(whole)))
    return sorted(found)


def _groups(wanted: Wanted) -> list[str]:
    return [group for group, _, _ in wanted.values() if group is not None]


def _numbers(column: pd.Series, path: Path) -> tuple[pd.Series, pd.Series]:
    text = column.str.strip()
    reasons = {reason.value: reason for reason in MissingReason} | {"": MissingReason.NOT_PUBLISHED}
    found = [reasons.get(cell) for cell in text]
    missing = pd.Series(found, index=text.index, dtype=object)
    read = text.map(lambda cell: float(cell) if _NUMBER.fullmatch(cell) else np.nan)
    value = read.astype("float64")
    wrong = text[missing.isna() & ~np.isfinite(value)]
    if len(wrong):
        raise DatasetError(
            f"{path}, row {wrong.index[0]}, column {column.name}: {wrong.iloc[0]!r} is no number "
            "with a decimal point; correct it, or leave it empty where there is none"
        )
    return value, missing


def _too_small(
    value: pd.Series, group: pd.Series | None, smallest: int, rule: Aggregate
) -> pd.Series:
    """Say which values are about too few; a group of unknown size is too small, zero is nobody."""
    small = pd.Series(False, index=value.index)
    if smallest > 0 and group is not None:
        small |= value.notna() & ~(group >= smallest)
    if rule is Aggregate.SUM:
        small |= (value > 0) & (value < smallest)
    return small
