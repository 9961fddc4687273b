"""Answers kept between runs, with what a server needs to say that they have not changed."""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from dataclasses import asdict, dataclass, replace
from pathlib import Path

MAX_KEPT = 500_000_000
"""Bytes that are kept in all; the answers that were used longest ago go first."""


PART = ".part"
"""How the name of a file ends that is being written."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server named an answer by.

    Parameters
    ----------
    url : str
        The address, parameters included.
    etag, modified : str
        Its ETag and Last-Modified; empty where it gave none.
    sha256 : str
        Of the body that is kept, to find a damaged one.
    state : str
        The state its publisher said it was in (`rudc_map.sources.http.Http.vouch`); empty where
        nothing was said.
    """

    url: str
    etag: str
    modified: str
    sha256: str = ""
    state: str = ""

    def conditions(self) -> dict[str, str]:
        """The headers that ask for the body only if it has changed."""
        conditions = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in conditions.items() if value}


class KeptAnswers:
    """A folder with the bodies of answers, packed; every file is put in place by one rename.

    Parameters
    ----------
    folder : Path or None
        Made when something is kept; None keeps nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def find(self, url: str) -> tuple[Validators, bytes] | None:
        """Look up the answer of an address; None if there is none, or a damaged one."""
        if self._folder is None:
            return None
        about, body = self._paths(self._folder, url)
        try:
            validators = Validators(**json.loads(about.read_text(encoding="utf-8")))
            content = zlib.decompress(body.read_bytes())
            os.utime(about)
        except (OSError, ValueError, TypeError, zlib.error):
            return None
        intact = validators.url == url and validators.sha256 == _sha256(content)
        return (validators, content) if intact else None

    def keep(self, validators: Validators, content: bytes) -> None:
        """Keep an answer that its server can be asked about again; a full disk is no fault."""
        if self._folder is None or not (validators.conditions() or validators.state):
            return
        about, body = self._paths(self._folder, validators.url)
        complete = replace(validators, sha256=_sha256(content))
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            _replace(body, zlib.compress(content, level=1))
            _replace(about, json.dumps(asdict(complete)).encode())
        except OSError:
            return

    def make_room(self) -> None:
        """Throw away what was used longest ago, if there is more than `MAX_KEPT`."""
        if self._folder is None:
            return
        try:
            self._throw_away(self._folder)
        except OSError:
            return

    @staticmethod
    def _throw_away(folder: Path) -> None:
        for left in folder.glob(f"*{PART}"):  # by a command that was killed
            left.unlink(missing_ok=True)
        kept = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
        bodies = [path.with_suffix(".body") for path in kept]
        size = sum(path.stat().st_size for path in bodies if path.exists())
        for about, body in zip(kept, bodies, strict=True):
            if size <= MAX_KEPT:
                return
            size -= body.stat().st_size if body.exists() else 0
            about.unlink(missing_ok=True)
            body.unlink(missing_ok=True)

    @staticmethod
    def _paths(folder: Path, url: str) -> tuple[Path, Path]:
        name = _sha256(url.encode())[:32]
        return folder / f"{name}.json", folder / f"{name}.body"


def _replace(path: Path, content: bytes) -> None:
    scratch = path.with_name(f"{path.name}.{os.getpid()}{PART}")
    try:
        scratch.write_bytes(content)
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
