"""Importing files as an operator does, on a few gemeenten; the whole country where it is there."""

from __future__ import annotations

import gzip
from pathlib import Path

import pandas as pd
import pyogrio
import pytest

import layers
from rudc_map.dataset.home import Home, last_good
from rudc_map.dataset.verify import verify_dataset
from rudc_map.indicators.fitted import fitted
from rudc_map.indicators.references import country_value
from rudc_map.indicators.registry import discover
from rudc_map.model import Level, MissingReason
from tests.integration.commands import run_here
from tests.integration.own_files import run_apart as run_alone
from tests.integration.small_map import ASSEN, write_small_map

NATIONAL = Path(__file__).parents[3] / "shared" / "landelijk"


def run(home, *arguments):
    return run_here({"RUDC_DATA_DIR": str(home.folder)}, *arguments)


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "data")


@pytest.fixture(scope="session")
def small_map(tmp_path_factory):
    return write_small_map(tmp_path_factory.mktemp("map") / "wijkenbuurten_2024.gpkg")


def one_line(refused):
    assert refused.returncode == 1
    assert refused.stderr.startswith("Error: ")
    assert refused.stderr.count("\n") == 1
    return refused.stderr


def test_a_map_becomes_the_data_set_in_use(home, small_map, tmp_path):
    imported = run(home, "import", small_map, "--gemeenten", ASSEN)
    assert (imported.returncode, imported.stderr) == (0, "")
    name = home.current
    assert imported.stdout == (
        f"{name} is in use; python -m rudc_map data rollback goes back to embedded.\n"
    )
    dataset = last_good(home.folder)
    assert dataset.path.name == name
    assert (
        dataset.counts()[Level.BUURT]
        == sum(dataset.codes(Level.BUURT).str.startswith("BU0106"))
        > 30
    )
    assert dataset.counts()[Level.GEMEENTE] == 22
    assert [region.id for region in dataset.regions] == ["gekozen-gemeenten", "nederland"]
    assert dataset.regions[0].name.nl == "Assen"
    assert dataset.figure("a_inw", Level.GEMEENTE).values["GM0106"] == 69701
    assert dataset.figure("g_wozbag", Level.LAND).values["NL00"] == 378  # of the embedded one
    assert verify_dataset(dataset.path).sound
    again = run(home, "import", small_map, "--gemeenten", ASSEN)
    assert again.stdout == f"Nothing changed: {name} stays in use.\n"


def test_tables_join_the_data_set_in_use_on_its_boundaries(home, tmp_path):
    table = tmp_path / "misdrijven.csv.gz"
    rows = ["code;jaar;misdrijven", "GM0106;2019;3000", "BU01060000;2019;77", "BU03630000;2019;5"]
    table.write_bytes(gzip.compress("\n".join(rows).encode()))
    assert run(home, "import", table, "--name", "met-2019", "--quiet").stdout == ""
    dataset = last_good(home.folder)
    assert dataset.path.name == home.current == "met-2019"
    crimes = dataset.figure("misdrijven", Level.BUURT, "2019")
    assert crimes.values["BU01060000"] == 77
    assert crimes.missing["BU01060001"] is MissingReason.NOT_PUBLISHED
    assert dataset.figure("misdrijven", Level.GEMEENTE, "2019").values["GM0106"] == 3000
    assert dataset.figure("misdrijven", Level.GEMEENTE, "2024").values["GM0106"] == 3205
    assert dataset.boundaries(Level.LAND).index.to_list() == ["NL00"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "x.csv",
            b"code;jaar;geluk\nGM0106;2024;3\n",
            "x.csv has a column 'geluk' that is no known",
        ),
        (
            "x.csv",
            b"code;jaar;misdrijven\nGM0106;20x4;3\n",
            "'20x4' in column 'jaar' is no year such",
        ),
        ("x.csv", b"code;misdrijven\nGM0106;3\n", "has 0 columns called jaar or periode"),
        ("x.csv", b"code;jaar;misdrijven\nGM0106;2024;veel\n", "'veel' is not a number"),
        ("x.csv", b"code;jaar;misdrijven\nGM9999;2024;1\n", "has figures of GM9999, which is not"),
        (
            "x.csv",
            b"code;jaar;a_inw\nGM0106;2024;99000000\n",
            "x.csv: GM0106 a_inw (2024): 9.9e+07 is outside 0 to 2e+07 inhabitants",
        ),
        ("x.csv.gz", b"\x1f\x8bhalf", "x.csv.gz"),
        ("x.gpkg", b"not a map", "x.gpkg"),
        ("x.zip", b"not a zip", "x.zip"),
        ("x.pdf", b"%PDF", "x.pdf is neither a map"),
        ("gone.csv", None, "gone.csv does not exist"),
    ],
)
def test_a_file_that_cannot_be_taken_is_named_and_nothing_changes(
    home, tmp_path, name, content, message
):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert message in one_line(run(home, "import", path))
    assert home.current == "embedded"
    assert list((home.folder / "sets").iterdir()) == []


