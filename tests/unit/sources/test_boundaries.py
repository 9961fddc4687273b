import geopandas as gpd
import pyogrio
import pytest
import shapely

from rudc_map.errors import SourceError
from rudc_map.sources.boundaries import RD_NEW, check_layer, inspect, read_boundaries


@pytest.fixture
def square():
    return gpd.GeoDataFrame(
        {"code": ["BU00140000"], "naam": ["Binnenstad-Noord"]},
        geometry=[shapely.multipolygons([shapely.box(233000, 581000, 234000, 582000)])],
        crs=RD_NEW,
    )


@pytest.fixture
def write(tmp_path):
    def write(frame, name="a.gpkg", driver="GPKG", **options):
        pyogrio.write_dataframe(frame, tmp_path / name, driver=driver, **options)
        return tmp_path / name

    return write


def test_a_file_is_described_without_its_features(write, square):
    path = write(square, layer="buurten")
    write(square, layer="wijken", append=True)
    first, second = inspect(path)
    assert (first.name, second.name) == ("buurten", "wijken")
    assert (first.driver, first.crs, first.geometry) == ("GPKG", RD_NEW, "MultiPolygon")
    assert (first.columns, first.count) == (("code", "naam"), 1)


@pytest.mark.parametrize(
    ("name", "driver", "layer"),
    [("a.gpkg", "GPKG", "a"), ("a.geojson", "GeoJSON", "a"), ("a.shp", "ESRI Shapefile", "a")],
)
def test_three_formats_are_read(write, square, name, driver, layer):
    path = write(square, name, driver)
    frame = read_boundaries(path, layer, ["code"])
    assert list(frame.columns) == ["code", "geometry"]
    assert frame.crs.to_epsg() == 28992
    assert frame.geometry.iloc[0].area == pytest.approx(1e6)


@pytest.mark.parametrize(
    ("name", "driver"), [("a.fgb", "FlatGeobuf"), ("a.gml", "GML"), ("a.gpkg", "FlatGeobuf")]
)
def test_any_other_format_is_refused(write, square, tmp_path, name, driver):
    written = write(square, "x.fgb" if driver == "FlatGeobuf" else name, driver)
    path = written.rename(tmp_path / name)
    with pytest.raises(SourceError, match="cannot be opened as GPKG, GeoJSON, ESRI Shapefile"):
        inspect(path)


def test_a_virtual_file_that_names_another_is_refused(write, square, tmp_path):
    target = write(square, layer="buurten")
    vrt = tmp_path / "a.vrt"
    vrt.write_text(
        f'<OGRVRTDataSource><OGRVRTLayer name="buurten"><SrcDataSource>{target}'
        "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
        encoding="utf-8",
    )
    with pytest.raises(SourceError, match="cannot be opened"):
        inspect(vrt)


def test_an_absent_file_is_named(tmp_path):
    with pytest.raises(SourceError, match=r"nope\.gpkg does not exist; put"):
        inspect(tmp_path / "nope.gpkg")


def test_a_missing_layer_or_column_is_named(write, square):
    path = write(square, layer="buurten")
    with pytest.raises(SourceError, match=r"no layer 'wijken' \(it has buurten\)"):
        check_layer(path, "wijken")
    with pytest.raises(SourceError, match=r"no column buurtcode \(it has code, naam\)"):
        check_layer(path, "buurten", ["buurtcode", "naam"])


@pytest.mark.filterwarnings("ignore:'crs' was not provided:UserWarning")
def test_a_file_without_coordinate_system_is_refused(write, square):
    path = write(square.set_crs(None, allow_override=True), layer="buurten")
    with pytest.raises(SourceError, match=f"no coordinate system; save it again in {RD_NEW}"):
        check_layer(path, "buurten")


def test_another_coordinate_system_is_reprojected_only_if_declared(write, square):
    path = write(square.to_crs("EPSG:4326"), layer="buurten")
    with pytest.raises(SourceError, match="is in EPSG:4326, not in EPSG:28992"):
        read_boundaries(path, "buurten", ["code"])
    frame = read_boundaries(path, "buurten", ["code"], declared_crs="EPSG:4326")
    assert frame.crs.to_epsg() == 28992
    assert frame.total_bounds == pytest.approx([233000, 581000, 234000, 582000], abs=0.01)


def test_a_declaration_that_is_not_true_is_refused(write, square):
    path = write(square, layer="buurten")
    with pytest.raises(SourceError, match="is in EPSG:28992, not in EPSG:4326"):
        read_boundaries(path, "buurten", ["code"], declared_crs="EPSG:4326")


def test_empty_cells_and_shapes_are_refused(write, square):
    blank = write(square.assign(naam=[None]), "b.gpkg", layer="buurten")
    with pytest.raises(SourceError, match="has an empty 'naam'"):
        read_boundaries(blank, "buurten", ["code", "naam"])
    assert len(read_boundaries(blank, "buurten", ["naam"], may_be_empty=["naam"])) == 1
    empty = square.set_geometry([shapely.MultiPolygon()], crs=RD_NEW)
    with pytest.raises(SourceError, match="has an empty geometry"):
        read_boundaries(write(empty, "e.gpkg", layer="buurten"), "buurten", ["code"])
