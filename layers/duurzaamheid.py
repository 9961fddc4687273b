"""Sustainability and space: what land is used for and how urban an area is."""

from __future__ import annotations

import pandas as pd

from rudc_map.analysis.rates import per, published
from rudc_map.model import (
    NOT_AGGREGATED,
    Direction,
    Indicator,
    Input,
    Layer,
    Level,
    Text,
    mean_by,
)

LEVELS = (Level.BUURT, Level.WIJK, Level.GEMEENTE)
SQUARE_METRES_PER_HECTARE = 10_000.0


def land_per_inhabitant(land: pd.Series, inhabitants: pd.Series) -> pd.Series:
    """Land for every inhabitant.

    Parameters
    ----------
    land : Series
        Area of land [ha].
    inhabitants : Series
        Inhabitants [persons].

    Returns
    -------
    Series
        ``10000 * land / inhabitants`` [m2 per person].

    Notes
    -----
    Land as in CBS, Kerncijfers wijken en buurten 2024: the area without water wider than 6 m.

    Examples
    --------
    >>> land_per_inhabitant(pd.Series([8188.0]), pd.Series([69701.0])).round(0).tolist()
    [1175.0]
    """
    return per(land, inhabitants, SQUARE_METRES_PER_HECTARE)


def _land_use(indicator: str, variable: str, name: Text, explanation: Text) -> Indicator:
    """Describe an indicator of CBS's land-use survey: a share of the whole area."""
    return Indicator(
        id=indicator,
        name=name,
        explanation=explanation,
        unit=Text(nl="%", en="%"),
        decimals=1,
        levels=(Level.GEMEENTE,),
        periods=("2017",),
        # Land for one use is land not for another; which is better is for the reader to say.
        direction=Direction.NEITHER,
        # The shares are of land and water together; their sum is not published, land is nearest.
        aggregation=mean_by("a_lan_ha"),
        inputs=(Input(variable),),
        compute=published,
        sources=("kwb_landgebruik",),
        caveats=(
            Text(
                nl="Cijfers van 2017. Gemeenten die daarna zijn samengevoegd hebben geen cijfer.",
                en="Figures of 2017. Municipalities that were merged since have no figure.",
            ),
            Text(
                nl="Een aandeel van de hele oppervlakte, water telt mee. Een gemiddelde van meer "
                "gemeenten is berekend met alleen land en klopt dus ongeveer.",
                en="A share of the whole area, water included. An average over several "
                "municipalities is calculated with land only and is therefore approximate.",
            ),
        ),
    )


LAYER = Layer(
    id="duurzaamheid",
    name=Text(nl="Duurzaamheid en ruimte", en="Sustainability and space"),
    explanation=Text(
        nl="Waar de grond voor wordt gebruikt, hoeveel ruimte er is en hoe stedelijk een gebied "
        "is.",
        en="What land is used for, how much space there is and how urban an area is.",
    ),
    order=80,
    indicators=(
        _land_use(
            "aandeel_bebouwd",
            "pct_bebouwd",
            Text(nl="Aandeel bebouwd", en="Share built-up"),
            Text(
                nl="Welk deel van de gemeente bebouwd is: woningen, winkels, bedrijven en andere "
                "gebouwen met hun terrein.",
                en="Which part of the municipality is built-up: homes, shops, businesses and other "
                "buildings with their grounds.",
            ),
        ),
        _land_use(
            "aandeel_agrarisch",
            "pct_agrarisch",
            Text(nl="Aandeel landbouw", en="Share agricultural"),
            Text(
                nl="Welk deel van de gemeente voor landbouw wordt gebruikt, zoals akkers, weiland "
                "en kassen.",
                en="Which part of the municipality is used for farming, such as fields, pasture "
                "and greenhouses.",
            ),
        ),
        _land_use(
            "aandeel_natuur",
            "pct_natuur",
            Text(nl="Aandeel natuur", en="Share nature"),
            Text(
                nl="Welk deel van de gemeente bos of open natuur is, zoals heide, duin of moeras.",
                en="Which part of the municipality is forest or open nature, such as heath, dunes "
                "or marsh.",
            ),
        ),
        _land_use(
            "aandeel_recreatie",
            "pct_recreatie",
            Text(nl="Aandeel recreatie", en="Share recreation"),
            Text(
                nl="Welk deel van de gemeente bedoeld is voor recreatie, zoals parken, "
                "sportvelden, volkstuinen en campings.",
                en="Which part of the municipality is meant for recreation, such as parks, sports "
                "fields, allotments and campsites.",
            ),
        ),
        Indicator(
            id="land_per_inwoner",
            name=Text(nl="Land per inwoner", en="Land per inhabitant"),
            explanation=Text(
                nl="Hoeveel vierkante meter land er is voor elke inwoner, ook akkers, wegen en "
                "natuur. Water telt niet mee.",
                en="How many square metres of land there are for every inhabitant, fields, roads "
                "and nature included. Water does not count.",
            ),
            unit=Text(nl="m² per inwoner", en="m² per inhabitant"),
            decimals=0,
            levels=LEVELS,
            periods=("2024",),
            direction=Direction.NEITHER,
            aggregation=mean_by("a_inw"),
            inputs=(Input("a_lan_ha"), Input("a_inw")),
            compute=land_per_inhabitant,
            sources=("kwb",),
            calculation=Text(
                nl="De hectaren land, gedeeld door het aantal inwoners, keer 10.000.",
                en="The hectares of land, divided by the number of inhabitants, times 10,000.",
            ),
            denominator="a_inw",
            min_denominator=50,  # the inhabitants are rounded to 5: at most 5 % off from 50
            caveats=(
                Text(
                    nl="Het land is meestal niet van de inwoners zelf en vaak niet vrij "
                    "toegankelijk.",
                    en="Most of the land is not the inhabitants' own, and often not freely "
                    "accessible.",
                ),
            ),
        ),
        Indicator(
            id="stedelijkheid",
            name=Text(nl="Stedelijkheid", en="Urbanity"),
            explanation=Text(
                nl="Hoe stedelijk een gebied is, in vijf klassen. Het CBS kijkt hiervoor naar het "
                "aantal adressen in de omgeving.",
                en="How urban an area is, in five classes. CBS bases them on the number of "
                "addresses in the surroundings.",
            ),
            unit=Text(nl="", en=""),
            decimals=0,
            levels=LEVELS,
            periods=("2024",),
            direction=Direction.NEITHER,
            aggregation=NOT_AGGREGATED,
            inputs=(Input("ste_mvs"),),
            compute=published,
            sources=("kwb",),
            caveats=(
                Text(
                    nl="Klasse 1 is 2.500 of meer adressen per km², daarna zijn de grenzen 1.500, "
                    "1.000 en 500. Een gebied net boven een grens lijkt veel op een net eronder.",
                    en="Class 1 is 2,500 or more addresses per km²; the other limits are 1,500, "
                    "1,000 and 500. An area just above a limit is much like one just below.",
                ),
            ),
            categories=(
                (1.0, Text(nl="zeer sterk stedelijk", en="very strongly urban")),
                (2.0, Text(nl="sterk stedelijk", en="strongly urban")),
                (3.0, Text(nl="matig stedelijk", en="moderately urban")),
                (4.0, Text(nl="weinig stedelijk", en="slightly urban")),
                (5.0, Text(nl="niet stedelijk", en="not urban")),
            ),
        ),
    ),
)
