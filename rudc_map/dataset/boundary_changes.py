"""The municipalities that were put together from others: boundary_changes.toml."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from rudc_map.errors import DatasetError


@dataclass(frozen=True, slots=True)
class BoundaryChange:
    """A municipality that was put together on 1 January of a year.

    Parameters
    ----------
    gemeente : str
        Its code.
    year : int
        From when it exists as it is.
    of : tuple of str
        The names of the municipalities it was (partly) made of.
    """

    gemeente: str
    year: int
    of: tuple[str, ...]


def read_boundary_changes(path: Path, gemeenten: Collection[str]) -> tuple[BoundaryChange, ...]:
    """Read boundary_changes.toml; a data set without that file has no changes.

    Parameters
    ----------
    path : Path
        A file of ``[[change]]`` tables with gemeente (code), year and from (names).
    gemeenten : collection of str
        The codes that exist.

    Raises
    ------
    DatasetError
        If the file is not TOML, or a change is incomplete or names an unknown municipality.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DatasetError(f"{path} is not a TOML file ({error}); correct it") from error
    changes = []
    for entry in content.get("change", []):
        if set(entry) != {"gemeente", "year", "from"} or not isinstance(entry["year"], int):
            raise DatasetError(f"{path}: {entry} must have gemeente, year (a number) and from")
        if entry["gemeente"] not in gemeenten:
            raise DatasetError(
                f"{path}: no municipality {entry['gemeente']!r} in the data set; correct the code"
            )
        changes.append(BoundaryChange(entry["gemeente"], entry["year"], tuple(entry["from"])))
    return tuple(changes)


def write_boundary_changes(changes: Iterable[BoundaryChange], path: Path) -> None:
    """Write changes as `read_boundary_changes` reads them, in the order given."""
    tables = [
        "\n".join(
            [
                "[[change]]",
                f"gemeente = {json.dumps(change.gemeente)}",
                f"year = {change.year}",
                f"from = {json.dumps(list(change.of), ensure_ascii=False)}",
            ]
        )
        for change in changes
    ]
    path.write_text("\n\n".join(tables) + "\n", encoding="utf-8")
