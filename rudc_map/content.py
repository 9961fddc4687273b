"""What a server can show: the data set in use, the municipality's own figures, the layers."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from rudc_map.dataset.home import folder_in_use, older_folders
from rudc_map.dataset.manifest import MANIFEST, REGIONS
from rudc_map.dataset.own import OwnFile, read_own
from rudc_map.dataset.own_join import with_own
from rudc_map.dataset.store import Dataset, open_dataset
from rudc_map.indicators.fitted import fitted
from rudc_map.indicators.own_layer import with_own_layer
from rudc_map.indicators.registry import Registry, discover
from rudc_map.settings import Settings


@dataclass(frozen=True)
class Edition:
    """The data as they were at one moment; small, and can be opened again later.

    Parameters
    ----------
    folder : Path
        The data set itself, not the link to it.
    own : tuple of OwnFile
        The own figures.
    layers : Registry
        The layers in code.
    """

    folder: Path
    own: tuple[OwnFile, ...]
    layers: Registry

    def open(self) -> tuple[Dataset, Registry]:
        """Open the data set with the own figures, and the indicators for both.

        Raises
        ------
        RudcError
            Naming the file and the remedy.
        """
        dataset = with_own(open_dataset(self.folder), self.own)
        return dataset, with_own_layer(fitted(self.layers, dataset), dataset, self.own)


class Content:
    """Where the data are, and what is there now.

    Parameters
    ----------
    settings : Settings
        Name the folders.
    layers : module
        The package with the layers.
    """

    def __init__(self, settings: Settings, layers: ModuleType) -> None:
        self._settings = settings
        self._layers = discover(layers)

    def mark(self) -> Hashable:
        """What changes with the data; costs a look at the names and times of a few files."""
        folder = folder_in_use(self._settings.data_dir)
        return (
            folder,
            *(_mark(folder / name) for name in (MANIFEST, REGIONS)),
            *_marks_in(self._settings.own_dir),
        )

    def newest(self) -> Edition:
        """The data as they are now.

        Raises
        ------
        RudcError
            If the own figures cannot be read.
        """
        own = read_own(self._settings.own_dir)
        return Edition(folder_in_use(self._settings.data_dir), own, self._layers)

    def older(self) -> list[Edition]:
        """What can be shown where the data as they are now cannot, the best first."""
        own = read_own(self._settings.own_dir)
        folders = older_folders(self._settings.data_dir)
        return [Edition(folder, own, self._layers) for folder in folders]


def _mark(path: Path) -> tuple[str, int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return (path.name, found.st_ino, found.st_size, found.st_mtime_ns)


def _marks_in(folder: Path) -> list[tuple[str, int, int, int] | None]:
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix in (".toml", ".csv"))
    except OSError:
        return []
    return [_mark(path) for path in paths]
