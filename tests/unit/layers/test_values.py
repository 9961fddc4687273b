"""Indicators by hand: the rows of the source tables are quoted, the numbers worked out here."""

from __future__ import annotations

import csv
import math
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from layers import (
    bevolking,
    duurzaamheid,
    economie,
    gezondheid,
    mobiliteit,
    onderwijs,
    veiligheid,
    wonen,
)
from rudc_map.analysis.rates import published
from rudc_map.model import Indicator, Layer

SOURCES = Path(__file__).parents[3] / "geodata" / "sources"
NAN = float("nan")

# Rows as they stand in geodata/sources/kerncijfers/GM*.csv; a_15_64 is a_inw - a_65_oo - a_00_14.
KERNCIJFERS_HEADER = (
    "code;naam;a_inw;a_65_oo;a_00_14;bev_dich;g_hhgro;a_hh;g_wozbag;p_koopw;p_1gezw;g_ink_pi;"
    "ste_mvs;ste_oad;a_lan_ha;g_afs_hp;g_afs_gs;g_afs_sc;g_3km_sc;pst_mvp;misdr_2021;misdr_2022;"
    "misdr_2023;misdr_2024;misdr_2025;gezond_2012;gezond_2016;gezond_2020;gezond_2022;gezond_2024"
)
ASSEN = (
    "GM0106;Assen;69701;15147;10352;851;2.1;32550;284;59;70;32.4;2;1600;8188;1.2;0.9;0.8;7.9;;"
    "3329;3392;3759;3205;2960;76.6;76.2;78;69.3;72.4"
)
GIETEN = (
    "BU16801700;Gieten;4775;1500;650;1174;2.2;2165;323;67;89;34;4;516;407;0.8;0.8;0.7;3;9461;"
    "116;131;150;127;106;75.9;77.7;80;70.6;74"
)
# Five residents, and every figure about them withheld.
HAREN_NOORDOOST = (
    "BU00141803;Buitengebied Haren-Noordoost;5;5;;;2;;;;;;5;228;300;;;;;9751;2;1;0;2;3;;;;;"
)

# Rows as they stand in geodata/sources/nederland/gemeenten_kerncijfers_*.csv.
GEMEENTEN_HEADER = (
    "gemeentecode;gemeentenaam;aantal_inwoners;0_15;65plus;huishoudens;gem_huishouden_grootte;"
    "bevolkingsdichtheid;omgevingsadressendichtheid;stedelijkheid;pct_eenpersoonshhd;"
    "pct_hhd_met_kind;auto_per_huishouden;auto_per_km2;opp_land;opp_water;pct_bebouwd;"
    "pct_agrarisch;pct_natuur;pct_recreatie;opp_bedrijventerrein_ha;zk_kosten_totaal;zk_kosten_ggz;"
    "zk_kosten_huisarts;cr_totaal_misdrijven;cr_inbraak_woning;cr_diefstal_fietsen;"
    "cr_mishandeling;cr_vernieling;cr_cybercrime;cr_fraude"
)
ASSEN_GEMEENTE = (
    "GM0106;Assen;69701;15;22;32550;2.1;851;1600;2;40;31;1.1;424;8188;157;21.69;47.51;14.75;8.58;"
    "333;3200;468;215;3205;60;485;141;409;42;404"
)
ALMERE_GEMEENTE = (
    "GM0034;Almere;226500;18;14;96667;2.3;1753;1636;2;33;42;;;12918;11959;13.25;13.03;12.41;6.08;"
    "593;2717;230;228;9532;360;892;488;746;114;1048"
)

# A row as it stands in geodata/sources/nederland/gemeenten.csv.
OVERVIEW_HEADER = "code;slug;naam;provincie;a_inw;misdr_per1000;gezond"
ALMERE_OVERVIEW = "GM0034;almere;Almere;Flevoland;226500;40;72.6"

QUOTED = [
    ("kerncijfers/GM0106.csv", KERNCIJFERS_HEADER, ASSEN),
    ("kerncijfers/GM1680.csv", KERNCIJFERS_HEADER, GIETEN),
    ("kerncijfers/GM0014.csv", KERNCIJFERS_HEADER, HAREN_NOORDOOST),
    ("nederland/gemeenten_kerncijfers_a.csv", GEMEENTEN_HEADER, ALMERE_GEMEENTE),
    ("nederland/gemeenten_kerncijfers_*.csv", GEMEENTEN_HEADER, ASSEN_GEMEENTE),
    ("nederland/gemeenten.csv", OVERVIEW_HEADER, ALMERE_OVERVIEW),
]

