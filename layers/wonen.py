"""Housing: what homes are worth, who owns them and how closely they are built."""

from __future__ import annotations

import pandas as pd

from rudc_map.analysis.rates import per, published
from rudc_map.model import Direction, Indicator, Input, Layer, Level, Text, mean_by

LEVELS = (Level.BUURT, Level.WIJK, Level.GEMEENTE)
PERIODS = ("2024",)

# The number of homes is not in the data set; households are the nearest figure to weigh by.
BY_HOUSEHOLDS = mean_by("a_hh")

WEIGHED_BY_HOUSEHOLDS = Text(
    nl="Voor grotere gebieden middelen we over huishoudens, omdat het aantal woningen niet in deze "
    "gegevens staat. Dat gemiddelde klopt dus ongeveer.",
    en="Larger areas are averaged over households, because the number of homes is not in these "
    "data. That average is therefore approximate.",
)


def value_in_incomes(home_value: pd.Series, income: pd.Series) -> pd.Series:
    """Mean home value in years of the mean income per inhabitant.

    Parameters
    ----------
    home_value : Series
        Mean assessed value (WOZ) of a home [1,000 euro].
    income : Series
        Mean personal income per inhabitant [1,000 euro per year].

    Returns
    -------
    Series
        ``home_value / income`` [years of income].

    Notes
    -----
    The price-to-income ratio of the OECD housing indicators, with the assessed value for the price
    and the mean income per inhabitant (children included) for the income; not comparable with
    ratios to a household's income, which are lower.

    Examples
    --------
    >>> value_in_incomes(pd.Series([284.0]), pd.Series([32.4])).round(2).tolist()
    [8.77]
    """
    return per(home_value, income)


