"""Start the pages' servers, and stop those that were started."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.pages import Page
from tests.servers.ports import free_port

REPO = Path(__file__).parents[1]
START_SECONDS = 90.0


class NotServedError(Exception):
    """A page's server did not start or did not answer."""


@dataclass(frozen=True)
class Held:
    """The memory of a process [bytes].

    Attributes
    ----------
    resident : float
        All that it has in memory (RSS), also what other processes have there too.
    share : float
        The same, with what several processes have in memory divided by their number (PSS).
    """

    resident: float
    share: float


@dataclass(frozen=True)
class Server:
    """A page's server.

    Attributes
    ----------
    url : str
        Where the page is.
    seconds : float
        From its start to its first answer.
    pid : int
        Of the process that was started; gunicorn's workers are its children.
    """

    url: str
    seconds: float
    pid: int

    def held(self) -> Held:
        """The memory of the worker that has most; none where that cannot be read."""
        try:
            children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text("utf-8").split()
            return max((_held(pid) for pid in children or [str(self.pid)]), key=_resident)
        except OSError:  # not on Linux
            return Held(0.0, 0.0)


def _resident(held: Held) -> float:
    return held.resident


def _held(pid: str) -> Held:
    told = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8")
    kilobytes = dict(re.findall(r"^(Rss|Pss):\s+(\d+) kB", told, re.MULTILINE))
    return Held(1024.0 * int(kilobytes["Rss"]), 1024.0 * int(kilobytes["Pss"]))


@contextmanager
def served(page: Page, env: Mapping[str, str]) -> Iterator[Server]:
    """The server of `page` while it runs, with more in its environment."""
    with free_port() as port, tempfile.TemporaryFile("w+") as log:
        start = time.monotonic()
        process = subprocess.Popen(
            page.command(port),
            cwd=REPO,
            env={**os.environ, **page.environment(port), **env},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            url = f"http://127.0.0.1:{port}{page.path}"
            _wait(url, process)
            yield Server(url, time.monotonic() - start, process.pid)
        except NotServedError as error:
            log.seek(0)
            raise NotServedError(f"{error}{_cause(log.read())}") from None
        finally:
            _stop(process)


def _cause(log: str) -> str:
    """The last error that a server told, in brackets."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    told = [line for line in lines if re.match(r"[\w.]*(Error|Exception)\b", line)] or lines
    return f" ({told[-1]})" if told else ""


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise NotServedError(f"its server ended with code {process.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=30):
                return
        except urllib.error.HTTPError as error:
            raise NotServedError(f"it answered {error.code}") from None
        except OSError:
            time.sleep(0.05)
    raise NotServedError(f"it did not answer within {START_SECONDS:.0f} s")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
