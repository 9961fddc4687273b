"""Remembering what follows from a data set, for as long as that data set is in use."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary, ref

from rudc_map.dataset.store import Dataset

_P = ParamSpec("_P")
_R = TypeVar("_R")
_Function = Callable[Concatenate[Dataset, _P], _R]


def per_dataset(maxsize: int) -> Callable[[_Function[_P, _R]], _Function[_P, _R]]:
    """Remember the latest `maxsize` results of a function for each data set.

    ``functools.lru_cache`` would keep every data set that was ever asked for: a server that takes
    over new data each night must be able to let go of the old.

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

    @lru_cache(maxsize)
    def remembered(*args: object, **kwargs: object) -> _R:
        return function(here(), *args, **kwargs)

    return remembered
