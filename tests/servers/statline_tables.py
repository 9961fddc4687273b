"""Tables of police, RIVM and CBS as StatLine serves them, over the figures of geodata.

What geodata does not hold is made up from what it does, plainly: a year's crimes are spread over
its months, limits lie 2 below and 1.5 above an estimate.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.servers.kwb_facts import areas, figures
from tests.servers.statline import WIDTH, Table, Topic

MARGINS = {"MW00000": 0.0, "MOG0095": -2.0, "MBG0095": 1.5}
AGES = {"20300": 0.0, "53115": 3.0}
DIMENSION = "Dimension"
TIME = "TimeDimension"
GEO = {"WijkenEnBuurten": "GeoDetail"}


def police_table(
    gemeenten: list[str], years: list[int], without: dict[str, set[str]] | None = None
) -> Table:
    """47022NED: months; `without` names months that an area has no figure for, "" for all."""
    rows = []
    for area in areas(gemeenten):
        for year in years:
            total = number(area, f"misdr_{year}")
            for month in range(1, 13):
                period = f"{year}MM{month:02d}"
                gone = {
                    m
                    for who, months in (without or {}).items()
                    if who in ("", area)
                    for m in months
                }
                known = not np.isnan(total) and period not in gone
                count = int(total) // 12 + (month <= int(total) % 12) if known else None
                rows.append(("0.0.0 ", area.ljust(WIDTH), period, count))
                rows.append(("1.1.1 ", area.ljust(WIDTH), period, count // 10 if known else None))
    frame = pd.DataFrame(rows, columns=["SoortMisdrijf", "WijkenEnBuurten", "Perioden", "n"])
    frame = frame[["WijkenEnBuurten", "SoortMisdrijf", "Perioden", "n"]]
    frame["n"] = frame["n"].astype(object).where(frame["n"].notna(), None)
    dims = {**GEO, "SoortMisdrijf": DIMENSION, "Perioden": TIME}
    topic = Topic("GeregistreerdeMisdrijven", "Geregistreerde misdrijven", "aantal")
    return Table(frame, [topic], dims, first_number=1)


def police_year_table(gemeenten: list[str], years: list[int]) -> Table:
    """47018NED: years."""
    rows = [
        (area.ljust(WIDTH), "0.0.0 ", f"{year}JJ00", _or_none(number(area, f"misdr_{year}")))
        for area in areas(gemeenten)
        for year in years
    ]
    rows.append(("NL00".ljust(WIDTH), "1.1.1 ", f"{years[0]}JJ00", 5))
    names = ["WijkenEnBuurten", "SoortMisdrijf", "Perioden", "n"]
    dims = {**GEO, "SoortMisdrijf": DIMENSION, "Perioden": TIME}
    topic = Topic("GeregistreerdeMisdrijven", "Geregistreerde misdrijven", "aantal")
    return Table(pd.DataFrame(rows, columns=names).astype(object), [topic], dims, first_number=1)


def health_table(gemeenten: list[str], years: tuple[int, ...] = (2012, 2024)) -> Table:
    """50150NED: two age groups, the estimate and its limits; the country is NL01."""
    rows = []
    for area in areas(gemeenten):
        code = "NL01" if area == "NL00" else area
        for year in years:
            share = number(area, f"gezond_{year}")
            for age, more in AGES.items():
                for margin, aside in MARGINS.items():
                    value = None if np.isnan(share) else round(share + more + aside, 1)
                    other = None if value is None else round(value / 4, 1)
                    rows.append((code.ljust(WIDTH), f"{year}JJ00", age, margin, value, other))
    names = ["WijkenEnBuurten", "Perioden", "Leeftijd", "Marges", "a", "b"]
    frame = pd.DataFrame(rows, columns=names)
    for name in ("a", "b"):
        frame[name] = frame[name].astype(object).where(frame[name].notna(), None)
    dims = {**GEO, "Perioden": TIME, "Leeftijd": DIMENSION, "Marges": DIMENSION}
    topics = [
        Topic("ErvarenGezondheidGoedZeerGoed", "Ervaren gezondheid goed/zeer goed", "%"),
        Topic("Roker", "Roker", "%"),
    ]
    return Table(frame, topics, dims, first_number=4)


def proximity_table(gemeenten: list[str]) -> Table:
    """86134NED: two columns called AfstandTotSchool, the second for secondary schools."""
    names = {"AfstandTotHuisartsenpraktijk": "g_afs_hp", "AfstandTotGroteSupermarkt": "g_afs_gs"}
    names |= {"AfstandTotSchool": "g_afs_sc"}
    codes = areas(gemeenten)
    rows = pd.DataFrame({"WijkenEnBuurten": [code.ljust(WIDTH) for code in codes]})
    topics = []
    for place, (name, column) in enumerate(names.items()):
        rows[place] = [_or_none(number(code, column)) for code in codes]
        topics.append(Topic(name, name, "km"))
    rows[len(names)] = [_or_none(number(code, "g_afs_sc") * 2) for code in codes]
    topics.append(Topic("AfstandTotSchool", "Afstand tot school", "km"))
    return Table(rows.astype(object), topics)


def ses_table(gemeenten: list[str], years: tuple[int, ...] = (2014, 2024)) -> Table:
    """86296NED: scores, and shares with their limits under headings; "." is given as None."""
    rows = []
    for area in areas(gemeenten):
        income = number(area, "g_ink_pi")
        for year in years:
            score = None if np.isnan(income) else round((income - 35) / 20, 3)
            low = None if score is None else round(30 - 10 * score, 1)
            limits = (None, None) if low is None else (low - 1.2, low + 1.4)
            cells = [low, *limits, score, 0.2, score, score, score]
            rows.append((area.ljust(WIDTH), f"{year}JJ00", *cells))
    topics = [
        Topic("Waarde", "Waarde", "%", "Opleidingsniveau/Laag"),
        Topic("k_95IntervalOndergrens", "Ondergrens 95%-interval", "%", "Opleidingsniveau/Laag"),
        Topic("k_95IntervalBovengrens", "Bovengrens 95%-interval", "%", "Opleidingsniveau/Laag"),
        Topic("GemiddeldeScore", "Gemiddelde score", "getal", "SES-WOA/Totaalscore"),
        Topic("Spreiding", "Spreiding", "getal", "SES-WOA/Totaalscore"),
        Topic("GemiddeldeScore", "Gemiddelde score", "getal", "SES-WOA/Welvaart"),
        Topic("GemiddeldeScore", "Gemiddelde score", "getal", "SES-WOA/Opleiding"),
        Topic("GemiddeldeScore", "Gemiddelde score", "getal", "SES-WOA/Arbeid"),
    ]
    frame = pd.DataFrame(rows, columns=["WijkenEnBuurten", "Perioden", *range(len(topics))])
    frame = frame.astype(object).where(frame.notna(), None)
    return Table(frame, topics, {**GEO, "Perioden": TIME}, first_number=16)


def number(area: str, column: str) -> float:
    """A figure of geodata, NaN where there is none."""
    text = figures().at[area, column]
    return float(text) if text else float("nan")


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else value
