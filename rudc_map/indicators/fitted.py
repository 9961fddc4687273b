"""What of the indicators a data set can offer, for which levels and periods."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from rudc_map.dataset.described import described, sources_named
from rudc_map.dataset.store import Dataset
from rudc_map.errors import DatasetError
from rudc_map.indicators.registry import Registry
from rudc_map.model import Aggregate, Indicator, Input, Level


def fitted(registry: Registry, dataset: Dataset) -> Registry:
    """Fit all indicators to a data set.

    An indicator is offered where the figures that it needs are there; its periods are those in
    which they have a value, its levels those at which they have one or follow from a smaller one.

    Raises
    ------
    DatasetError
        If the data set has no figure for any indicator.
    """
    known = _Known(dataset)
    layers = []
    for layer in registry.layers:
        offered = tuple(f for i in layer.indicators if (f := _fitted(i, known)) is not None)
        if offered:
            layers.append(replace(layer, indicators=offered))
    if not layers:
        raise DatasetError(
            f"{dataset.path} holds no figure that the layers can show; fetch or import one of them"
        )
    return Registry(tuple(layers))


@dataclass
class _Known:
    """Where the figures of a data set have values; each is looked up once."""

    dataset: Dataset
    found: dict[tuple[str, Level], frozenset[str]] = field(default_factory=dict)

    def at(self, variable: str, level: Level) -> frozenset[str]:
        key = (variable, level)
        if key not in self.found:
            self.found[key] = frozenset(self.dataset.filled_periods(variable, level))
        return self.found[key]

    def anywhere(self, variable: str) -> frozenset[str]:
        return frozenset().union(*(self.at(variable, level) for level in Level))


def _fitted(indicator: Indicator, known: _Known) -> Indicator | None:
    """The indicator as the data set has it; None where it cannot be computed at all."""
    supporting = (indicator.denominator, indicator.aggregation.weight)
    if not all(known.anywhere(variable) for variable in supporting if variable):
        return None
    own = [i for i in indicator.inputs if not i.of_country]
    periods = tuple(sorted(_periods(indicator, known)))
    levels: list[Level] = []
    for level in indicator.levels:
        if _is_there(own, periods, known, level) or (
            levels and indicator.aggregation.how is not Aggregate.NONE
        ):
            levels.append(level)
    sources = _sources(indicator, known)
    if not periods or not levels or not sources:
        return None
    caveats = (i.caveat for i in indicator.inputs if i.caveat and known.anywhere(i.variable))
    return replace(
        indicator,
        periods=periods,
        levels=tuple(levels),
        sources=sources,
        caveats=tuple(dict.fromkeys((*indicator.caveats, *caveats))),
    )


def _sources(indicator: Indicator, known: _Known) -> tuple[str, ...]:
    """The ids of its sources in the data set, which may have one source for each vintage."""
    ids = tuple(known.dataset.sources)
    declared = tuple(id_ for name in indicator.sources for id_ in sources_named(ids, name))
    if declared:
        return declared
    figures = (described(i.variable) for i in indicator.inputs if known.anywhere(i.variable))
    names = dict.fromkeys(figure.source for figure in figures if figure is not None)
    return tuple(id_ for name in names for id_ in sources_named(ids, name))


def _periods(indicator: Indicator, known: _Known) -> set[str]:
    """The periods in which all that is needed is there."""
    moving = [i for i in indicator.inputs if i.period is None and not i.nearest]
    if not all(_is_known(i, known) for i in indicator.inputs if not i.optional):
        return set()
    required = [_of(i, known) for i in moving if not i.optional]
    optional = [_of(i, known) for i in moving if i.optional]
    if optional:
        required.append(frozenset().union(*optional))
    if not required:  # everything it needs is of one period
        return set(indicator.periods) if _has_fixed(indicator.inputs, known) else set()
    after = [i.period for i in indicator.inputs if i.period is not None and _moves(i, moving)]
    kind = len(indicator.periods[0])  # a year, or several years
    return {
        period
        for period in frozenset.intersection(*required)
        if len(period) == kind and all(period > baseline for baseline in after)
    }


def _of(figure: Input, known: _Known) -> frozenset[str]:
    if figure.of_country:
        return known.at(figure.variable, Level.LAND)
    return known.anywhere(figure.variable)


def _is_known(figure: Input, known: _Known) -> bool:
    found = _of(figure, known)
    return bool(found) if figure.period is None else figure.period in found


def _has_fixed(inputs: Iterable[Input], known: _Known) -> bool:
    """Whether of the figures that can stand in for each other one has all its periods."""
    optional: dict[str, list[Input]] = {}
    for figure in inputs:
        if figure.optional:
            optional.setdefault(figure.variable, []).append(figure)
    complete = (all(_is_known(f, known) for f in figures) for figures in optional.values())
    return not optional or any(complete)


def _moves(figure: Input, moving: list[Input]) -> bool:
    """Whether a figure of a fixed period is the baseline of the same figure in other periods."""
    return any(figure.variable == other.variable for other in moving)


def _is_there(own: list[Input], periods: tuple[str, ...], known: _Known, level: Level) -> bool:
    """Whether the figures have values at a level, in any of the periods."""

    def has(figure: Input, period: str) -> bool:
        at = known.at(figure.variable, level)
        if figure.nearest:
            return bool(at)
        return (figure.period or period) in at

    optional = [i for i in own if i.optional]
    return any(
        all(has(i, period) for i in own if not i.optional)
        and (not optional or any(has(i, period) for i in optional))
        for period in periods
    )