assen = dict(zip(KERNCIJFERS_HEADER.split(";"), ASSEN.split(";"), strict=True))
gieten = dict(zip(KERNCIJFERS_HEADER.split(";"), GIETEN.split(";"), strict=True))
haren = dict(zip(KERNCIJFERS_HEADER.split(";"), HAREN_NOORDOOST.split(";"), strict=True))
assen_gemeente = dict(zip(GEMEENTEN_HEADER.split(";"), ASSEN_GEMEENTE.split(";"), strict=True))
almere_gemeente = dict(zip(GEMEENTEN_HEADER.split(";"), ALMERE_GEMEENTE.split(";"), strict=True))
almere_overview = dict(zip(OVERVIEW_HEADER.split(";"), ALMERE_OVERVIEW.split(";"), strict=True))


def get(layer: Layer, indicator: str) -> Indicator:
    return next(i for i in layer.indicators if i.id == indicator)


def number(cell: str) -> float:
    return float(cell) if cell else NAN


def one(layer: Layer, indicator: str, *figures: float | str) -> float:
    """Compute an indicator for one area from cells of a row or numbers."""
    inputs = [
        pd.Series([number(f) if isinstance(f, str) else f], index=["GM0106"], dtype=float)
        for f in figures
    ]
    return float(get(layer, indicator).compute(*inputs).iloc[0])


@pytest.mark.parametrize(("table", "header", "row"), QUOTED, ids=lambda text: text[:24])
def test_the_quoted_rows_stand_in_the_source_tables(table: str, header: str, row: str) -> None:
    lines = [line for path in SOURCES.glob(table) for line in path.read_text("utf-8").splitlines()]

    assert header in lines
    assert row in lines


# --- bevolking -----------------------------------------------------------------------------------


def test_share_aged_65_and_over_in_assen_is_15147_of_69701() -> None:
    share = one(bevolking.LAYER, "aandeel_65plus", assen["a_65_oo"], assen["a_inw"], "22")

    assert share == pytest.approx(21.73, abs=0.005)  # 15147 / 69701 = 0.217314


def test_share_of_children_in_assen_is_10352_of_69701() -> None:
    share = one(bevolking.LAYER, "aandeel_0_14", assen["a_00_14"], assen["a_inw"], "15")

    assert share == pytest.approx(14.85, abs=0.005)  # 10352 / 69701 = 0.148520


def test_the_published_percentage_is_used_where_there_is_no_count() -> None:
    almere = almere_gemeente

    assert one(bevolking.LAYER, "aandeel_65plus", NAN, almere["aantal_inwoners"], "14") == 14.0
    assert almere["65plus"] == "14"


def test_a_count_of_nobody_is_zero_percent_and_not_a_gap() -> None:
    assert one(bevolking.LAYER, "aandeel_65plus", 0.0, 100.0, 22.0) == 0.0


def test_old_age_pressure_in_assen_is_15147_per_44202() -> None:
    pressure = one(bevolking.LAYER, "grijze_druk", assen["a_65_oo"], 69701.0 - 15147.0 - 10352.0)

    assert pressure == pytest.approx(34.27, abs=0.005)  # 15147 / 44202 = 0.342677


def test_old_age_pressure_without_people_of_working_age_is_missing() -> None:
    assert math.isnan(one(bevolking.LAYER, "grijze_druk", haren["a_65_oo"], 0.0))


def test_rounding_can_make_a_share_exceed_100_only_where_it_is_not_shown() -> None:
    share = one(bevolking.LAYER, "aandeel_65plus", haren["a_65_oo"], haren["a_inw"], NAN)

    assert share == 100.0
    assert float(haren["a_inw"]) < get(bevolking.LAYER, "aandeel_65plus").min_denominator


# --- wonen, economie -----------------------------------------------------------------------------


def test_a_home_in_assen_costs_284_over_32_4_years_of_income() -> None:
    years = one(wonen.LAYER, "woz_in_jaarinkomens", assen["g_wozbag"], assen["g_ink_pi"])

    assert years == pytest.approx(8.77, abs=0.005)  # 284 / 32.4 = 8.7654


def test_affordability_is_missing_where_income_is_withheld() -> None:
    assert math.isnan(one(wonen.LAYER, "woz_in_jaarinkomens", "323", haren["g_ink_pi"]))


