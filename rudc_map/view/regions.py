"""The region of an address: a named one, or a set of gemeenten of the user's own."""

from __future__ import annotations

from rudc_map.dataset.store import Dataset
from rudc_map.model import Level, Region
from rudc_map.view.texts import say

OWN_LEVELS = (Level.BUURT, Level.WIJK, Level.GEMEENTE)


def find_region(dataset: Dataset, wanted: str) -> Region | None:
    """The region with this id; None where there is none.

    Parameters
    ----------
    dataset : Dataset
        Has the named regions, and the gemeenten.
    wanted : str
        The id of a named region, or codes of gemeenten separated by commas. The latter give a
        region of one's own, whose id lists the codes in order; it has the levels at which every
        one of its gemeenten has areas.

    Examples
    --------
    >>> from rudc_map.settings import PROJECT
    >>> from rudc_map.dataset.store import open_dataset
    >>> own = find_region(open_dataset(PROJECT / "geodata"), "GM0106,GM0014")
    >>> own.id, [str(level) for level in own.levels]
    ('GM0014,GM0106', ['buurt', 'wijk', 'gemeente'])
    """
    for region in dataset.regions:
        if region.id == wanted:
            return region
    codes = tuple(sorted({code for code in wanted.split(",") if code}))
    gemeenten = set(dataset.codes(Level.GEMEENTE))
    if not codes or not gemeenten.issuperset(codes):
        return None
    return Region(",".join(codes), say("region.own"), codes, _levels(dataset, codes))


def _levels(dataset: Dataset, gemeenten: tuple[str, ...]) -> tuple[Level, ...]:
    areas = dataset.areas
    return tuple(
        level
        for level in OWN_LEVELS
        if set(gemeenten) <= set(areas.loc[areas["level"] == level.value, "gemeente"])
    )
