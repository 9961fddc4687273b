"""What CBS calls the columns of its maps: one table over all vintages.

That of codes, names and water is geodata/cbs_boundaries.toml, that of the figures
geodata/variables.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rudc_map.errors import SourceError
from rudc_map.model import Level, MissingReason
from rudc_map.sources.variables import read_variables

TABLE = Path(__file__).resolve().parents[2] / "geodata" / "cbs_boundaries.toml"

CODE_COLUMNS: dict[str, Level] = {
    "buurtcode": Level.BUURT,
    "wijkcode": Level.WIJK,
    "gemeentecode": Level.GEMEENTE,
}
"""The columns that tell the level of a layer; the first that it has decides."""


@dataclass(frozen=True)
class BoundaryTable:
    """The content of cbs_boundaries.toml.

    Parameters
    ----------
    columns : mapping of str to str
        Spelling, as `plain` writes it, to what the column is.
    figures : mapping of str to tuple of str
        Name of a figure to its spellings, as `plain` writes them, the best first.
    sentinels : mapping of float to MissingReason
        Numbers that stand for no number.
    water_values : mapping of str to str
        Value of the column water to ``"land"``, ``"water"`` or ``"abroad"``.
    water_buurt, abroad_code : Pattern
        Codes of areas of water and of areas abroad.
    former_provinces : mapping of str to str
        Gemeente to the province it was in, where its ground is in another now.
    """

    columns: Mapping[str, str]
    figures: Mapping[str, tuple[str, ...]]
    sentinels: Mapping[float, MissingReason]
    water_values: Mapping[str, str]
    water_buurt: re.Pattern[str]
    abroad_code: re.Pattern[str]
    former_provinces: Mapping[str, str]


@cache
def boundary_table() -> BoundaryTable:
    """Read cbs_boundaries.toml, once."""
    content = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    left_out = content["left_out"]
    return BoundaryTable(
        columns={
            plain(spelling): name
            for name, spellings in content["columns"].items()
            for spelling in spellings
        },
        figures={
            name: tuple(map(plain, variable.map))
            for name, variable in read_variables().items()
            if variable.map
        },
        sentinels={
            float(number): MissingReason(reason) for number, reason in content["sentinels"].items()
        },
        water_values={
            value: kind for kind in ("land", "water", "abroad") for value in left_out[kind]
        },
        water_buurt=re.compile(left_out["water_buurt"]),
        abroad_code=re.compile(left_out["abroad_code"]),
        former_provinces=content["former_provinces"],
    )


def plain(name: str) -> str:
    """Write a name so that snake_case, camelCase and upper case are one.

    Examples
    --------
    >>> plain("aantal_inwoners") == plain("aantalInwoners") == plain("AANTAL_INWONERS")
    True
    """
    return re.sub(r"[^0-9a-z]", "", name.lower())


def known_columns(columns: Iterable[str], where: str) -> dict[str, str]:
    """Find which columns of a layer say what.

    Parameters
    ----------
    columns : iterable of str
        As the file has them.
    where : str
        File and layer, for the message.

    Returns
    -------
    dict of str to str
        ``buurtcode``, ``water``, ``a_inw`` and so on, to the column in the file.

    Raises
    ------
    SourceError
        If two columns say the same about an area. Of a figure that occurs twice the better
        spelling is taken: CBS kept some figures under an old and a new name for a while.
    """
    table = boundary_table()
    found: dict[str, str] = {}
    by_spelling: dict[str, str] = {}
    for column in columns:
        by_spelling.setdefault(plain(column), column)
        meaning = table.columns.get(plain(column))
        if meaning is not None and meaning in found:
            raise SourceError(
                f"{where} has two columns for {meaning} ({found[meaning]} and {column}); "
                "leave one out"
            )
        if meaning is not None:
            found[meaning] = column
    for name, spellings in table.figures.items():
        first = next((s for s in spellings if s in by_spelling), None)
        if first is not None:
            found[name] = by_spelling[first]
    return found


def level_by_columns(found: Iterable[str]) -> Level | None:
    """Tell the level of a layer by the codes it has: that of the smallest; None without one.

    Examples
    --------
    >>> level_by_columns(["gemeentecode", "wijkcode", "water"])
    <Level.WIJK: 'wijk'>
    """
    names = set(found)
    return next((level for column, level in CODE_COLUMNS.items() if column in names), None)
