"""Which column of a user's file is what: the area, the gemeente, the period, the figures."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from rudc_map.errors import OwnFileError
from rudc_map.model import Level, level_of
from rudc_map.sources.own_matching import (
    LEVELS,
    AreaKind,
    KnownAreas,
    Matched,
    areas_named,
    full_code,
    match_codes,
    match_gemeenten,
    match_names,
    match_postcodes,
    plain_name,
)
from rudc_map.sources.own_numbers import is_no_number, looks_like_number
from rudc_map.sources.own_table import OwnTable, text_of
from rudc_map.sources.tables import BLANKS

ENOUGH = 0.5
"""The share of a column's cells that must be areas, or numbers, for it to be a column of these."""

SAMPLE = 50_000
"""Distinct cells that are looked at to see what a column is; there are 14,565 buurten."""

_LEVEL_WORDS = {
    Level.BUURT: re.compile(r"buurt|neighbou?rhood|^bu(_|$)"),
    Level.WIJK: re.compile(r"wijk|district|^wk(_|$)"),
    Level.GEMEENTE: re.compile(r"gemeente|municipal|^gem\.?$|^gem_?naam|^gm(_|$)"),
}
COUNT_WORDS = re.compile(r"aantal|number|count|som|totaal|total")
"""Words in the header of a column that counts something."""

