"""Numbers in the reader's language, for what the server itself says (titles and descriptions)."""

from __future__ import annotations

import math

from babel.numbers import format_decimal

from rudc_map.model import Indicator, Lang
from rudc_map.view.texts import say

_LOCALES = {Lang.NL: "nl_NL", Lang.EN: "en_GB"}


def format_value(value: float, indicator: Indicator, lang: Lang) -> str:
    """A value of an indicator with its unit.

    Parameters
    ----------
    value : float
        In the indicator's unit; NaN is said to be unknown.
    indicator : Indicator
        Gives the decimals and the unit.
    lang : Lang
        Dutch or English.

    Examples
    --------
    >>> from rudc_map.view.formats import format_number
    >>> format_number(1314.5, 1, Lang.NL)
    '1.314,5'
    """
    if math.isnan(value):
        return say("unknown")[lang]
    unit = indicator.unit[lang]
    if unit.startswith("× €"):
        return f"€ {format_number(value * 1000, 0, lang)}"
    number = format_number(value, indicator.decimals, lang)
    if unit == "€":
        return f"€ {number}"
    return f"{number}%" if unit == "%" else f"{number} {unit}".strip()


def format_number(value: float, decimals: int, lang: Lang) -> str:
    """A number with exactly `decimals` decimals and the language's separators."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=_LOCALES[lang])
