"""How values are coloured, as it stands in an address (``weergave=``)."""

from __future__ import annotations

import math

from rudc_map.analysis.classify import MAX_CLASSES, MIN_CLASSES
from rudc_map.model import ClassScheme, Display
from rudc_map.view.palettes import PALETTES

MAX_OWN_BREAKS = 8


def display_code(display: Display) -> str:
    """A display as it stands in an address: scheme, classes, palette and what is coloured.

    Examples
    --------
    >>> display_code(Display())
    'natuurlijk-5-blauw'
    >>> display_code(Display(ClassScheme.OWN, 3, "groen", True, (10.0, 22.5)))
    'eigen;10;22.5-3-groen-verschil'
    """
    own = (
        "".join(f";{repr(b).removesuffix('.0')}" for b in display.own_breaks)
        if _is_own(display)
        else ""
    )
    difference = "-verschil" if display.difference else ""
    return f"{display.scheme.value}{own}-{display.classes}-{display.palette}{difference}"


def read_display(code: str) -> Display:
    """The display that a code in an address stands for.

    Raises
    ------
    ValueError
        For a code that stands for none.

    Examples
    --------
    >>> read_display("kwantielen-4-groen-verschil").scheme.value
    'kwantielen'
    """
    # from the right, for a break can be negative
    scheme, classes, palette = code.removesuffix("-verschil").rsplit("-", 2)
    name, *own = scheme.split(";")
    breaks = tuple(sorted({float(b) for b in own}))
    difference = code.endswith("-verschil")
    display = Display(ClassScheme(name), int(classes), palette, difference, breaks)
    fine = MIN_CLASSES <= display.classes <= MAX_CLASSES and palette in PALETTES
    fine = fine and _is_own(display) == bool(breaks) and len(breaks) <= MAX_OWN_BREAKS
    if not fine or not all(math.isfinite(b) for b in breaks):
        raise ValueError(code)
    return display


def _is_own(display: Display) -> bool:
    return display.scheme is ClassScheme.OWN
