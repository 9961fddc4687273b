"""The state that an address of an image or a download asks for, read strictly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rudc_map.dataset.store import Dataset
from rudc_map.errors import InputError
from rudc_map.indicators.registry import Registry
from rudc_map.model import Chart, Display, Overlay, Picture, ViewState
from rudc_map.view.query import refuse_unknown
from rudc_map.view.state import parse_state

PAGE = (
    "regio",
    "niveau",
    "indicator",
    "periode",
    "gebieden",
    "referentie",
    "weergave",
    "kaart",
    "taal",
    "beeld",
    "tweede",
    "plaats",
    "reeks",
    "laag",
    "grafiek",
    "breed",
    "eigen",
    "lijkt",
)
"""The parameters of a page's address (docs/api.md)."""

PINNED = "versie"
"""Pins a frame, and the image and the figures that belong to it, to a data set."""

LONGEST_PIN = 40


def read_asked(
    args: Mapping[str, str], dataset: Dataset, registry: Registry, extra: tuple[str, ...] = ()
) -> ViewState:
    """The state of a page's address; what is absent gets its default.

    A page takes the nearest sensible thing for what is wrong and says so. A file goes on its way
    without that notice, so that it is refused here.

    Parameters
    ----------
    args : mapping of str to str
        The parameters given.
    dataset, registry
        What there is to show.
    extra : tuple of str
        Parameters that may be given beside those of a page.

    Raises
    ------
    InputError
        For a parameter that is unknown, or names something that does not exist.
    """
    refuse_unknown(args, (*PAGE, *extra))
    parsed = parse_state(args, dataset, registry)
    if parsed.notices:
        raise InputError(
            " ".join(notice.nl for notice in parsed.notices),
            " ".join(notice.en for notice in parsed.notices),
        )
    return parsed.state


SECOND_IS_SHOWN = (Picture.TWO_MAPS, Picture.BIVARIATE)
"""The pictures that show another indicator than the one of the map."""


def of_map(state: ViewState) -> ViewState:
    """The state without what an image of its picture does not depend on.

    A level that follows the zoom becomes the one it is: a file has no zoom.
    """
    picture = state.picture
    of_picture = replace(
        of_first_map(state),
        picture=picture,
        second=state.second if picture in SECOND_IS_SHOWN else None,
        place=state.place if picture is Picture.TWO_PLACES else None,
        series=state.series if picture is Picture.MULTIPLES else (),
    )
    if picture is Picture.BIVARIATE:
        return replace(of_picture, overlay=Overlay.NOTHING, display=Display())
    if picture is Picture.MULTIPLES:  # these always show the whole region
        return replace(of_picture, overlay=Overlay.NOTHING, viewport=None, own=None)
    return of_picture


def of_first_map(state: ViewState) -> ViewState:
    """The state without what an image of one map does not depend on; of several it is the first."""
    return replace(
        state,
        auto=False,
        picture=Picture.ONE_MAP,
        second=None,
        place=None,
        series=(),
        chart=Chart.SELECTION,
        wide=False,
    )


def of_chart(state: ViewState) -> ViewState:
    """The state without what an image of a chart does not depend on."""
    return replace(of_first_map(state), chart=state.chart, viewport=None, overlay=Overlay.NOTHING)


def of_figures(state: ViewState) -> ViewState:
    """The state without what a table of figures does not depend on."""
    return replace(of_chart(state), chart=Chart.SELECTION, areas=(), own=None)
