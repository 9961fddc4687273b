"""What an analysis adds to the map of an image: differences across the provincial border."""

from __future__ import annotations

import math
from typing import Any

from rudc_map.view.shown import Shown

STEPS = ((3.0, "#fdae4d"), (5.0, "#e2441f"), (7.5, "#6f0024"))
"""Width [pixels] and colour of the thirds of the differences, small to large."""


def border_thirds(shown: Shown) -> list[tuple[dict[str, Any], int]]:
    """The pairs across the border that have a difference, each with its third; the largest last."""
    pairs = shown.ask("border", shown.parameters)["pairs"]
    known = [pair for pair in pairs if pair["difference"] is not None]
    third = max(1, math.ceil(len(known) / 3))
    ordered = [(pair, 2 - min(2, i // third)) for i, pair in enumerate(known)]
    return ordered[::-1]
