"""Asking for the areas of a table in parts, by how their codes start."""

from __future__ import annotations

import string
from collections.abc import Iterable

from rudc_map.errors import SourceError

Part = tuple[str, ...]
"""Starts of codes that are asked for together."""

COUNTRIES = frozenset({"NL00", "NL01"})
"""The codes the country has in tables of CBS and RIVM."""

LEVELS = ("NL", "GM", "WK", "BU")
GEMEENTE = slice(2, 6)
"""The four digits of the gemeente in a code; what follows may hold letters."""


def parts_of(gemeenten: Iterable[str] | None) -> list[Part]:
    """The parts to begin with: one for each gemeente and one for the country, or one a level.

    Examples
    --------
    >>> parts_of(["GM0014"])
    [('NL',), ('GM0014', 'WK0014', 'BU0014')]
    >>> parts_of(None)
    [('NL',), ('GM',), ('WK',), ('BU',)]
    """
    if gemeenten is None:
        return [(level,) for level in LEVELS]
    digits = [code[GEMEENTE] for code in gemeenten]
    return [("NL",), *((f"GM{d}", f"WK{d}", f"BU{d}") for d in digits)]


def split(part: Part, where: str) -> list[Part]:
    """Smaller parts of a part that holds too many rows.

    Raises
    ------
    SourceError
        If it is one area already.

    Examples
    --------
    >>> split(("GM0014", "BU0014"), "example")
    [('GM0014',), ('BU0014',)]
    >>> split(("BU",), "example")[:2]
    [('BU0',), ('BU1',)]
    """
    if len(part) > 1:
        return [(start,) for start in part]
    start = part[0]
    if len(start) >= 10:
        raise SourceError(f"{where} has too many rows for one area, {start}; ask for fewer years")
    known_digits = len(start) < GEMEENTE.stop
    return [(start + c,) for c in string.digits + ("" if known_digits else string.ascii_uppercase)]


def filter_of(area: str, part: Part) -> str:
    """The OData filter for the areas of a part.

    Examples
    --------
    >>> filter_of("WijkenEnBuurten", ("GM0014", "BU0014"))
    "(startswith(WijkenEnBuurten,'GM0014') or startswith(WijkenEnBuurten,'BU0014'))"
    """
    starts = " or ".join(f"startswith({area},'{start}')" for start in part)
    return f"({starts})" if len(part) > 1 else starts
