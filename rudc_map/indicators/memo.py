"""Remembering what follows from a data set, for as long as that data set is in use."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from threading import Lock, RLock
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary, WeakValueDictionary, ref

from rudc_map.dataset.store import Dataset

_P = ParamSpec("_P")
_R = TypeVar("_R")
_Function = Callable[Concatenate[Dataset, _P], _R]


def per_dataset(maxsize: int) -> Callable[[_Function[_P, _R]], _Function[_P, _R]]:
    """Remember the latest `maxsize` results of a function for each data set.

    ``functools.lru_cache`` would keep every data set that was ever asked for: a server that takes
    over new data each night must be able to let go of the old. Of several threads that ask for the
    same result one makes it, and the others wait for it.

    Parameters
    ----------
    maxsize : int
        Results kept a data set.

    Returns
    -------
    callable
        Decorates a function of a data set and of hashable values; its results may not refer to
        the data set.
    """

    def decorate(function: _Function[_P, _R]) -> _Function[_P, _R]:
        known: WeakKeyDictionary[Dataset, Callable[..., _R]] = WeakKeyDictionary()

        @wraps(function)
        def remembered(dataset: Dataset, /, *args: _P.args, **kwargs: _P.kwargs) -> _R:
            of_this = known.get(dataset)
            if of_this is None:
                of_this = known.setdefault(dataset, _remembering(function, dataset, maxsize))
            return of_this(*args, **kwargs)

        return remembered

    return decorate


def _remembering(function: Callable[..., _R], dataset: Dataset, maxsize: int) -> Callable[..., _R]:
    here = ref(dataset)  # whoever asks holds the data set
    turns = Turns()

    @lru_cache(maxsize)
    def remembered(*args: object, **kwargs: object) -> _R:
        return function(here(), *args, **kwargs)

    def one_at_a_time(*args: object, **kwargs: object) -> _R:
        with turns.of((args, tuple(kwargs.items()))):
            return remembered(*args, **kwargs)

    return one_at_a_time


class Turns:
    """A lock a result, so that of several threads that lack it one makes it and the others wait.

    They would all make it at once, each as long as all of them together: after new data, that is
    the time and the memory of the heaviest steps four times over.
    """

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[Hashable, _Turn] = WeakValueDictionary()
        self._guard = Lock()

    def of(self, result: Hashable) -> _Turn:
        """The lock of a result; kept for as long as somebody holds or awaits it."""
        with self._guard:
            found = self._locks.get(result)
            if found is None:
                found = self._locks[result] = _Turn()
            return found


class _Turn:
    """A lock that can be referred to weakly; a thread may take it twice."""

    def __init__(self) -> None:
        self._lock = RLock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_error: object) -> None:
        self._lock.release()
