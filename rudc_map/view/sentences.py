"""What is known of an area by one indicator, in plain sentences (their words: sentences.toml)."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from rudc_map.analysis.intervals import Verdict
from rudc_map.dataset.store import Dataset
from rudc_map.indicators.area_facts import AreaFacts, Compared, Moment
from rudc_map.model import Aggregate, Indicator, Lang, Level, Text, level_of
from rudc_map.view.formats import format_number, format_value
from rudc_map.view.judgements import Judgement, judgement, needs_margin
from rudc_map.view.texts import filled, say


class Sign(StrEnum):
    """How a value stands to its reference."""

    MORE = "more"
    LESS = "less"
    SAME = "same"
    UNCLEAR = "unclear"


MARKS = {
    Judgement.BETTER: "▲",
    Judgement.WORSE: "▼",
    Judgement.SAME: "●",
    Judgement.UNCLEAR: "●",
    Judgement.UNSURE: "●",
}
"""What stands before a judgement; the words beside it say the same."""


SHORT_UNITS = ("%", "km")
"""Units that are said again with every number, beside the euro."""

SMALLEST_SHARE = 0.1
"""A smaller share of a whole [%] is said to be smaller, for it is not 0.0%."""


@dataclass(frozen=True)
class Wording:
    """How an indicator is said.

    Attributes
    ----------
    sentence : Text
        Of a value; of a change or difference where it is above zero.
    than : str
        The pair of words for comparing.
    below, zero : Text or None
        Of a change or difference below zero, and of none.
    one, unit_of_one : Text or None
        The sentence and the unit of a value of exactly one.
    difference_from : str or None
        The area that a difference is measured from.
    """

    sentence: Text
    than: str
    below: Text | None = None
    zero: Text | None = None
    one: Text | None = None
    unit_of_one: Text | None = None
    difference_from: str | None = None

    def of(self, value: float) -> Text:
        """The sentence for a value."""
        if value == 1 and self.one is not None:
            return self.one
        if value < 0 and self.below is not None:
            return self.below
        return self.zero if value == 0 and self.zero is not None else self.sentence


@dataclass(frozen=True)
class Words:
    """The sentences about one area in one language.

    Attributes
    ----------
    dataset : Dataset
        Has the names.
    level : Level or None
        The level of the area; None for a region.
    lang : Lang
        The language.
    """

    dataset: Dataset
    level: Level | None
    lang: Lang

    def value(self, indicator: Indicator, value: float) -> str:
        """A value with its unit, the name of its category, or a change with its sign."""
        for at, name in indicator.categories:
            if at == value:
                return name[self.lang]
        sign = "+" if indicator.diverging_at is not None and value > 0 else ""
        return sign + format_value(value, indicator, self.lang)

    def number(self, indicator: Indicator, value: float) -> str:
        """A value without its unit."""
        sign = "+" if indicator.diverging_at is not None and value > 0 else ""
        return sign + format_number(value, indicator.decimals, self.lang)

    def briefly(self, indicator: Indicator, value: float) -> str:
        """A value whose unit has been said, with it only where it is short."""
        if "€" in indicator.unit[self.lang]:
            return self.value(indicator, value).split(" ")[0]  # without "per insured person"
        whole = self._is_short(indicator) or indicator.categories
        return self.value(indicator, value) if whole else self.number(indicator, value)

    def unit_after(self, indicator: Indicator, value: float) -> str:
        """The unit that `briefly` leaves out."""
        known = wording(indicator.id)
        if value == 1 and known is not None and known.unit_of_one is not None:
            return known.unit_of_one[self.lang]
        if "€" in indicator.unit[self.lang]:
            return self.value(indicator, value).partition(" ")[2]
        return "" if self._is_short(indicator) else indicator.unit[self.lang]

    def _is_short(self, indicator: Indicator) -> bool:
        return indicator.unit[self.lang] in SHORT_UNITS

    def place(self, code: str) -> str:
        """A larger area within a sentence: "de gemeente Groningen", "Nederland"."""
        level = level_of(code) or Level.LAND
        name = str(self.dataset.areas.at[code, "name"])
        return say(f"profile.place.{level.value}", name=name)[self.lang]

    def sentence(self, facts: AreaFacts) -> str:
        """The latest value in a sentence of its own."""
        indicator, value = facts.indicator, facts.latest.value
        known = wording(indicator.id)
        template = known.of(value) if known else say("profile.sentence", name=indicator.name)
        gaps = {
            "value": self.value(indicator, value),
            "number": self.number(indicator, value),
            "size": format_value(abs(value), indicator, self.lang),
            "amount": format_number(abs(value), indicator.decimals, self.lang),
        }
        return filled(template[self.lang], gaps)

    def comparison(self, facts: AreaFacts) -> str:
        """How it compares with the larger areas it lies in; empty where there are none."""
        references = self._references(facts)
        if not references:
            return ""
        if facts.indicator.diverging_at is not None or _is_unsure(facts, references[0]):
            return self._beside(facts.indicator, references)
        if facts.indicator.aggregation.how is Aggregate.SUM:
            return self._share(facts, references[0])
        if facts.indicator.categories:
            return self._whole(facts, references[0])
        groups = by_sign(facts, references)
        parts = [self._than(facts.indicator, sign, some) for sign, some in groups]
        alike = {sign for sign, _ in groups} <= {Sign.SAME, Sign.UNCLEAR}
        but = f", {say('profile.but')[self.lang]} "
        joined = self.listed(parts) if alike else but.join(parts)
        return say("profile.compared", parts=joined)[self.lang]

    def with_comparison(self, facts: AreaFacts) -> str:
        """The sentence of a value, ending in the comparison with its first reference."""
        sentence = self.sentence(facts)
        references = self._references(facts)[:1]
        adds_up = facts.indicator.aggregation.how is Aggregate.SUM
        changes = facts.indicator.diverging_at is not None
        if not references or adds_up or changes or facts.indicator.categories:
            return sentence
        if _is_unsure(facts, references[0]):
            value = self.briefly(facts.indicator, references[0].value)
            place = self.place(references[0].code)
            return say(
                "profile.against", sentence=sentence.removesuffix("."), value=value, place=place
            )[self.lang]
        ((sign, some),) = by_sign(facts, references)
        return f"{sentence.removesuffix('.')}, {self._than(facts.indicator, sign, some)}."

    def _references(self, facts: AreaFacts) -> tuple[Compared, ...]:
        """Those that are said: not the one that a difference is measured from itself."""
        known = wording(facts.indicator.id)
        itself = known.difference_from if known else None
        return tuple(r for r in shown_references(facts.references) if r.code != itself)

    def _beside(self, indicator: Indicator, references: Sequence[Compared]) -> str:
        """The same elsewhere, without "more than": of a change, or an estimate without a margin."""
        parts = (
            say(
                "profile.beside.one",
                place=self.place(reference.code),
                value=self.briefly(indicator, reference.value),
            )[self.lang]
            for reference in references
        )
        return say("profile.beside", parts=self.listed(parts))[self.lang]

    def _than(self, indicator: Indicator, sign: Sign, references: Sequence[Compared]) -> str:
        known = wording(indicator.id)
        words = known.than if known else "hoger"
        than = (
            say("profile.than.unclear")
            if sign is Sign.UNCLEAR
            else say(f"profile.than.{words}.{sign.value}")
        )[self.lang]
        places = (f"{self.place(r.code)} ({self.briefly(indicator, r.value)})" for r in references)
        return say("profile.in", than=than, places=self.listed(places))[self.lang]

    def _share(self, facts: AreaFacts, reference: Compared) -> str:
        """What part of the total of a larger area it is."""
        if reference.value <= 0 or facts.latest.value <= 0:
            return ""
        share = 100 * facts.latest.value / reference.value
        size = format_number(max(share, SMALLEST_SHARE), 1, self.lang)
        return say(
            "profile.share",
            share=say("profile.less", share=size) if share < SMALLEST_SHARE else size,
            what=facts.indicator.unit[self.lang] or facts.indicator.name[self.lang],
            place=self.place(reference.code),
            total=self.number(facts.indicator, reference.value),
        )[self.lang]

    def _whole(self, facts: AreaFacts, reference: Compared) -> str:
        said = self.value(facts.indicator, reference.value)
        same = facts.latest.value == reference.value
        words = say(
            "profile.whole.same" if same else "profile.whole",
            place=self.place(reference.code),
            value=said,
        )[self.lang]
        return words[:1].upper() + words[1:]

    def judgement(self, facts: AreaFacts) -> tuple[Judgement, str] | None:
        """Whether the value is better than its first reference; None where neither is better."""
        references = shown_references(facts.references)
        if not references:
            return None
        first = references[0]
        kind = judgement(facts.indicator, facts.latest.value - first.value, facts.verdict(first))
        if kind is None:
            return None
        return kind, say(f"profile.judged.{kind.value}", place=self.place(first.code))[self.lang]

    def trend(self, facts: AreaFacts) -> str:
        """From the first known value to the latest one; empty where there is one period.

        Of a change nothing is said: a rise of a fall is not understood.
        """
        known = facts.known_moments
        changes = facts.indicator.diverging_at is not None
        if len(known) < 2 or facts.indicator.categories or changes:
            return ""
        first, last = known[0], known[-1]
        return say(
            f"profile.trend.{trend_of(facts)}",
            first=first.period,
            last=last.period,
            before=self.briefly(facts.indicator, first.value),
            after=self.briefly(facts.indicator, last.value),
        )[self.lang]

    def series(self, facts: AreaFacts) -> tuple[str, ...]:
        """Every period with its value, marked where it is an estimate or not final."""
        if len(facts.known_moments) < 2:
            return ()
        return tuple(self._moment(facts.indicator, moment) for moment in facts.moments)

    def _moment(self, indicator: Indicator, moment: Moment) -> str:
        if math.isnan(moment.value):
            reason = say(f"missing.{moment.missing.value}") if moment.missing else say("unknown")
            return f"{moment.period}: {reason[self.lang]}"
        estimated = "≈ " if moment.inexact > 0 else ""
        status = f" ({say(f'status.{moment.status.value}')[self.lang]})" if moment.status else ""
        return f"{moment.period}: {estimated}{self.number(indicator, moment.value)}{status}"

    def rank(self, facts: AreaFacts) -> str:
        """Its place among the areas of its level, in the smallest and the largest whole."""
        places = facts.places[:1] + facts.places[1:][-1:]
        if not places or self.level is None:
            return ""
        level = say(f"level.{self.level.value}.plural")
        parts = (
            say(
                "profile.rank.tied" if place.tied else "profile.rank.one",
                rank=format_number(place.rank, 0, self.lang),
                n=format_number(place.among, 0, self.lang),
                level=level,
                place=self.place(place.whole),
            )[self.lang]
            for place in places
        )
        return say("profile.rank", parts=self.listed(parts))[self.lang]

    def notes(self, facts: AreaFacts) -> tuple[str, ...]:
        """What makes the latest value less than certain."""
        said = []
        if facts.latest.status:
            status = say(f"status.{facts.latest.status.value}")
            said.append(say("profile.note.status", status=status)[self.lang])
        if facts.latest.inexact > 0:
            share = format_number(max(100 * facts.latest.inexact, 1), 0, self.lang)
            said.append(say("profile.note.estimated", share=share)[self.lang])
        if not math.isnan(facts.lower):
            limits = (self.number(facts.indicator, x) for x in (facts.lower, facts.upper))
            lower, upper = limits
            if lower != upper:  # as it is shown
                said.append(say("profile.note.margin", lower=lower, upper=upper)[self.lang])
        if facts.few:
            said.append(say("profile.note.few")[self.lang])
        return tuple(said)

    def listed(self, parts: Iterable[str]) -> str:
        """Parts as a sentence lists them: with commas, and "en" before the last."""
        *first, last = parts
        return f"{', '.join(first)} {say('profile.and')[self.lang]} {last}" if first else last


def shown_references(references: tuple[Compared, ...]) -> tuple[Compared, ...]:
    """The smallest and the largest of the references: two of them are read, four are not."""
    return references[:1] + references[1:][-1:]


def by_sign(facts: AreaFacts, references: Sequence[Compared]) -> list[tuple[Sign, list[Compared]]]:
    """The references in order, those beside each other with the same sign together."""
    groups: list[tuple[Sign, list[Compared]]] = []
    for reference in references:
        sign = sign_of(facts.latest.value, reference.value)
        if sign is not Sign.SAME and facts.verdict(reference) is Verdict.NO_CLEAR:
            sign = Sign.UNCLEAR
        if groups and groups[-1][0] is sign:
            groups[-1][1].append(reference)
        else:
            groups.append((sign, [reference]))
    return groups


def _is_unsure(facts: AreaFacts, reference: Compared) -> bool:
    """Whether nobody knows how far it may be off: an estimate, or a rate of an unknown count."""
    return needs_margin(facts.indicator) and facts.verdict(reference) is None


def sign_of(value: float, other: float) -> Sign:
    """Whether a value is more than another, both as they are shown."""
    return Sign.MORE if value > other else Sign.LESS if value < other else Sign.SAME


def trend_of(facts: AreaFacts) -> str:
    """The kind of change since the first known value; what may be chance is no rise or fall."""
    known = facts.known_moments
    sign = sign_of(known[-1].value, known[0].value)
    if sign is Sign.SAME:
        return sign.value
    seen = facts.trend_verdict()
    if seen is Verdict.NO_CLEAR:
        return Sign.UNCLEAR.value
    unknown = seen is None and needs_margin(facts.indicator)
    return Judgement.UNSURE.value if unknown else sign.value


def wording(indicator: str) -> Wording | None:
    """How an indicator is said; None for one that sentences.toml does not have."""
    return _wordings().get(indicator)


@cache
def _wordings() -> dict[str, Wording]:
    source = files("rudc_map.view").joinpath("sentences.toml").read_text(encoding="utf-8")
    return {key: _read(entry) for key, entry in tomllib.loads(source).items()}


def _read(entry: dict[str, Any]) -> Wording:
    others = ("below", "zero", "one", "unit_of_one")
    return Wording(
        Text(entry["nl"], entry["en"]),
        entry["than"],
        difference_from=entry.get("difference_from"),
        **{key: Text(**entry[key]) for key in others if key in entry},
    )
