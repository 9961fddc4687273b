"""Every fault that verify looks for, put into a copy of the embedded data set."""

import shutil
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from rudc_map.dataset.build import write_boundaries
from rudc_map.dataset.figures import read_figures, write_figures
from rudc_map.dataset.manifest import (
    BOUNDARIES,
    FIGURES,
    LAYER_NAMES,
    MANIFEST,
    REGIONS,
    file_entry,
    manifest_text,
    read_manifest,
)
from rudc_map.dataset.verify import verify_dataset
from rudc_map.errors import DatasetError
from rudc_map.model import Level

GEODATA = Path(__file__).parents[2] / "geodata"


@pytest.fixture(scope="module")
def levels():
    return {
        level: pyogrio.read_dataframe(GEODATA / BOUNDARIES, layer=layer)
        for level, layer in LAYER_NAMES.items()
    }


@pytest.fixture(scope="module")
def figures():
    return read_figures(GEODATA / FIGURES)


@pytest.fixture
def folder(tmp_path):
    target = tmp_path / "data"
    shutil.copytree(GEODATA, target, ignore=shutil.ignore_patterns("sources"))
    return target


def sign(folder, **changes):
    """Write the manifest anew, so that only the damage itself is a fault."""
    manifest = read_manifest(folder)
    files = {name: file_entry(folder / name) for name in manifest.files}
    text = manifest_text(replace(manifest, files=files, **changes))
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def messages(report):
    return "\n".join(f"{check.name}: {fault}" for check in report.checks for fault in check.faults)


def test_the_embedded_data_set_is_in_order():
    report = verify_dataset(GEODATA)
    assert report.ok, messages(report)
    assert [check.name for check in report.checks] == [
        "checksums", "attribution", "layers", "codes", "nesting", "postcodes", "coverage",
        "unions", "regions", "unique figures", "missing values", "status", "sentinels", "ranges",
        "ages", "orphans", "completeness", "sums", "land area",
    ]  # fmt: skip


def test_boundaries_that_were_verified_before_are_not_fitted_again():
    report = verify_dataset(GEODATA, known_areas=True)
    names = [check.name for check in report.checks]
    assert {"codes", "nesting", "sums"} <= set(names)
    assert not {"coverage", "unions"}.intersection(names)


def cell(code, variable, period="2024", **values):
    """A change of one row of the figures."""

    def change(figures):
        row = (figures[["code", "variable", "period"]] == [code, variable, period]).all(axis=1)
        assert row.sum() == 1
        for column, value in values.items():
            figures.loc[row, column] = value
        return figures

    return change


def drop(code, variable):
    return lambda figures: figures[~((figures["code"] == code) & (figures["variable"] == variable))]


def extra(code, variable, value):
    row = {"code": code, "variable": variable, "period": "2024", "value": value, "inexact": 0.0}
    return lambda figures: pd.concat([figures, pd.DataFrame([row])], ignore_index=True)


@pytest.mark.parametrize(
    ("change", "failed", "message"),
    [
        (cell("BU01060000", "g_wozbag", value=-99997.0), {"sentinels"},
         "BU01060000 g_wozbag (2024): -99997 holds a sentinel"),
        (cell("GM0106", "gezond", lower=-99991.0), {"sentinels"}, "GM0106 gezond (2024)"),
        (cell("GM0106", "p_koopw", value=140.0), {"ranges"},
         "GM0106 p_koopw (2024): 140 is outside 0 to 100 %"),
        (cell("GM0106", "p_koopw", value=-1.0), {"ranges"}, "-1 is outside 0 to 100 %"),
        (cell("GM0106", "g_wozbag", value=284_000.0), {"ranges"},
         "284000 is outside 1 to 10000 1,000 euro"),
        (cell("GM0106", "ste_mvs", value=2.5), {"ranges"}, "2.5 is not a whole number"),
        (cell("GM0106", "gezond", upper=50.0), {"ranges"}, "is outside its own bounds"),
        (cell("GM0106", "a_15_64", value=1.0), {"ages"}, "GM0106: its age groups do not add up"),
        (cell("BU01060000", "a_15_64", value=1.0), {"ages"}, "BU01060000: its age groups do not"),
        (cell("GM0106", "a_inw", value=np.nan), {"missing values", "sums"},
         "GM0106 a_inw (2024): has neither a value nor a reason"),
        (cell("GM0106", "a_hh", missing="geheim"), {"missing values"},
         "has both a value and a reason"),
        (cell("BU00140007", "a_hh", missing="weet niet"), {"missing values"},
         "BU00140007 a_hh (2024): has an unknown reason"),
        (cell("GM0106", "a_hh", status="bijna"), {"status"},
         "GM0106 a_hh (2024): 32550 has an unknown status"),
        (cell("GM0106", "a_hh", inexact=1.5), {"status"}, "an inexact share that is not between"),
        (cell("GM0106", "a_hh", inexact=np.nan), {"status"}, "an inexact share that is not betw"),
        (cell("GM0106", "a_lan_ha", value=9999.0), {"sums", "land area"},
         "GM0106: a_lan_ha (2024) is 9999, its parts add up to 818"),
        (cell("BU01060000", "misdrijven", value=9000.0), {"sums"}, "GM0106: misdrijven (2024)"),
        (cell("GM0363", "a_hh", value=1.0), {"sums"}, "NL00: a_hh (2024) is 8.3744e+06"),
        (extra("BU99990000", "g_afs_hp", 1.0), {"orphans"},
         "BU99990000: has figures but is not among the boundaries"),
        (extra("GM0106", "nieuw", 1.0), {"ranges", "completeness"},
         "nieuw: has no documented unit and range"),
        (extra("GM0106", "g_afs_hp", 1.2), {"unique figures"},
         "GM0106 g_afs_hp (2024): 1.2 occurs more than once"),
        (drop("GM0106", "g_afs_hp"), {"completeness"}, "GM0106: has no row for g_afs_hp (2024)"),
    ],
)  # fmt: skip
def test_a_damaged_figure_is_named(folder, figures, change, failed, message):
    write_figures(change(figures.copy()), folder / FIGURES)
    sign(folder)
    report = verify_dataset(folder)
    assert set(report.failed()) == failed, messages(report)
    assert message in messages(report)


