"""What a server serves now, and what it served before: data are replaced while it runs."""

from __future__ import annotations

import logging
import math
import random
import threading
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from rudc_map.dataset.store import Dataset
from rudc_map.errors import InputError, RudcError
from rudc_map.indicators.registry import Registry
from rudc_map.web.data import Served
from rudc_map.web.encoded import Encoded

LOOK_EVERY = 2.0
"""Seconds between two looks at what is on disk."""

TRY_AGAIN = 60.0
"""Seconds after which data that could not be opened are tried again, changed or not."""

KEEP = 24 * 3600.0
"""Seconds for which the addresses of replaced data keep working."""

LET_GO = 600.0
"""Seconds without a question after which replaced data leave the memory."""


SERVING, REPLACED = "serving", "replaced "
"""Keys of the cache: the version served last, and what came before it, for as long as `KEEP`."""

PINNED = "pinned "
"""Key of the cache: which data set an address asked for, by the version it is served as."""


class Edition(Protocol):
    """The data as they were at one moment; can be opened again."""

    def open(self) -> tuple[Dataset, Registry]:
        """Open the data; a RudcError says why they cannot be."""
        ...


class Content(Protocol):
    """Where the data are."""

    def mark(self) -> Hashable:
        """What changes with the data, at the cost of a few file times."""
        ...

    def newest(self) -> Edition:
        """The data as they are now; a RudcError says why they cannot be read."""
        ...

    def older(self) -> Sequence[Edition]:
        """What to turn to where they cannot be opened, the best first."""
        ...


@dataclass(frozen=True)
class _Replaced:
    edition: Edition
    until: float


