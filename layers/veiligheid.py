"""Safety: crimes recorded by the police, in number and for every 1,000 inhabitants."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from rudc_map.analysis.rates import difference, per
from rudc_map.model import SUM, Chance, Direction, Indicator, Input, Layer, Level, Text, mean_by

LEVELS = (Level.BUURT, Level.WIJK, Level.GEMEENTE)
YEARS = ("2021", "2022", "2023", "2024", "2025")
INHABITANTS = Input("a_inw", nearest=True)
PER_1000 = Text(nl="per 1.000 inwoners", en="per 1,000 inhabitants")

WHERE_IT_HAPPENED = Text(
    nl="Een misdrijf telt waar het gebeurt en we delen door de mensen die er wonen. Een centrum of "
    "winkelgebied met veel bezoekers lijkt daardoor heel onveilig.",
    en="A crime counts where it happens, and we divide by the people who live there. A centre or "
    "shopping area with many visitors therefore looks extremely unsafe.",
)
ONLY_RECORDED = Text(
    nl="Alleen misdrijven die de politie heeft vastgelegd. Wat niet is gemeld of aangegeven, telt "
    "niet mee.",
    en="Only crimes recorded by the police. What was never reported does not count.",
)
INHABITANTS_OF_YEAR = Text(
    nl="Een jaar is gedeeld door het aantal inwoners op 1 januari van dat jaar, of als dat niet "
    "in deze gegevens staat van het jaar dat er het dichtst bij ligt.",
    en="A year is divided by the number of inhabitants on 1 January of that year, or where these "
    "data do not hold that, of the nearest year.",
)
FEW_IS_NOISE = Text(
    nl="Waar weinig mensen wonen of weinig gebeurt, verandert het cijfer door toeval sterk van "
    "jaar op jaar.",
    en="Where few people live or little happens, the figure changes a lot from year to year by "
    "chance.",
)
WHOLE_OF_KNOWN = Text(
    nl="Nederland en een provincie hebben een cijfer in de jaren waarvan het aantal misdrijven van "
    "al hun gemeenten bekend is. Het gemiddelde over vijf jaar is een eigen onderwerp.",
    en="The Netherlands and a province have a figure in the years for which the number of crimes "
    "in all their municipalities is known. The mean of five years is a subject of its own.",
)


def crimes(count: pd.Series, count_of_municipality: pd.Series) -> pd.Series:
    """Take the count of recorded crimes, from the table by kind where the other has none.

    Parameters
    ----------
    count : Series
        Recorded crimes by area (47022NED) [crimes].
    count_of_municipality : Series
        All kinds of crime together, by municipality [crimes]; equal to `count` where both exist.

    Returns
    -------
    Series
        Recorded crimes [crimes].

    Examples
    --------
    >>> nan = float("nan")
    >>> crimes(pd.Series([3205.0, nan]), pd.Series([3205.0, 9532.0])).tolist()
    [3205.0, 9532.0]
    """
    return count.fillna(count_of_municipality)


def crimes_per_1000(
    count: pd.Series,
    count_of_municipality: pd.Series,
    inhabitants: pd.Series,
) -> pd.Series:
    """Divide the recorded crimes of one year by the inhabitants.

    Parameters
    ----------
    count, count_of_municipality : Series
        Recorded crimes, see `crimes` [crimes].
    inhabitants : Series
        Inhabitants on 1 January [persons].

    Returns
    -------
    Series
        ``1000 * crimes / inhabitants`` [crimes per 1,000 inhabitants].

    Notes
    -----
    Recorded crimes (geregistreerde misdrijven) as in the police table 47022NED. No published rate
    stands in for an unknown count: the one there is (`mean_crimes_per_1000`) is of five years.

    Examples
    --------
    >>> nan = float("nan")
    >>> crimes_per_1000(
    ...     pd.Series([2960.0, nan]),
    ...     pd.Series([nan, nan]),
    ...     pd.Series([69701.0, 566221.0]),
    ... ).round(1).tolist()
    [42.5, nan]
    """
    return per(crimes(count, count_of_municipality), inhabitants, 1000.0)


def mean_crimes_per_1000(
    published_rate: pd.Series, inhabitants: pd.Series, *counts: pd.Series
) -> pd.Series:
    """Divide the recorded crimes a year, averaged over some years, by the inhabitants.

    Parameters
    ----------
    published_rate : Series
        The same mean as published [crimes per 1,000 inhabitants], used where a count is missing.
    inhabitants : Series
        Inhabitants on 1 January 2024 [persons].
    *counts : Series
        Recorded crimes, one Series a year [crimes].

    Returns
    -------
    Series
        ``1000 * mean(crimes) / inhabitants`` [crimes per 1,000 inhabitants a year].

    Notes
    -----
    The published rate in geodata/sources/nederland/gemeenten.csv is this very formula: it agrees
    with it to its one decimal in all 22 municipalities that have counts (a test repeats that), and
    not with the rate of any single year.

    Examples
    --------
    >>> counts = [pd.Series([count]) for count in (3329.0, 3392.0, 3759.0, 3205.0, 2960.0)]
    >>> mean_crimes_per_1000(pd.Series([47.8]), pd.Series([69701.0]), *counts).round(2).tolist()
    [47.76]
    """
    total = pd.concat(counts, axis="columns").sum(axis="columns", skipna=False)
    return per(total, inhabitants, 1000.0 / len(counts)).fillna(published_rate)


def change_per_1000(
    count: pd.Series, count_of_2021: pd.Series, inhabitants: pd.Series
) -> pd.Series:
    """Crimes more or fewer than in 2021, for every 1,000 inhabitants.

    Parameters
    ----------
    count, count_of_2021 : Series
        Recorded crimes in the year asked for and in 2021 [crimes].
    inhabitants : Series
        Inhabitants on 1 January 2024 [persons].

    Returns
    -------
    Series
        ``1000 * (count - count_of_2021) / inhabitants`` [crimes per 1,000 inhabitants].

    Notes
    -----
    A difference per 1,000 inhabitants and not a percentage. A quarter of the neighbourhoods had at
    most four crimes in 2021: from one to two would be +100 %, and from none to any has no
    percentage at all. The chance part of this difference, about ``1000 * sqrt(count +
    count_of_2021) / inhabitants`` (both taken as Poisson), shrinks as inhabitants grow, so that a
    smallest number of inhabitants keeps it in hand; and it aggregates exactly, weighted by
    inhabitants, while percentages do not.

    Examples
    --------
    >>> change_per_1000(
    ...     pd.Series([2960.0]), pd.Series([3329.0]), pd.Series([69701.0])
    ... ).round(2).tolist()
    [-5.29]
    """
    return per(difference(count, count_of_2021), inhabitants, 1000.0)


def kind_per_1000(count: pd.Series, inhabitants: pd.Series) -> pd.Series:
    """Divide the recorded crimes of one kind by the inhabitants.

    Parameters
    ----------
    count : Series
        Recorded crimes of the kind in a year [crimes].
    inhabitants : Series
        Inhabitants on 1 January 2024 [persons].

    Returns
    -------
    Series
        ``1000 * count / inhabitants`` [crimes per 1,000 inhabitants].

    Notes
    -----
    Kinds as in the police's own classification (47022NED, SoortMisdrijf).

    Examples
    --------
    >>> kind_per_1000(pd.Series([485.0]), pd.Series([69701.0])).round(2).tolist()
    [6.96]
    """
    return per(count, inhabitants, 1000.0)


def burglaries_per_1000(
    count: pd.Series, count_of_municipality: pd.Series, inhabitants: pd.Series
) -> pd.Series:
    """Divide the recorded burglaries of homes by the inhabitants.

    Parameters
    ----------
    count, count_of_municipality : Series
        Burglaries of homes in the table by area and in that by municipality, see `crimes`
        [crimes].
    inhabitants : Series
        Inhabitants [persons].

    Returns
    -------
    Series
        ``1000 * burglaries / inhabitants`` [crimes per 1,000 inhabitants].

    Examples
    --------
    >>> nan = float("nan")
    >>> burglaries_per_1000(
    ...     pd.Series([90.0, nan]), pd.Series([90.0, 44.0]), pd.Series([69701.0, 20000.0])
    ... ).round(2).tolist()
    [1.29, 2.2]
    """
    return kind_per_1000(crimes(count, count_of_municipality), inhabitants)


def _of_kind(indicator: str, variable: str, name: Text, what: Text) -> Indicator:
    """Describe an indicator of one kind of crime."""
    return Indicator(
        id=indicator,
        name=name,
        explanation=Text(
            nl=f"Hoeveel {what.nl} de politie heeft vastgelegd, voor elke duizend inwoners.",
            en=f"How many {what.en} the police recorded, for every thousand inhabitants.",
        ),
        unit=PER_1000,
        decimals=2,
        levels=LEVELS,
        periods=("2024",),
        direction=Direction.HIGHER_IS_WORSE,
        aggregation=mean_by("a_inw"),
        inputs=(Input(variable), INHABITANTS),
        compute=kind_per_1000,
        sources=("politie_soort", "kwb"),
        calculation=Text(
            nl=f"Het aantal {what.nl.rstrip(',')}, gedeeld door het aantal inwoners, keer 1.000.",
            en=f"The number of {what.en.rstrip(',')}, divided by the number of inhabitants, times "
            "1,000.",
        ),
        denominator="a_inw",
        min_denominator=1000,  # below it one crime more adds over 1 per 1,000
        events_per=1000.0,
        caveats=(WHERE_IT_HAPPENED, ONLY_RECORDED, FEW_IS_NOISE),
    )


LAYER = Layer(
    id="veiligheid",
    name=Text(nl="Veiligheid", en="Safety"),
    explanation=Text(
        nl="Misdrijven die de politie heeft vastgelegd, in totaal en per soort.",
        en="Crimes recorded by the police, in total and by kind.",
    ),
    order=60,
    indicators=(
        Indicator(
            id="misdrijven_per_1000",
            name=Text(
                nl="Geregistreerde misdrijven per 1.000 inwoners",
                en="Recorded crimes per 1,000 inhabitants",
            ),
            explanation=Text(
                nl="Hoeveel misdrijven de politie in een jaar heeft vastgelegd, voor elke duizend "
                "inwoners.",
                en="How many crimes the police recorded in a year, for every thousand inhabitants.",
            ),
            unit=PER_1000,
            decimals=1,
            levels=LEVELS,
            periods=YEARS,
            direction=Direction.HIGHER_IS_WORSE,
            aggregation=mean_by("a_inw"),
            inputs=(
                Input("misdrijven", optional=True),
                Input("cr_totaal_misdrijven", optional=True),
                INHABITANTS,
            ),
            compute=crimes_per_1000,
            sources=("politie", "politie_soort", "kwb"),
            calculation=Text(
                nl="Het aantal misdrijven in het jaar, gedeeld door het aantal inwoners, keer "
                "1.000.",
                en="The number of crimes in the year, divided by the number of inhabitants, times "
                "1,000.",
            ),
            denominator="a_inw",
            min_denominator=100,
            events_per=1000.0,
            caveats=(
                WHERE_IT_HAPPENED,
                ONLY_RECORDED,
                INHABITANTS_OF_YEAR,
                FEW_IS_NOISE,
                WHOLE_OF_KNOWN,
            ),
        ),
        Indicator(
            id="misdrijven_per_1000_vijf_jaar",
            name=Text(
                nl="Misdrijven per 1.000 inwoners, gemiddelde 2021-2025",
                en="Crimes per 1,000 inhabitants, mean of 2021-2025",
            ),
            explanation=Text(
                nl="Hoeveel misdrijven de politie per jaar heeft vastgelegd voor elke duizend "
                "inwoners, gemiddeld over vijf jaar. Toeval telt zo minder zwaar.",
                en="How many crimes a year the police recorded for every thousand inhabitants, "
                "averaged over five years. Chance then matters less.",
            ),
            unit=PER_1000,
            decimals=1,
            levels=LEVELS,
            periods=("2021-2025",),
            direction=Direction.HIGHER_IS_WORSE,
            aggregation=mean_by("a_inw"),
            inputs=(
                Input("misdrijven_per_1000", period="2021-2025", optional=True),
                INHABITANTS,
                *(Input("misdrijven", period=year, optional=True) for year in YEARS),
            ),
            compute=mean_crimes_per_1000,
            sources=("politie", "kwb"),
            calculation=Text(
                nl="De misdrijven van vijf jaar bij elkaar, gedeeld door het aantal inwoners, keer "
                "200; waar een jaar niet bekend is het gepubliceerde gemiddelde.",
                en="The crimes of five years together, divided by the number of inhabitants, times "
                "200; the published mean where a year is not known.",
            ),
            denominator="a_inw",
            min_denominator=100,
            events_per=200.0,  # the crimes of five years: 1,000 / 5
            caveats=(WHERE_IT_HAPPENED, ONLY_RECORDED, INHABITANTS_OF_YEAR),
        ),
        Indicator(
            id="misdrijven",
            name=Text(nl="Aantal geregistreerde misdrijven", en="Number of recorded crimes"),
            explanation=Text(
                nl="Hoeveel misdrijven de politie in een jaar in dit gebied heeft vastgelegd.",
                en="How many crimes the police recorded in this area in a year.",
            ),
            unit=Text(nl="misdrijven", en="crimes"),
            decimals=0,
            levels=LEVELS,
            periods=YEARS,
            direction=Direction.HIGHER_IS_WORSE,
            aggregation=SUM,
            inputs=(
                Input("misdrijven", optional=True),
                Input("cr_totaal_misdrijven", optional=True),
            ),
            compute=crimes,
            sources=("politie", "politie_soort"),
            calculation=Text(
                nl="Het aantal uit de tabel per wijk en buurt; waar dat niet bekend is het aantal "
                "uit de tabel per gemeente.",
                en="The number in the table by district and neighbourhood; where that is not "
                "known, the number in the table by municipality.",
            ),
            chance=Chance.COUNT,
            caveats=(
                Text(
                    nl="Waar meer mensen wonen of komen, gebeurt meer. Vergelijk gebieden liever "
                    "per 1.000 inwoners.",
                    en="More happens where more people live or come. Compare areas per 1,000 "
                    "inhabitants instead.",
                ),
                ONLY_RECORDED,
            ),
        ),
        Indicator(
            id="misdrijven_verandering",
            name=Text(nl="Verandering misdrijven sinds 2021", en="Change in crimes since 2021"),
            explanation=Text(
                nl="Hoeveel misdrijven er meer of minder zijn vastgelegd dan in 2021, voor elke "
                "duizend inwoners. Boven nul betekent: meer misdrijven.",
                en="How many more or fewer crimes were recorded than in 2021, for every thousand "
                "inhabitants. Above zero means more crimes.",
            ),
            unit=PER_1000,
            decimals=1,
            levels=LEVELS,
            periods=YEARS[1:],
            direction=Direction.HIGHER_IS_WORSE,
            aggregation=mean_by("a_inw"),
            inputs=(Input("misdrijven"), Input("misdrijven", period="2021"), INHABITANTS),
            compute=change_per_1000,
            sources=("politie", "kwb"),
            calculation=Text(
                nl="Het aantal misdrijven in het jaar min het aantal in 2021, gedeeld door het "
                "aantal inwoners, keer 1.000.",
                en="The number of crimes in the year minus the number in 2021, divided by the "
                "number of inhabitants, times 1,000.",
            ),
            denominator="a_inw",
            # At 30 crimes per 1,000 a year the standard error is 11 per 1,000 with 500 inhabitants.
            min_denominator=500,
            chance=Chance.UNKNOWN,
            caveats=(
                FEW_IS_NOISE,
                Text(
                    nl="In 2021 golden coronamaatregelen en waren veel mensen thuis. Dat jaar is "
                    "dus geen gewoon jaar om mee te vergelijken.",
                    en="In 2021 there were covid measures and many people stayed at home, so it "
                    "is not an ordinary year to compare with.",
                ),
                WHERE_IT_HAPPENED,
                INHABITANTS_OF_YEAR,
            ),
            diverging_at=0.0,
        ),
        replace(
            _of_kind(
                "inbraak_woning_per_1000",
                "cr_inbraak_woning",
                Text(nl="Woninginbraken", en="Burglaries of homes"),
                Text(nl="inbraken in woningen", en="burglaries of homes"),
            ),
            inputs=(
                Input("misdr_inbraak", optional=True),
                Input("cr_inbraak_woning", optional=True),
                INHABITANTS,
            ),
            compute=burglaries_per_1000,
            sources=("politie_soort", "politie", "kwb"),
        ),
        _of_kind(
            "fietsdiefstal_per_1000",
            "cr_diefstal_fietsen",
            Text(nl="Fietsdiefstallen", en="Bicycle thefts"),
            Text(nl="diefstallen van fietsen", en="thefts of bicycles"),
        ),
        _of_kind(
            "mishandeling_per_1000",
            "cr_mishandeling",
            Text(nl="Mishandelingen", en="Assaults"),
            Text(nl="mishandelingen", en="assaults"),
        ),
        _of_kind(
            "vernieling_per_1000",
            "cr_vernieling",
            Text(nl="Vernielingen", en="Vandalism"),
            Text(nl="vernielingen", en="cases of vandalism"),
        ),
        _of_kind(
            "cybercrime_per_1000",
            "cr_cybercrime",
            Text(nl="Cybercrime", en="Cybercrime"),
            Text(
                nl="misdrijven tegen computers en netwerken, zoals hacken,",
                en="crimes against computers and networks, such as hacking,",
            ),
        ),
        _of_kind(
            "fraude_per_1000",
            "cr_fraude",
            Text(nl="Fraude", en="Fraud"),
            Text(
                nl="gevallen van fraude, zoals oplichting via internet,",
                en="cases of fraud, such as online scams,",
            ),
        ),
    ),
)