def test_income_in_assen_is_2500_euro_below_the_country() -> None:
    gap = one(economie.LAYER, "inkomen_verschil_nederland", assen["g_ink_pi"], 34.9)

    assert gap == pytest.approx(-2.5)  # 32.4 - 34.9, the country in nederland.csv


def test_business_land_in_assen_is_333_ha_for_69701_inhabitants() -> None:
    land = one(
        economie.LAYER,
        "bedrijventerrein_per_1000",
        assen_gemeente["opp_bedrijventerrein_ha"],
        assen_gemeente["aantal_inwoners"],
    )

    assert land == pytest.approx(4.78, abs=0.005)  # 333 / 69.701 = 4.7775


# --- onderwijs -----------------------------------------------------------------------------------


def test_children_per_km2_in_gieten_is_650_on_407_ha() -> None:
    density = one(onderwijs.LAYER, "kinderen_per_km2", gieten["a_00_14"], gieten["a_lan_ha"])

    assert density == pytest.approx(159.7, abs=0.05)  # 650 / 4.07 = 159.705


# --- gezondheid ----------------------------------------------------------------------------------


def test_health_in_gieten_fell_1_9_points_from_2012_to_2024() -> None:
    change = one(
        gezondheid.LAYER, "verandering_gezondheid", gieten["gezond_2024"], gieten["gezond_2012"]
    )

    assert change == pytest.approx(-1.9)  # 74 - 75.9


# --- veiligheid ----------------------------------------------------------------------------------


def test_crimes_per_1000_in_gieten_in_2025_is_106_of_4775() -> None:
    rate = one(veiligheid.LAYER, "misdrijven_per_1000", gieten["misdr_2025"], NAN, gieten["a_inw"])

    assert rate == pytest.approx(22.2, abs=0.05)  # 106 / 4.775 = 22.199


def test_crimes_per_1000_in_almere_in_2024_come_from_the_table_by_kind() -> None:
    almere = almere_gemeente

    rate = one(
        veiligheid.LAYER,
        "misdrijven_per_1000",
        NAN,
        almere["cr_totaal_misdrijven"],
        almere["aantal_inwoners"],
    )

    assert rate == pytest.approx(42.1, abs=0.05)  # 9532 / 226.5 = 42.084


def test_the_published_mean_is_used_only_where_a_count_is_unknown() -> None:
    rate = almere_overview["misdr_per1000"]
    mean = "misdrijven_per_1000_vijf_jaar"

    assert one(veiligheid.LAYER, mean, rate, 226500.0, NAN, 1.0, 1.0, 1.0, 1.0) == 40.0
    assert one(veiligheid.LAYER, mean, rate, 226500.0, 0.0, 0.0, 0.0, 0.0, 0.0) == 0.0


def test_both_tables_count_the_same_crimes_in_2024() -> None:
    assert assen["misdr_2024"] == assen_gemeente["cr_totaal_misdrijven"] == "3205"


def test_five_year_mean_in_assen() -> None:
    counts = [assen[f"misdr_{year}"] for year in veiligheid.YEARS]

    rate = one(veiligheid.LAYER, "misdrijven_per_1000_vijf_jaar", 99.0, assen["a_inw"], *counts)

    # (3329 + 3392 + 3759 + 3205 + 2960) / 5 = 3329; 3329 / 69.701 = 47.761
    assert rate == pytest.approx(47.76, abs=0.005)


def test_five_year_mean_is_not_made_of_four_years() -> None:
    rate = one(
        veiligheid.LAYER, "misdrijven_per_1000_vijf_jaar", NAN, 1000.0, 1.0, 2.0, NAN, 4.0, 5.0
    )

    assert math.isnan(rate)


def test_the_published_rate_is_the_five_year_mean_and_of_no_single_year() -> None:
    rates = {row["code"]: row for row in rows(SOURCES / "nederland" / "gemeenten.csv")}
    agree = dict.fromkeys(("mean", *veiligheid.YEARS), 0)
    tables = sorted((SOURCES / "kerncijfers").glob("GM*.csv"))
    for table in tables:
        gemeente = next(row for row in rows(table) if row["code"] == table.stem)
        crimes = {year: float(gemeente[f"misdr_{year}"]) for year in veiligheid.YEARS}
        crimes["mean"] = sum(crimes.values()) / 5
        for year, count in crimes.items():
            rate = 1000 * count / float(gemeente["a_inw"])
            published_rate = float(rates[table.stem]["misdr_per1000"])
            agree[year] += abs(rate - published_rate) <= 0.05

    assert agree.pop("mean") == len(tables) == 22
    assert max(agree.values()) < 5


