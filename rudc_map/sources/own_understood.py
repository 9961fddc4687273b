"""What a file of the user's own was understood to say, as tidy rows and a list of the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from rudc_map.errors import OwnFileError
from rudc_map.model import Level, MissingReason, Text
from rudc_map.sources.own_columns import (
    AreaColumn,
    FigureColumn,
    find_area,
    find_figures,
    find_period,
    match_area,
    period_in,
    year_in,
)
from rudc_map.sources.own_figures import (
    CODE,
    PERIOD,
    OwnColumn,
    describe,
    figure_key,
    group_of,
)
from rudc_map.sources.own_matching import AreaKind, KnownAreas, Matched, match_points
from rudc_map.sources.own_numbers import Decimal, Numbers, find_decimal, read_numbers
from rudc_map.sources.own_points import find_points
from rudc_map.sources.own_table import Cell, OwnTable, text_of

if TYPE_CHECKING:
    import geopandas as gpd

MAX_SHOWN = 60
"""Characters of a cell that a message holds."""

NO_YEAR = Text("geen jaar", "no year")
IN_NAMES = Text("de namen van de kolommen", "the names of the columns")

PLURALS = {Level.BUURT: "buurten", Level.WIJK: "wijken", Level.GEMEENTE: "gemeenten"}


@dataclass(frozen=True)
class Understood:
    """All that was understood of a file.

    Parameters
    ----------
    table : OwnTable
        What the file holds.
    area : Text
        How its rows say which area they are about, for the user.
    kind : AreaKind
        The same, for the program.
    period : Text
        Where the period comes from, for the user.
    decimal : Decimal or None
        The decimal character; None for points, which are counted.
    figures : tuple of OwnColumn
        The figures, in the order of the file.
    group : str or None
        The figure that says how many people answered, where there is one.
    tidy : DataFrame of str
        Columns code, periode and a column a figure: a number with a decimal point, empty where
        not published, or the code of another `MissingReason`.
    problems : DataFrame
        Columns row, code and reason (Text): what of the file is not in `tidy`.
    unused : tuple of str
        The columns that are none of these.
    """

    table: OwnTable
    area: Text
    kind: AreaKind
    period: Text
    decimal: Decimal | None
    figures: tuple[OwnColumn, ...]
    group: str | None
    tidy: pd.DataFrame
    problems: pd.DataFrame
    unused: tuple[str, ...]


def understand(
    table: OwnTable,
    areas: pd.DataFrame,
    buurten: Callable[[], gpd.GeoDataFrame],
    vintage: str,
    decimal: Decimal | None = None,
) -> Understood:
    """Find out what a file says.

    Parameters
    ----------
    table : OwnTable
        What it holds.
    areas : DataFrame
        The areas of the data set.
    buurten : callable
        Gives the boundaries of the buurten, for points.
    vintage : str
        The period where the file names none.
    decimal : Decimal or None
        What the user says the decimal character is.

    Returns
    -------
    Understood

    Raises
    ------
    OwnFileError
        If it says nothing that can be put on the map.
    """
    known = KnownAreas(areas)
    when = _when(table, vintage)
    if table.points is not None:
        matched = match_points(table.points, buurten())
        return _refuse_empty(_of_points(table, matched, known, when, set()))
    try:
        area = find_area(table, known)
    except OwnFileError:
        places = find_points(table)
        if places is None:
            raise
        matched = match_points(places.points, buurten())
        used = {places.across, places.up}
        return _refuse_empty(_of_points(table, matched, known, when, used))
    return _refuse_empty(_of_areas(table, area, known, when, decimal))


@dataclass(frozen=True, slots=True)
class _When:
    """The periods of a file: their column, that of every row, and where they come from."""

    column: str | None
    of_rows: pd.Series
    said: Text


def _when(table: OwnTable, vintage: str) -> _When:
    column = find_period(table)
    named, titled = year_in(table.path.stem), year_in(table.title)
    periods = _periods(table, column, named or titled or vintage)
    return _When(column, periods, _period_said(column, named, titled, vintage))


def _of_areas(
    table: OwnTable, area: AreaColumn, known: KnownAreas, when: _When, decimal: Decimal | None
) -> Understood:
    """Understand a table with a row an area."""
    found = find_figures(table, area, when.column, known)
    if not found:
        raise OwnFileError(
            f"{table.path} heeft geen kolom met getallen; geef er een met cijfers",
            f"{table.path} has no column with numbers; give it one with figures",
        )
    in_names = all(figure.period for figure in found)
    given = [(figure.column, table.cells[figure.column]) for figure in found]
    mark = find_decimal(given, str(table.path), decimal)
    numbers = {figure: read_numbers(table.cells[figure.column], mark) for figure in found}
    matched = match_area(table, area, known)
    cells = table.cells[area.name].map(text_of)
    tidy, twice = _tidy(table, numbers, matched, when)
    left_out = [_unplaced(matched, when.of_rows, cells), _texts(table, numbers, cells)]
    left_out.append(_listed(twice, cells[twice.index], twice.index))
    columns = describe(table, numbers)
    used = {area.name, area.gemeente, when.column, *(figure.column for figure in found)}
    return Understood(
        table=table,
        area=_said(area),
        kind=area.kind,
        period=IN_NAMES if in_names else when.said,
        decimal=mark,
        figures=columns,
        group=group_of(columns),
        tidy=tidy,
        problems=pd.concat(left_out).sort_values("row", kind="stable", ignore_index=True),
        unused=tuple(str(name) for name in table.cells if name not in used),
    )


def _refuse_empty(understood: Understood) -> Understood:
    """Refuse a file of which no row is left, with the reasons that there are."""
    if not understood.tidy.empty:
        return understood
    reasons = Counter(understood.problems["reason"]).most_common(3)
    nl = "; ".join(f"{n} {'rij' if n == 1 else 'rijen'}: {reason.nl}" for reason, n in reasons)
    en = "; ".join(f"{n} {'row' if n == 1 else 'rows'}: {reason.en}" for reason, n in reasons)
    path = understood.table.path
    raise OwnFileError(
        f"{path} heeft geen rij voor een eigen gebied en periode ({nl}); verbeter deze",
        f"{path} has no row for an area and a period of its own ({en}); correct these",
    )


def _of_points(
    table: OwnTable,
    matched: Matched,
    known: KnownAreas,
    when: _When,
    places: set[str],
) -> Understood:
    """Understand points, which are counted; `places` are the columns with their coordinates."""
    used = {when.column, *places}
    return Understood(
        table=table,
        area=Text(
            "punten, geteld in de buurten van elke gemeente die er heeft",
            "points, counted into the buurten of every gemeente that has any",
        ),
        kind=AreaKind.POINT,
        period=when.said,
        decimal=None,
        figures=(OwnColumn("aantal", f"Aantal {table.path.stem}", True, True, False, 0),),
        group=None,
        tidy=_counted(matched, when.of_rows, known),
        problems=_unplaced(matched, when.of_rows, pd.Series("", index=table.cells.index)),
        unused=tuple(str(name) for name in table.cells if name not in used),
    )


KINDS = {
    AreaKind.CODE: Text("codes", "codes"),
    AreaKind.NAME: Text("namen", "names"),
    AreaKind.POSTCODE: Text("postcodes", "postcodes"),
}


def _said(area: AreaColumn) -> Text:
    """Describe the column with the areas for the user."""
    kind = KINDS[area.kind]
    nl = f"{kind.nl} van {PLURALS[area.level]}" if area.level else kind.nl
    en = f"{area.level.value} {kind.en}" if area.level else kind.en
    if area.gemeente:
        nl += f", met de gemeente in kolom {area.gemeente!r}"
        en += f", with the gemeente in column {area.gemeente!r}"
    return Text(f"kolom {area.name!r}: {nl}", f"column {area.name!r}: {en}")


def _period_said(column: str | None, named: str | None, titled: str | None, vintage: str) -> Text:
    """Describe for the user where the period comes from."""
    if column:
        return Text(f"kolom {column!r}", f"column {column!r}")
    if named:
        return Text(f"{named}, uit de naam van het bestand", f"{named}, from the name of the file")
    if titled:
        return Text(f"{titled}, uit de titel boven de kop", f"{titled}, from the title above")
    return Text(
        f"{vintage}, het jaar van de kaart, want het bestand noemt geen jaar",
        f"{vintage}, from the data set, because the file names no year",
    )


def _periods(table: OwnTable, column: str | None, otherwise: str) -> pd.Series:
    """Give the period of every row, None where its cell holds none."""
    if column is None:
        return pd.Series(otherwise, index=table.cells.index, dtype=object)
    cells = table.cells[column]
    found = {cell: period_in(text_of(cell)) for cell in cells.unique()}
    return pd.Series([found[cell] for cell in cells], index=cells.index, dtype=object)


def _tidy(
    table: OwnTable, numbers: dict[FigureColumn, Numbers], matched: Matched, when: _When
) -> tuple[pd.DataFrame, pd.Series]:
    """Make the tidy rows; and say of which rows area and period occur more than once."""
    periods = when.of_rows
    placed = matched.codes.notna() & periods.notna()
    parts: dict[str | None, dict[str, pd.Series]] = {}
    for figure, read in numbers.items():
        part = parts.setdefault(figure.period, {})
        key = figure_key(figure)
        if key in part:
            raise OwnFileError(
                f"{table.path} heeft twee kolommen voor {key!r}; geef er een een andere naam",
                f"{table.path} has two columns for {key!r}; rename one of them",
            )
        part[key] = _as_text(read)
    frames = []
    for period, part in parts.items():
        frame = pd.DataFrame({CODE: matched.codes, PERIOD: period or periods, **part})
        frames.append(frame[placed])
    rows = pd.concat(frames)
    keys = rows[[CODE, PERIOD]]
    if None in parts and len(parts) > 1:  # figures with and without a year share their rows
        rows = rows.groupby([CODE, PERIOD, rows.index], sort=False).first()
        rows = rows.reset_index(level=[CODE, PERIOD])
        keys = rows[[CODE, PERIOD]]
    repeated = keys.duplicated(keep=False)
    twice = {
        period: _more_than_one(period, _dates_in(table, when))
        for period in keys[PERIOD][repeated].unique()
    }
    said = keys[PERIOD][repeated].map(twice)
    columns = [CODE, PERIOD, *dict.fromkeys(figure_key(figure) for figure in numbers)]
    tidy = rows[~repeated][columns].fillna("")
    return tidy.sort_values([CODE, PERIOD], ignore_index=True), said.astype(object)


def _dates_in(table: OwnTable, when: _When) -> str | None:
    """The column with the period, where it holds dates or months instead of years."""
    if when.column is None:
        return None
    texts = table.cells[when.column].map(text_of)
    return None if texts.isin(when.of_rows.dropna().unique()).all() else when.column


def _more_than_one(period: str, dates: str | None) -> Text:
    nl = f"; de kaart toont jaren: maak per gebied één rij per jaar van de datums in {dates!r}"
    en = f"; the map shows years: make one row an area and year of the dates in {dates!r}"
    return Text(
        f"het gebied heeft meer dan één rij voor {period}{nl if dates else ''}",
        f"the area has more than one row for {period}{en if dates else ''}",
    )


def _as_text(read: Numbers) -> pd.Series:
    text = read.values.map(lambda value: "" if pd.isna(value) else text_of(float(value)))
    secret = read.missing == MissingReason.SECRET
    return text.astype(object).mask(secret, MissingReason.SECRET.value)


def _counted(matched: Matched, periods: pd.Series, known: KnownAreas) -> pd.DataFrame:
    """Count points; a buurt without any has 0 where its gemeente has some."""
    points = pd.DataFrame({CODE: matched.codes, PERIOD: periods}).dropna()
    gemeente_of = known.areas["gemeente"]
    gemeenten = set(gemeente_of[points[CODE]])
    within = known.areas[known.areas["level"] == Level.BUURT.value]
    codes = within.index[within["gemeente"].isin(gemeenten)]
    every = pd.MultiIndex.from_product(
        [codes, sorted(points[PERIOD].unique())], names=[CODE, PERIOD]
    )
    counts = points.groupby([CODE, PERIOD]).size().reindex(every, fill_value=0)
    return counts.map(str).rename("aantal").reset_index()


def _unplaced(matched: Matched, periods: pd.Series, cells: pd.Series) -> pd.DataFrame:
    reasons = pd.Series(
        [
            NO_YEAR if reason is None and period is None else reason
            for reason, period in zip(matched.reasons, periods, strict=True)
        ],
        index=matched.reasons.index,
        dtype=object,
    )
    left = reasons.notna()
    return _listed(reasons[left], cells[left], reasons.index[left])


def _texts(table: OwnTable, numbers: dict[FigureColumn, Numbers], cells: pd.Series) -> pd.DataFrame:
    parts = []
    for figure, read in numbers.items():
        wrong = table.cells[figure.column][read.wrong]
        said = wrong.map(lambda cell, f=figure: _no_number(f.column, cell))
        parts.append(_listed(said, cells[wrong.index], wrong.index))
    return pd.concat(parts)


def _no_number(column: str, cell: Cell) -> Text:
    said = f"{column!r}: {_short(cell)}"
    return Text(f"kolom {said} is geen getal", f"column {said} is no number")


def _short(cell: Cell) -> str:
    """Write a cell as in a message, the end of a long one left out."""
    return repr(cell) if len(repr(cell)) <= MAX_SHOWN else f"{repr(cell)[:MAX_SHOWN]}…"


def _listed(reasons: pd.Series, cells: pd.Series, rows: pd.Index) -> pd.DataFrame:
    listed = {"row": rows.to_numpy(), "code": cells.to_numpy(), "reason": reasons.to_numpy()}
    return pd.DataFrame(listed)
