from pathlib import Path

import pytest

from rudc_map.dataset.boundary_changes import (
    BoundaryChange,
    read_boundary_changes,
    write_boundary_changes,
)
from rudc_map.dataset.store import open_dataset
from rudc_map.errors import DatasetError

GEODATA = Path(__file__).parents[3] / "geodata"
GOOD = '[[change]]\ngemeente = "GM0014"\nyear = 2019\nfrom = ["Groningen", "Haren", "Ten Boer"]\n'


def test_the_mergers_of_the_region_are_known():
    found = {c.gemeente: c.year for c in open_dataset(GEODATA).boundary_changes}
    assert found == {
        "GM1952": 2018,
        "GM1950": 2018,
        "GM0014": 2019,
        "GM1966": 2019,
        "GM1969": 2019,
        "GM1979": 2021,
    }


def test_a_change_is_read(tmp_path):
    file = tmp_path / "boundary_changes.toml"
    file.write_text(GOOD, encoding="utf-8")
    assert read_boundary_changes(file, {"GM0014"}) == (
        BoundaryChange("GM0014", 2019, ("Groningen", "Haren", "Ten Boer")),
    )


def test_what_is_written_is_read(tmp_path):
    file = tmp_path / "boundary_changes.toml"
    changes = (
        BoundaryChange("GM0796", 2015, ("'s-Hertogenbosch", 'Maas"donk')),
        BoundaryChange("GM1900", 2018, ("Littenseradiel", "Súdwest-Fryslân")),
    )
    write_boundary_changes(changes, file)
    assert read_boundary_changes(file, {"GM0796", "GM1900"}) == changes
    write_boundary_changes((), file)
    assert read_boundary_changes(file, set()) == ()


def test_without_a_file_nothing_changed(tmp_path):
    assert read_boundary_changes(tmp_path / "none.toml", {"GM0014"}) == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[[change]", "not a TOML file"),
        (GOOD.replace("GM0014", "GM9999"), "GM9999"),
        (GOOD.replace("2019", '"2019"'), "year"),
        (GOOD.replace("year", "jaar"), "year"),
    ],
)
def test_a_wrong_file_is_refused_and_explained(tmp_path, content, said):
    file = tmp_path / "boundary_changes.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(DatasetError, match=said):
        read_boundary_changes(file, {"GM0014"})
