"""Which area a row is about: codes with and without prefix, names, postcodes, points."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from rudc_map.model import Level, Text, level_of
from rudc_map.sources.own_table import text_of

if TYPE_CHECKING:
    import geopandas as gpd

LEVELS = (Level.BUURT, Level.WIJK, Level.GEMEENTE)
"""The levels that a figure can be given for."""

DIGITS = {Level.BUURT: 8, Level.WIJK: 6, Level.GEMEENTE: 4}
"""Digits of a code."""

NO_AREA = Text("geen gebied", "no area")
UNKNOWN_GEMEENTE = Text(
    "de gemeente van de rij is niet bekend", "the gemeente of the row is not known"
)
OUTSIDE = Text("ligt in geen buurt", "lies in no buurt")
NO_LOCATION = Text("heeft geen plek", "has no location")

LIKE, MANY = 0.75, 2_000
"""How much a name must be like another to be mentioned, and among how many that is looked for."""

_OF_GEMEENTE = re.compile(r"^(?:gemeente|gem\.?) | ?\((?:gemeente|gem\.?)\)$|, gemeente$")

_Found = tuple[str | None, Text | None]
"""The code of an area, or why there is none."""

_CODE = re.compile(r"(BU|WK|GM)?(\d[0-9A-Z]{0,7})")
_WITH_LETTERS = re.compile(r"\d{4}[0-9A-Z]{2,4}")  # such as BU0363AA01 in Amsterdam


class AreaKind(StrEnum):
    """How the rows of a file say which area they are about."""

    CODE = "code"
    NAME = "name"
    POSTCODE = "postcode"
    POINT = "point"


@dataclass(frozen=True)
class Matched:
    """The area of every row.

    Parameters
    ----------
    codes : Series of object
        The code of the area, None where there is none.
    reasons : Series of Text or None
        Why there is none; None where there is one.
    """

    codes: pd.Series
    reasons: pd.Series


class KnownAreas:
    """The areas that rows can be about.

    Parameters
    ----------
    areas : DataFrame
        As `rudc_map.dataset.store.Dataset.areas`.
    """

    def __init__(self, areas: pd.DataFrame) -> None:
        self.areas = areas[areas["level"].isin([level.value for level in LEVELS])]

    @cached_property
    def codes(self) -> frozenset[str]:
        """All codes."""
        return frozenset(self.areas.index)

    @cached_property
    def by_postcode(self) -> dict[str, list[str]]:
        """The buurten by their most common postcode."""
        return _grouped(self.areas["postcode"].dropna())

    def by_name(self, level: Level) -> dict[str, list[str]]:
        """The areas of a level by the key of their name (`name_key`)."""
        return self._by_name[level]

    def names_within(self, level: Level, gemeente: str) -> tuple[str, ...]:
        """The names of the areas of a level in a gemeente."""
        return self._within.get((level.value, gemeente), ())

    @cached_property
    def _within(self) -> dict[tuple[str, str], tuple[str, ...]]:
        groups: dict[tuple[str, str], tuple[str, ...]] = {}
        for (level, gemeente), names in self.areas.groupby(["level", "gemeente"])["name"]:
            groups[str(level), str(gemeente)] = tuple(names)
        return groups

    def names_of(self, level: Level) -> tuple[str, ...]:
        """The names of all areas of a level."""
        return tuple(self.areas["name"][self.areas["level"] == level.value])

    @cached_property
    def _by_name(self) -> dict[Level, dict[str, list[str]]]:
        of = {level: self.areas[self.areas["level"] == level.value] for level in LEVELS}
        return {level: _grouped(frame["name"].map(name_key)) for level, frame in of.items()}


def plain_name(name: str) -> str:
    """Take a name without capitals, accents and doubled spaces.

    Examples
    --------
    >>> plain_name(" Súdwest-Fryslân ")
    'sudwest-fryslan'
    """
    split = unicodedata.normalize("NFKD", name)
    return " ".join("".join(c for c in split if not unicodedata.combining(c)).casefold().split())


def name_key(name: str) -> str:
    """What names must have in common to be the same: Paddepoel-Zuid is Paddepoel Zuid.

    Examples
    --------
    >>> name_key("Paddepoel-Zuid") == name_key("PADDEPOEL  ZUID"), name_key("'s-Gravenhage")
    (True, 'sgravenhage')
    """
    plain = plain_name(name)
    return "".join(c for c in plain if c.isalnum()) or plain


def full_code(text: str, level: Level | None) -> str | None:
    """Give a code its prefix and its lost zeros.

    Parameters
    ----------
    text : str
        A code as it stands in the file.
    level : Level or None
        The level of codes without prefix; None where those cannot be read.

    Returns
    -------
    str or None
        None where it is no code.

    Examples
    --------
    >>> full_code("140000", Level.BUURT), full_code("bu 00140000", None), full_code("GM14", None)
    ('BU00140000', 'BU00140000', 'GM0014')
    >>> full_code("0363AA01", Level.BUURT), full_code("363AA01", Level.BUURT)
    ('BU0363AA01', None)
    """
    found = _CODE.fullmatch("".join(text.upper().split()))
    if found is None:
        return None
    prefix, digits = found.groups()
    at = level_of(prefix) if prefix else level
    if at is None or len(digits) > DIGITS[at]:
        return None
    whole = len(digits) == DIGITS[at] and _WITH_LETTERS.fullmatch(digits)
    if not digits.isdigit() and not whole:
        return None
    return f"{at.prefix}{digits.zfill(DIGITS[at])}"


def match_codes(column: pd.Series, known: KnownAreas, level: Level | None) -> Matched:
    """Match codes; `level` is that of codes without prefix."""

    def match(text: str) -> _Found:
        code = full_code(text, level)
        if code is None:
            return None, Text("geen gebiedscode", "no area code")
        if code in known.codes:
            return code, None
        return None, Text(f"geen gebied heeft de code {code}", f"no area has the code {code}")

    return _each(column, match)


def match_names(
    column: pd.Series, known: KnownAreas, level: Level, gemeenten: pd.Series | None
) -> Matched:
    """Match names of a level, within the gemeente of the row where a column has it."""
    names = known.by_name(level)
    if gemeenten is None:
        what = Text(level.value, level.value)
        near = known.names_of(level)
        return _each(column, lambda text: _only(areas_named(text, names), what, text, near))
    where = match_gemeenten(gemeenten, known)
    inside = known.areas["gemeente"].to_dict()
    found: list[_Found] = []
    for cell, gemeente in zip(column.map(text_of), where.codes, strict=True):
        if gemeente is None:
            found.append((None, UNKNOWN_GEMEENTE))
            continue
        named = [area for area in areas_named(cell, names) if inside[area] == gemeente]
        there = f"{level.value} in {gemeente}"
        near = () if named else known.names_within(level, gemeente)
        found.append(_only(named, Text(there, there), cell, near))
    return _matched(column, found)


def match_gemeenten(column: pd.Series, known: KnownAreas) -> Matched:
    """Match gemeenten by name or code."""
    by_name = match_names(column, known, Level.GEMEENTE, None)
    by_code = match_codes(column, known, Level.GEMEENTE)
    codes = by_name.codes.where(by_name.codes.notna(), by_code.codes)
    return _matched(
        column, [(c, None) if isinstance(c, str) else (None, UNKNOWN_GEMEENTE) for c in codes]
    )


def match_postcodes(column: pd.Series, known: KnownAreas) -> Matched:
    """Match 4-digit postcodes that are the most common one of exactly one buurt."""

    def match(text: str) -> _Found:
        if re.fullmatch(r"[1-9]\d{3} ?[A-Za-z]{2}", text):
            return None, Text(
                "een postcode met letters; de kaart kent 4 cijfers: geef daarvan elk één rij",
                "a postcode with letters; the map knows those of 4 digits, give one row for each",
            )
        if re.fullmatch(r"[1-9]\d{3}", text) is None:
            return None, Text("geen postcode van 4 cijfers", "no postcode of 4 digits")
        buurten = known.by_postcode.get(text, [])
        if len(buurten) > 1:
            n = len(buurten)
            return None, Text(
                f"{n} buurten delen deze postcode", f"{n} buurten share this postcode"
            )
        if buurten:
            return buurten[0], None
        return None, Text(
            "geen buurt heeft vooral deze postcode", "no buurt has mostly this postcode"
        )

    return _each(column, match)


def match_points(points: gpd.GeoSeries, buurten: gpd.GeoDataFrame) -> Matched:
    """Find the buurt that each point lies in; on a border, the first by code.

    Parameters
    ----------
    points : GeoSeries
        In EPSG:28992 [m].
    buurten : GeoDataFrame
        Index: code, sorted; geometry in EPSG:28992 [m].
    """
    import shapely  # noqa: PLC0415 -- only files of points need it

    there = ~(points.isna() | points.is_empty)
    tree = shapely.STRtree(buurten.geometry.to_numpy())
    of_point, of_buurt = tree.query(points[there].to_numpy(), predicate="intersects")
    found = pd.Series(of_buurt).groupby(of_point).min()
    codes = pd.Series(None, index=points.index, dtype=object)
    codes[points[there].index[found.index]] = buurten.index[found].to_numpy()
    placed = codes.notna()
    reasons = [
        None if known else OUTSIDE if located else NO_LOCATION
        for known, located in zip(placed, there, strict=True)
    ]
    return Matched(codes, pd.Series(reasons, index=points.index, dtype=object))


def areas_named(text: str, names: Mapping[str, list[str]]) -> list[str]:
    """The areas of a name, also as StatLine writes that of a gemeente: Groningen (gemeente)."""
    found = names.get(name_key(text))
    return found or names.get(name_key(_OF_GEMEENTE.sub("", plain_name(text))), [])


def _only(areas: list[str], what: Text, text: str, names: Collection[str]) -> _Found:
    """Take the one area of a name; where there is none, say which name of `names` is like it."""
    if len(areas) == 1:
        return areas[0], None
    if not areas:
        by_key = {name_key(name): name for name in names} if len(names) < MANY else {}
        like = [by_key[key] for key in get_close_matches(name_key(text), by_key, 1, LIKE)]
        return None, Text(
            f"geen {what.nl} heet zo{f', wel {like[0]!r}' if like else ''}",
            f"no {what.en} has this name{f', but one is called {like[0]!r}' if like else ''}",
        )
    n = len(areas)
    return None, Text(
        f"{n} keer een {what.nl} met deze naam; geef codes, of een kolom gemeente",
        f"{n} times a {what.en} of this name; give codes, or a column gemeente",
    )


def _each(column: pd.Series, match: Callable[[str], _Found]) -> Matched:
    """Match every cell, each distinct text once."""
    texts = column.map(text_of)
    found = {text: match(text) if text else (None, NO_AREA) for text in texts.unique()}
    return _matched(column, [found[text] for text in texts])


def _matched(column: pd.Series, found: list[_Found]) -> Matched:
    return Matched(
        pd.Series([code for code, _ in found], index=column.index, dtype=object),
        pd.Series([reason for _, reason in found], index=column.index, dtype=object),
    )


def _grouped(keys: pd.Series) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for code, key in keys.items():
        groups.setdefault(key, []).append(str(code))
    return groups
