"""The areas of a level as whole numbers: what the browser draws, small and quick to read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from rudc_map.view.numbers import compact_json

PER_DEGREE = 100_000
"""Steps in a degree: 1.1 m north to south, 0.7 m east to west."""


@dataclass(frozen=True)
class Outlines:
    """Areas made of polygons, made of rings, made of places.

    A third of the size of GeoJSON, and a quarter less when compressed. Every array counts what the
    next one holds of it.

    Attributes
    ----------
    codes : list of str
        The areas, in the order of their values.
    polygons : ndarray of int, shape (areas,)
        How many polygons each area has.
    rings : ndarray of int, shape (polygons,)
        How many rings each polygon has; the first is its edge, the others are holes.
    points : ndarray of int, shape (rings,)
        How many places each ring has; the last is joined to the first.
    places : ndarray of int, shape (places, 2)
        Longitude and latitude in steps of 1 / `PER_DEGREE` degree.
    """

    codes: list[str]
    polygons: np.ndarray
    rings: np.ndarray
    points: np.ndarray
    places: np.ndarray

    def of_gemeente(self, gemeente: str) -> Outlines:
        """Take the areas (buurten or wijken) whose code says that they lie in a gemeente."""
        own = np.array([code[2:6] == gemeente[2:] for code in self.codes], dtype=bool)
        polygons = np.repeat(own, self.polygons)
        rings = np.repeat(polygons, self.rings)
        return Outlines(
            codes=[code for code, is_own in zip(self.codes, own, strict=True) if is_own],
            polygons=self.polygons[own],
            rings=self.rings[polygons],
            points=self.points[rings],
            places=self.places[np.repeat(rings, self.points)],
        )

    def json(self) -> bytes:
        """The file: the counts as they are, the places as ``steps`` [dx, dy, dx, dy, ...].

        Each step is taken from the place before it, over the bounds of rings and areas; the first
        from longitude and latitude 0.
        """
        steps = np.diff(self.places, axis=0, prepend=np.zeros((1, 2), dtype=int))
        body: dict[str, Any] = {
            "codes": self.codes,
            "polygons": self.polygons.tolist(),
            "rings": self.rings.tolist(),
            "points": self.points.tolist(),
            "steps": steps.ravel().tolist(),
        }
        return compact_json(body)


def outlines(codes: list[str], shapes: np.ndarray) -> Outlines:
    """Put areas on whole numbers.

    Places that fall together with the one before them are left out. Neighbours keep sharing
    their edges, for equal coordinates give equal numbers.

    Parameters
    ----------
    codes : list of str
        Of the areas.
    shapes : ndarray of Polygon or MultiPolygon
        In degrees (WGS84).
    """
    import shapely  # noqa: PLC0415  (only needed to build a file)

    parts, area = shapely.get_parts(shapes, return_index=True)
    rings, polygon = shapely.get_rings(parts, return_index=True)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    places = np.round(coordinates * PER_DEGREE).astype(int)
    ring_ends = np.append(ring[1:] != ring[:-1], True)  # where a ring comes back to its first place
    same = np.append(False, (places[1:] == places[:-1]).all(axis=1) & (ring[1:] == ring[:-1]))
    kept = ~ring_ends & ~same
    return Outlines(
        codes=codes,
        polygons=np.bincount(area, minlength=len(codes)),
        rings=np.bincount(polygon, minlength=len(parts)),
        points=np.bincount(ring[kept], minlength=len(rings)),
        places=places[kept],
    )


@lru_cache(maxsize=2)
def read_outlines(file: bytes) -> Outlines:
    """Read what `Outlines.json` wrote; not to be changed, for it is kept for the next piece."""
    body = json.loads(file)
    return Outlines(
        codes=body["codes"],
        polygons=np.array(body["polygons"], dtype=int),
        rings=np.array(body["rings"], dtype=int),
        points=np.array(body["points"], dtype=int),
        places=np.cumsum(np.array(body["steps"], dtype=int).reshape(-1, 2), axis=0),
    )
