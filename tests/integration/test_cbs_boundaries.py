"""Maps of every format and style of names are read into the same areas and figures."""

from __future__ import annotations

import zipfile

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from rudc_map.errors import SourceError
from rudc_map.model import Level, MissingReason
from rudc_map.sources.addresses import read_addresses
from rudc_map.sources.cbs_boundaries import read_boundary_set
from rudc_map.sources.cbs_layers import Dropped
from rudc_map.sources.local_files import read_local_files
from tests.integration.cbs_maps import (
    PLACES,
    camel,
    geojson,
    geopackage,
    levels,
    outlines,
    shapefiles,
    styled,
    upper,
    zipped,
)

GPKG_OF_2024 = "wijkenbuurten_2024.gpkg"


@pytest.fixture(scope="module")
def layers(dataset):
    return levels(dataset)


@pytest.fixture
def gemeenten(layers):
    return layers[Level.GEMEENTE].copy()


def as_snake_gpkg(layers, folder):
    return geopackage(layers, folder / GPKG_OF_2024)


def as_camel_gpkg(layers, folder):
    return geopackage(layers, folder / "kaart.gpkg", camel)


def as_upper_shapefiles(layers, folder):
    return shapefiles(layers, folder / "wijkbuurtkaart_2024", 2024)


def as_zipped_shapefiles(layers, folder):
    return zipped(shapefiles(layers, folder / "s", 2024), folder / "buurt_2024_v3.zip", "in/side/")


def as_zipped_gpkg(layers, folder):
    return zipped(as_snake_gpkg(layers, folder), folder / "WijkBuurtkaart_2024_v2.zip")


def as_geojson_folder(layers, folder):
    folder = folder / "antwoorden_2024"
    folder.mkdir()
    for level, frame in layers.items():
        geojson(frame, folder / f"{level}en.geojson")
    return folder


@pytest.mark.parametrize(
    "write",
    [
        as_snake_gpkg,
        as_camel_gpkg,
        as_upper_shapefiles,
        as_zipped_shapefiles,
        as_zipped_gpkg,
        as_geojson_folder,
    ],
)
def test_every_form_gives_the_same(dataset, layers, tmp_path, write):
    found = read_boundary_set(write(layers, tmp_path))
    assert (found.year, found.dropped) == (2024, Dropped(water=3, abroad=3))
    for level in (Level.BUURT, Level.WIJK, Level.GEMEENTE):
        frame, own = found.frames[level], outlines(dataset, level)
        owner = own["code"] if level is Level.GEMEENTE else own["gemeente"]
        own = own[owner.isin(PLACES)]
        assert frame["code"].tolist() == own["code"].tolist()
        assert frame["name"].tolist() == own["name"].tolist()
        assert frame.crs.to_epsg() == 28992
        assert frame.area.to_numpy() == pytest.approx(own.area.to_numpy(), rel=1e-4)
    buurten = found.frames[Level.BUURT]
    assert buurten["wijk"].str[2:].eq(buurten["code"].str[2:8]).all()
    first, second = buurten["code"][:2]
    assert found.changes[first] == 3
    assert found.changes[second] == 1
    assert first not in found.postcodes
    assert found.postcodes[second] == "9401"


def test_a_folder_is_one_map_among_the_files_that_are_given(layers, tmp_path):
    folder = as_upper_shapefiles(layers, tmp_path)
    newer = as_snake_gpkg(layers, tmp_path)
    files = read_local_files([folder, newer.rename(tmp_path / "kaart_2025.gpkg")], read_addresses())
    assert [(path, found.year, len(found.frames)) for path, found in files.maps] == [
        (folder, 2024, 3),
        (tmp_path / "kaart_2025.gpkg", 2025, 3),
    ]


