"""Downloads opened again with what people open them with, and held against the API."""

from __future__ import annotations

import io
import json
import socket
import sqlite3
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zipfile import ZipFile

import geopandas as gpd
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from rudc_map.model import Level
from rudc_map.view.figures import COLUMNS
from rudc_map.view.figures_files import FORMATS, STREAMED
from rudc_map.view.figures_written import WRITTEN
from tests.integration.conftest import ANSWER_SECONDS, running

VIEW = "regio=groningen-assen&niveau=buurt&indicator=woz_waarde&periode=2024"
THEME = "regio=provincie-drenthe&niveau=gemeente&indicator=misdrijven_per_1000&wat=thema"
TEXTS = [name for name, kind in COLUMNS.items() if kind is str]


@pytest.fixture(scope="module")
def get(site):
    """A file, checked to be one."""

    def fetch(query: str) -> bytes:
        answer = site.get(f"/download?{query}")
        assert answer.status == 200, answer.text[:400]
        return answer.body

    return fetch


@pytest.fixture(scope="module")
def wanted(site):
    """The figures of the view as the API gives them, by code."""
    body = site.get("/api/v1/values/woz_waarde?niveau=buurt&periode=2024").json
    areas = site.get("/api/v1/areas?niveau=buurt").json["gebieden"]
    gemeenten = {"GM0014", "GM0106", "GM1966", "GM1952", "GM1699", "GM1730", "GM1969"}
    inside = {area["code"] for area in areas if area["gemeente"] in gemeenten}
    return {row["code"]: row for row in body["waarden"] if row["code"] in inside}


def read_csv(body: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(body), dtype=dict.fromkeys(TEXTS, str))


def read_excel(body: bytes) -> pd.DataFrame:
    return pd.read_excel(io.BytesIO(body), sheet_name="cijfers", dtype=dict.fromkeys(TEXTS, str))


def read_parquet(body: bytes) -> pd.DataFrame:
    return pd.read_parquet(io.BytesIO(body))


def read_geojson(body: bytes) -> pd.DataFrame:
    return gpd.read_file(io.BytesIO(body))


def read_geopackage(body: bytes, layer: str = "gebieden") -> pd.DataFrame:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.gpkg"
        path.write_bytes(body)
        return gpd.read_file(path, layer=layer)


READERS = {
    "csv": read_csv,
    "xlsx": read_excel,
    "parquet": read_parquet,
    "geojson": read_geojson,
    "gpkg": read_geopackage,
}


@pytest.mark.parametrize("kind", READERS)
def test_figures_are_those_of_the_api(get, wanted, kind):
    table = READERS[kind](get(f"{VIEW}&formaat={kind}"))
    assert [name for name in table.columns if name != "geometry"] == list(COLUMNS)
    assert list(table["code"]) == list(wanted)
    for _, row in table.iterrows():
        known = wanted[row["code"]]
        assert row["naam"] == known["naam"]
        assert (None if pd.isna(row["waarde"]) else row["waarde"]) == known["waarde"]
        assert (None if pd.isna(row["ontbreekt"]) else row["ontbreekt"]) == known["ontbreekt"]
    known = table["waarde"].notna()
    assert set(table["referentie"]) == {"Nederland"}
    assert set(table["referentiewaarde"]) == {378.0}
    assert (table["verschil"][known] == table["waarde"][known] - 378).all()
    assert set(table["eenheid"]) == {"× € 1.000"}
    assert set(table["bron"]) == {"CBS Kerncijfers wijken en buurten 2024"}
    assert set(table["licentie"]) == {"CC BY 4.0"}


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_a_theme_has_every_subject_in_every_period(get, registry, site, kind):
    table = READERS[kind](get(f"{THEME}&formaat={kind}"))
    indicators = registry.layer_of("misdrijven_per_1000").indicators
    parts = [(i.id, period) for i in indicators for period in i.periods]
    assert list(dict.fromkeys(zip(table["indicator"], table["periode"], strict=True))) == parts
    assert len(table) == len(parts) * 12
    body = site.get("/api/v1/values/misdrijven_per_1000?niveau=gemeente&periode=2022").json
    known = {row["code"]: row["waarde"] for row in body["waarden"]}
    own = table[(table["indicator"] == "misdrijven_per_1000") & (table["periode"] == "2022")]
    assert dict(zip(own["code"], own["waarde"], strict=True)) == {c: known[c] for c in own["code"]}
    # a rate of counted events has its margin
    assert (own["ondergrens"] < own["waarde"]).all()
    assert (own["bovengrens"] > own["waarde"]).all()


