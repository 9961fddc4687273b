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


EDUCATION_IS_ESTIMATED = Text(
    nl="Mensen van 15 tot 75 jaar, op tientallen afgerond. Van veel mensen kent het CBS de "
    "opleiding niet; die is dan geschat. In een kleine buurt is dit cijfer onzeker.",
    en="People aged 15 to 75, rounded to tens. CBS does not know the education of many people and "
    "estimates it. In a small neighbourhood this figure is uncertain.",
)
EDUCATION_WEIGHED = Text(
    nl="Een gemiddelde van meer gebieden is berekend met alle inwoners in plaats van die van "
    "15 tot 75 jaar, en klopt dus ongeveer.",
    en="An average over several areas is calculated with all inhabitants instead of those aged "
    "15 to 75, and is therefore approximate.",
)


def education_share(of_interest: pd.Series, one_other: pd.Series, another: pd.Series) -> pd.Series:
    """Share of people with one of three levels of education.

    Parameters
    ----------
    of_interest, one_other, another : Series
        People aged 15 to 75 with each level of education [persons], rounded to 10.

    Returns
    -------
    Series
        ``100 * of_interest / (of_interest + one_other + another)`` [%].

    Notes
    -----
    Three levels as in CBS, Kerncijfers wijken en buurten since 2019: basisonderwijs, vmbo and
    mbo 1; havo, vwo and mbo 2 to 4; hbo and wo.

    Examples
    --------
    >>> education_share(pd.Series([120.0]), pd.Series([200.0]), pd.Series([80.0])).tolist()
    [30.0]
    """
    return per(of_interest, of_interest + one_other + another, 100.0)


def _education(
    indicator: str, name: Text, what: Text, variables: tuple[str, str, str]
) -> Indicator:
    """Describe the share of one of three levels of education, the first of `variables`."""
    return Indicator(
        id=indicator,
        name=name,
        explanation=Text(
            nl=f"Van elke honderd mensen van 15 tot 75 jaar: hoeveel hebben {what.nl} als hoogste "
            "opleiding.",
            en=f"Out of every hundred people aged 15 to 75: how many have {what.en} as their "
            "highest education.",
        ),
        unit=Text(nl="%", en="%"),
        decimals=0,
        levels=LEVELS,
        periods=PERIODS,
        direction=Direction.NEITHER,
        aggregation=mean_by("a_inw"),
        inputs=tuple(Input(variable) for variable in variables),
        compute=education_share,
        sources=("kwb",),
        calculation=Text(
            nl=f"Het aantal mensen met {what.nl}, gedeeld door alle mensen met een bekende of "
            "geschatte opleiding, keer 100.",
            en=f"The number of people with {what.en}, divided by all people with a known or "
            "estimated education, times 100.",
        ),
        denominator="a_inw",
        min_denominator=200,  # three counts rounded to 10: up to 5 percentage points of 150 people
        caveats=(EDUCATION_IS_ESTIMATED, EDUCATION_WEIGHED),
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
        _education(
            "aandeel_hbo_wo",
            Text(nl="Aandeel met hbo of universiteit", en="Share with higher education"),
            Text(nl="hbo of universiteit", en="college or university"),
            ("a_opl_hw", "a_opl_hvm", "a_opl_bvm"),
        ),
        _education(
            "aandeel_basis_vmbo",
            Text(
                nl="Aandeel met basisonderwijs, vmbo of mbo 1",
                en="Share with primary or lower secondary education",
            ),
            Text(
                nl="basisonderwijs, vmbo of mbo niveau 1",
                en="primary or lower secondary education",
            ),
            ("a_opl_bvm", "a_opl_hvm", "a_opl_hw"),
        ),
        Indicator(
            id="afstand_voortgezet",
            name=Text(nl="Afstand tot voortgezet onderwijs", en="Distance to a secondary school"),
            explanation=Text(
                nl="Hoe ver inwoners gemiddeld over de weg moeten naar de dichtstbijzijnde school "
                "voor voortgezet onderwijs.",
                en="How far inhabitants on average have to travel by road to the nearest secondary "
                "school.",
            ),
            unit=Text(nl="km", en="km"),
            decimals=1,
            levels=LEVELS,
            periods=PERIODS,
            direction=Direction.HIGHER_IS_WORSE,
            aggregation=mean_by("a_inw"),
            inputs=(Input("nab_voortgezet"),),
            compute=published,
            sources=("nabijheid",),
            caveats=(
                Text(
                    nl="Elke school telt, ook als die niet het niveau heeft dat een kind zoekt.",
                    en="Every school counts, even if it does not have the level that a child "
                    "looks for.",
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
            calculation=Text(
                nl="Het aantal kinderen tot 15 jaar, gedeeld door de hectaren land, keer 100.",
                en="The number of children under 15, divided by the hectares of land, times 100.",
            ),
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
