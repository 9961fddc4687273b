"""The frozen types that every room of the project shares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

import pandas as pd


class Lang(StrEnum):
    """A language of the interface."""

    NL = "nl"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """One text in Dutch and in English."""

    nl: str
    en: str

    def __getitem__(self, lang: Lang) -> str:
        return self.nl if lang == Lang.NL else self.en


class Level(StrEnum):
    """A level of the CBS hierarchy, small to large; codes nest by prefix up to gemeente."""

    BUURT = "buurt"
    WIJK = "wijk"
    GEMEENTE = "gemeente"
    PROVINCIE = "provincie"
    LAND = "land"

    @property
    def prefix(self) -> str:
        """The two letters every code of this level starts with."""
        return LEVEL_PREFIX[self]

    @property
    def parent(self) -> Level | None:
        """The next larger level, None for the country."""
        levels = list(Level)
        position = levels.index(self) + 1
        return levels[position] if position < len(levels) else None


LEVEL_PREFIX: dict[Level, str] = {
    Level.BUURT: "BU",
    Level.WIJK: "WK",
    Level.GEMEENTE: "GM",
    Level.PROVINCIE: "PV",
    Level.LAND: "NL",
}

COUNTRY = "NL00"
"""The code of the country in CBS's own tables (Kerncijfers wijken en buurten)."""


def level_of(code: str) -> Level | None:
    """The level a code belongs to by its two letters, None for anything else."""
    for level, prefix in LEVEL_PREFIX.items():
        if code.startswith(prefix):
            return level
    return None


class MissingReason(StrEnum):
    """Why an area has no value; the members are the codes that files and the API hold."""

    SECRET = "geheim"
    NOT_PUBLISHED = "niet_gepubliceerd"
    NO_INHABITANTS = "geen_inwoners"
    TOO_FEW = "te_weinig_inwoners"
    NOT_AT_LEVEL = "niet_op_dit_niveau"


class Direction(StrEnum):
    """Whether a higher value is better, worse or neither."""

    HIGHER_IS_BETTER = "hoger_is_beter"
    HIGHER_IS_WORSE = "hoger_is_slechter"
    NEITHER = "geen"


class Aggregate(StrEnum):
    """How the values of several areas become the value of their union."""

    SUM = "som"
    WEIGHTED_MEAN = "gewogen_gemiddelde"
    NONE = "geen"


@dataclass(frozen=True, slots=True)
class Aggregation:
    """The declared rule by which an indicator aggregates.

    Parameters
    ----------
    how : Aggregate
        Sum, weighted mean or not at all.
    weight : str or None
        For a weighted mean: the figure (variable) that weighs each area, e.g. ``"a_inw"``.
    """

    how: Aggregate
    weight: str | None = None

    def __post_init__(self) -> None:
        if (self.how is Aggregate.WEIGHTED_MEAN) != (self.weight is not None):
            raise ValueError("a weight belongs to a weighted mean, and to nothing else")


SUM = Aggregation(Aggregate.SUM)
NOT_AGGREGATED = Aggregation(Aggregate.NONE)


