"""Fetching over HTTP: patient with a server that stumbles, strict about where and how much."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any
from xml.etree.ElementTree import Element

import httpx

from rudc_map.errors import SourceError
from rudc_map.sources.http_download import PLAIN, download
from rudc_map.sources.http_kept import KeptAnswers
from rudc_map.sources.http_session import (
    PATIENT,
    USUAL,
    Limits,
    Patience,
    Progress,
    Result,
    Session,
    StatusError,
    try_again,
    validators_of,
)
from rudc_map.sources.xml_answer import parse_xml

Params = Mapping[str, str | int]


class Http:
    """A client for the sites of sources.toml; a context manager, safe to use by threads.

    Certificates are checked, and a proxy is taken from the environment (HTTPS_PROXY, NO_PROXY).

    Parameters
    ----------
    sites : iterable of str
        The only hosts that are asked, redirects included, by https; by http only 127.0.0.1.
    kept : Path or None
        A folder for answers that need not be sent again if they have not changed.
    progress : callable or None
        Told of every piece that arrives; see `rudc_map.sources.http_session.Progress`.
    patience, limits
        See `rudc_map.sources.http_session`.
    """

    def __init__(
        self,
        sites: Iterable[str],
        kept: Path | None = None,
        progress: Progress | None = None,
        patience: Patience = PATIENT,
        limits: Limits = USUAL,
    ) -> None:
        self._session = Session(sites, progress, patience, limits)
        self._kept = KeptAnswers(kept)
        self._states: dict[str, str] = {}
        self.each = self._session.each

    def __enter__(self) -> Http:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session.close()
        self._kept.make_room()

    def vouch(self, root: str, state: str | None) -> None:
        """Say in which state everything below an address is, as its publisher says.

        An answer that was kept in that state is taken without asking for it again.

        Parameters
        ----------
        root : str
            The address, without a slash at its end.
        state : str or None
            Another one after each change; None where nothing is known.
        """
        self._states[root] = state or ""

    def get_json(
        self,
        url: str,
        params: Params | None = None,
        final: Callable[[str], bool] = lambda _body: False,
    ) -> Any:
        """Fetch JSON.

        Parameters
        ----------
        url : str
            The address.
        params : mapping or None
            Parameters that are added to it.
        final : callable
            Told the start of the body of an error 500: whether asking again is of no use.

        Returns
        -------
        Any
            What the JSON holds.

        Raises
        ------
        StatusError
            If the address answers with an error, the last time too.
        SourceError
            If it cannot be reached, is not allowed, is too large, or holds no JSON.
        """
        return self._fetch(_with_params(url, params), _json, final)

    def get_xml(self, url: str, params: Params | None = None) -> Element:
        """Fetch XML, its root; parameters and errors as for `get_json`."""
        return self._fetch(_with_params(url, params), _xml, lambda _body: False)

    def download(self, url: str, path: Path) -> Path:
        """Fetch a file; goes on where a broken download stopped, sends nothing if unchanged.

        Parameters
        ----------
        url : str
            The address.
        path : Path
            The file; it is replaced by one rename when all of it has arrived. Beside it lie
            ``<name>.part`` meanwhile, and ``<name>.http.json`` to ask whether it has changed.

        Returns
        -------
        Path
            `path`.

        Raises
        ------
        SourceError
            As for `get_json`, or if the disk is full.
        """
        return download(self._session, url, path)

    def size(self, url: str) -> int | None:
        """Ask how many bytes an address would send, None if it does not say.

        Raises
        ------
        SourceError
            If it does not exist or cannot be reached.
        """
        try:
            return self._session.attempt(lambda: self._size(url, "HEAD"))
        except StatusError as error:
            if error.status not in {405, 501}:
                raise
        return self._session.attempt(lambda: self._size(url, "GET"))

    def _size(self, url: str, method: str) -> int | None:
        headers = PLAIN if method == "HEAD" else {**PLAIN, "Range": "bytes=0-0"}
        with self._session.answer(method, url, headers) as answer:
            ranged = answer.headers.get("Content-Range", "").rpartition("/")[2]
            length = ranged or answer.headers.get("Content-Length", "")
        return int(length) if length.isdigit() else None

    def _fetch(
        self, url: str, parse: Callable[[str, bytes], Result], final: Callable[[str], bool]
    ) -> Result:
        """Fetch what `parse` makes of a body; kept only once that has gone well."""
        found = self._kept.find(url)
        state = self._state_of(url)
        if found and state and found[0].state == state:
            self._session.report(url, len(found[1]), len(found[1]))
            return parse(url, found[1])

        def once() -> Result:
            conditions = found[0].conditions() if found else {}
            with self._session.answer("GET", url, conditions, final) as response:
                if found and response.status_code == httpx.codes.NOT_MODIFIED:
                    self._session.report(url, len(found[1]), len(found[1]))
                    content = parse(url, found[1])
                    if state != found[0].state:
                        self._kept.keep(replace(found[0], state=state), found[1])
                    return content
                body = self._read(url, response)
                content = parse(url, body)
                self._kept.keep(replace(validators_of(url, response), state=state), body)
                return content

        return self._session.attempt(once)

    def _state_of(self, url: str) -> str:
        """The state that was vouched for an address, empty if none was."""
        roots = [root for root in self._states if url.startswith(f"{root}/")]
        return self._states[max(roots, key=len)] if roots else ""

    def _read(self, url: str, response: httpx.Response) -> bytes:
        """Take a body in, as long as it is neither too large nor too slow."""
        limit = self._session.limits.text
        end = time.monotonic() + self._session.patience.answer
        pieces: list[bytes] = []
        size = 0
        for piece in response.iter_bytes():
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                raise SourceError(
                    f"{url} sends more than {limit / 1e6:,.0f} MB, which no answer of this source "
                    "should; it was cut off"
                )
            if time.monotonic() > end:
                raise try_again(f"{url} is too slow; try again later")
            self._session.report(url, size, None)
        self._session.report(url, size, size)
        return b"".join(pieces)


def _with_params(url: str, params: Params | None) -> str:
    if not params:
        return url
    return str(httpx.URL(url).copy_merge_params(dict(params)))


def _json(url: str, body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError as error:
        message = (
            f"{url} answers with {_what(body)} instead of JSON; open it in a browser to see what "
            "is wrong, or try again later"
        )
        if body.lstrip()[:1] in {b"{", b"["}:  # JSON that was cut short
            raise try_again(message) from error
        raise SourceError(message) from error


def _text(url: str, body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"{url} is not a text in UTF-8 ({error})") from error


def _xml(url: str, body: bytes) -> Element:
    return parse_xml(_text(url, body), url)


def _what(body: bytes) -> str:
    """What an answer is that should have been JSON."""
    start = body[:500].lstrip().lower()
    if not start:
        return "nothing"
    if start.startswith((b"<!doctype html", b"<html")):
        return "an HTML page"
    return f"{body[:60]!r}"
