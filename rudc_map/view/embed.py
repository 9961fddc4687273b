"""What a map in somebody else's page shows: its address, its options, and what is said of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import quote

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.registry import Registry
from rudc_map.model import Chart, Lang, Picture, Text, ViewState, is_looked_at
from rudc_map.view.asked import LONGEST_PIN, PINNED
from rudc_map.view.map_words import map_in_words
from rudc_map.view.page import page_data
from rudc_map.view.regions import find_region
from rudc_map.view.shown import Shown
from rudc_map.view.state import Parsed
from rudc_map.view.texts import say

LONGEST_TITLE = 120

NO_TITLE = "geen"
"""``titel=`` of an embed without one."""

UNUSED_PARTS = ("themes", "bivariate", "clusters", "pictures", "overlays", "usualSimilarity")
UNUSED_TEXTS = (
    *("aggregation.", "bivariate.", "border.", "chart", "choose.", "cluster", "direction."),
    *(
        "display.",
        "download",
        "image.",
        "interval",
        "judged.",
        "locate",
        "multiples.",
        "own_breaks.",
    ),
    *("own_file.", "panel.", "pattern.", "picture.", "places.", "related.", "scheme.", "share."),
    *("similar", "story.", "tabs.", "verdict."),
)
"""What the page says and an embed does not."""


class EmbedView(StrEnum):
    """What an embed shows (``view=``); all but the map alone come with their figures."""

    MAP = "kaart"
    MAP_AND_LEGEND = "kaart-legenda"
    CHART = "grafiek"
    TABLE = "tabel"


IN_ENGLISH = {
    "map": EmbedView.MAP,
    "map-legend": EmbedView.MAP_AND_LEGEND,
    "map+legend": EmbedView.MAP_AND_LEGEND,
    "map legend": EmbedView.MAP_AND_LEGEND,  # a plus in an address is a space
    "chart": EmbedView.CHART,
    "table": EmbedView.TABLE,
}


@dataclass(frozen=True, slots=True)
class EmbedOptions:
    """How an embed shows a state.

    Attributes
    ----------
    view : EmbedView
        What it shows (``view=``).
    search : bool
        Whether areas can be searched by name (``zoek=ja``).
    title : str or None
        What stands above it (``titel=``); None for the name of the indicator, empty for nothing.
    grows : bool
        Whether the frame gets the height of what is in it (``hoogte=auto``), by /embed.js.
    pinned : str
        The data set asked for (``versie=``), by its hash or the year of its boundaries; empty for
        the newest.
    """

    view: EmbedView = EmbedView.MAP_AND_LEGEND
    search: bool = False
    title: str | None = None
    grows: bool = False
    pinned: str = ""


def read_options(query: Mapping[str, str]) -> tuple[EmbedOptions, tuple[Text, ...]]:
    """The options in an address; what is wrong gets its default and a notice.

    Examples
    --------
    >>> read_options({"view": "table", "zoek": "ja"})[0].view.value
    'tabel'
    """
    wanted = query.get("view", "").strip().lower()
    notices = []
    view = IN_ENGLISH.get(wanted)
    if view is None and wanted in list(EmbedView):
        view = EmbedView(wanted)
    if view is None and wanted:
        notices.append(say("notice.view", wanted=wanted[:40]))
    title = query.get("titel", "").strip()
    options = EmbedOptions(
        view=view or EmbedView.MAP_AND_LEGEND,
        search=query.get("zoek") == "ja",
        title="" if title == NO_TITLE else title[:LONGEST_TITLE] or None,
        grows=query.get("hoogte") == "auto",
        pinned=query.get(PINNED, "").strip()[:LONGEST_PIN],
    )
    return options, tuple(notices)


def options_query(options: EmbedOptions) -> str:
    """The options as they stand in an address, with an & before each; defaults are left out.

    Examples
    --------
    >>> options_query(EmbedOptions(EmbedView.TABLE, title=""))
    '&view=tabel&titel=geen'
    """
    usual = EmbedOptions()
    parts = {
        "view": options.view.value if options.view is not usual.view else "",
        "zoek": "ja" if options.search else "",
        "titel": NO_TITLE if options.title == "" else options.title or "",
        "hoogte": "auto" if options.grows else "",
        PINNED: options.pinned,
    }
    return "".join(f"&{key}={quote(value, safe='')}" for key, value in parts.items() if value)


def pin_query(options: EmbedOptions) -> str:
    """What pins a file that belongs to an embed to the same data set, with an & before it.

    Examples
    --------
    >>> pin_query(EmbedOptions(EmbedView.TABLE, pinned="2024")), pin_query(EmbedOptions())
    ('&versie=2024', '')
    """
    return options_query(EmbedOptions(pinned=options.pinned))


def what_is_lost(query: Mapping[str, str], dataset: Dataset, registry: Registry) -> Text | None:
    """Why there is nothing to show that would not mislead; None where there is.

    An article is about one indicator and one region: another in its place would tell its readers
    something else under the same heading.
    """
    indicator, region = query.get("indicator", ""), query.get("regio", "")
    if is_looked_at(indicator):
        return say("embed.of_file")
    if indicator and registry.find(indicator) is None:
        return say("embed.no_indicator", wanted=indicator[:80])
    if region and find_region(dataset, region) is None:
        return say("embed.no_region", wanted=region[:80])
    return None


def embed_data(
    parsed: Parsed,
    dataset: Dataset,
    registry: Registry,
    version: str,
    bounds: dict[str, Any],
) -> dict[str, Any]:
    """What the page's code is told (`page_data`), of one indicator and one region only."""
    state = parsed.state
    data = page_data(parsed, dataset, registry, version, bounds)
    indicators = [i for i in data["indicators"] if i["id"] == state.indicator]
    used = {source for indicator in indicators for source in indicator["sources"]}
    kept = {name: part for name, part in data.items() if name not in UNUSED_PARTS}
    return {
        **kept,
        "indicators": indicators,
        "regions": [region for region in data["regions"] if region["id"] == state.region],
        "sources": {name: source for name, source in data["sources"].items() if name in used},
        "palettes": {state.display.palette: data["palettes"][state.display.palette]},
        "dark": {name: part for name, part in data["dark"].items() if name not in UNUSED_PARTS},
        "texts": {k: text for k, text in data["texts"].items() if not k.startswith(UNUSED_TEXTS)},
    }