def test_maps_of_a_theme_have_a_column_for_each_figure(get):
    features = read_geojson(get(f"{THEME}&formaat=geojson"))
    packed = get(f"{THEME}&formaat=gpkg")
    layer = read_geopackage(packed)
    assert {"misdrijven_per_1000_2022", "misdrijven_per_1000_2022_ontbreekt"} <= set(layer.columns)
    pd.testing.assert_series_equal(
        features["misdrijven_per_1000_2022"], layer["misdrijven_per_1000_2022"]
    )
    tidy = read_geopackage(packed, "cijfers")
    assert list(tidy.columns) == list(COLUMNS)


def test_shapes_lie_where_the_areas_do(get, dataset):
    layer = read_geopackage(get(f"{VIEW}&formaat=gpkg"))
    assert layer.crs.to_epsg() == 28992
    known = dataset.boundaries(Level.BUURT).loc[list(layer["code"])]
    assert (layer.geometry.geom_equals(known.geometry.reset_index(drop=True))).all()
    degrees = read_geojson(get(f"{VIEW}&formaat=geojson"))
    assert degrees.crs.to_epsg() == 4326
    apart = degrees.to_crs("EPSG:28992").geometry.centroid.distance(layer.geometry.centroid)
    assert apart.max() < 1.0


def test_every_file_says_its_source_and_licence(get):
    for kind in READERS:
        body = get(f"{VIEW}&formaat={kind}")
        if kind == "xlsx":
            sheet = openpyxl.load_workbook(io.BytesIO(body), read_only=True)["toelichting"]
            said = " ".join(str(value) for row in sheet.values for value in row)
        elif kind == "parquet":
            said = pq.read_schema(io.BytesIO(body)).metadata[b"bron_en_licentie"].decode()
        elif kind == "gpkg":
            notes = read_geopackage(body, "toelichting")
            said = " ".join(notes["onderwerp"] + " " + notes["toelichting"])
        else:
            said = body.decode("utf-8-sig")
        assert "CBS Kerncijfers wijken en buurten 2024" in said, kind
        assert "CC BY 4.0" in said, kind


def test_notes_explain_columns_reference_and_view(get, site):
    body = get(f"{VIEW}&formaat=xlsx&taal=en")
    sheet = openpyxl.load_workbook(io.BytesIO(body), read_only=True)["toelichting"]
    notes = [tuple(row) for row in sheet.values]
    about = dict(notes)
    assert about["Compare with"] == "The Netherlands: 378 × €1,000"
    assert about["Map"].startswith(f"http://127.0.0.1:{site.port}/?regio=groningen-assen")
    assert about["Boundaries"] == "Kadaster / Centraal Bureau voor de Statistiek, 2024 (CC BY 4.0)"
    assert set(COLUMNS) <= set(about)
    assert about["geheim"] == "secret (too few people or dwellings)"


