"""What the public API answers: the types of its bodies, from which its description is made.

Names never change within a version, and none goes away; new ones may come (docs/api.md).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from rudc_map.analysis.intervals import Verdict
from rudc_map.indicators.intervals import Method
from rudc_map.model import Aggregate, Direction, FigureStatus, Level, MissingReason

Percentage = Annotated[float, Field(ge=0, le=100)]
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]
Attributions = Annotated[
    list[str], Field(description="What has to be shown with these figures, by source.")
]
Attribution = Annotated[str, Field(description="What has to be shown with these areas.")]
Total = Annotated[int, Field(ge=0, description="The length of the whole list.")]
Following = Annotated[
    str | None, Field(description="The address of the next page; null on the last one.")
]
Code = Annotated[str, Field(description="The CBS code of an area.", examples=["GM0014"])]
MissingValue = Annotated[
    MissingReason | None,
    Field(description="Why there is no value; null where there is one. Missing is never zero."),
]
How = Annotated[
    str,
    Field(
        description="eigen: published, or of one area; som or gewogen_gemiddelde: by the "
        "indicator's rule; mediaan: of the areas of the level, for it has no rule."
    ),
]
Lower = Annotated[float | None, Field(description="Lower limit of the 95% interval.")]
Upper = Annotated[float | None, Field(description="Upper limit of the 95% interval.")]
Numbers = dict[str, float | None]


class BothLanguages(TypedDict):
    """A text in Dutch and in English."""

    nl: str
    en: str


# what there is ----------------------------------------------------------------------------------


class IndicatorSource(TypedDict):
    """Where figures come from."""

    title: str
    table: str
    address: str
    attribution: str
    licence: str


class SourceEntry(IndicatorSource):
    """A source with its id and the day on which it was retrieved."""

    id: str
    retrieved: Annotated[str, Field(description="ISO date.")]


class Sources(TypedDict):
    """All sources."""

    dataset: str
    grenzen: Attribution
    licentie: str
    bronnen: list[SourceEntry]


class Rule(TypedDict):
    """How the values of several areas become the value of their union."""

    regel: Aggregate
    gewicht: Annotated[str | None, Field(description="The figure that weighs each area.")]


class IndicatorEntry(TypedDict):
    """One thing that can be put on the map."""

    id: str
    thema: str
    naam: BothLanguages
    uitleg: BothLanguages
    eenheid: BothLanguages
    decimalen: Count
    niveaus: list[Level]
    perioden: Annotated[list[str], Field(description="Ascending; the last one is the default.")]
    richting: Annotated[Direction, Field(description="Whether more is better or worse.")]
    aggregatie: Rule
    noemer: str | None
    kleinste_noemer: float
    interval: Method | None
    kanttekeningen: list[BothLanguages]
    bronnen: list[IndicatorSource]


class Indicators(TypedDict):
    """All indicators."""

    dataset: str
    grenzen: Attribution
    licentie: str
    indicatoren: list[IndicatorEntry]


class RegionEntry(TypedDict):
    """A named set of gemeenten."""

    id: str
    naam: BothLanguages
    gemeenten: Annotated[list[str], Field(description="Codes; empty for the whole country.")]
    niveaus: list[Level]


class Regions(TypedDict):
    """The named regions."""

    regios: list[RegionEntry]


# areas ------------------------------------------------------------------------------------------


class Area(TypedDict):
    """An area, with the codes of the larger ones that it lies in."""

    code: Code
    naam: str
    niveau: Level
    wijk: NotRequired[str]
    gemeente: NotRequired[str]
    provincie: NotRequired[str]
    postcode: NotRequired[
        Annotated[str, Field(description="Of a buurt: the 4 digits that are most common in it.")]
    ]


class Named(TypedDict):
    """An area by its name."""

    code: Code
    naam: str
    niveau: Level


class Part(TypedDict):
    """How many areas of a level lie in an area."""

    niveau: Level
    aantal: Count
    compleet: Annotated[bool, Field(description="Whether the data set has all of them.")]


class AreaDetail(Area):
    """One area and what it is part of and made of."""

    bron: Attribution
    ligt_in: list[Named]
    delen: list[Part]


class AreasOfLevel(TypedDict):
    """The areas of a level, by code."""

    niveau: Level
    bron: Attribution
    totaal: Total
    volgende: Following
    gebieden: list[Area]


class FoundAreas(TypedDict):
    """Areas that a text names, the likeliest first."""

    zoek: str
    bron: Attribution
    totaal: Total
    volgende: Following
    gebieden: list[Area]


class AreasAt(TypedDict):
    """The areas that a point lies in, small to large; none outside the country."""

    lat: float
    lon: float
    bron: Attribution
    gebieden: list[Area]


class AreasInside(TypedDict):
    """The areas of a smaller level in an area."""

    code: Code
    naam: str
    niveau: Annotated[Level | None, Field(description="Null for a buurt, which has no parts.")]
    compleet: Annotated[bool, Field(description="Whether the data set has all of them.")]
    bron: Attribution
    totaal: Total
    volgende: Following
    gebieden: list[Area]


class Neighbour(Area):
    """An area that shares an edge."""

    grens_m: Annotated[int, Field(ge=0, description="Length of the shared edge [m].")]
    over_de_grens: Annotated[bool, Field(description="Whether it is in another provincie.")]


class Neighbours(TypedDict):
    """The areas of the same level that share an edge, the longest edge first."""

    code: Code
    naam: str
    niveau: Level
    bron: Attribution
    gebieden: list[Neighbour]


# outlines ---------------------------------------------------------------------------------------


class Shape(TypedDict):
    """A GeoJSON geometry in WGS84, outer rings counterclockwise (RFC 7946)."""

    type: Literal["Polygon", "MultiPolygon"]
    coordinates: list[Any]


class Outline(TypedDict):
    """A GeoJSON Feature: an area and its outline."""

    type: Literal["Feature"]
    id: Code
    properties: Area
    geometry: Shape


class Outlines(TypedDict):
    """A GeoJSON FeatureCollection; what is not GeoJSON's own are foreign members (RFC 7946)."""

    type: Literal["FeatureCollection"]
    niveau: Level
    detail: str
    bron: Attribution
    totaal: Total
    volgende: Following
    features: list[Outline]


