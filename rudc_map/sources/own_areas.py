"""Which area a row is about: codes with and without prefix, names, postcodes, points."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from rudc_map.model import Level, level_of
from rudc_map.sources.own_file import text_of

if TYPE_CHECKING:
    import geopandas as gpd

LEVELS = (Level.BUURT, Level.WIJK, Level.GEMEENTE)
"""The levels that a figure can be given for."""

DIGITS = {Level.BUURT: 8, Level.WIJK: 6, Level.GEMEENTE: 4}
"""Digits of a code."""

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
    reasons : Series of str
        Why there is none; ``""`` where there is one.
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
        """The areas of a level by their plain name."""
        return self._by_name[level]

    @cached_property
    def _by_name(self) -> dict[Level, dict[str, list[str]]]:
        of = {level: self.areas[self.areas["level"] == level.value] for level in LEVELS}
        return {level: _grouped(frame["name"].map(plain_name)) for level, frame in of.items()}


def plain_name(name: str) -> str:
    """Take a name without capitals, accents and doubled spaces.

    Examples
    --------
    >>> plain_name(" Súdwest-Fryslân ")
    'sudwest-fryslan'
    """
    split = unicodedata.normalize("NFKD", name)
    return " ".join("".join(c for c in split if not unicodedata.combining(c)).casefold().split())


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

    def match(text: str) -> tuple[str | None, str]:
        code = full_code(text, level)
        if code is None:
            return None, "no area code"
        return (code, "") if code in known.codes else (None, f"no area has the code {code}")

    return _each(column, match)


def match_names(
    column: pd.Series, known: KnownAreas, level: Level, gemeenten: pd.Series | None
) -> Matched:
    """Match names of a level, within the gemeente of the row where a column has it."""
    names = known.by_name(level)
    if gemeenten is None:
        return _each(column, lambda text: _only(names.get(plain_name(text), []), level.value))
    where = match_gemeenten(gemeenten, known)
    inside = known.areas["gemeente"].to_dict()
    codes: list[str | None] = []
    reasons: list[str] = []
    for cell, gemeente in zip(column.map(text_of), where.codes, strict=True):
        if gemeente is None:
            code, reason = None, "the gemeente of the row is not known"
        else:
            named = names.get(plain_name(cell), [])
            found = [area for area in named if inside[area] == gemeente]
            code, reason = _only(found, f"{level.value} in {gemeente}")
        codes.append(code)
        reasons.append(reason)
    return _matched(column, codes, reasons)


def match_gemeenten(column: pd.Series, known: KnownAreas) -> Matched:
    """Match gemeenten by name or code."""
    by_name = match_names(column, known, Level.GEMEENTE, None)
    by_code = match_codes(column, known, Level.GEMEENTE)
    codes = by_name.codes.where(by_name.codes.notna(), by_code.codes)
    return _matched(column, [code if isinstance(code, str) else None for code in codes])


def match_postcodes(column: pd.Series, known: KnownAreas) -> Matched:
    """Match 4-digit postcodes that are the most common one of exactly one buurt."""

    def match(text: str) -> tuple[str | None, str]:
        if re.fullmatch(r"[1-9]\d{3}", text) is None:
            return None, "no postcode of 4 digits"
        buurten = known.by_postcode.get(text, [])
        if len(buurten) > 1:
            return None, f"{len(buurten)} buurten share this postcode"
        return (buurten[0], "") if buurten else (None, "no buurt has mostly this postcode")

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
    reasons = pd.Series("lies in no buurt", index=points.index, dtype=object)
    reasons = reasons.mask(~there, "has no location").mask(codes.notna(), "")
    return Matched(codes, reasons)


def _only(areas: list[str], what: str) -> tuple[str | None, str]:
    if len(areas) == 1:
        return areas[0], ""
    if not areas:
        return None, f"no {what} has this name"
    return None, f"{len(areas)} times a {what} of this name; give codes, or a column gemeente"


def _each(column: pd.Series, match: Callable[[str], tuple[str | None, str]]) -> Matched:
    """Match every cell, each distinct text once."""
    texts = column.map(text_of)
    found = {text: match(text) if text else (None, "no area") for text in texts.unique()}
    return _matched(column, [found[t][0] for t in texts], [found[t][1] for t in texts])


def _matched(
    column: pd.Series, codes: list[str | None], reasons: list[str] | None = None
) -> Matched:
    said = reasons or ["" if code else "no gemeente" for code in codes]
    return Matched(
        pd.Series(codes, index=column.index, dtype=object),
        pd.Series(said, index=column.index, dtype=object),
    )


def _grouped(keys: pd.Series) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for code, key in keys.items():
        groups.setdefault(key, []).append(str(code))
    return groups
