"""The looked-up tables with key figures: which column is which figure, read into tidy rows."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from rudc_map.errors import SourceError
from rudc_map.model import COUNTRY
from rudc_map.sources.tables import read_table, to_numbers

KWB_PERIOD = "2024"

KWB_COLUMNS = (
    "a_inw",
    "a_65_oo",
    "a_00_14",
    "bev_dich",
    "g_hhgro",
    "a_hh",
    "g_wozbag",
    "p_koopw",
    "p_1gezw",
    "g_ink_pi",
    "ste_mvs",
    "ste_oad",
    "a_lan_ha",
    "g_afs_hp",
    "g_afs_gs",
    "g_afs_sc",
    "g_3km_sc",
)
"""The figures of Kerncijfers wijken en buurten 2024, named as in CBS's own workbook."""

CRIME_PERIODS = ("2021", "2022", "2023", "2024", "2025")
HEALTH_PERIODS = ("2012", "2016", "2020", "2022", "2024")

NEIGHBOURHOOD_FIGURES: dict[str, tuple[str, str]] = {
    **{column: (column, KWB_PERIOD) for column in KWB_COLUMNS},
    **{f"misdr_{year}": ("misdrijven", year) for year in CRIME_PERIODS},
    **{f"gezond_{year}": ("gezond", year) for year in HEALTH_PERIODS},
}
"""Column of kerncijfers/GM*.csv -> variable and period."""

MUNICIPAL_KWB: dict[str, tuple[str, str]] = {
    "aantal_inwoners": ("a_inw", KWB_PERIOD),
    "huishoudens": ("a_hh", KWB_PERIOD),
    "gem_huishouden_grootte": ("g_hhgro", KWB_PERIOD),
    "bevolkingsdichtheid": ("bev_dich", KWB_PERIOD),
    "omgevingsadressendichtheid": ("ste_oad", KWB_PERIOD),
    "stedelijkheid": ("ste_mvs", KWB_PERIOD),
    "opp_land": ("a_lan_ha", KWB_PERIOD),
}
"""Columns of gemeenten_kerncijfers_*.csv that repeat a figure of `NEIGHBOURHOOD_FIGURES`."""

MUNICIPAL_FIGURES: dict[str, tuple[str, str]] = {
    "65plus": ("p_65_oo", KWB_PERIOD),
    # The header says 0_15, but for all 22 municipalities whose counts are known it equals
    # a_00_14 / a_inw in whole percents (Assen: 10352 / 69701 = 14.85 -> 15): ages 0 to 14.
    "0_15": ("p_00_14", KWB_PERIOD),
    "pct_eenpersoonshhd": ("p_1p_hh", KWB_PERIOD),
    "pct_hhd_met_kind": ("p_hh_m_k", KWB_PERIOD),
    "auto_per_huishouden": ("auto_per_hh", KWB_PERIOD),
    "auto_per_km2": ("auto_per_km2", KWB_PERIOD),
    "opp_water": ("a_wat_ha", KWB_PERIOD),
    "pct_bebouwd": ("pct_bebouwd", "2017"),
    "pct_agrarisch": ("pct_agrarisch", "2017"),
    "pct_natuur": ("pct_natuur", "2017"),
    "pct_recreatie": ("pct_recreatie", "2017"),
    "opp_bedrijventerrein_ha": ("a_bedrijventerrein_ha", "2017"),
    "zk_kosten_totaal": ("zk_totaal", "2023"),
    "zk_kosten_ggz": ("zk_ggz", "2023"),
    "zk_kosten_huisarts": ("zk_huisarts", "2023"),
    "cr_totaal_misdrijven": ("cr_totaal_misdrijven", "2024"),
    "cr_inbraak_woning": ("cr_inbraak_woning", "2024"),
    "cr_diefstal_fietsen": ("cr_diefstal_fietsen", "2024"),
    "cr_mishandeling": ("cr_mishandeling", "2024"),
    "cr_vernieling": ("cr_vernieling", "2024"),
    "cr_cybercrime": ("cr_cybercrime", "2024"),
    "cr_fraude": ("cr_fraude", "2024"),
}
"""Columns of gemeenten_kerncijfers_*.csv that exist for municipalities only."""

