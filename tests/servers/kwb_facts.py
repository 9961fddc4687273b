"""What CBS's key figures look like in each year and form, for the servers: over the figures of
geodata, which stand for every year. Written apart from geodata/variables.toml, which it tests."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pandas as pd

TABLES = Path(__file__).parents[2] / "geodata" / "sources" / "kerncijfers"
COUNTRY = Path(__file__).parents[2] / "geodata" / "sources" / "nederland" / "nederland.csv"


@dataclass(frozen=True)
class Column:
    """A column of Kerncijfers wijken en buurten, in the years that it has this name.

    `figure` is the column of geodata/sources/kerncijfers that holds it; "" if none does, so that
    all its cells are blank.
    """

    v3: str
    v4: str
    workbook: str
    unit: str
    figure: str = ""
    first: int = 2013
    last: int = 2025
    group: str = ""

    def is_of(self, year: int) -> bool:
        return self.first <= year <= self.last


N, P, K, H, E = "aantal", "%", "km", "ha", "x 1 000 euro"

COLUMNS = [
    Column("AantalInwoners", "T001036", "a_inw", N, "a_inw"),
    Column("Mannen", "3000", "a_man", N),
    Column("Vrouwen", "4000", "a_vrouw", N),
    Column("k_0Tot15Jaar", "10680", "a_00_14", N, "a_00_14", 2016),
    Column("k_15Tot25Jaar", "53050", "a_15_24", N, first=2016),
    Column("k_25Tot45Jaar", "53310", "a_25_44", N, first=2016),
    Column("k_45Tot65Jaar", "53715", "a_45_64", N, first=2016),
    Column("k_65JaarOfOuder", "80200", "a_65_oo", N, "a_65_oo", 2016),
    Column("WestersTotaal", "2012655", "a_w_all", N, last=2022),
    Column("NietWestersTotaal", "2012657", "a_nw_all", N, last=2022),
    Column("Nederland", "1012600_1", "a_nl_all", N, first=2023, group="Herkomstland"),
    Column("EuropaExclusiefNederland", "H007933_1", "a_eur_al", N, first=2023),
    Column("BuitenEuropa", "H008859_1", "a_neu_al", N, first=2023),
    # the same names again, for those who were born in the Netherlands: not to be taken
    Column("Nederland", "1012600_2", "a_geb_nl", N, "a_65_oo", first=2023),
    Column("EuropaExclusiefNederland", "H007933_2", "a_geb_eu", N, "a_65_oo", first=2023),
    Column("BuitenEuropa", "H008859_2", "a_geb_ne", N, "a_65_oo", first=2023),
    Column("HuishoudensTotaal", "1050010_2", "a_hh", N, "a_hh"),
    Column("Eenpersoonshuishoudens", "1050015", "a_1p_hh", N, first=2016),
    Column("HuishoudensZonderKinderen", "1016040", "a_hh_z_k", N, first=2016),
    Column("HuishoudensMetKinderen", "1016030", "a_hh_m_k", N, first=2016),
    Column("GemiddeldeHuishoudensgrootte", "M000114", "g_hhgro", N, "g_hhgro"),
    Column("Bevolkingsdichtheid", "M000100", "bev_dich", "aantal inwoners per km2", "bev_dich"),
    Column("Woningvoorraad", "M000297", "a_woning", N),
    Column("GemiddeldeWoningwaarde", "M001642", "g_woz", "1 000 euro", "g_wozbag", last=2019),
    Column("GemiddeldeWOZWaardeVanWoningen", "M001642", "g_wozbag", E, "g_wozbag", 2020),
    Column("PercentageEengezinswoning", "ZW10290", "p_1gezw", P, "p_1gezw", 2016),
    Column("PercentageMeergezinswoning", "ZW10340", "p_mgezw", P, first=2016),
    Column("Koopwoningen", "1014800", "p_koopw", P, "p_koopw"),
    Column("HuurwoningenTotaal", "1014850_2", "p_huurw", P),
    Column("InBezitWoningcorporatie", "A047047", "p_wcorpw", P, first=2016),
    Column("OpleidingsniveauLaag", "2018700", "a_opl_lg", N, "a_00_14", 2019, 2022),
    Column("OpleidingsniveauMiddelbaar", "2018740", "a_opl_md", N, "a_65_oo", 2019, 2022),
    Column("OpleidingsniveauHoog", "2018790", "a_opl_hg", N, "a_hh", 2019, 2022),
    Column("BasisonderwijsVmboMbo1", "2018700", "a_opl_bvm", N, "a_00_14", 2023),
    Column("HavoVwoMbo24", "2018740", "a_opl_hvm", N, "a_65_oo", 2023),
    Column("HboWo", "2018790", "a_opl_hw", N, "a_hh", 2023),
    Column("AantalInkomensontvangers", "M000232", "a_inkont", N, first=2016),
    Column("GemiddeldInkomenPerInkomensontvanger", "M000223", "g_ink_po", E, first=2016),
    Column("GemiddeldInkomenPerInwoner", "M000224", "g_ink_pi", E, "g_ink_pi"),
    Column("PersonenautoSTotaal", "A018943_2", "a_pau", N, first=2016),
    Column("PersonenautoSPerHuishouden", "M000368", "g_pau_hh", N, first=2016),
    Column("PersonenautoSNaarOppervlakte", "A018943_4", "g_pau_km", N, first=2016),
    Column("AfstandTotHuisartsenpraktijk", "D000028", "g_afs_hp", K, "g_afs_hp"),
    Column("AfstandTotGroteSupermarkt", "D000025", "g_afs_gs", K, "g_afs_gs"),
    Column("AfstandTotKinderdagverblijf", "D000029", "g_afs_kv", K),
    Column("AfstandTotSchool", "D000045", "g_afs_sc", K, "g_afs_sc"),
    Column("ScholenBinnen3Km", "D000263", "g_3km_sc", N, "g_3km_sc"),
    Column("OppervlakteTotaal", "T001455_2", "a_opp_ha", H),
    Column("OppervlakteLand", "A047044", "a_lan_ha", H, "a_lan_ha"),
    Column("OppervlakteWater", "A047040", "a_wat_ha", H),
    Column("MeestVoorkomendePostcode", "PC000C", "pst_mvp", "code", "pst_mvp"),
    Column("MateVanStedelijkheid", "ST0001", "ste_mvs", "code", "ste_mvs"),
    Column("Omgevingsadressendichtheid", "ST0003", "ste_oad", "aantal per km2", "ste_oad"),
]

NOT_YET_IN_2025 = frozenset(
    {"a_inkont", "g_ink_po", "g_ink_pi", "a_opl_bvm", "a_opl_hvm", "a_opl_hw"}
)
"""What is still empty in the provisional table of 2025."""

TEXT = frozenset({"MateVanStedelijkheid", "MeestVoorkomendePostcode"})
"""Columns that StatLine gives as text, padded, with "." for none."""


def columns_of(year: int) -> list[Column]:
    return [column for column in COLUMNS if column.is_of(year)]


@functools.cache
def figures() -> pd.DataFrame:
    """All rows of geodata/sources/kerncijfers as text, index: the codes; and the country's."""
    files = sorted(TABLES.glob("GM*.csv"))
    read = [pd.read_csv(path, sep=";", dtype=str, keep_default_na=False) for path in files]
    table = pd.concat(read).set_index("code")
    country = pd.read_csv(COUNTRY, sep=";", dtype=str)
    of_year = country["variable"].isin(table.columns) & (country["period"] == "2024")
    column = (country["variable"] + "_" + country["period"]).mask(of_year, country["variable"])
    table.loc["NL00"] = country.set_index(column)["value"].reindex(table.columns).fillna("")
    return table