def of(level, **changes):
    """A change of the first area of a level."""

    def change(levels):
        for column, value in changes.items():
            levels[level].loc[0, column] = value

    return change


def shift(levels):
    shapes = levels[Level.BUURT].geometry
    levels[Level.BUURT].loc[10, "geometry"] = shapely.transform(shapes[10], lambda xy: xy + 5)


def twice(levels):
    buurten = levels[Level.BUURT]
    levels[Level.BUURT] = pd.concat([buurten, buurten.iloc[-1:]], ignore_index=True)


def unsorted(levels):
    levels[Level.WIJK] = levels[Level.WIJK].iloc[::-1].reset_index(drop=True)


def bow_tie(levels):
    shape = shapely.from_wkt("MULTIPOLYGON (((0 0, 1 1, 1 0, 0 1, 0 0)))")
    levels[Level.GEMEENTE].loc[levels[Level.GEMEENTE]["code"] == "GM0088", "geometry"] = shape


def smaller_province(levels):
    provincies = levels[Level.PROVINCIE]
    parts = shapely.get_parts(provincies.geometry[0])
    provincies.loc[0, "geometry"] = shapely.multipolygons(parts[:-1])


@pytest.mark.parametrize(
    ("change", "failed", "message"),
    [
        (shift, {"coverage", "unions"}, "m of its boundary does not fit its neighbours"),
        (bow_tie, {"coverage", "unions", "land area"}, "GM0088: its boundary is not valid: Self-"),
        (smaller_province, {"unions"}, "PV20: differs by"),
        (of(Level.BUURT, wijk="WK001401"), {"nesting", "unions"},
         "BU00140000: does not nest in its wijk WK001401"),
        (of(Level.BUURT, gemeente="GM9999"), {"nesting", "unions", "sums"},
         "BU00140000: its gemeente GM9999 does not exist"),
        (of(Level.WIJK, provincie="PV22"), {"nesting"},
         "WK001400: is not in the province of its municipality"),
        (of(Level.BUURT, code="BU0014"), {"codes", "nesting", "orphans", "completeness", "sums"},
         "BU0014: is not a code of a buurt"),
        (of(Level.BUURT, name=" "), {"codes"}, "BU00140000: has no name"),
        (of(Level.BUURT, postcode="97"), {"postcodes"}, "its postcode does not have four digits"),
        (twice, {"codes", "coverage", "unions"}, "BU19791992: occurs more than once"),
        (unsorted, {"codes"}, "layer of level wijk: is not sorted by code"),
    ],
)  # fmt: skip
def test_a_damaged_area_is_named(folder, levels, change, failed, message):
    damaged = {level: frame.copy() for level, frame in levels.items()}
    change(damaged)
    (folder / BOUNDARIES).unlink()
    write_boundaries(damaged, folder / BOUNDARIES)
    counts = {level: len(frame) for level, frame in damaged.items()}
    sign(folder, counts=counts)
    report = verify_dataset(folder)
    assert set(report.failed()) == failed, messages(report)
    assert message in messages(report)


