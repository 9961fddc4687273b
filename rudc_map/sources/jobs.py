"""What is fetched for a data set: a job for each source and year of areas."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from rudc_map.errors import SourceError
from rudc_map.sources import health, kwb_statline, police, proximity, ses
from rudc_map.sources.addresses import Addresses
from rudc_map.sources.http import Http
from rudc_map.sources.planned import Planned
from rudc_map.sources.table_state import table_state
from rudc_map.sources.variables import VARIABLES_FILE

BOUNDARIES = "grenzen"
FIGURES = ("kwb", "politie", "gezondheid", "nabijheid", "ses")
ALL = (BOUNDARIES, *FIGURES)
"""The sources that are fetched, as they are called in sources.toml."""

MOST_CHANGES = 3
"""How often a table may be changed while it is read."""


@dataclass(frozen=True)
class Job:
    """One table to fetch.

    Parameters
    ----------
    source : str
        Its section in sources.toml.
    vintage : int
        The year of the areas its figures are of.
    where : str
        Its address.
    fetch : callable
        Fetches it: `rudc_map.sources.tidy.TIDY_COLUMNS`.
    plan : callable
        Says what would be fetched.
    state : callable
        Asks when its publisher changed it last; None where it does not say.
    reading : str
        Names what is asked of it and how it is read: as long as this and its state stay the same,
        so do its figures.
    """

    source: str
    vintage: int
    where: str
    fetch: Callable[[Http], pd.DataFrame]
    plan: Callable[[Http], list[Planned]]
    state: Callable[[Http], str | None]
    reading: str

    @property
    def key(self) -> str:
        """Names it among the jobs of a data set."""
        return f"{self.source} {self.vintage}"

    def settled(self, http: Http) -> tuple[pd.DataFrame, str]:
        """Fetch it in one state: once more where its publisher changed it meanwhile.

        Returns
        -------
        (DataFrame, str)
            The figures, and a name for the state they are of; empty where nobody can tell.

        Raises
        ------
        SourceError
            As `fetch`, or if it changes again and again.
        """
        state = self.state(http)
        if state is None:
            return self.fetch(http), ""
        for _ in range(MOST_CHANGES):
            http.vouch(self.where, state)
            figures = self.fetch(http)
            before, state = state, self.state(http)
            if before == state:
                return figures, self.stamp(state)
        raise SourceError(f"{self.where} is changed while it is read; try again in an hour")

    def is_still(self, http: Http, stamp: str | None) -> bool:
        """Ask whether it is in the state that `settled` named so."""
        return bool(stamp) and self.stamp(self.state(http)) == stamp

    def stamp(self, state: str | None) -> str:
        """Name a state of the table together with how it is read; empty for an unknown one."""
        if state is None:
            return ""
        return hashlib.sha256(f"{self.reading}\n{state}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Wanted:
    """What a data set is fetched for.

    Parameters
    ----------
    vintage : int
        The year of its boundaries.
    sources : tuple of str
        Of `ALL`.
    gemeenten : tuple of str or None
        Codes of the gemeenten whose buurten are wanted; None for all.
    kwb_years : tuple of int
        The years of key figures.
    crime_years : tuple of int
        The years of crimes.
    """

    vintage: int
    sources: tuple[str, ...]
    gemeenten: tuple[str, ...] | None
    kwb_years: tuple[int, ...]
    crime_years: tuple[int, ...]


def jobs_for(wanted: Wanted, addresses: Addresses) -> list[Job]:
    """List the tables of figures that are fetched, the one that goes first first.

    Raises
    ------
    SourceError
        If a source is unknown or has no table for a year.
    """
    unknown = [source for source in wanted.sources if source not in ALL]
    if unknown:
        raise SourceError(f"there is no source {unknown[0]!r}; choose from {', '.join(ALL)}")
    jobs: list[Job] = []
    for source in FIGURES:
        if source in wanted.sources:
            jobs += _jobs_of(source, wanted, addresses)
    return jobs


def nearest_vintage(years: Collection[int], vintage: int) -> int:
    """Choose the table for a vintage: the nearest, of two as near the newer.

    Examples
    --------
    >>> [nearest_vintage([2022, 2024], year) for year in (2020, 2022, 2023, 2025)]
    [2022, 2022, 2024, 2024]
    """
    return min(years, key=lambda year: (abs(year - vintage), -year))


def _jobs_of(source: str, wanted: Wanted, addresses: Addresses) -> Iterable[Job]:
    module: Any = MODULES[source]
    if source == "kwb":
        vintages: Iterable[int] = wanted.kwb_years
    else:
        vintages = [nearest_vintage(addresses.statline(source).tables, wanted.vintage)]
    for vintage in vintages:
        section = addresses.statline(source)
        where = section.root(addresses.table(source, vintage))
        arguments: dict[str, Any] = {"gemeenten": wanted.gemeenten}
        arguments["year" if source in ("kwb", "nabijheid") else "vintage"] = vintage
        if source == "politie":
            arguments["years"] = wanted.crime_years
        yield Job(
            source,
            vintage,
            where,
            _later(module.fetch, addresses, arguments),
            _planned(module.plan, addresses, arguments),
            _asked(where, section.protocol),
            f"{where} {arguments} {section!r} {_code()}",
        )


def _later(
    fetch: Callable[..., pd.DataFrame], addresses: Addresses, arguments: dict[str, Any]
) -> Callable[[Http], pd.DataFrame]:
    return lambda http: fetch(http, addresses, **arguments)


def _planned(
    plan: Callable[..., list[Planned]], addresses: Addresses, arguments: dict[str, Any]
) -> Callable[[Http], list[Planned]]:
    return lambda _http: plan(addresses, **arguments)


def _asked(where: str, protocol: str) -> Callable[[Http], str | None]:
    return lambda http: table_state(http, where, protocol)


@functools.cache
def _code() -> str:
    """Name the code and the names of columns by which tables are read."""
    found = hashlib.sha256()
    for path in (VARIABLES_FILE, *sorted(Path(__file__).parent.glob("*.py"))):
        found.update(path.read_bytes())
    return found.hexdigest()


MODULES = {
    "kwb": kwb_statline,
    "politie": police,
    "gezondheid": health,
    "nabijheid": proximity,
    "ses": ses,
}
