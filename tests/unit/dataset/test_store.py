import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rudc_map.dataset.store import open_dataset
from rudc_map.errors import DatasetError
from rudc_map.model import Level, MissingReason

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def dataset():
    return open_dataset(ROOT / "geodata")


def test_what_it_says_about_itself(dataset):
    assert dataset.vintage == "2024"
    assert dataset.attribution == "Kadaster / Centraal Bureau voor de Statistiek, 2024"
    assert dataset.licence == "CC BY 4.0"
    assert dataset.counts() == {
        Level.BUURT: 1314,
        Level.WIJK: 312,
        Level.GEMEENTE: 342,
        Level.PROVINCIE: 12,
        Level.LAND: 1,
    }
    assert dataset.sources["gezondheid"].table == "50150NED"


def test_areas_come_from_small_to_large_each_level_sorted(dataset):
    areas = dataset.areas
    assert list(areas.columns) == ["level", "name", "wijk", "gemeente", "provincie", "postcode"]
    assert list(areas["level"].unique()) == [level.value for level in Level]
    for level in Level:
        codes = dataset.codes(level)
        assert codes.is_monotonic_increasing
        assert codes.equals(areas.index[areas["level"] == level])


def test_an_area_has_its_parents_and_its_own_code(dataset):
    areas = dataset.areas
    parents = ["wijk", "gemeente", "provincie", "postcode"]
    assert areas.loc["BU00140000", "name"] == "Binnenstad-Noord"
    assert areas.loc["BU00140000", parents].to_list() == ["WK001400", "GM0014", "PV20", "9712"]
    assert areas.loc["WK010603", parents].to_list() == ["WK010603", "GM0106", "PV22", None]
    assert areas.loc["GM0106", parents].to_list() == [None, "GM0106", "PV22", None]
    assert areas.loc["PV21", ["name", *parents]].to_list() == ["Fryslân", None, None, "PV21", None]
    assert areas.loc["NL00", ["name", *parents]].to_list() == ["Nederland", *[None] * 4]


def test_figures_are_on_the_codes_of_their_level(dataset):
    for level in Level:
        figure = dataset.figure("a_inw", level)
        assert figure.values.index.equals(dataset.codes(level))
        assert figure.missing.index.equals(dataset.codes(level))
        assert figure.values.dtype == np.float64
    assert dataset.figure("a_inw", Level.GEMEENTE).values["GM0106"] == 69701
    assert dataset.figure("a_inw", Level.WIJK).values["WK010603"] == 9300


def test_ages_15_to_64_are_the_rest(dataset):
    assert dataset.figure("a_15_64", Level.GEMEENTE).values["GM0106"] == 69701 - 15147 - 10352
    assert dataset.figure("a_15_64", Level.LAND).values["NL00"] == 17942942 - 3677228 - 2714040


def test_every_area_has_a_value_or_a_reason(dataset):
    for variable in dataset.variables():
        for level in Level:
            for period in [None, *dataset.periods(variable, level)]:
                figure = dataset.figure(variable, level, period)
                assert (figure.values.isna() == figure.missing.notna()).all()
                reasons = {type(reason) for reason in figure.missing}
                assert reasons <= {MissingReason, type(None)}


def test_reasons(dataset):
    income = dataset.figure("g_ink_pi", Level.BUURT).missing
    assert income["BU00370108"] is MissingReason.NOT_PUBLISHED  # Parkwijk, 2,585 inhabitants
    assert income["BU00140003"] is MissingReason.SECRET  # Binnenstad-West, 1,740 inhabitants
    assert income["BU00140007"] is MissingReason.NO_INHABITANTS  # UMCG
    crimes = dataset.figure("misdrijven", Level.BUURT, "2024")
    assert crimes.values["BU00140007"] == 124
    assert crimes.missing["BU00140300"] is MissingReason.NOT_PUBLISHED  # De Hoogte


def test_the_latest_period_is_the_default(dataset):
    assert dataset.periods("misdrijven", Level.BUURT) == ("2021", "2022", "2023", "2024", "2025")
    latest = dataset.figure("misdrijven", Level.BUURT).values
    pd.testing.assert_series_equal(latest, dataset.figure("misdrijven", Level.BUURT, "2025").values)


def test_a_level_or_period_without_the_figure(dataset):
    assert dataset.periods("gezond", Level.WIJK) == ()
    at_level = dataset.figure("gezond", Level.WIJK)
    assert at_level.values.isna().all()
    assert set(at_level.missing) == {MissingReason.NOT_AT_LEVEL}
    in_period = dataset.figure("misdrijven", Level.BUURT, "1999")
    assert in_period.values.isna().all()
    assert set(in_period.missing) == {MissingReason.NOT_PUBLISHED}


def test_an_unknown_figure_is_named(dataset):
    with pytest.raises(DatasetError, match="no figure 'nope'"):
        dataset.figure("nope", Level.BUURT)


def test_boundaries_are_in_the_order_of_the_codes(dataset):
    for level in Level:
        frame = dataset.boundaries(level)
        assert frame.index.equals(dataset.codes(level))
        assert frame.crs.to_epsg() == 28992
        assert set(frame.geom_type) == {"MultiPolygon"}


def test_what_one_caller_changes_no_other_sees(dataset):
    areas = dataset.areas
    areas.loc["GM0106", "name"] = "Elders"
    areas["extra"] = 1
    figure = dataset.figure("a_inw", Level.GEMEENTE)
    figure.values["GM0106"] = 0.0
    figure.missing["GM0106"] = MissingReason.SECRET
    dataset.sources.clear()
    boundaries = dataset.boundaries(Level.LAND)
    boundaries["name"] = "Elders"
    dataset.counts().clear()
    assert dataset.areas.loc["GM0106", "name"] == "Assen"
    assert "extra" not in dataset.areas
    assert dataset.figure("a_inw", Level.GEMEENTE).values["GM0106"] == 69701
    assert dataset.figure("a_inw", Level.GEMEENTE).missing["GM0106"] is None
    assert dataset.sources
    assert dataset.boundaries(Level.LAND)["name"].to_list() == ["Nederland"]


def test_opening_loads_no_geometry_library():
    script = (
        "import sys; from pathlib import Path; from rudc_map.dataset.store import open_dataset;"
        "open_dataset(Path('geodata'));"
        "print([n for n in ('geopandas', 'fiona', 'pyogrio', 'shapely') if n in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"