def test_excel_has_numbers_as_numbers(get):
    body = get(f"{VIEW}&formaat=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(body), read_only=True)["cijfers"]
    head, first, *_ = sheet.iter_rows()
    kinds = {h.value: c.data_type for h, c in zip(head, first, strict=False)}
    assert kinds["code"] == "s"
    assert kinds["waarde"] == kinds["referentiewaarde"] == "n"


def test_a_csv_is_utf_8_that_excel_knows(get):
    body = get("regio=nederland&niveau=gemeente&indicator=inwoners&formaat=csv")
    assert body.startswith(b"\xef\xbb\xbfcode,naam,")
    assert "S\u00fadwest-Frysl\u00e2n".encode() in body
    assert body.count(b"\r\n") == 343
    assert b"'s-Gravenhage" in body


@pytest.mark.parametrize(
    ("query", "name"),
    [
        (f"{VIEW}&formaat=csv", "rudc-woz-waarde-buurt-groningen-assen-2024.csv"),
        (f"{THEME}&formaat=gpkg", "rudc-thema-veiligheid-gemeente-provincie-drenthe.gpkg"),
        (
            "regio=GM0014,GM0106&niveau=wijk&indicator=inwoners&periode=2024&formaat=parquet",
            "rudc-inwoners-wijk-eigen-regio-2024.parquet",
        ),
    ],
)
def test_a_file_has_a_name_that_says_what_it_is(site, query, name):
    answer = site.get(f"/download?{query}", method="HEAD")
    assert answer.status == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("coding", ["identity", "gzip", "br"])
def test_a_file_that_is_known_is_not_sent_again(site, kind, coding):
    accepted = {"Accept-Encoding": coding}
    address = f"/download?{VIEW}&formaat={kind}"
    tag = site.get(address, accepted).headers["ETag"]
    again = site.get(address, {**accepted, "If-None-Match": tag})
    assert (again.status, again.raw, again.headers["ETag"]) == (304, b"", tag)
    other = site.get(address, {**accepted, "If-None-Match": 'W/"other"'})
    assert other.status == 200


@pytest.mark.parametrize(
    ("reference", "names"),
    [
        ("provincie", {"Groningen", "Drenthe"}),
        ("gemeente", {"Assen", "Tynaarlo"}),
        ("regio", {"Regio Groningen-Assen"}),
        ("GM0014,GM0106", {"Groningen, Assen"}),
        ("vergelijkbaar", {"De tien meest vergelijkbare gebieden"}),
    ],
)
def test_the_reference_is_that_of_the_page(get, site, version, reference, names):
    table = read_csv(get(f"{VIEW}&referentie={reference}"))
    assert names <= set(table["referentie"])
    codes = site.get(f"/d/{version}/areas/buurt.json").json["buurt"]["codes"]
    if reference in ("provincie", "gemeente", "regio"):
        path = "values/groningen-assen/woz_waarde/buurt/2024.json"
        given = site.get(f"/d/{version}/{path}").json["references"][reference]
        around = table[reference] if reference != "regio" else None
        expected = [given] * len(table) if around is None else [given.get(c) for c in around]
    else:
        found = site.get(f"/d/{version}/reference.json?{VIEW}&referentie={reference}").json
        values = found["values"] or [found["value"]] * len(codes)
        by_code = dict(zip(codes, values, strict=True))
        expected = [by_code[code] for code in table["code"]]
    shown = [None if pd.isna(v) else v for v in table["referentiewaarde"]]
    assert shown == expected


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("formaat=docx", "docx"),
        ("wat=alles", "alles"),
        ("indicator=geluk", "geluk"),
        ("regio=atlantis", "atlantis"),
        ("kleur=rood", "kleur"),
        ("formaat=csv&formaat=xlsx", "formaat"),
    ],
)
def test_what_is_wrong_is_named_in_both_languages(site, query, named):
    answer = site.get(f"/download?{query}")
    assert answer.status == 400
    assert set(answer.json) == {"fout", "error"}
    assert all(named in message for message in answer.json.values())
    assert answer.headers["Content-Disposition"] is None


def test_a_geopackage_is_one_that_sqlite_opens(get, tmp_path):
    path = tmp_path / "x.gpkg"
    path.write_bytes(get(f"{VIEW}&formaat=gpkg"))
    connection = sqlite3.connect(path)
    names = {name for (name,) in connection.execute("SELECT table_name FROM gpkg_contents")}
    connection.close()
    assert names == {"gebieden", "toelichting"}


