"""What the figures of a user's file are: their keys, titles, units and decimals."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from rudc_map.sources.own_columns import COUNT_WORDS, FigureColumn
from rudc_map.sources.own_matching import plain_name
from rudc_map.sources.own_numbers import Numbers
from rudc_map.sources.own_table import OwnTable, Percentage

CODE, PERIOD = "code", "periode"
"""The first columns of a tidy file."""

MAX_KEY = 60
_PERCENT = re.compile(r"pct|percent|%|aandeel|^p_")
_COUNTED = re.compile(
    r"meldingen|incidenten|klachten|misdrijven|inbraken|diefstallen|ongevallen|inwoners|bewoners"
    r"|huishoudens|woningen|leerlingen|kinderen|jongeren|ouderen|clienten|deelnemers|uitkeringen"
    r"|banen|bedrijven|vestigingen|bomen|bezoekers|aanvragen|inhabitants|residents|households"
    r"|dwellings|homes|complaints|incidents|crimes|pupils|jobs|trees|visitors"
)
"""What whole numbers are a count of, though their header does not say so."""

_MEANS = re.compile(r"gem\b|gemiddeld|mean|average|\bper\b|score|cijfer|index|mediaan|median")
_RESPONDENTS = re.compile(r"respondent|steekproef|sample|^n$")


@dataclass(frozen=True)
class OwnColumn:
    """A figure as it was understood.

    Parameters
    ----------
    name : str
        Key of the figure: lower case, digits and underscores.
    title : str
        The header it comes from, made readable.
    count : bool
        Whether it counts something, so that areas add up.
    whole : bool
        Whether all its values are whole numbers from 0 on.
    percent : bool
        Whether it is a percentage.
    decimals : int
        Decimals its values have, at most 2.
    """

    name: str
    title: str
    count: bool
    whole: bool
    percent: bool
    decimals: int


def key_of(text: str) -> str:
    """Make a key of a name: lower case, digits and underscores.

    Examples
    --------
    >>> key_of("Aantal meldingen (woonóverlast)"), key_of("<b>")
    ('aantal_meldingen_woonoverlast', 'b')
    """
    return re.sub(r"[^a-z0-9]+", "_", plain_name(text)).strip("_")[:MAX_KEY].strip("_") or "waarde"


def figure_key(figure: FigureColumn) -> str:
    """Make the key of a figure, which is never that of the first columns."""
    key = key_of(figure.name)
    return f"{key}_1" if key in (CODE, PERIOD) else key


def group_of(columns: tuple[OwnColumn, ...]) -> str | None:
    """Find the one figure that says how many people answered, None where there is none."""
    found = [c.name for c in columns if _RESPONDENTS.search(plain_name(c.title)) and c.whole]
    return found[0] if len(found) == 1 and len(columns) > 1 else None


def describe(table: OwnTable, numbers: dict[FigureColumn, Numbers]) -> tuple[OwnColumn, ...]:
    """Describe the figures, in the order of the file; columns that differ in their year are one."""
    groups: dict[str, list[FigureColumn]] = {}
    for figure in numbers:
        groups.setdefault(figure_key(figure), []).append(figure)
    described = []
    for key, group in groups.items():
        values = pd.concat([numbers[figure].values for figure in group]).dropna()
        cells = pd.concat([table.cells[figure.column] for figure in group])
        name = plain_name(group[0].name)
        signs = any(
            isinstance(cell, Percentage) or (isinstance(cell, str) and cell.endswith("%"))
            for cell in cells
        )
        percent = signs or _PERCENT.search(name) is not None
        decimals = next((d for d in (0, 1) if (values == values.round(d)).all()), 2)
        whole = decimals == 0 and bool((values >= 0).all())
        said = COUNT_WORDS.search(name) or _RESPONDENTS.search(name)
        counts = bool(said or (_COUNTED.search(name) and not _MEANS.search(name)))
        count = whole and not percent and counts
        title = group[0].name.replace("_", " ").strip()
        title = title[:1].upper() + title[1:]
        described.append(OwnColumn(key, title, count, whole, percent, decimals))
    return tuple(described)
