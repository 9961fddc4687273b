"""PDOK's atom feeds: which file of a year is the one to download."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from rudc_map.errors import SourceError
from rudc_map.sources.http import Http

ATOM = "{http://www.w3.org/2005/Atom}"
FEED_TYPE = "application/atom+xml"
MAX_FEEDS = 5
"""Feeds that are read at most: PDOK's index leads to the feed of a data set, which has files."""

MAP_FILE = re.compile(r"(?P<stem>.*?)(?:_v(?P<version>\d+))?\.(?:gpkg|zip)", re.IGNORECASE)
WITHOUT_VERSION = 1_000_000
"""A file without version in its name is the current one; older ones end in _v1, _v2 and _v3."""


@dataclass(frozen=True)
class AtomFile:
    """A file that a feed offers: its address, and its size [bytes] where the feed says it."""

    url: str
    size: int | None


def find_map(http: Http, feed: str, year: int) -> AtomFile:
    """Find the GeoPackage of a year in an atom feed, or in the feeds that it names.

    Parameters
    ----------
    http : Http
        The client.
    feed : str
        Address of the feed.
    year : int
        The vintage; a file whose name holds another year is left alone.

    Returns
    -------
    AtomFile
        The file without a version in its name, else that with the highest.

    Raises
    ------
    SourceError
        If the feed is no feed or offers no such file.
    """
    offered = [
        (version, AtomFile(url, size))
        for url, size in _links(http, feed)
        if (version := _version(url, year)) is not None
    ]
    if not offered:
        raise SourceError(
            f"{feed} offers no GeoPackage of {year}; look at it in a browser, and correct the "
            "address in sources.toml"
        )
    return max(offered, key=lambda pair: pair[0])[1]


def _links(http: Http, feed: str) -> Iterator[tuple[str, int | None]]:
    """Give every link to a file, with the length that it is said to have."""
    to_read, read = [feed], set[str]()
    while to_read and len(read) < MAX_FEEDS:
        address = to_read.pop(0)
        read.add(address)
        root = http.get_xml(address)
        if root.tag != f"{ATOM}feed":
            raise SourceError(f"{address} is no atom feed; correct the address in sources.toml")
        for link in root.iter(f"{ATOM}link"):
            url = urljoin(address, link.get("href", ""))
            if link.get("type", "").startswith(FEED_TYPE) or url.endswith(".xml"):
                if link.get("rel") != "self" and url not in read and url not in to_read:
                    to_read.append(url)
            else:
                yield url, _length(link)


def _length(link: Element) -> int | None:
    text = link.get("length", "")
    return int(text) if text.isdigit() and int(text) > 0 else None


def _version(url: str, year: int) -> int | None:
    """The rank of a file by its name, None for what is no map of the year."""
    name = urlsplit(url).path.rpartition("/")[2]
    found = MAP_FILE.fullmatch(name)
    if found is None or str(year) not in re.findall(r"\d+", found["stem"]):
        return None
    return int(found["version"]) if found["version"] else WITHOUT_VERSION
