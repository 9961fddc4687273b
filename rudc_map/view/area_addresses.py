"""The readable addresses of the pages about areas: ``/gebied/groningen/beijum-oost``."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.memo import per_dataset
from rudc_map.model import COUNTRY, Level

ROOT = "/gebied/"
REGION, PROVINCIE = "regio", "provincie"
"""First parts of an address that are no gemeente."""


@dataclass(frozen=True)
class AddressBook:
    """Which areas have which readable address.

    Attributes
    ----------
    areas : dict of str to tuple of str
        The codes of the areas with an address; several where names are the same.
    paths : dict of str to str
        The address of each area: readable, or its code where it shares the readable one.
    """

    areas: dict[str, tuple[str, ...]]
    paths: dict[str, str]


@per_dataset(maxsize=1)
def address_book(dataset: Dataset) -> AddressBook:
    """The addresses of all areas, without `ROOT`; not to be changed."""
    areas = dataset.areas
    slugs = {code: slug(name) for code, name in areas["name"].items()}
    wanted: dict[str, list[str]] = {}
    for code, level, gemeente in zip(areas.index, areas["level"], areas["gemeente"], strict=True):
        own = slugs[code]
        if level == Level.PROVINCIE:
            readable = f"{PROVINCIE}/{own}"
        elif level in (Level.BUURT, Level.WIJK):
            readable = f"{slugs[gemeente]}/{own}"
        else:
            readable = own
        if own and level != Level.LAND:
            wanted.setdefault(readable, []).append(str(code))
    paths = {str(code): str(code) for code in areas.index}
    paths |= {codes[0]: path for path, codes in wanted.items() if len(codes) == 1}
    whole = [region.id for region in dataset.regions if not region.gemeenten]
    if whole:
        paths[COUNTRY] = f"{REGION}/{whole[0]}"
    return AddressBook({path: tuple(codes) for path, codes in wanted.items()}, paths)


def address_of_area(dataset: Dataset, code: str) -> str:
    """The address of the page about an area."""
    return ROOT + address_book(dataset).paths[code]


def address_of_region(region: str) -> str:
    """The address of the page about a named region."""
    return f"{ROOT}{REGION}/{region}"


def slug(name: str) -> str:
    """A name as it stands in an address: lower case, without accents, hyphens between words.

    Examples
    --------
    >>> slug("Súdwest-Fryslân"), slug("'t Zandt"), slug("Bergen (L.)")
    ('sudwest-fryslan', 't-zandt', 'bergen-l')
    """
    plain = unicodedata.normalize("NFKD", name)
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-")
