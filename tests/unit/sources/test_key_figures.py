import shutil
from pathlib import Path

import pytest

from rudc_map.errors import SourceError
from rudc_map.sources.key_figures import read_figures, read_postcodes

SOURCES = Path(__file__).parents[3] / "geodata" / "sources"
KEY = ["code", "variable", "period"]


@pytest.fixture(scope="module")
def figures():
    return read_figures(SOURCES).set_index(KEY)["value"].sort_index()


@pytest.fixture
def copy(tmp_path):
    for folder in ("kerncijfers", "nederland"):
        shutil.copytree(SOURCES / folder, tmp_path / folder)
    return tmp_path


def test_the_row_of_assen(figures):
    # GM0106;Assen;69701;15147;10352;851;2.1;32550;284;59;70;32.4;2;1600;8188;1.2;0.9;0.8;7.9;;
    # 3329;3392;3759;3205;2960;76.6;76.2;78;69.3;72.4
    assen = figures["GM0106"]
    kwb = ["a_inw", "a_65_oo", "a_00_14", "bev_dich", "g_hhgro", "a_hh", "g_wozbag", "p_koopw"]
    kwb += ["p_1gezw", "g_ink_pi"]
    assert [assen[name, "2024"] for name in kwb] == [
        69701, 15147, 10352, 851, 2.1, 32550, 284, 59, 70, 32.4,
    ]  # fmt: skip
    assert assen["misdrijven"].to_dict() == {
        "2021": 3329, "2022": 3392, "2023": 3759, "2024": 3205, "2025": 2960,
    }  # fmt: skip
    assert assen["gezond"].to_dict() == {
        "2012": 76.6, "2016": 76.2, "2020": 78, "2022": 69.3, "2024": 72.4,
    }  # fmt: skip


def test_a_row_outside_the_region(figures):
    # GM0050;Zeewolde;23899;16;16;10361;2.3;97;842;4;32;42;1.3;52;24711;2175;2.22;64.38;20.7;2.82;
    # 218;2606;193;190;687;16;50;38;85;13;107
    zeewolde = figures["GM0050"]
    assert zeewolde["a_inw", "2024"] == 23899
    assert zeewolde["p_00_14", "2024"] == 16
    assert zeewolde["a_wat_ha", "2024"] == 2175
    assert zeewolde["pct_natuur", "2017"] == 20.7
    assert zeewolde["zk_totaal", "2023"] == 2606
    assert zeewolde["cr_fraude", "2024"] == 107


def test_the_country(figures):
    assert figures["NL00", "a_inw", "2024"] == 17_942_942
    assert figures["NL00", "misdrijven_per_1000"].to_dict() == {"2021-2025": 43.9}
    assert figures["NL00", "gezond"].to_dict() == {
        "2012": 76.3, "2016": 75.4, "2020": 78.4, "2022": 69.0, "2024": 72.8,
    }  # fmt: skip


def test_the_row_that_is_in_both_halves_is_read_once(figures):
    # GM0274;Renkum;31419;...
    assert figures["GM0274", "a_inw", "2024"] == 31419
    assert figures.index.is_unique


def test_0_15_is_the_share_of_ages_0_to_14(figures):
    # the header says 0_15; the counts of the 22 municipalities say which group it is
    wide = figures.unstack("variable").xs("2024", level="period")
    known = wide[wide["a_00_14"].notna() & wide["p_00_14"].notna()]
    assert len(known) == 22
    assert ((known["a_00_14"] / known["a_inw"] * 100 - known["p_00_14"]).abs() <= 0.5).all()
    assert ((known["a_65_oo"] / known["a_inw"] * 100 - known["p_65_oo"]).abs() <= 0.5).all()


def test_an_own_table_goes_before_the_national_one_which_fills_its_gaps(copy):
    own = copy / "kerncijfers" / "GM0106.csv"
    text = own.read_text(encoding="utf-8")
    own.write_text(
        text.replace(";69701;15147;10352;851;", ";70000;15147;10352;;"), encoding="utf-8"
    )
    assen = read_figures(copy).set_index(KEY)["value"].sort_index()["GM0106"]
    assert assen["a_inw", "2024"] == 70000  # not 69701 of the national table
    assert assen["bev_dich", "2024"] == 851


def test_two_different_rows_of_an_area_are_refused(copy):
    path = copy / "kerncijfers" / "GM0106.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write("GM0106;Assen;1" + ";" * 27 + "\n")
    with pytest.raises(SourceError, match=r"GM0106\.csv: GM0106 has two different values of a_inw"):
        read_figures(copy)


def test_postcodes_are_four_digits_or_none():
    postcodes = read_postcodes(SOURCES)
    assert len(postcodes) == 1314
    assert postcodes["BU00140000"] == "9712"
    assert postcodes.isna().sum() == 6
    assert {type(value) for value in postcodes} == {str, type(None)}


def test_a_folder_without_tables_is_named(tmp_path):
    with pytest.raises(SourceError, match=r"kerncijfers holds no table GM\*\.csv"):
        read_figures(tmp_path)
