"""Outlines of a few areas or of a whole level, read by SQLite itself.

It reads a few without reading all others, and does without GDAL, which takes 30 MB of a server's
memory.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from rudc_map.dataset.manifest import BOUNDARIES, LAYER_NAMES, REMEDY
from rudc_map.errors import DatasetError
from rudc_map.model import Level

HEADER = 8
"""Bytes before the envelope: GP, version, flags, id of the reference system (OGC 12-128r19)."""

ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
"""Bytes of the envelope, by the three bits that say which one there is."""

AT_A_TIME = 500
"""Rows asked for in one statement; SQLite takes at least 999."""


def read_boxes(dataset: Path, level: Level) -> tuple[np.ndarray, np.ndarray]:
    """Read where the areas of a level lie.

    Parameters
    ----------
    dataset : Path
        The folder of the data set.
    level : Level
        The level.

    Returns
    -------
    (ndarray of int, shape (n,); ndarray of float, shape (n, 4))
        The row of each area and its west, south, east and north [m, EPSG:28992], in the order of
        ``Dataset.codes(level)``.

    Raises
    ------
    DatasetError
        If the boundaries cannot be read.
    """
    rows = _ask(dataset, f"SELECT fid, geom FROM {LAYER_NAMES[level]} ORDER BY code")
    boxes = [_box(blob) for _, blob in rows]
    return np.array([fid for fid, _ in rows], dtype=int), np.array(boxes, float).reshape(-1, 4)


def read_outlines(dataset: Path, level: Level, rows: Iterable[int]) -> np.ndarray:
    """Read the outlines in some rows.

    Parameters
    ----------
    dataset, level
        As for `read_boxes`.
    rows : iterable of int
        From `read_boxes`.

    Returns
    -------
    ndarray of shapely geometry
        One a row, in that order [m, EPSG:28992].

    Raises
    ------
    DatasetError
        If the boundaries cannot be read.
    """
    wanted = [int(row) for row in rows]
    found: dict[int, Any] = {}
    for start in range(0, len(wanted), AT_A_TIME):
        some = wanted[start : start + AT_A_TIME]
        marks = ",".join("?" * len(some))
        layer = LAYER_NAMES[level]
        found |= dict(_ask(dataset, f"SELECT fid, geom FROM {layer} WHERE fid IN ({marks})", some))
    return np.asarray(shapely.from_wkb([_wkb(found[row]) for row in wanted]))


def read_all_outlines(dataset: Path, level: Level) -> np.ndarray:
    """Read the outlines of a level.

    Parameters
    ----------
    dataset, level
        As for `read_boxes`.

    Returns
    -------
    ndarray of shapely geometry
        In the order of ``Dataset.codes(level)`` [m, EPSG:28992].

    Raises
    ------
    DatasetError
        If the boundaries cannot be read.
    """
    rows = _ask(dataset, f"SELECT fid, geom FROM {LAYER_NAMES[level]} ORDER BY code")
    return np.asarray(shapely.from_wkb([_wkb(blob) for _, blob in rows]))


def _ask(dataset: Path, statement: str, values: list[int] | None = None) -> list[tuple[int, bytes]]:
    path = dataset / BOUNDARIES
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True)) as file:
            return file.execute(statement, values or []).fetchall()
    except sqlite3.Error as error:
        raise DatasetError(f"{path} cannot be read ({error}); {REMEDY}") from error


def _envelope_size(blob: bytes) -> int:
    return ENVELOPES[blob[3] >> 1 & 7]


def _wkb(blob: bytes) -> bytes:
    return blob[HEADER + _envelope_size(blob) :]


def _box(blob: bytes) -> tuple[float, float, float, float]:
    """The envelope, else the bounds of the outline itself."""
    if _envelope_size(blob) == 0:
        west, south, east, north = shapely.from_wkb(_wkb(blob)).bounds
    else:
        order = "<" if blob[3] & 1 else ">"
        west, east, south, north = struct.unpack_from(f"{order}4d", blob, HEADER)
    return west, south, east, north
