"""CBS's file of addresses and their buurten, as it looked over the years."""

from __future__ import annotations

import zipfile

import pytest

from rudc_map.errors import SourceError
from rudc_map.sources.cbs_addresses import address_year, read_addresses

OF_2019 = """PC6;Huisnummer;Buurt2019;Wijk2019;Gemeente2019
9711AA;1;140000;1400;14
9711AB;12;140001;1400;14
"""
OF_2024 = """"PC6","Huisnummer","Buurt2024","Wijk2024","Gemeente2024"
"9711AA",1,"00140000","001400","0014"
"9711AB",12,"0363AF01","0363AF","0363"
"""


def written(folder, text, name="pc6hnr20240801_gwb.csv"):
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_addresses_of_two_years_have_the_same_numbers(tmp_path):
    before = read_addresses(written(tmp_path, OF_2019, "a.csv"))
    after = read_addresses(written(tmp_path, OF_2024, "b.csv"))
    assert before.astype(str).tolist() == ["BU00140000", "BU00140001"]
    assert after.astype(str).tolist() == ["BU00140000", "BU0363AF01"]
    assert before.index.equals(after.index)
    assert before.index.is_unique


def test_neighbouring_postcodes_and_numbers_are_other_addresses(tmp_path):
    rows = [("9711AZ", 99999), ("9711BA", 0), ("9711BA", 1), ("9711ZZ", 1), ("9712AA", 1)]
    lines = "".join(f"{postcode};{number};140000\n" for postcode, number in rows)
    found = read_addresses(written(tmp_path, f"PC6;Huisnummer;Buurt2019\n{lines}"))
    assert found.index.is_unique
    assert list(found.index) == sorted(found.index)


def test_the_table_is_found_in_the_zip_file(tmp_path):
    archive = tmp_path / "2024-cbs-pc6huisnr20240801_buurt.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("buurt2024.csv", "buurtcode2024;buurtnaam2024\n140000;Binnenstad\n")
        packed.writestr("pc6hnr20240801_gwb.csv", OF_2024)
    assert len(read_addresses(archive)) == 2


def test_an_address_in_two_buurten_is_left_out(tmp_path):
    twice = OF_2019 + "9711AA;1;140001;1400;14\n9711AB;12;140001;1400;14\n"
    assert read_addresses(written(tmp_path, twice)).astype(str).tolist() == ["BU00140001"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("postcode;huisnummer\n9711AA;1\n", "no columns PC6"),
        ("", "no columns PC6"),
        (OF_2019.replace("9711AB", "0711AB"), "'0711AB' is not a postcode"),
        (OF_2019.replace(";12;", ";12a;"), "'12A' is not a house number|'12a' is not"),
        (OF_2019.replace("140001", "Centrum"), "is not the code of a buurt"),
        (OF_2019 + "9711AC;1\n", "not a table of addresses"),
    ],
)
def test_another_file_is_refused_and_the_right_one_named(tmp_path, text, said):
    file = written(tmp_path, text)
    with pytest.raises(SourceError, match=said) as caught:
        read_addresses(file)
    assert file.name in str(caught.value)
    assert "voor postcode huisnummer" in str(caught.value)


def test_a_zip_file_without_it_is_refused(tmp_path):
    archive = tmp_path / "other.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("readme.csv", "a;b\n")
    with pytest.raises(SourceError, match=r"other\.zip holds no table"):
        read_addresses(archive)


def test_the_year_is_that_of_the_column(tmp_path):
    assert address_year(written(tmp_path, OF_2019)) == 2019
    assert address_year(written(tmp_path, OF_2024)) == 2024
    archive = tmp_path / "huisnr.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("buurt2024.csv", "buurtcode2024;buurtnaam2024\n140000;Binnenstad\n")
        packed.writestr("pc6hnr20240801_gwb.csv", OF_2024)
    assert address_year(archive) == 2024


def test_other_files_hold_no_addresses(tmp_path):
    assert address_year(written(tmp_path, "code;year;value\nBU00140000;2024;1\n")) is None
    assert address_year(written(tmp_path, "", "map.gpkg")) is None
    assert address_year(written(tmp_path, "no archive", "map.zip")) is None