def cell(column: Column, year: int, area: str) -> str:
    """What a column holds for an area, "" for none."""
    if not column.figure or (year == 2025 and column.workbook in NOT_YET_IN_2025):
        return ""
    return str(figures().at[area, column.figure])


def write_workbook(path: Path, year: int, gemeenten: list[str]) -> Path:
    """The workbook of a year as CBS makes it: decimal commas, "." for none, a title above it."""
    book = openpyxl.Workbook(write_only=True)
    book.create_sheet("Toelichting").append(["Kerncijfers wijken en buurten", year])
    sheet = book.create_sheet(f"KWB{year}")
    columns = columns_of(year)
    blank = " " if year == 2024 else ""  # that year's headers have blanks behind them
    names = [column.workbook + blank for column in columns]
    sheet.append(["gwb_code_10", "regio", "gm_naam", "recs", *names])
    for area in areas(gemeenten):
        cells = [_as_in_workbook(cell(column, year, area)) for column in columns]
        sheet.append([area, figures().at[area, "naam"], "", "", *cells])
    book.save(path)
    return path


def areas(gemeenten: list[str]) -> list[str]:
    """The country and the areas of some gemeenten."""
    digits = {code[2:6] for code in gemeenten}
    return ["NL00", *(code for code in figures().index if code[2:6] in digits and code != "NL00")]


def _as_in_workbook(text: str) -> object:
    if not text:
        return "."
    return int(text) if text.isdigit() else text.replace(".", ",")
