"""What a server serves: a data set, the indicators, and the files derived from both."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask_caching import Cache
from werkzeug.datastructures import MultiDict

from rudc_map.dataset.store import Dataset
from rudc_map.errors import InputError
from rudc_map.indicators.registry import Registry
from rudc_map.model import Level
from rudc_map.view.areas import areas_json, level_areas_json
from rudc_map.view.geometry import borders_json, geometry_json, geometry_piece, region_bounds
from rudc_map.view.map_paths import grid_borders_json, paths_json
from rudc_map.view.numbers import compact_json
from rudc_map.view.query import Query, Question, read_level, read_period, read_region
from rudc_map.view.values import map_values_json
from rudc_map.web.encoded import Encoded, encoded, kept_bytes
from rudc_map.web.parameters import single_values

WAITED_FOR = 9
"""Quality of Brotli for what somebody waits for: the areas of dozens of gemeenten, the values of a
whole country. The best compression takes ten times as long, for a few percent."""

MANY = 5_000
"""Areas from which the best compression of their values takes a tenth of a second."""


@dataclass(frozen=True)
class Served:
    """A data set with its indicators and the cache of derived files.

    Attributes
    ----------
    version : str
        Names the data set and the code that derives files from it; it stands in the address of
        every derived file, so that a file at an address never changes.
    """

    dataset: Dataset
    registry: Registry
    cache: Cache
    version: str

    def geometry(self, level: Level) -> Encoded:
        """The areas of a level."""
        return self._file(f"geometry/{level}", lambda: geometry_json(self.dataset, level))

    def geometry_of(self, level: Level, gemeente: str) -> Encoded:
        """The areas of a level in one gemeente.

        Raises
        ------
        InputError
            With status 404, if there is no such gemeente.
        """
        if gemeente not in self.dataset.codes(Level.GEMEENTE):
            raise InputError(
                f"Er is geen gemeente '{gemeente}'; geef een code zoals GM0014.",
                f"There is no municipality '{gemeente}'; give a code such as GM0014.",
                status=404,
            )
        return self._file(
            f"geometry/{level}/{gemeente}",
            lambda: geometry_piece(self.geometry(level).plain, gemeente),
            WAITED_FOR,
        )

    def borders(self) -> Encoded:
        """The GeoJSON of borders and names."""
        return self._file("borders", self._plain_borders)

    def grid_borders(self) -> bytes:
        """The borders and names as images draw them."""
        return self.kept("borders/grid", lambda: grid_borders_json(self._plain_borders()))

    def _plain_borders(self) -> bytes:
        return self.kept("borders/plain", lambda: borders_json(self.dataset))

    def paths(self, level: Level, tolerance: float) -> bytes:
        """The areas of a level as images draw them."""
        return self.kept(
            f"paths/{level}/{tolerance:g}", lambda: paths_json(self.dataset, level, tolerance)
        )

    def kept(self, name: str, build: Callable[[], bytes]) -> bytes:
        """A file that is not sent to anybody: it is not compressed, which takes a second."""
        return kept_bytes(self.cache, f"{self.version}/{name}", build)

    def areas(self) -> Encoded:
        """The names of gemeenten and what is larger."""
        return self._file("areas", lambda: areas_json(self.dataset))

    def areas_of(self, level: Level) -> Encoded:
        """The names of a level of many areas."""
        return self._file(f"areas/{level}", lambda: level_areas_json(self.dataset, level))

    def values(self, region: str, indicator: str, level: str, period: str) -> Encoded:
        """The map's values of an indicator.

        Raises
        ------
        InputError
            With status 404, naming what does not exist.
        """
        found = self.registry.get(indicator)
        at, where = read_level(level, 404), read_region(self.dataset, region, 404)
        read_period(found, period, 404)
        return self._file(
            f"values/{where.id}/{indicator}/{level}/{period}",
            lambda: map_values_json(self.dataset, found, at, period, where),
            WAITED_FOR if len(self.dataset.codes(at)) > MANY else None,
        )

    def bounds(self) -> dict[str, Any]:
        """The corners of each region."""
        file = self._file("bounds", lambda: json.dumps(region_bounds(self.dataset)).encode())
        corners: dict[str, Any] = json.loads(file.plain)
        return corners

    def bounds_of(self, region: str) -> list[list[float]]:
        """The corners of a region, also of one of the user's own."""
        named: dict[str, list[list[float]]] = self.bounds()
        if region in named:
            return named[region]
        gemeenten = json.loads(self.areas().plain)[Level.GEMEENTE.value]
        boxes = dict(zip(gemeenten["codes"], gemeenten["boxes"], strict=True))
        west, south, east, north = zip(*(boxes[code] for code in region.split(",")), strict=True)
        return [[min(south), min(west)], [max(north), max(east)]]

    def query(self, args: MultiDict[str, str], question: Question) -> Query:
        """The parameters of an address, or an InputError."""
        return Query(single_values(args), self.dataset, self.registry, question)

    def analysis(self, name: str, query: Query, question: Question) -> Encoded:
        """The answer to a question as a file."""
        return self._file(f"{name}?{query.key}", lambda: compact_json(question.answer(query)))

    def _file(self, name: str, build: Callable[[], bytes], quality: int | None = None) -> Encoded:
        return encoded(self.cache, f"{self.version}/{name}", build, quality)


def code_of(places: tuple[Path, ...]) -> bytes:
    """What changes with the code in files and folders."""
    digest = hashlib.sha256()
    for place in places:
        for file in (place, *sorted(place.rglob("*"))):
            if file.suffix in (".py", ".toml"):
                digest.update(file.read_bytes())
    return digest.digest()


def version_of(dataset: Dataset, code: bytes) -> str:
    """Twelve hexadecimal digits that change with the data set or the code (`code_of`)."""
    return hashlib.sha256(dataset.hash.encode() + code).hexdigest()[:12]
