"""Economy: income and land for business."""

from __future__ import annotations

import pandas as pd

from rudc_map.analysis.rates import difference, per, published
from rudc_map.model import Direction, Indicator, Input, Layer, Level, Text, mean_by

LEVELS = (Level.BUURT, Level.WIJK, Level.GEMEENTE)
PERIODS = ("2024",)

INCOME_IS_A_MEAN = Text(
    nl="Een gemiddelde: een paar hoge inkomens trekken het omhoog. Waar veel kinderen of studenten "
    "wonen is het lager, zonder dat mensen arm hoeven te zijn.",
    en="A mean: a few high incomes pull it up. Where many children or students live it is lower, "
    "without people necessarily being poor.",
)
SES_IS_ESTIMATED = Text(
    nl="Een score van het CBS voor huishoudens samen. Hij zegt niets over een enkel huishouden, en "
    "is in een kleine buurt onzeker.",
    en="A score by CBS of households together. It says nothing about a single household, and is "
    "uncertain in a small neighbourhood.",
)
FEW_NEIGHBOURHOODS = Text(
    nl="Voor kleinere wijken en voor de meeste buurten is dit cijfer niet bekend.",
    en="This figure is not published for smaller districts and for most neighbourhoods.",
)


def business_land_per_1000(area: pd.Series, inhabitants: pd.Series) -> pd.Series:
    """Land for business for every 1,000 inhabitants.

    Parameters
    ----------
    area : Series
        Land in use as business park (bedrijventerrein) [ha].
    inhabitants : Series
        Inhabitants [persons].

    Returns
    -------
    Series
        ``1000 * area / inhabitants`` [ha per 1,000 inhabitants].

    Notes
    -----
    "Bedrijventerrein" as in CBS, Bestand Bodemgebruik 2017: land for manufacturing, trade and
    services, ports included.

    Examples
    --------
    >>> business_land_per_1000(pd.Series([333.0]), pd.Series([69701.0])).round(2).tolist()
    [4.78]
    """
    return per(area, inhabitants, 1000.0)


LAYER = Layer(
    id="economie",
    name=Text(nl="Economie", en="Economy"),
    explanation=Text(
        nl="Hoeveel mensen gemiddeld verdienen en hoeveel ruimte er is voor bedrijven.",
        en="How much people earn on average and how much land there is for business.",
    ),
    order=30,
    indicators=(
        Indicator(
            id="inkomen_per_inwoner",
            name=Text(nl="Gemiddeld inkomen per inwoner", en="Mean income per inhabitant"),
            explanation=Text(
                nl="Het persoonlijk inkomen in een jaar, gemiddeld over alle inwoners. Ook "
                "kinderen tellen mee als inwoner.",
                en="Personal income in a year, averaged over all inhabitants. Children count as "
                "inhabitants too.",
            ),
            unit=Text(nl="× € 1.000", en="× €1,000"),
            decimals=1,
            levels=LEVELS,
            periods=PERIODS,
            # Prosperity: the direction CBS gives income in its Monitor Brede Welvaart.
            direction=Direction.HIGHER_IS_BETTER,
            aggregation=mean_by("a_inw"),
            inputs=(Input("g_ink_pi"),),
            compute=published,
            sources=("kwb",),
            caveats=(INCOME_IS_A_MEAN, FEW_NEIGHBOURHOODS),
        ),
        Indicator(
            id="inkomen_verschil_nederland",
            name=Text(
                nl="Inkomen vergeleken met Nederland", en="Income compared with the Netherlands"
            ),
            explanation=Text(
                nl="Hoeveel het gemiddelde inkomen per inwoner hoger of lager is dan in heel "
                "Nederland. Nul is precies gelijk.",
                en="How much higher or lower the mean income per inhabitant is than in the whole "
                "country. Zero is exactly equal.",
            ),
            unit=Text(nl="× € 1.000", en="× €1,000"),
            decimals=1,
            levels=LEVELS,
            periods=PERIODS,
            direction=Direction.HIGHER_IS_BETTER,
            aggregation=mean_by("a_inw"),
            inputs=(Input("g_ink_pi"), Input("g_ink_pi", of_country=True)),
            compute=difference,
            sources=("kwb",),
            calculation=Text(
                nl="Het gemiddelde inkomen per inwoner van het gebied min dat van Nederland.",
                en="The mean income per inhabitant of the area minus that of the Netherlands.",
            ),
            caveats=(INCOME_IS_A_MEAN, FEW_NEIGHBOURHOODS),
            diverging_at=0.0,
        ),
        Indicator(
            id="ses_woa",
            name=Text(
                nl="Sociaal-economische score (SES-WOA)", en="Socio-economic score (SES-WOA)"
            ),
            explanation=Text(
                nl="Hoe huishoudens er gemiddeld voor staan met welvaart, opleiding en werk. Hoe "
                "hoger de score, hoe hoger de status.",
                en="How households are doing on average in wealth, education and work. The higher "
                "the score, the higher the status.",
            ),
            unit=Text(nl="punten", en="points"),
            decimals=2,
            levels=LEVELS,
            periods=PERIODS,
            # More wealth is better, but the score also counts education and work.
            direction=Direction.NEITHER,
            aggregation=mean_by("a_hh"),
            inputs=(Input("ses_score"),),
            compute=published,
            sources=("ses",),
            caveats=(SES_IS_ESTIMATED,),
        ),
        Indicator(
            id="bedrijventerrein_per_1000",
            name=Text(
                nl="Bedrijventerrein per 1.000 inwoners", en="Business land per 1,000 inhabitants"
            ),
            explanation=Text(
                nl="Hoeveel hectare bedrijventerrein er is voor elke duizend inwoners. Een hectare "
                "is iets groter dan een voetbalveld.",
                en="How many hectares of business land there are for every thousand inhabitants. A "
                "hectare is slightly larger than a football pitch.",
            ),
            unit=Text(nl="ha per 1.000 inwoners", en="ha per 1,000 inhabitants"),
            decimals=1,
            levels=(Level.GEMEENTE,),
            periods=("2017",),
            direction=Direction.NEITHER,
            aggregation=mean_by("a_inw"),
            inputs=(Input("a_bedrijventerrein_ha", period="2017"), Input("a_inw", nearest=True)),
            compute=business_land_per_1000,
            sources=("kwb_landgebruik", "kwb"),
            calculation=Text(
                nl="De hectaren bedrijventerrein, gedeeld door het aantal inwoners, keer 1.000.",
                en="The hectares of business land, divided by the number of inhabitants, times "
                "1,000.",
            ),
            denominator="a_inw",
            caveats=(
                Text(
                    nl="Het terrein is van 2017, het aantal inwoners van 2017 of het eerste "
                    "jaar daarna dat bekend is. Gemeenten die na 2017 zijn samengevoegd hebben "
                    "geen cijfer.",
                    en="The land is of 2017, the inhabitants are of 2017 or of the first year "
                    "after it that is known. Municipalities that were merged since 2017 have no "
                    "figure.",
                ),
                Text(
                    nl="Havens tellen mee: een gemeente met een grote haven heeft een hoog cijfer.",
                    en="Ports count: a municipality with a large port has a high figure.",
                ),
            ),
        ),
    ),
)
