"""The app behind gunicorn on a free port of this computer, as ``make run`` starts it."""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from typing import Any

import brotli
import pytest

from tests.servers.ports import free_port

PROJECT = Path(__file__).parents[2]
START_SECONDS = 300  # of a busy computer; a quiet one takes two
ANSWER_SECONDS = 180  # likewise


@dataclass(frozen=True)
class Answer:
    """One answer of the server, its body as it came over the wire."""

    status: int
    headers: HTTPMessage
    raw: bytes

    @property
    def body(self) -> bytes:
        coding = self.headers["Content-Encoding"]
        decode = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
        return decode(self.raw)

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        kinds = ("application/json", "application/geo+json", "application/problem+json")
        assert self.headers["Content-Type"] in kinds, self.text[:500]
        return json.loads(self.body)

    @property
    def messages(self) -> tuple[str, str]:
        """What an error says in Dutch and in English; of the API as problem details."""
        said = self.json
        if self.headers["Content-Type"] == "application/problem+json":
            assert set(said) == {"type", "title", "status", "detail", "fout", "error"}
            assert said["status"] == self.status
            assert said["type"] == f"/api#antwoord-{self.status}"
            assert said["detail"] == said["error"]
        else:
            assert set(said) == {"fout", "error"}
        assert said["fout"] != said["error"]
        return said["fout"], said["error"]

    @property
    def page(self) -> dict[str, Any]:
        """What a page tells the browser's code: state, notices, catalogue."""
        found = re.search(
            r'<script type="application/json" id="rudc-page">(.*?)</script>', self.text
        )
        assert found, self.text[:500]
        return json.loads(found[1])


@dataclass(frozen=True)
class Site:
    """A running server."""

    port: int
    cache: Path
    output: Path

    def get(
        self, address: str, headers: dict[str, str] | None = None, method: str = "GET"
    ) -> Answer:
        """Ask for `address` exactly as it is, no encoding or normalising."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        try:
            named = "Host" in (headers or {})
            connection.putrequest(method, address, skip_host=named, skip_accept_encoding=True)
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()


def gunicorn(
    port: int, settings: dict[str, str], output: Path, app: str = "app:server"
) -> subprocess.Popen[bytes]:
    """Start gunicorn as ``make run`` does, in a process group of its own."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("RUDC_", "GUNICORN_")) and name not in ("HOST", "WEB_CONCURRENCY")
    }
    command = ["-m", "gunicorn", "--config", "rudc_map/web/gunicorn.conf.py", app]
    with output.open("wb") as log:
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=PROJECT,
            env={**inherited, "HOST": "127.0.0.1", "PORT": str(port), **settings},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


@contextmanager
def running(cache: Path, output: Path, app: str = "app:server", **settings: str) -> Iterator[Site]:
    """A server that answers; stopped, with its workers, at the end."""
    usual = {"RUDC_CACHE_DIR": str(cache), "RUDC_WARM": "false"}
    usual |= {"RUDC_DATA_DIR": str(cache / "data"), "RUDC_OWN_DIR": str(cache / "own")}
    usual |= {"RUDC_RATE_LIMIT": ""}
    with free_port() as port:
        site = Site(port, cache, output)
        process = gunicorn(port, {**usual, **settings}, output, app)
        try:
            _wait_for(site, process)
            yield site
        finally:
            _stop(process)


def _wait_for(site: Site, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            if site.get("/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.05)
    pytest.fail(f"the server does not answer:\n{site.output.read_text()}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the process and what it started; its id is the id of the group."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One server for all tests, with an empty cache and its usual two workers."""
    folder = tmp_path_factory.mktemp("site")
    with running(folder / "cache", folder / "output.txt") as started:
        yield started


@pytest.fixture(scope="session")
def version(site: Site) -> str:
    """What stands in the address of every derived file."""
    return site.get("/").page["version"]


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[Callable[[Path], Site]]:
    """Starts another server, of one worker, with the given cache folder."""
    with ExitStack() as servers:

        def start(cache: Path) -> Site:
            output = tmp_path / "output.txt"
            return servers.enter_context(running(cache, output, WEB_CONCURRENCY="1"))

        yield start


@pytest.fixture
def failed_start(tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """Starts a server that cannot start; gives its exit code and all it printed."""

    def start(**settings: str) -> tuple[int, str]:
        output = tmp_path / "output.txt"
        usual = {"RUDC_CACHE_DIR": str(tmp_path / "c"), "RUDC_DATA_DIR": str(tmp_path / "d")}
        with free_port() as port:
            process = gunicorn(port, {**usual, **settings}, output)
            try:
                code = process.wait(START_SECONDS)
            finally:
                _stop(process)
        return code, output.read_text(encoding="utf-8")

    return start


@pytest.fixture(scope="session")
def source_rows() -> dict[str, dict[str, str]]:
    """The rows of geodata/sources/kerncijfers as they stand in the files, by code."""
    rows: dict[str, dict[str, str]] = {}
    for path in sorted((PROJECT / "geodata" / "sources" / "kerncijfers").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows |= {row["code"]: row for row in csv.DictReader(file, delimiter=";")}
    return rows
