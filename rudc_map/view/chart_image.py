"""The charts of a state as images, from the figures behind the page's own charts."""

from __future__ import annotations

from collections.abc import Callable

from rudc_map.errors import InputError
from rudc_map.model import Chart
from rudc_map.view.chart_parts import STYLE, Drawn
from rudc_map.view.chart_periods import periods
from rudc_map.view.chart_profile import profile
from rudc_map.view.chart_ranking import ranking
from rudc_map.view.chart_spread import distribution
from rudc_map.view.frame import Sheet, sheet
from rudc_map.view.shown import Shown

CHARTS: dict[Chart, Callable[[Shown], Drawn]] = {
    Chart.RANKING: ranking,
    Chart.DISTRIBUTION: distribution,
    Chart.PERIODS: periods,
    Chart.PROFILE: profile,
}
"""The charts that there are images of."""


def chart_sheet(shown: Shown, address: str) -> Sheet:
    """The chart of a state.

    Raises
    ------
    InputError
        For a chart that there is no image of, or that shows nothing in this state.
    """
    draw = CHARTS.get(shown.state.chart)
    if draw is None:
        known, asked = ", ".join(CHARTS), shown.state.chart or "-"
        raise InputError(
            f"Van de grafiek '{asked}' is er geen afbeelding; kies uit {known}.",
            f"There is no image of the chart '{asked}'; choose one of {known}.",
        )
    drawn = draw(shown)
    colours = "".join(f".k{i}{{fill:{c}}}" for i, c in enumerate(shown.painting.colours))
    return sheet(
        shown,
        drawn.parts,
        STYLE + colours,
        title=drawn.title,
        words=drawn.words,
        address=address,
        period=drawn.period,
    )
