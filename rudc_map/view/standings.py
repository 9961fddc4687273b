"""Where an area stands among the others of its level, in ever larger surroundings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from rudc_map.analysis.rank import mostly_known, percentiles, ranks
from rudc_map.dataset.store import Dataset
from rudc_map.indicators.compute import IndicatorValues, indicator_values
from rudc_map.indicators.own_areas import OWN
from rudc_map.indicators.places import gemeenten_in, in_region, is_complete
from rudc_map.model import COUNTRY, Indicator, Level, Region, level_of
from rudc_map.view.numbers import number

AMONG = ("gemeente", "regio", "provincie", "nederland")

OWN_AREA = "eigen_gebied"
NO_VALUE = "geen_waarde"
NOT_INSIDE = "ligt_er_niet_in"
NOT_COMPLETE = "niet_alle_gebieden_bekend"
"""Why there is no standing: it is no area of a level, it has no value, it is no part of what it
would stand in, or the data set lacks areas of the level there, or the figures of most of them."""

Places = dict[str, dict[str, Any]]
"""By code: ``plaats``, ``gedeeld``, ``van`` and ``percentiel``."""


@dataclass(frozen=True)
class Standings:
    """The places of areas by one indicator in one period; each ranking is made once.

    Attributes
    ----------
    dataset, indicator, period
        What areas are ranked by.
    region : Region
        What ``regio`` stands for.
    """

    dataset: Dataset
    indicator: Indicator
    period: str
    region: Region
    _rankings: dict[tuple[Level, str, str], Places | None] = field(default_factory=dict)

    def of(self, code: str) -> tuple[dict[str, dict[str, Any] | None], dict[str, str]]:
        """The place of an area among those of its level in each of `AMONG`.

        Returns
        -------
        (dict, dict)
            For each of `AMONG` the ``plaats`` (1 for the highest value), whether it is
            ``gedeeld``, ``van`` (areas with a value) and ``percentiel`` (null for the only one),
            or None; and for those with None, why.
        """
        level = level_of(code)
        if code == OWN or level is None:
            return dict.fromkeys(AMONG), dict.fromkeys(AMONG, OWN_AREA)
        known = indicator_values(self.dataset, self.indicator, level, self.period)
        if pd.isna(known.values[code]):
            return dict.fromkeys(AMONG), dict.fromkeys(AMONG, NO_VALUE)
        places: dict[str, dict[str, Any] | None] = dict.fromkeys(AMONG)
        reasons: dict[str, str] = {}
        for name in AMONG:
            whole = self._whole(name, level, code)
            ranking = self._ranking(level, name, whole, known) if whole else {}
            if ranking is None:
                reasons[name] = NOT_COMPLETE
            elif code not in ranking:
                reasons[name] = NOT_INSIDE
            else:
                places[name] = ranking[code]
        return places, reasons

    def _whole(self, name: str, level: Level, code: str) -> str | None:
        """What an area stands in: its gemeente or provincie, the region, the country."""
        if name == "regio":
            return self.region.id
        larger = {"gemeente": Level.GEMEENTE, "provincie": Level.PROVINCIE}.get(name, Level.LAND)
        if list(Level).index(level) >= list(Level).index(larger):
            return None
        return COUNTRY if larger is Level.LAND else str(self.dataset.areas.at[code, name])

    def _ranking(
        self, level: Level, name: str, whole: str, known: IndicatorValues
    ) -> Places | None:
        """The place of each area with a value in something; None where too few are known."""
        key = (level, name, whole)
        if key not in self._rankings:
            if name == "regio":
                inside = in_region(self.dataset, level, self.region)
                gemeenten = self.region.gemeenten or gemeenten_in(self.dataset, COUNTRY)
            else:
                areas = self.dataset.areas.loc[known.values.index]
                inside = areas[name] == whole if name in areas else pd.Series(True, areas.index)
                gemeenten = gemeenten_in(self.dataset, whole)
            values, missing = known.values[inside], known.missing[inside]
            complete = is_complete(self.dataset, level, gemeenten) and mostly_known(values, missing)
            self._rankings[key] = _ranked(values.dropna()) if complete else None
        return self._rankings[key]


def _ranked(values: pd.Series) -> Places:
    columns = zip(
        values.index, ranks(values), values.duplicated(keep=False), percentiles(values), strict=True
    )
    return {
        code: {
            "plaats": int(rank),
            "gedeeld": bool(shared),
            "van": len(values),
            "percentiel": number(percentile, 1),
        }
        for code, rank, shared, percentile in columns
    }
