"""Areas for the public API: of a level, by name, by point, one by one, and what is around them."""

from __future__ import annotations

import unicodedata

import numpy as np
import pandas as pd

from rudc_map.dataset.store import Dataset
from rudc_map.errors import InputError
from rudc_map.indicators.memo import per_dataset
from rudc_map.indicators.neighbours import across_provincies, neighbours_of_level
from rudc_map.indicators.places import PARENTS, gemeenten_in, is_complete
from rudc_map.indicators.surroundings import outlines_in
from rudc_map.model import Level
from rudc_map.view.api_answers import (
    Area,
    AreaDetail,
    AreasAt,
    AreasInside,
    AreasOfLevel,
    FoundAreas,
    Neighbour,
    Neighbours,
    Part,
)
from rudc_map.view.api_paging import page_of
from rudc_map.view.api_query import ApiQuery, level_of_area

FOUND_AT_ONCE = 25
"""Areas that a search gives where no ``limit`` is given."""

CHILDREN_AT_ONCE = 1000

POSTCODE_DIGITS = 4


def api_areas(query: ApiQuery) -> AreasOfLevel:
    """The areas of a level, all of them or those in a region."""
    dataset, page = query.dataset, page_of(query.codes, query)
    return {
        "niveau": query.level,
        "bron": dataset.attribution,
        "totaal": page.total,
        "volgende": page.following,
        "gebieden": area_rows(dataset, page.rows),
    }


def api_search(query: ApiQuery) -> FoundAreas:
    """The areas that a text names: by their name, code or postcode, the likeliest first."""
    dataset = query.dataset
    level = query.level if "niveau" in query.given else None
    page = page_of(_found(dataset, query.searched, level), query, FOUND_AT_ONCE)
    return {
        "zoek": query.searched,
        "bron": dataset.attribution,
        "totaal": page.total,
        "volgende": page.following,
        "gebieden": area_rows(dataset, page.rows),
    }


def api_areas_at(query: ApiQuery) -> AreasAt:
    """The areas that a point lies in, small to large; none outside the country."""
    dataset = query.dataset
    wanted = (query.level,) if "niveau" in query.given else tuple(Level)
    x, y = _projected(query.lat, query.lon)
    at = [code for level in wanted if (code := _area_at(dataset, level, x, y))]
    return {
        "lat": query.lat,
        "lon": query.lon,
        "bron": dataset.attribution,
        "gebieden": area_rows(dataset, at),
    }


def api_area(query: ApiQuery) -> AreaDetail:
    """One area, what it lies in, and how many parts it has at each smaller level."""
    dataset, code = query.dataset, query.code
    row = area_rows(dataset, [code])[0]
    around = [row[parent] for parent in ("wijk", "gemeente", "provincie") if parent in row]
    names = dataset.areas["name"]
    return {
        **row,
        "bron": dataset.attribution,
        "ligt_in": [
            {"code": larger, "naam": names[larger], "niveau": level_of_area(larger)}
            for larger in around
        ],
        "delen": [_part(dataset, code, level) for level in _below(level_of_area(code))],
    }


def api_children(query: ApiQuery) -> AreasInside:
    """The areas in an area, of the next smaller level or the one that is asked for."""
    dataset, code = query.dataset, query.code
    below = _below(level_of_area(code))
    if "niveau" in query.given and query.level not in below:
        smaller = ", ".join(below)
        raise InputError(
            f"Het niveau {query.level} is niet kleiner dan '{code}'; "
            + (f"kies uit {smaller}." if below else "een buurt heeft geen delen."),
            f"The level {query.level} is not smaller than '{code}'; "
            + (f"choose one of {smaller}." if below else "a neighbourhood has no parts."),
        )
    level = query.level if "niveau" in query.given else next(iter(below), None)
    codes = _inside(dataset, code, level) if level else []
    page = page_of(codes, query, CHILDREN_AT_ONCE)
    return {
        "code": code,
        "naam": str(dataset.areas.at[code, "name"]),
        "niveau": level,
        "compleet": _complete(dataset, code, level) if level else True,
        "bron": dataset.attribution,
        "totaal": page.total,
        "volgende": page.following,
        "gebieden": area_rows(dataset, page.rows),
    }


def api_neighbours(query: ApiQuery) -> Neighbours:
    """The areas of the same level that share an edge with an area, the longest edge first."""
    dataset, code = query.dataset, query.code
    level = query.level_of_code
    codes, pairs = dataset.codes(level), neighbours_of_level(dataset, level)
    at = codes.get_loc(code)
    mine = (pairs.first == at) | (pairs.second == at)
    others = np.where(pairs.first == at, pairs.second, pairs.first)[mine]
    across, length = across_provincies(dataset, level, pairs)[mine], pairs.length[mine]
    order = np.argsort(-length, kind="stable")
    found = area_rows(dataset, list(codes[others[order]]))
    rows: list[Neighbour] = [
        {**row, "grens_m": round(float(edge)), "over_de_grens": bool(other_side)}
        for row, edge, other_side in zip(found, length[order], across[order], strict=True)
    ]
    return {
        "code": code,
        "naam": str(dataset.areas.at[code, "name"]),
        "niveau": level,
        "bron": dataset.attribution,
        "gebieden": rows,
    }