# values -----------------------------------------------------------------------------------------


class Known(TypedDict):
    """A value, or why there is none, and how sure it is."""

    waarde: Annotated[float | None, Field(description="In the indicator's unit.")]
    ontbreekt: MissingValue
    geschat: Annotated[
        Share | None,
        Field(description="The part of the value that was converted from other boundaries."),
    ]
    status: Annotated[
        FigureStatus | None, Field(description="Of a value that is not final; null for others.")
    ]


class Value(Known):
    """The value of an area."""

    code: Code
    naam: str


class Values(TypedDict):
    """The values of an indicator in one period."""

    indicator: str
    niveau: Level
    periode: str
    eenheid: str
    bron: Attributions
    totaal: Total
    volgende: Following
    waarden: list[Value]


class Moment(Known):
    """A value in one period."""

    periode: str


class AreaSeries(Named):
    """The values of an area, one for each period of the indicator, ascending."""

    reeks: list[Moment]


class Series(TypedDict):
    """The values of areas over time."""

    indicator: str
    eenheid: str
    bron: Attributions
    gebieden: list[AreaSeries]


# comparing --------------------------------------------------------------------------------------


class Compared(TypedDict):
    """What an area is compared with."""

    naam: str | None
    waarde: float | None
    hoe: How


class Standing(TypedDict):
    """A place among areas of the same level."""

    plaats: Annotated[int, Field(ge=1, description="1 is the highest value.")]
    gedeeld: Annotated[bool, Field(description="Whether others share this place.")]
    van: Annotated[int, Field(ge=1, description="Areas with a value.")]
    percentiel: Annotated[
        Percentage | None, Field(description="Share of the others below it, in percent.")
    ]