def rewrite(folder, levels, *, driver="GPKG", crs="EPSG:28992", leave_out=()):
    path = folder / BOUNDARIES
    path.unlink()
    for level, frame in levels.items():
        if LAYER_NAMES[level] not in leave_out:
            changed = gpd.GeoDataFrame(frame).to_crs(crs)
            written = path.with_suffix(".fgb") if driver == "FlatGeobuf" else path
            options = {"append": True} if path.exists() else {}
            pyogrio.write_dataframe(
                changed, written, layer=LAYER_NAMES[level], driver=driver, **options
            )
            if driver == "FlatGeobuf":
                written.rename(path)
                return


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        ({"crs": "EPSG:4326"}, "layer gemeenten: is in EPSG:4326, not in EPSG:28992"),
        ({"leave_out": ["wijken"]}, "boundaries.gpkg: layer 'wijken' is missing"),
        ({"driver": "FlatGeobuf"}, "cannot be opened as GPKG, GeoJSON, ESRI Shapefile"),
    ],
)
def test_a_boundary_file_that_must_not_be_loaded_is_not(folder, levels, damage, message):
    rewrite(folder, levels, **damage)
    sign(folder)
    report = verify_dataset(folder)
    assert report.failed() == ("layers",), messages(report)
    assert message in messages(report)
    assert "coverage" not in [check.name for check in report.checks]


def test_an_allowed_source_format_is_not_the_format_of_a_data_set(folder, levels):
    levels[Level.LAND].to_file(folder / "x.geojson", driver="GeoJSON")
    (folder / "x.geojson").rename(folder / BOUNDARIES)
    sign(folder)
    report = verify_dataset(folder)
    assert report.failed() == ("layers",)
    assert "layer 'buurten' is missing" in messages(report)


def test_a_missing_column_and_a_wrong_count_are_named(folder, levels):
    damaged = dict(levels)
    damaged[Level.BUURT] = levels[Level.BUURT].drop(columns="postcode")
    damaged[Level.PROVINCIE] = levels[Level.PROVINCIE].iloc[1:]
    (folder / BOUNDARIES).unlink()
    write_boundaries(damaged, folder / BOUNDARIES)
    sign(folder)
    report = verify_dataset(folder)
    assert report.failed() == ("layers",)
    assert "layer buurten: has no column postcode" in messages(report)
    assert "layer provincies: holds 11 areas, 12 were built" in messages(report)


@pytest.mark.parametrize(
    ("name", "damage", "message"),
    [
        (FIGURES, lambda path: path.write_bytes(path.read_bytes() + b" "), "the checksum is not"),
        (FIGURES, lambda path: path.unlink(), "the file is absent"),
        (BOUNDARIES, lambda path: path.unlink(), "the file is absent"),
    ],
)
def test_a_file_that_is_not_as_built_is_named(folder, name, damage, message):
    damage(folder / name)
    report = verify_dataset(folder)
    assert "checksums" in report.failed()
    assert f"checksums: {name}: {message}" in messages(report)


def test_a_checksum_that_is_wrong_by_itself_is_the_only_fault(folder):
    manifest = read_manifest(folder)
    manifest.files[FIGURES] = replace(manifest.files[FIGURES], sha256="0" * 64)
    (folder / MANIFEST).write_text(manifest_text(manifest), encoding="utf-8")
    report = verify_dataset(folder)
    assert report.failed() == ("checksums",)
    assert [str(fault) for fault in report.faults] == [
        "figures.parquet: the checksum is not the one in dataset.toml"
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"attribution": ""}, "dataset.toml: the attribution does not name Kadaster"),
        ({"attribution": "Kadaster / CBS, 2024"}, "does not name Centraal Bureau voor de"),
        ({"licence": " "}, "dataset.toml: the licence is empty"),
        ({"sources": {}}, "no source is named"),
        ({"attribution": "x"}, "does not name 2024"),
    ],
)
def test_a_missing_attribution_is_named(folder, changes, message):
    if "sources" in changes:
        text = (folder / MANIFEST).read_text(encoding="utf-8").split("[[source]]")[0]
        (folder / MANIFEST).write_text(text.replace("[counts]", "source = []\n[counts]"), "utf-8")
    else:
        sign(folder, **changes)
    report = verify_dataset(folder)
    assert report.failed() == ("attribution",)
    assert message in messages(report)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"attribution": ""}, "source politie: attribution is empty"),
        ({"address": "http://x"}, "source politie: 'http://x' is not an https address"),
        ({"retrieved": "22-11-2026"}, "source politie: '22-11-2026' is not a date"),
    ],
)
def test_an_incomplete_source_is_named(folder, changes, message):
    sources = dict(read_manifest(folder).sources)
    sources["politie"] = replace(sources["politie"], **changes)
    sign(folder, sources=sources)
    report = verify_dataset(folder)
    assert report.failed() == ("attribution",)
    assert message in messages(report)


def test_a_region_of_an_unknown_municipality_is_named(folder):
    text = (folder / REGIONS).read_text(encoding="utf-8")
    (folder / REGIONS).write_text(text.replace("GM0106", "GM0001", 1), encoding="utf-8")
    report = verify_dataset(folder)
    assert report.failed() == ("regions",)
    assert "no municipality GM0001 in the data set" in messages(report)


def test_without_a_manifest_there_is_nothing_to_verify(tmp_path):
    with pytest.raises(DatasetError, match="holds no data set"):
        verify_dataset(tmp_path)
