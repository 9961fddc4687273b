"""The ids of the components that Dash draws; a StrEnum, so that each is written once."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class Id(StrEnum):
    """Component ids, as they stand in the page."""

    STATE = "state"
    MAP_AREA = "map-area"
    PICTURES = "pictures"
    MAPS = "maps"
    SECOND_MAP = "second-map"
    SECOND_LEGEND = "second-legend"
    MULTIPLES = "multiples"
    OWN_AREA_PANEL = "own-area-panel"
    MAP = "map"
    BACKGROUND = "background"
    LEGEND = "legend"
    TOOLTIP = "tooltip"
    NOTICES = "notices"
    LOCATE = "locate"
    WHOLE_REGION = "whole-region"
    COMPARE = "compare"
    SUMMARY = "summary"
    CHART_TABS = "chart-tabs"
    ANALYSIS = "analysis"
    CHARTS = "charts"
    CHART_SELECTION = "chart-selection"
    CHART_DISTRIBUTION = "chart-distribution"
    CHART_HISTOGRAM = "chart-histogram"
    CHART_PERIODS = "chart-periods"
    CHART_RANKING = "chart-ranking"
    CHART_PROFILE = "chart-profile"
    CHART_SCATTER = "chart-scatter"
    CHART_BORDER = "chart-border"


CHARTS_OF_AREAS = tuple(
    i for i in Id if i.startswith("chart-") and i not in (Id.CHART_TABS, Id.CHART_HISTOGRAM)
)
"""The charts whose marks are areas: hovering and clicking on them is linked with the map."""
