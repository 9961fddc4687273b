"""The figures of a view or of a theme as tables, for downloads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np
import pandas as pd

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.compared import Comparison
from rudc_map.indicators.compute import indicator_values
from rudc_map.indicators.intervals import intervals
from rudc_map.indicators.places import in_region
from rudc_map.indicators.references import references
from rudc_map.indicators.registry import Registry
from rudc_map.model import (
    ENCLOSING,
    Indicator,
    Lang,
    Layer,
    Level,
    ReferenceKind,
    Region,
    ViewState,
)
from rudc_map.view.levels import shown_levels
from rudc_map.view.numbers import GUARD_DIGITS
from rudc_map.view.painting import differences
from rudc_map.view.query import read_region
from rudc_map.view.similarity import usual_similarity
from rudc_map.view.texts import say

COLUMNS = {
    "code": str,
    "naam": str,
    "niveau": str,
    "gemeente": str,
    "gemeentenaam": str,
    "provincie": str,
    "provincienaam": str,
    "indicator": str,
    "onderwerp": str,
    "periode": str,
    "waarde": float,
    "eenheid": str,
    "ontbreekt": str,
    "status": str,
    "geschat": float,
    "ondergrens": float,
    "bovengrens": float,
    "referentie": str,
    "referentiewaarde": float,
    "verschil": float,
    "bron": str,
    "licentie": str,
}
"""The columns of every table of figures and what they hold (docs/api.md explains them)."""


class Scope(StrEnum):
    """Which figures (``wat=`` in an address)."""

    VIEW = "beeld"
    THEME = "thema"


@dataclass(frozen=True, eq=False)
class Figures:
    """The figures of one view, or of the theme of its indicator in all periods.

    Attributes
    ----------
    state : ViewState
        Region, level, reference, language, and the indicator and period of the view.
    dataset, registry
        Where they come from.
    scope : Scope
        The view or the theme.
    """

    state: ViewState
    dataset: Dataset
    registry: Registry
    scope: Scope

    @property
    def lang(self) -> Lang:
        """The language of names and texts."""
        return self.state.lang

    @property
    def level(self) -> Level:
        """The level."""
        return self.state.level

    @property
    def region(self) -> Region:
        """The region."""
        return read_region(self.dataset, self.state.region, 404)

    @property
    def theme(self) -> Layer:
        """The theme of the indicator."""
        return self.registry.layer_of(self.state.indicator)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators; of a theme those that exist at the level."""
        if self.scope is Scope.VIEW:
            return (self.registry.get(self.state.indicator),)
        return tuple(i for i in self.theme.indicators if self.level in shown_levels(i))

    @property
    def parts(self) -> tuple[tuple[Indicator, str], ...]:
        """Each indicator with each period that there are figures of."""
        if self.scope is Scope.VIEW:
            return tuple((indicator, self.state.period) for indicator in self.indicators)
        return tuple((i, period) for i in self.indicators for period in i.periods)

    @property
    def codes(self) -> pd.Index:
        """The areas of the region, in geometry order."""
        inside = in_region(self.dataset, self.level, self.region)
        return inside.index[inside]

    @property
    def rows(self) -> int:
        """How many rows all tables have together."""
        return len(self.parts) * len(self.codes)

    @property
    def retrieved(self) -> datetime:
        """The last day on which a source of the figures was retrieved."""
        sources = (source for indicator in self.indicators for source in indicator.sources)
        days = (self.dataset.sources[source].retrieved for source in sources)
        return datetime.fromisoformat(max(days))

    def areas(self) -> pd.DataFrame:
        """What does not depend on the indicator: index code; names of the area and around it."""
        everything = self.dataset.areas
        found = everything.loc[self.codes]
        names = everything["name"]
        return pd.DataFrame(
            {
                "naam": found["name"],
                "niveau": self.level.value,
                "gemeente": found["gemeente"],
                "gemeentenaam": found["gemeente"].map(names),
                "provincie": found["provincie"],
                "provincienaam": found["provincie"].map(names),
            }
        )

    def tables(self) -> Iterator[pd.DataFrame]:
        """One table for each of `parts`, with `COLUMNS`; a row for each area."""
        areas = self.areas()
        for indicator, period in self.parts:
            yield self._table(areas, indicator, period)

    def _table(self, areas: pd.DataFrame, indicator: Indicator, period: str) -> pd.DataFrame:
        known = indicator_values(self.dataset, indicator, self.level, period)
        codes = areas.index
        values = known.values.loc[codes]
        compared = self.reference_of(indicator, period)
        limits = intervals(self.dataset, indicator, self.level, period)
        finest = indicator.decimals + GUARD_DIGITS
        sources = [self.dataset.sources[source] for source in indicator.sources]
        table = areas.assign(
            code=codes,
            indicator=indicator.id,
            onderwerp=indicator.name[self.lang],
            periode=period,
            waarde=values,
            eenheid=indicator.unit[self.lang],
            ontbreekt=known.missing.loc[codes],
            status=known.status.loc[codes],
            geschat=known.inexact.loc[codes].where(values.notna()).round(4),
            ondergrens=limits.lower.loc[codes].round(finest) if limits else np.nan,
            bovengrens=limits.upper.loc[codes].round(finest) if limits else np.nan,
            referentie=self._reference_names(areas),
            referentiewaarde=compared,
            verschil=differences(values.to_numpy(), compared.to_numpy(), indicator.decimals),
            bron="; ".join(dict.fromkeys(source.attribution for source in sources)),
            licentie="; ".join(dict.fromkeys(source.licence for source in sources)),
        )
        return table[list(COLUMNS)].reset_index(drop=True)

    def reference_of(self, indicator: Indicator, period: str) -> pd.Series:
        """What each area is compared with (index: code), as finely as the page knows it."""
        reference, areas = self.state.reference, self.dataset.areas.loc[self.codes]
        if reference.kind in ENCLOSING:
            known = references(self.dataset, indicator, self.level, period, self.region)
            municipal = reference.kind is ReferenceKind.MUNICIPALITY
            finest = indicator.decimals + (known.are_medians and not municipal)
            return known.of_areas(reference.kind, areas).round(finest)
        similarity = self.state.similarity or usual_similarity(self.registry)
        comparison = Comparison(
            self.dataset, self.registry, self.level, self.region, reference, similarity
        )
        found = comparison.of_areas(indicator, period, areas)
        return found.round(indicator.decimals + GUARD_DIGITS)

    @property
    def reference_name(self) -> str:
        """What is compared with, whatever the area."""
        kind, chosen = self.state.reference.kind, self.state.reference.areas
        if kind is ReferenceKind.REGION:
            return self.region.name[self.lang]
        if kind is ReferenceKind.AREAS:
            return ", ".join(str(self.dataset.areas.at[code, "name"]) for code in chosen)
        name = say(f"reference.{kind}")[self.lang]
        return name[:1].upper() + name[1:]

    def _reference_names(self, areas: pd.DataFrame) -> pd.Series | str:
        """What each area is compared with, by name."""
        around = {
            ReferenceKind.PROVINCE: "provincienaam",
            ReferenceKind.MUNICIPALITY: "gemeentenaam",
        }
        column = around.get(self.state.reference.kind)
        return areas[column] if column else self.reference_name
