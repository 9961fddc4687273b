"""Maps as CBS published them over the years, small, made from the embedded data set."""

from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely

from rudc_map.dataset.manifest import BOUNDARIES, LAYER_NAMES
from rudc_map.model import Level

PLACES = ("GM0047", "GM0765")  # Veendam and Pekela, which adjoin
RD = "EPSG:28992"

SNAKE = {
    "change": "indelingswijziging_wijken_en_buurten",
    "postcode": "meest_voorkomende_postcode",
    "a_inw": "aantal_inwoners",
    "p_65_oo": "percentage_personen_65_jaar_en_ouder",
    "g_hhgro": "gemiddelde_huishoudsgrootte",
}
UPPER = {
    "buurtcode": "BU_CODE",
    "buurtnaam": "BU_NAAM",
    "wijkcode": "WK_CODE",
    "wijknaam": "WK_NAAM",
    "gemeentecode": "GM_CODE",
    "gemeentenaam": "GM_NAAM",
    "water": "H2O",
    "change": "IND_WBI",
    "postcode": "POSTCODE",
    "a_inw": "AANT_INW",
    "p_65_oo": "P_65_EO_JR",
    "g_hhgro": "GEM_HH_GR",
}


def camel(name):
    first, *rest = SNAKE.get(name, name).split("_")
    return first + "".join(word.capitalize() for word in rest)


def snake(name):
    return SNAKE.get(name, name)


def upper(name):
    return UPPER[name]


def outlines(dataset, level):
    """A level of a data set with its outlines."""
    return pyogrio.read_dataframe(dataset.path / BOUNDARIES, layer=LAYER_NAMES[level])


def levels(dataset, places=PLACES):
    """The layers of a map of a few gemeenten, with a water area and Buitenland in each."""
    gemeenten = outlines(dataset, Level.GEMEENTE).set_index("code")
    made = {}
    for level, name in ((Level.BUURT, "buurt"), (Level.WIJK, "wijk"), (Level.GEMEENTE, "gemeente")):
        frame = outlines(dataset, level)
        owner = frame["code"] if level is Level.GEMEENTE else frame["gemeente"]
        frame = frame[owner.isin(places)].reset_index(drop=True)
        cells = {f"{name}code": frame["code"], f"{name}naam": frame["name"]}
        if level is Level.BUURT:
            cells |= {"wijkcode": frame["wijk"]}
        if level is not Level.GEMEENTE:
            cells |= {
                "gemeentecode": frame["gemeente"],
                "gemeentenaam": frame["gemeente"].map(gemeenten["name"]),
            }
        rows = pd.DataFrame(cells).assign(
            water="NEE", change=1, a_inw=100, p_65_oo=20, g_hhgro=2.5, postcode="9401"
        )
        made[level] = gpd.GeoDataFrame(rows, geometry=frame.geometry.to_numpy(), crs=RD)
        made[level].loc[0, ["a_inw", "p_65_oo", "postcode", "change"]] = (-99997, -99995, ".", 3)
        extra = {Level.BUURT: "BU00479997", Level.WIJK: "WK004799", Level.GEMEENTE: "GM0047"}
        made[level] = pd.concat(
            [
                made[level],
                _odd(level, name, extra[level], "JA", shapely.box(260000, 620000, 261000, 621000)),
                _odd(level, name, level.prefix + "0998" + "0" * (len(extra[level]) - 6), "B", None),
            ],
            ignore_index=True,
        )
    return made


def _odd(level, name, code, water, shape):
    """A row of water or of Buitenland, all its figures -99997."""
    row = {f"{name}code": code, f"{name}naam": "Buitenland", "water": water, "change": 1}
    if level is Level.BUURT:
        row["wijkcode"] = "WK" + code[2:8]
    if level is not Level.GEMEENTE:
        row |= {"gemeentecode": "GM" + code[2:6], "gemeentenaam": "Buitenland"}
    row |= dict.fromkeys(("a_inw", "p_65_oo", "g_hhgro"), -99997) | {"postcode": "."}
    shape = shape or shapely.box(116665, 379652, 117665, 380652)
    return gpd.GeoDataFrame([row], geometry=[shape], crs=RD)


def styled(frame, naming):
    return frame.rename(columns={c: naming(c) for c in frame.columns if c != "geometry"})


def geopackage(layers, path, naming=snake, crs=RD, year=2024):
    for level, frame in layers.items():
        out = styled(frame.to_crs(crs), naming)
        layer = f"{level}en{year}" if level is not Level.WIJK else f"wijken{year}"
        pyogrio.write_dataframe(
            out.set_geometry(out.geometry.apply(_multi)),
            path,
            layer=layer,
            driver="GPKG",
            append=path.exists(),
        )
    return path


def shapefiles(layers, folder, year=2015):
    """Shapefiles with upper-case names, the coordinate system in ESRI's words."""
    folder.mkdir(parents=True, exist_ok=True)
    for level, frame in layers.items():
        name = {Level.BUURT: "buurt", Level.WIJK: "wijk", Level.GEMEENTE: "gem"}[level]
        path = folder / f"{name}_{year}.shp"
        pyogrio.write_dataframe(styled(frame, upper), path, driver="ESRI Shapefile")
    return folder


def geojson(frame, path, naming=camel):
    pyogrio.write_dataframe(styled(frame.to_crs("EPSG:4326"), naming), path, driver="GeoJSON")
    return path


def zipped(source, path, prefix=""):
    """A file or a folder in a zip archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        files = [source] if source.is_file() else sorted(Path(source).iterdir())
        for file in files:
            archive.write(file, prefix + file.name)
    return path


def _multi(shape):
    return shapely.multipolygons(shapely.get_parts(shape))
