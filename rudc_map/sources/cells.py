"""Cells of published tables: the number, or the reason why there is none."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rudc_map.errors import SourceError
from rudc_map.model import MissingReason

SENTINEL_REASONS: dict[float, MissingReason] = {
    -99997.0: MissingReason.SECRET,
    -99995.0: MissingReason.NOT_PUBLISHED,
    -99991.0: MissingReason.NOT_PUBLISHED,
    -99999999.0: MissingReason.NOT_PUBLISHED,
}
"""What CBS means by the numbers it writes where there is none (-99995: in a later version)."""

SECRET = "x"
"""What is written for a cell that is kept secret for certain, as v4 says of it."""

TEXT_REASONS: dict[str, MissingReason] = {
    ".": MissingReason.SECRET,
    SECRET: MissingReason.SECRET,
    "": MissingReason.NOT_PUBLISHED,
    "-": MissingReason.NOT_PUBLISHED,
}
"""What StatLine and the KWB workbook write where there is no number."""


def read_cells(column: pd.Series, where: str) -> pd.DataFrame:
    """Read a column of numbers, texts and blanks, mixed as they are in JSON and workbooks.

    Parameters
    ----------
    column : Series of object
        The cells: numbers, None, NaN, or text with blanks around it and a decimal point or comma.
    where : str
        Table and column, for the message.

    Returns
    -------
    DataFrame
        value (float64), missing (`MissingReason` or None) and sure (bool: whether the reason is
        what the cell says; a "." and a blank are written for every reason), on the index of
        `column`.

    Raises
    ------
    SourceError
        If a cell is neither a finite number nor a known way to write none.

    Examples
    --------
    >>> cells = pd.Series(["  2,5", "       .", None, -99997], dtype=object)
    >>> read_cells(cells, "example")["value"].tolist()
    [2.5, nan, nan, nan]
    >>> [str(reason) for reason in read_cells(cells, "example")["missing"][1:]]
    ['geheim', 'niet_gepubliceerd', 'geheim']
    """
    cells = column.to_numpy(dtype=object)
    is_text = np.array([isinstance(cell, str) for cell in cells], dtype=bool)
    numbers = pd.Series(cells, index=column.index, dtype=object).mask(is_text, None)
    value = pd.to_numeric(numbers, errors="coerce").astype("float64")
    text = pd.Series("", index=column.index, dtype=object)
    if is_text.any():
        text[is_text] = column[is_text].str.strip()
        written = text.where(~text.isin(TEXT_REASONS.keys()), "").str.replace(",", ".")
        value = value.where(~is_text, pd.to_numeric(written, errors="coerce").astype("float64"))
    wrong = (~text.isin(TEXT_REASONS.keys()) & value.isna()) | np.isinf(value)
    if wrong.any():
        label, cell = next(iter(column[wrong].items()))
        place = ", ".join(label) if isinstance(label, tuple) else label
        raise SourceError(f"{where}, {place}: {cell!r} is not a number; look at what it sends")
    reasons = text.map(TEXT_REASONS).astype(object)
    sentinel = value.isin(SENTINEL_REASONS.keys())
    reasons = reasons.where(~sentinel, value.map(SENTINEL_REASONS))
    value = value.where(~sentinel)
    sure = sentinel | (text == SECRET)
    return pd.DataFrame(
        {"value": value, "missing": reasons.where(value.isna(), None), "sure": sure}
    )
