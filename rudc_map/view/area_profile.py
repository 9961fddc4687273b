"""The page about an area: what is known of it in sentences, and where it belongs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.area_facts import AreaFacts, Subject
from rudc_map.indicators.places import widest_region
from rudc_map.indicators.registry import Registry
from rudc_map.indicators.surroundings import neighbours_of
from rudc_map.model import (
    COUNTRY,
    Indicator,
    Lang,
    Layer,
    Level,
    MissingReason,
    Region,
    level_of,
)
from rudc_map.view.about import indicator_anchor
from rudc_map.view.area_addresses import address_of_area, address_of_region
from rudc_map.view.area_map import area_map
from rudc_map.view.formats import format_number
from rudc_map.view.judgements import Judgement
from rudc_map.view.sentences import MARKS, Words, wording
from rudc_map.view.similar_areas import similar_to
from rudc_map.view.similarity import usual_similarity
from rudc_map.view.texts import say

LEAD = ("aandeel_65plus", "aandeel_koopwoningen", "ervaren_gezondheid", "misdrijven_per_1000")
"""What the first paragraph says, after the number of inhabitants."""

ALIKE = 5
"""Similar areas that are named."""

FEW = 3
"""A caveat about at most so many figures names them."""

COMPARABLE = (Level.BUURT, Level.WIJK, Level.GEMEENTE)
"""The levels at which similar areas are looked for."""


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere; `more` is said after them."""

    words: str
    address: str
    more: str = ""


@dataclass(frozen=True)
class Fact:
    """One indicator: its value, and everything that must be said with it."""

    id: str
    name: str
    period: str
    value: str
    unit: str
    sentences: tuple[str, ...]
    judgement: tuple[Judgement, str, str] | None
    series: tuple[str, ...]
    line: tuple[float, ...]
    rank: str
    notes: tuple[str, ...]
    about: str


@dataclass(frozen=True)
class Theme:
    """The facts of a theme, and what to mind in them."""

    id: str
    name: str
    facts: tuple[Fact, ...]
    caveats: tuple[str, ...]


@dataclass(frozen=True)
class Unknown:
    """What is not known for one reason."""

    reason: str
    names: tuple[str, ...]
    link: Link | None = None


