"""What areas are compared with, whatever the kind of reference."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.compute import indicator_values
from rudc_map.indicators.own_areas import OWN, own_parts
from rudc_map.indicators.places import by_level, outermost
from rudc_map.indicators.references import references
from rudc_map.indicators.registry import Registry
from rudc_map.indicators.similar import matches_of_each, values_of_matches
from rudc_map.indicators.unions import SINGLE, Taken, taken_as_one, whole_areas
from rudc_map.model import (
    ENCLOSING,
    Aggregate,
    Indicator,
    Level,
    OwnArea,
    Reference,
    ReferenceKind,
    Region,
    Similarity,
)

RULES = {
    Aggregate.SUM: "som",
    Aggregate.WEIGHTED_MEAN: "gewogen_gemiddelde",
    Aggregate.NONE: "mediaan",
}
"""How several areas become one, by an indicator's rule."""

RULES_OF_SIMILAR = {**RULES, Aggregate.SUM: RULES[Aggregate.NONE]}
"""How the areas most like another become one: a total would say nothing of a single area."""


@dataclass(frozen=True)
class Row:
    """One indicator in one period for all areas that are compared.

    Attributes
    ----------
    taken : dict of str to Taken
        The value of each area, by code; the own area as `OWN`.
    references : pd.Series of float
        What each area is compared with, by code.
    """

    taken: dict[str, Taken]
    references: pd.Series


@dataclass(frozen=True)
class Comparison:
    """What areas of any levels are compared with.

    Attributes
    ----------
    dataset, registry
        Where the figures come from.
    level : Level
        The level that is shown: an indicator without a rule has the medians of its areas.
    region : Region
        The region that is shown.
    reference : Reference
        What areas are compared with.
    similarity : Similarity
        What makes areas alike.
    """

    dataset: Dataset
    registry: Registry
    level: Level
    region: Region
    reference: Reference
    similarity: Similarity

    def row(
        self,
        indicator: Indicator,
        period: str,
        codes: tuple[str, ...],
        own: OwnArea | None,
    ) -> Row:
        """The values and references of areas, and of the own area where there is one."""
        dataset = self.dataset
        taken = {c: taken_as_one(dataset, indicator, period, whole_areas([c])) for c in codes}
        areas = dataset.areas.loc[list(codes), ["gemeente", "provincie"]]
        if own is not None:
            parts = own_parts(dataset, own, indicator.levels)
            taken[OWN] = taken_as_one(dataset, indicator, period, parts.shares)
            areas = pd.concat([areas, parts.lies_in])
        return Row(taken, self.of_areas(indicator, period, areas))

    def how(self, indicator: Indicator, period: str) -> str:
        """How the reference is made: one of `RULES`, or `SINGLE` where it is an area's own."""
        kind, rule = self.reference.kind, RULES[indicator.aggregation.how]
        if kind is ReferenceKind.AREAS:
            return self.chosen(indicator, period, with_limits=False).how
        if kind is ReferenceKind.MUNICIPALITY:
            return SINGLE
        if kind is ReferenceKind.SIMILAR:
            return RULES_OF_SIMILAR[indicator.aggregation.how]
        part_of_country = kind is ReferenceKind.REGION and self.region.gemeenten
        if part_of_country or indicator.aggregation.how is Aggregate.NONE:
            return rule
        level = Level.PROVINCIE if kind is ReferenceKind.PROVINCE else Level.LAND
        known = indicator_values(self.dataset, indicator, level, period)
        return rule if known.aggregated_from else SINGLE

    def is_fair(self, indicator: Indicator) -> bool:
        """False where a number that adds up stands against the total of several areas."""
        one_area = len(outermost(self.dataset, self.reference.areas)) == 1
        of_like_areas = one_area or self.reference.kind is ReferenceKind.SIMILAR
        return indicator.aggregation.how is not Aggregate.SUM or of_like_areas

    def of_areas(self, indicator: Indicator, period: str, areas: pd.DataFrame) -> pd.Series:
        """The reference of each area, unrounded where it is not published.

        Parameters
        ----------
        indicator, period
            What is compared.
        areas : pd.DataFrame
            Index: codes of any levels; columns gemeente and provincie (None where an area lies
            in several or none).

        Returns
        -------
        pd.Series of float
            On the same index; NaN where unknown.
        """
        if self.reference.kind is ReferenceKind.AREAS:
            value = self.chosen(indicator, period, with_limits=False).value
            return pd.Series(value, index=areas.index, dtype=float)
        if self.reference.kind in ENCLOSING:
            known = references(self.dataset, indicator, self.level, period, self.region)
            return known.of_areas(self.reference.kind, areas)
        of_levels = [
            self.similar(indicator, period, level, pd.Index(codes))
            for level, codes in by_level(areas.index).items()
        ]
        found = pd.concat(of_levels) if of_levels else pd.Series(dtype=float)
        return found.reindex(areas.index).astype(float)

    def chosen(self, indicator: Indicator, period: str, *, with_limits: bool = True) -> Taken:
        """The chosen areas taken as one."""
        shares = whole_areas(outermost(self.dataset, self.reference.areas))
        return taken_as_one(self.dataset, indicator, period, shares, with_limits=with_limits)

    def similar(
        self, indicator: Indicator, period: str, level: Level, codes: pd.Index
    ) -> pd.Series:
        """The areas most like each of some areas of a level, taken as one; NaN without any."""
        matches = self.matches(level).reindex(codes)
        return values_of_matches(self.dataset, indicator, level, period, matches)

    def matches(self, level: Level) -> pd.Series:
        """The codes of the areas most like each area of a level."""
        return matches_of_each(self.dataset, self.registry, self.similarity, level, self.region)
