"""Which area somebody means: by a postcode, a name or an address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.memo import per_dataset
from rudc_map.model import FoundAddress, Level
from rudc_map.view.area_addresses import slug

LONGEST = 120
"""Characters of a question."""

MOST = 30
"""Areas that are listed."""

ORDER = (Level.GEMEENTE, Level.WIJK, Level.BUURT, Level.PROVINCIE)
"""Which of equally good matches comes first."""

SHORTEST_GUESS = 4
"""Letters of a name that is guessed at; of fewer, everything is nearly the same."""

GUESSES = 3
ALIKE = 0.8
"""How alike two names must be (`difflib.SequenceMatcher.ratio`): of five letters one may differ."""

POSTCODE = re.compile(r"([1-9][0-9]{3})\s?[A-Za-z]{0,2}")


class Kind(StrEnum):
    """What was asked."""

    NOTHING = "nothing"
    DIGITS = "digits"
    NAME = "name"
    ADDRESS = "address"


@dataclass(frozen=True)
class Asked:
    """A question as it was understood.

    Attributes
    ----------
    text : str
        What was typed, without white space around it, cut off at `LONGEST`.
    kind : Kind
        Four digits, a name, or what only an address server knows.
    digits : str
        The four digits of a postcode in it, or empty.
    """

    text: str
    kind: Kind
    digits: str


@dataclass(frozen=True)
class Answer:
    """The areas that may be meant, at most `MOST`, and how many more there are."""

    codes: tuple[str, ...]
    more: int = 0


def understood(text: str) -> Asked:
    """What a question asks for.

    Examples
    --------
    >>> understood(" 9736 "), understood("9736 ab 12").kind, understood("Beijum").kind
    (Asked(text='9736', kind=<Kind.DIGITS: 'digits'>, digits='9736'), <Kind.ADDRESS: 'address'>, <Kind.NAME: 'name'>)
    """  # noqa: E501
    typed = " ".join(text.split())[:LONGEST]
    if not typed:
        return Asked("", Kind.NOTHING, "")
    postcode = re.search(r"(?<!\d)([1-9]\d{3})(?!\d)\s?(?:[A-Za-z]{2})?(?![A-Za-z])", typed)
    digits = postcode[1] if postcode and POSTCODE.match(typed[postcode.start() :]) else ""
    if typed == digits:
        return Asked(typed, Kind.DIGITS, digits)
    with_number = bool(re.search(r"\d", typed)) and bool(re.search(r"[A-Za-z]", typed))
    return Asked(typed, Kind.ADDRESS if with_number else Kind.NAME, digits)


def of_postcode(dataset: Dataset, digits: str) -> Answer:
    """The buurten where four digits are the most common postcode."""
    buurten = dataset.areas.loc[dataset.codes(Level.BUURT), "postcode"]
    return _cut(buurten.index[buurten == digits])


def of_name(dataset: Dataset, text: str) -> Answer:
    """The areas whose name holds all words, in it or in the name of their gemeente."""
    wanted = slug(text)
    if not wanted:
        return Answer(())
    words = wanted.split("-")
    scored = []
    for code, level, name, larger in _names(dataset):
        score = _score(name, larger, wanted, words)
        if score:
            scored.append((-score, ORDER.index(level), name, code))
    return _cut(code for *_, code in sorted(scored))


def of_nearly(dataset: Dataset, text: str) -> Answer:
    """The areas whose name begins nearly as what was typed: one letter too many, or two swapped."""
    wanted = slug(text)
    if len(wanted) < SHORTEST_GUESS:
        return Answer(())
    length = wanted.count("-") + 1
    beginnings: dict[str, list[tuple[int, str, str]]] = {}
    for code, level, name, _ in _names(dataset):
        beginning = "-".join(name.split("-")[:length])
        beginnings.setdefault(beginning, []).append((ORDER.index(level), name, code))
    alike = get_close_matches(wanted, beginnings, n=GUESSES, cutoff=ALIKE)
    return _cut(code for name in alike for *_, code in sorted(beginnings[name]))


def of_addresses(dataset: Dataset, found: Iterable[FoundAddress]) -> Answer:
    """The areas that addresses lie in: their buurt, else their gemeente."""
    known = dataset.areas.index
    codes = (address.buurt if address.buurt in known else address.gemeente for address in found)
    return _cut(dict.fromkeys(code for code in codes if code in known))


def _score(name: str, larger: str, wanted: str, words: list[str]) -> int:
    if name == wanted:
        return 4
    if name.startswith(wanted):
        return 3
    parts = f"-{name}-{larger}-"
    if all(f"-{word}" in parts for word in words):
        return 2 if f"-{words[0]}" in f"-{name}" else 1
    return 0


def _cut(codes: Iterable[str]) -> Answer:
    every = tuple(codes)
    return Answer(every[:MOST], max(0, len(every) - MOST))


@per_dataset(maxsize=1)
def _names(dataset: Dataset) -> tuple[tuple[str, Level, str, str], ...]:
    """Code, level, name and name of the gemeente of every area, as addresses spell them."""
    areas = dataset.areas
    slugs = {code: slug(name) for code, name in areas["name"].items()}
    rows = zip(areas.index, areas["level"], areas["gemeente"], strict=True)
    return tuple(
        (str(code), Level(level), slugs[code], slugs.get(gemeente, ""))
        for code, level, gemeente in rows
        if level != Level.LAND
    )
