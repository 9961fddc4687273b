"""Where figures come from: the hand-written list of sources beside the source tables."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from rudc_map.errors import SourceError
from rudc_map.model import Source


def read_sources(path: Path) -> dict[str, Source]:
    """Read a list of sources (``[[source]]`` tables in TOML).

    Parameters
    ----------
    path : Path
        The file, e.g. ``geodata/sources/sources.toml``.

    Returns
    -------
    dict of str to Source
        By id, in the order of the file.

    Raises
    ------
    SourceError
        If the file cannot be read or a source is not complete.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SourceError(f"{path} does not exist; list the sources there") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceError(f"{path} is not a TOML file ({error}); correct it") from error
    return parse_sources(content.get("source", []), str(path))


def parse_sources(entries: Iterable[Mapping[str, Any]], where: str) -> dict[str, Source]:
    """Turn the ``[[source]]`` tables of a TOML file into sources.

    Parameters
    ----------
    entries : iterable of mapping
        One table each, with exactly the fields of `rudc_map.model.Source`.
    where : str
        The file, for the message.

    Returns
    -------
    dict of str to Source
        By id, in the order of `entries`.

    Raises
    ------
    SourceError
        If a field is missing or unknown, is not text, or an id occurs twice.
    """
    expected = {field.name for field in fields(Source)}
    sources: dict[str, Source] = {}
    for entry in entries:
        name = entry.get("id", "(no id)")
        wrong = expected.symmetric_difference(entry)
        if wrong:
            raise SourceError(
                f"{where}, source {name!r}: {', '.join(sorted(wrong))} missing or unknown; "
                f"give exactly {', '.join(field.name for field in fields(Source))}"
            )
        not_text = [key for key, value in entry.items() if not isinstance(value, str)]
        if not_text:
            raise SourceError(
                f"{where}, source {name!r}: {', '.join(not_text)} is not text; put it in quotes"
            )
        if name in sources:
            raise SourceError(f"{where}: source {name!r} occurs twice; leave one out")
        sources[name] = Source(**entry)
    return sources
