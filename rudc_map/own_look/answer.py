"""From the bytes of a user's file to what the browser shows of it; see `rudc_map.own_look`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from rudc_map.dataset.own import OwnFile
from rudc_map.dataset.own_join import variable_of, with_own
from rudc_map.dataset.own_look import looked_at
from rudc_map.dataset.own_values import computable
from rudc_map.dataset.store import Dataset, open_dataset
from rudc_map.indicators.own_layer import look_layer
from rudc_map.indicators.registry import Registry
from rudc_map.model import Lang, Level, MissingReason, level_of
from rudc_map.sources.own_file import read_own_bytes
from rudc_map.sources.own_numbers import Decimal
from rudc_map.sources.own_understood import Understood, understand
from rudc_map.view.own_file import own_file_answer
from rudc_map.view.query import read_region

if TYPE_CHECKING:
    from rudc_map.own_look.request import Request

LISTED = 100
"""Rows that were left out, and areas that can be computed back, that are listed."""

CUT = 120
"""Characters of a name or a cell in the answer."""


def look(asked: Request, content: bytes) -> dict[str, Any]:
    """Read the file and put its figures on the areas of the data set.

    Parameters
    ----------
    asked : Request
        What the file is called and what is wanted.
    content : bytes
        The file.

    Returns
    -------
    dict
        See `rudc_map.view.own_file.own_file_answer`.

    Raises
    ------
    OwnFileError
        If the file cannot be put on the map.
    InputError
        For a region that does not exist.
    """
    dataset = open_dataset(Path(asked.dataset))
    region = read_region(dataset, asked.region, 400)
    understood = understand(
        read_own_bytes(asked.name, content),
        dataset.areas,
        lambda: dataset.boundaries(Level.BUURT),
        dataset.vintage,
        Decimal(asked.decimal) if asked.decimal else None,
    )
    file = looked_at(understood, asked.smallest_group)
    joined = with_own(dataset, (file,))
    registry = Registry((look_layer(joined, file),))
    lang = Lang(asked.lang)
    facts = facts_of(understood, file, dataset, lang)
    taken = file.description.figures
    beyond = [_cut(figure.title) for figure in understood.figures if figure.name not in taken]
    return own_file_answer(joined, registry, region, lang, facts, beyond)


def facts_of(understood: Understood, file: OwnFile, dataset: Dataset, lang: Lang) -> dict[str, Any]:
    """Say what was understood of a file, ready for JSON; ``assets/later/own_file.js`` shows it."""
    tidy, table = understood.tidy, understood.table
    levels = tidy["code"].map({code: level_of(code) for code in tidy["code"].unique()})
    return {
        "name": table.path.name,
        "format": table.understood[lang],
        "rows": len(table.cells),
        "area": _cut(understood.area[lang]),
        "kind": understood.kind.value,
        "taken": {level.value: int((levels == level).sum()) for level in Level},
        "periods": sorted(tidy["periode"].unique()),
        "periodFrom": _cut(understood.period[lang]),
        "decimal": understood.decimal.value if understood.decimal else None,
        "figures": _figures(understood, file),
        "unused": [_cut(name) for name in understood.unused[:LISTED]],
        "leftOut": _left_out(understood.problems, lang),
        "computable": _computable(file, dataset),
    }


def _figures(understood: Understood, file: OwnFile) -> list[dict[str, Any]]:
    described = []
    for figure in understood.figures:
        if figure.name not in file.values:
            continue
        held = file.values[figure.name]["missing"] == MissingReason.SECRET
        described.append(
            {
                "id": variable_of(file, figure.name),
                "name": file.description.figures[figure.name].title.nl,
                "count": figure.count,
                "isGroup": figure.name == understood.group,
                "hasGroup": figure.count or understood.group is not None,
                "heldBack": int(held.sum()),
            }
        )
    return described


def _left_out(problems: pd.DataFrame, lang: Lang) -> dict[str, Any]:
    shown = problems.head(LISTED)
    rows = zip(shown["row"], shown["code"], shown["reason"], strict=True)
    listed = [[int(row), _cut(str(code)), _cut(reason[lang])] for row, code, reason in rows]
    return {"n": len(problems), "rows": listed}


def _computable(file: OwnFile, dataset: Dataset) -> list[list[str]]:
    """The areas that are held back but follow from a total: figure, area, period and total."""
    names = dataset.areas["name"]
    found = [
        [file.description.figures[key].title.nl, names[area], period, names[whole]]
        for key, values in file.values.items()
        for area, period, whole in computable(values, dataset.areas)
    ]
    return found[:LISTED]


def _cut(text: str) -> str:
    return text if len(text) <= CUT else f"{text[:CUT]}…"
