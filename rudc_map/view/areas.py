"""The names of all areas as small files, for hover, search and selection in the browser."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.shapes import outlines_of
from rudc_map.model import Level
from rudc_map.view.numbers import compact_json

BOX_DECIMALS = 3
"""Decimals of the corners of a gemeente: about 100 m."""


DETAILED = (Level.BUURT, Level.WIJK)
"""Levels with so many areas that their names are in a file of their own."""


def areas_json(dataset: Dataset) -> bytes:
    """Codes and names of gemeenten, provincies and the country: what every page needs.

    Returns
    -------
    bytes
        JSON: level -> ``codes`` and ``names`` in geometry order. Gemeenten also have
        ``provincies`` (code) and ``boxes``: west, south, east, north [degrees], rounded outward.
    """
    levels = {
        level.value: _codes_and_names(dataset, level) for level in Level if level not in DETAILED
    }
    gemeenten = dataset.areas.loc[dataset.codes(Level.GEMEENTE)]
    levels[Level.GEMEENTE.value]["provincies"] = list(gemeenten["provincie"])
    levels[Level.GEMEENTE.value]["boxes"] = _boxes(dataset)
    return compact_json(levels)


def level_areas_json(dataset: Dataset, level: Level) -> bytes:
    """Codes, names and postcodes of a level of `DETAILED`.

    Returns
    -------
    bytes
        JSON: the level -> ``codes`` and ``names`` in geometry order; buurten also ``postcodes``
        (4 digits or null). The gemeente follows from the code.
    """
    found = _codes_and_names(dataset, level)
    if level is Level.BUURT:
        postcodes = dataset.areas.loc[dataset.codes(level), "postcode"].astype(object)
        found["postcodes"] = list(postcodes.where(postcodes.notna(), None))
    return compact_json({level.value: found})


def _codes_and_names(dataset: Dataset, level: Level) -> dict[str, Any]:
    areas = dataset.areas.loc[dataset.codes(level)]
    return {"codes": list(areas.index), "names": list(areas["name"])}


def _boxes(dataset: Dataset) -> list[list[float]]:
    """The corners of each gemeente [degrees], so that the map can show any set of them."""
    bounds = outlines_of(dataset, Level.GEMEENTE).to_crs("EPSG:4326").bounds
    scale = 10**BOX_DECIMALS
    low = np.floor(bounds[["minx", "miny"]] * scale) / scale
    high = np.ceil(bounds[["maxx", "maxy"]] * scale) / scale
    corners: list[list[float]] = (
        pd.concat([low, high], axis="columns").round(BOX_DECIMALS).to_numpy().tolist()
    )
    return corners
