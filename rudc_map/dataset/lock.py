"""A lock that one command at a time can hold, and that says who does."""

from __future__ import annotations

import fcntl
import json
import os
from datetime import datetime
from pathlib import Path
from types import TracebackType

from rudc_map.errors import DatasetError


class Lock:
    """A lock on a file; the system lets go of it when the process ends, however it ends.

    Parameters
    ----------
    path : Path
        The file; it stays when the lock is let go, since removing it would let two hold it.
    command : str
        What is being done, for whoever finds the lock held.
    """

    def __init__(self, path: Path, command: str) -> None:
        self._path = path
        self._command = command
        self._handle = -1

    def __enter__(self) -> Lock:
        try:
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise DatasetError(
                f"{self._path} cannot be written ({error.strerror}); mend that, or have "
                "RUDC_DATA_DIR name another folder"
            ) from error
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            who = self._held_by()
            self._close()
            raise DatasetError(
                f"{self._path} is held by {who}; wait until it is done, or end it"
            ) from error
        holder = {
            "pid": os.getpid(),
            "command": self._command,
            "since": datetime.now().astimezone().isoformat(timespec="seconds"),
        }
        self._write(json.dumps(holder))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._write("")
        self._close()

    def _held_by(self) -> str:
        try:
            found = json.loads(os.pread(self._handle, 10_000, 0))
            return f"{found['command']!r} (process {found['pid']}) since {found['since']}"
        except (OSError, ValueError, KeyError, TypeError):
            return "another command"

    def _write(self, text: str) -> None:
        """Say who holds it; a full disk, where that cannot be said, does not matter here."""
        try:
            os.ftruncate(self._handle, 0)
            os.pwrite(self._handle, text.encode(), 0)
        except OSError:
            pass

    def _close(self) -> None:
        os.close(self._handle)  # which lets go of the lock
        self._handle = -1
