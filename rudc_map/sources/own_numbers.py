"""Numbers as people write them: which character is the decimal one, and what they then are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from rudc_map.errors import OwnFileError, UnclearDecimalError
from rudc_map.model import MissingReason, Text
from rudc_map.sources.own_table import Cell
from rudc_map.sources.tables import BLANKS, SENTINELS


class Decimal(StrEnum):
    """The character before the decimals."""

    COMMA = "comma"
    POINT = "point"


LARGEST = 1e15
"""A larger number, of either sign, is no figure of an area, and sums of such cannot be trusted."""

SECRET = -99997.0
"""The one of `SENTINELS` that stands for a figure that is withheld or unreliable."""

_HELD_BACK = re.compile(
    r"x|\*+|geheim|secret|(?:<|≤|&lt;|minder dan|less than)\s*\d+", re.IGNORECASE
)
"""How municipalities write a figure about too few people."""

_NOT_THERE = re.compile(
    r"[-–—.]+|n\.?b\.?|n\.?v\.?t\.?|n/?a|onbekend|unknown|#(?:n/[ab]|deel/0!|div/0!)", re.IGNORECASE
)
"""How they write that there is none; Excel's own errors among them."""

_SPACES = re.compile(r"[\s'’]")
_LIKE = re.compile(r"[+-]?[\d.,]*\d[\d.,]*(?:[eE][+-]?\d+)?")
_NUMBER = {
    decimal: re.compile(
        rf"[+-]?(?:\d+|[1-9]\d{{0,2}}(?:{thousands}\d{{3}})+)?(?:{mark}\d*)?(?:[eE][+-]?\d+)?"
    )
    for decimal, mark, thousands in (
        (Decimal.COMMA, ",", r"\."),
        (Decimal.POINT, r"\.", ","),
    )
}


@dataclass(frozen=True)
class Numbers:
    """A column of numbers.

    Parameters
    ----------
    values : Series of float64
        NaN where there is none.
    missing : Series of object
        The `MissingReason` where there is no number, else None.
    wrong : Series of bool
        Where a cell holds neither a number nor a known way to write that there is none.
    """

    values: pd.Series
    missing: pd.Series
    wrong: pd.Series


def is_no_number(cell: Cell) -> bool:
    """Whether a cell is one of the known ways to write that there is no number.

    Examples
    --------
    >>> [is_no_number(c) for c in ("", ".", "-", "x", "< 5", "n.v.t.", "12", 3.0, "veel")]
    [True, True, True, True, True, True, False, False, False]
    """
    if isinstance(cell, float):
        return False
    text = cell.strip()
    return text in BLANKS or bool(_HELD_BACK.fullmatch(text) or _NOT_THERE.fullmatch(text))


def looks_like_number(cell: Cell) -> bool:
    """Whether a cell is a number in any notation.

    Examples
    --------
    >>> [looks_like_number(c) for c in (2.5, "1.234,5", "12 %", "-3", "", ".", "=1+1", "1a")]
    [True, True, True, True, False, False, False, False]
    """
    return isinstance(cell, float) or _LIKE.fullmatch(_bare(cell)) is not None


def decimal_of(cell: Cell) -> Decimal | None:
    """Say which character is the decimal one, None where the cell does not show it.

    Examples
    --------
    >>> [decimal_of(c) for c in ("1,5", "1.234,5", "1.234.567", "0.125", "1.234", "12")]
    [<Decimal.COMMA: 'comma'>, <Decimal.COMMA: 'comma'>, <Decimal.COMMA: 'comma'>, \
<Decimal.POINT: 'point'>, None, None]
    """
    if isinstance(cell, float):
        return None
    bare = _bare(cell)
    read = {decimal: _number(bare, decimal) for decimal in Decimal}
    if read[Decimal.COMMA] == read[Decimal.POINT]:
        return None
    fits = [decimal for decimal, value in read.items() if value is not None]
    return fits[0] if len(fits) == 1 else None


