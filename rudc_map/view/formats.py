"""Numbers in the reader's language, for what the server itself says (titles and descriptions)."""

from __future__ import annotations

import math

from babel.numbers import format_decimal

from rudc_map.model import Indicator, Lang
from rudc_map.view.texts import say

LOCALES = {Lang.NL: "nl_NL", Lang.EN: "en_GB"}


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
        return _money(value * 1000, 0, lang)
    if unit.startswith("€"):
        return _money(value, indicator.decimals, lang) + unit.removeprefix("€")
    number = format_number(value, indicator.decimals, lang)
    return f"{number}%" if unit == "%" else f"{number} {unit}".strip()


def format_difference(difference: float, indicator: Indicator, lang: Lang) -> str:
    """A difference with its sign; a difference of percentages is in percentage points.

    Written as assets/format.js does.
    """
    if math.isnan(difference):
        return say("unknown")[lang]
    sign = "+" if difference > 0 else "\u2212" if difference < 0 else ""
    size, unit = abs(difference), indicator.unit[lang]
    if unit.startswith("× €"):
        return sign + _money(size * 1000, 0, lang)
    if unit.startswith("€"):
        return sign + _money(size, indicator.decimals, lang)
    number = sign + format_number(size, indicator.decimals, lang)
    return f"{number} {say('unit.points')[lang]}" if unit == "%" else number


def format_number(value: float, decimals: int, lang: Lang) -> str:
    """A number with exactly `decimals` decimals, the language's separators and a real minus."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    shown = round(value, decimals) + 0.0  # no minus before a zero
    return format_decimal(shown, format=pattern, locale=LOCALES[lang]).replace("-", "\u2212")


def _money(amount: float, decimals: int, lang: Lang) -> str:
    """An amount in euro, written as assets/format.js does: the sign first, in Dutch a space."""
    sign = "\u2212" if amount < 0 else ""
    gap = "" if lang is Lang.EN else "\u00a0"
    return f"{sign}€{gap}{format_number(abs(amount), decimals, lang)}"
