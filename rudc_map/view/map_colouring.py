"""What colours the areas of a map in an image: classes of values, or clusters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from rudc_map.model import Overlay
from rudc_map.view.painting import EMPTY, OUTSIDE, UNKNOWN
from rudc_map.view.palettes import CLUSTERS
from rudc_map.view.pattern import LETTERS
from rudc_map.view.pattern import OUTSIDE as NO_LETTER
from rudc_map.view.shown import Shown

KEY = "k"
"""What the classes of the first map of an image are called in CSS: k0, k1, ..."""

WITHOUT = {UNKNOWN: "hatch", EMPTY: "dots", OUTSIDE: ""}
"""How areas without a class look; those outside the region are not drawn."""


@dataclass(frozen=True, eq=False)
class Colouring:
    """How the areas of one map look.

    Attributes
    ----------
    looks : ndarray of str, shape (n,)
        The CSS class of each area, in geometry order; empty for one that is not drawn.
    colours : tuple of str
        One a class.
    below : ndarray of bool, shape (n,)
        Areas that get white dots, lest they look in greyscale as those of another class.
    words : callable
        What is read out of the area at a place.
    key : str
        What the names of its classes begin with.
    """

    looks: np.ndarray
    colours: tuple[str, ...]
    below: np.ndarray
    words: Callable[[int], str]
    key: str = KEY

    @property
    def style(self) -> str:
        """The CSS of its classes."""
        return "".join(f".{self.key}{at}{{fill:{c}}}" for at, c in enumerate(self.colours))


def colouring_of(shown: Shown, key: str = KEY) -> Colouring:
    """How the areas of a state look: by clusters where it shows these, else by their values."""
    pattern = clusters_of(shown)
    if pattern is None:
        looks, colours = looks_of(shown.painting.class_of, key), shown.painting.colours
    else:
        looks, colours = _cluster_looks(shown, pattern, key), tuple(CLUSTERS.values())
    said_of = shown.said_difference if shown.state.display.difference else shown.said
    return Colouring(
        looks, colours, _is_below(shown), lambda at: said_of(shown.painting.shown[at]), key
    )


def looks_of(class_of: np.ndarray, key: str) -> np.ndarray:
    """The CSS class of each area by its class, or by why it has none."""
    known, at = np.unique(class_of, return_inverse=True)
    looks: np.ndarray = np.array([WITHOUT.get(c, f"{key}{c}") for c in known.tolist()], object)[at]
    return looks


def clusters_of(shown: Shown) -> dict[str, Any] | None:
    """The clusters, where the map shows them."""
    if shown.state.overlay is not Overlay.CLUSTERS:
        return None
    return shown.ask("pattern", shown.parameters)


def _cluster_looks(shown: Shown, pattern: dict[str, Any], key: str) -> np.ndarray:
    """Areas without neighbours belong to no cluster, as on the page."""
    letters = list(CLUSTERS)
    alone = {LETTERS["geen_buren"]: "."}
    plain = looks_of(shown.painting.class_of, key)
    looks = []
    for letter, look in zip(pattern["clusters"], plain, strict=True):
        shown_as = alone.get(letter, letter)
        if letter == NO_LETTER:
            looks.append("")
        elif shown_as in letters:
            looks.append(f"{key}{letters.index(shown_as)}")
        else:
            looks.append(look if look in WITHOUT.values() else "hatch")
    return np.array(looks, object)


def _is_below(shown: Shown) -> np.ndarray:
    """Areas in a class under the middle of a diverging scale."""
    painted = shown.painting
    if painted.centre is None or shown.state.overlay is Overlay.CLUSTERS:
        return np.zeros(len(shown.areas), dtype=bool)
    under = sum(1 for b in painted.breaks if b < painted.centre)
    found: np.ndarray = (painted.class_of >= 0) & (painted.class_of < under)
    return found
