"""Which gemeente was put together from which others, and when: read off successive vintages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from rudc_map.dataset.boundary_changes import BoundaryChange
from rudc_map.dataset.vintages import Bridge, Vintage, bridge
from rudc_map.model import Level


def mergers_between(vintages: Sequence[Vintage]) -> tuple[BoundaryChange, ...]:
    """Find the gemeenten that took over, in whole or in part, gemeenten that no longer exist.

    A boundary that moved between two gemeenten that both go on is no merger. A gemeente that has
    disappeared again by the last vintage is left out; one with another code by then has that.

    Parameters
    ----------
    vintages : sequence of Vintage
        With gemeenten, in any order. A change is dated in the first vintage that shows it, so
        that successive years give the exact year.

    Returns
    -------
    tuple of BoundaryChange
        By year and code; the names of the parts in alphabetical order.
    """
    found: list[BoundaryChange] = []
    for old, new in pairwise(sorted(vintages, key=lambda vintage: vintage.year)):
        between = bridge(old, new, Level.GEMEENTE)
        now = _codes_now(between)
        kept = [c for c in found if c.gemeente in now]
        found = [BoundaryChange(now[c.gemeente], c.year, c.of) for c in kept]
        found += _changes(between, old, new.year, now)
    return tuple(sorted(found, key=lambda change: (change.year, change.gemeente)))


def dated_anew(
    known: Iterable[BoundaryChange],
    found: Sequence[BoundaryChange],
    vintages: Iterable[Vintage],
) -> tuple[BoundaryChange, ...]:
    """Date changes that were known more exactly, by vintages that were not there before.

    A change that a vintage does not show any more had happened by then. Vintages that are added
    one by one so give the same dates as all at once.

    Parameters
    ----------
    known : iterable of BoundaryChange
        What was known.
    found : sequence of BoundaryChange
        What happened between `vintages` and the last one (`mergers_between`).
    vintages : iterable of Vintage
        Those that were added.
    """
    dated = list(known)
    for vintage in sorted(vintages, key=lambda one: one.year):
        frame = vintage.frames[Level.GEMEENTE]
        names = dict(zip(frame["code"].astype(str), frame["name"].astype(str), strict=True))
        dated = [new for change in dated for new in _by_then(change, found, vintage.year, names)]
    return tuple(dated)


def _by_then(
    change: BoundaryChange, found: Sequence[BoundaryChange], year: int, names: Mapping[str, str]
) -> Iterator[BoundaryChange]:
    """What of a change had happened by a year, given the names of the gemeenten of that year."""
    after = {
        name
        for one in found
        if one.gemeente == change.gemeente and one.year > year
        for name in one.of
    }
    nowhere = not after and change.gemeente not in names  # the map need not be of the whole country
    if change.year <= year or nowhere or after.issuperset(change.of):
        yield change
    elif not after:
        yield replace(change, year=year)
    elif change.gemeente in names:  # what came later was found by itself
        own = names[change.gemeente]
        earlier = {name for name in change.of if name not in after}.difference(names.values())
        if earlier:
            yield replace(change, year=year, of=tuple(sorted({own, *earlier})))


def _codes_now(between: Bridge) -> dict[str, str]:
    """The new code of every old area that goes on, whether or not its boundary moved."""
    walk = between.by_area
    going_on = walk.old.intersection(walk.new).difference(list(between.reused))
    return {**{code: code for code in going_on}, **{old: new for new, old in between.same.items()}}


def _changes(between: Bridge, old: Vintage, year: int, now: dict[str, str]) -> list[BoundaryChange]:
    frame = old.frames[Level.GEMEENTE]
    names = dict(zip(frame["code"].astype(str), frame["name"].astype(str), strict=True))
    walk = between.by_area
    pieces = walk.shares.tocoo()
    parts: dict[str, list[str]] = {}
    for row, column in zip(*pieces.coords, strict=True):
        new, part = walk.new[row], walk.old[column]
        if now.get(part, new) == new:  # its own predecessor, or one that disappeared
            parts.setdefault(new, []).append(part)
    return [
        BoundaryChange(new, year, tuple(sorted(names[part] for part in of)))
        for new, of in parts.items()
        if any(part not in now for part in of)
    ]
