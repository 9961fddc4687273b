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
FULL = 8_000
"""Rows up to which parts are put together: another year has somewhat more."""

MAX_STARTS = 15
"""Starts of codes in one question, so that its address stays short."""

GEMEENTE = slice(2, 6)
"""The four digits of the gemeente in a code; what follows may hold letters."""


class AreaParts:
    """The parts in which the areas of a table are asked for, which get better by asking.

    A table that is asked several times (a year, a kind at a time) has about as many rows of an
    area each time: what was too large is asked for as it was divided, what was small together.

    Parameters
    ----------
    gemeenten : iterable of str or None
        As for `parts_of`.
    """

    def __init__(self, gemeenten: Iterable[str] | None) -> None:
        self.parts = parts_of(gemeenten)

    def learn(self, rows: Iterable[tuple[Part, int]]) -> None:
        """Put parts together that have few rows.

        Parameters
        ----------
        rows : iterable of (Part, int)
            All parts that were answered, with their numbers of rows.
        """
        together: list[Part] = []
        full = FULL + 1
        for part, count in sorted(rows):
            if full + count <= FULL and len(together[-1]) + len(part) <= MAX_STARTS:
                together[-1] += part
                full += count
            else:
                together.append(part)
                full = count
        self.parts = together


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