def area_rows(dataset: Dataset, codes: list[str]) -> list[Area]:
    """What every answer says of an area: its name, and the codes of what it lies in."""
    columns = ["level", "name", *(level.value for level in PARENTS), "postcode"]
    table = dataset.areas.loc[codes, columns]
    return [_row(*row) for row in table.itertuples(name=None)]


def _row(
    code: str,
    level: str,
    name: str,
    wijk: str | None,
    gemeente: str | None,
    provincie: str | None,
    postcode: str | None,
) -> Area:
    row: Area = {"code": code, "naam": name, "niveau": Level(level)}
    # an absent parent is None or NaN, and an area is no parent of its own
    if isinstance(wijk, str) and wijk != code:
        row["wijk"] = wijk
    if isinstance(gemeente, str) and gemeente != code:
        row["gemeente"] = gemeente
    if isinstance(provincie, str) and provincie != code:
        row["provincie"] = provincie
    if isinstance(postcode, str):
        row["postcode"] = postcode
    return row


def _below(level: Level) -> list[Level]:
    """The smaller levels, the largest of these first."""
    levels = list(Level)
    return levels[: levels.index(level)][::-1]


def _inside(dataset: Dataset, code: str, level: Level) -> list[str]:
    """The areas of a level in a larger area, as far as the data set has them."""
    larger, areas = level_of_area(code), dataset.areas.loc[dataset.codes(level)]
    inside = areas if larger is Level.LAND else areas[areas[larger.value] == code]
    return [*map(str, inside.index)]


def _complete(dataset: Dataset, code: str, level: Level) -> bool:
    return is_complete(dataset, level, gemeenten_in(dataset, code))


def _part(dataset: Dataset, code: str, level: Level) -> Part:
    return {
        "niveau": level,
        "aantal": len(_inside(dataset, code, level)),
        "compleet": _complete(dataset, code, level),
    }


def _found(dataset: Dataset, searched: str, level: Level | None) -> list[str]:
    """The codes of what a text names.

    In order: the code itself, the postcode, the whole name, its beginning, the beginning of one
    of its words, any part; within these the larger areas first, then by name.
    """
    names = _searchable(dataset)
    if level is not None:
        names = names[names["level"] == level.value]
    text = _folded(searched)
    whole, after = names["folded"], " " + names["folded"]
    digits = text[:POSTCODE_DIGITS]
    is_postcode = digits.isdecimal() and len(text.replace(" ", "")) in (POSTCODE_DIGITS, 6)
    kinds = [
        names["code"] == text,
        (names["postcode"] == digits) & is_postcode,
        whole == text,
        whole.str.startswith(text),
        after.str.contains(f" {text}", regex=False),
        whole.str.contains(text, regex=False),
    ]
    rank = np.select(kinds, range(len(kinds)), default=len(kinds))
    found = names.assign(rank=rank)[rank < len(kinds)]
    ordered = found.sort_values(["rank", "size", "folded"], kind="stable")
    return [str(code) for code in ordered.index]


@per_dataset(maxsize=1)
def _searchable(dataset: Dataset) -> pd.DataFrame:
    """Every area with its name, code and postcode as they are compared; not to be changed."""
    areas = dataset.areas
    larger_first = {level.value: -place for place, level in enumerate(Level)}
    return pd.DataFrame(
        {
            "level": areas["level"],
            "folded": areas["name"].map(_folded),
            "code": areas.index.str.casefold(),
            "postcode": areas["postcode"].fillna(""),
            "size": areas["level"].map(larger_first),
        }
    )


def _folded(text: str) -> str:
    """A text without accents, capitals and hyphens."""
    apart = unicodedata.normalize("NFKD", text)
    plain = "".join(character for character in apart if not unicodedata.combining(character))
    return " ".join(plain.replace("-", " ").casefold().split())


def _projected(lat: float, lon: float) -> tuple[float, float]:
    """A place in EPSG:28992 [m]; infinite where that does not reach."""
    from pyproj import Transformer  # noqa: PLC0415

    x, y = Transformer.from_crs("EPSG:4326", "EPSG:28992").transform(lat, lon)
    return float(x), float(y)


def _area_at(dataset: Dataset, level: Level, x: float, y: float) -> str | None:
    """The area of a level at a place; of several that meet there, the first by code."""
    import shapely  # noqa: PLC0415

    if not np.isfinite([x, y]).all():
        return None
    near = outlines_in(dataset, level, (x, y, x, y))
    here = np.flatnonzero(shapely.intersects(near.shapes, shapely.Point(x, y)))
    return near.codes[here[0]] if here.size else None
