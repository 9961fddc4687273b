"""The cache of derived files: on disk, shared by all workers, kept between starts, and bounded."""

from __future__ import annotations

import fcntl
import logging
import random
import tempfile
import threading
import time
from contextlib import suppress
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from cachelib import BaseCache, FileSystemCache, SimpleCache
from flask import Flask
from flask_caching import Cache

from rudc_map.settings import Settings

DERIVED, TILES = "derived", "tiles"
"""The folders within that of the cache, each with a bound of its own."""

TILES_BYTES = 500_000_000
"""Some 30,000 tiles of the base map: a province down to its streets."""

IN_MEMORY = 1_000
"""Files kept where nothing can be written: some 100 MB a worker."""

LOOK_EVERY = 300.0
"""Seconds between two looks at how large the cache is."""

ROOM = 0.9
"""The part of its bound that a folder fills once it was cleared, so that this happens seldom."""

NEVER_COUNTED = 0
"""cachelib's threshold. With another one it counts files in a file that it writes for each, lists
the whole folder for every new one once the threshold is reached, and begins with those that are
kept for good, which are ours: a second a file at 20,000."""


class _File(NamedTuple):
    used: float
    size: int
    path: Path


def open_cache(server: Flask, settings: Settings) -> Cache:
    """The cache on disk; in memory where that cannot be."""
    config: dict[str, object] = {"CACHE_DEFAULT_TIMEOUT": 0}
    try:
        settings.cache_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.cache_dir):
            pass
    except OSError as error:
        logging.getLogger(__name__).warning(
            "%s cannot be written (%s): derived files are kept in memory, and made again at every "
            "start. RUDC_CACHE_DIR names another folder.",
            settings.cache_dir,
            error.strerror,
        )
        config |= {"CACHE_TYPE": "SimpleCache", "CACHE_THRESHOLD": IN_MEMORY}
        return Cache(server, config=config)
    folder = str(settings.cache_dir / DERIVED)
    config |= {"CACHE_TYPE": "FileSystemCache", "CACHE_THRESHOLD": NEVER_COUNTED}
    return Cache(server, config={**config, "CACHE_DIR": folder})


def open_tile_cache(settings: Settings) -> BaseCache:
    """A cache for tiles, beside that of derived files, which a crowd of tiles would push out."""
    try:
        return FileSystemCache(str(settings.cache_dir / TILES), threshold=NEVER_COUNTED)
    except OSError:
        return SimpleCache(threshold=IN_MEMORY)


def keep_bounded(settings: Settings) -> threading.Thread:
    """Look again and again, in the background, whether the cache is too large.

    Returns
    -------
    threading.Thread
        Started; a daemon, so that it never keeps a server from stopping.
    """
    bounds = {DERIVED: settings.cache_megabytes * 1_000_000, TILES: TILES_BYTES}
    thread = threading.Thread(target=_watch, args=(settings.cache_dir, bounds), daemon=True)
    thread.start()
    return thread


def clear_room(folder: Path, most_bytes: int) -> int:
    """Remove the files that were not used for longest, if a folder is too large.

    A file counts as used when it was last read, as far as the file system notes that (Linux: once
    a day), else when it was made. Whoever has it open reads on.

    Parameters
    ----------
    folder : Path
        Holds files only; may be absent.
    most_bytes : int
        How large it may be [bytes].

    Returns
    -------
    int
        How many files were removed.
    """
    files = _files(folder)
    size = sum(file.size for file in files)
    if size <= most_bytes:
        return 0
    removed = 0
    for file in sorted(files, key=attrgetter("used")):
        if size <= most_bytes * ROOM:
            break
        file.path.unlink(missing_ok=True)
        size -= file.size
        removed += 1
    return removed


def _watch(cache_dir: Path, bounds: dict[str, int]) -> None:
    time.sleep(random.uniform(0, LOOK_EVERY))  # not all workers at the same moment
    while True:
        with suppress(OSError), (cache_dir / "room.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # fails where another worker has it
            for name, most_bytes in bounds.items():
                clear_room(cache_dir / name, most_bytes)
        time.sleep(LOOK_EVERY)


def _files(folder: Path) -> list[_File]:
    found = []
    with suppress(FileNotFoundError):
        for path in folder.iterdir():
            with suppress(FileNotFoundError):  # another process removed it meanwhile
                seen = path.stat()
                found.append(_File(max(seen.st_atime, seen.st_mtime), seen.st_size, path))
    return found
