"""Downloading a file: what has arrived is kept, checked against its length, and renamed."""

from __future__ import annotations

import json
import re
import time
from dataclasses import asdict
from pathlib import Path

import httpx

from rudc_map.errors import SourceError
from rudc_map.sources.http_kept import Validators
from rudc_map.sources.http_session import Session, try_again, validators_of

PLAIN = {"Accept-Encoding": "identity"}


def download(session: Session, url: str, path: Path) -> Path:
    """See `rudc_map.sources.http.Http.download`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        session.attempt(lambda: _once(session, url, path))
    except OSError as error:
        raise SourceError(
            f"{path} cannot be written ({error.strerror or error}); make room or choose another "
            "folder, and what has arrived is used"
        ) from error
    return path


def _once(session: Session, url: str, path: Path) -> None:
    """One attempt: leaves a part behind that the next one goes on with."""
    part = path.with_name(f"{path.name}.part")
    about = path.with_name(f"{path.name}.http.json")
    about_part = path.with_name(f"{path.name}.part.json")
    known = _read(about, url) if path.exists() else None
    begun = _read(about_part, url) if part.exists() else None
    have = part.stat().st_size if begun else 0
    with session.answer("GET", url, {**PLAIN, **_ask_for(known, begun, have)}) as response:
        if response.status_code == httpx.codes.NOT_MODIFIED:
            session.report(url, path.stat().st_size, path.stat().st_size)
            return
        if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            part.unlink(missing_ok=True)
            raise try_again(f"{url} does not go on where it stopped; try again")
        _refuse_page(url, response)
        goes_on = _start_of_range(response) == have and have > 0
        if response.status_code == httpx.codes.PARTIAL_CONTENT and not goes_on:
            part.unlink(missing_ok=True)
            raise try_again(f"{url} sends another part than was asked for; try again")
        validators = validators_of(url, response)
        _write(about_part, validators)
        _receive(session, url, response, part, have if goes_on else 0)
    part.replace(path)
    _write(about, validators)
    about_part.unlink(missing_ok=True)


def _ask_for(known: Validators | None, begun: Validators | None, have: int) -> dict[str, str]:
    """The headers for the rest of a part, or for the whole if it has changed."""
    strong = begun.etag if begun and not begun.etag.startswith("W/") else ""
    since = strong or (begun.modified if begun else "")
    if have and since:
        return {"Range": f"bytes={have}-", "If-Range": since}
    return known.conditions() if known else {}


def _receive(session: Session, url: str, response: httpx.Response, part: Path, have: int) -> None:
    """Append the body to the part and see that all of it came."""
    total = _total(response, have)
    if total is not None and total > session.limits.file:
        raise _too_large(session, url)
    size = have
    start = time.monotonic()
    session.report(url, size, total)
    with part.open("ab" if have else "wb") as file:
        for piece in response.iter_bytes():
            file.write(piece)
            size += len(piece)
            if size > session.limits.file:
                raise _too_large(session, url)
            session.report(url, size, total)
            _refuse_a_trickle(session, url, size - have, time.monotonic() - start)
    if total is not None and size != total:
        raise try_again(f"{url} sent {size:,} bytes of {total:,}; try again to get the rest")
    session.report(url, size, size)


def _refuse_a_trickle(session: Session, url: str, received: int, seconds: float) -> None:
    """Stop waiting for a server that sends next to nothing, but never falls silent."""
    patience = session.patience
    if seconds > patience.silence and received < patience.slowest * seconds:
        raise try_again(
            f"{url} sends {received / seconds:,.0f} bytes a second, so that it would never end; "
            "try again later, and what has arrived is used"
        )


def _total(response: httpx.Response, have: int) -> int | None:
    """The size of the whole file, None if the answer does not say."""
    if response.headers.get("Content-Encoding", "identity") != "identity":
        return None
    length = response.headers.get("Content-Length", "")
    return have + int(length) if length.isdigit() else None


def _start_of_range(response: httpx.Response) -> int | None:
    if response.status_code != httpx.codes.PARTIAL_CONTENT:
        return None
    found = re.match(r"bytes (\d+)-", response.headers.get("Content-Range", ""))
    return int(found[1]) if found else None


def _refuse_page(url: str, response: httpx.Response) -> None:
    """Refuse an error page that comes as if it were the file."""
    kind = response.headers.get("Content-Type", "")
    if kind.startswith("text/html") and not url.endswith((".html", ".htm")):
        raise SourceError(
            f"{url} answers with an HTML page instead of the file; open it in a browser to see "
            "what is wrong, or try again later"
        )


def _too_large(session: Session, url: str) -> SourceError:
    return SourceError(
        f"{url} is larger than {session.limits.file / 1e9:,.1f} GB, which no file of this source "
        "should be; it was cut off"
    )


def _read(path: Path, url: str) -> Validators | None:
    """What is known of a file, None if nothing, or of another address."""
    try:
        validators = Validators(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return validators if validators.url == url else None


def _write(path: Path, validators: Validators) -> None:
    path.write_text(json.dumps(asdict(validators)), encoding="utf-8")
