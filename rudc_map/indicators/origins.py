"""Where the figures of a data set come from, what they are, and which are not final."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rudc_map.dataset.described import Variable, described, in_order, sources_named
from rudc_map.dataset.store import Dataset
from rudc_map.indicators.registry import Registry
from rudc_map.model import Aggregation, FigureStatus, Indicator, Level, Source, Text


@dataclass(frozen=True)
class Origin:
    """One figure of a data set.

    Attributes
    ----------
    variable : str
        Its name in the data set.
    title, definition, unit : Text
        What it is called, what it is exactly and in what it is measured; definition may be empty.
    aggregation : Aggregation
        How the figures of several areas become that of their union.
    periods : tuple of str
        The periods in which an area has it, ascending.
    levels : tuple of Level
        The levels it is given for, small to large.
    sources : tuple of Source
        Where it comes from; one for each vintage where there are several.
    unfinished : dict of str to tuple of FigureStatus
        The periods with figures that are not final, and what these are.
    """

    variable: str
    title: Text
    definition: Text
    unit: Text
    aggregation: Aggregation
    periods: tuple[str, ...]
    levels: tuple[Level, ...]
    sources: tuple[Source, ...]
    unfinished: dict[str, tuple[FigureStatus, ...]]


def origins(dataset: Dataset, registry: Registry) -> tuple[Origin, ...]:
    """Every figure of a data set that is described, the user's own included.

    In the order of geodata/variables.toml, which is that of the sources; own figures last.
    """
    own = {i.inputs[0].variable: i for i in registry.indicators if i.id in dataset.sources}
    found = []
    for variable in in_order(dataset.variables()):
        known = described(variable)
        if variable in own:
            found.append(_of_own(dataset, own[variable], variable))
        elif known is not None:
            found.append(_of_source(dataset, known))
    return tuple(found)


def unfinished_periods(
    dataset: Dataset, indicator: Indicator
) -> dict[str, tuple[FigureStatus, ...]]:
    """The periods of an indicator that rest on figures that are not final, and what these are."""
    found: dict[str, tuple[FigureStatus, ...]] = {}
    for figure in indicator.inputs:
        for period, statuses in dataset.unfinished(figure.variable).items():
            if period in indicator.periods and figure.period in (None, period):
                found[period] = tuple(dict.fromkeys((*found.get(period, ()), *statuses)))
    return dict(sorted(found.items()))


def _of_source(dataset: Dataset, known: Variable) -> Origin:
    sources = dataset.sources
    named = sources_named(sources, known.source)
    return Origin(
        variable=known.name,
        title=known.title,
        definition=known.definition,
        unit=known.unit,
        aggregation=known.aggregation,
        sources=tuple(sources[id_] for id_ in named),
        **_where(dataset, known.name),
    )


def _of_own(dataset: Dataset, indicator: Indicator, variable: str) -> Origin:
    return Origin(
        variable=variable,
        title=indicator.name,
        definition=indicator.explanation,
        unit=indicator.unit,
        aggregation=indicator.aggregation,
        sources=(dataset.sources[indicator.id],),
        **_where(dataset, variable),
    )


def _where(dataset: Dataset, variable: str) -> dict[str, Any]:
    """The periods and levels at which a figure has values, and which are not final."""
    at = {level: dataset.filled_periods(variable, level) for level in Level}
    return {
        "periods": tuple(sorted({period for periods in at.values() for period in periods})),
        "levels": tuple(level for level, periods in at.items() if periods),
        "unfinished": dataset.unfinished(variable),
    }
