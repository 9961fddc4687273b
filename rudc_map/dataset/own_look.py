"""Figures of a file that somebody only looks at: made in memory, kept nowhere."""

from __future__ import annotations

import tomllib

from rudc_map.dataset.own import Both, Description, OwnFigure, OwnFile, wanted_values
from rudc_map.dataset.own_values import values_of
from rudc_map.dataset.own_write import description_of
from rudc_map.model import LOOKED_AT
from rudc_map.sources.own_understood import Understood

MOST_FIGURES = 60
"""Figures that are taken of a file; it may have a thousand columns."""


def looked_at(understood: Understood, smallest_group: int) -> OwnFile:
    """Make the own file that `rudc_map.dataset.own_write.write_own` would write, without writing.

    Parameters
    ----------
    understood : Understood
        What the file says.
    smallest_group : int
        The smallest group of people that a value is shown for.

    Returns
    -------
    OwnFile
        Called `LOOKED_AT`, a name that no added file can have; the first `MOST_FIGURES` figures.
    """
    path = understood.table.path
    made = Description.model_validate(tomllib.loads(description_of(understood, smallest_group)))
    first = list(made.figures.items())[:MOST_FIGURES]
    figures = {name: _for_here(figure, path.name) for name, figure in first}
    described = made.model_copy(update={"figures": figures})
    values = values_of(understood.tidy, path, wanted_values(described))
    return OwnFile(LOOKED_AT, path, described, values, digest="")


def _for_here(figure: OwnFigure, file: str) -> OwnFigure:
    """Say of a figure that only the reader of this page sees it."""
    shown = "".join(c if c.isprintable() else " " for c in file)[:200]
    explanation = Both(
        nl=f"Cijfer uit uw eigen bestand {shown}. Alleen u ziet het, in dit venster.",
        en=f"Figure from your own file {shown}. Only you see it, in this window.",
    )
    source = f"Eigen bestand: {shown}"
    changes = {"explanation": explanation, "source": source, "licence": ""}
    return figure.model_copy(update=changes)
