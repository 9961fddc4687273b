"""Population: how many people live somewhere, how old they are and in which households."""

from __future__ import annotations

import pandas as pd

from rudc_map.analysis.rates import per, published
from rudc_map.model import SUM, Direction, Indicator, Input, Layer, Level, Text, mean_by

LEVELS = (Level.BUURT, Level.WIJK, Level.GEMEENTE)
PERIODS = ("2024",)

ROUNDED = Text(
    nl="Het CBS rondt aantallen in wijken en buurten af op vijftallen. In kleine buurten zegt een "
    "klein verschil daarom weinig.",
    en="Statistics Netherlands (CBS) rounds counts in districts and neighbourhoods to multiples of "
    "five, so a small difference between small neighbourhoods means little.",
)
WHOLE_PERCENTS = Text(
    nl="Waar geen aantal bekend is gebruiken we het hele percentage van het CBS, zonder cijfers "
    "achter de komma.",
    en="Where there is no count we use the whole percentage published by CBS, without decimals.",
)
PUBLISHED_WHOLE = Text(
    nl="Een heel percentage: waar weinig huishoudens zijn, maakt één huishouden al verschil.",
    en="A whole percentage: where there are few households, one of them makes a difference.",
)


def age_share(count: pd.Series, inhabitants: pd.Series, published_share: pd.Series) -> pd.Series:
    """Share of the inhabitants in an age group, from the count where there is one.

    Parameters
    ----------
    count : Series
        Inhabitants in the age group [persons], rounded to 5 below the municipality.
    inhabitants : Series
        All inhabitants [persons].
    published_share : Series
        The share as published [whole %], used where the count is missing.

    Returns
    -------
    Series
        ``100 * count / inhabitants`` [%], else the published share.

    Notes
    -----
    Age groups as in CBS, Kerncijfers wijken en buurten 2024 (85984NED), on 1 January.

    Examples
    --------
    >>> nan = float("nan")
    >>> age_share(pd.Series([15147, nan]), pd.Series([69701, 226500]), pd.Series([22, 14])).round(
    ...     2
    ... ).tolist()
    [21.73, 14.0]
    """
    return per(count, inhabitants, 100.0).fillna(published_share)


def old_age_pressure(aged_65_plus: pd.Series, aged_15_64: pd.Series) -> pd.Series:
    """People aged 65 and over for every 100 people aged 15 to 64.

    Parameters
    ----------
    aged_65_plus, aged_15_64 : Series
        Inhabitants in the age group [persons].

    Returns
    -------
    Series
        ``100 * aged_65_plus / aged_15_64`` [persons per 100 persons aged 15-64].

    Notes
    -----
    The old-age dependency ratio of the World Bank and the UN (65+ over 15-64). CBS's own "grijze
    druk" divides by those aged 20 to 64, an age group that is not published per buurt.

    Examples
    --------
    >>> old_age_pressure(pd.Series([15147.0]), pd.Series([44202.0])).round(2).tolist()
    [34.27]
    """
    return per(aged_65_plus, aged_15_64, 100.0)


