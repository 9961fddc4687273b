"""The national data set that the bench serves, and how a server bears it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.pages import PAGES
from bench.rivals.data import NATIONAL
from bench.servers import REPO, served

MISSING = f"{NATIONAL} is not there: the map of the whole country is left out."


@contextmanager
def data_directory() -> Iterator[Path]:
    """A data directory in which the national file and its figures by area are in use."""
    figures = sorted(NATIONAL.parent.glob("*.csv.gz"))
    with tempfile.TemporaryDirectory(prefix="rudc-bench-") as folder:
        command = [sys.executable, "-m", "rudc_map", "data", "import", NATIONAL, *figures]
        env = {**os.environ, "RUDC_DATA_DIR": folder}
        subprocess.run(command, cwd=REPO, env=env, check=True, stdout=subprocess.DEVNULL)
        yield Path(folder)


def start_seconds(data_dir: Path, cache_dir: Path) -> float:
    """Seconds from the start of this project's server to its first page.

    A start before it is thrown away: it fills the caches of the disk and of the server.
    """
    env = environment(data_dir, cache_dir)
    for _ in range(2):
        with served(PAGES["landelijk"][0], env) as server:
            seconds = server.seconds
    return seconds


def environment(data_dir: Path, cache_dir: Path) -> dict[str, str]:
    """The environment of every server: its data directory and cache, and nobody's own figures."""
    return {
        "RUDC_DATA_DIR": str(data_dir),
        "RUDC_CACHE_DIR": str(cache_dir),
        "RUDC_OWN_DIR": str(cache_dir / "own"),
    }