@dataclass(frozen=True)
class Related:
    """Other areas under a heading."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class AreaProfile:
    """Everything on the page, in one language.

    Attributes
    ----------
    code : str
        Code of the area, or id of the region.
    name, kind, title, description : str
        What it is called, what it is, and what search engines show.
    address, map_address, image_query : str
        Of this page and of the map with the area selected, and the parameters of its image.
    crumbs : tuple of Link
        What it lies in, large to small.
    lead : str
        The first paragraph.
    picture, picture_words : str
        SVG of where it lies, and the same in words.
    themes, unknown, related, similar
        The sections.
    similar_note : str
        By what areas are compared, or why there are none.
    sources : tuple of str
        Who published the figures.
    """

    code: str
    name: str
    kind: str
    title: str
    description: str
    lang: Lang
    address: str
    map_address: str
    image_query: str
    crumbs: tuple[Link, ...]
    lead: str
    picture: str
    picture_words: str
    themes: tuple[Theme, ...]
    unknown: tuple[Unknown, ...]
    related: tuple[Related, ...]
    similar: tuple[Link, ...]
    similar_note: str
    sources: tuple[str, ...]
    about: dict[str, str]


def area_profile(
    dataset: Dataset, registry: Registry, code: str, region: Region | None, lang: Lang
) -> AreaProfile:
    """Make the page about an area.

    Parameters
    ----------
    dataset, registry
        What is known.
    code : str
        The code of an area of any level; of a region its id.
    region : Region or None
        The region, where it is one with gemeenten of its own.
    lang : Lang
        The language.
    """
    return _Writer(dataset, registry, Subject(dataset, code, region), lang).profile()


@dataclass(frozen=True)
class _Writer:
    dataset: Dataset
    registry: Registry
    subject: Subject
    lang: Lang

    def profile(self) -> AreaProfile:
        facts = {i.id: self.subject.facts(i) for i in self.registry.indicators}
        lead = self._lead(facts)
        words = self._picture_words()
        code, region = self.subject.code, self.subject.region
        similar, note = self._similar()
        return AreaProfile(
            code=code,
            name=self._name,
            kind=self._kind(),
            title=self.say("profile.title", name=self._full_name(), brand=say("app.name")),
            description=lead,
            lang=self.lang,
            address=self._address(code),
            map_address=f"/?{self._map_query()}",
            image_query=self._map_query(),
            crumbs=self._crumbs(),
            lead=lead,
            picture=area_map(self.dataset, code, region, words),
            picture_words=words,
            themes=tuple(filter(None, (self._theme(x, facts) for x in self.registry.layers))),
            unknown=tuple(self._unknown(facts)),
            related=tuple(self._related()),
            similar=similar,
            similar_note=note,
            sources=self._sources(facts),
            about={
                "title": self.dataset.title,
                "vintage": self.dataset.vintage,
                "attribution": self.dataset.attribution,
                "licence": self.dataset.licence,
            },
        )

    # --- what it is -----------------------------------------------------------------------------

    @property
    def _words(self) -> Words:
        return Words(self.dataset, self.subject.level, self.lang)

    @property
    def _name(self) -> str:
        if self.subject.region is not None:
            return self.subject.region.name[self.lang]
        if self.subject.code == COUNTRY:
            return say("reference.nederland")[self.lang].removeprefix("the ").strip()
        return self._named(self.subject.code)

    def _named(self, code: str) -> str:
        return str(self.dataset.areas.at[code, "name"])

    def _in_sentence(self) -> str:
        """The name within a sentence: a gemeente or provincie is called one."""
        if self.subject.region is not None:
            return _region_in_sentence(self._name)
        named = self.subject.level in (Level.GEMEENTE, Level.PROVINCIE, Level.LAND)
        return self._words.place(self.subject.code) if named else self._name

    def _full_name(self) -> str:
        """The name with what tells it from another with the same name."""
        if self.subject.level in (Level.BUURT, Level.WIJK):
            gemeente = self._named(str(self.dataset.areas.at[self.subject.code, "gemeente"]))
            return f"{self._name} ({gemeente})"
        if self.subject.level in (Level.GEMEENTE, Level.PROVINCIE):
            return self.say(f"profile.name.{self.subject.level.value}", name=self._name)
        return self._name

    def _kind(self) -> str:
        if self.subject.region is not None:
            n = format_number(len(self.subject.region.gemeenten), 0, self.lang)
            return self.say("profile.kind.region", n=n)
        level = (self.subject.level or Level.LAND).value
        return say(f"level.{level}")[self.lang].capitalize()

    def _crumbs(self) -> tuple[Link, ...]:
        links = []
        for code in reversed(self.subject.around):
            level = level_of(code) or Level.LAND
            name = self._named(code)
            words = (
                name if level is Level.LAND else self.say(f"profile.name.{level.value}", name=name)
            )
            links.append(Link(words, self._address(code)))
        return tuple(links)

    def _picture_words(self) -> str:
        if not self.subject.around:
            return self.say("profile.map.country", name=self._name)
        larger = self._words.listed(
            self._words.place(code)
            for code in self.subject.around
            if level_of(code) is not Level.WIJK
        )
        return self.say("profile.map", name=self._name, larger=larger)

    # --- where it leads -------------------------------------------------------------------------

    @property
    def _suffix(self) -> str:
        return "?taal=en" if self.lang is Lang.EN else ""

    def _address(self, code: str) -> str:
        if self.subject.region is not None and code == self.subject.code:
            return address_of_region(code)
        return address_of_area(self.dataset, code)

    def _map_query(self) -> str:
        """The parameters of the map with the area selected."""
        language = {"taal": "en"} if self.lang is Lang.EN else {}
        if self.subject.region is not None:
            return urlencode({"regio": self.subject.region.id, **language})
        level = self.subject.level or Level.LAND
        shown = level if level is not Level.LAND else Level.PROVINCIE
        region = self._region_on_map(shown)
        selected = {} if level is Level.LAND else {"gebieden": self.subject.code}
        return urlencode({"regio": region.id, "niveau": shown.value, **selected, **language})

    def _region_on_map(self, level: Level) -> Region:
        gemeente = self.dataset.areas.at[self.subject.code, "gemeente"]
        for region in self.dataset.regions:
            if level in region.levels and (not region.gemeenten or gemeente in region.gemeenten):
                return region
        return widest_region(self.dataset, level)

    # --- figures --------------------------------------------------------------------------------

    def _lead(self, facts: dict[str, AreaFacts]) -> str:
        said = []
        people = facts.get("inwoners")
        if people is not None and people.known:
            n = self._words.number(people.indicator, people.latest.value)
            said.append(_capital(self.say("profile.lead", name=self._in_sentence(), n=n)))
        known = (facts[id_] for id_ in LEAD if id_ in facts and facts[id_].known)
        said += [self._words.with_comparison(fact) for fact in known]
        return " ".join(said) or self.say("profile.lead.nothing", name=self._in_sentence())

    def _theme(self, layer: Layer, facts: dict[str, AreaFacts]) -> Theme | None:
        known = [facts[i.id] for i in layer.indicators if self._is_told(facts[i.id])]
        if not known:
            return None
        return Theme(
            layer.id,
            layer.name[self.lang],
            tuple(self._fact(fact) for fact in known),
            tuple(self._caveats([fact.indicator for fact in known])),
        )

    def _caveats(self, indicators: list[Indicator]) -> Iterator[str]:
        """Each once; where it is about a few of the figures, with their names before it."""
        about: dict[str, list[str]] = {}
        for indicator in indicators:
            for mind in indicator.caveats:
                about.setdefault(mind[self.lang], []).append(indicator.name[self.lang])
        for caveat, names in about.items():
            of_few = len(names) < len(indicators) and len(names) <= FEW
            yield f"{'; '.join(names)}: {caveat}" if of_few else caveat

    def _is_told(self, facts: AreaFacts) -> bool:
        """Whether there is a value, which is no difference of the area with itself."""
        known = wording(facts.indicator.id)
        itself = known is not None and known.difference_from == self.subject.code
        return facts.known and not itself

    def _fact(self, facts: AreaFacts) -> Fact:
        words, indicator = self._words, facts.indicator
        judged = words.judgement(facts)
        sentences = (words.sentence(facts), words.comparison(facts), words.trend(facts))
        return Fact(
            id=indicator.id,
            name=indicator.name[self.lang],
            period=facts.latest.period,
            value=words.briefly(indicator, facts.latest.value),
            unit=words.unit_after(indicator, facts.latest.value),
            sentences=tuple(filter(None, sentences)),
            judgement=(judged[0], MARKS[judged[0]], judged[1]) if judged else None,
            series=words.series(facts),
            line=tuple(moment.value for moment in facts.moments) if len(facts.moments) > 1 else (),
            rank=words.rank(facts),
            notes=words.notes(facts),
            about=f"/gegevens{self._suffix}#{indicator_anchor(indicator.id)}",
        )

    def _unknown(self, facts: dict[str, AreaFacts]) -> Iterable[Unknown]:
        """What has no latest value, by the reason."""
        by_reason: dict[MissingReason, list[AreaFacts]] = {}
        for fact in facts.values():
            if not fact.known:
                reason = fact.latest.missing or MissingReason.NOT_PUBLISHED
                by_reason.setdefault(reason, []).append(fact)
        for reason in sorted(by_reason, key=list(MissingReason).index):
            missing = by_reason[reason]
            names = tuple(self._last_known(fact) for fact in missing)
            if reason is MissingReason.NOT_AT_LEVEL:
                yield Unknown(self.say("profile.unknown.level"), names, self._gemeente())
            else:
                yield Unknown(say(f"profile.unknown.{reason.value}")[self.lang], names)

    def _last_known(self, fact: AreaFacts) -> str:
        name = fact.indicator.name[self.lang]
        known = [moment for moment in fact.moments if not math.isnan(moment.value)]
        if not known:
            return name
        value = self._words.value(fact.indicator, known[-1].value)
        return self.say("profile.unknown.last", name=name, value=value, period=known[-1].period)

    def _gemeente(self) -> Link | None:
        """The profile of the gemeente of a smaller area, where more is known."""
        if self.subject.level not in (Level.BUURT, Level.WIJK):
            return None
        code = str(self.dataset.areas.at[self.subject.code, "gemeente"])
        words = self.say("profile.unknown.see", place=self._words.place(code))
        return Link(words, self._address(code))

    def _sources(self, facts: dict[str, AreaFacts]) -> tuple[str, ...]:
        known = self.dataset.sources
        used = (known[s] for f in facts.values() if f.known for s in f.indicator.sources)
        return tuple(dict.fromkeys(f"{s.attribution} ({s.licence})" for s in used))

    # --- other areas ----------------------------------------------------------------------------

    def _related(self) -> Iterable[Related]:
        level = self.subject.level
        if level is not None and level is not Level.LAND:
            beside = neighbours_of(self.dataset, self.subject.code)
            if beside:
                yield Related(self.say("profile.neighbours"), self._links(beside))
        for part_level, parts in self._parts():
            title = say(f"level.{part_level.value}.plural")[self.lang].capitalize()
            yield Related(
                self.say("profile.parts", level=title, name=self._name), self._links(parts)
            )
        regions = [r for r in self.dataset.regions if r.gemeenten and self._lies_in(r)]
        if regions:
            links = (Link(r.name[self.lang], address_of_region(r.id)) for r in regions)
            yield Related(self.say("profile.regions"), tuple(links))

    def _parts(self) -> Iterable[tuple[Level, tuple[str, ...]]]:
        areas, code = self.dataset.areas, self.subject.code
        if self.subject.region is not None:
            yield Level.GEMEENTE, self.subject.region.gemeenten
            return
        smaller = {
            Level.WIJK: (Level.BUURT,),
            Level.GEMEENTE: (Level.WIJK, Level.BUURT),
            Level.PROVINCIE: (Level.GEMEENTE,),
            Level.LAND: (Level.PROVINCIE,),
        }.get(self.subject.level or Level.BUURT, ())
        for level in smaller:
            of_level = areas.loc[self.dataset.codes(level)]
            own = (self.subject.level or Level.LAND).value
            inside = of_level if own == Level.LAND else of_level[of_level[own] == code]
            if len(inside):
                yield level, tuple(inside.index)

    def _lies_in(self, region: Region) -> bool:
        if self.subject.region is not None or self.subject.level in (Level.PROVINCIE, Level.LAND):
            return False
        return self.dataset.areas.at[self.subject.code, "gemeente"] in region.gemeenten

    def _links(self, codes: Iterable[str]) -> tuple[Link, ...]:
        """Links to areas by name, naming the gemeente of those in another one."""
        return tuple(
            Link(self._named(code), self._address(code), self._elsewhere(code)) for code in codes
        )

    def _elsewhere(self, code: str) -> str:
        areas = self.dataset.areas
        if level_of(code) not in (Level.BUURT, Level.WIJK) or self.subject.region:
            return ""
        gemeente = areas.at[code, "gemeente"]
        own = areas.at[self.subject.code, "gemeente"]
        return "" if str(gemeente) == str(own) else self._named(str(gemeente))

    def _similar(self) -> tuple[tuple[Link, ...], str]:
        level = self.subject.level
        if level not in COMPARABLE:
            return (), ""
        similarity = replace(usual_similarity(self.registry), everywhere=True)
        found = similar_to(
            self.dataset,
            self.registry,
            similarity,
            level,
            self.subject.code,
            self.dataset.regions[0],
        )
        if not found["matches"]:
            return (), self.say("profile.similar.none")
        links = tuple(
            Link(self._named(m["code"]), self._address(m["code"]), self._why(m))
            for m in found["matches"][:ALIKE]
        )
        used = self._words.listed(
            _lower(self.registry.get(i["id"]).name[self.lang]) for i in found["indicators"]
        )
        n = format_number(found["compared"], 0, self.lang)
        level_words = say(f"level.{level.value}.plural")
        return links, self.say("profile.similar.note", n=n, level=level_words, indicators=used)

    def _why(self, match: dict[str, Any]) -> str:
        """Where a similar area lies, and in what it is alike and unlike."""
        said = []
        if level_of(match["code"]) is not Level.GEMEENTE:
            said.append(self._named(str(self.dataset.areas.at[match["code"], "gemeente"])))
        for key, ids in (("profile.alike", match["alike"]), ("profile.unlike", match["unlike"])):
            if ids:
                names = self._words.listed(self._figure(id_, match["values"][id_]) for id_ in ids)
                said.append(say(key, names=names)[self.lang])
        return "; ".join(said)

    def _figure(self, indicator: str, value: float | None) -> str:
        known = self.registry.get(indicator)
        said = "–" if value is None else self._words.value(known, value)
        return f"{_lower(known.name[self.lang])} ({said})"

    def say(self, key: str, **gaps: Any) -> str:
        """A text of the catalogue in the language of the page."""
        return say(key, **gaps)[self.lang]


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _region_in_sentence(name: str) -> str:
    """The name of a region within a sentence, with its article.

    Examples
    --------
    >>> _region_in_sentence("Regio Groningen-Assen"), _region_in_sentence("Groningen-Assen region")
    ('de regio Groningen-Assen', 'the Groningen-Assen region')
    """
    if name.startswith("Regio "):
        return f"de {_lower(name)}"
    return f"the {name}" if name.endswith(" region") else name


def _lower(name: str) -> str:
    """A name within a sentence."""
    return name[:1].lower() + name[1:]
