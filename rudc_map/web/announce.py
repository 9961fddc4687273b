"""Telling the operator something once, though several workers have it to tell."""

from __future__ import annotations

import fcntl
import logging
import time
from dataclasses import dataclass
from pathlib import Path

AGAIN_AFTER = 3600.0
"""Seconds after which the same may be told again."""


@dataclass(frozen=True)
class Announcer:
    """Writes messages to the log, each from one of the workers that share `cache_dir`."""

    cache_dir: Path

    def __call__(self, message: str) -> None:
        """Write `message` to the log, unless another worker just did."""
        try:
            told = self._is_told(message)
        except (OSError, ValueError):
            told = False  # rather twice than never
        if not told:
            logging.getLogger(__name__).warning(message)

    def _is_told(self, message: str) -> bool:
        """Note that `message` is told now; True if that was noted before."""
        with (self.cache_dir / "told.txt").open("a+", encoding="utf-8") as notes:
            fcntl.flock(notes, fcntl.LOCK_EX)
            notes.seek(0)
            moment, _, last = notes.read().partition(" ")
            if last == message and time.time() - float(moment) < AGAIN_AFTER:
                return True
            notes.truncate(0)
            notes.write(f"{time.time():.0f} {message}")
        return False
