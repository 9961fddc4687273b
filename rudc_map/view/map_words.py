"""What the map of an image shows, in words."""

from __future__ import annotations

import numpy as np

from rudc_map.view.frame import said
from rudc_map.view.shown import Shown


def map_in_words(shown: Shown) -> str:
    """What the map shows: the highest, the lowest, and how many have no figure."""
    values = np.where(shown.inside, shown.painting.shown, np.nan)
    missing = sum(shown.painting.reasons.values())
    if np.isnan(values).all():
        return said("legend.nothing", shown)
    of = shown.said_difference if shown.state.display.difference else shown.said
    codes = shown.areas.index
    high, low = int(np.nanargmax(values)), int(np.nanargmin(values))
    return said(
        "image.words",
        shown,
        highest=f"{shown.name(codes[high], full=True)} {of(values[high])}",
        lowest=f"{shown.name(codes[low], full=True)} {of(values[low])}",
        missing=shown.number(missing, 0),
    )


def maps_in_words(maps: dict[str, Shown]) -> str:
    """What each of several maps shows, after its name."""
    return " ".join(f"{name}: {map_in_words(shown)}" for name, shown in maps.items())
