"""The figures, postcodes and boundary changes that stand in CBS's map beside the outlines."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rudc_map.errors import SourceError
from rudc_map.model import MissingReason
from rudc_map.sources.boundary_columns import boundary_table
from rudc_map.sources.tables import BLANKS

NO_NUMBER_BELOW = -90_000.0
"""Numbers below it stand for no number in every vintage; no figure in the map is that low."""

CHANGES = (1, 2, 3)
"""Unchanged; recoded; boundary moved (CBS: indelingswijziging_wijken_en_buurten)."""


def figures_of(cells: pd.DataFrame, period: str, where: str) -> pd.DataFrame:
    """Turn the figures of a layer into rows, with a reason for every gap.

    Parameters
    ----------
    cells : DataFrame
        Column code, and the figures by their name in figures.parquet.
    period : str
        The year of the map.
    where : str
        File and layer, for the message.

    Returns
    -------
    DataFrame
        code, variable, period, value, missing. A figure without a single value is not published
        at this level and gives no rows.

    Raises
    ------
    SourceError
        If a cell is neither a number nor a known way to write none.
    """
    known = boundary_table().figures
    parts = [
        _rows(cells["code"], cells[name], where).assign(variable=name)
        for name in cells.columns
        if name in known
    ]
    given = [part for part in parts if part["value"].notna().any()]
    columns = ["code", "variable", "period", "value", "missing"]
    if not given:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in columns})
    return pd.concat(given, ignore_index=True).assign(period=period)[columns]


def postcodes_of(codes: pd.Series, cells: pd.Series) -> pd.Series:
    """The most common 4-digit postcode per code, without the areas that have none."""
    text = cells.astype("string").str.strip().str.removesuffix(".0")
    known = text.str.fullmatch(r"[1-9]\d{3}").fillna(False).to_numpy(dtype=bool)
    return pd.Series(text[known].astype(object).to_numpy(), index=codes[known].to_numpy())


def changes_of(codes: pd.Series, cells: pd.Series) -> pd.Series:
    """1, 2 or 3 per code (`CHANGES`), without the areas for which the map does not say."""
    numbers = pd.to_numeric(cells, errors="coerce")
    known = numbers.isin(CHANGES).to_numpy()
    return pd.Series(numbers[known].astype("int64").to_numpy(), index=codes[known].to_numpy())


def _rows(codes: pd.Series, column: pd.Series, where: str) -> pd.DataFrame:
    numbers = _numbers(column, where)
    absent = numbers.isna() | (numbers < NO_NUMBER_BELOW)
    reason = numbers.map(boundary_table().sentinels).astype(object)
    reason = reason.where(reason.notna(), MissingReason.NOT_PUBLISHED)
    return pd.DataFrame(
        {"code": codes, "value": numbers.mask(absent), "missing": reason.where(absent, None)}
    )


def _numbers(column: pd.Series, where: str) -> pd.Series:
    if pd.api.types.is_numeric_dtype(column):
        return column.astype("float64")
    text = column.astype("string").str.strip()
    blank = text.isna() | text.isin(BLANKS)
    numbers = pd.to_numeric(text.str.replace(",", ".").mask(blank), errors="coerce")
    numbers = numbers.astype("float64")
    wrong = (~blank & ~np.isfinite(numbers.fillna(np.nan))).to_numpy(dtype=bool)
    if wrong.any():
        raise SourceError(
            f"{where}: {column[wrong].iloc[0]!r} in {column.name} is not a number; "
            "take the file as CBS published it"
        )
    return numbers
