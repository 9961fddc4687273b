"""Mobility: how many cars there are and how near the daily facilities."""

from __future__ import annotations

import pandas as pd

from rudc_map.analysis.rates import published
from rudc_map.model import Direction, Indicator, Input, Layer, Level, Text, mean_by

LEVELS = (Level.BUURT, Level.WIJK, Level.GEMEENTE)
PERIODS = ("2024",)
HALVING_DISTANCE = 2.0
"""The distance [km] over which the nearness score halves: about 8 minutes by bicycle."""

THREE_FACILITIES = (Input("g_afs_hp"), Input("g_afs_gs"), Input("g_afs_sc"))
LEASE_CARS = Text(
    nl="Auto's tellen waar ze op naam staan. Waar leasebedrijven zitten, lijkt het aantal auto's "
    "veel te hoog.",
    en="Cars count where they are registered. Where lease companies sit, the number of cars looks "
    "far too high.",
)
BY_ROAD = Text(
    nl="De afstand over de weg naar wat het dichtst bij is, ook als mensen liever verder gaan. Hoe "
    "lang de reis duurt hangt ook af van de weg en het openbaar vervoer.",
    en="The distance by road to what is nearest, even if people prefer to go farther. How long the "
    "journey takes also depends on the road and on public transport.",
)
THREE_COUNT_EQUALLY = Text(
    nl="Huisarts, grote supermarkt en basisschool tellen even zwaar, ook voor mensen zonder "
    "schoolgaande kinderen. Andere voorzieningen tellen niet mee.",
    en="GP, large supermarket and primary school count equally, also for people without children "
    "at school. Other facilities do not count.",
)


def mean_distance(gp: pd.Series, supermarket: pd.Series, school: pd.Series) -> pd.Series:
    """Mean of the distances to a GP, a large supermarket and a primary school.

    Parameters
    ----------
    gp, supermarket, school : Series
        Mean distance by road of all inhabitants to the nearest one [km].

    Returns
    -------
    Series
        ``(gp + supermarket + school) / 3`` [km]; NaN where one of them is missing.

    Notes
    -----
    Distances as in CBS, Nabijheid voorzieningen, published in Kerncijfers wijken en buurten 2024.

    Examples
    --------
    >>> mean_distance(pd.Series([2.4]), pd.Series([2.4]), pd.Series([1.2])).round(2).tolist()
    [2.0]
    """
    return (gp + supermarket + school) / 3.0


def nearness(gp: pd.Series, supermarket: pd.Series, school: pd.Series) -> pd.Series:
    """Score from 0 to 100 for how near the three daily facilities are.

    Each facility scores 100 at the door and half as much with every 2 km: 50 at 2 km, 25 at 4 km.
    The score is the mean of the three.

    Parameters
    ----------
    gp, supermarket, school : Series
        Mean distance by road of all inhabitants to the nearest one [km].

    Returns
    -------
    Series
        ``mean(100 * 0.5 ** (d / 2))`` [points, 0-100]; NaN where one of the distances is missing.

    Notes
    -----
    Negative exponential distance decay, as in gravity measures of accessibility (Hansen 1959, "How
    accessibility shapes land use"). It falls with every distance, depends on no other area (so
    that a score never changes because another area does), needs no cut-off, and an extra kilometre
    weighs more nearby than far away. The halving distance is a choice of this project.

    Examples
    --------
    >>> nearness(pd.Series([0.0, 4.0]), pd.Series([0.0, 2.0]), pd.Series([0.0, 2.0])).round(
    ...     1
    ... ).tolist()
    [100.0, 41.7]
    """
    return (_score(gp) + _score(supermarket) + _score(school)) / 3.0


def _score(distance: pd.Series) -> pd.Series:
    """Score [0-100] of one distance [km]."""
    halvings: pd.Series = distance / HALVING_DISTANCE
    return 100.0 * 0.5**halvings


def _distance(indicator: str, variable: str, name: Text, to: Text) -> Indicator:
    """Describe a mean distance by road to the nearest facility of a kind."""
    return Indicator(
        id=indicator,
        name=name,
        explanation=Text(
            nl=f"Hoe ver inwoners gemiddeld over de weg moeten naar {to.nl}.",
            en=f"How far inhabitants on average have to travel by road to {to.en}.",
        ),
        unit=Text(nl="km", en="km"),
        decimals=1,
        levels=LEVELS,
        periods=PERIODS,
        direction=Direction.HIGHER_IS_WORSE,
        aggregation=mean_by("a_inw"),
        inputs=(Input(variable),),
        compute=published,
        sources=("nabijheid",),
        caveats=(BY_ROAD,),
    )


