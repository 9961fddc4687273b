"""StatLine's own protocols, OData v3 and v4, over tables of ours.

    tables = {"85984NED": kwb_table(2024, ["GM0037"])}
    with Server(StatLine(tables)) as server: ...

v3 lies under /ODataApi/odata/<table>, v4 under /odata/v1/CBS/<table>.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from tests.servers.base import Answer, Request, as_json, not_found
from tests.servers.kwb_facts import TEXT, areas, cell, columns_of

V3 = "/ODataApi/odata"
V4 = "/odata/v1/CBS"
WIDTH = 10
"""What v3 pads the codes of areas to."""


@dataclass(frozen=True)
class Topic:
    """A column with figures: its name without number, and what DataProperties says of it."""

    name: str
    title: str
    unit: str
    group: str = ""
    measure: str = ""


@dataclass(frozen=True)
class Table:
    """A table: a row each combination of its dimensions.

    Parameters
    ----------
    rows : DataFrame
        The dimensions (text, padded), then the topics in order; None where there is no figure.
    topics : list of Topic
        What the columns after the dimensions are.
    dimensions : dict of str to str
        Each dimension with its kind, the one with the areas first.
    first_number : int
        The number of the first column.
    """

    rows: pd.DataFrame
    topics: list[Topic]
    dimensions: dict[str, str] = field(default_factory=lambda: {"WijkenEnBuurten": "GeoDetail"})
    first_number: int = 5

    @property
    def keys(self) -> list[str]:
        """The names of the columns, with their numbers."""
        return [f"{t.name}_{n}" for n, t in enumerate(self.topics, start=self.first_number)]


class StatLine:
    """A site that speaks both versions of OData.

    Parameters
    ----------
    tables : dict of str to Table
        By table id.
    limit : int
        The rows that v3 gives at most; more is error 500.
    page : int
        The rows on a page of v4.
    modified : str or None
        When all tables were changed last, as TableInfos (v3) and Properties (v4) say; None for a
        site that does not say it.
    """

    def __init__(
        self,
        tables: dict[str, Table],
        limit: int = 10_000,
        page: int = 5_000,
        modified: str | None = None,
    ) -> None:
        self._tables = tables
        self.modified = modified
        self._cells: dict[str, pd.DataFrame] = {}
        self._limit = limit
        self._page = page

    def __call__(self, request: Request) -> Answer:
        found = re.fullmatch(rf"({V3}|{V4})/(\w+)/(\w+)", request.path)
        if not found or found[2] not in self._tables:
            return not_found(request)
        table = self._tables[found[2]]
        if found[3] in ("TableInfos", "Properties") and self.modified is not None:
            about = {"Identifier": found[2], "Modified": self.modified}
            return as_json({"value": [about]} if found[1] == V3 else about)
        if found[1] == V3:
            return self._v3(request, table, found[3])
        return self._v4(request, table, found[3], found[2])

    def _v3(self, request: Request, table: Table, entity: str) -> Answer:
        if entity == "DataProperties":
            return as_json({"odata.metadata": "x", "value": _properties(table)})
        if entity in table.dimensions:
            keys = table.rows[entity].unique()
            return as_json({"value": [{"Key": key, "Title": key.strip()} for key in keys]})
        if entity != "TypedDataSet":
            return not_found(request)
        rows = table.rows.set_axis([*table.dimensions, *table.keys], axis=1)
        rows = rows[_filter(request.query.get("$filter", ""))(rows)]
        if len(rows) > self._limit:
            message = f"The query returns more than {self._limit} records (limit: 10000)."
            return as_json({"odata.error": {"message": {"value": message}}}, status=500)
        chosen = request.query.get("$select")
        if chosen:
            rows = rows[[name for name in chosen.split(",") if name in rows]]
        return as_json({"odata.metadata": "x", "value": rows.to_dict("records")})

    def _v4(self, request: Request, table: Table, entity: str, name: str) -> Answer:
        if entity == "Dimensions":
            dims = [{"Identifier": d, "Kind": kind} for d, kind in table.dimensions.items()]
            return as_json({"value": dims})
        if entity == "MeasureCodes":
            measures = [
                {"Identifier": t.measure, "Title": t.title, "Unit": t.unit} for t in table.topics
            ]
            return as_json({"value": measures})
        if entity != "Observations":
            return not_found(request)
        if name not in self._cells:
            self._cells[name] = _cells(table)
        cells = self._cells[name]
        cells = cells[_filter(request.query.get("$filter", ""))(cells)]
        start = int(request.query.get("$skip", "0"))
        part = cells.iloc[start : start + self._page]
        answer: dict[str, Any] = {"value": part.to_dict("records")}
        if start + self._page < len(cells):
            rest = re.sub(r"&\$skip=\d+", "", request.target)
            link = f"http://{request.headers['host']}{rest}&$skip={start + self._page}"
            answer["@odata.nextLink"] = link
        return as_json(answer)


def kwb_table(year: int, gemeenten: list[str]) -> Table:
    """Kerncijfers wijken en buurten of a year."""
    codes = areas(gemeenten)
    columns = columns_of(year)
    rows = pd.DataFrame({"WijkenEnBuurten": [code.ljust(WIDTH) for code in codes]})
    topics = []
    for column in columns:
        cells = [cell(column, year, code) for code in codes]
        typed = [_text(c) if column.v3 in TEXT else _number(c) for c in cells]
        rows.insert(len(rows.columns), len(rows.columns), pd.Series(typed, dtype=object))
        topics.append(Topic(column.v3, column.v3, column.unit, column.group, column.v4))
    return Table(rows, topics)


def _number(text: str) -> float | int | None:
    if not text:
        return None
    return float(text) if "." in text else int(text)


def _text(text: str) -> str:
    return (text or ".").rjust(8)


def _properties(table: Table) -> list[dict[str, Any]]:
    """DataProperties: the dimensions, the headings and the columns."""
    rows: list[dict[str, Any]] = [
        {"ID": n, "ParentID": None, "Type": kind, "Key": name, "Title": name}
        for n, (name, kind) in enumerate(table.dimensions.items())
    ]
    headings: dict[str, int] = {}
    for key, topic in zip(table.keys, table.topics, strict=True):
        for group in filter(None, topic.group.split("/")):
            if group not in headings:
                headings[group] = 1000 + len(headings)
                above = [headings[g] for g in topic.group.split("/") if g in headings][:-1]
                rows.append(
                    {
                        "ID": headings[group],
                        "ParentID": above[-1] if above else None,
                        "Type": "TopicGroup",
                        "Key": "",
                        "Title": group,
                    }
                )
        parent = headings.get(topic.group.split("/")[-1])
        rows.append(
            {
                "ID": 100 + len(rows),
                "ParentID": parent,
                "Type": "Topic",
                "Key": key,
                "Title": topic.title,
                "Unit": topic.unit,
            }
        )
    return rows


def _cells(table: Table) -> pd.DataFrame:
    """Observations: a row a cell with a value; codes are not padded here."""
    dims = list(table.dimensions)
    wide = table.rows.set_axis([*dims, *(t.measure for t in table.topics)], axis=1)
    for dim in dims:
        wide[dim] = wide[dim].str.strip()
    long = wide.melt(dims, var_name="Measure", value_name="cell").dropna(subset=["cell"])
    text = long["cell"].map(lambda c: isinstance(c, str)).astype(bool)
    number = pd.Series(long["cell"].where(~text, None), dtype=object)
    long = long[~(text & long["cell"].astype(str).str.strip().eq("."))]
    long["Value"] = number
    long["StringValue"] = pd.Series(long["cell"].where(text, None), dtype=object)
    long["ValueAttribute"] = "None"
    long.insert(0, "Id", range(len(long)))
    return long.drop(columns="cell")


Mask = Callable[[pd.DataFrame], pd.Series]

TOKEN = re.compile(r"\s*(startswith|\(|\)|,|and\b|or\b|eq\b|ge\b|le\b|'(?:[^']|'')*'|\w+)")


def _filter(text: str) -> Mask:
    """The OData filters that are in use: startswith, eq, ge, le, and, or, parentheses."""
    tokens = TOKEN.findall(text)
    if "".join(tokens).replace(" ", "") != text.replace(" ", ""):
        raise ValueError(f"a filter this server does not know: {text}")
    if not tokens:
        return lambda rows: pd.Series(True, index=rows.index)
    mask, rest = _either(tokens)
    if rest:
        raise ValueError(f"a filter this server does not know: {text}")
    return mask


def _either(tokens: list[str]) -> tuple[Mask, list[str]]:
    mask, tokens = _both(tokens)
    while tokens[:1] == ["or"]:
        other, tokens = _both(tokens[1:])
        mask = _joined(mask, other, lambda a, b: a | b)
    return mask, tokens


def _both(tokens: list[str]) -> tuple[Mask, list[str]]:
    mask, tokens = _one(tokens)
    while tokens[:1] == ["and"]:
        other, tokens = _one(tokens[1:])
        mask = _joined(mask, other, lambda a, b: a & b)
    return mask, tokens


def _joined(a: Mask, b: Mask, how: Callable[[pd.Series, pd.Series], pd.Series]) -> Mask:
    return lambda rows: how(a(rows), b(rows))


def _one(tokens: list[str]) -> tuple[Mask, list[str]]:
    if tokens[0] == "(":
        mask, rest = _either(tokens[1:])
        return mask, rest[1:]
    if tokens[0] == "startswith":
        _, _, name, _, text, _, *rest = tokens
        return (lambda rows: rows[name].str.startswith(text[1:-1])), rest
    name, how, text, *rest = tokens
    value = text[1:-1]
    compare: dict[str, Mask] = {
        "eq": lambda rows: rows[name] == value,
        "ge": lambda rows: rows[name] >= value,
        "le": lambda rows: rows[name] <= value,
    }
    return compare[how], rest
