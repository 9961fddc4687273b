"""sources.toml: the project's own is complete, and a faulty one is refused with its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from rudc_map.errors import SourceError
from rudc_map.model import Level
from rudc_map.sources.addresses import SOURCES_FILE, read_addresses

OWN = SOURCES_FILE.read_text(encoding="utf-8")


def changed(tmp_path: Path, old: str, new: str) -> Path:
    assert OWN.count(old) >= 1
    path = tmp_path / "other.toml"
    path.write_text(OWN.replace(old, new), encoding="utf-8")
    return path


def test_every_year_of_the_key_figures_has_its_table():
    addresses = read_addresses()

    assert sorted(addresses.kwb.tables) == list(range(2013, 2026))
    assert addresses.table("kwb", 2024) == "85984NED"
    assert addresses.kwb.provisional == (2025,)
    assert addresses.table("politie", 2024) == "47022NED"
    assert addresses.table("gezondheid", 2024) == "50150NED"


def test_a_root_holds_the_table():
    addresses = read_addresses()

    assert addresses.kwb.root("85984NED") == "https://opendata.cbs.nl/ODataApi/odata/85984NED"
    assert addresses.politie.root("47022NED").startswith("https://dataderden.cbs.nl/")


def test_provenance_is_complete():
    source = read_addresses().provenance("kwb", 2023, "2026-11-25")

    assert source.table == "85618NED"
    assert "85618NED" in source.address
    assert source.attribution == "CBS Kerncijfers wijken en buurten 2023"
    assert source.retrieved == "2026-11-25"


def test_every_year_of_the_map_has_an_address_and_names_of_layers():
    source = read_addresses().grenzen

    assert sorted(source.years) == list(range(2012, 2026))
    assert set(source.atom_years) < set(source.years)
    assert source.layers.of(Level.BUURT, 2015)[1] == "cbs_buurten_2015"
    assert "gemeenten2019" in source.layers.of(Level.GEMEENTE, 2019)
    said = source.provenance(2023, "2026-11-25")
    assert said.attribution == "Kadaster / Centraal Bureau voor de Statistiek, 2023"
    assert said.address == "https://service.pdok.nl/cbs/wijkenbuurten/2023/atom/index.xml"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('2024 = "85984NED"', "2024 = 85984", r"kwb\.tables\.2024"),
        ("provisional = [2025]", "voorlopig = [2025]", r"kwb\.voorlopig"),
        ('protocol = "v3"', 'protocol = "v5"', r"kwb\.protocol"),
        ("{table}", "table", "kwb"),
        (
            'v3 = "https://dataderden.cbs.nl/ODataApi/odata/{table}"\nprotocol = "v3"',
            'v4 = "https://dataderden.cbs.nl/odata/{table}"\nprotocol = "v4"',
            r"politie\.protocol is v3",
        ),
        ("[ses]", "[sess]", "ses"),
        ('wijk = ["wijken",', 'wijken = ["wijken",', r"grenzen\.layers\.wijk"),
        ("atom_years = [2021,", 'atom_years = ["ja",', r"grenzen\.atom_years"),
        ("[kwb]", "[kwb", "not a TOML file"),
    ],
)
def test_a_fault_is_named_with_its_key(tmp_path, old, new, named):
    with pytest.raises(SourceError, match=named) as raised:
        read_addresses(changed(tmp_path, old, new))
    assert "other.toml" in str(raised.value)


def test_an_absent_file_is_named(tmp_path):
    with pytest.raises(SourceError, match="RUDC_SOURCES"):
        read_addresses(tmp_path / "none.toml")


def test_an_unknown_year_says_which_there_are():
    with pytest.raises(SourceError, match="2012, only for 2013, 2014"):
        read_addresses().table("kwb", 2012)


def test_an_unknown_source_says_which_there_are():
    with pytest.raises(SourceError, match="kwb, politie"):
        read_addresses().statline("brandweer")
