"""Importing maps of other years: their figures come on the areas of the data set."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from rudc_map.dataset.boundary_changes import BoundaryChange
from rudc_map.dataset.home import GEODATA, Home, last_good
from rudc_map.dataset.store import open_dataset
from rudc_map.model import Level, MissingReason
from tests.integration.own_files import run as run_in

NATIONAL = Path(__file__).parents[3] / "shared" / "landelijk"
ASSEN, EMMEN, COEVORDEN = "GM0106", "GM0114", "GM0109"


def run(home, *arguments):
    return run_in(*arguments, own=home.folder.parent)


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "data")


@pytest.fixture(scope="module")
def of_2020(tmp_path_factory):
    """A map of 2020: Assen was two gemeenten, the west of Emmen belonged to Coevorden."""
    shapes = open_dataset(GEODATA).boundaries(Level.GEMEENTE)
    shapes = shapes[shapes["provincie"] == "PV22"]
    rows = {code: (row["name"], row["geometry"], 1000.0) for code, row in shapes.iterrows()}
    _, assen, _ = rows.pop(ASSEN)
    west, east = halves(assen, 0.5)
    rows["GM9001"], rows["GM9002"] = ("Assen-West", west, 300.0), ("Assen-Oost", east, 400.0)
    west, east = halves(shapes.loc[EMMEN, "geometry"], 0.2)
    rows[EMMEN] = ("Emmen", east, 6000.0)
    with_strip = shapely.union(shapes.loc[COEVORDEN, "geometry"], west)
    rows[COEVORDEN] = ("Coevorden", with_strip, 4000.0)

    names, outlines, people = zip(*rows.values(), strict=True)
    columns = {"gemeentecode": list(rows), "gemeentenaam": names, "aantalInwoners": people}
    file = tmp_path_factory.mktemp("maps") / "gemeenten_2020.geojson"
    frame = gpd.GeoDataFrame(columns, geometry=list(outlines), crs=shapes.crs)
    frame.to_crs("EPSG:4326").to_file(file, driver="GeoJSON")
    return file


def halves(shape, share):
    """The west of a shape with a share of its width, and the rest."""
    low, bottom, high, top = shape.bounds
    at = low + share * (high - low)
    sides = shapely.box(low, bottom, at, top), shapely.box(at, bottom, high, top)
    return [shapely.intersection(shape, side) for side in sides]


def test_figures_and_mergers_of_an_earlier_map(home, of_2020):
    imported = run(home, "import", of_2020)
    assert (imported.returncode, imported.stderr) == (0, "")
    dataset = last_good(home.folder)
    assert dataset.vintage == "2024"
    people = dataset.figure("a_inw", Level.GEMEENTE, "2020")
    assert (people.values[ASSEN], people.inexact[ASSEN]) == (700.0, 0.0)
    assert people.values["GM0119"] == 1000.0  # Meppel did not change
    assert people.missing[COEVORDEN] is MissingReason.NOT_COMPARABLE
    moved = people.values[EMMEN] - 6000.0
    assert 0.1 * 4000 < moved < 0.2 * 4000
    assert people.inexact[EMMEN] == pytest.approx(moved / people.values[EMMEN])
    assert people.missing["GM0014"] is MissingReason.NOT_PUBLISHED  # not on that map
    assert dataset.figure("a_inw", Level.GEMEENTE, "2024").values[ASSEN] == 69701
    assert BoundaryChange(ASSEN, 2024, ("Assen-Oost", "Assen-West")) in dataset.boundary_changes
    title = "Kerncijfers wijken en buurten 2024, en die in de wijk- en buurtkaarten van 2020"
    assert dataset.sources["kwb"].title == title
    again = run(home, "import", of_2020.rename(of_2020.with_name("gemeenten_2019.geojson")))
    assert (again.returncode, again.stderr) == (0, "")
    assert last_good(home.folder).sources["kwb"].title == title.replace("2020", "2019, 2020")
    of_2020.with_name("gemeenten_2019.geojson").rename(of_2020)
    before = open_dataset(GEODATA).boundary_changes
    assert dataset.boundary_changes[: len(before)] == before


def written_addresses(folder, year, codes):
    """CBS's file of the addresses of a year: one house number for each code of a buurt."""
    file = folder / f"pc6hnr{year}0801_gwb.csv"
    rows = "".join(f"7811AA;{number};{code}\n" for number, code in enumerate(codes, start=1))
    file.write_text(f"PC6;Huisnummer;Buurt{year}\n{rows}", encoding="utf-8")
    return file


def test_addresses_of_both_years_divide_what_moved(home, of_2020, tmp_path):
    before = ["01090000"] * 1000 + ["01140000"] * 1000
    after = ["01140000"] * 100 + ["01090000"] * 900 + ["01140000"] * 1000
    files = [written_addresses(tmp_path, y, c) for y, c in ((2020, before), (2024, after))]
    imported = run(home, "import", of_2020, *files)
    assert (imported.returncode, imported.stderr) == (0, "")
    people = last_good(home.folder).figure("a_inw", Level.GEMEENTE, "2020")
    assert people.values[COEVORDEN] == pytest.approx(3600.0)
    assert people.values[EMMEN] == pytest.approx(6400.0)
    assert people.inexact[EMMEN] == pytest.approx(400 / 6400)


def test_addresses_of_one_year_alone_change_nothing(home, of_2020, tmp_path):
    file = written_addresses(tmp_path, 2024, ["01090000"] * 1000)
    assert run(home, "import", of_2020, file).returncode == 0
    people = last_good(home.folder).figure("a_inw", Level.GEMEENTE, "2020")
    assert people.missing[COEVORDEN] is MissingReason.NOT_COMPARABLE


@pytest.mark.landelijk
@pytest.mark.skipif(not NATIONAL.is_dir(), reason=f"{NATIONAL} is not there")
def test_the_real_maps_of_twelve_years(home):
    files = [
        file for file in sorted(NATIONAL.glob("gemeenten_*.geojson")) if "2024" not in file.name
    ]
    imported = run(home, "import", *files)
    assert (imported.returncode, imported.stderr) == (0, "")
    dataset = last_good(home.folder)
    years = ("2012", "2017", "2018", "2019", "2022", "2023", "2024")
    assert dataset.periods("a_inw", Level.GEMEENTE) == years
    region = dataset.codes(Level.GEMEENTE)[
        dataset.areas.loc[dataset.codes(Level.GEMEENTE), "provincie"].isin(["PV20", "PV22"])
    ]
    people = np.array([dataset.figure("a_inw", Level.GEMEENTE, y).values[region] for y in years])
    assert not np.isnan(people).any()
    change = people[1:] / people[:-1] - 1
    assert np.abs(change).max() < 0.075  # 5 years at most, and no jump where gemeenten merged
    assert len(dataset.boundary_changes) >= 45
    eemsdelta = [c.year for c in dataset.boundary_changes if c.gemeente == "GM1979"]
    assert eemsdelta == [2021]  # known exactly, not as seen first in 2022