def find_decimal(
    columns: Iterable[tuple[str, pd.Series]], where: str, given: Decimal | None = None
) -> Decimal:
    """Find the decimal character of a file from all its cells with figures.

    Parameters
    ----------
    columns : iterable of (str, Series of str or float)
        The columns with figures; index: the number of the row.
    where : str
        The file, for the message.
    given : Decimal or None
        What the user says it is.

    Returns
    -------
    Decimal
        A point where no cell has any.

    Raises
    ------
    OwnFileError
        If cells contradict each other, or what they say is not clear ("1.234").
    """
    if given is not None:
        return given
    first: dict[Decimal, Text] = {}
    unclear: Text | None = None
    for name, column in columns:
        for row, cell in column.drop_duplicates().items():
            if isinstance(cell, float) or cell.isdigit() or not looks_like_number(cell):
                continue
            found = decimal_of(cell)
            if found is not None:
                first.setdefault(found, _cell_at(cell, name, row))
            elif unclear is None and _two_ways(_bare(cell)):
                unclear = _cell_at(cell, name, row)
    if len(first) == 2:
        comma, point = first[Decimal.COMMA], first[Decimal.POINT]
        raise OwnFileError(
            f"{where} heeft een decimale komma in {comma.nl} en een decimale punt in {point.nl}; "
            "schrijf alle getallen op één manier",
            f"{where} has a decimal comma in {comma.en} and a decimal point in {point.en}; write "
            "all numbers in one way",
        )
    if not first and unclear is not None:
        raise UnclearDecimalError(
            f"{where}: {unclear.nl} is op twee manieren te lezen, met een factor duizend ertussen; "
            "zeg of het een decimale komma of een decimale punt is",
            f"{where}: {unclear.en} can be read in two ways, a thousand apart; say whether it is a "
            "decimal comma or a decimal point",
        )
    return next(iter(first), Decimal.POINT)


def _cell_at(cell: str, column: str, row: object) -> Text:
    return Text(
        f"{cell!r} (kolom {column!r}, rij {row})", f"{cell!r} (column {column!r}, row {row})"
    )


def read_numbers(column: pd.Series, decimal: Decimal) -> Numbers:
    """Read a column of cells as numbers.

    Parameters
    ----------
    column : Series of str or float
        The cells.
    decimal : Decimal
        The decimal character of cells that are text.

    Returns
    -------
    Numbers
        On the same index. An empty cell, ".", "-", "n.v.t." and the like are not published, as are
        CBS's sentinels; -99997, "x", "*" and "<5" are secret. Anything else without a number is
        not published and wrong.

    Examples
    --------
    >>> read_numbers(pd.Series(["1.234,5", "-99997", "n.v.t."]), Decimal.COMMA).values.tolist()
    [1234.5, nan, nan]
    >>> [str(m) for m in read_numbers(pd.Series(["<5", "-"]), Decimal.COMMA).missing]
    ['geheim', 'niet_gepubliceerd']
    """
    known = {c: _number(_bare(c), decimal) if isinstance(c, str) else c for c in column.unique()}
    read = [known[cell] for cell in column]
    values = pd.Series(
        [np.nan if value is None or not abs(value) <= LARGEST else value for value in read],
        index=column.index,
        dtype="float64",
    )
    none = {cell for cell in known if is_no_number(cell)}
    held = {cell for cell in none if _HELD_BACK.fullmatch(str(cell).strip())}
    blank = pd.Series([cell in none for cell in column], index=column.index)
    secret = (values == SECRET) | pd.Series([cell in held for cell in column], index=column.index)
    wrong = values.isna() & ~blank
    values = values.mask(values.isin(SENTINELS))
    missing = [
        None if there else MissingReason.SECRET if hidden else MissingReason.NOT_PUBLISHED
        for there, hidden in zip(values.notna(), secret, strict=True)
    ]
    return Numbers(values, pd.Series(missing, index=column.index, dtype=object), wrong)


def _bare(text: str) -> str:
    """Take out the spaces and the signs around a number that say nothing of its size."""
    if text.isdigit():  # as most are, and a file may hold millions
        return text
    return _SPACES.sub("", text).replace("−", "-").removeprefix("€").removesuffix("%")


def _number(bare: str, decimal: Decimal) -> float | None:
    if bare.isascii() and bare.isdigit():
        return float(bare)
    if not any(c.isdigit() for c in bare) or _NUMBER[decimal].fullmatch(bare) is None:
        return None
    mark, thousands = (",", ".") if decimal is Decimal.COMMA else (".", ",")
    return float(bare.replace(thousands, "").replace(mark, "."))


def _two_ways(bare: str) -> bool:
    """Tell whether a number can be read with either decimal character, to different values."""
    comma, point = (_number(bare, decimal) for decimal in Decimal)
    return comma is not None and point is not None and comma != point
