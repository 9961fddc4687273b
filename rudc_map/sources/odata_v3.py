"""StatLine OData version 3: what a table has, and its rows in parts of fewer than 10,000.

Documented at https://www.cbs.nl/nl-nl/onze-diensten/open-data (OData v3). DataProperties describes
the columns; TypedDataSet holds the rows, and answers with error 500 to a question with more than
10,000 of them. The keys of areas and periods are padded with blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from rudc_map.errors import SourceError
from rudc_map.sources.area_parts import COUNTRIES, AreaParts, Part, filter_of, split
from rudc_map.sources.http import Http
from rudc_map.sources.http_session import StatusError
from rudc_map.sources.odata_pages import pages

NEXT = "odata.nextLink"
NUMBER = re.compile(r"_\d+$")
"""What StatLine puts behind the name of a column; it shifts each year."""

GEO = frozenset({"GeoDetail", "GeoDimension"})
DIMENSION_ENDS = ("Dimension", "GeoDetail")
"""How the type of a dimension ends, in DataProperties."""

JSON = {"$format": "json"}


@dataclass(frozen=True, slots=True)
class Topic:
    """A column with figures.

    Parameters
    ----------
    key : str
        Its name in the rows, e.g. ``"AantalInwoners_5"``.
    name : str
        The part that stays the same each year, e.g. ``"AantalInwoners"``.
    title, unit : str
        As StatLine prints them.
    groups : tuple of str
        The titles of the headings it stands under, the nearest last.
    """

    key: str
    name: str
    title: str
    unit: str
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableV3:
    """What DataProperties says of a table.

    Parameters
    ----------
    root : str
        Its service root.
    area : str
        The dimension with the areas, e.g. ``"WijkenEnBuurten"``.
    dimensions : tuple of str
        All dimensions.
    topics : tuple of Topic
        The columns with figures, in order.
    """

    root: str
    area: str
    dimensions: tuple[str, ...]
    topics: tuple[Topic, ...]

    def find(self, spec: str, unit: str = "") -> Topic | None:
        """Find a column by its name without number.

        Parameters
        ----------
        spec : str
            ``Name``, ``Name#2`` for the second of that name, or ``Name@Group`` for the one under
            a heading with that title.
        unit : str
            The unit it must have, as `plain_unit` writes it; empty for any. A column of which
            the unit is not known is taken.

        Returns
        -------
        Topic or None
            None if there is none; of several without # or @ the first.
        """
        name, _, group = spec.partition("@")
        name, _, place = name.partition("#")
        named = [topic for topic in self.topics if topic.name == name]
        if group:
            named = [topic for topic in named if group in topic.groups]
        named = [t for t in named if unit in ("", plain_unit(t.unit)) or not t.unit]
        index = int(place) - 1 if place else 0
        return named[index] if index < len(named) else None


def plain_unit(unit: str) -> str:
    """A unit without what differs between tables.

    Examples
    --------
    >>> plain_unit("x 1 000 euro"), plain_unit("Aantal"), plain_unit("1 000 euro")
    ('1000euro', 'aantal', '1000euro')
    """
    return re.sub(r"^x(?=[\s\d])|[\s.]", "", unit.strip().lower())


def read_table(http: Http, root: str) -> TableV3:
    """Read what a table has.

    Parameters
    ----------
    http : Http
        The client.
    root : str
        Its service root, e.g. ``"https://opendata.cbs.nl/ODataApi/odata/85984NED"``.

    Raises
    ------
    SourceError
        If it is not described as StatLine describes a table by area.
    """
    url = f"{root}/DataProperties"
    rows = [row for page in pages(http, url, JSON, NEXT) for row in page]
    try:
        groups = {row["ID"]: (row["Title"], row.get("ParentID")) for row in rows if row["Title"]}
        dimensions = tuple(row["Key"] for row in rows if row["Type"].endswith(DIMENSION_ENDS))
        area = next(row["Key"] for row in rows if row["Type"] in GEO)
        topics = tuple(_topic(row, groups) for row in rows if row["Type"] == "Topic")
    except (KeyError, StopIteration, AttributeError, TypeError) as error:
        raise SourceError(
            f"{url} does not describe a table by area as StatLine does; see whether the table id "
            "is right"
        ) from error
    return TableV3(root, area, dimensions, topics)


def read_members(http: Http, table: TableV3, dimension: str) -> dict[str, str]:
    """Read the keys of a dimension, padded as the table wants them.

    Returns
    -------
    dict of str to str
        The key without padding, to the key as it is.
    """
    url = f"{table.root}/{dimension}"
    rows = [row for page in pages(http, url, JSON, NEXT) for row in page]
    keys = [row.get("Key") for row in rows]
    if not keys or not all(isinstance(key, str) for key in keys):
        raise SourceError(f"{url} lists no keys; see whether the table id is right")
    return {str(key).strip(): str(key) for key in keys}


def read_rows(
    http: Http,
    table: TableV3,
    columns: Iterable[str],
    gemeenten: Iterable[str] | None = None,
    where: str = "",
    parts: AreaParts | None = None,
) -> pd.DataFrame:
    """Read rows of a table, in as few questions as stay below 10,000 rows each.

    Parameters
    ----------
    http : Http
        The client.
    table : TableV3
        The table.
    columns : iterable of str
        The keys of the columns and dimensions to read, beside the area.
    gemeenten : iterable of str or None
        Codes of the gemeenten with their wijken and buurten; None for all areas.
    where : str
        A further OData filter.
    parts : AreaParts or None
        Given again for a further question to the same table, instead of `gemeenten`.

    Returns
    -------
    DataFrame
        The area and the columns as objects; keys without padding.

    Raises
    ------
    SourceError
        If there are no rows at all, one comes twice, or a column is absent from them.
    """
    wanted = [table.area, *columns]
    answers = _parts(http, table, wanted, parts or AreaParts(gemeenten), where)
    rows = [row for answer in answers for row in answer]
    if not any(str(row.get(table.area, ".")).strip() not in COUNTRIES for row in rows):
        raise SourceError(
            f"{table.root} has no rows of areas where {where or 'all are asked for'}"
            f"{f' ({_some(gemeenten)})' if gemeenten else ''}; see whether the areas exist in "
            "this vintage and its keys are as described"
        )
    absent = [column for column in wanted if column not in rows[0]]
    if absent:
        raise SourceError(
            f"{table.root} sends rows without {', '.join(absent)}, which its DataProperties name; "
            "try again later"
        )
    frame = pd.DataFrame.from_records(rows, columns=wanted).astype(object)
    keys = [key for key in dict.fromkeys((table.area, *table.dimensions)) if key in wanted]
    for key in keys:
        frame[key] = frame[key].astype(str).str.strip()
    twice = frame.duplicated(keys)
    if twice.any():
        first = ", ".join(frame.loc[twice, keys].iloc[0])
        raise SourceError(
            f"{table.root} sends the row of {first} twice ({twice.sum():,} rows in all); its "
            "service repeats a page, try again later"
        )
    return frame


def _parts(
    http: Http, table: TableV3, wanted: list[str], areas: AreaParts, where: str
) -> list[list[dict[str, Any]]]:
    """Ask for all parts; one with too many rows is asked for again in smaller parts."""
    answers: dict[Part, list[dict[str, Any]]] = {}

    def ask(part: Part) -> list[dict[str, Any]] | None:
        filters = [filter_of(table.area, part), *([where] if where else [])]
        params = {"$filter": " and ".join(filters), "$select": ",".join(wanted), **JSON}
        url = f"{table.root}/TypedDataSet"
        try:
            return [row for page in pages(http, url, params, NEXT, _too_many) for row in page]
        except StatusError as error:
            if error.status == 500 and _too_many(error.body):
                return None
            raise

    parts = areas.parts
    while parts:
        smaller: list[Part] = []
        for part, answer in zip(parts, http.each(ask, parts), strict=True):
            if answer is None:
                smaller += split(part, table.root)
            else:
                answers[part] = answer
        parts = smaller
    areas.learn((part, len(answer)) for part, answer in answers.items())
    return list(answers.values())


def _too_many(body: str) -> bool:
    """Whether an error 500 is about the number of rows."""
    return re.search(r"\b10[.,]?000\b", body) is not None


def _topic(row: dict[str, Any], groups: dict[Any, tuple[str, Any]]) -> Topic:
    titles: list[str] = []
    parent = row.get("ParentID")
    while parent in groups and len(titles) < len(groups):
        title, parent = groups[parent]
        titles.insert(0, title)
    return Topic(
        key=row["Key"],
        name=NUMBER.sub("", row["Key"]),
        title=row["Title"],
        unit=row.get("Unit") or "",
        groups=tuple(titles),
    )


def _some(gemeenten: Iterable[str]) -> str:
    codes = list(gemeenten)
    return ", ".join(codes[:3]) + (f" and {len(codes) - 3} more" if len(codes) > 3 else "")
