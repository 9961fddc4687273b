"""What is fetched for a data set: a job for each source and year of areas."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from rudc_map.errors import SourceError
from rudc_map.sources import health, kwb_statline, police, proximity, ses
from rudc_map.sources.addresses import Addresses
from rudc_map.sources.http import Http
from rudc_map.sources.planned import Planned

BOUNDARIES = "grenzen"
FIGURES = ("kwb", "politie", "gezondheid", "nabijheid", "ses")
ALL = (BOUNDARIES, *FIGURES)
"""The sources that are fetched, as they are called in sources.toml."""


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
    """

    source: str
    vintage: int
    where: str
    fetch: Callable[[Http], pd.DataFrame]
    plan: Callable[[Http], list[Planned]]

    @property
    def key(self) -> str:
        """Names it among the jobs of a data set."""
        return f"{self.source} {self.vintage}"


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
        where = addresses.statline(source).root(addresses.table(source, vintage))
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
        )


def _later(
    fetch: Callable[..., pd.DataFrame], addresses: Addresses, arguments: dict[str, Any]
) -> Callable[[Http], pd.DataFrame]:
    return lambda http: fetch(http, addresses, **arguments)


def _planned(
    plan: Callable[..., list[Planned]], addresses: Addresses, arguments: dict[str, Any]
) -> Callable[[Http], list[Planned]]:
    return lambda _http: plan(addresses, **arguments)


MODULES = {
    "kwb": kwb_statline,
    "politie": police,
    "gezondheid": health,
    "nabijheid": proximity,
    "ses": ses,
}