class Live:
    """Which data are served; any number of threads may ask.

    A request takes `now` once and keeps to it, so that it never sees two data sets. New data are
    opened beside those in use and become `now` by the change of one reference.

    Parameters
    ----------
    content : Content
        Where the data are.
    serve : callable
        Makes what is served of a data set and its indicators; may raise as `Edition.open` does.
    say : callable
        Tells the operator something.

    Raises
    ------
    RudcError
        If there is nothing that can be served.
    """

    def __init__(
        self,
        content: Content,
        serve: Callable[[Dataset, Registry], Served],
        say: Callable[[str], None],
    ) -> None:
        self._content = content
        self._serve = serve
        self._say = say
        self._mark = content.mark()
        self._problem: str | None = None
        self._edition, self._now = self._first()
        self._replaced: dict[str, _Replaced] = {}
        self._again: Served | None = None  # replaced data that are being asked for
        self._asked = 0.0
        self._known: list[tuple[Edition, tuple[str, str]]] = []  # their hash and vintage
        self._searched = -math.inf  # when everything on disk was last looked at in vain
        self._tried = time.monotonic()
        self._one_at_a_time = threading.Lock()
        self._note()

    @property
    def now(self) -> Served:
        """What is served now."""
        return self._now

    @property
    def problem(self) -> str | None:
        """Why newer data on disk are not served; None where all is well."""
        return self._problem

    def of_version(self, version: str) -> Served:
        """What is or was served under this version.

        Raises
        ------
        InputError
            With status 404, for a version that is unknown or was replaced too long ago.
        """
        now = self._now
        if version == now.version:
            return now
        if version not in self._replaced:
            self.look()  # another worker may have seen the new data first
            if version == self._now.version:
                return self._now
        if version not in self._replaced and (pinned := now.cache.get(PINNED + version)):
            self.of_dataset(str(pinned))  # another worker was asked for it first
        return self._opened_again(version)

    def of_dataset(self, wanted: str) -> Served | None:
        """What is served of a data set, by its hash or by the year of its boundaries.

        Returns
        -------
        Served or None
            What is served now, where it is that data set; else one that was replaced or lies on
            disk to turn to; None where it is gone.
        """
        for served in (self._now, self._again):  # taken once: another thread may let go of them
            if served is not None and _is(served, wanted):
                return served
        with self._one_at_a_time:
            return self._searched_for(wanted) if self._may_exist(wanted) else None

    def asked(self, wanted: str) -> Served:
        """What is served of the data set that an address is pinned to (``versie=``).

        The newest where the address is not pinned, or to a data set that is gone: what stands in
        an article shows something always.
        """
        return (self.of_dataset(wanted) if wanted else None) or self.now

    def made_before(self, version: str, name: str) -> Encoded | None:
        """A file of data that were replaced before this process started, if it was ever made."""
        cache = self._now.cache
        found = cache.get(f"{version}/{name}") if cache.get(REPLACED + version) else None
        return found if isinstance(found, Encoded) else None

    def look(self) -> bool:
        """See whether there are new data, and take them over; False if nothing changed.

        Data that cannot be opened are told once, and those in use stay.
        """
        with self._one_at_a_time:
            self._clear()
            mark = self._content.mark()
            again = self._problem is not None and time.monotonic() > self._tried + TRY_AGAIN
            if mark == self._mark and not again:
                return False
            self._mark, self._tried = mark, time.monotonic()
            try:
                edition = self._content.newest()
                served = self._serve(*edition.open())
                served.bounds()  # reads the boundaries, which opening does not
            except (RudcError, OSError) as error:
                self._complain(str(error), "What was served stays in use.")
                return False
            self._problem = None
            changed = served.version != self._now.version
            if changed:
                until = time.monotonic() + KEEP
                self._replaced[self._now.version] = _Replaced(self._edition, until)
                self._replaced.pop(served.version, None)
                self._edition, self._now = edition, served
                self._searched = -math.inf
                self._note()
                self._say(f"Now serving {served.dataset.title} ({served.dataset.hash})")
            return changed

    def watch(self, then: Callable[[], object] = lambda: None) -> threading.Thread:
        """Look again and again in the background; `then` is called after each change.

        Returns
        -------
        threading.Thread
            Started; a daemon, so that it never keeps a server from stopping.
        """
        thread = threading.Thread(target=self._watch, args=(then,), daemon=True)
        thread.start()
        return thread

    def _first(self) -> tuple[Edition, Served]:
        """Open the data as they are now, or else what came before them."""
        edition = self._content.newest()
        try:
            return edition, self._serve(*edition.open())
        except RudcError as error:
            for older in self._content.older():
                try:
                    found = older, self._serve(*older.open())
                except RudcError:
                    continue
                self._complain(str(error), "An older data set is served.")
                return found
            raise

    def _watch(self, then: Callable[[], object]) -> None:
        time.sleep(random.uniform(0, LOOK_EVERY))  # not all workers at the same moment
        while True:
            try:
                if self.look():
                    then()
            except Exception:  # whatever it is, the next look must take place
                logging.getLogger(__name__).exception("Looking for new data failed")
            time.sleep(LOOK_EVERY)

    def _complain(self, why: str, instead: str) -> None:
        message = f"New data cannot be opened: {why}. {instead}"
        if message != self._problem:
            self._problem = message
            self._say(message)

    def _opened_again(self, version: str) -> Served:
        """Replaced data, opened once more; one such at a time is kept in memory."""
        with self._one_at_a_time:
            self._asked = time.monotonic()
            if self._again is not None and self._again.version == version:
                return self._again
            replaced = self._replaced.get(version)
            if replaced is not None and replaced.until > time.monotonic():
                try:
                    served = self._serve(*replaced.edition.open())
                except (RudcError, OSError):
                    served = None  # removed from disk meanwhile
                if served is not None and served.version == version:  # else changed in place
                    self._again = served
                    return served
        raise InputError(
            "Deze gegevens zijn vervangen door nieuwere. Laad de pagina opnieuw.",
            "These data have been replaced by newer ones. Reload the page.",
            status=404,
        )

    def _may_exist(self, wanted: str) -> bool:
        """Whether a search can find it; anybody can ask for anything, and a search reads files."""
        named = any(wanted in names for _, names in self._known)
        return named or time.monotonic() > self._searched + TRY_AGAIN

    def _searched_for(self, wanted: str) -> Served | None:
        """Open what was replaced or lies on disk until it is the data set that is wanted."""
        editions = [replaced.edition for replaced in self._replaced.values()]
        with suppress(RudcError):  # own figures that cannot be read; `look` says so
            editions += self._content.older()
        found = next(self._pinned(editions, wanted), None)
        if found is None:
            self._searched = time.monotonic()
        self._known = [known for known in self._known if known[0] in editions]
        return found

    def _pinned(self, editions: Sequence[Edition], wanted: str) -> Iterator[Served]:
        """Open editions one by one; the one that is wanted is kept as replaced data are."""
        for edition in editions:
            known = next((names for other, names in self._known if other == edition), None)
            if known is not None and wanted not in known:
                continue  # opening it takes a second, and anybody can ask
            try:
                served = self._serve(*edition.open())
            except (RudcError, OSError):
                continue
            if known is None:
                self._known.append((edition, (served.dataset.hash, served.dataset.vintage)))
            if _is(served, wanted):
                self._replaced[served.version] = _Replaced(edition, time.monotonic() + KEEP)
                self._again, self._asked = served, time.monotonic()
                served.cache.set(PINNED + served.version, wanted, timeout=int(KEEP))
                yield served

    def _note(self) -> None:
        """Keep what is served now among the derived files, so that a restart knows it."""
        cache, version = self._now.cache, self._now.version
        before = cache.get(SERVING)
        if before not in (None, version):
            cache.set(f"{REPLACED}{before}", True, timeout=int(KEEP))
        cache.set(SERVING, version)

    def _clear(self) -> None:
        """Forget what was replaced too long ago, and let go of what nobody asks for."""
        now = time.monotonic()
        self._replaced = {v: old for v, old in self._replaced.items() if old.until > now}
        if self._again is not None and now > self._asked + LET_GO:
            self._again = None


def _is(served: Served, wanted: str) -> bool:
    """Whether data are of the data set with this hash, or with boundaries of this year."""
    return wanted in (served.dataset.hash, served.dataset.vintage)
