"""A web server of our own on 127.0.0.1: a site is a function from a request to an answer.

    def site(request: Request) -> Answer: ...
    with Server(site) as server:
        server.address        # "http://127.0.0.1:54321"
        server.requests       # what was asked, in order

What a well-behaved site does about HEAD, Range, If-Range, ETag and Accept-Encoding is done here;
the moods (moods.py) are sites around a site that do it worse.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Request:
    """One request; header names in lower case, parameters decoded."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    target: str = ""

    @property
    def range_start(self) -> int:
        """Where the asked Range starts, 0 without one."""
        found = re.match(r"bytes=(\d+)-", self.headers.get("range", ""))
        return int(found[1]) if found else 0


@dataclass(frozen=True)
class Answer:
    """One answer.

    Parameters
    ----------
    body : bytes
        All of it.
    status, kind, headers
        Status, Content-Type and further headers.
    wait : float
        Before the first byte [s].
    trickle : float
        Between each two of the hundred pieces in which the body is sent [s]; 0 sends it at once.
    cut : int or None
        Close the connection after so many bytes of the body, whatever its length says.
    ranges, etag : bool
        Whether a Range is honoured, and whether the body is named by an ETag.
    """

    body: bytes
    status: int = 200
    kind: str = "application/json;charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    trickle: float = 0.0
    cut: int | None = None
    ranges: bool = True
    etag: bool = True


Site = Callable[[Request], Answer]


def as_json(content: Any, **how: Any) -> Answer:
    """An answer in JSON."""
    return Answer(json.dumps(content).encode(), **how)


def not_found(request: Request) -> Answer:
    """What a site says of an address it does not know."""
    return Answer(b"<html><body>404</body></html>", status=404, kind="text/html")


class Server:
    """A running site; a context manager."""

    def __init__(self, site: Site) -> None:
        self.requests: list[Request] = []
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self, site))
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    @property
    def address(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def asked(self, part: str) -> list[Request]:
        """The requests with `part` in their address."""
        return [request for request in self.requests if part in request.target]

    def note(self, request: Request) -> None:
        with self._lock:
            self.requests.append(request)

    def __enter__(self) -> Server:
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


def _handler(server: Server, site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            request = Request(
                self.command,
                parts.path,
                dict(parse_qsl(parts.query, keep_blank_values=True)),
                {name.lower(): value for name, value in self.headers.items()},
                self.path,
            )
            server.note(request)
            self._send(_negotiated(request, site(request)))

        do_HEAD = do_GET  # noqa: N815 - called by this name

        def _send(self, answer: Answer) -> None:
            time.sleep(answer.wait)
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.status != 304:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command != "HEAD" and answer.status != 304:
                self._send_body(answer)
            if answer.cut is not None:
                self.close_connection = True

        def _send_body(self, answer: Answer) -> None:
            body = answer.body[: answer.cut]
            step = max(len(body) // 100, 1) if answer.trickle else max(len(body), 1)
            try:
                for start in range(0, len(body), step):
                    self.wfile.write(body[start : start + step])
                    time.sleep(answer.trickle)
            except OSError:
                self.close_connection = True  # the client has had enough

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler


def _negotiated(request: Request, answer: Answer) -> Answer:
    """What HTTP makes of an answer: unchanged, a part, or packed."""
    if answer.status != 200:
        return answer
    tag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
    if answer.etag:
        answer = replace(answer, headers={"ETag": tag, **answer.headers})
        if request.headers.get("if-none-match") == tag:
            return replace(answer, status=304, body=b"")
    if answer.ranges and "range" in request.headers:
        return _part(request, answer, tag)
    asked = "gzip" in request.headers.get("accept-encoding", "")
    if asked and len(answer.body) > 1000 and "Content-Encoding" not in answer.headers:
        return zipped(answer)
    return answer


def zipped(answer: Answer) -> Answer:
    """The answer packed by gzip."""
    packed = gzip.compress(answer.body, compresslevel=1, mtime=0)
    return replace(answer, body=packed, headers={**answer.headers, "Content-Encoding": "gzip"})


def _part(request: Request, answer: Answer, tag: str) -> Answer:
    """The asked part, or all of it if it has changed since."""
    start, size = request.range_start, len(answer.body)
    if request.headers.get("if-range", tag) != tag:
        return answer
    if start >= size:
        return replace(answer, status=416, body=b"", headers={"Content-Range": f"bytes */{size}"})
    headers = {**answer.headers, "Content-Range": f"bytes {start}-{size - 1}/{size}"}
    return replace(answer, status=206, body=answer.body[start:], headers=headers)
