import geopandas as gpd
import pytest
import shapely

from rudc_map.dataset.provinces import (
    Provinces,
    province_codes,
    provinces_of_dataset,
)
from rudc_map.errors import DatasetError, SourceError

RD = "EPSG:28992"
DRAWN = Provinces(
    {},
    gpd.GeoSeries(
        [shapely.box(0, 100, 100, 200), shapely.box(0, 0, 100, 100)], ["PV20", "PV22"], crs=RD
    ),
)


def gemeente(shape=None, code="GM0001", **columns):
    return gpd.GeoDataFrame(
        {"code": [code], **{name: [value] for name, value in columns.items()}},
        geometry=[shape or shapely.box(0, 0, 10, 10)],
        crs=RD,
    )


@pytest.mark.parametrize("said", ["PV22", "Drenthe"])
def test_what_the_file_says_comes_first(said):
    known = Provinces({"GM0001": "PV20"})
    assert province_codes(gemeente(provincie=said), known).to_dict() == {"GM0001": "PV22"}


def test_then_what_is_known_and_then_the_ground():
    known = Provinces({"GM0001": "PV20"}, DRAWN.outlines)
    assert province_codes(gemeente(provincie=None), known)["GM0001"] == "PV20"
    assert province_codes(gemeente(), DRAWN)["GM0001"] == "PV22"
    across = gemeente(shapely.box(0, 70, 10, 200))
    assert province_codes(across, DRAWN)["GM0001"] == "PV20"


def test_ground_that_changed_province_is_known_by_its_code(dataset):
    zederik = gemeente(code="GM0707")
    assert province_codes(zederik, DRAWN)["GM0707"] == "PV28"


@pytest.mark.parametrize("shape", [shapely.box(500, 500, 600, 600), shapely.box(0, 50, 10, 150)])
def test_ground_in_no_province_is_refused(shape):
    with pytest.raises(SourceError, match="GM0001 lies in no province that is known"):
        province_codes(gemeente(shape), DRAWN)


def test_without_outlines_an_unknown_gemeente_is_refused():
    with pytest.raises(SourceError, match="lies in no province"):
        province_codes(gemeente(), Provinces())


def test_a_province_that_is_none_is_refused():
    with pytest.raises(SourceError, match="'Holland', said to be the province of GM0001, is none"):
        province_codes(gemeente(provincie="Holland"), Provinces())


def test_the_embedded_data_set_knows_all(dataset):
    known = provinces_of_dataset(dataset.path)
    assert len(known.of_gemeente) == 342
    assert known.of_gemeente["GM0106"] == "PV22"
    assert len(known.outlines) == 12


def test_a_folder_without_a_data_set_is_named(tmp_path):
    with pytest.raises(DatasetError, match=r"boundaries\.gpkg does not say"):
        provinces_of_dataset(tmp_path)