def embed_notices(state: ViewState, options: EmbedOptions) -> tuple[Text, ...]:
    """What an embed leaves out of a state."""
    several = state.picture is not Picture.ONE_MAP
    on_map = options.view in (EmbedView.MAP, EmbedView.MAP_AND_LEGEND)
    return (say("embed.first_map"),) if several and on_map else ()


def chart_shown(state: ViewState, periods: tuple[str, ...]) -> Chart:
    """The chart that an embed of a state draws; some are on the page only.

    Parameters
    ----------
    state : ViewState
        What is shown.
    periods : tuple of str
        Those of its indicator: a line takes more than one.
    """
    if state.chart in (Chart.RANKING, Chart.DISTRIBUTION):
        return state.chart
    if state.chart is Chart.PERIODS and len(periods) > 1:
        return state.chart
    return Chart.SELECTION if state.areas else Chart.RANKING


def still_words(shown: Shown) -> str:
    """What the still image of a map shows, for those who do not see it.

    Parameters
    ----------
    shown : Shown
        The state with its figures.

    Returns
    -------
    str
        The indicator, where and when; the highest, the lowest, and how many have no figure.
    """
    lang: Lang = shown.lang
    state = shown.state
    return say(
        "embed.still",
        indicator=shown.indicator.name,
        level=say(f"level.{state.level}.plural"),
        region=shown.region.name,
        period=state.period,
        words=map_in_words(shown),
    )[lang]
