"""Health: how healthy people feel, how near a GP is and what care costs."""

from __future__ import annotations

from rudc_map.analysis.rates import difference, published
from rudc_map.model import Chance, Direction, Indicator, Input, Layer, Level, Text, mean_by

LEVELS = (Level.BUURT, Level.WIJK, Level.GEMEENTE)

MODELLED = Text(
    nl="Een schatting met een rekenmodel van het RIVM, geen telling. Voor een kleine buurt is de "
    "schatting onzekerder.",
    en="An estimate by a model of the national health institute RIVM, not a count. It is less "
    "certain for a small neighbourhood.",
)
WEIGHED_BY_INHABITANTS = Text(
    nl="Voor wijken en grotere gebieden middelen we over alle inwoners, niet alleen over "
    "volwassenen. Dat klopt ongeveer.",
    en="Districts and larger areas are averaged over all inhabitants, not only over adults, which "
    "is approximate.",
)


def _care_costs(indicator: str, variable: str, name: Text, explanation: Text) -> Indicator:
    """Describe an indicator of Vektis: health-care costs a year, for each insured person."""
    return Indicator(
        id=indicator,
        name=name,
        explanation=explanation,
        unit=Text(nl="€ per verzekerde", en="€ per insured person"),
        decimals=0,
        levels=(Level.GEMEENTE,),
        periods=("2023",),
        # High costs may mean much illness or good access to care: neither better nor worse.
        direction=Direction.NEITHER,
        # The number of insured persons is not in the data set; nearly every inhabitant is one.
        aggregation=mean_by("a_inw"),
        inputs=(Input(variable),),
        compute=published,
        sources=("vektis",),
        caveats=(
            Text(
                nl="Alleen zorg uit de basisverzekering. Waar meer ouderen wonen zijn de kosten "
                "hoger; daarvoor is niet gecorrigeerd.",
                en="Only care covered by the basic insurance. Costs are higher where more older "
                "people live; this is not corrected for.",
            ),
            Text(
                nl="Een gemiddelde van meer gemeenten is berekend met inwoners in plaats van "
                "verzekerden. Dat klopt ongeveer.",
                en="An average over several municipalities is calculated with inhabitants instead "
                "of insured persons, which is approximate.",
            ),
        ),
    )


def _of_adults(indicator: str, variable: str, name: Text, what: Text) -> Indicator:
    """Describe a modelled share of adults of the health monitor."""
    return Indicator(
        id=indicator,
        name=name,
        explanation=Text(
            nl=f"Van elke honderd volwassenen: hoeveel {what.nl}.",
            en=f"Out of every hundred adults: how many {what.en}.",
        ),
        unit=Text(nl="%", en="%"),
        decimals=1,
        levels=LEVELS,
        periods=("2024",),
        direction=Direction.HIGHER_IS_WORSE,
        aggregation=mean_by("a_inw"),
        inputs=(Input(variable),),
        compute=published,
        sources=("gezondheid",),
        chance=Chance.UNKNOWN,
        caveats=(MODELLED, WEIGHED_BY_INHABITANTS),
    )