LAYER = Layer(
    id="bevolking",
    name=Text(nl="Bevolking", en="Population"),
    explanation=Text(
        nl="Hoeveel mensen er wonen, hoe oud ze zijn en in wat voor huishoudens ze leven.",
        en="How many people live there, how old they are and in what kind of households they live.",
    ),
    order=10,
    indicators=(
        Indicator(
            id="inwoners",
            name=Text(nl="Inwoners", en="Inhabitants"),
            explanation=Text(
                nl="Het aantal mensen dat op 1 januari in dit gebied woonde.",
                en="The number of people who lived in this area on 1 January.",
            ),
            unit=Text(nl="inwoners", en="inhabitants"),
            decimals=0,
            levels=LEVELS,
            periods=PERIODS,
            direction=Direction.NEITHER,
            aggregation=SUM,
            inputs=(Input("a_inw"),),
            compute=published,
            sources=("kwb",),
            caveats=(ROUNDED,),
        ),
        Indicator(
            id="bevolkingsdichtheid",
            name=Text(nl="Bevolkingsdichtheid", en="Population density"),
            explanation=Text(
                nl="Het aantal inwoners per vierkante kilometer land. Water telt niet mee.",
                en="The number of inhabitants per square kilometre of land. Water does not count.",
            ),
            unit=Text(nl="inwoners per km²", en="inhabitants per km²"),
            decimals=0,
            levels=LEVELS,
            periods=PERIODS,
            direction=Direction.NEITHER,
            aggregation=mean_by("a_lan_ha"),
            inputs=(Input("bev_dich"),),
            compute=published,
            sources=("kwb",),
            denominator="a_lan_ha",
            caveats=(
                Text(
                    nl="In een buurt met veel weiland of bos wonen mensen vaak toch dicht bij "
                    "elkaar in het dorp. Dat zie je niet aan dit gemiddelde.",
                    en="In a neighbourhood with a lot of farmland or forest, people often still "
                    "live close together in the village. This average does not show that.",
                ),
            ),
        ),
        Indicator(
            id="aandeel_65plus",
            name=Text(nl="Aandeel 65-plussers", en="Share aged 65 and over"),
            explanation=Text(
                nl="Van elke honderd inwoners: hoeveel zijn er 65 jaar of ouder.",
                en="Out of every hundred inhabitants: how many are aged 65 or over.",
            ),
            unit=Text(nl="%", en="%"),
            decimals=1,
            levels=LEVELS,
            periods=PERIODS,
            direction=Direction.NEITHER,
            aggregation=mean_by("a_inw"),
            inputs=(
                Input("a_65_oo", optional=True),
                Input("a_inw"),
                Input("p_65_oo", optional=True, caveat=WHOLE_PERCENTS),
            ),
            compute=age_share,
            sources=("kwb",),
            calculation=Text(
                nl="Het aantal inwoners van 65 jaar en ouder, gedeeld door alle inwoners, keer "
                "100; waar dat aantal niet bekend is het gepubliceerde percentage.",
                en="The number of inhabitants aged 65 and over, divided by all inhabitants, times "
                "100; the published percentage where that number is not known.",
            ),
            denominator="a_inw",
            min_denominator=50,  # rounding to 5 is at most 2.5 persons: 5 percentage points of 50
            caveats=(ROUNDED,),
        ),
        Indicator(
            id="aandeel_0_14",
            name=Text(nl="Aandeel kinderen tot 15 jaar", en="Share of children under 15"),
            explanation=Text(
                nl="Van elke honderd inwoners: hoeveel zijn er jonger dan 15 jaar.",
                en="Out of every hundred inhabitants: how many are younger than 15.",
            ),
            unit=Text(nl="%", en="%"),
            decimals=1,
            levels=LEVELS,
            periods=PERIODS,
            direction=Direction.NEITHER,
            aggregation=mean_by("a_inw"),
            inputs=(
                Input("a_00_14", optional=True),
                Input("a_inw"),
                Input("p_00_14", optional=True, caveat=WHOLE_PERCENTS),
            ),
            compute=age_share,
            sources=("kwb",),
            calculation=Text(
                nl="Het aantal inwoners tot 15 jaar, gedeeld door alle inwoners, keer 100; waar "
                "dat aantal niet bekend is het gepubliceerde percentage.",
                en="The number of inhabitants under 15, divided by all inhabitants, times 100; the "
                "published percentage where that number is not known.",
            ),
            denominator="a_inw",
            min_denominator=50,
            caveats=(ROUNDED,),
        ),
        Indicator(
            id="grijze_druk",
            name=Text(nl="Grijze druk", en="Old-age pressure"),
            explanation=Text(
                nl="Hoeveel 65-plussers er zijn voor elke honderd mensen van 15 tot en met 64 "
                "jaar.",
                en="How many people aged 65 and over there are for every hundred people aged 15 "
                "to 64.",
            ),
            unit=Text(nl="per 100 inwoners van 15-64 jaar", en="per 100 inhabitants aged 15-64"),
            decimals=1,
            levels=LEVELS,
            periods=PERIODS,
            direction=Direction.NEITHER,
            aggregation=mean_by("a_15_64"),
            inputs=(Input("a_65_oo"), Input("a_15_64")),
            compute=old_age_pressure,
            sources=("kwb",),
            calculation=Text(
                nl="Het aantal inwoners van 65 jaar en ouder, gedeeld door het aantal van 15 tot "
                "en met 64 jaar, keer 100.",
                en="The number of inhabitants aged 65 and over, divided by the number aged 15 to "
                "64, times 100.",
            ),
            denominator="a_15_64",
            min_denominator=100,  # a ratio of two rounded counts: twice as unsure as a share
            caveats=(
                ROUNDED,
                Text(
                    nl="Het CBS rekent bij grijze druk met mensen van 20 tot en met 64 jaar. Die "
                    "groep is niet per buurt bekend, daarom is de grijze druk hier wat lager.",
                    en="CBS itself divides by people aged 20 to 64. That group is not published "
                    "per neighbourhood, so the figure here is somewhat lower.",
                ),
            ),
        ),
        Indicator(
            id="huishoudensgrootte",
            name=Text(nl="Gemiddelde huishoudensgrootte", en="Mean household size"),
            explanation=Text(
                nl="Het gemiddelde aantal mensen in een huishouden. Mensen in een instelling "
                "tellen niet mee.",
                en="The mean number of people in a household. People in institutions do not count.",
            ),
            unit=Text(nl="personen per huishouden", en="persons per household"),
            decimals=1,
            levels=LEVELS,
            periods=PERIODS,
            direction=Direction.NEITHER,
            aggregation=mean_by("a_hh"),
            inputs=(Input("g_hhgro"),),
            compute=published,
            sources=("kwb",),
        ),
        Indicator(
            id="huishoudens",
            name=Text(nl="Huishoudens", en="Households"),
            explanation=Text(
                nl="Het aantal huishoudens. Iemand die alleen woont is ook een huishouden.",
                en="The number of households. Someone who lives alone is a household too.",
            ),
            unit=Text(nl="huishoudens", en="households"),
            decimals=0,
            levels=LEVELS,
            periods=PERIODS,
            direction=Direction.NEITHER,
            aggregation=SUM,
            inputs=(Input("a_hh"),),
            compute=published,
            sources=("kwb",),
            caveats=(ROUNDED,),
        ),
        Indicator(
            id="aandeel_eenpersoonshuishoudens",
            name=Text(nl="Aandeel eenpersoonshuishoudens", en="Share of one-person households"),
            explanation=Text(
                nl="Van elke honderd huishoudens: in hoeveel woont iemand alleen.",
                en="Out of every hundred households: in how many someone lives alone.",
            ),
            unit=Text(nl="%", en="%"),
            decimals=0,
            levels=LEVELS,
            periods=PERIODS,
            direction=Direction.NEITHER,
            aggregation=mean_by("a_hh"),
            inputs=(Input("p_1p_hh"),),
            compute=published,
            sources=("kwb",),
            denominator="a_hh",
            caveats=(PUBLISHED_WHOLE,),
        ),
        Indicator(
            id="aandeel_huishoudens_met_kinderen",
            name=Text(
                nl="Aandeel huishoudens met kinderen", en="Share of households with children"
            ),
            explanation=Text(
                nl="Van elke honderd huishoudens: in hoeveel wonen kinderen thuis.",
                en="Out of every hundred households: in how many children live at home.",
            ),
            unit=Text(nl="%", en="%"),
            decimals=0,
            levels=LEVELS,
            periods=PERIODS,
            direction=Direction.NEITHER,
            aggregation=mean_by("a_hh"),
            inputs=(Input("p_hh_m_k"),),
            compute=published,
            sources=("kwb",),
            denominator="a_hh",
            caveats=(PUBLISHED_WHOLE,),
        ),
    ),
)
