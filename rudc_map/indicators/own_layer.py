"""The theme "own data": an indicator for each figure that the municipality added."""

from __future__ import annotations

from rudc_map.analysis.rates import published
from rudc_map.dataset.own import OwnFigure, OwnFile
from rudc_map.dataset.own_join import variable_of
from rudc_map.dataset.store import Dataset
from rudc_map.indicators.registry import Registry
from rudc_map.model import Aggregate, Indicator, Input, Layer, Level, Text

OWN_LAYER = "eigen_gegevens"
LOOK_LAYER = "eigen_bestand"
LAST = 1_000


def with_own_layer(registry: Registry, dataset: Dataset, files: tuple[OwnFile, ...]) -> Registry:
    """Add the theme with the own figures as the last one; none where there are no figures.

    Parameters
    ----------
    registry : Registry
        The layers in code.
    dataset : Dataset
        Holds the own figures, see `rudc_map.dataset.own_join.with_own`.
    files : tuple of OwnFile
        The own files.
    """
    indicators = tuple(indicator for file in files for indicator in _indicators(dataset, file))
    if not indicators:
        return registry
    layer = Layer(
        id=OWN_LAYER,
        name=Text(nl="Eigen gegevens", en="Own data"),
        explanation=Text(
            nl="Cijfers die de gemeente zelf heeft toegevoegd.",
            en="Figures that the municipality added itself.",
        ),
        order=LAST,
        indicators=indicators,
    )
    return Registry((*registry.layers, layer))


def look_layer(dataset: Dataset, file: OwnFile) -> Layer:
    """Make the theme of a file that is looked at in one browser only.

    Parameters
    ----------
    dataset : Dataset
        Holds the figures of the file, see `rudc_map.dataset.own_join.with_own`.
    file : OwnFile
        From `rudc_map.dataset.own_look.looked_at`.
    """
    return Layer(
        id=LOOK_LAYER,
        name=Text(nl="Eigen bestand (alleen hier zichtbaar)", en="Own file (visible here only)"),
        explanation=Text(
            nl="Cijfers uit een bestand dat alleen in dit venster staat.",
            en="Figures from a file that is in this window only.",
        ),
        order=LAST + 1,
        indicators=_indicators(dataset, file),
    )


def _indicators(dataset: Dataset, file: OwnFile) -> tuple[Indicator, ...]:
    made = (
        _indicator(dataset, variable_of(file, name), figure)
        for name, figure in file.description.figures.items()
    )
    return tuple(indicator for indicator in made if indicator is not None)


def _indicator(dataset: Dataset, variable: str, figure: OwnFigure) -> Indicator | None:
    """Make the indicator of a figure; None where no area of the data set has it."""
    levels = _levels(dataset, variable, figure)
    if not levels:
        return None
    periods = {period for level in levels for period in dataset.periods(variable, level)}
    return Indicator(
        id=variable,
        name=figure.title.text,
        explanation=figure.explanation.text,
        unit=figure.unit.text,
        decimals=figure.decimals,
        levels=levels,
        periods=tuple(sorted(periods)),
        direction=figure.direction,
        aggregation=figure.rule,
        inputs=(Input(variable),),
        compute=published,
        sources=(variable,),
        caveats=(figure.caveat.text,) if figure.caveat else (),
    )


def _levels(dataset: Dataset, variable: str, figure: OwnFigure) -> tuple[Level, ...]:
    """The levels that the figure is given for, and the larger ones that follow from them."""
    levels = (Level.BUURT, Level.WIJK, Level.GEMEENTE)
    given = [level for level in levels if dataset.periods(variable, level)]
    if not given or figure.aggregation is Aggregate.NONE:
        return tuple(given)
    return levels[levels.index(given[0]) :]
