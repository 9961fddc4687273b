"""Figures of another year, put on the boundaries in use; and workbooks and exports."""

from __future__ import annotations

import functools

import pytest

from rudc_map.dataset.home import Home, last_good
from rudc_map.model import Level
from tests.integration.commands import run_here
from tests.integration.small_map import write_small_map
from tests.servers.kwb_facts import write_workbook

FEW = ["GM0765", "GM0106"]


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "data")


@pytest.fixture
def run(home):
    return functools.partial(run_here, {"RUDC_DATA_DIR": str(home.folder)}, "import")


def test_a_year_of_key_figures_comes_with_the_map_of_that_year(home, run, tmp_path):
    assert run(write_small_map(tmp_path / "wijkenbuurten_2024.gpkg")).returncode == 0
    workbook = write_workbook(tmp_path / "kwb-2023.xlsx", 2023, FEW)
    alone = run(workbook)
    assert alone.returncode == 1
    assert alone.stderr == (
        f"Error: {workbook} is of the areas of 2023, the data set of those of 2024; give the map "
        "of 2023 too\n"
    )
    of_2023 = write_small_map(tmp_path / "wijkenbuurten_2023.gpkg")
    done = run(workbook, of_2023)
    assert (done.returncode, done.stderr) == (0, "")
    dataset = last_good(home.folder)
    assert dataset.vintage == "2024"
    for level, code in ((Level.GEMEENTE, "GM0106"), (Level.BUURT, "BU07650000")):
        years = [dataset.figure("a_inw", level, year).values[code] for year in ("2023", "2024")]
        assert years[0] == years[1] > 0
    assert dataset.figure("a_inw", Level.GEMEENTE, "2023").inexact["GM0106"] == 0


def test_a_workbook_of_the_year_in_use_joins_it(home, run, tmp_path):
    done = run(write_workbook(tmp_path / "kwb-2024.xlsx", 2024, FEW))
    assert (done.returncode, done.stderr) == (0, "")
    assert last_good(home.folder).periods("p_65_oo", Level.BUURT) == ("2024",)


def test_newer_boundaries_take_the_figures_along(home, run, tmp_path):
    done = run(write_small_map(tmp_path / "wijkenbuurten_2025.gpkg"), "--year", "2025")
    assert (done.returncode, done.stderr) == (0, "")
    dataset = last_good(home.folder)
    assert dataset.vintage == "2025"
    assert dataset.attribution.endswith(", 2025")
    assert dataset.sources["grenzen"].title == "Wijk- en Buurtkaart 2025 (CBS en Kadaster)"
    assert dataset.periods("a_inw", Level.BUURT) == ("2024", "2025")
    crimes = dataset.figure("misdrijven", Level.BUURT, "2024")
    assert crimes.values["BU00140007"] == 124
    assert dataset.figure("g_ink_pi", Level.LAND, "2024").values["NL00"] == 34.9


def test_two_maps_of_a_year_are_one_too_many(home, run, tmp_path):
    first = write_small_map(tmp_path / "a_2024.gpkg")
    second = write_small_map(tmp_path / "b_2024.gpkg")
    done = run(first, second)
    assert done.returncode == 1
    assert f"{second} is a second map of 2024, beside {first}; leave one out" in done.stderr
    assert home.current == "embedded"
