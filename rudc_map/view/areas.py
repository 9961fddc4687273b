"""The names of all areas as one small file, for hover, search and selection in the browser."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd

from rudc_map.dataset.store import Dataset
from rudc_map.model import Level

BOX_DECIMALS = 3
"""Decimals of the corners of a gemeente: about 100 m."""


def areas_json(dataset: Dataset) -> bytes:
    """Codes, names and postcodes of every level.

    Returns
    -------
    bytes
        JSON: level -> ``codes`` and ``names`` in geometry order; buurten also ``postcodes`` (4
        digits or null) and ``wijken`` (code), gemeenten ``provincies`` (code). A buurt's or wijk's
        gemeente follows from its code. Gemeenten also have ``boxes``: west, south, east, north
        [degrees], rounded outward.
    """
    levels: dict[str, Any] = {}
    for level in Level:
        areas = dataset.areas.loc[dataset.codes(level)]
        levels[level.value] = {"codes": list(areas.index), "names": list(areas["name"])}
        if level is Level.BUURT:
            levels[level.value]["postcodes"] = list(
                areas["postcode"].astype(object).where(areas["postcode"].notna(), None)
            )
        if level is Level.GEMEENTE:
            levels[level.value]["provincies"] = list(areas["provincie"])
            levels[level.value]["boxes"] = _boxes(dataset)
    return json.dumps(levels, ensure_ascii=False, separators=(",", ":")).encode()


def _boxes(dataset: Dataset) -> list[list[float]]:
    """The corners of each gemeente [degrees], so that the map can show any set of them."""
    bounds = dataset.boundaries(Level.GEMEENTE).to_crs("EPSG:4326").bounds
    scale = 10**BOX_DECIMALS
    low = np.floor(bounds[["minx", "miny"]] * scale) / scale
    high = np.ceil(bounds[["maxx", "maxy"]] * scale) / scale
    corners: list[list[float]] = (
        pd.concat([low, high], axis="columns").round(BOX_DECIMALS).to_numpy().tolist()
    )
    return corners


def api_areas(dataset: Dataset, level: Level) -> dict[str, Any]:
    """The areas of a level with the codes of what they lie in, for ``/api/v1/areas``."""
    areas = dataset.areas.loc[dataset.codes(level)]
    parents = [p for p in ("wijk", "gemeente", "provincie") if p != level.value]
    rows = [
        {
            "code": code,
            "naam": row["name"],
            **{p: row[p] for p in parents if isinstance(row[p], str)},
            **({"postcode": row["postcode"]} if isinstance(row["postcode"], str) else {}),
        }
        for code, row in areas.iterrows()
    ]
    return {"niveau": level.value, "bron": dataset.attribution, "gebieden": rows}
