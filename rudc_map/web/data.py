"""What a server serves: a data set, the indicators, and the files derived from both."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask_caching import Cache

from rudc_map.dataset.store import Dataset
from rudc_map.errors import InputError
from rudc_map.indicators.registry import Registry
from rudc_map.model import Level, Region
from rudc_map.view.areas import areas_json
from rudc_map.view.geometry import borders_json, geometry_json, region_bounds
from rudc_map.view.values import map_values_json
from rudc_map.web.encoded import Encoded, encoded


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
        """The GeoJSON of a level."""
        return self._file(f"geometry/{level}", lambda: geometry_json(self.dataset, level))

    def borders(self) -> Encoded:
        """The GeoJSON of borders and names."""
        return self._file("borders", lambda: borders_json(self.dataset))

    def areas(self) -> Encoded:
        """The names of all areas."""
        return self._file("areas", lambda: areas_json(self.dataset))

    def values(self, region: str, indicator: str, level: str, period: str) -> Encoded:
        """The map's values of an indicator.

        Raises
        ------
        InputError
            With status 404, naming what does not exist.
        """
        found = self.registry.get(indicator)
        at, where = self.level(level), self.region(region)
        self.check_period(indicator, period)
        return self._file(
            f"values/{region}/{indicator}/{level}/{period}",
            lambda: map_values_json(self.dataset, found, at, period, where),
        )

    def bounds(self) -> dict[str, Any]:
        """The corners of each region."""
        file = self._file("bounds", lambda: json.dumps(region_bounds(self.dataset)).encode())
        corners: dict[str, Any] = json.loads(file.plain)
        return corners

    def level(self, level: str, status: int = 404) -> Level:
        """The level with this name, or an InputError with `status`."""
        try:
            return Level(level)
        except ValueError:
            names = ", ".join(Level)
            raise InputError(
                f"Onbekend niveau '{level}'; kies uit {names}.",
                f"Unknown level '{level}'; choose one of {names}.",
                status,
            ) from None

    def region(self, region: str) -> Region:
        """The region with this id, or an InputError with status 404."""
        for known in self.dataset.regions:
            if known.id == region:
                return known
        raise InputError(f"Onbekende regio '{region}'.", f"Unknown region '{region}'.", 404)

    def check_period(self, indicator: str, period: str, status: int = 404) -> None:
        """Raise an InputError with `status` where the indicator has no such period."""
        periods = self.registry.get(indicator).periods
        if period not in periods:
            names = ", ".join(periods)
            raise InputError(
                f"'{indicator}' heeft geen periode '{period}'; kies uit {names}.",
                f"'{indicator}' has no period '{period}'; choose one of {names}.",
                status,
            )

    def _file(self, name: str, build: Any) -> Encoded:
        return encoded(self.cache, f"{self.version}/{name}", build)


def version_of(dataset: Dataset, folders: tuple[Path, ...]) -> str:
    """Twelve hexadecimal digits that change with the data set or the code in `folders`."""
    digest = hashlib.sha256(dataset.hash.encode())
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.suffix in (".py", ".toml"):
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
