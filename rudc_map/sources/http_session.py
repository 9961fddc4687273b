"""One request: sent where it may be sent, repeated where that may help, its answer measured."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TypeVar
from urllib.parse import urlsplit

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from rudc_map.errors import SourceError
from rudc_map.sources.http_kept import Validators

AT_A_TIME = 4
"""Requests that are under way at once."""

MAX_REDIRECTS = 5
LOOPBACK = "127.0.0.1"
TO_TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
USER_AGENT = "rudc-map (a map of open data on neighbourhoods)"

Progress = Callable[[str, int, int | None], None]
"""Told of an address, the bytes that have arrived and how many there will be, None if unknown."""

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how often a server is waited for.

    Parameters
    ----------
    attempts : int
        Requests for one address, the first included.
    first_wait, longest_wait : float
        Between two attempts, doubling, with a random part [s]. A Retry-After goes before the
        former, and is not waited for beyond the latter.
    connect, silence : float
        To connect, and without a byte [s].
    answer : float
        For a whole answer of `Http.get_json` or `Http.get_xml` [s].
    slowest : float
        A file that arrives slower than this, once `silence` has passed, is asked for anew
        [bytes/s].
    pause : float
        Between the starts of two requests [s].
    """

    attempts: int = 5
    first_wait: float = 1.0
    longest_wait: float = 60.0
    connect: float = 15.0
    silence: float = 60.0
    answer: float = 600.0
    slowest: float = 1_000.0
    pause: float = 0.05


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken in.

    Parameters
    ----------
    text, file : int
        Of one answer in memory, and of one file, unpacked [bytes].
    """

    text: int = 100_000_000
    file: int = 4_000_000_000


PATIENT = Patience()
USUAL = Limits()


class StatusError(SourceError):
    """An address answered with a status that is an error.

    Attributes
    ----------
    status : int
        The status.
    body : str
        The start of what it said.
    """

    def __init__(self, message: str, status: int, body: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = body


class _TryAgainError(Exception):
    """Something that may go well the next time."""

    def __init__(self, error: SourceError, after: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.after = after


class Session:
    """What `rudc_map.sources.http.Http` is made on; that class says what its parameters are."""

    def __init__(
        self,
        sites: Iterable[str],
        progress: Progress | None,
        patience: Patience,
        limits: Limits,
    ) -> None:
        self.limits = limits
        self.patience = patience
        self._sites = frozenset(sites)
        self._progress = progress
        self._places = threading.BoundedSemaphore(AT_A_TIME)
        self._turn = threading.Lock()
        self._next_start = 0.0
        self._client = httpx.Client(
            timeout=httpx.Timeout(patience.silence, connect=patience.connect, pool=None),
            headers={"User-Agent": USER_AGENT},
            limits=httpx.Limits(max_connections=AT_A_TIME),
            mounts={f"all://{LOOPBACK}": httpx.HTTPTransport()},  # never by a proxy
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def each(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Call `function` for all items, a few at once; results in order, the first error ends."""
        pool = ThreadPoolExecutor(AT_A_TIME)
        try:
            yield from pool.map(function, items)
        finally:
            pool.shutdown(cancel_futures=True)

    def attempt(self, once: Callable[[], Result]) -> Result:
        """Call `once` until it goes well, as often as `Patience` allows."""
        tries = Retrying(
            stop=stop_after_attempt(self.patience.attempts),
            wait=self._wait,
            retry=retry_if_exception_type(_TryAgainError),
            reraise=True,
        )
        try:
            return tries(once)
        except _TryAgainError as error:
            raise error.error from error

    @contextmanager
    def answer(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        final: Callable[[str], bool] = lambda _body: False,
    ) -> Iterator[httpx.Response]:
        """One answer, redirects followed and its body still to come.

        Whatever breaks inside the ``with`` and may go well later can be repeated by `attempt`.
        """
        with self._places:
            self._take_turn()
            try:
                with self._follow(method, url, headers) as response:
                    if response.status_code >= 400 and response.status_code != 416:
                        _raise_for(url, response, final)
                    yield response
            except (httpx.TransportError, httpx.DecodingError) as error:
                raise _TryAgainError(
                    SourceError(
                        f"{url} cannot be fetched ({_reason(error)}); check the connection and "
                        "the proxy, or try again later"
                    )
                ) from error
            except httpx.HTTPError as error:
                raise SourceError(f"{url} cannot be fetched ({_reason(error)})") from error

    def report(self, url: str, done: int, total: int | None) -> None:
        """Tell whoever shows the progress."""
        if self._progress is not None:
            self._progress(url, done, total)

    @contextmanager
    def _follow(
        self, method: str, url: str, headers: Mapping[str, str]
    ) -> Iterator[httpx.Response]:
        """Send a request and follow its redirects, as long as they lead to a listed site."""
        self._check(url, url)
        request = self._client.build_request(method, url, headers=dict(headers))
        for _ in range(MAX_REDIRECTS + 1):
            response = self._client.send(request, stream=True, follow_redirects=False)
            try:
                if response.next_request is None:
                    yield response
                    return
                request = response.next_request
                self._check(str(request.url), url)
            finally:
                response.close()
        raise SourceError(f"{url} redirects more than {MAX_REDIRECTS} times; correct the address")

    def _check(self, target: str, url: str) -> None:
        try:
            parts = urlsplit(target)
        except ValueError as error:
            raise SourceError(f"{target!r} is no address ({error}); correct it") from error
        where = url if target == url else f"{url} redirects to {target}, which"
        if parts.hostname not in self._sites:
            raise SourceError(
                f"{where} is not on one of the sites {', '.join(sorted(self._sites))}; add the "
                "site to sources.toml if it is to be trusted"
            )
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname == LOOPBACK):
            raise SourceError(f"{where} is not an https address; correct it in sources.toml")

    def _take_turn(self) -> None:
        """Keep a pause between the starts of two requests."""
        with self._turn:
            now = time.monotonic()
            start = max(now, self._next_start)
            self._next_start = start + self.patience.pause
        if start > now:
            time.sleep(start - now)

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        longest = self.patience.longest_wait
        if isinstance(error, _TryAgainError) and error.after is not None:
            return min(max(error.after, 0.0), longest)
        doubled = self.patience.first_wait * 2.0 ** (state.attempt_number - 1)
        return min(doubled * random.uniform(0.5, 1.5), longest)


