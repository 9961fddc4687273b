"""What a page must say, computed in Python from the data set, apart from the browser's code."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rudc_map.analysis.classify import difference_breaks, natural_breaks
from rudc_map.analysis.rank import percentiles, ranks
from rudc_map.dataset.store import Dataset
from rudc_map.indicators.compute import IndicatorValues, indicator_values
from rudc_map.indicators.places import in_region
from rudc_map.indicators.references import references
from rudc_map.indicators.registry import Registry
from rudc_map.model import Indicator, Lang, Level, ReferenceKind, Region
from rudc_map.view.formats import format_number, format_value


@dataclass(frozen=True)
class Facts:
    """The figures behind a page."""

    dataset: Dataset
    registry: Registry

    def region(self, region: str) -> Region:
        """A region by its id."""
        return next(r for r in self.dataset.regions if r.id == region)

    def values(self, indicator: str, level: Level, period: str | None = None) -> IndicatorValues:
        """The values of an indicator, in its latest period unless another is given."""
        known = self.registry.get(indicator)
        return indicator_values(self.dataset, known, level, period or known.periods[-1])

    def inside(
        self, indicator: str, level: Level, region: str, period: str | None = None
    ) -> pd.Series:
        """The values of a region's areas that have one, highest first, equal ones by code."""
        values = self.values(indicator, level, period).values
        values = values[in_region(self.dataset, level, self.region(region))].dropna()
        return values.sort_index().sort_values(ascending=False, kind="stable")

    def inside_all(self, level: Level, region: str) -> pd.Series:
        """Which areas of a level lie in a region (bool, index: code)."""
        return in_region(self.dataset, level, self.region(region))

    def breaks(self, indicator: str, level: Level, region: str, classes: int = 5) -> list[float]:
        """The natural breaks of a region's areas, over all periods."""
        periods = self.indicator(indicator).periods
        every = pd.concat([self.inside(indicator, level, region, p) for p in periods])
        return list(natural_breaks(every.to_numpy(), [classes])[classes])

    def counts(self, indicator: str, level: Level, region: str, period: str) -> list[int]:
        """How many areas of a region are in each of five natural classes."""
        breaks = self.breaks(indicator, level, region)
        classes = np.searchsorted(breaks, self.inside(indicator, level, region, period))
        return np.bincount(classes, minlength=len(breaks) + 1).tolist()

    def standing(self, indicator: str, level: Level, region: str) -> pd.DataFrame:
        """Rank and percentile of each area of a region that has a value."""
        values = self.inside(indicator, level, region)
        return pd.DataFrame({"rank": ranks(values), "percentile": percentiles(values)})

    def reference(
        self, indicator: str, level: Level, region: str, kind: ReferenceKind, period: str = ""
    ) -> pd.Series:
        """What each area of a level is compared with, in the latest period unless told."""
        known = self.registry.get(indicator)
        period = period or known.periods[-1]
        given = references(self.dataset, known, level, period, self.region(region))
        return given.of_areas(kind, self.dataset.areas.loc[self.dataset.codes(level)])

    def difference_counts(
        self, indicator: str, level: Level, region: str, kind: ReferenceKind
    ) -> list[int]:
        """How many areas of a region are in each class of their difference with a reference."""
        values = self.inside(indicator, level, region)
        compared = self.reference(indicator, level, region, kind).loc[values.index]
        decimals = self.indicator(indicator).decimals
        return difference_counts((values - compared).round(decimals), decimals)

    def name(self, code: str) -> str:
        """An area's own name."""
        return str(self.dataset.areas.at[code, "name"])

    def full_name(self, code: str) -> str:
        """An area's name, of a buurt or wijk with that of its gemeente."""
        if code[:2] not in ("BU", "WK"):
            return self.name(code)
        return f"{self.name(code)} ({self.name('GM' + code[2:6])})"

    def indicator(self, indicator: str) -> Indicator:
        """An indicator by its id."""
        return self.registry.get(indicator)

    def said(self, value: float, indicator: str, lang: Lang = Lang.NL) -> str:
        """A value with its unit, as it stands on a page."""
        return format_value(value, self.registry.get(indicator), lang)

    def said_difference(
        self, difference: float, indicator: str, lang: Lang = Lang.NL, *, bare: bool = False
    ) -> str:
        """A difference with its sign, of a percentage in percentage points unless `bare`."""
        known = self.registry.get(indicator)
        amount = round(difference, known.decimals)
        sign = "+" if amount > 0 else "\u2212" if amount < 0 else ""
        points = {Lang.NL: " procentpunt", Lang.EN: " percentage points"}[lang]
        number = format_number(abs(amount), known.decimals, lang)
        return f"{sign}{number}{points if known.unit[lang] == '%' and not bare else ''}"


def difference_counts(differences: pd.Series, decimals: int) -> list[int]:
    """How many differences are in each class; as far below as above none is equally neutral."""
    breaks = difference_breaks(differences, decimals)
    classes = sum((differences >= b) if b < 0 else (differences > b) for b in breaks)
    return np.bincount(classes, minlength=len(breaks) + 1).tolist()
