"""The map of a state as an image, as the page shows it: one map, two, many, or two in one."""

from __future__ import annotations

from collections.abc import Callable

from rudc_map.model import Overlay, Picture
from rudc_map.view.frame import BOTTOM, MARGIN, TOP, WIDTH, Sheet, said, sheet
from rudc_map.view.map_bivariate import two_in_one
from rudc_map.view.map_camera import Frame, camera_of
from rudc_map.view.map_colouring import colouring_of
from rudc_map.view.map_legend import COLUMN, legend
from rudc_map.view.map_pair import two_maps, two_places
from rudc_map.view.map_picture import definitions, paper, picture, scene, style_of
from rudc_map.view.map_series import series
from rudc_map.view.map_words import map_in_words
from rudc_map.view.shown import Shown

FRAME = Frame(MARGIN, TOP, WIDTH - 2 * MARGIN - COLUMN - 24, BOTTOM - TOP)
"""The one map of an image; its legend stands beside it."""


def map_sheet(shown: Shown, address: str) -> Sheet:
    """The picture of a state.

    Parameters
    ----------
    shown : Shown
        What is shown.
    address : str
        Where the view is on the web.
    """
    return DRAWN[shown.state.picture](shown, address)


def one_map(shown: Shown, address: str) -> Sheet:
    """One map, with what an analysis puts on it."""
    camera = camera_of(shown, FRAME)
    known, colouring = scene(shown, camera), colouring_of(shown)
    body = [
        definitions(shown, [known], camera),
        *picture(shown, camera, known, colouring),
        *paper([FRAME]),
        legend(shown),
    ]
    style = style_of(camera, [colouring])
    title, words = _title(shown), map_in_words(shown)
    return sheet(shown, body, style, title=title, words=words, address=address)


DRAWN: dict[Picture, Callable[[Shown, str], Sheet]] = {
    Picture.ONE_MAP: one_map,
    Picture.TWO_MAPS: two_maps,
    Picture.TWO_PLACES: two_places,
    Picture.MULTIPLES: series,
    Picture.BIVARIATE: two_in_one,
}
"""What draws each picture of a page."""


def _title(shown: Shown) -> str:
    name = shown.indicator.name[shown.lang]
    if shown.state.overlay is Overlay.CLUSTERS:
        return said("clusters.title", shown, indicator=name)
    return name
