"""What a page shows, as Python objects: for images, charts and downloads of the same state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.places import in_region
from rudc_map.indicators.registry import Registry
from rudc_map.model import (
    ENCLOSING,
    Indicator,
    Lang,
    Level,
    MissingReason,
    ReferenceKind,
    Region,
    ViewState,
    level_of,
)
from rudc_map.view.formats import format_difference, format_number, format_value
from rudc_map.view.own_area import own_area_code
from rudc_map.view.painting import Painting, differences, painting, reference_of_areas
from rudc_map.view.query import read_region
from rudc_map.view.similarity import similarity_code
from rudc_map.view.texts import say
from rudc_map.view.values import MISSING_CODES, STATUS_CODES

Ask = Callable[[str, dict[str, str]], dict[str, Any]]
"""The derived file with this name ("values", "reference", "pattern", ...) for these parameters."""


@dataclass(frozen=True)
class Facts:
    """What is known of one selected area, as the page's table has it.

    `inexact` is the share of the value that is an estimate.
    """

    code: str
    value: float
    reason: MissingReason | None
    reference: float
    difference: float
    inexact: float = 0.0


@dataclass(frozen=True, eq=False)
class Shown:
    """A state with the figures that belong to it.

    Attributes
    ----------
    state : ViewState
        What is shown.
    dataset, registry
        Where it comes from.
    ask : callable
        Gives the derived files, which the page is made from too.
    """

    state: ViewState
    dataset: Dataset
    registry: Registry
    ask: Ask = field(repr=False)

    @property
    def lang(self) -> Lang:
        """The language of what is shown."""
        return self.state.lang

    @cached_property
    def indicator(self) -> Indicator:
        """The indicator."""
        return self.registry.get(self.state.indicator)

    @cached_property
    def region(self) -> Region:
        """The region."""
        return read_region(self.dataset, self.state.region, 404)

    @cached_property
    def areas(self) -> pd.DataFrame:
        """The areas of the level, in geometry order."""
        return self.dataset.areas.loc[self.dataset.codes(self.state.level)]

    @cached_property
    def inside(self) -> np.ndarray:
        """Which of them lie in the region."""
        return in_region(self.dataset, self.state.level, self.region).to_numpy()

    @cached_property
    def parameters(self) -> dict[str, str]:
        """What the derived files are asked for with."""
        state = self.state
        return {
            "regio": state.region,
            "indicator": state.indicator,
            "niveau": state.level.value,
            "periode": state.period,
        }

    @cached_property
    def payload(self) -> dict[str, Any]:
        """The values, as the page gets them."""
        return self.payload_of(self.state.period)

    def payload_of(self, period: str) -> dict[str, Any]:
        """The values of another period."""
        return self.ask("values", {**self.parameters, "periode": period})

    @cached_property
    def special(self) -> dict[str, Any] | None:
        """The reference where areas do not lie in it; None for the usual ones."""
        return self.special_of(self.state.period)

    def special_of(self, period: str) -> dict[str, Any] | None:
        """The reference of another period, where areas do not lie in it."""
        if self.state.reference.kind in ENCLOSING:
            return None
        return self.ask(
            "reference",
            {
                **self.parameters,
                "periode": period,
                "referentie": self.state.reference.code,
                **self.alike,
            },
        )

    @cached_property
    def alike(self) -> dict[str, str]:
        """The parameter that says what makes areas alike, where the state has one."""
        code = similarity_code(self.state.similarity)
        return {"lijkt": code} if code else {}

    @cached_property
    def references(self) -> np.ndarray:
        """What each area of the level is compared with."""
        return reference_of_areas(self.payload, self.state.reference, self.areas, self.special)

    @cached_property
    def painting(self) -> Painting:
        """The classes and colours of the map."""
        return painting(
            self.payload,
            self.state.display,
            self.indicator,
            self.state.reference,
            self.references,
            self.inside,
            self.special,
        )

    @cached_property
    def sources(self) -> str:
        """Who published the figures, each once."""
        named = (self.dataset.sources[s].attribution for s in self.indicator.sources)
        return "; ".join(dict.fromkeys(named))

    @property
    def licence(self) -> str:
        """Under which licences the figures were published, each once; empty where none is said."""
        named = (self.dataset.sources[s].licence for s in self.indicator.sources)
        return "; ".join(dict.fromkeys(filter(None, named)))

    @property
    def credits(self) -> str:
        """Where the figures come from, and under which licence, as a sentence."""
        told = f"{self.sources} ({self.licence})" if self.licence else self.sources
        return say("image.source", sources=told)[self.lang]

    @property
    def boundary_credits(self) -> str:
        """Where the boundaries come from, and under which licence, as a sentence."""
        dataset = self.dataset
        told = say("image.boundaries", attribution=dataset.attribution, licence=dataset.licence)
        return told[self.lang]

    @cached_property
    def unit(self) -> str:
        """The unit as it stands over numbers; "class" for an indicator without one."""
        return self.indicator.unit[self.lang] or say("unit.none")[self.lang]

    def facts(self, code: str) -> Facts:
        """What is known of an area of any level (as assets/compare.js has it)."""
        level = level_of(code)
        value, reason, inexact = np.nan, MissingReason.NOT_AT_LEVEL, 0.0
        reference = self._reference_of(code)
        of_gemeente = self.payload["references"]["gemeente"].get(code)
        if level is self.state.level:
            at = self._at(code)
            known = self.payload["values"][at]
            value = np.nan if known is None else known
            inexact = self.payload.get("inexact", {}).get(str(at), 0.0)
            letters = {letter: reason for reason, letter in MISSING_CODES.items()}
            reason = letters.get(self.payload["missing"][at], MissingReason.NOT_PUBLISHED)
        elif level is Level.GEMEENTE and of_gemeente is not None:
            value = of_gemeente
        apart = differences(np.array([value]), np.array([reference]), self.indicator.decimals)
        known = not np.isnan(value)
        why = None if known else reason
        return Facts(code, float(value), why, reference, float(apart[0]), inexact)

    def _at(self, code: str) -> int:
        return int(self.areas.index.get_indexer(pd.Index([code]))[0])

    def _reference_of(self, code: str) -> float:
        if level_of(code) is self.state.level:
            return float(self.references[self._at(code)])
        if self.special is not None and self.special["values"] is not None:
            return float("nan")
        area = self.dataset.areas.loc[[code]]
        return float(reference_of_areas(self.payload, self.state.reference, area, self.special)[0])

    @cached_property
    def status(self) -> str:
        """Whether all values of the level, or some of them, are not final; empty where all are."""
        letters = self.payload.get("status", "")
        known = sum(value is not None for value in self.payload["values"])
        found = []
        for status, letter in STATUS_CODES.items():
            if n := letters.count(letter):
                name = say(f"status.{status}")
                found.append(say("age.partly" if n < known else "age.all", status=name)[self.lang])
        return ", ".join(found)

    @cached_property
    def own_value(self) -> float:
        """The value of the area that the reader drew; NaN where there is none."""
        found = self.ask(
            "own",
            {
                "eigen": own_area_code(self.state.own),
                "indicator": self.state.indicator,
                "niveau": self.state.level.value,
            },
        )
        value = found["values"][self.indicator.periods.index(self.state.period)]
        return float("nan") if value is None else float(value)

    def name(self, code: str, *, full: bool = False) -> str:
        """The name of an area; `full` adds the gemeente of a buurt or wijk."""
        name = str(self.dataset.areas.at[code, "name"])
        gemeente = self.dataset.areas.at[code, "gemeente"]
        if not full or gemeente is None or gemeente == code:
            return name
        return f"{name} ({self.name(str(gemeente))})"

    def reference_name(self, code: str | None = None) -> str:
        """The name of what an area is compared with; without a code, of the kind of reference."""
        kind, areas = self.state.reference.kind, self.state.reference.areas
        if kind is ReferenceKind.AREAS:
            if len(areas) == 1:
                return self.name(areas[0], full=True)
            first = self.name(areas[0])
            return say("reference.set", n=str(len(areas)), first=first)[self.lang]
        if kind is ReferenceKind.REGION and code is not None:
            return self.region.name[self.lang]
        if code is not None and kind in (ReferenceKind.PROVINCE, ReferenceKind.MUNICIPALITY):
            around = self.dataset.areas.at[code, kind.value]
            return self.name(around) if isinstance(around, str) else say("unknown")[self.lang]
        return say(f"reference.{kind}")[self.lang]

    def said(self, value: float) -> str:
        """A value in words: with its unit, or the name of its category."""
        for at, name in self.indicator.categories:
            if at == value:
                return name[self.lang]
        return format_value(value, self.indicator, self.lang)

    def said_difference(self, difference: float) -> str:
        """A difference in words, with its sign and unit."""
        return format_difference(difference, self.indicator, self.lang)

    def briefly(self, value: float, *, difference: bool = False) -> str:
        """A value or difference with its unit only where that is a sign: % or €."""
        unit = self.indicator.unit[self.lang]
        if unit == "%" and difference:
            return self.said_difference(value).split(" ")[0]
        if difference:
            return self.said_difference(value)
        if "€" in unit or unit == "%":
            return self.said(value).split(" ")[0]
        named = dict(self.indicator.categories).get(value)
        return named[self.lang] if named else self.number(value)

    def number(self, value: float, decimals: int | None = None) -> str:
        """A bare number, in the indicator's decimals unless others are asked for."""
        shown = self.indicator.decimals if decimals is None else decimals
        return format_number(value, shown, self.lang)

    def class_range(self, at: int, extent_of_all: tuple[float, float] | None = None) -> str:
        """The range of a class in words: its lower break is not in it, its upper one is.

        A first or last class without areas (its scale is that of all periods) ends nowhere.

        Parameters
        ----------
        at : int
            The class.
        extent_of_all : (float, float) or None
            Lowest and highest of all maps in these classes; None for those of this map.
        """
        painted, categories = self.painting, self.indicator.categories
        breaks, extent = painted.breaks, extent_of_all or painted.extent
        if categories and not self.state.display.difference:
            return categories[at][1][self.lang] if at < len(categories) else ""
        if breaks and at in (0, len(breaks)) and not (extent_of_all or painted.counts[at]):
            key, edge = ("legend.above", breaks[-1]) if at else ("legend.below", breaks[0])
            return say(key, value=self.edge(edge))[self.lang]
        outer = extent or (breaks[0], breaks[-1]) if breaks else extent or (0.0, 0.0)
        low = breaks[at - 1] if at else min((outer[0], *breaks[:1]))
        high = breaks[at] if at < len(breaks) else max(outer[1], low)
        return f"{self.edge(low)} – {self.edge(high)}"

    def edge(self, value: float) -> str:
        """A bare number where a class ends; of a difference with its sign."""
        sign = "+" if self.state.display.difference and value > 0 else ""
        return sign + self.number(value)

    def dated(self, period: str) -> str:
        """A period, and whether its figures are final."""
        return f"{period} ({self.status})" if self.status else period

    def subtitle(self, period: str) -> str:
        """Period, level and region, and what is compared with where differences are shown."""
        state, lang = self.state, self.lang
        parts = [self.dated(period)] if period else []
        parts += [say(f"level.{state.level}.plural")[lang], self.region.name[lang]]
        if state.display.difference:
            compared = say("legend.difference", reference=self.reference_name())
            parts.insert(0, compared[lang])
        if self.payload["aggregatedFrom"]:
            finer = say(f"level.{self.payload['aggregatedFrom']}.plural")
            parts.append(say("legend.aggregated", level=finer)[lang])
        return " · ".join(parts)
