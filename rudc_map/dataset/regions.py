"""The regions that can be shown: named sets of municipalities in regions.toml."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from rudc_map.errors import DatasetError
from rudc_map.model import Level, Region, Text

KEYS = {"id", "nl", "en", "gemeenten", "levels"}


def read_regions(path: Path, gemeenten: Collection[str]) -> tuple[Region, ...]:
    """Read regions.toml.

    Parameters
    ----------
    path : Path
        A file of ``[[region]]`` tables with id (kebab-case), nl, en, gemeenten (codes; empty
        for the whole country) and levels.
    gemeenten : collection of str
        The codes that exist.

    Returns
    -------
    tuple of Region
        In the order of the file; the first is the default.

    Raises
    ------
    DatasetError
        If the file is absent or not TOML, or a region is incomplete, occurs twice or names a
        municipality or level that does not exist.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DatasetError(f"{path} does not exist; put the list of regions there") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DatasetError(f"{path} is not a TOML file ({error}); correct it") from error
    entries = content.get("region", [])
    if not entries:
        raise DatasetError(f"{path} holds no [[region]]; add at least one")
    regions = tuple(_region(entry, path, gemeenten) for entry in entries)
    ids = [region.id for region in regions]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise DatasetError(f"{path}: region {twice[0]!r} occurs twice; rename one of them")
    return regions


def regions_text(regions: Iterable[Region]) -> str:
    """Write regions as the text of a regions.toml."""
    lines = ["# The regions that can be shown; the first is the default. Edit freely."]
    for region in regions:
        lines += [
            "",
            "[[region]]",
            f"id = {json.dumps(region.id)}",
            f"nl = {json.dumps(region.name.nl, ensure_ascii=False)}",
            f"en = {json.dumps(region.name.en, ensure_ascii=False)}",
            f"gemeenten = {json.dumps(list(region.gemeenten))}",
            f"levels = {json.dumps([level.value for level in region.levels])}",
        ]
    return "\n".join([*lines, ""])


def _region(entry: dict[str, Any], path: Path, gemeenten: Collection[str]) -> Region:
    name = entry.get("id", "(no id)")
    wrong = KEYS.symmetric_difference(entry)
    if wrong:
        raise DatasetError(
            f"{path}, region {name!r}: {', '.join(sorted(wrong))} missing or unknown; "
            f"give exactly {', '.join(sorted(KEYS))}"
        )
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", str(name)):
        raise DatasetError(f"{path}, region {name!r}: an id is lower case with hyphens; rename it")
    unknown = [code for code in entry["gemeenten"] if code not in gemeenten]
    if unknown:
        raise DatasetError(
            f"{path}, region {name!r}: no municipality {', '.join(map(str, unknown))} in the data "
            "set; correct the code"
        )
    try:
        levels = tuple(Level(level) for level in entry["levels"])
    except ValueError as error:
        raise DatasetError(
            f"{path}, region {name!r}: {error}; the levels are {', '.join(Level)}"
        ) from error
    if not levels:
        raise DatasetError(f"{path}, region {name!r} has no level; name at least one")
    return Region(name, Text(entry["nl"], entry["en"]), tuple(entry["gemeenten"]), levels)
