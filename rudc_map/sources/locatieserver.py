"""Which buurt an address or a postcode lies in, by PDOK's Locatieserver; nothing is kept."""

from __future__ import annotations

import logging
import re
import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rudc_map.errors import SourceError
from rudc_map.model import FoundAddress
from rudc_map.sources.addresses import Addresses, read_addresses
from rudc_map.sources.http_session import Limits, Patience

PATIENCE = Patience(attempts=1, connect=1.5, silence=2.0, answer=3.0, pause=0.0)
"""Somebody waits for the page: one try, three seconds at most."""

LIMITS = Limits(text=1_000_000)

ROWS = 100
"""Answers asked for; a postcode has at most some tens of addresses."""

FIELDS = "type,weergavenaam,postcode,huisnummer,buurtcode,gemeentecode"

AFTER_FAILURE = 60.0
"""Seconds for which a server that did not answer is not asked again."""

POSTCODE = re.compile(r"(?<![0-9A-Za-z])([1-9][0-9]{3})\s?([A-Za-z]{2})(?![0-9A-Za-z])")
LONGEST_LABEL = 200


@dataclass(frozen=True)
class _Wanted:
    """What is looked for: a whole postcode, a house number, and all words."""

    postcode: str | None
    number: str | None
    words: tuple[str, ...]


class AddressLookup:
    """Looks addresses up where the sources.toml says; nothing of a question is kept or logged.

    Parameters
    ----------
    sources : Path
        The sources.toml; one without ``[locatieserver]`` looks nothing up.
    """

    def __init__(self, sources: Path) -> None:
        self._sources = sources
        self._not_before = 0.0

    def find(self, asked: str) -> tuple[FoundAddress, ...] | None:
        """The addresses that are what was asked, each buurt once.

        The server is fuzzy and always answers something: an answer counts only if its own
        postcode is the one asked for, or, without a postcode, if it has every word asked for.

        Parameters
        ----------
        asked : str
            A postcode with letters, with or without a house number, or an address.

        Returns
        -------
        tuple of FoundAddress or None
            Empty where there is no such address; None where the server does not answer.
        """
        if time.monotonic() < self._not_before:
            return None
        try:
            addresses = read_addresses(self._sources)
        except SourceError as error:
            self._leave_alone(str(error))
            return None
        try:
            documents = self._ask(addresses, asked)
        except SourceError:  # its message would quote the question
            self._leave_alone(f"the Locatieserver in {self._sources} does not answer")
            return None
        return None if documents is None else chosen(documents, asked)

    def _leave_alone(self, why: str) -> None:
        """Tell the operator why no address is looked up, and ask nothing for a while."""
        self._not_before = time.monotonic() + AFTER_FAILURE
        logging.getLogger(__name__).warning(
            "Addresses are not looked up for %.0f seconds: %s", AFTER_FAILURE, why
        )

    def _ask(self, addresses: Addresses, asked: str) -> list[dict[str, Any]] | None:
        from rudc_map.sources.http import Http  # noqa: PLC0415  (httpx: only when one asks)

        if addresses.locatieserver is None:
            return None
        with Http(addresses.sites, patience=PATIENCE, limits=LIMITS) as http:
            answer = http.get_json(
                addresses.locatieserver.free,
                {"q": asked, "fq": "type:(postcode OR adres)", "fl": FIELDS, "rows": ROWS},
            )
        try:
            documents = answer["response"]["docs"]
        except (KeyError, TypeError) as error:
            raise SourceError("the Locatieserver's answer holds no docs") from error
        if not isinstance(documents, list):
            raise SourceError("the Locatieserver's docs are no list")
        return [document for document in documents if isinstance(document, dict)]


def chosen(documents: list[dict[str, Any]], asked: str) -> tuple[FoundAddress, ...]:
    """The answers that are what was asked, one for each buurt."""
    wanted = _wanted(asked)
    fitting = [document for document in documents if _fits(document, wanted)]
    exact = [d for d in fitting if wanted.number and _text(d, "huisnummer") == wanted.number]
    found: dict[str, FoundAddress] = {}
    for document in exact or fitting:
        address = _address(document)
        if address is not None:
            found.setdefault(address.buurt or address.gemeente, address)
    return tuple(found.values())


def _wanted(asked: str) -> _Wanted:
    match = POSTCODE.search(asked)
    rest = asked[: match.start()] + " " + asked[match.end() :] if match else asked
    number = re.search(r"(?<![0-9A-Za-z])[0-9]{1,5}", rest)
    postcode = (match[1] + match[2]).upper() if match else None
    return _Wanted(postcode, number[0] if number else None, _words(rest))


def _fits(document: dict[str, Any], wanted: _Wanted) -> bool:
    if wanted.postcode is not None:
        return _text(document, "postcode").replace(" ", "").upper() == wanted.postcode
    has = set(_words(_text(document, "weergavenaam")))
    return bool(wanted.words) and has.issuperset(wanted.words)


def _address(document: dict[str, Any]) -> FoundAddress | None:
    buurt = _code("BU", _text(document, "buurtcode"), 8)
    gemeente = _code("GM", _text(document, "gemeentecode"), 4)
    if not buurt and not gemeente:
        return None
    return FoundAddress(_text(document, "weergavenaam")[:LONGEST_LABEL], buurt, gemeente)


def _code(prefix: str, given: str, digits: int) -> str:
    """A code with its letters, which the server may leave out; empty for anything else."""
    number = given.upper().removeprefix(prefix)
    return f"{prefix}{number}" if re.fullmatch(rf"[0-9]{{{digits}}}", number) else ""


def _text(document: dict[str, Any], name: str) -> str:
    value = document.get(name, "")
    return str(value) if isinstance(value, str | int) else ""


def _words(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return tuple(re.findall(r"[a-z0-9]+", plain))
