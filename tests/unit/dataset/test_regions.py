from pathlib import Path

import pytest

from rudc_map.dataset.regions import read_regions, regions_text
from rudc_map.dataset.store import open_dataset
from rudc_map.errors import DatasetError
from rudc_map.model import Level, Region, Text

GEODATA = Path(__file__).parents[3] / "geodata"
GOOD = """
[[region]]
id = "een"
nl = "Een"
en = "One"
gemeenten = ["GM0014"]
levels = ["buurt", "gemeente"]
"""


@pytest.fixture(scope="module")
def dataset():
    return open_dataset(GEODATA)


def test_the_default_region_comes_first(dataset):
    first = dataset.regions[0]
    assert first.id == "groningen-assen"
    names = dataset.areas["name"]
    assert sorted(names[list(first.gemeenten)]) == [
        "Assen", "Groningen", "Het Hogeland", "Midden-Groningen", "Noordenveld", "Tynaarlo",
        "Westerkwartier",
    ]  # fmt: skip


def test_corop_regions_and_provinces_divide_the_region(dataset):
    regions = {region.id: set(region.gemeenten) for region in dataset.regions}
    gemeenten = dataset.areas[dataset.areas["level"] == "gemeente"]
    for name, code in {"groningen": "PV20", "drenthe": "PV22"}.items():
        expected = set(gemeenten.index[gemeenten["provincie"] == code])
        assert regions[f"provincie-{name}"] == expected
    corop = ["overig-groningen", "delfzijl-en-omgeving", "oost-groningen"]
    assert sum(len(regions[name]) for name in corop) == len(regions["provincie-groningen"])
    assert set.union(*(regions[name] for name in corop)) == regions["provincie-groningen"]
    corop = ["noord-drenthe", "zuidoost-drenthe", "zuidwest-drenthe"]
    assert sum(len(regions[name]) for name in corop) == len(regions["provincie-drenthe"])
    assert set.union(*(regions[name] for name in corop)) == regions["provincie-drenthe"]
    assert len(regions["groningen-drenthe"]) == 22


def test_the_country_is_every_municipality_without_buurten(dataset):
    region = dataset.regions[-1]
    assert (region.id, region.gemeenten) == ("nederland", ())
    assert region.levels == (Level.GEMEENTE, Level.PROVINCIE)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"holds no \[\[region\]\]"),
        ("id = ", "is not a TOML file"),
        (GOOD + GOOD, "region 'een' occurs twice"),
        (GOOD.replace("GM0014", "GM9999"), "no municipality GM9999 in the data set"),
        (GOOD.replace('"een"', '"Een!"'), "an id is lower case with hyphens"),
        (GOOD.replace('"buurt"', '"straat"'), "'straat' is not a valid Level"),
        (GOOD.replace('["buurt", "gemeente"]', "[]"), "has no level"),
        (GOOD.replace("\nen =", "\nde ="), "de, en missing or unknown"),
    ],
)
def test_a_faulty_list_is_refused_by_name(tmp_path, text, message):
    path = tmp_path / "regions.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError, match=message):
        read_regions(path, {"GM0014"})


def test_an_absent_list_is_named(tmp_path):
    with pytest.raises(DatasetError, match=r"regions\.toml does not exist"):
        read_regions(tmp_path / "regions.toml", set())


def test_regions_are_read_as_they_were_written(tmp_path):
    regions = (
        Region("a-b", Text('Één "streek"', "A region"), ("GM0014",), (Level.BUURT, Level.WIJK)),
        Region("nederland", Text("Nederland", "The Netherlands"), (), (Level.GEMEENTE,)),
    )
    (tmp_path / "regions.toml").write_text(regions_text(regions), encoding="utf-8")
    assert read_regions(tmp_path / "regions.toml", {"GM0014"}) == regions
