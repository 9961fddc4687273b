"""Bytes over the wire, as the browser's own developer tools count them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession
from playwright.sync_api import Page as Tab


@dataclass
class Traffic:
    """Counts the requests of a tab from the moment it is made."""

    session: CDPSession
    wire: float = 0
    """Bytes received, headers included, as compressed by the server."""
    unpacked: float = 0
    """Bytes of the bodies after decompression."""
    requests: int = 0
    outside: list[str] = field(default_factory=list)
    """Hosts that were asked for but are not ours (and so were out of reach)."""
    _open: set[str] = field(default_factory=set)
    _seen: set[str] = field(default_factory=set)
    _last: float = 0

    def __post_init__(self) -> None:
        self.session.on("Network.requestWillBeSent", self._sent)
        self.session.on("Network.dataReceived", self._data)
        self.session.on("Network.loadingFinished", self._finished)
        self.session.on("Network.loadingFailed", self._failed)
        self.session.send("Network.enable")

    def _sent(self, event: dict[str, Any]) -> None:
        address = urlsplit(event["request"]["url"])
        if address.scheme not in ("http", "https"):
            return
        if address.hostname != "127.0.0.1":
            self.outside.append(str(address.hostname))
            return
        self._open.add(event["requestId"])
        self._seen.add(event["requestId"])
        self.requests += 1
        self._last = time.monotonic()

    def _data(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self._seen:
            self.unpacked += event["dataLength"]
            self._last = time.monotonic()

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self._seen:
            self.wire += event["encodedDataLength"]
            self._close(event)

    def _failed(self, event: dict[str, Any]) -> None:
        self._close(event)

    def _close(self, event: dict[str, Any]) -> None:
        self._open.discard(event["requestId"])
        self._last = time.monotonic()

    def wait_idle(self, tab: Tab, quiet: float = 0.6, limit: float = 30) -> None:
        """Wait until nothing was under way for `quiet` seconds."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            if not self._open and time.monotonic() - self._last >= quiet:
                return
            tab.wait_for_timeout(100)
        raise TimeoutError(f"the network was not idle within {limit} s")
