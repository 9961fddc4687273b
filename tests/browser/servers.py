"""The servers behind the tests: the app under gunicorn, and tiles."""

from __future__ import annotations

import os
import re
import signal
import struct
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType

from tests.servers.ports import free_port

REPO = Path(__file__).parents[2]
START_SECONDS = 300.0  # of a busy computer
TILE_COLOUR = (226, 232, 226)


@contextmanager
def running_app(folder: Path, tiles_url: str) -> Iterator[str]:
    """The address of the app while gunicorn serves it; its whole process group ends with it."""
    with free_port() as port, _serving(folder, tiles_url, port) as address:
        yield address


@contextmanager
def _serving(folder: Path, tiles_url: str, port: int) -> Iterator[str]:
    log = folder / "gunicorn.log"
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("RUDC_", "GUNICORN_"))},
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "WEB_CONCURRENCY": "2",
        "RUDC_CACHE_DIR": str(folder / "cache"),
        "RUDC_DATA_DIR": str(folder / "data"),
        "RUDC_OWN_DIR": str(folder / "own"),
        "RUDC_WARM": "false",
        "RUDC_RATE_LIMIT": "",
        "RUDC_TILES_URL": tiles_url,
    }
    command = [sys.executable, "-m", "gunicorn", "app:server"]
    command += ["--config", "rudc_map/web/gunicorn.conf.py"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=REPO,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/healthz", process, log)
        _fetch_first_page(address)
        yield address
    finally:
        _end(process)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=START_SECONDS):
                return
        except urllib.error.HTTPError as error:
            error.close()
            break
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the app did not start:\n{log.read_text(errors='replace')}")


def _fetch_first_page(address: str) -> None:
    """Have everything behind the first page compressed, so that no page waits for it."""
    page = _get(f"{address}/", "identity").decode()
    behind = set(re.findall(r'(?:src|href)="(/(?:_dash|code|d)[^"]+)"', page))
    behind |= set(re.findall(r'"(/_dash-component-suites/[^"]+)"', page))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda path: _get(address + path, "br"), sorted(behind)))


def _get(address: str, coding: str) -> bytes:
    request = urllib.request.Request(address, headers={"Accept-Encoding": coding})
    with urllib.request.urlopen(request, timeout=START_SECONDS) as answer:
        body: bytes = answer.read()
    return body


def _end(process: subprocess.Popen[bytes]) -> None:
    """End exactly the process group that was started, workers included."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, how)
        except ProcessLookupError:
            break
        try:
            process.wait(10)
            break
        except subprocess.TimeoutExpired:
            continue


class TileServer:
    """Serves the same grey-green tile at every address, and counts how often."""

    def __init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _TileHandler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def template(self) -> str:
        """The address of a tile, as the map takes it."""
        return f"http://127.0.0.1:{self._server.server_port}/tile/{{z}}/{{x}}/{{y}}.png"

    def __enter__(self) -> TileServer:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _TileHandler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Content-Length", str(len(TILE)))
        self.end_headers()
        self.wfile.write(TILE)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _png(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """A PNG file of one colour."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + bytes(colour) * width) * height
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, body) for kind, body in parts)


TILE = _png(256, 256, TILE_COLOUR)
