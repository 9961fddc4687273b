"""What a source would fetch, for a dry run: the addresses, and how large they are."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from rudc_map.sources.area_parts import FULL, parts_of
from rudc_map.sources.http import Http

AREAS = 18_310
"""Areas in the whole country: 14,565 buurten, 3,393 wijken, 342 gemeenten and the country."""

PER_GEMEENTE = AREAS / 342
CELL_BYTES = 30
"""Of one figure in the JSON of StatLine, its name included."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One address that would be fetched.

    Parameters
    ----------
    url : str
        The address, without its parameters.
    size : int or None
        Bytes it would send; None if nobody knows.
    requests : int
        Into how many questions it is divided at least.
    estimated : bool
        Whether the size is worked out from the number of areas; StatLine does not give it.
    """

    url: str
    size: int | None
    requests: int = 1
    estimated: bool = False


def planned_file(http: Http, url: str) -> Planned:
    """A file, of which the site is asked how large it is."""
    return Planned(url, http.size(url))


def planned_rows(
    root: str,
    cells: int,
    gemeenten: Iterable[str] | None,
    rows: int = 1,
    entity: str = "TypedDataSet",
) -> Planned:
    """The rows of a table, of which number and size are estimated; nothing is asked.

    Parameters
    ----------
    root : str
        The service root of the table.
    cells : int
        Figures and keys in a row.
    gemeenten : iterable of str or None
        Codes of the gemeenten with their wijken and buurten; None for all areas.
    rows : int
        Rows of an area.
    entity : str
        What is asked for.
    """
    codes = None if gemeenten is None else list(gemeenten)
    areas = AREAS if codes is None else int(len(codes) * PER_GEMEENTE) + 1
    return Planned(
        f"{root}/{entity}",
        areas * rows * cells * CELL_BYTES,
        requests=max(len(parts_of(codes)), math.ceil(areas * rows / FULL)),
        estimated=True,
    )


def together(parts: Iterable[Planned]) -> list[Planned]:
    """Add up what is asked of one address.

    Examples
    --------
    >>> [one.size for one in together([Planned("a", 2), Planned("b", None), Planned("a", 3)])]
    [5, None]
    """
    whole: dict[str, Planned] = {}
    for part in parts:
        before = whole.get(part.url)
        if before is None:
            whole[part.url] = part
            continue
        size = None if None in (before.size, part.size) else (before.size or 0) + (part.size or 0)
        whole[part.url] = replace(before, size=size, requests=before.requests + part.requests)
    return list(whole.values())
