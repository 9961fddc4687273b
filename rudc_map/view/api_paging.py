"""A long list a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from rudc_map.view.api_query import ApiQuery

_Row = TypeVar("_Row")


@dataclass(frozen=True)
class Page(Generic[_Row]):
    """A part of a list.

    Attributes
    ----------
    rows : list
        What is on this page.
    total : int
        The length of the whole list.
    following : str or None
        The address of the next page; None on the last one.
    """

    rows: list[_Row]
    total: int
    following: str | None


def page_of(everything: list[_Row], query: ApiQuery, usual: int | None = None) -> Page[_Row]:
    """The part of a list that ``limit`` and ``offset`` ask for.

    Parameters
    ----------
    everything : list
        The whole list, in an order that does not change.
    query : ApiQuery
        The question.
    usual : int or None
        Rows where no ``limit`` is given; None for all that follow.
    """
    size = query.limit or usual
    end = len(everything) if size is None else query.offset + size
    following = None
    if end < len(everything):
        following = f"{query.address}?{urlencode({**_behind(query), 'limit': size, 'offset': end})}"
    return Page(everything[query.offset : end], len(everything), following)


def _behind(query: ApiQuery) -> dict[str, str]:
    """What stood behind the question mark."""
    return {name: given for name, given in query.given.items() if name not in query.path}