def test_geojson_is_plain_json_of_one_collection(get):
    body = json.loads(get(f"{VIEW}&formaat=geojson"))
    assert body["type"] == "FeatureCollection"
    assert body["bron_en_licentie"].startswith("Bron: CBS Kerncijfers")
    assert {f["geometry"]["type"] for f in body["features"]} <= {"Polygon", "MultiPolygon"}


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_request_gives_the_same_bytes(get, kind):
    """An ETag promises it; GDAL and openpyxl would write the time of day into their files."""
    body = get(f"{THEME}&formaat={kind}")
    assert get(f"{THEME}&formaat={kind}") == body
    if kind == "xlsx":
        with ZipFile(io.BytesIO(body)) as archive:
            assert len({member.date_time for member in archive.infolist()}) == 1


def test_a_geopackage_is_dated_by_its_sources(get, dataset, tmp_path):
    (tmp_path / "x.gpkg").write_bytes(get(f"{VIEW}&formaat=gpkg"))
    connection = sqlite3.connect(tmp_path / "x.gpkg")
    dates = {date for (date,) in connection.execute("SELECT last_change FROM gpkg_contents")}
    connection.close()
    assert dates == {f"{dataset.sources['kwb'].retrieved}T00:00:00.000Z"}


@pytest.mark.parametrize("kind", FORMATS)
def test_the_length_of_a_file_is_known_where_it_is_written_first(site, kind):
    answer = site.get(f"/download?{VIEW}&formaat={kind}")
    if kind in WRITTEN:
        assert answer.headers["Content-Length"] == str(len(answer.raw))
        assert answer.headers["Transfer-Encoding"] is None
    else:
        assert kind in STREAMED
        assert answer.headers["Transfer-Encoding"] == "chunked"


@pytest.mark.parametrize("kind", FORMATS)
def test_the_head_alone_is_that_of_the_file(site, kind):
    head = site.get(f"/download?{VIEW}&formaat={kind}", method="HEAD")
    answer = site.get(f"/download?{VIEW}&formaat={kind}")
    for name in ("ETag", "Content-Type", "Content-Disposition", "Cache-Control"):
        assert head.headers[name] == answer.headers[name]
    assert head.headers["Content-Length"] in (None, answer.headers["Content-Length"])
    assert (head.status, head.raw) == (200, b"")


def test_many_at_once_get_each_their_own(site, get):
    queries = [f"{shown}&formaat={kind}" for shown in (VIEW, THEME) for kind in FORMATS] * 2
    with ThreadPoolExecutor(8) as pool:
        bodies = list(pool.map(get, queries))
    for query, body in zip(queries, bodies, strict=True):
        assert body == get(query), query


@pytest.fixture(scope="module")
def small_site(tmp_path_factory):
    """One worker, whose temporary files land in a folder of this test."""
    folder = tmp_path_factory.mktemp("downloads")
    (folder / "tmp").mkdir()
    settings = {"WEB_CONCURRENCY": "1", "TMPDIR": str(folder / "tmp")}
    with running(folder / "cache", folder / "output.txt", **settings) as started:
        yield started


def held_of(folder):
    """Files in a folder that a process has open though they have no name any more (Linux)."""
    held = []
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            held.append(str(link.readlink()))
        except OSError:  # closed while it was looked at, or of somebody else
            continue
    return [path for path in held if path.startswith(str(folder)) and "figures." in path]


@pytest.mark.skipif(sys.platform != "linux", reason="looks at open files in /proc")
def test_who_goes_away_half_way_leaves_nothing_behind(small_site):
    folder = small_site.cache.parent / "tmp"
    theme = "regio=groningen-drenthe&niveau=buurt&indicator=misdrijven_per_1000&wat=thema"
    with socket.socket() as asker:
        asker.settimeout(180)
        asker.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        asker.connect(("127.0.0.1", small_site.port))
        asker.sendall(
            f"GET /download?{theme}&formaat=gpkg HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        )
        assert asker.recv(12) == b"HTTP/1.1 200"
        assert list(folder.glob("rudc-*")) == [], "its name is gone before it is sent"
        assert len(held_of(folder)) == 1, "it is being sent"
    end = time.monotonic() + ANSWER_SECONDS
    while held_of(folder):  # the server sees by itself that nobody is there any more
        assert time.monotonic() < end, "it is kept for who has gone away"
        time.sleep(0.05)
    assert small_site.get("/healthz").status == 200
