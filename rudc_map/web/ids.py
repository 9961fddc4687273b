"""The ids of the components that Dash draws; a StrEnum, so that each is written once."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class Id(StrEnum):
    """Component ids, as they stand in the page."""

    STATE = "state"
    MAP_AREA = "map-area"
    MAP = "map"
    BACKGROUND = "background"
    AREAS = "areas"
    BORDERS = "borders"
    LEGEND = "legend"
    TOOLTIP = "tooltip"
    NOTICES = "notices"
    LOCATE = "locate"
    WHOLE_REGION = "whole-region"
    COMPARE = "compare"
    SUMMARY = "summary"
    CHARTS = "charts"
    CHART_SELECTION = "chart-selection"
    CHART_DISTRIBUTION = "chart-distribution"
    CHART_PERIODS = "chart-periods"
