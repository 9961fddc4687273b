"""Education: how near primary schools are and how many children live around."""

from __future__ import annotations

import pandas as pd

from rudc_map.analysis.rates import per, published
from rudc_map.model import Direction, Indicator, Input, Layer, Level, Text, mean_by

LEVELS = (Level.BUURT, Level.WIJK, Level.GEMEENTE)
PERIODS = ("2024",)

ANY_SCHOOL = Text(
    nl="Elke basisschool telt, ook als die vol is of een andere richting heeft dan de ouders "
    "zoeken.",
    en="Every primary school counts, even if it is full or of another denomination than parents "
    "look for.",
)


def children_per_km2(children: pd.Series, land: pd.Series) -> pd.Series:
    """Children aged 0 to 14 per square kilometre of land.

    Parameters
    ----------
    children : Series
        Inhabitants aged 0 to 14 [persons].
    land : Series
        Area of land [ha]; 100 ha is 1 km2.

    Returns
    -------
    Series
        ``100 * children / land`` [persons per km2].

    Notes
    -----
    Counts and land as in CBS, Kerncijfers wijken en buurten 2024 (85984NED).

    Examples
    --------
    >>> children_per_km2(pd.Series([10352.0]), pd.Series([8188.0])).round(1).tolist()
    [126.4]
    """
    return per(children, land, 100.0)


LAYER = Layer(
    id="onderwijs",
    name=Text(nl="Onderwijs", en="Education"),
    explanation=Text(
        nl="Hoe ver het is naar een basisschool en hoeveel kinderen er wonen.",
        en="How far it is to a primary school and how many children live there.",
    ),
    order=40,
    indicators=(
        Indicator(
            id="afstand_basisschool",
            name=Text(nl="Afstand tot een basisschool", en="Distance to a primary school"),
            explanation=Text(
                nl="Hoe ver inwoners gemiddeld over de weg moeten naar de dichtstbijzijnde "
                "basisschool.",
                en="How far inhabitants on average have to travel by road to the nearest primary "
                "school.",
            ),
            unit=Text(nl="km", en="km"),
            decimals=1,
            levels=LEVELS,
            periods=PERIODS,
            direction=Direction.HIGHER_IS_WORSE,
            aggregation=mean_by("a_inw"),
            inputs=(Input("g_afs_sc"),),
            compute=published,
            sources=("kwb",),
            caveats=(ANY_SCHOOL,),
        ),
        Indicator(
            id="basisscholen_binnen_3km",
            name=Text(nl="Basisscholen binnen 3 km", en="Primary schools within 3 km"),
            explanation=Text(
                nl="Het aantal basisscholen binnen drie kilometer over de weg, gemiddeld over alle "
                "inwoners.",
                en="The number of primary schools within three kilometres by road, averaged over "
                "all inhabitants.",
            ),
            unit=Text(nl="scholen", en="schools"),
            decimals=1,
            levels=LEVELS,
            periods=PERIODS,
            direction=Direction.HIGHER_IS_BETTER,
            aggregation=mean_by("a_inw"),
            inputs=(Input("g_3km_sc"),),
            compute=published,
            sources=("kwb",),
            caveats=(
                ANY_SCHOOL,
                Text(
                    nl="Waar het cijfer leeg is maar de afstand wel bekend, ligt de dichtst"
                    "bijzijnde school gemiddeld verder dan 3 km.",
                    en="Where this figure is empty but the distance is known, the nearest school "
                    "is on average more than 3 km away.",
                ),
            ),
        ),
        Indicator(
            id="kinderen_per_km2",
            name=Text(nl="Kinderen tot 15 jaar per km²", en="Children under 15 per km²"),
            explanation=Text(
                nl="Hoeveel kinderen van 0 tot en met 14 jaar er wonen op een vierkante kilometer "
                "land. Bij weinig kinderen is het moeilijk een school open te houden.",
                en="How many children aged 0 to 14 live on a square kilometre of land. With few "
                "children it is hard to keep a school open.",
            ),
            unit=Text(nl="kinderen per km²", en="children per km²"),
            decimals=1,
            levels=LEVELS,
            periods=PERIODS,
            direction=Direction.NEITHER,
            aggregation=mean_by("a_lan_ha"),
            inputs=(Input("a_00_14"), Input("a_lan_ha")),
            compute=children_per_km2,
            sources=("kwb",),
            denominator="a_lan_ha",
            caveats=(
                Text(
                    nl="Het CBS rondt aantallen af op vijftallen. In een kleine buurt kan dit "
                    "cijfer daarom flink afwijken.",
                    en="CBS rounds counts to multiples of five, so in a small neighbourhood this "
                    "figure can be well off.",
                ),
            ),
        ),
    ),
)