LAYER = Layer(
    id="mobiliteit",
    name=Text(nl="Mobiliteit", en="Mobility"),
    explanation=Text(
        nl="Hoeveel auto's er zijn en hoe dichtbij de dagelijkse voorzieningen.",
        en="How many cars there are and how near the daily facilities are.",
    ),
    order=70,
    indicators=(
        Indicator(
            id="autos_per_huishouden",
            name=Text(nl="Auto's per huishouden", en="Cars per household"),
            explanation=Text(
                nl="Het gemiddelde aantal personenauto's per huishouden.",
                en="The mean number of passenger cars per household.",
            ),
            unit=Text(nl="auto's per huishouden", en="cars per household"),
            decimals=1,
            levels=LEVELS,
            periods=PERIODS,
            direction=Direction.NEITHER,
            aggregation=mean_by("a_hh"),
            inputs=(Input("auto_per_hh"),),
            compute=published,
            sources=("rdw_autos",),
            denominator="a_hh",
            caveats=(LEASE_CARS,),
        ),
        Indicator(
            id="autos_per_km2",
            name=Text(nl="Auto's per km²", en="Cars per km²"),
            explanation=Text(
                nl="Het aantal personenauto's per vierkante kilometer land.",
                en="The number of passenger cars per square kilometre of land.",
            ),
            unit=Text(nl="auto's per km²", en="cars per km²"),
            decimals=0,
            levels=LEVELS,
            periods=PERIODS,
            direction=Direction.NEITHER,
            aggregation=mean_by("a_lan_ha"),
            inputs=(Input("auto_per_km2"),),
            compute=published,
            sources=("rdw_autos",),
            denominator="a_lan_ha",
            caveats=(
                LEASE_CARS,
                Text(
                    nl="Dit cijfer zegt vooral hoe dicht mensen op elkaar wonen.",
                    en="This figure mostly tells how closely people live together.",
                ),
            ),
        ),
        Indicator(
            id="afstand_voorzieningen",
            name=Text(nl="Afstand tot dagelijkse voorzieningen", en="Distance to daily facilities"),
            explanation=Text(
                nl="Hoe ver het gemiddeld over de weg is naar een huisarts, een grote supermarkt "
                "en een basisschool.",
                en="The mean distance by road to a GP, a large supermarket and a primary school.",
            ),
            unit=Text(nl="km", en="km"),
            decimals=1,
            levels=LEVELS,
            periods=PERIODS,
            direction=Direction.HIGHER_IS_WORSE,
            aggregation=mean_by("a_inw"),
            inputs=THREE_FACILITIES,
            compute=mean_distance,
            sources=("kwb",),
            calculation=Text(
                nl="De afstanden tot een huisarts, een grote supermarkt en een basisschool bij "
                "elkaar opgeteld, gedeeld door drie.",
                en="The distances to a GP, a large supermarket and a primary school added up, "
                "divided by three.",
            ),
            caveats=(THREE_COUNT_EQUALLY,),
        ),
        Indicator(
            id="nabijheidsscore",
            name=Text(nl="Nabijheidsscore", en="Nearness score"),
            explanation=Text(
                nl="Hoe dichtbij huisarts, grote supermarkt en basisschool zijn: 100 punten is om "
                "de hoek. Met elke twee kilometer afstand wordt de score half zo hoog.",
                en="How near a GP, a large supermarket and a primary school are: 100 points is "
                "around the corner. With every two kilometres of distance the score halves.",
            ),
            unit=Text(nl="punten (0-100)", en="points (0-100)"),
            decimals=0,
            levels=LEVELS,
            periods=PERIODS,
            direction=Direction.HIGHER_IS_BETTER,
            aggregation=mean_by("a_inw"),
            inputs=THREE_FACILITIES,
            compute=nearness,
            sources=("kwb",),
            calculation=Text(
                nl="Voor huisarts, grote supermarkt en basisschool elk 100 punten, gehalveerd voor "
                "elke 2 kilometer afstand; daarvan het gemiddelde.",
                en="100 points each for GP, large supermarket and primary school, halved for every "
                "2 kilometres of distance; the mean of these.",
            ),
            caveats=(
                THREE_COUNT_EQUALLY,
                Text(
                    nl="De score is een keuze van de makers van deze kaart, geen cijfer van het "
                    "CBS. Hij gaat uit van gemiddelde afstanden in een gebied.",
                    en="The score is a choice of the makers of this map, not a figure of CBS. It "
                    "starts from the mean distances in an area.",
                ),
            ),
        ),
        _distance(
            "afstand_treinstation",
            "nab_treinstation",
            Text(nl="Afstand tot een treinstation", en="Distance to a railway station"),
            Text(nl="het dichtstbijzijnde treinstation", en="the nearest railway station"),
        ),
        _distance(
            "afstand_oprit",
            "nab_oprit",
            Text(nl="Afstand tot een hoofdweg", en="Distance to a main road"),
            Text(
                nl="de dichtstbijzijnde oprit van een hoofdweg", en="the nearest main road access"
            ),
        ),
        _distance(
            "afstand_ziekenhuis",
            "nab_ziekenhuis",
            Text(nl="Afstand tot een ziekenhuis", en="Distance to a hospital"),
            Text(nl="het dichtstbijzijnde ziekenhuis", en="the nearest hospital"),
        ),
        _distance(
            "afstand_apotheek",
            "nab_apotheek",
            Text(nl="Afstand tot een apotheek", en="Distance to a pharmacy"),
            Text(nl="de dichtstbijzijnde apotheek", en="the nearest pharmacy"),
        ),
        _distance(
            "afstand_bibliotheek",
            "nab_bibliotheek",
            Text(nl="Afstand tot een bibliotheek", en="Distance to a library"),
            Text(nl="de dichtstbijzijnde bibliotheek", en="the nearest library"),
        ),
        _distance(
            "afstand_kinderopvang",
            "nab_kinderopvang",
            Text(nl="Afstand tot kinderopvang", en="Distance to child care"),
            Text(nl="het dichtstbijzijnde kinderdagverblijf", en="the nearest day nursery"),
        ),
        _distance(
            "afstand_park",
            "nab_park",
            Text(nl="Afstand tot een park", en="Distance to a park"),
            Text(
                nl="het dichtstbijzijnde park of plantsoen", en="the nearest park or public garden"
            ),
        ),
    ),
)