def try_again(message: str) -> Exception:
    """An error that makes `Http.attempt` repeat, and becomes a `SourceError` the last time."""
    return _TryAgainError(SourceError(message))


def validators_of(url: str, response: httpx.Response) -> Validators:
    """What the server named an answer by."""
    headers = response.headers
    return Validators(url, headers.get("ETag", ""), headers.get("Last-Modified", ""))


def _raise_for(url: str, response: httpx.Response, final: Callable[[str], bool]) -> None:
    """Raise the error of a status, to be repeated or not."""
    status = response.status_code
    body = _start_of(response)
    error = StatusError(
        f"{url} answers with error {status} ({response.reason_phrase or 'no reason given'}); "
        f"{_remedy(status)}",
        status,
        body,
    )
    if status in TO_TRY_AGAIN and not (status == 500 and final(body)):
        raise _TryAgainError(error, _retry_after(response.headers.get("Retry-After", "")))
    raise error


def _remedy(status: int) -> str:
    if status in {401, 403}:
        return "the site refuses; see whether a proxy or its terms of use are in the way"
    if status in {404, 410}:
        return "correct the address or table id in sources.toml"
    return "try again later"


def _start_of(response: httpx.Response, size: int = 2_000) -> str:
    """The start of a body, for a message or to recognise it."""
    start = b""
    for piece in response.iter_bytes():
        start += piece
        if len(start) >= size:
            break
    return start[:size].decode("utf-8", errors="replace")


def _retry_after(text: str) -> float | None:
    """The seconds of a Retry-After, which gives them or a date; None for neither."""
    if text.strip().isdigit():
        return float(text)
    try:
        return parsedate_to_datetime(text).timestamp() - time.time()
    except (TypeError, ValueError):
        return None


def _reason(error: httpx.HTTPError) -> str:
    return str(error) or type(error).__name__
