"""The level that follows the zoom: gemeenten from afar, then wijken, then buurten."""

from __future__ import annotations

from collections.abc import Sequence

from rudc_map.model import Level, Region

AUTO = "auto"
"""What ``niveau`` is in the address of a page whose level follows the zoom."""

ZOOMS = {Level.GEMEENTE: 0.0, Level.WIJK: 9.0, Level.BUURT: 10.5}
"""The zoom from which a level is shown: an area is then some 15 to 40 pixels wide. The whole
country fills a screen at 7 to 7.5, a provincie at about 9, a city at 11."""


def level_at(zoom: float, offered: Sequence[Level]) -> Level:
    """Choose a level for a zoom.

    Parameters
    ----------
    zoom : float
        Leaflet's zoom: the world is ``256 * 2 ** zoom`` pixels wide.
    offered : sequence of Level
        The levels that can be shown, small to large; not empty.

    Returns
    -------
    Level
        The smallest of the offered levels of `ZOOMS` for which the zoom is close enough, else
        their largest; the first of `offered` where it has none of these.

    Examples
    --------
    >>> str(level_at(8.0, tuple(Level))), str(level_at(12.0, (Level.WIJK, Level.GEMEENTE)))
    ('gemeente', 'wijk')
    """
    possible = [level for level in offered if level in ZOOMS]
    close = [level for level in possible if zoom >= ZOOMS[level]]
    return (close or possible[-1:] or list(offered))[0]


def usual_zoom(region: Region) -> float:
    """Guess the zoom at which a region fills a screen, until the browser knows."""
    if not region.gemeenten:
        return ZOOMS[Level.GEMEENTE]
    return ZOOMS[Level.WIJK] if len(region.gemeenten) > 2 else ZOOMS[Level.BUURT]


def is_usual(region: Region) -> bool:
    """Whether the level follows the zoom unless another is asked for: the country with buurten."""
    return not region.gemeenten and Level.BUURT in region.levels
