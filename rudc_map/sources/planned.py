"""What a source would fetch, for a dry run: the addresses, and how large they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rudc_map.sources.area_parts import parts_of
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
        Into how many questions it is divided at first.
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
    root: str, cells_per_area: int, gemeenten: Iterable[str] | None, entity: str = "TypedDataSet"
) -> Planned:
    """The rows of a table, of which the size is estimated; nothing is asked."""
    codes = None if gemeenten is None else list(gemeenten)
    areas = AREAS if codes is None else int(len(codes) * PER_GEMEENTE) + 1
    return Planned(
        f"{root}/{entity}",
        areas * cells_per_area * CELL_BYTES,
        requests=len(parts_of(codes)),
        estimated=True,
    )
