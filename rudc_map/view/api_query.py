"""The parameters of a question to the public API, read as strictly as those of a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property

from rudc_map.dataset.store import Dataset
from rudc_map.errors import InputError
from rudc_map.indicators.places import in_region
from rudc_map.indicators.registry import Registry
from rudc_map.model import Lang, Level, level_of
from rudc_map.view.query import Query, Question, refuse_unknown

MOST_ROWS = 5000
"""Rows of one page of an answer."""

MOST_SKIPPED = 1_000_000
"""Rows that may come before a page."""

LONGEST_SEARCH, SHORTEST_SEARCH = 100, 2
"""Characters of what is searched for."""

SIMPLIFIED, FULL = "vereenvoudigd", "volledig"
DETAILS = (SIMPLIFIED, FULL)
"""How finely outlines are wanted."""

JSON, CSV = "json", "csv"
FORMATS = (JSON, CSV)

FLAGS = ("0", "1")

_NUMBER = re.compile(r"[-+]?[0-9]{1,20}(\.[0-9]{1,400})?([eE][-+]?[0-9]{1,3})?")
_WHOLE = re.compile(r"[0-9]{1,7}")


def level_of_area(code: str) -> Level:
    """The level of an area that exists."""
    level = level_of(code)
    if level is None:
        raise ValueError(f"{code} is not the code of an area")
    return level


class ApiQuery(Query):
    """The parameters in the path and behind it.

    Parameters
    ----------
    path, args : mapping of str to str
        The parameters in the path, and behind the question mark.
    dataset, registry
        What they are looked up in.
    question : Question
        Says which parameters there are behind the question mark. Unlike those of a page's own
        files, none may be empty.
    address : str
        The address that is asked, without its parameters.

    Raises
    ------
    InputError
        With status 404 for a path that names something that does not exist; for a parameter that
        is unknown or missing; each property, for one that is wrong.
    """

    def __init__(
        self,
        path: Mapping[str, str],
        args: Mapping[str, str],
        dataset: Dataset,
        registry: Registry,
        question: Question,
        address: str,
    ) -> None:
        self.path, self.address = dict(path), address
        self.dataset, self.registry, self.given = dataset, registry, dict(path)
        self._require_existing(path)
        refuse_unknown(args, (*question.required, *question.optional))
        super().__init__(args, dataset, registry, question)
        self.given = {**path, **args}

    @cached_property
    def level(self) -> Level:
        """``niveau``; gemeente where it is not given."""
        return Level.GEMEENTE if "niveau" not in self.given else super().level

    @cached_property
    def code(self) -> str:
        """``code``, of an area."""
        self._check_area(self.given["code"])
        return self.given["code"]

    @property
    def level_of_code(self) -> Level:
        """The level of `code`."""
        return level_of_area(self.code)

    @property
    def codes(self) -> list[str]:
        """The areas of ``niveau``, by code; those in ``regio`` where that is given."""
        codes = self.dataset.codes(self.level)
        if "regio" in self.given:
            codes = codes[in_region(self.dataset, self.level, self.region).to_numpy()]
        return [*map(str, codes)]

    @cached_property
    def searched(self) -> str:
        """``zoek``."""
        text = self.given["zoek"].strip()
        if not SHORTEST_SEARCH <= len(text) <= LONGEST_SEARCH:
            raise InputError(
                f"'zoek' heeft {len(text)} tekens; geef er {SHORTEST_SEARCH} tot {LONGEST_SEARCH}.",
                f"'zoek' has {len(text)} characters; give {SHORTEST_SEARCH} to {LONGEST_SEARCH}.",
            )
        return text

    @cached_property
    def lat(self) -> float:
        """``lat`` [degrees]."""
        return self._degrees("lat", 90)

    @cached_property
    def lon(self) -> float:
        """``lon`` [degrees]."""
        return self._degrees("lon", 180)

    @cached_property
    def limit(self) -> int | None:
        """``limit``, None where it is not given."""
        return self._whole("limit", 1, MOST_ROWS) if "limit" in self.given else None

    @cached_property
    def offset(self) -> int:
        """``offset``, 0 where it is not given."""
        return self._whole("offset", 0, MOST_SKIPPED) if "offset" in self.given else 0

    @cached_property
    def detail(self) -> str:
        """``detail``, one of `DETAILS`."""
        return self._one_of("detail", DETAILS)

    @cached_property
    def format(self) -> str:
        """``formaat``, one of `FORMATS`."""
        return self._one_of("formaat", FORMATS)

    @cached_property
    def lang(self) -> Lang:
        """``taal``; English where it is not given, for that is what programmers read."""
        return Lang(self._one_of("taal", (Lang.EN.value, Lang.NL.value)))

    def _require_existing(self, path: Mapping[str, str]) -> None:
        try:
            for name in path:
                self._code(name)
        except InputError as error:
            raise InputError(error.message_nl, error.message_en, status=404) from None

    def _degrees(self, name: str, most: int) -> float:
        given = self.given[name]
        value = float(given) if _NUMBER.fullmatch(given) else float("inf")
        if abs(value) > most:
            raise InputError(
                f"'{name}' is '{given}'; geef graden van -{most} tot {most}, zoals 53.2194.",
                f"'{name}' is '{given}'; give degrees from -{most} to {most}, such as 53.2194.",
            )
        return value

    def _whole(self, name: str, least: int, most: int) -> int:
        given = self.given[name]
        value = int(given) if _WHOLE.fullmatch(given) else -1
        if not least <= value <= most:
            raise InputError(
                f"'{name}' is '{given}'; geef een heel getal van {least} tot {most}.",
                f"'{name}' is '{given}'; give a whole number from {least} to {most}.",
            )
        return value

    def _one_of(self, name: str, known: tuple[str, ...]) -> str:
        """What is given, or the first of what can be."""
        given = self.given.get(name, known[0])
        if given not in known:
            raise InputError(
                f"'{name}' is '{given}'; kies uit {', '.join(known)}.",
                f"'{name}' is '{given}'; choose one of {', '.join(known)}.",
            )
        return given

    def _code(self, name: str) -> str:
        codes: dict[str, Callable[[], str]] = {
            "code": lambda: self.code,
            "zoek": lambda: self.searched,
            "lat": lambda: repr(self.lat),
            "lon": lambda: repr(self.lon),
            "limit": lambda: str(self.limit),
            "offset": lambda: str(self.offset),
            "detail": lambda: self.detail,
            "formaat": lambda: self.format,
            "taal": lambda: self.lang.value,
        }
        return codes[name]() if name in codes else super()._code(name)
