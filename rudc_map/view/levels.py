"""The levels at which an indicator can be shown."""

from __future__ import annotations

from rudc_map.model import Aggregate, Indicator, Level, Region, Text
from rudc_map.view.texts import say


def shown_levels(indicator: Indicator) -> tuple[Level, ...]:
    """The levels an indicator can be shown at; provincies follow from their gemeenten."""
    aggregates = indicator.aggregation.how is not Aggregate.NONE
    if Level.GEMEENTE in indicator.levels and aggregates:
        return (*indicator.levels, Level.PROVINCIE)
    return indicator.levels


def offered_levels(region: Region, indicator: Indicator) -> tuple[Level, ...]:
    """The levels at which an indicator can be shown in a region, small to large."""
    shown = shown_levels(indicator)
    return tuple(level for level in region.levels if level in shown) or (Level.GEMEENTE,)


def level_text(level: Level) -> Text:
    """The plural name of a level, e.g. buurten / neighbourhoods."""
    return say(f"level.{level.value}.plural")
