"""From values to classes and colours, as the page does it (assets/classes.js)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rudc_map.model import (
    ENCLOSING,
    ClassScheme,
    Display,
    Indicator,
    MissingReason,
    Reference,
    ReferenceKind,
)
from rudc_map.view.palettes import DIVERGING, PALETTES
from rudc_map.view.values import MISSING_CODES

UNKNOWN, EMPTY, OUTSIDE = -1, -2, -3
"""Classes of areas without one: no figure known (hatched), hardly anybody there (dotted), and
outside the region."""

DOTTED = (MissingReason.NO_INHABITANTS, MissingReason.TOO_FEW)
"""The reasons of `EMPTY`; all others are `UNKNOWN`."""


@dataclass(frozen=True, eq=False)
class Painting:
    """Everything a map and its legend need to show a state.

    Attributes
    ----------
    shown : ndarray of float
        What is coloured, in geometry order: values or differences; NaN where there is none.
    breaks : tuple of float
        Inner breaks, ascending.
    colours : tuple of str
        One a class, low to high.
    class_of : ndarray of int
        The class of each area, or `UNKNOWN`, `EMPTY`, `OUTSIDE`.
    counts : tuple of int
        Areas in each class.
    reasons : dict of MissingReason to int
        Areas in the region without a value, by reason.
    extent : (float, float) or None
        Lowest and highest of what is shown in the region; None where nothing is.
    centre : float or None
        The middle of a diverging scale; None for a sequential one.
    """

    shown: np.ndarray
    breaks: tuple[float, ...]
    colours: tuple[str, ...]
    class_of: np.ndarray
    counts: tuple[int, ...]
    reasons: dict[MissingReason, int]
    extent: tuple[float, float] | None
    centre: float | None


def painting(
    payload: dict[str, Any],
    display: Display,
    indicator: Indicator,
    reference: Reference,
    reference_values: np.ndarray,
    inside: np.ndarray,
    special: dict[str, Any] | None = None,
) -> Painting:
    """The classes and colours of one map.

    Parameters
    ----------
    payload : dict
        What `rudc_map.view.values.map_values_json` holds.
    display, indicator, reference
        What is shown, and how.
    reference_values : ndarray of float, shape (n,)
        What each area is compared with, see `reference_of_areas`.
    inside : ndarray of bool, shape (n,)
        Which areas lie in the region.
    special : dict or None
        What `rudc_map.view.reference.reference_data` holds, for a reference that areas do not
        lie in.
    """
    values = as_floats(payload["values"])
    shown = (
        differences(values, reference_values, indicator.decimals) if display.difference else values
    )
    breaks = tuple(_breaks(payload, display, reference, special))
    centre = 0.0 if display.difference else indicator.diverging_at
    known = inside & ~np.isnan(shown)
    class_of = np.full(len(shown), OUTSIDE)
    class_of[known] = class_index(shown[known], breaks, centre)
    reasons = _reasons(payload["missing"], inside & np.isnan(shown))
    for at, reason in reasons.items():
        class_of[at] = EMPTY if reason in DOTTED else UNKNOWN
    stops = PALETTES[display.palette].stops if centre is None else DIVERGING
    counts = np.bincount(class_of[known], minlength=len(breaks) + 1)
    return Painting(
        shown=shown,
        breaks=breaks,
        colours=ramp(stops, len(breaks) + 1),
        class_of=class_of,
        counts=tuple(int(n) for n in counts),
        reasons=dict(Counter(reasons.values())),
        extent=(float(shown[known].min()), float(shown[known].max())) if known.any() else None,
        centre=centre,
    )


def reference_of_areas(
    payload: dict[str, Any],
    reference: Reference,
    areas: pd.DataFrame,
    special: dict[str, Any] | None = None,
) -> np.ndarray:
    """What each area of a level is compared with; NaN where that is unknown.

    Parameters
    ----------
    payload, special
        As `painting` takes them.
    reference : Reference
        What areas are compared with.
    areas : DataFrame
        The rows of ``Dataset.areas`` of the level, in geometry order.
    """
    if special is not None:
        if special["values"] is not None:
            return as_floats(special["values"])
        return as_floats([special["value"]] * len(areas))
    given = payload["references"][reference.kind.value]
    if reference.kind in (ReferenceKind.PROVINCE, ReferenceKind.MUNICIPALITY):
        return as_floats([given.get(code) for code in areas[reference.kind.value]])
    return as_floats([given] * len(areas))


def as_floats(numbers: Sequence[float | None]) -> np.ndarray:
    """Numbers of JSON as an array: NaN for null."""
    return np.array([np.nan if n is None else n for n in numbers], dtype=float)


def differences(values: np.ndarray, references: np.ndarray, decimals: int) -> np.ndarray:
    """Values minus their reference, rounded as the browser does: halves upward."""
    factor = 10.0**decimals
    return np.asarray(np.floor((values - references) * factor + 0.5) / factor)


def class_index(
    values: np.ndarray, breaks: Sequence[float], centre: float | None = None
) -> np.ndarray:
    """The class of each value: the number of breaks below it.

    On a diverging scale the breaks below the centre are in the class above them, so that a
    difference of -1 is as neutral as one of +1.

    Examples
    --------
    >>> class_index(np.array([-1.0, 1.0]), (-2.0, -1.0, 1.0, 2.0), 0.0).tolist()
    [2, 2]
    """
    index = np.zeros(len(values), dtype=int)
    for edge in breaks:
        index += values >= edge if centre is not None and edge < centre else values > edge
    return index


def ramp(stops: Sequence[str], count: int) -> tuple[str, ...]:
    """`count` colours evenly along the stops of a palette."""
    if count == 1:
        return (stops[len(stops) // 2],)
    colours = []
    for i in range(count):
        at = i / (count - 1) * (len(stops) - 1)
        low = int(at)
        colours.append(_blend(stops[low], stops[min(low + 1, len(stops) - 1)], at - low))
    return tuple(colours)


def _blend(low: str, high: str, share: float) -> str:
    channels = zip(bytes.fromhex(low[1:]), bytes.fromhex(high[1:]), strict=True)
    mixed = bytes(int(a * (1 - share) + b * share + 0.5) for a, b in channels)
    return f"#{mixed.hex()}"


def _breaks(
    payload: dict[str, Any],
    display: Display,
    reference: Reference,
    special: dict[str, Any] | None,
) -> Sequence[float]:
    if display.difference:
        found: list[float] = (
            payload["difference"][reference.kind.value]
            if special is None and reference.kind in ENCLOSING
            else (special or {})["breaks"]
        )
        return found
    if display.scheme is ClassScheme.OWN:
        return display.own_breaks
    breaks: list[float] = payload["breaks"][display.scheme.value][str(display.classes)]
    return breaks


def _reasons(letters: str, gaps: np.ndarray) -> dict[int, MissingReason]:
    """Why each of the areas in `gaps` has nothing to show, by its place."""
    reason_of = {letter: reason for reason, letter in MISSING_CODES.items()}
    # a value without a reference has no difference, and no reason of its own
    return {
        int(at): reason_of.get(letters[at], MissingReason.NOT_PUBLISHED)
        for at in np.flatnonzero(gaps)
    }