@pytest.mark.landelijk
@pytest.mark.skipif(not NATIONAL.is_dir(), reason=f"{NATIONAL} is not there")
def test_the_whole_country(home):
    files = [NATIONAL / "wijkenbuurten_2024.gpkg", *sorted(NATIONAL.glob("*.csv.gz"))]
    imported = run_alone("import", *files, own=home.folder.parent)
    assert (imported.returncode, imported.stderr) == (0, "")
    dataset = last_good(home.folder)
    assert dataset.counts() == {
        Level.BUURT: 14565,
        Level.WIJK: 3393,
        Level.GEMEENTE: 342,
        Level.PROVINCIE: 12,
        Level.LAND: 1,
    }
    country = dataset.regions[-1]
    assert (country.id, country.gemeenten) == ("nederland", ())
    assert country.levels == (Level.BUURT, Level.WIJK, Level.GEMEENTE, Level.PROVINCIE)
    assert dataset.regions[0].id == "groningen-assen"
    crimes = pd.read_csv(files[2], sep=";").query("jaar == 2023").set_index("code")["misdrijven"]
    found = dataset.figure("misdrijven", Level.BUURT, "2023")
    given = crimes[crimes.index.str.startswith("BU")]
    pd.testing.assert_series_equal(
        found.values.dropna(), given.reindex(found.values.dropna().index), check_names=False,
        check_dtype=False,
    )  # fmt: skip
    known = given[given.index.isin(found.values.index)]
    assert found.values.notna().sum() == len(known) > 14_400
    assert f"{files[2]}: {len(given) - len(known)} areas" in imported.stdout
    wijken = dataset.figure("misdrijven", Level.WIJK, "2023").values
    areas = dataset.areas
    assert (
        wijken["WK001400"] == known[areas.loc[known.index, "wijk"].to_numpy() == "WK001400"].sum()
    )
    assert dataset.periods("gezond", Level.BUURT) == ("2012", "2016", "2020", "2022", "2024")
    cells = pyogrio.read_dataframe(files[0], layer="buurten", read_geometry=False)
    cells = cells.set_index("buurtcode")["gemiddelde_woningwaarde"]
    woz = dataset.figure("g_wozbag", Level.BUURT)
    assert (woz.values.dropna() == cells.reindex(woz.values.dropna().index)).all()
    people = dataset.figure("a_inw", Level.BUURT).values
    secret = woz.missing == MissingReason.SECRET
    assert (people[secret] < 50).all()
    assert (people[woz.missing == MissingReason.NOT_PUBLISHED] >= 50).all()
    assert people[woz.missing == MissingReason.NO_INHABITANTS].isna().all()
    rate = fitted(discover(layers), dataset).get("misdrijven_per_1000")
    # 795,052 crimes of 342 gemeenten among 17,942,942 inhabitants, not the mean of five years
    assert country_value(dataset, rate, "2025") == 44.3