def test_change_in_gieten_is_10_crimes_fewer_on_4775_inhabitants() -> None:
    change = one(
        veiligheid.LAYER,
        "misdrijven_verandering",
        gieten["misdr_2025"],
        gieten["misdr_2021"],
        gieten["a_inw"],
    )

    assert change == pytest.approx(-2.09, abs=0.005)  # (106 - 116) / 4.775 = -2.0942


def test_change_has_a_value_where_2021_had_no_crimes() -> None:
    assert one(veiligheid.LAYER, "misdrijven_verandering", 3.0, 0.0, 600.0) == pytest.approx(5.0)


def test_burglaries_are_those_of_the_area_else_those_of_the_municipality() -> None:
    burglaries = assen_gemeente["cr_inbraak_woning"]
    for by_area, by_municipality in ((burglaries, NAN), (NAN, burglaries), (burglaries, 61.0)):
        rate = one(
            veiligheid.LAYER,
            "inbraak_woning_per_1000",
            by_area,
            by_municipality,
            assen_gemeente["aantal_inwoners"],
        )
        assert rate == pytest.approx(0.8608, abs=0.0001)  # 60 / 69.701


@pytest.mark.parametrize(
    ("indicator", "column", "expected"),
    [
        ("fietsdiefstal_per_1000", "cr_diefstal_fietsen", 6.96),  # 485 / 69.701 = 6.9583
        ("mishandeling_per_1000", "cr_mishandeling", 2.02),  # 141 / 69.701 = 2.0229
        ("vernieling_per_1000", "cr_vernieling", 5.87),  # 409 / 69.701 = 5.8679
        ("cybercrime_per_1000", "cr_cybercrime", 0.60),  # 42 / 69.701 = 0.6026
        ("fraude_per_1000", "cr_fraude", 5.80),  # 404 / 69.701 = 5.7962
    ],
)
def test_kinds_of_crime_per_1000_in_assen(indicator: str, column: str, expected: float) -> None:
    assert get(veiligheid.LAYER, indicator).inputs[0].variable == column
    rate = one(
        veiligheid.LAYER, indicator, assen_gemeente[column], assen_gemeente["aantal_inwoners"]
    )

    assert rate == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize(
    ("indicator", "figures", "count"),
    [
        ("misdrijven_per_1000", (3205.0, NAN, 69701.0), 3205),
        (
            "misdrijven_per_1000_vijf_jaar",
            (NAN, 69701.0, 3329.0, 3392.0, 3759.0, 3205.0, 2960.0),
            16645,  # of five years together
        ),
        ("inbraak_woning_per_1000", (NAN, 60.0, 69701.0), 60),
        ("fraude_per_1000", (404.0, 69701.0), 404),
    ],
)
def test_what_a_crime_rate_is_per_gives_the_crimes_back(
    indicator: str, figures: tuple[float, ...], count: int
) -> None:
    per_events = get(veiligheid.LAYER, indicator).events_per
    assert per_events is not None

    rate = one(veiligheid.LAYER, indicator, *figures)

    assert rate * 69701 / per_events == pytest.approx(count)


def test_a_change_in_crimes_is_no_rate_of_events() -> None:
    assert get(veiligheid.LAYER, "misdrijven_verandering").events_per is None
    assert get(veiligheid.LAYER, "misdrijven").events_per is None


# --- mobiliteit ----------------------------------------------------------------------------------

ASSEN_DISTANCES = (assen["g_afs_hp"], assen["g_afs_gs"], assen["g_afs_sc"])


def test_mean_distance_in_assen_is_that_of_1_2_and_0_9_and_0_8() -> None:
    distance = one(mobiliteit.LAYER, "afstand_voorzieningen", *ASSEN_DISTANCES)

    assert distance == pytest.approx(2.9 / 3)


def test_nearness_in_assen() -> None:
    score = one(mobiliteit.LAYER, "nabijheidsscore", *ASSEN_DISTANCES)

    # 0.5 ** 0.6 = 0.65975, 0.5 ** 0.45 = 0.73204, 0.5 ** 0.4 = 0.75786; their mean is 0.71655
    assert score == pytest.approx(71.66, abs=0.005)


def test_nearness_halves_with_every_two_kilometres() -> None:
    scores = [one(mobiliteit.LAYER, "nabijheidsscore", d, d, d) for d in (0.0, 2.0, 4.0, 6.0)]

    assert scores == pytest.approx([100.0, 50.0, 25.0, 12.5])


