"""The parameters of a file or of a question to the API, each read strictly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rudc_map.dataset.store import Dataset
from rudc_map.errors import InputError
from rudc_map.indicators.places import lies_in, widest_region
from rudc_map.indicators.registry import Registry
from rudc_map.model import Indicator, Level, OwnArea, Reference, Region, Similarity, level_of
from rudc_map.view.own_area import own_area_code, read_own_area
from rudc_map.view.regions import find_region
from rudc_map.view.similarity import read_similarity, similarity_code, usual_similarity
from rudc_map.view.state import read_reference

MOST_AREAS = 200
"""Areas in one question."""


@dataclass(frozen=True)
class Question:
    """What can be asked: what answers it, and the parameters it takes.

    Attributes
    ----------
    answer : callable
        From the parameters to the body of the answer.
    required, optional : tuple of str
        The parameters that must and may be given.
    """

    answer: Callable[[Query], dict[str, Any]]
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()


class Query:
    """Parameters with the names and the spelling of a page's address.

    A page takes the nearest sensible thing for what is wrong; here it is refused, for a silent
    default would be a wrong answer.

    Parameters
    ----------
    args : mapping of str to str
        The parameters given.
    dataset, registry
        What they are looked up in.
    question : Question
        Says which parameters there are; an optional one may be empty.

    Raises
    ------
    InputError
        For a parameter that is unknown or missing; each property, for one that is wrong.
    """

    def __init__(
        self,
        args: Mapping[str, str],
        dataset: Dataset,
        registry: Registry,
        question: Question,
    ) -> None:
        required, known = question.required, (*question.required, *question.optional)
        refuse_unknown(args, known)
        for name in required:
            if not args.get(name):
                raise InputError(
                    f"De parameter '{name}' ontbreekt; nodig zijn {', '.join(required)}.",
                    f"The parameter '{name}' is missing; needed are {', '.join(required)}.",
                )
        self.given = {name: args[name] for name in known if args.get(name)}
        self.dataset = dataset
        self.registry = registry

    @cached_property
    def key(self) -> str:
        """The parameters in one spelling and a fixed order; equal for equal answers."""
        return "&".join(f"{name}={self._code(name)}" for name in sorted(self.given))

    @cached_property
    def region(self) -> Region:
        """``regio``; else the first region that holds all areas asked for, or the country."""
        if "regio" in self.given:
            return read_region(self.dataset, self.given["regio"], 400)
        codes = (*self.areas, *([self.area] if "gebied" in self.given else []))
        around = (
            region
            for region in self.dataset.regions
            if all(lies_in(self.dataset, code, region) for code in codes)
        )
        return next(around, widest_region(self.dataset))

    @cached_property
    def level(self) -> Level:
        """``niveau``."""
        return read_level(self.given["niveau"], 400)

    @cached_property
    def indicator(self) -> Indicator:
        """``indicator``."""
        return read_indicator(self.registry, self.given["indicator"])

    @cached_property
    def period(self) -> str:
        """``periode``, one of the indicator's; its latest where it is not given."""
        latest = self.indicator.periods[-1]
        return read_period(self.indicator, self.given.get("periode", latest), 400)

    @cached_property
    def reference(self) -> Reference:
        """``referentie``."""
        return read_reference(self.given.get("referentie", ""), self.dataset)

    @cached_property
    def similarity(self) -> Similarity:
        """``lijkt``; the usual one where it is not given."""
        code = self.given.get("lijkt")
        return read_similarity(code, self.registry) if code else usual_similarity(self.registry)

    @cached_property
    def own(self) -> OwnArea:
        """``eigen``."""
        return read_own_area(self.given["eigen"], self.dataset.areas.index)

    @cached_property
    def areas(self) -> tuple[str, ...]:
        """``gebieden``, each once."""
        codes = tuple(dict.fromkeys(filter(None, self.given.get("gebieden", "").split(","))))
        if len(codes) > MOST_AREAS:
            raise InputError(
                f"Er staan {len(codes)} codes in 'gebieden'; vraag er hoogstens {MOST_AREAS}.",
                f"There are {len(codes)} codes in 'gebieden'; ask for {MOST_AREAS} at most.",
            )
        if "gebieden" in self.given and not codes:
            raise InputError(
                "'gebieden' noemt geen gebied; geef codes met komma's ertussen.",
                "'gebieden' names no area; give codes separated by commas.",
            )
        for code in codes:
            self._check_area(code)
        return codes

    @cached_property
    def area(self) -> str:
        """``gebied``, an area of ``niveau``."""
        code = self.given["gebied"]
        self._check_area(code)
        if level_of(code) is not self.level:
            raise InputError(
                f"Het gebied '{code}' is geen {self.level.value}; kies het niveau van het gebied.",
                f"The area '{code}' is not of the level {self.level.value}; choose its level.",
            )
        return code

    @cached_property
    def second(self) -> tuple[Indicator, str]:
        """``tweede``: an indicator and one of its periods, its latest where that is left out."""
        named, period, *rest = [*self.given["tweede"].split(";"), ""]
        if len(rest) > 2:
            raise InputError(
                f"'{self.given['tweede']}' is geen tweede indicator; geef indicator;periode.",
                f"'{self.given['tweede']}' is no second indicator; give indicator;period.",
            )
        indicator = read_indicator(self.registry, named)
        return indicator, read_period(indicator, period or indicator.periods[-1], 400)

    def flag(self, name: str) -> bool:
        """A parameter that is 1 or 0; 0 where it is not given."""
        given = self.given.get(name, "0")
        if given not in ("0", "1"):
            raise InputError(
                f"'{name}' is '{given}'; geef 1 of 0.", f"'{name}' is '{given}'; give 1 or 0."
            )
        return given == "1"

    def _check_area(self, code: str) -> None:
        known = self.dataset.areas.index
        if code in known:
            return
        meant = code.strip().upper()
        if meant in known:
            raise InputError(
                f"Er is geen gebied '{code}'. Bedoelt u '{meant}'? Codes zijn in hoofdletters.",
                f"There is no area '{code}'. Do you mean '{meant}'? Codes are in capitals.",
            )
        raise InputError(
            f"Er is geen gebied '{code}'. Zie /api/v1/areas voor de codes.",
            f"There is no area '{code}'. See /api/v1/areas for the codes.",
        )

    def _code(self, name: str) -> str:
        """What a parameter means, in one spelling."""
        codes: dict[str, Callable[[], str]] = {
            "regio": lambda: self.region.id,
            "niveau": lambda: self.level.value,
            "indicator": lambda: self.indicator.id,
            "periode": lambda: self.period,
            "referentie": lambda: self.reference.code,
            "lijkt": lambda: similarity_code(self.similarity),
            "eigen": lambda: own_area_code(self.own),
            "gebieden": lambda: ",".join(self.areas),
            "gebied": lambda: self.area,
            "tweede": lambda: ";".join((self.second[0].id, self.second[1])),
            "over_de_grens": lambda: str(self.flag("over_de_grens")),
            "overal": lambda: str(self.flag("overal")),
        }
        return codes[name]()


