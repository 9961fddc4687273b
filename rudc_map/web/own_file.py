"""Looking at a file of one's own: it comes in, is read in a process of its own, and is forgotten.

Nothing of a file is stored, cached or logged: the body is read here, by hand, for Werkzeug puts
larger uploads into a temporary file; its name comes in a header, which stands in no log; and the
answer may not be kept by anybody.
"""

from __future__ import annotations

import json
import logging
import os
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import unquote, urlsplit

from flask import Blueprint, Response, request

from rudc_map.errors import InputError
from rudc_map.settings import PROJECT
from rudc_map.view.texts import say
from rudc_map.web.live import Live

ADDRESS = "/eigen-bestand"
NAME_HEADER = "X-Bestandsnaam"

MAX_BYTES = 5_000_000
MAX_DISCARDED = 20_000_000
UPLOAD_SECONDS = 30
READ_SECONDS = 25
AT_ONCE = 2
"""Files that a worker takes at once, and reads one by one; its other threads are for the map."""

MOST, WITHIN = 30, 60.0
"""Files that one visitor may have read, in so many seconds."""

MAX_VISITORS = 10_000
REFUSED = 3
"""Exit code of `rudc_map.own_look` where the file cannot be shown."""

CHUNK = 65_536
PARAMETERS = ("versie", "regio", "taal", "kleinste", "decimaal")


def own_file_routes(live: Live) -> Blueprint:
    """The one address that takes a file."""
    routes = Blueprint("own_file", __name__)
    turns = Turns()

    @routes.post(ADDRESS)
    def look() -> Response:
        try:
            _refuse_other_sites()
            wanted = _wanted(live)
            size = _size()
            with turns.taken(request.remote_addr or ""):
                content = _receive(size)
                with turns.reading():
                    answer, status = _read(wanted, content)
            return _answer(answer, status)
        except InputError as error:
            _discard_rest()
            refused = {"fout": error.message_nl, "error": error.message_en}
            response = _answer(json.dumps(refused).encode(), error.status)
            if error.status == 429:
                response.headers["Retry-After"] = "30"
            return response

    return routes


class Turns:
    """Who may have a file read now: so many at once, and so many a minute a visitor."""

    def __init__(self) -> None:
        self._free = threading.BoundedSemaphore(AT_ONCE)
        self._reading = threading.Lock()
        self._lock = threading.Lock()
        self._seen: dict[str, deque[float]] = {}

    @contextmanager
    def taken(self, visitor: str) -> Iterator[None]:
        """Take a turn.

        Raises
        ------
        InputError
            With status 429 where there is none.
        """
        if not self._may(visitor, time.monotonic()) or not self._free.acquire(blocking=False):
            raise _wrong("own_file.busy", 429)
        try:
            yield
        finally:
            self._free.release()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Wait until nobody else has a file read by this worker.

        Raises
        ------
        InputError
            With status 429 where that takes too long.
        """
        if not self._reading.acquire(timeout=READ_SECONDS):
            raise _wrong("own_file.busy", 429)
        try:
            yield
        finally:
            self._reading.release()

    def _may(self, visitor: str, now: float) -> bool:
        with self._lock:
            if len(self._seen) >= MAX_VISITORS:
                self._seen = {v: t for v, t in self._seen.items() if t[-1] > now - WITHIN}
            times = self._seen.setdefault(visitor, deque())
            while times and times[0] <= now - WITHIN:
                times.popleft()
            if len(times) >= MOST:
                return False
            times.append(now)
            return True


def _refuse_other_sites() -> None:
    """Take a file from the page of this server only, not from one that a visitor is lured to."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    elsewhere = origin is not None and urlsplit(origin).netloc != request.host
    if elsewhere or site not in (None, "same-origin") or (site is None and origin is None):
        raise _wrong("own_file.other_site", 403)
    if request.mimetype != "application/octet-stream":
        raise _wrong("own_file.other_site", 415)


def _wanted(live: Live) -> dict[str, object]:
    """What is asked of the file, as `rudc_map.own_look.request.Request` takes it."""
    args = request.args
    unknown = sorted(set(args) - set(PARAMETERS))
    smallest = args.get("kleinste", "10")
    lang = args.get("taal", "nl")
    decimal = {"": "", "komma": "comma", "punt": "point"}.get(args.get("decimaal", ""))
    name = unquote(request.headers.get(NAME_HEADER, "")).replace("\\", "/").rpartition("/")[2]
    name = "".join(c if c.isprintable() else " " for c in name).strip()
    if not name or len(name) > 255:
        raise _wrong("own_file.no_name", 400)
    if unknown or decimal is None or lang not in ("nl", "en") or not _is_group(smallest):
        raise _wrong("own_file.wrong_choice", 400)
    served = live.of_version(args.get("versie", ""))
    return {
        "name": name,
        "dataset": str(served.dataset.path.resolve()),
        "region": args.get("regio", served.dataset.regions[0].id)[:5_000],
        "lang": lang,
        "smallest_group": int(smallest),
        "decimal": decimal,
    }


def _is_group(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4 and int(text) <= 1_000


def _size() -> int:
    size = request.content_length
    if size is None:
        raise _wrong("own_file.no_length", 411)
    if size > MAX_BYTES:
        raise _wrong("own_file.too_large", 413)
    return size


def _receive(size: int, keep: bool = True) -> bytes:
    """The body, into memory; a sender that is too slow is cut off."""
    connection = request.environ.get("gunicorn.socket")
    cut = threading.Timer(UPLOAD_SECONDS, _hang_up, (connection,))
    cut.daemon = True
    cut.start()
    received, count = bytearray(), 0
    try:
        while count < size:
            chunk = request.stream.read(min(CHUNK, size - count))
            if not chunk:
                break
            count += len(chunk)
            received += chunk if keep else b""
    except OSError:
        count = -1
    finally:
        cut.cancel()
    if count != size:
        raise _wrong("own_file.broken_off", 408)
    return bytes(received)


def _discard_rest() -> None:
    """Read what a refused sender still sends, up to a limit, for it reads no answer before."""
    if (request.content_length or 0) <= MAX_DISCARDED:
        with suppress(InputError):
            _receive(request.content_length or 0, keep=False)


def _hang_up(connection: socket.socket | None) -> None:
    if connection is not None:
        with suppress(OSError):  # the sender may have gone by itself
            connection.shutdown(socket.SHUT_RD)


def _read(wanted: dict[str, object], content: bytes) -> tuple[bytes, int]:
    """The answer of `rudc_map.own_look` to the file, and its HTTP status."""
    process = subprocess.Popen(
        [sys.executable, "-B", "-m", "rudc_map.own_look"],
        cwd=PROJECT,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a traceback would quote the file
    )
    try:
        asked = json.dumps(wanted).encode() + b"\n"
        answer, _ = process.communicate(asked + content, timeout=READ_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise _wrong("own_file.too_slow", 422) from error
    finally:
        process.kill()
        process.wait()
    if process.returncode == 0:
        return answer, 200
    if process.returncode == REFUSED:
        return answer, 422
    logging.getLogger(__name__).warning(
        "a file that was looked at could not be read (exit code %d)", process.returncode
    )
    raise _wrong("own_file.unreadable", 422)


def _answer(body: bytes, status: int) -> Response:
    response = Response(body, status=status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def _wrong(key: str, status: int) -> InputError:
    text = say(key, most=str(MAX_BYTES // 1_000_000))
    return InputError(text.nl, text.en, status)
