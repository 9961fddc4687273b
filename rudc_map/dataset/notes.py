"""What dataset.toml says of every figure: what it is, its source, its years, what is not final."""

from __future__ import annotations

import json
from collections.abc import Iterable

from rudc_map.dataset.described import described, in_order, sources_named
from rudc_map.dataset.figures import FigureTable
from rudc_map.model import Level


def notes_text(figures: FigureTable, sources: Iterable[str]) -> str:
    """Write a ``[figures.<name>]`` table for each figure, for people to read.

    Parameters
    ----------
    figures : FigureTable
        The figures of the data set.
    sources : iterable of str
        The ids of its sources; each has its table, date and licence under ``[[source]]``.

    Returns
    -------
    str
        To stand behind `rudc_map.dataset.manifest.manifest_text`; equal figures give equal text.
    """
    ids = tuple(sources)
    blocks = [""]
    for variable in in_order(figures.variables()):
        known = described(variable)
        at = {level: figures.filled_periods(variable, level) for level in Level}
        unfinished = figures.unfinished(variable)
        lines: dict[str, str | list[str]] = {
            "periods": sorted({period for periods in at.values() for period in periods}),
            "levels": [level.value for level, periods in at.items() if periods],
        }
        if known is not None:
            lines = {
                "title": known.title.nl,
                "title_en": known.title.en,
                "definition": known.definition.nl,
                "definition_en": known.definition.en,
                "unit": known.unit.nl,
                "source": list(sources_named(ids, known.source)),
                **lines,
            }
        if unfinished:
            lines["not_final"] = [
                f"{period}: {', '.join(statuses)}" for period, statuses in unfinished.items()
            ]
        blocks.append(f"[figures.{variable}]")
        blocks += [f"{key} = {json.dumps(said, ensure_ascii=False)}" for key, said in lines.items()]
        blocks.append("")
    return "\n".join(blocks)
