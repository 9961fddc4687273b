"""Which part of the country a map in an image shows, and how large."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from rudc_map.indicators.places import in_region
from rudc_map.model import Level, Viewport
from rudc_map.view import svg
from rudc_map.view.map_paths import TOLERANCES, paths_of, to_grid
from rudc_map.view.shown import Shown

EARTH = 156_543.034
"""Metres a pixel at the equator at zoom 0 (Web Mercator, tiles of 256 pixels)."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a map stands on the sheet [pixels]."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    @property
    def box(self) -> dict[str, svg.Attribute]:
        """Its attributes as a rectangle."""
        return {"x": self.x, "y": self.y, "width": self.width, "height": self.height}


@dataclass(frozen=True, slots=True)
class Camera:
    """Which part of the country fills a frame.

    Attributes
    ----------
    frame : Frame
        What it fills.
    x, y : float
        The place in the middle [m, EPSG:28992].
    scale : float
        Pixels a metre.
    """

    frame: Frame
    x: float
    y: float
    scale: float

    def to_pixels(self, x: float, y: float) -> tuple[float, float]:
        """A place in the grid as a place on the sheet."""
        frame = self.frame
        middle_x, middle_y = frame.x + frame.width / 2, frame.y + frame.height / 2
        return middle_x + (x - self.x) * self.scale, middle_y - (y - self.y) * self.scale

    @property
    def tolerance(self) -> float:
        """How coarse outlines may be: at most a quarter of a pixel."""
        return max(t for t in TOLERANCES if t <= 0.25 / self.scale)

    @property
    def matrix(self) -> str:
        """The transform of paths in metres."""
        x, y = self.to_pixels(0, 0)
        s = f"{self.scale:.7g}"
        return f"matrix({s} 0 0 -{s} {svg.number(x)} {svg.number(y)})"

    def box(self, beyond: float = 0.0) -> tuple[float, float, float, float]:
        """West, south, east and north of what it shows, and `beyond` pixels around it [m]."""
        half_x = (self.frame.width / 2 + beyond) / self.scale
        half_y = (self.frame.height / 2 + beyond) / self.scale
        return self.x - half_x, self.y - half_y, self.x + half_x, self.y + half_y

    def sees(self, boxes: np.ndarray) -> np.ndarray:
        """Which boxes (west, south, east, north) [m] are at least partly in the frame."""
        west, south, east, north = self.box()
        found: np.ndarray = (
            (boxes[:, 0] <= east)
            & (boxes[:, 2] >= west)
            & (boxes[:, 1] <= north)
            & (boxes[:, 3] >= south)
        )
        return found

    def at(self, viewport: Viewport) -> Camera:
        """The same frame with what a page shows of the world."""
        metres = EARTH * math.cos(math.radians(viewport.lat)) / 2**viewport.zoom
        return replace(self, scale=1 / metres).over(viewport.lat, viewport.lon)

    def over(self, lat: float, lon: float) -> Camera:
        """The same frame and scale over another place [degrees]."""
        x, y = to_grid([[lon, lat]])[0]
        return replace(self, x=float(x), y=float(y))

    def into(self, frame: Frame) -> Camera:
        """The same place and scale in another frame."""
        return replace(self, frame=frame)


def camera_of(shown: Shown, frame: Frame) -> Camera:
    """What a frame shows: the part of the world in the address, else the region."""
    around = around_region(shown, frame)
    viewport = shown.state.viewport
    return around if viewport is None else around.at(viewport)


def around_region(shown: Shown, frame: Frame) -> Camera:
    """A frame with the whole region in it, and a little room around that."""
    inside = in_region(shown.dataset, Level.GEMEENTE, shown.region).to_numpy()
    boxes = paths_of(shown, Level.GEMEENTE).boxes[inside]
    west, south = boxes[:, :2].min(axis=0)
    east, north = boxes[:, 2:].max(axis=0)
    room = min(26.0, 0.06 * frame.height)
    scale = min(
        (frame.width - 2 * room) / (east - west), (frame.height - 2 * room) / (north - south)
    )
    return Camera(frame, float(west + east) / 2, float(south + north) / 2, float(scale))