class ComparedArea(TypedDict):
    """An area beside its reference."""

    code: Code
    naam: str
    waarde: float | None
    ontbreekt: MissingValue
    ondergrens: Lower
    bovengrens: Upper
    klein_aantal: Annotated[
        bool | None, Field(description="Whether a rate rests on fewer than ten events.")
    ]
    verschil: float | None
    oordeel: Verdict | None
    referentie: Compared
    standen: Annotated[
        dict[str, Standing | None], Field(description="In gemeente, regio, provincie, nederland.")
    ]
    geen_stand: Annotated[dict[str, str], Field(description="Why a place is null.")]


class Comparison(TypedDict):
    """Areas beside their references."""

    indicator: str
    niveau: Level
    periode: str
    regio: str
    eenheid: str
    bron: Attributions
    gebieden: list[ComparedArea]


class SimilarIndicator(TypedDict):
    """An indicator that areas are compared in."""

    id: str
    gewicht: float
    waarde: float | None
    periode: str


class SimilarArea(TypedDict):
    """An area that is like the one asked for."""

    code: Code
    naam: str
    afstand: Annotated[
        float,
        Field(description="Root of the weighted mean squared difference of robust scores."),
    ]
    lijkt_in: list[str]
    verschilt_in: list[str]
    waarden: Numbers


class Similar(TypedDict):
    """The areas most like one area."""

    gebied: Code
    naam: str
    niveau: Level
    regio: str | None
    over_de_grens: bool
    indicatoren: list[SimilarIndicator]
    niet_gebruikt: list[str]
    kandidaten: Count
    vergeleken: Annotated[int, Field(ge=0, description="Candidates with all figures compared.")]
    vergelijkbaar: list[SimilarArea]
    reden: Annotated[str | None, Field(description="Why there is no match.")]


class Side(TypedDict):
    """One of two neighbours."""

    code: Code
    naam: str
    waarde: float | None


class BorderPair(TypedDict):
    """Two neighbours in different provincies."""

    a: Side
    b: Side
    verschil: float | None


class BorderTest(TypedDict):
    """Whether neighbours across the border differ more than other neighbours."""

    paren_over_de_grens: Count
    paren_binnen: Count
    gemiddeld_verschil_over_de_grens: float | None
    gemiddeld_verschil_binnen: float | None
    p: Annotated[Share | None, Field(description="One-sided, of a permutation test.")]
    trekkingen: Count


class Border(TypedDict):
    """Neighbours on either side of a provincial border, the largest difference first."""

    indicator: str
    niveau: Level
    periode: str
    regio: str
    eenheid: str
    bron: Attributions
    paren: list[BorderPair]
    toets: BorderTest


class Taken(TypedDict):
    """An area that counts in a union."""

    code: Code
    naam: str
    aandeel: Share


class Union(TypedDict):
    """Areas taken as one."""

    indicator: str
    periode: str
    eenheid: str
    bron: Attributions
    waarde: float | None
    ontbreekt: MissingValue
    hoe: How
    delen: Annotated[int, Field(ge=0, description="Areas it is made of.")]
    bekend: Annotated[int, Field(ge=0, description="Areas with a value.")]
    dekking: Annotated[Share | None, Field(description="Share of the weight that is known.")]
    ondergrens: Lower
    bovengrens: Upper
    gebieden: list[Taken]


# the description itself, and what is wrong ------------------------------------------------------


class Document(TypedDict):
    """An OpenAPI 3.1 document."""

    openapi: str
    info: dict[str, Any]
    servers: list[dict[str, Any]]
    paths: dict[str, Any]
    components: dict[str, Any]


class Problem(TypedDict):
    """Why a question has no answer (RFC 9457), in both languages."""

    type: Annotated[str, Field(description="Where this kind of problem is explained.")]
    title: str
    status: int
    detail: str
    fout: Annotated[str, Field(description="What is wrong and what to do, in Dutch.")]
    error: Annotated[str, Field(description="The same in English.")]