LAYER = Layer(
    id="gezondheid",
    name=Text(nl="Gezondheid", en="Health"),
    explanation=Text(
        nl="Hoe gezond mensen zich voelen, hoe ver de huisarts is en wat de zorg kost.",
        en="How healthy people feel, how far away the GP is and what care costs.",
    ),
    order=50,
    indicators=(
        Indicator(
            id="ervaren_gezondheid",
            name=Text(nl="Goed ervaren gezondheid", en="Good perceived health"),
            explanation=Text(
                nl="Van elke honderd volwassenen: hoeveel vinden hun eigen gezondheid goed of zeer "
                "goed.",
                en="Out of every hundred adults: how many consider their own health good or very "
                "good.",
            ),
            unit=Text(nl="%", en="%"),
            decimals=1,
            levels=LEVELS,
            periods=("2012", "2016", "2020", "2022", "2024"),
            direction=Direction.HIGHER_IS_BETTER,
            aggregation=mean_by("a_inw"),
            inputs=(Input("gezond"),),
            compute=published,
            sources=("gezondheid",),
            chance=Chance.UNKNOWN,
            caveats=(
                MODELLED,
                WEIGHED_BY_INHABITANTS,
                Text(
                    nl="In een buurt met veel ouderen voelen minder mensen zich gezond. Daarvoor "
                    "is niet gecorrigeerd.",
                    en="In a neighbourhood with many older people fewer feel healthy. This is not "
                    "corrected for.",
                ),
            ),
        ),
        Indicator(
            id="verandering_gezondheid",
            name=Text(
                nl="Verandering ervaren gezondheid sinds 2012",
                en="Change in perceived health since 2012",
            ),
            explanation=Text(
                nl="Hoeveel het aandeel volwassenen dat zich gezond voelt is veranderd van 2012 "
                "tot 2024. Onder nul betekent: minder mensen voelen zich gezond.",
                en="How much the share of adults who feel healthy changed from 2012 to 2024. Below "
                "zero means that fewer people feel healthy.",
            ),
            unit=Text(nl="procentpunt", en="percentage points"),
            decimals=1,
            levels=LEVELS,
            periods=("2024",),
            direction=Direction.HIGHER_IS_BETTER,
            aggregation=mean_by("a_inw"),
            inputs=(Input("gezond", period="2024"), Input("gezond", period="2012")),
            compute=difference,
            sources=("gezondheid",),
            calculation=Text(
                nl="Het aandeel volwassenen met een goede gezondheid in 2024 min dat in 2012.",
                en="The share of adults in good health in 2024 minus that in 2012.",
            ),
            chance=Chance.UNKNOWN,
            caveats=(
                MODELLED,
                WEIGHED_BY_INHABITANTS,
                Text(
                    nl="Een verschil van twee schattingen is onzekerder dan elke schatting zelf. "
                    "Een verschil van een paar punten kan toeval zijn.",
                    en="The difference of two estimates is less certain than either. A difference "
                    "of a few points may be chance.",
                ),
            ),
            diverging_at=0.0,
        ),
        _of_adults(
            "eenzaamheid",
            "g_eenzaam",
            Text(nl="Eenzaamheid", en="Loneliness"),
            Text(nl="zich eenzaam voelen", en="feel lonely"),
        ),
        _of_adults(
            "overgewicht",
            "g_overgewicht",
            Text(nl="Overgewicht", en="Overweight"),
            Text(
                nl="te zwaar zijn (een BMI van 25 of hoger)",
                en="weigh too much (a BMI of 25 or more)",
            ),
        ),
        _of_adults(
            "rokers",
            "g_roker",
            Text(nl="Rokers", en="Smokers"),
            Text(nl="roken", en="smoke"),
        ),
        Indicator(
            id="afstand_huisarts",
            name=Text(nl="Afstand tot een huisarts", en="Distance to a GP"),
            explanation=Text(
                nl="Hoe ver inwoners gemiddeld over de weg moeten naar de dichtstbijzijnde "
                "huisartsenpraktijk.",
                en="How far inhabitants on average have to travel by road to the nearest GP "
                "practice.",
            ),
            unit=Text(nl="km", en="km"),
            decimals=1,
            levels=LEVELS,
            periods=("2024",),
            direction=Direction.HIGHER_IS_WORSE,
            aggregation=mean_by("a_inw"),
            inputs=(Input("g_afs_hp"),),
            compute=published,
            sources=("kwb",),
            caveats=(
                Text(
                    nl="Elke praktijk telt, ook als die geen nieuwe patiënten aanneemt.",
                    en="Every practice counts, even if it does not take new patients.",
                ),
            ),
        ),
        _care_costs(
            "zorgkosten_totaal",
            "zk_totaal",
            Text(nl="Zorgkosten, alle zorg", en="Health-care costs, all care"),
            Text(
                nl="Hoeveel zorg uit de basisverzekering gemiddeld kost per verzekerde in een "
                "jaar.",
                en="What care covered by the basic insurance costs on average per insured person "
                "in a year.",
            ),
        ),
        _care_costs(
            "zorgkosten_huisarts",
            "zk_huisarts",
            Text(nl="Zorgkosten, huisarts", en="Health-care costs, GP"),
            Text(
                nl="Hoeveel de huisartsenzorg gemiddeld kost per verzekerde in een jaar.",
                en="What care by GPs costs on average per insured person in a year.",
            ),
        ),
        _care_costs(
            "zorgkosten_ggz",
            "zk_ggz",
            Text(
                nl="Zorgkosten, geestelijke gezondheidszorg", en="Health-care costs, mental health"
            ),
            Text(
                nl="Hoeveel zorg voor mensen met psychische problemen (ggz) gemiddeld kost per "
                "verzekerde in een jaar. Een instelling in de buurt kan het cijfer hoog maken.",
                en="What mental health care costs on average per insured person in a year. An "
                "institution nearby can make the figure high.",
            ),
        ),
    ),
)