_AREA_WORDS = re.compile(r"code|codering|gwb|gebied|regio|area|region|naam|^name$|plaats")
_CODE_WORDS = re.compile(r"code|codering|gwb")
_POSTCODE_WORDS = re.compile(r"postcode|^pc4?$|postal|^zip|pst_mvp")
_PERIOD_WORDS = re.compile(r"jaar|periode|year|period|peiljaar|jaartal|perioden|verslagjaar")
_DATE_WORDS = re.compile(r"(?:\w+[ _-]?)?(?:datum|date)(?:[ _-].*)?|maand|month")
_NOT_FIGURES = re.compile(r"id|fid|objectid|ogc_fid|nr|volgnr|rij|row|lat|lon|lng|x|y|(?:rd_?)[xy]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_PERIOD = re.compile(r"((?:19|20)\d{2})(?:JJ00)?")
_DATE = re.compile(
    r"(?:(?P<first>(?:19|20)\d{2})(?:-?\d{2}|MM\d{2}|[-/]\d{1,2}[-/]\d{1,2}(?:[T ].*)?)"
    r"|(?:\d{1,2}[-/. ])?(?:\d{1,2}|[a-z]{3,9})\.?[-/. ](?P<last>(?:19|20)\d{2})(?: \d.*)?)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class AreaColumn:
    """The column that says which area a row is about.

    Parameters
    ----------
    name : str
        Its header.
    kind : AreaKind
        How it says so.
    level : Level or None
        The level of names, and of codes without prefix; None where codes have their prefix.
    gemeente : str or None
        For names: the column with the gemeente.
    """

    name: str
    kind: AreaKind
    level: Level | None = None
    gemeente: str | None = None


@dataclass(frozen=True)
class FigureColumn:
    """A column with figures.

    Parameters
    ----------
    column : str
        Its header.
    name : str
        The header without the year.
    period : str or None
        The year in the header, where the file has no column with the period.
    """

    column: str
    name: str
    period: str | None


def find_area(table: OwnTable, known: KnownAreas) -> AreaColumn:
    """Find the column that says which area a row is about, the one of the smallest areas first.

    Raises
    ------
    OwnFileError
        If no column does.
    """
    texts = {str(name): distinct(table.cells[name]) for name in table.cells}
    gemeente = next((name for name in texts if _has_gemeenten(name, texts[name], known)), None)
    found = [
        (LEVELS.index(smallest), list(AreaKind).index(column.kind), -share, position, column)
        for position, name in enumerate(texts)
        for column, smallest, share in _readings(name, texts[name], known, gemeente)
    ]
    if not found:
        there = ", ".join(texts)
        raise OwnFileError(
            f"{table.path} heeft geen kolom met gebieden (wel {there}): geef er een met codes "
            "(BU00140000, of 140000 in een kolom buurtcode), namen in een kolom buurt, wijk of "
            "gemeente, postcodes van 4 cijfers in een kolom postcode, of punten in kolommen lat en "
            "lon, of x en y (RD)",
            f"{table.path} has no column with areas (it has {there}): give one with "
            "codes (BU00140000, or 140000 in a column buurtcode), names in a column buurt, wijk "
            "or gemeente, postcodes of 4 digits in a column postcode, or points in columns lat and "
            "lon, or x and y (RD)",
        )
    return min(found, key=lambda reading: reading[:4])[-1]


def match_area(table: OwnTable, column: AreaColumn, known: KnownAreas) -> Matched:
    """Match every row of the table by the column found."""
    cells = table.cells[column.name]
    if column.kind is AreaKind.POSTCODE:
        return match_postcodes(cells, known)
    if column.kind is AreaKind.NAME and column.level is not None:
        gemeenten = table.cells[column.gemeente] if column.gemeente else None
        return match_names(cells, known, column.level, gemeenten)
    return match_codes(cells, known, column.level)


def find_period(table: OwnTable) -> str | None:
    """Name the column with the period, None where there is none.

    Raises
    ------
    OwnFileError
        If there is one that does not hold years, so that no year is made up.
    """
    wrong: OwnFileError | None = None
    for name in map(str, table.cells):
        if _PERIOD_WORDS.fullmatch(plain_name(name)) is None:
            continue
        texts = distinct(table.cells[name])
        if len(texts) and _share(texts.map(period_in).notna()) >= ENOUGH:
            return name
        if len(texts) and wrong is None:
            cell = repr(texts.iloc[0][:60])
            wrong = OwnFileError(
                f"{table.path}, in kolom {name!r} staan geen jaren, zoals 2023, maar {cell}; "
                "schrijf jaren, of geef de kolom een andere naam",
                f"{table.path}, column {name!r} holds no years, such as 2023, but {cell}; write "
                "years, or give the column another name",
            )
    if wrong is not None:
        raise wrong
    return next((name for name in map(str, table.cells) if _has_dates(name, table)), None)


def period_in(cell: str) -> str | None:
    """Read the year in a cell of a column with the period, or with dates or months.

    Examples
    --------
    >>> period_in("2023"), period_in("2023JJ00"), period_in("1e kwartaal")
    ('2023', '2023', None)
    >>> [period_in(c) for c in ("31-12-2023", "2023-12-31T00:00:00", "2023-12", "1 mei 2023")]
    ['2023', '2023', '2023', '2023']
    """
    found = _PERIOD.fullmatch(cell.strip())
    if found:
        return found[1]
    date = _DATE.fullmatch(cell.strip())
    return (date["first"] or date["last"]) if date else None


def _has_dates(name: str, table: OwnTable) -> bool:
    if _DATE_WORDS.fullmatch(plain_name(name)) is None:
        return False
    return _share(distinct(table.cells[name]).map(period_in).notna()) >= ENOUGH


def year_in(text: str) -> str | None:
    """Find the one year in a name, None where there is none or more than one.

    Examples
    --------
    >>> year_in("meldingen_2023"), year_in("2020-2024"), year_in("id 20231")
    ('2023', None, None)
    """
    years = set(_YEAR.findall(text))
    return years.pop() if len(years) == 1 else None


def find_figures(
    table: OwnTable, area: AreaColumn, period: str | None, known: KnownAreas
) -> tuple[FigureColumn, ...]:
    """Find the columns with figures: all with numbers that are not an area, a period or a key."""
    figures = []
    for name in map(str, table.cells):
        plain = plain_name(name)
        if name in (area.name, area.gemeente, period) or _PERIOD_WORDS.fullmatch(plain):
            continue
        if _NOT_FIGURES.fullmatch(plain) or not _has_figures(table.cells[name]):
            continue
        if any(_readings(name, distinct(table.cells[name]), known, None)):
            continue
        year = None if period else year_in(name)
        base = re.sub(r"[\s_()-]+$|^[\s_()-]+", "", name.replace(year, "")) if year else name
        figures.append(FigureColumn(name, base or "waarde", year))
    return tuple(figures)


def distinct(column: pd.Series) -> pd.Series:
    """List the distinct texts of a column that are not empty, up to `SAMPLE`."""
    texts = pd.Series(column.unique()[:SAMPLE], dtype=object).map(text_of)
    return texts[~texts.isin(BLANKS)].drop_duplicates()


def _readings(
    name: str, texts: pd.Series, known: KnownAreas, gemeente: str | None
) -> Iterator[tuple[AreaColumn, Level, float]]:
    """Read a column as areas in every way that is plausible: as what, how small, what share.

    Most cells must be known areas; or any, where all that most cells can be is areas elsewhere:
    by their prefix, or by the header. A national file is no worse than one of this region.
    """
    plain = plain_name(name)
    if _POSTCODE_WORDS.search(plain):
        share = _share_in(texts, known.by_postcode)
        if share > 0:
            yield AreaColumn(name, AreaKind.POSTCODE), Level.BUURT, share
        return
    named = [level for level in LEVELS if _LEVEL_WORDS[level].search(plain)]
    levels: list[Level | None] = [None]
    if (named or _AREA_WORDS.search(plain)) and not COUNT_WORDS.search(plain):
        levels += named or LEVELS
    matched = {level: match_codes(texts, known, level).codes for level in levels}
    level, codes = max(matched.items(), key=lambda item: int(item[1].notna().sum()))
    there = {level_of(code) for code in codes.dropna()}
    smallest = next((at for at in LEVELS if at in there), Level.GEMEENTE)
    share = _share(codes.notna())
    sure = level is None or _CODE_WORDS.search(plain) is not None
    written = _share(texts.map(lambda text: full_code(text, level) is not None))
    if _enough(share, written if sure else 0.0):
        yield AreaColumn(name, AreaKind.CODE, level), smallest, share
    shares = {at: _share_named(texts, known.by_name(at)) for at in reversed(named or LEVELS)}
    at, share = max(shares.items(), key=lambda item: item[1])
    words = _share(~texts.map(looks_like_number)) if named else 0.0
    within = gemeente if gemeente != name and at is not Level.GEMEENTE else None
    if _enough(share, words):
        yield AreaColumn(name, AreaKind.NAME, at, within), at, share


def _enough(known: float, possible: float) -> bool:
    return known >= ENOUGH or (known > 0 and possible >= ENOUGH)


def _has_gemeenten(name: str, texts: pd.Series, known: KnownAreas) -> bool:
    if not _LEVEL_WORDS[Level.GEMEENTE].search(plain_name(name)):
        return False
    return _share(match_gemeenten(texts, known).codes.notna()) >= ENOUGH


def _has_figures(column: pd.Series) -> bool:
    cells = pd.Series(column.unique()[:SAMPLE], dtype=object)
    cells = cells[[not is_no_number(cell) for cell in cells]]
    return _share(cells.map(looks_like_number)) >= ENOUGH


def _share_in(texts: pd.Series, known: Collection[str]) -> float:
    """The share that is known; pandas' isin would go through all that is known each time."""
    return sum(text in known for text in texts) / len(texts) if len(texts) else 0.0


def _share_named(texts: pd.Series, names: Mapping[str, list[str]]) -> float:
    return _share(texts.map(lambda text: bool(areas_named(text, names))))


def _share(fits: pd.Series) -> float:
    return float(fits.mean()) if len(fits) else 0.0
