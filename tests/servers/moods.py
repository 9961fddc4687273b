"""The nasty sides of a server: each mood is a site around a site. Use them on any of ours.

with Server(failing(statline, times=2)) as server: ...
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace

from tests.servers.base import Answer, Request, Site, zipped

PAGE = b"<!DOCTYPE html><html><body><h1>Storing</h1>We zijn zo terug.</body></html>"
SKIPS = ("$skip", "startIndex", "startindex", "offset")
"""The parameters by which services ask for a further page."""


def slow(site: Site, seconds: float = 0.3) -> Site:
    """Takes its time before it says anything."""
    return lambda request: replace(site(request), wait=seconds)


def failing(site: Site, times: int = 2, status: int = 503, after: str | None = "0") -> Site:
    """Answers each address with an error a few times, and then well."""
    fails = _counted(times)

    def answer(request: Request) -> Answer:
        if not fails(request):
            return site(request)
        headers = {"Retry-After": after} if after is not None else {}
        return Answer(PAGE, status=status, kind="text/html", headers=headers)

    return answer


def truncated(site: Site, times: int = 1, share: float = 0.5) -> Site:
    """Breaks the connection in the middle of the body, a few times for each address."""
    breaks = _counted(times)

    def answer(request: Request) -> Answer:
        given = site(request)
        if request.method == "HEAD" or not breaks(request):
            return given
        whole = len(given.body) - (request.range_start if given.ranges else 0)
        return replace(given, cut=int(max(whole, 2) * share))

    return answer


def cut_short(site: Site) -> Site:
    """Sends half of the body as if it were all of it, once for each address."""
    cuts = _counted(1)

    def answer(request: Request) -> Answer:
        given = site(request)
        half = given.body[: len(given.body) // 2]
        return replace(given, body=half, etag=False) if cuts(request) else given

    return answer


def wrong_kind(site: Site, kind: str = "text/plain") -> Site:
    """Says that its answer is something else than it is."""
    return lambda request: replace(site(request), kind=kind)


def error_page(site: Site) -> Site:
    """An HTML page about a breakdown, with status 200."""
    return lambda _request: Answer(PAGE, kind="text/html; charset=utf-8")


def renamed(site: Site, old: str, new: str) -> Site:
    """Calls a column something else."""

    def answer(request: Request) -> Answer:
        given = site(request)
        return replace(given, body=given.body.replace(old.encode(), new.encode()))

    return answer


def empty(site: Site) -> Site:
    """Status 200 and not one row."""
    return _with_json(site, lambda _request, content: _emptied(content))


def repeated_page(site: Site) -> Site:
    """Sends the rows of the first page again for every further page."""

    def answer(request: Request) -> Answer:
        given = site(request)
        query = {name: value for name, value in request.query.items() if name not in SKIPS}
        if query == request.query:
            return given
        first = json.loads(site(replace(request, query=query)).body)
        rows = "value" if "value" in first else "features"
        return replace(
            given, body=json.dumps({**json.loads(given.body), rows: first[rows]}).encode()
        )

    return answer


def looping(site: Site) -> Site:
    """Every page names the first one as the next."""

    def loop(request: Request, content: dict[str, object]) -> dict[str, object]:
        if "value" not in content or not request.path.endswith("Observations"):
            return content
        link = f"http://{request.headers['host']}{request.target}"
        return {**content, "@odata.nextLink": link}

    return _with_json(site, loop)


def gzipped(site: Site) -> Site:
    """Packs everything, also what was asked for as it is."""
    return lambda request: zipped(replace(site(request), ranges=False))


def no_ranges(site: Site) -> Site:
    """Sends all of it, whatever Range was asked for."""
    return lambda request: replace(site(request), ranges=False)


def redirecting(site: Site, to: str) -> Site:
    """Sends everyone to another address."""
    return lambda _request: Answer(b"", status=302, headers={"Location": to})


HARMLESS: dict[str, Callable[[Site], Site]] = {
    "slow": slow,
    "503 then fine": failing,
    "429 then fine": lambda site: failing(site, times=1, status=429),
    "truncated": truncated,
    "cut short": cut_short,
    "wrong content type": wrong_kind,
    "gzip": gzipped,
    "Range ignored": no_ranges,
}
"""The moods in which a client must get the same as from a good server."""


def _counted(times: int) -> Callable[[Request], bool]:
    """True for the first few requests of each address."""
    seen: dict[str, int] = {}
    lock = threading.Lock()

    def first(request: Request) -> bool:
        with lock:
            seen[request.target] = seen.get(request.target, 0) + 1
            return seen[request.target] <= times

    return first


def _with_json(site: Site, change: Callable[[Request, dict[str, object]], object]) -> Site:
    def answer(request: Request) -> Answer:
        given = site(request)
        if "json" not in given.kind or given.status != 200:
            return given
        return replace(given, body=json.dumps(change(request, json.loads(given.body))).encode())

    return answer


def _emptied(content: dict[str, object]) -> dict[str, object]:
    kept = {name: value for name, value in content.items() if "nextLink" not in name}
    return {name: [] if name in {"value", "features"} else value for name, value in kept.items()}