OVERVIEW_FIGURES: dict[str, tuple[str, str]] = {
    # the table calls it 2025, but it is the mean of five years: see geodata/README.md
    "misdr_per1000": ("misdrijven_per_1000", "2021-2025"),
    "gezond": ("gezond", "2024"),
}
"""Columns of gemeenten.csv that are taken over; its inhabitants are those of the KWB."""

TIDY = ["code", "variable", "period", "value"]


def read_figures(folder: Path) -> pd.DataFrame:
    """Read all key figures below a folder of source tables.

    Parameters
    ----------
    folder : Path
        Holds ``kerncijfers/GM*.csv`` and ``nederland/`` (see geodata/README.md).

    Returns
    -------
    DataFrame
        Columns code, variable, period (str) and value (float64, NaN for a blank cell): one row
        per area and figure that a table has a column for. A municipality's own table goes
        before the national one, which fills in where the former has no value.

    Raises
    ------
    SourceError
        If a table is absent or malformed, or an area occurs twice with different figures.
    """
    national = folder / "nederland"
    tables = [
        *(_melt(path, "code", NEIGHBOURHOOD_FIGURES) for path in neighbourhood_tables(folder)),
        _melt_municipalities(national),
        _melt(national / "gemeenten.csv", "code", OVERVIEW_FIGURES),
        _read_country(national / "nederland.csv"),
    ]
    figures = pd.concat(tables, ignore_index=True)
    figures = figures.sort_values("value", kind="stable", key=lambda value: value.isna())
    return figures.drop_duplicates(["code", "variable", "period"])[TIDY].reset_index(drop=True)


def read_postcodes(folder: Path) -> pd.Series:
    """Read the most common postcode of each buurt.

    Parameters
    ----------
    folder : Path
        As for `read_figures`.

    Returns
    -------
    Series of str
        Four digits, or None where CBS gives none; index: the codes of the buurten.
    """
    tables = [read_table(path, ["code", "pst_mvp"]) for path in neighbourhood_tables(folder)]
    column = pd.concat(tables).set_index("code")["pst_mvp"]
    column = column[column.index.str.startswith("BU")].astype(object)
    return column.where(column.str.fullmatch(r"[1-9]\d{3}").astype(bool), None)


def neighbourhood_tables(folder: Path) -> list[Path]:
    """List the tables per municipality below a folder of source tables.

    Raises
    ------
    SourceError
        If there are none.
    """
    paths = sorted((folder / "kerncijfers").glob("GM*.csv"))
    if not paths:
        raise SourceError(f"{folder / 'kerncijfers'} holds no table GM*.csv; put them there")
    return paths


def _melt_municipalities(national: Path) -> pd.DataFrame:
    """Read the two halves of the national table, which have one row in common."""
    both = MUNICIPAL_KWB | MUNICIPAL_FIGURES
    paths = [national / f"gemeenten_kerncijfers_{half}.csv" for half in "ab"]
    halves = [_melt(path, "gemeentecode", both) for path in paths]
    rows = pd.concat(halves).drop_duplicates()
    _refuse_contradictions(rows, national / "gemeenten_kerncijfers_{a,b}.csv")
    return rows


def _melt(path: Path, code: str, columns: dict[str, tuple[str, str]]) -> pd.DataFrame:
    """Read one table as tidy rows."""
    table = read_table(path, [code, *columns]).set_index(code)
    parts = []
    for column, (variable, period) in columns.items():
        values = to_numbers(table[column], f"{path}, column {column}")
        part = {"code": table.index, "variable": variable, "period": period, "value": values}
        parts.append(pd.DataFrame(part).reset_index(drop=True))
    rows = pd.concat(parts, ignore_index=True).drop_duplicates()
    _refuse_contradictions(rows, path)
    return rows


def _read_country(path: Path) -> pd.DataFrame:
    """Read the country's own figures: variable;period;value."""
    table = read_table(path, ["variable", "period", "value"])
    table["value"] = to_numbers(table["value"], f"{path}, column value")
    rows = table.assign(code=COUNTRY)[TIDY]
    _refuse_contradictions(rows, path)
    return rows


def _refuse_contradictions(rows: pd.DataFrame, path: Path) -> None:
    """Refuse a figure that occurs twice; equal repetitions are gone by now."""
    twice = rows.duplicated(["code", "variable", "period"])
    if twice.any():
        first = rows[twice].iloc[0]
        raise SourceError(
            f"{path}: {first['code']} has two different values of {first['variable']} "
            f"({first['period']}); leave one row out"
        )
