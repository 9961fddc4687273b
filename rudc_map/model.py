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
    NOT_COMPARABLE = "niet_vergelijkbaar"


class FigureStatus(StrEnum):
    """What a published figure is that is not final; a final figure has none."""

    PROVISIONAL = "voorlopig"
    PARTIAL = "gedeeltelijk"


LOOKED_AT = "dit-bestand"
"""What a file is called that is looked at in one browser only; no added file can be called so."""

OWN_PREFIX = "own_"
"""How the figures of own files begin."""


def is_looked_at(indicator: str) -> bool:
    """Whether an indicator is of a file that is looked at in one browser only.

    Examples
    --------
    >>> is_looked_at("own_dit-bestand_aantal"), is_looked_at("own_meldingen_aantal")
    (True, False)
    """
    return indicator.startswith(f"{OWN_PREFIX}{LOOKED_AT}_")


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
        make the indicator missing by themselves, nor does a data set without it.
    nearest : bool
        True takes, of a figure that does not exist for the period that is asked for, the nearest
        period that it does exist for.
    caveat : Text or None
        What a reader must know where this figure is used; it joins the caveats of the indicator
        in a data set that has the figure.
    """

    variable: str
    period: str | None = None
    of_country: bool = False
    optional: bool = False
    nearest: bool = False
    caveat: Text | None = None


class Chance(StrEnum):
    """What chance does to the values of an indicator that has no rate with an interval."""

    NONE = "geen"
    COUNT = "telling"
    UNKNOWN = "onbekend"


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
        The levels it makes sense for, small to large. Provincie and land follow from aggregation.
    periods : tuple of str
        The periods it exists for in the embedded data set, ascending, e.g. ``("2021", "2022")``.
        Levels and periods that are offered follow the data set (`rudc_map.indicators.fitted`).
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
    calculation : Text or None
        How it follows from its inputs, in a sentence; None for a figure that is shown as
        published.
    denominator : str or None
        The figure a rate is divided by, e.g. ``"a_inw"``.
    min_denominator : int
        The smallest denominator the indicator is shown for; below it the value is missing as
        "too few inhabitants".
    events_per : float or None
        For a rate of counted events: what it is a rate per, e.g. 1000.0 for a rate per 1,000
        of the denominator. Its 95% interval follows from the count.
    chance : Chance
        COUNT for a number of events, which is taken as a Poisson count; UNKNOWN for an estimate, or
        a difference of two, of which nobody gives a margin: no difference is then called better,
        worse, a rise or a fall.
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
    calculation: Text | None = None
    denominator: str | None = None
    min_denominator: int = 0
    events_per: float | None = None
    chance: Chance = Chance.NONE
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


@dataclass(frozen=True, slots=True)
class FoundAddress:
    """An address that an address server knows.

    Parameters
    ----------
    label : str
        As it is written.
    buurt, gemeente : str
        The codes of what it lies in; empty where the server does not say.
    """

    label: str
    buurt: str
    gemeente: str


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
    SIMILAR = "vergelijkbaar"
    AREAS = "gebieden"


ENCLOSING = (
    ReferenceKind.COUNTRY,
    ReferenceKind.PROVINCE,
    ReferenceKind.REGION,
    ReferenceKind.MUNICIPALITY,
)
"""The references that areas lie in; every file of values holds them."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What areas are compared with.

    Parameters
    ----------
    kind : ReferenceKind
        One of the larger areas they lie in, the areas that are most like them, or chosen areas.
    areas : tuple of str
        The codes of ``ReferenceKind.AREAS``: one area, or a set that is taken as one.
    """

    kind: ReferenceKind = ReferenceKind.COUNTRY
    areas: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """As it stands in an address: the kind, or the codes of the chosen areas."""
        return ",".join(self.areas) if self.kind is ReferenceKind.AREAS else self.kind.value


@dataclass(frozen=True, slots=True)
class Similarity:
    """What makes areas alike (``lijkt=`` in an address).

    Parameters
    ----------
    weights : tuple of (str, float)
        Ids of the indicators that are compared, each with its weight (> 0).
    across : bool
        True takes only areas in another provincie.
    everywhere : bool
        True looks in the whole data set, False in the region that is shown.
    """

    weights: tuple[tuple[str, float], ...]
    across: bool = False
    everywhere: bool = False


class CountBy(StrEnum):
    """How an area counts that lies partly in an own area."""

    INHABITANTS = "inwoners"
    CENTROID = "centroide"
    AREA = "oppervlakte"


@dataclass(frozen=True, slots=True)
class OwnArea:
    """An area that a user drew or put together (``eigen=`` in an address).

    Exactly one of `ring`, `centre` and `areas` is given.

    Parameters
    ----------
    ring : tuple of (float, float)
        The vertices of a polygon [degrees lat, lon], the first not repeated.
    centre : (float, float) or None
        The centre of a circle [degrees lat, lon].
    radius : float
        Its radius [m].
    areas : tuple of str
        The codes of areas that are taken as one.
    by : CountBy
        How areas count that lie partly in a polygon or circle.
    """

    ring: tuple[tuple[float, float], ...] = ()
    centre: tuple[float, float] | None = None
    radius: float = 0.0
    areas: tuple[str, ...] = ()
    by: CountBy = CountBy.INHABITANTS


class Picture(StrEnum):
    """How the map shows things (``beeld=`` in an address)."""

    ONE_MAP = "kaart"
    TWO_MAPS = "twee-kaarten"
    TWO_PLACES = "twee-gebieden"
    MULTIPLES = "reeks"
    BIVARIATE = "samenhang"


class Overlay(StrEnum):
    """What an analysis puts on the map (``laag=`` in an address)."""

    NOTHING = ""
    CLUSTERS = "clusters"
    BORDER = "provinciegrens"


class Chart(StrEnum):
    """Which charts stand beside the map (``grafiek=`` in an address)."""

    SELECTION = ""
    RANKING = "rangorde"
    DISTRIBUTION = "verdeling"
    PERIODS = "tijd"
    PROFILE = "profiel"
    SCATTER = "spreiding"
    RELATED = "verbanden"
    SIMILAR = "vergelijkbaar"
    BORDER = "grens"
    PATTERN = "patroon"
    TABLE = "tabel"


@dataclass(frozen=True, slots=True)
class Second:
    """The second indicator: of the second map, the bivariate map and the scatter (``tweede=``)."""

    indicator: str
    period: str
    reference: Reference = field(default_factory=Reference)


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
    """Everything a page shows; its query string is the page's address.

    Parameters
    ----------
    region : str
        Id of a named region, or the codes of the gemeenten of one's own, separated by commas.
    level, indicator, period, areas, reference, display, viewport, lang
        What the map shows and what is selected on it.
    picture : Picture
        One map, two, a series of small ones, or two indicators in one.
    second : Second or None
        What the second map, the bivariate map and the scatter show; None for the default.
    place : (float, float) or None
        The centre of the second of two places [degrees lat, lon].
    series : tuple of str
        The indicators of the small maps; none for the periods of the indicator.
    overlay, chart, wide
        What an analysis puts on the map, which charts stand beside it, and whether they take half
        of the screen.
    own : OwnArea or None
        The area that the user drew.
    similarity : Similarity or None
        What makes areas alike; None for the default.
    auto : bool
        Whether the level follows the zoom; `level` is then the one for the viewport.
    """

    region: str
    level: Level
    indicator: str
    period: str
    areas: tuple[str, ...] = ()
    reference: Reference = field(default_factory=Reference)
    display: Display = field(default_factory=Display)
    viewport: Viewport | None = None
    lang: Lang = Lang.NL
    picture: Picture = Picture.ONE_MAP
    second: Second | None = None
    place: tuple[float, float] | None = None
    series: tuple[str, ...] = ()
    overlay: Overlay = Overlay.NOTHING
    chart: Chart = Chart.SELECTION
    wide: bool = False
    own: OwnArea | None = None
    similarity: Similarity | None = None
    auto: bool = False
