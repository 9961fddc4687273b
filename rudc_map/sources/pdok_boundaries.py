"""Fetching the wijk- en buurtkaart of a year from PDOK."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from rudc_map.errors import SourceError
from rudc_map.model import Level
from rudc_map.sources.addresses import Addresses
from rudc_map.sources.cbs_layers import LEVELS
from rudc_map.sources.http import Http
from rudc_map.sources.http_session import StatusError
from rudc_map.sources.pdok_atom import AtomFile, find_map
from rudc_map.sources.pdok_wfs import count_pages, fetch_layer, offered_layers, pick_layer
from rudc_map.sources.planned import Planned

GONE = frozenset({404, 410})
"""What a site says of a feed that it does not have (any more)."""


def find_download(http: Http, addresses: Addresses, year: int) -> AtomFile | None:
    """Find the one file that holds the map of a year, None where there is only the WFS.

    Raises
    ------
    SourceError
        If there is no map of that year, or the feed is not as it should be.
    """
    source = addresses.grenzen
    if year not in source.years:
        raise SourceError(
            f"{addresses.path} lists no wijk- en buurtkaart of {year}, only of "
            f"{min(source.years)} to {max(source.years)}; choose one of these or add it there"
        )
    if year not in source.atom_years:
        return None
    try:
        return find_map(http, source.atom.format(year=year), year)
    except StatusError as error:
        if error.status in GONE:
            return None
        raise


def fetch_map(
    http: Http,
    addresses: Addresses,
    year: int,
    folder: Path,
    gemeenten: Collection[str] | None = None,
) -> Path:
    """Fetch the wijk- en buurtkaart of a year.

    Parameters
    ----------
    http : Http
        The client.
    addresses : Addresses
        Where it is.
    year : int
        The vintage.
    folder : Path
        Where it is kept; what was fetched before and has not changed is not fetched again.
    gemeenten : collection of str, optional
        Codes of the gemeenten whose buurten and wijken are wanted, which saves time where the map
        comes from the WFS; the outlines of all gemeenten come in any case.

    Returns
    -------
    Path
        A file or folder for `rudc_map.sources.cbs_boundaries.read_boundary_set`.

    Raises
    ------
    SourceError
        Names the address and the remedy.
    """
    found = find_download(http, addresses, year)
    if found is not None:
        suffix = Path(found.url).suffix.lower()
        return http.download(found.url, folder / f"wijkenbuurten_{year}{suffix}")
    target = folder / f"wijkenbuurten_{year}"
    root = addresses.grenzen.wfs.format(year=year)
    for level, layer in _layers(http, addresses, year).items():
        only = None
        if gemeenten is not None and level is not Level.GEMEENTE:
            only = (addresses.grenzen.filter, gemeenten)
        fetch_layer(http, root, layer, target / f"{level}_{year}.geojson", only)
    return target


def plan_map(http: Http, addresses: Addresses, year: int) -> list[Planned]:
    """Say what `fetch_map` would fetch; only the feed is asked for, and sizes.

    Returns
    -------
    list of Planned
        One file, or a layer of the WFS for each level, whose size nobody knows.
    """
    found = find_download(http, addresses, year)
    if found is not None:
        size = found.size if found.size is not None else http.size(found.url)
        return [Planned(found.url, size)]
    root = addresses.grenzen.wfs.format(year=year)
    return [
        Planned(f"{root}?typeNames={layer}", None, requests=count_pages(http, root, layer))
        for layer in _layers(http, addresses, year).values()
    ]


def _layers(http: Http, addresses: Addresses, year: int) -> dict[Level, str]:
    """The layers of a year by their level."""
    root = addresses.grenzen.wfs.format(year=year)
    offered = offered_layers(http, root)
    return {
        level: pick_layer(offered, addresses.grenzen.layers.of(level, year), root)
        for level in LEVELS
    }
