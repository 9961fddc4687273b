"""What the figures of a data set are and which of its sources they come from."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rudc_map.sources.variables import Variable, read_variables

__all__ = ["Variable", "described", "in_order", "sources_named"]


def described(variable: str) -> Variable | None:
    """What a figure is (geodata/variables.toml); None for one of the user's own."""
    return read_variables().get(variable)


def in_order(variables: Iterable[str]) -> list[str]:
    """Figures in the order in which they are described, others behind them by name."""
    places = {name: place for place, name in enumerate(read_variables())}
    return sorted(variables, key=lambda name: (places.get(name, len(places)), name))


def sources_named(known: Iterable[str], name: str) -> tuple[str, ...]:
    """The ids of sources that go by a name: that id itself, or one for each of its vintages.

    Examples
    --------
    >>> sources_named(["kwb_2023", "kwb_2024", "kwb_landgebruik", "ses"], "kwb")
    ('kwb_2023', 'kwb_2024')
    """
    return tuple(id_ for id_ in known if re.fullmatch(rf"{re.escape(name)}(_\d{{4}})?", id_))
