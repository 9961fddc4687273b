"""The pages of an OData answer, followed to the last one and never round and round."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from rudc_map.errors import SourceError
from rudc_map.sources.http import Http, Params

MAX_PAGES = 5_000


def pages(
    http: Http,
    url: str,
    params: Params,
    next_link: str,
    final: Callable[[str], bool] = lambda _body: False,
) -> Iterator[list[dict[str, Any]]]:
    """Fetch all pages of an answer.

    Parameters
    ----------
    http : Http
        The client.
    url : str
        The address of the first page.
    params : mapping
        Its parameters; those of further pages stand in their links.
    next_link : str
        The key that holds the address of the next page.
    final : callable
        See `Http.get_json`.

    Yields
    ------
    list of dict
        The rows of a page.

    Raises
    ------
    SourceError
        If an answer has no rows in the form of OData, or a page names one that was there before.
    """
    seen: set[str] = set()
    answer = http.get_json(url, params, final)
    while True:
        rows = answer.get("value") if isinstance(answer, dict) else None
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise SourceError(
                f'{url} answers with no list of rows ("value"), as OData does; open it in a '
                "browser to see what is wrong"
            )
        yield rows
        link = answer.get(next_link)
        if not link:
            return
        if link in seen or len(seen) > MAX_PAGES:
            raise SourceError(
                f"{url} names the page {link} as the next one again and again; its service is "
                "out of order, try again later"
            )
        seen.add(link)
        answer = http.get_json(link)