def mean_by(weight: str) -> Aggregation:
    """A mean weighted by the figure `weight`."""
    return Aggregation(Aggregate.WEIGHTED_MEAN, weight)


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures or boundaries come from.

    Parameters
    ----------
    id : str
        The key layers refer to, e.g. ``"kwb"``.
    title : str
        Name of the table or product.
    table : str
        Table id at the publisher, e.g. ``"85984NED"``; empty where there is none.
    address : str
        Where a reader finds it.
    retrieved : str
        ISO date on which it was retrieved.
    licence : str
        Licence, e.g. ``"CC BY 4.0"``.
    attribution : str
        The text to be shown with every figure.
    """

    id: str
    title: str
    table: str
    address: str
    retrieved: str
    licence: str
    attribution: str


@dataclass(frozen=True, slots=True)
class Input:
    """One figure that an indicator is computed from.

    Parameters
    ----------
    variable : str
        Name of the figure in the data set, e.g. ``"a_inw"``.
    period : str or None
        A fixed period. None takes exactly the period that is asked for where the figure shares
        any period with the indicator, and else the figure's latest period.
    of_country : bool
        True takes the country's figure and repeats it for every area.
    optional : bool
        True where the computation copes with a missing value of this figure; its gaps then do not
        make the indicator missing by themselves.
    """

    variable: str
    period: str | None = None
    of_country: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing that can be put on the map, and everything needed to read it well.

    Parameters
    ----------
    id : str
        Stable key in addresses: lower case, digits and underscores.
    name, explanation : Text
        A short name, and one or two plain sentences for a citizen.
    unit : Text
        Unit as printed after the value, e.g. ``%`` or ``per 1.000 inwoners``; empty for none.
    decimals : int
        Decimals shown.
    levels : tuple of Level
        The levels it exists for, small to large. Provincie and land follow from aggregation.
    periods : tuple of str
        The periods it exists for, ascending, e.g. ``("2021", "2022")``.
    direction : Direction
        Whether higher is better, worse or neither.
    aggregation : Aggregation
        The rule for a union of areas.
    inputs : tuple of Input
        The figures that `compute` takes, in order.
    compute : callable
        Pure function: one float Series per input (index: area code, all the same), to one float
        Series on that index; NaN where there is no value.
    sources : tuple of str
        Ids of the sources of the inputs, the first is named first.
    denominator : str or None
        The figure a rate is divided by, e.g. ``"a_inw"``.
    min_denominator : int
        The smallest denominator the indicator is shown for; below it the value is missing as
        "too few inhabitants".
    caveats : tuple of Text
        What a reader must know before drawing a conclusion.
    diverging_at : float or None
        For changes and differences: the value that means "no difference" (a diverging palette
        is then used around it).
    categories : tuple of (float, Text)
        For classes such as the urbanity class: each value with its name.
    """

    id: str
    name: Text
    explanation: Text
    unit: Text
    decimals: int
    levels: tuple[Level, ...]
    periods: tuple[str, ...]
    direction: Direction
    aggregation: Aggregation
    inputs: tuple[Input, ...]
    compute: Callable[..., pd.Series]
    sources: tuple[str, ...]
    denominator: str | None = None
    min_denominator: int = 0
    caveats: tuple[Text, ...] = ()
    diverging_at: float | None = None
    categories: tuple[tuple[float, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class Layer:
    """A theme: what one file in layers/ offers as its ``LAYER``.

    Parameters
    ----------
    id : str
        Key of the theme, e.g. ``"bevolking"``; the file is called the same.
    name, explanation : Text
        Name and one sentence.
    order : int
        Place in the picker, low first.
    indicators : tuple of Indicator
        In the order in which they are offered.
    """

    id: str
    name: Text
    explanation: Text
    order: int
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A named set of municipalities (geodata/regions.toml).

    Parameters
    ----------
    id : str
        Key in addresses.
    name : Text
        Name as shown.
    gemeenten : tuple of str
        Codes of its municipalities; empty means the whole country.
    levels : tuple of Level
        The levels that can be compared in it.
    """

    id: str
    name: Text
    gemeenten: tuple[str, ...]
    levels: tuple[Level, ...]


class ClassScheme(StrEnum):
    """How class breaks are chosen."""

    NATURAL = "natuurlijk"
    QUANTILES = "kwantielen"
    EQUAL = "gelijk"
    ROUNDED = "afgerond"
    OWN = "eigen"


class ReferenceKind(StrEnum):
    """What an area is compared with."""

    COUNTRY = "nederland"
    PROVINCE = "provincie"
    REGION = "regio"
    MUNICIPALITY = "gemeente"


@dataclass(frozen=True, slots=True)
class Display:
    """How values are coloured (``weergave=`` in an address).

    Parameters
    ----------
    scheme : ClassScheme
        How the breaks are chosen.
    classes : int
        Number of classes, 3 to 7.
    palette : str
        Key of a palette.
    difference : bool
        True colours the difference with the reference, False the value itself.
    own_breaks : tuple of float
        The inner breaks of ``ClassScheme.OWN``, ascending.
    """

    scheme: ClassScheme = ClassScheme.NATURAL
    classes: int = 5
    palette: str = "blauw"
    difference: bool = False
    own_breaks: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Viewport:
    """The part of the world the map shows: centre in degrees (WGS84) and zoom."""

    lat: float
    lon: float
    zoom: float


@dataclass(frozen=True, slots=True)
class ViewState:
    """Everything a page shows; its query string is the page's address."""

    region: str
    level: Level
    indicator: str
    period: str
    areas: tuple[str, ...] = ()
    reference: ReferenceKind = ReferenceKind.COUNTRY
    display: Display = field(default_factory=Display)
    viewport: Viewport | None = None
    lang: Lang = Lang.NL