def refuse_unknown(args: Mapping[str, str], known: tuple[str, ...]) -> None:
    """Refuse a misspelt parameter: a silent default would be a wrong answer."""
    for name in args:
        if name not in known:
            raise InputError(
                f"Onbekende parameter '{name}'; {_or_none(known, 'kies uit', 'laat hem weg')}.",
                f"Unknown parameter '{name}'; {_or_none(known, 'choose one of', 'leave it out')}.",
            )


def read_region(dataset: Dataset, wanted: str, status: int) -> Region:
    """The region with this id or these gemeenten, or an InputError with `status`."""
    found = find_region(dataset, wanted)
    if found is None:
        raise InputError(
            f"Onbekende regio '{wanted}'; kies uit {_ids(dataset)}, of geef codes van gemeenten.",
            f"Unknown region '{wanted}'; choose one of {_ids(dataset)}, or give codes of "
            "municipalities.",
            status,
        )
    return found


def read_level(wanted: str, status: int) -> Level:
    """The level with this name, or an InputError with `status`."""
    try:
        return Level(wanted)
    except ValueError:
        names = ", ".join(Level)
        raise InputError(
            f"Onbekend niveau '{wanted}'; kies uit {names}.",
            f"Unknown level '{wanted}'; choose one of {names}.",
            status,
        ) from None


def read_indicator(registry: Registry, wanted: str) -> Indicator:
    """The indicator with this id, or an InputError with status 400."""
    try:
        return registry.get(wanted)
    except InputError as error:
        raise InputError(error.message_nl, error.message_en) from None


def read_period(indicator: Indicator, wanted: str, status: int) -> str:
    """The period, or an InputError with `status` where the indicator has no such one."""
    if wanted not in indicator.periods:
        names = ", ".join(indicator.periods)
        raise InputError(
            f"'{indicator.id}' heeft geen periode '{wanted}'; kies uit {names}.",
            f"'{indicator.id}' has no period '{wanted}'; choose one of {names}.",
            status,
        )
    return wanted


def _ids(dataset: Dataset) -> str:
    return ", ".join(region.id for region in dataset.regions)


def _or_none(known: tuple[str, ...], choose: str, leave: str) -> str:
    return f"{choose} {', '.join(known)}" if known else leave
