"""The data directory: data sets side by side, and a link to the one that is served."""

from __future__ import annotations

import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rudc_map.dataset.lock import Lock
from rudc_map.dataset.manifest import MANIFEST
from rudc_map.dataset.store import Dataset, open_dataset, require_files
from rudc_map.errors import DatasetError

GEODATA = Path(__file__).resolve().parents[2] / "geodata"
"""The embedded data set: what is served where the data directory has none in use."""

EMBEDDED = "embedded"
"""What the embedded data set is called among the others."""

SETS, CURRENT, PREVIOUS, LOCK = "sets", "current", "previous", "lock"
BUILDING = ".building-"
NEXT_CURRENT, NEXT_PREVIOUS = ".current.next", ".previous.next"

LITTLE_ROOM = 1_000_000_000
"""Bytes; a national data set takes some tens of MB, with CBS's own outlines some hundreds."""

NAME = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
"""What a data set may be called: lower case and digits, parted by - _ or a point."""


@dataclass(frozen=True, slots=True)
class Home:
    """A data directory.

    Parameters
    ----------
    folder : Path
        Holds ``sets/<name>/`` (never changed once they are there), ``current`` and ``previous``
        (links into it) and ``lock``; need not exist yet.
    """

    folder: Path

    def names(self) -> tuple[str, ...]:
        """Name the data sets, the embedded one first, then by name."""
        try:
            found = sorted(
                path.name
                for path in (self.folder / SETS).iterdir()
                if (path / MANIFEST).is_file() and not path.name.startswith(".")
            )
        except (FileNotFoundError, NotADirectoryError):
            found = []
        except OSError as error:
            raise _cannot(self.folder, "read", error) from error
        return (EMBEDDED, *found)

    def path_of(self, name: str) -> Path:
        """Give the folder of a data set.

        Raises
        ------
        DatasetError
            If there is none of that name.
        """
        if name not in self.names():
            raise DatasetError(
                f"{self.folder} has no data set {name!r}; it has {', '.join(self.names())}"
            )
        return GEODATA if name == EMBEDDED else self.folder / SETS / name

    @property
    def current(self) -> str:
        """The name of the data set in use; the embedded one where none was ever chosen."""
        return self._read(CURRENT) or EMBEDDED

    @property
    def previous(self) -> str | None:
        """The name of the data set that was in use before, None where there was none."""
        return self._read(PREVIOUS)

    def use(self, name: str) -> None:
        """Serve another data set from now on, by one rename; the caller holds the lock.

        Killed at any moment, either the old or the new one is in use, and `clear` finishes what
        was left of it.

        Raises
        ------
        DatasetError
            If there is none of that name, it is not complete, or the folder cannot be written.
        """
        require_files(self.path_of(name))
        before = self.current
        if name == before:
            return
        try:
            _link(self.folder / NEXT_PREVIOUS, _target(before))
            if name == EMBEDDED:
                (self.folder / CURRENT).unlink(missing_ok=True)
            else:
                _link(self.folder / NEXT_CURRENT, _target(name))
                os.replace(self.folder / NEXT_CURRENT, self.folder / CURRENT)
            sync(self.folder)
            os.replace(self.folder / NEXT_PREVIOUS, self.folder / PREVIOUS)
            sync(self.folder)
        except OSError as error:
            raise _cannot(self.folder, "written", error) from error

    def rollback(self) -> str:
        """Serve the data set again that was in use before; once more undoes it.

        Returns
        -------
        str
            The name of the one that is in use now.

        Raises
        ------
        DatasetError
            If nothing was in use before, or it is gone.
        """
        before = self.previous
        if before is None:
            raise DatasetError(
                f"{self.folder}: no data set was in use before {self.current!r}; "
                "python -m rudc_map data list shows which there are"
            )
        self.use(before)
        return before

    @contextmanager
    def locked(self, command: str) -> Iterator[None]:
        """Keep other commands out while one changes something; what a killed one left is cleared.

        Raises
        ------
        DatasetError
            If another command holds the lock, saying which; or the folder cannot be written.
        """
        try:
            (self.folder / SETS).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _cannot(self.folder, "written", error) from error
        with Lock(self.folder / LOCK, command):
            try:
                self.clear()
            except OSError as error:
                raise _cannot(self.folder, "written", error) from error
            yield

    @contextmanager
    def building(self) -> Iterator[Path]:
        """Make a folder to build a data set in, on the same disk; gone afterwards whatever happens.

        What is left of it after a kill, `clear` removes.
        """
        with tempfile.TemporaryDirectory(prefix=BUILDING, dir=self.folder / SETS) as scratch:
            yield Path(scratch)

    def keep(self, built: Path, name: str) -> None:
        """Put a data set that was built and verified beside the others, by one rename.

        Parameters
        ----------
        built : Path
            A folder below that of `building`; moved.
        name : str
            Its name.

        Raises
        ------
        DatasetError
            If the name is taken or malformed, or the folder cannot be written.
        """
        self.check_new_name(name)
        target = self.folder / SETS / name
        try:
            for path in built.iterdir():
                sync(path)
            sync(built)
            os.replace(built, target)
            sync(target.parent)
        except OSError as error:
            raise _cannot(target, "written", error) from error

    def check_new_name(self, name: str) -> None:
        """Refuse a name that a new data set cannot have, before anything is fetched or read.

        Raises
        ------
        DatasetError
            If it is malformed or taken.
        """
        check_name(name)
        target = self.folder / SETS / name
        if target.exists():
            raise DatasetError(f"{target} exists already; give another --name")

    def clear(self) -> None:
        """Finish or undo what a killed command left behind; the caller holds the lock."""
        for path in (self.folder / SETS).glob(f"{BUILDING}*"):
            shutil.rmtree(path, ignore_errors=True)
        (self.folder / NEXT_CURRENT).unlink(missing_ok=True)
        before = self._read(NEXT_PREVIOUS)
        if before is not None and before != self.current:
            os.replace(self.folder / NEXT_PREVIOUS, self.folder / PREVIOUS)
        (self.folder / NEXT_PREVIOUS).unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Remove a data set that is not in use, in one step as a reader sees it."""
        if name in (EMBEDDED, self.current):
            raise DatasetError(f"{name!r} is in use and cannot be removed")
        try:
            gone = Path(tempfile.mkdtemp(prefix=BUILDING, dir=self.folder / SETS))
            os.replace(self.path_of(name), gone / name)
            shutil.rmtree(gone)
        except OSError as error:
            raise _cannot(self.folder / SETS / name, "removed", error) from error

    def _read(self, link: str) -> str | None:
        """Read the name that a link leads to, None where there is no such link."""
        try:
            return Path(os.readlink(self.folder / link)).name
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise DatasetError(
                f"{self.folder / link} is not a link to a data set ({error.strerror}); remove it, "
                "then choose one with python -m rudc_map data use"
            ) from error


def folder_in_use(data_dir: Path) -> Path:
    """Give the folder of the data set in use in a data directory, else the embedded one.

    Whether it can be opened is not looked at: see `last_good`.

    Raises
    ------
    DatasetError
        If `data_dir` is itself a data set, as RUDC_DATA_DIR once was.
    """
    if (data_dir / MANIFEST).exists():
        raise DatasetError(
            f"{data_dir} is a data set itself, while RUDC_DATA_DIR names the folder that holds "
            f"data sets; move it to {SETS}/<name> in another folder and choose it with "
            "python -m rudc_map data use <name>"
        )
    home = Home(data_dir)
    name = home.current
    return GEODATA if name == EMBEDDED else data_dir / SETS / name


def last_good(data_dir: Path) -> Dataset:
    """Open the data set in use, or the last one before it that can be opened.

    One that is damaged is named in a warning, and stays in use until another is chosen.

    Raises
    ------
    DatasetError
        As `folder_in_use`; or if not even the embedded data set can be opened.
    """
    for folder in (folder_in_use(data_dir), *older_folders(data_dir)):
        if folder == GEODATA:
            break
        try:
            return open_dataset(folder)
        except DatasetError as error:
            logging.getLogger(__name__).warning("%s. An older data set is taken.", error)
    return open_dataset(GEODATA)


def older_folders(data_dir: Path) -> tuple[Path, ...]:
    """Give the folders to turn to where the data set in use cannot be opened, the best first."""
    home = Home(data_dir)
    before = home.previous
    own = [] if before in (None, EMBEDDED, home.current) else [data_dir / SETS / str(before)]
    return () if home.current == EMBEDDED else (*own, GEODATA)


def check_name(name: str) -> None:
    """Refuse a name that a data set cannot have.

    Raises
    ------
    DatasetError
        Saying what it may be.
    """
    if name == EMBEDDED or len(name) > 80 or NAME.fullmatch(name) is None:
        raise DatasetError(
            f"a data set cannot be called {name!r}; take lower case letters and digits, parted by "
            "hyphens, at most 80"
        )


def reason(error: OSError, path: Path) -> str:
    """Say why something could not be written, and how much room there is where that is little.

    GDAL and Arrow do not say that a disk is full, but that "a transaction failed".
    """
    said = error.strerror or str(error)
    try:
        free = shutil.disk_usage(next(p for p in (path, *path.parents) if p.exists())).free
    except (OSError, StopIteration):
        return said
    return f"{said}; {free / 1e6:,.1f} MB is free" if free < LITTLE_ROOM else said


def sync(path: Path) -> None:
    """Have a file or folder on the disk before anything goes on: a rename may overtake it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _target(name: str) -> str:
    return name if name == EMBEDDED else f"{SETS}/{name}"


def _link(path: Path, target: str) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to(target)


def _cannot(path: Path, what: str, error: OSError) -> DatasetError:
    return DatasetError(
        f"{path} cannot be {what} ({reason(error, path)}); mend that, or have RUDC_DATA_DIR name "
        "another folder"
    )
