"""Start the pages' servers, and stop those that were started."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.pages import Page

REPO = Path(__file__).parents[1]
START_SECONDS = 90.0


class NotServedError(Exception):
    """A page's server did not start or did not answer."""


def free_port() -> int:
    """A port of the loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(page: Page) -> Iterator[str]:
    """The address of `page` while its server runs."""
    port = free_port()
    with tempfile.TemporaryFile("w+") as log, tempfile.TemporaryDirectory() as none_in_use:
        environment = {**os.environ, "RUDC_DATA_DIR": none_in_use}
        process = subprocess.Popen(
            page.command(port), cwd=REPO, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            url = f"http://127.0.0.1:{port}{page.path}"
            _wait(url, process)
            yield url
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