def test_figures_are_tidy_and_sentinels_have_their_reason(layers, tmp_path):
    figures = read_boundary_set(as_camel_gpkg(layers, tmp_path)).figures
    assert set(figures["variable"]) == {"a_inw", "p_65_oo", "g_hhgro"}
    assert set(figures["period"]) == {"2024"}
    codes = layers[Level.BUURT]["buurtcode"]
    rows = figures.set_index(["code", "variable"])
    assert rows.loc[(codes[0], "a_inw"), "missing"] == MissingReason.SECRET
    assert rows.loc[(codes[0], "p_65_oo"), "missing"] == MissingReason.NOT_PUBLISHED
    assert pd.isna(rows.loc[(codes[0], "a_inw"), "value"])
    assert rows.loc[(codes[1], "g_hhgro"), "value"] == 2.5
    assert rows.loc[(codes[1], "g_hhgro"), "missing"] is None
    assert not figures["code"].str.contains("0998|9997").any()


def test_a_generalised_map_says_its_level_in_the_code(layers, tmp_path):
    frame = layers[Level.WIJK].rename(columns={"wijkcode": "statcode", "wijknaam": "statnaam"})
    frame = frame.iloc[:-2][["statcode", "statnaam", "geometry"]]
    path = tmp_path / "gebiedsindelingen_2023.gpkg"
    pyogrio.write_dataframe(frame, path, layer="wijk_gegeneraliseerd", driver="GPKG")
    found = read_boundary_set(path)
    assert list(found.frames) == [Level.WIJK]
    assert set(found.frames[Level.WIJK]["gemeente"]) == set(PLACES)
    assert found.figures.empty


def test_names_of_gemeenten_come_from_the_layer_that_has_them(layers, tmp_path):
    only = {Level.BUURT: layers[Level.BUURT], Level.WIJK: layers[Level.WIJK]}
    only[Level.WIJK] = only[Level.WIJK].drop(columns="wijknaam")
    found = read_boundary_set(as_snake_gpkg(only, tmp_path))
    assert set(found.frames[Level.WIJK]["name"].str[:5]) == {"Wijk "}
    assert set(found.frames[Level.BUURT]["gemeentenaam"]) == {"Veendam", "Pekela"}


@pytest.mark.parametrize(
    ("name", "year", "expected"),
    [
        ("gemeenten_2019_v3.geojson", None, 2019),
        ("kaart.geojson", 2013, 2013),
        ("gemeenten_2019.geojson", 2018, 2018),
    ],
)
def test_the_year_is_given_or_in_the_name(gemeenten, tmp_path, name, year, expected):
    assert read_boundary_set(geojson(gemeenten, tmp_path / name), year).year == expected


def test_the_year_in_a_column_is_believed(gemeenten, tmp_path):
    path = geojson(gemeenten.assign(jaar=2021), tmp_path / "kaart_2020.geojson")
    assert read_boundary_set(path).year == 2021
    with pytest.raises(SourceError, match=r"says it is of 2021, not of 2020; give that year"):
        read_boundary_set(path, 2020)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("kaart.geojson", r"kaart\.geojson does not say of which year it is; give it"),
        ("van_2019_naar_2020.geojson", "does not say of which year"),
        ("kaart_2011.geojson", "is of 2011; maps are read from 2012 on"),
    ],
)
def test_a_year_that_is_not_clear_is_asked_for(gemeenten, tmp_path, name, message):
    with pytest.raises(SourceError, match=message):
        read_boundary_set(geojson(gemeenten, tmp_path / name))


def test_another_coordinate_system_is_reprojected_only_if_declared(layers, tmp_path):
    only = {Level.GEMEENTE: layers[Level.GEMEENTE]}
    path = geopackage(only, tmp_path / "a_2024.gpkg", crs="EPSG:3035")
    with pytest.raises(SourceError, match="is in EPSG:3035, not in EPSG:28992; save it again"):
        read_boundary_set(path)
    frame = read_boundary_set(path, declared_crs="EPSG:3035").frames[Level.GEMEENTE]
    expected = only[Level.GEMEENTE].set_index("gemeentecode").area[frame["code"]]
    assert frame.crs.to_epsg() == 28992
    assert frame.area.iloc[0] == pytest.approx(expected.iloc[0], rel=1e-3)


def test_a_declaration_that_is_not_true_is_refused(layers, tmp_path):
    path = as_snake_gpkg({Level.GEMEENTE: layers[Level.GEMEENTE]}, tmp_path)
    with pytest.raises(SourceError, match="is in EPSG:28992, not in EPSG:3035 as declared"):
        read_boundary_set(path, declared_crs="EPSG:3035")