@pytest.mark.parametrize("facility", [0, 1, 2])
def test_nearness_falls_with_each_distance_and_stays_between_0_and_100(facility: int) -> None:
    scores = []
    for step in range(100):
        distances = [1.0, 1.0, 1.0]
        distances[facility] = step / 2
        scores.append(one(mobiliteit.LAYER, "nabijheidsscore", *distances))

    assert all(near > far for near, far in pairwise(scores))
    assert 0.0 < min(scores) < max(scores) <= 100.0


def test_nearness_is_missing_where_one_distance_is() -> None:
    assert math.isnan(one(mobiliteit.LAYER, "nabijheidsscore", haren["g_afs_hp"], "0.9", "0.8"))


# --- duurzaamheid --------------------------------------------------------------------------------


def test_land_per_inhabitant_in_assen_is_8188_ha_over_69701() -> None:
    land = one(duurzaamheid.LAYER, "land_per_inwoner", assen["a_lan_ha"], assen["a_inw"])

    assert land == pytest.approx(1174.7, abs=0.05)  # 81,880,000 m2 / 69701 = 1174.73


def test_land_per_inhabitant_is_missing_where_nobody_lives() -> None:
    assert math.isnan(one(duurzaamheid.LAYER, "land_per_inwoner", haren["a_lan_ha"], 0.0))


def test_urbanity_of_assen_is_class_2() -> None:
    stedelijkheid = get(duurzaamheid.LAYER, "stedelijkheid")
    names = {value: name.nl for value, name in stedelijkheid.categories}

    assert names[one(duurzaamheid.LAYER, "stedelijkheid", assen["ste_mvs"])] == "sterk stedelijk"
    assert len(names) == 5


# --- figures as published ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layer", "indicator", "variable"),
    [
        (bevolking, "inwoners", "a_inw"),
        (bevolking, "bevolkingsdichtheid", "bev_dich"),
        (bevolking, "huishoudensgrootte", "g_hhgro"),
        (bevolking, "huishoudens", "a_hh"),
        (bevolking, "aandeel_eenpersoonshuishoudens", "p_1p_hh"),
        (bevolking, "aandeel_huishoudens_met_kinderen", "p_hh_m_k"),
        (wonen, "woz_waarde", "g_wozbag"),
        (wonen, "aandeel_koopwoningen", "p_koopw"),
        (wonen, "aandeel_eengezinswoningen", "p_1gezw"),
        (wonen, "adressendichtheid", "ste_oad"),
        (economie, "inkomen_per_inwoner", "g_ink_pi"),
        (onderwijs, "afstand_basisschool", "g_afs_sc"),
        (onderwijs, "basisscholen_binnen_3km", "g_3km_sc"),
        (gezondheid, "ervaren_gezondheid", "gezond"),
        (gezondheid, "afstand_huisarts", "g_afs_hp"),
        (gezondheid, "zorgkosten_totaal", "zk_totaal"),
        (gezondheid, "zorgkosten_huisarts", "zk_huisarts"),
        (gezondheid, "zorgkosten_ggz", "zk_ggz"),
        (mobiliteit, "autos_per_huishouden", "auto_per_hh"),
        (mobiliteit, "autos_per_km2", "auto_per_km2"),
        (duurzaamheid, "aandeel_bebouwd", "pct_bebouwd"),
        (duurzaamheid, "aandeel_agrarisch", "pct_agrarisch"),
        (duurzaamheid, "aandeel_natuur", "pct_natuur"),
        (duurzaamheid, "aandeel_recreatie", "pct_recreatie"),
        (duurzaamheid, "stedelijkheid", "ste_mvs"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_published_figure_comes_from_its_own_variable(
    layer: ModuleType, indicator: str, variable: str
) -> None:
    found = get(layer.LAYER, indicator)

    assert [i.variable for i in found.inputs] == [variable]
    assert found.compute is published


def test_only_changes_and_differences_diverge() -> None:
    themes = (bevolking, wonen, economie, onderwijs, gezondheid, veiligheid, mobiliteit)
    diverging = {
        indicator.id: indicator.diverging_at
        for theme in (*themes, duurzaamheid)
        for indicator in theme.LAYER.indicators
        if indicator.diverging_at is not None
    }

    assert diverging == {
        "inkomen_verschil_nederland": 0.0,
        "verandering_gezondheid": 0.0,
        "misdrijven_verandering": 0.0,
    }


def rows(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))