LAYER = Layer(
    id="wonen",
    name=Text(nl="Wonen", en="Housing"),
    explanation=Text(
        nl="Wat woningen waard zijn, hoeveel er koopwoning zijn en hoe dicht ze op elkaar staan.",
        en="What homes are worth, how many are owner-occupied and how closely they are built.",
    ),
    order=20,
    indicators=(
        Indicator(
            id="woz_waarde",
            name=Text(nl="Gemiddelde woningwaarde (WOZ)", en="Mean home value (WOZ)"),
            explanation=Text(
                nl="Hoeveel een woning hier gemiddeld waard is volgens de gemeente. De gemeente "
                "gebruikt deze WOZ-waarde voor belastingen.",
                en="What a home here is worth on average according to the municipality, which uses "
                "this assessed value (WOZ) for taxes.",
            ),
            unit=Text(nl="× € 1.000", en="× €1,000"),
            decimals=0,
            levels=LEVELS,
            periods=PERIODS,
            direction=Direction.NEITHER,
            aggregation=BY_HOUSEHOLDS,
            inputs=(Input("g_wozbag"),),
            compute=published,
            sources=("kwb",),
            caveats=(
                Text(
                    nl="Een gemiddelde: een paar heel dure woningen trekken het omhoog. De "
                    "WOZ-waarde is een schatting, geen verkoopprijs.",
                    en="A mean: a few very expensive homes pull it up. The assessed value is an "
                    "estimate, not a selling price.",
                ),
                WEIGHED_BY_HOUSEHOLDS,
            ),
        ),
        Indicator(
            id="aandeel_koopwoningen",
            name=Text(nl="Aandeel koopwoningen", en="Share of owner-occupied homes"),
            explanation=Text(
                nl="Van elke honderd woningen: hoeveel zijn er van de mensen die er wonen.",
                en="Out of every hundred homes: how many are owned by the people who live there.",
            ),
            unit=Text(nl="%", en="%"),
            decimals=0,
            levels=LEVELS,
            periods=PERIODS,
            direction=Direction.NEITHER,
            aggregation=BY_HOUSEHOLDS,
            inputs=(Input("p_koopw"),),
            compute=published,
            sources=("kwb",),
            caveats=(WEIGHED_BY_HOUSEHOLDS,),
        ),
        Indicator(
            id="aandeel_eengezinswoningen",
            name=Text(nl="Aandeel eengezinswoningen", en="Share of single-family houses"),
            explanation=Text(
                nl="Van elke honderd woningen: hoeveel zijn een eigen huis van de grond tot het "
                "dak, zoals een rijtjeshuis of een vrijstaand huis.",
                en="Out of every hundred homes: how many are a house from the ground to the roof, "
                "such as a terraced or a detached house.",
            ),
            unit=Text(nl="%", en="%"),
            decimals=0,
            levels=LEVELS,
            periods=PERIODS,
            direction=Direction.NEITHER,
            aggregation=BY_HOUSEHOLDS,
            inputs=(Input("p_1gezw"),),
            compute=published,
            sources=("kwb",),
            caveats=(WEIGHED_BY_HOUSEHOLDS,),
        ),
        Indicator(
            id="adressendichtheid",
            name=Text(nl="Adressen in de omgeving", en="Surrounding address density"),
            explanation=Text(
                nl="Hoeveel adressen er gemiddeld per vierkante kilometer zijn, in een cirkel van "
                "een kilometer rond elk adres. Zo zie je hoe stedelijk een gebied is.",
                en="The mean number of addresses per square kilometre within one kilometre of each "
                "address. It shows how urban an area is.",
            ),
            unit=Text(nl="adressen per km²", en="addresses per km²"),
            decimals=0,
            levels=LEVELS,
            periods=PERIODS,
            direction=Direction.NEITHER,
            aggregation=BY_HOUSEHOLDS,
            inputs=(Input("ste_oad"),),
            compute=published,
            sources=("kwb",),
            caveats=(
                Text(
                    nl="De cirkel gaat over de grens van de buurt heen. Een kleine buurt naast een "
                    "stad kan dus een hoog cijfer hebben. Voor grotere gebieden middelen we over "
                    "huishoudens, ongeveer het aantal adressen.",
                    en="The circle reaches beyond the neighbourhood, so a small neighbourhood next "
                    "to a city can score high. Larger areas are averaged over households, which "
                    "approximates addresses.",
                ),
            ),
        ),
        Indicator(
            id="woz_in_jaarinkomens",
            name=Text(
                nl="Betaalbaarheid: woningwaarde in jaarinkomens",
                en="Affordability: home value in years of income",
            ),
            explanation=Text(
                nl="Hoeveel jaar een inwoner met een gemiddeld inkomen zijn hele inkomen nodig "
                "heeft om een gemiddelde woning te betalen. Hoe hoger, hoe minder betaalbaar.",
                en="How many years of the whole mean income per inhabitant an average home costs. "
                "The higher, the less affordable.",
            ),
            unit=Text(nl="jaarinkomens", en="years of income"),
            decimals=1,
            levels=LEVELS,
            periods=PERIODS,
            # As a measure of affordability: for a buyer more years of income is worse.
            direction=Direction.HIGHER_IS_WORSE,
            aggregation=BY_HOUSEHOLDS,
            inputs=(Input("g_wozbag"), Input("g_ink_pi")),
            compute=value_in_incomes,
            sources=("kwb",),
            calculation=Text(
                nl="De gemiddelde WOZ-waarde van een woning, gedeeld door het gemiddelde inkomen "
                "per inwoner in een jaar.",
                en="The mean assessed value of a home, divided by the mean income per inhabitant "
                "in a year.",
            ),
            caveats=(
                Text(
                    nl="Het inkomen is per inwoner, kinderen tellen mee. Een huishouden heeft vaak "
                    "meer te besteden. Ook huurwoningen tellen mee in de woningwaarde.",
                    en="Income is per inhabitant, children included; a household often has more to "
                    "spend. Rented homes count in the home value as well.",
                ),
                Text(
                    nl="Voor de meeste buurten is het inkomen niet bekend. Kijk dan naar de "
                    "gemeente. Een gemiddelde over meer gebieden klopt ongeveer.",
                    en="Income is not published for most neighbourhoods: look at the municipality "
                    "instead. An average over several areas is approximate.",
                ),
            ),
        ),
    ),
)