def test_degrees_must_lie_in_the_netherlands(gemeenten, tmp_path):
    moved = gemeenten.to_crs("EPSG:4326")
    swapped = moved.set_geometry(shapely.transform(moved.geometry, lambda c: c[:, ::-1]))
    path = tmp_path / "kaart_2024.geojson"
    pyogrio.write_dataframe(styled(swapped, camel), path, driver="GeoJSON")
    with pytest.raises(SourceError, match=r"kaart_2024.*lies outside the Netherlands"):
        read_boundary_set(path)


@pytest.mark.filterwarnings("ignore:'crs' was not provided:UserWarning")
def test_a_file_without_coordinate_system_is_refused(gemeenten, tmp_path):
    bare = gemeenten.set_crs(None, allow_override=True)
    path = tmp_path / "gem_2015.shp"
    pyogrio.write_dataframe(styled(bare, upper), path, driver="ESRI Shapefile")
    with pytest.raises(SourceError, match="declares no coordinate system; save it"):
        read_boundary_set(path)


def cell(column, value):
    def change(frame):
        changed = frame.astype({column: object}) if column != "geometry" else frame.copy()
        changed.loc[0, column] = value
        return changed

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (cell("buurtcode", None), "has an area without code"),
        (cell("buurtcode", "BU168"), "'BU168' is not a code of a buurt"),
        (cell("gemeentecode", "GM0014"), "does not nest in its gemeente GM0014"),
        (cell("water", "MISSCHIEN"), "'MISSCHIEN' in water of .* is not NEE, JA, B"),
        (cell("geometry", None), "has no outline"),
        (cell("geometry", shapely.Point(240000, 560000)), "has no outline"),
        (lambda f: pd.concat([f, f.iloc[:1]]), "occurs twice; leave one out"),
        (lambda f: f[f["water"] == "JA"], "holds no land of the Netherlands"),
        (lambda f: f.assign(a_inw="veel"), "'veel' in a_inw is not a number"),
        (lambda f: f.assign(H2O="NEE"), "has two columns for water"),
        (lambda f: f.drop(columns=["buurtcode", "wijkcode", "gemeentecode"]), "has no layer with"),
        (lambda f: f.drop(columns="buurtnaam"), "has no name"),
    ],
)
def test_what_is_not_as_cbs_makes_it_is_refused(layers, tmp_path, change, message):
    frame = gpd.GeoDataFrame(change(layers[Level.BUURT]), geometry="geometry", crs="EPSG:28992")
    path = tmp_path / "kaart_2024.gpkg"
    out = styled(frame, lambda c: {"change": "ind_wbi"}.get(c, c)).rename(
        columns={"a_inw": "aantal_inwoners"}
    )
    pyogrio.write_dataframe(out, path, driver="GPKG", geometry_type="Unknown")
    with pytest.raises(SourceError, match=message):
        read_boundary_set(path)


def test_two_layers_of_one_level_are_refused(layers, tmp_path):
    path = as_snake_gpkg(layers, tmp_path)
    geopackage({Level.BUURT: layers[Level.BUURT]}, path, year=2023)
    with pytest.raises(SourceError, match=r"two layers of a buurt \(buurten2024 and buurten2023\)"):
        read_boundary_set(path)


def test_a_damaged_file_is_named(layers, tmp_path):
    path = as_snake_gpkg(layers, tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SourceError, match=GPKG_OF_2024):
        read_boundary_set(path)


@pytest.mark.parametrize("name", ["nee.gpkg", "nee.zip"])
def test_an_absent_file_is_named(tmp_path, name):
    with pytest.raises(SourceError, match=rf"{name} does not exist; put"):
        read_boundary_set(tmp_path / name)


def test_an_archive_or_folder_without_a_map_is_refused(tmp_path):
    path = tmp_path / "leeg_2024.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("lees_mij.txt", "niets")
    with pytest.raises(SourceError, match=r"leeg_2024\.zip holds no map"):
        read_boundary_set(path)
    (tmp_path / "map").mkdir()
    with pytest.raises(SourceError, match="map holds no map"):
        read_boundary_set(tmp_path / "map")
