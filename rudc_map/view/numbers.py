"""Numbers as JSON holds them: null where unknown, whole ones without a fraction."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any

import pandas as pd

GUARD_DIGITS = 3
"""Decimals beyond those shown: rounding on the screen then gives what rounding once would."""


def number(value: float, decimals: int | None = None) -> float | None:
    """A number for JSON, rounded where `decimals` are given; None for NaN.

    Examples
    --------
    >>> number(12.0), number(0.257, 2), number(float("nan"))
    (12, 0.26, None)
    """
    if math.isnan(value):
        return None
    return plain(value if decimals is None else round(value, decimals))


def plain(value: float) -> float:
    """A whole number without its ``.0``, which saves a third of a file of counts."""
    return int(value) if float(value).is_integer() else float(value)


def numbers(values: Iterable[float], decimals: int | None = None) -> list[float | None]:
    """Each of `values` as a `number`."""
    return [number(value, decimals) for value in values]


def by_code(values: pd.Series, decimals: int | None = None) -> dict[str, float | None]:
    """The known values of a Series, by its index."""
    known = values.dropna()
    return dict(zip(known.index, numbers(known, decimals), strict=True))


def compact_json(body: dict[str, Any]) -> bytes:
    """A body as JSON without spaces; NaN is refused."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode()
