"""Tables of figures as rows: of Python's own types, and one row an area."""

from __future__ import annotations

from typing import Any

import pandas as pd

from rudc_map.view.figures import Figures, Scope
from rudc_map.view.numbers import number


def plain_rows(table: pd.DataFrame) -> list[tuple[Any, ...]]:
    """The rows of a table in Python's own types: None where there is nothing."""
    columns: list[list[Any]] = []
    for name in table.columns:
        column = table[name]
        if pd.api.types.is_float_dtype(column):
            columns.append([number(value) for value in column])
        else:
            texts = column.astype("str").astype(object)
            columns.append(texts.where(column.notna(), None).tolist())
    return list(zip(*columns, strict=True))


def wide_table(figures: Figures) -> pd.DataFrame:
    """One row an area, for a format with a shape an area: of a theme a column a figure."""
    if figures.scope is Scope.VIEW:
        [table] = figures.tables()
        return table
    wide = figures.areas().rename_axis("code").reset_index()
    columns: dict[str, Any] = {}
    for (indicator, period), table in zip(figures.parts, figures.tables(), strict=True):
        name = f"{indicator.id}_{period}".replace("-", "_")
        columns[name] = table["waarde"].to_numpy()
        columns[f"{name}_ontbreekt"] = table["ontbreekt"].to_numpy()
    return pd.concat([wide, pd.DataFrame(columns)], axis="columns")
