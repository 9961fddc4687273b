"""PDOK's Locatieserver on 127.0.0.1: fuzzy, and never without an answer.

It knows the addresses it is given. Whatever is asked, it answers with those that share most
letters with the question, as the real one does; ``gemeentecode`` comes without GM.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.servers.base import Answer, Request, Site, as_json, not_found

PATH = "/bzk/locatieserver/search/v3_1/free"


def address(street: str, number: int, postcode: str, place: str, buurt: str) -> dict[str, Any]:
    """An address as the Locatieserver has it."""
    return {
        "type": "adres",
        "weergavenaam": f"{street} {number}, {postcode} {place}",
        "postcode": postcode,
        "huisnummer": number,
        "buurtcode": buurt,
        "gemeentecode": buurt[2:6],
    }


def locatieserver(addresses: Iterable[dict[str, Any]]) -> Site:
    """The site."""
    known = list(addresses)

    def site(request: Request) -> Answer:
        if request.path != PATH:
            return not_found(request)
        assert request.query["fq"] == "type:(postcode OR adres)"
        fields = request.query["fl"].split(",")
        asked = request.query["q"].lower()
        ordered = sorted(known, key=lambda entry: -_likeness(asked, entry))
        documents = [
            {name: entry[name] for name in fields if name in entry}
            for entry in ordered[: int(request.query["rows"])]
        ]
        found = {"numFound": len(known), "start": 0, "docs": documents}
        return as_json({"response": found})

    return site


def _likeness(asked: str, entry: dict[str, Any]) -> int:
    written = entry["weergavenaam"].lower()
    return sum(word in written for word in asked.split())
