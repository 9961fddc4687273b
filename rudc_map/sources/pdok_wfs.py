"""PDOK's WFS: which layer holds a level, and all of its features, page by page."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from rudc_map.errors import SourceError
from rudc_map.sources.http import Http
from rudc_map.sources.xml_answer import local_name

PAGE = 1_000
"""Features that PDOK gives at most in one answer."""

MOST_PAGES = 200
"""Pages after which a layer of unknown size is no layer of areas any more."""

AT_ONCE = 20
"""Gemeenten in one filter: an address may not be much longer than 4,000 characters."""

VERSION = {"service": "WFS", "version": "2.0.0"}
FES = "http://www.opengis.net/fes/2.0"


def offered_layers(http: Http, root: str) -> dict[str, str]:
    """Ask which layers a service has.

    Returns
    -------
    dict of str to str
        Name without its namespace, to the name as the service writes it.
    """
    capabilities = http.get_xml(root, {"service": "WFS", "request": "GetCapabilities"})
    names = [
        (child.text or "").strip()
        for element in capabilities.iter()
        if local_name(element) == "FeatureType"
        for child in element
        if local_name(child) == "Name"
    ]
    return {name.rpartition(":")[2]: name for name in names}


def pick_layer(offered: Mapping[str, str], names: Sequence[str], root: str) -> str:
    """Take the first of the names that a service has, for it changed over the years.

    Parameters
    ----------
    offered : mapping of str to str
        As from `offered_layers`.
    names : sequence of str
        Without namespace, the best first.
    root : str
        Address of the service, for the message.

    Raises
    ------
    SourceError
        If it has none of them; the message names those it has.
    """
    for name in names:
        if name in offered:
            return offered[name]
    raise SourceError(
        f"{root} has no layer {' or '.join(names)} (it has {', '.join(sorted(offered)) or 'none'})"
        "; correct the names in sources.toml"
    )


def fetch_layer(
    http: Http,
    root: str,
    layer: str,
    path: Path,
    only: tuple[str, Collection[str]] | None = None,
) -> Path:
    """Fetch all features of a layer into one GeoJSON file, in EPSG:28992.

    Parameters
    ----------
    http : Http
        The client.
    root : str
        Address of the service.
    layer : str
        As `pick_layer` gives it.
    path : Path
        The file; it is there once all features are.
    only : tuple of str and collection of str, optional
        A property and the values it may have. It is sent as an OGC filter: PDOK ignores
        ``cql_filter`` without a word.

    Returns
    -------
    Path
        `path`.

    Raises
    ------
    SourceError
        If a page comes twice, features are lacking or too many, or the filter is ignored.
    """
    part = path.with_name(f"{path.name}.part")
    seen: set[str] = set()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8") as file:
            written = 0
            for question in _questions(layer, only):
                for page in _pages(http, root, question):
                    _check_page(page, root, layer, seen, only)
                    for feature in page["features"]:
                        file.write(f",\n{_text(feature)}" if written else _head(page, feature))
                        written += 1
            file.write("]}\n")
        if not written:
            raise SourceError(f"{root} has no features in {layer}; correct sources.toml")
        part.replace(path)
    except OSError as error:
        raise SourceError(f"{path} cannot be written ({error.strerror or error})") from error
    finally:
        part.unlink(missing_ok=True)
    return path


def count_pages(http: Http, root: str, layer: str) -> int:
    """Ask in how many pages a layer would come; 1 if the service does not say."""
    matched = _matched(http, root, next(_questions(layer, None)))
    return -(-matched // PAGE) if matched else 1


def _questions(
    layer: str, only: tuple[str, Collection[str]] | None
) -> Iterator[dict[str, str | int]]:
    """The parameters by which a layer is asked for, divided where the filter would be too long."""
    common: dict[str, str | int] = {**VERSION, "request": "GetFeature", "typeNames": layer}
    if only is None:
        yield common
        return
    column, values = only
    ordered = sorted(values)
    for start in range(0, len(ordered), AT_ONCE):
        yield {**common, "Filter": _filter(column, ordered[start : start + AT_ONCE])}


def _filter(column: str, values: Iterable[str]) -> str:
    equal = [
        f"<fes:PropertyIsEqualTo><fes:ValueReference>{escape(column)}</fes:ValueReference>"
        f"<fes:Literal>{escape(value)}</fes:Literal></fes:PropertyIsEqualTo>"
        for value in values
    ]
    inner = equal[0] if len(equal) == 1 else f"<fes:Or>{''.join(equal)}</fes:Or>"
    return f'<fes:Filter xmlns:fes="{FES}">{inner}</fes:Filter>'


def _pages(http: Http, root: str, question: Mapping[str, str | int]) -> Iterator[dict[str, Any]]:
    """Give all pages: four at a time where the service says how many features there are."""
    matched = _matched(http, root, question)

    def page_at(start: int) -> dict[str, Any]:
        how = {"outputFormat": "application/json", "srsName": "EPSG:28992"}
        asked = {**question, **how, "count": PAGE, "startIndex": start}
        return _collection(http.get_json(root, asked), root)

    first = page_at(0)
    yield first
    size = len(first["features"])
    if matched is None:
        yield from _until_short(page_at, size)
        return
    done = size
    starts = range(size, matched, size) if size else range(0)
    for page in http.each(page_at, starts):
        yield page
        done += len(page["features"])
    if done != matched:
        raise SourceError(
            f"{root} gives {done:,} of the {matched:,} features it has of "
            f"{question['typeNames']}; try again later"
        )


def _until_short(page_at: Callable[[int], dict[str, Any]], size: int) -> Iterator[dict[str, Any]]:
    """Give pages until one is not full, where nobody knows how many there are."""
    start = size
    while size and size >= PAGE:
        if start >= MOST_PAGES * PAGE:
            raise SourceError("the service goes on without end; look at it in a browser")
        page = page_at(start)
        yield page
        size = len(page["features"])
        start += size


def _matched(http: Http, root: str, question: Mapping[str, str | int]) -> int | None:
    """Ask how many features there are; None if the service does not say."""
    answer = http.get_xml(root, {**question, "resultType": "hits"})
    text = answer.get("numberMatched", "")
    return int(text) if text.isdigit() else None


def _collection(answer: Any, root: str) -> dict[str, Any]:
    features = answer.get("features") if isinstance(answer, dict) else None
    if isinstance(features, list) and all(
        isinstance(feature, dict) and isinstance(feature.get("properties"), dict)
        for feature in features
    ):
        found: dict[str, Any] = answer
        return found
    raise SourceError(f"{root} answers with JSON that holds no features; correct sources.toml")


def _check_page(
    page: dict[str, Any],
    root: str,
    layer: str,
    seen: set[str],
    only: tuple[str, Collection[str]] | None,
) -> None:
    """Refuse features that came before, or that were not asked for."""
    for feature in page["features"]:
        name = str(feature.get("id") or _text(feature))
        if name in seen:
            raise SourceError(
                f"{root} gives {name[:60]} of {layer} twice: it ignores startIndex; use the "
                "GeoPackage, or try again later"
            )
        seen.add(name)
        if only is not None and feature["properties"].get(only[0]) not in only[1]:
            raise SourceError(
                f"{root} gives features of {layer} with another {only[0]} than was asked for: it "
                "ignores the filter; fetch the whole country"
            )


def _head(page: dict[str, Any], feature: object) -> str:
    """The start of the file, with the coordinate system that the service names."""
    crs = f'"crs":{_text(page["crs"])},' if page.get("crs") else ""
    return f'{{"type":"FeatureCollection",{crs}"features":[\n{_text(feature)}'


def _text(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
