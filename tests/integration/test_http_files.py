"""The derived files: geometry, values, borders and names, as the browser fetches them."""

from __future__ import annotations

import json

import pytest

from rudc_map.model import Level
from rudc_map.view.levels import offered_levels
from rudc_map.view.values import MISSING_CODES

YEAR = 365 * 24 * 3600
LEVELS = ["buurt", "wijk", "gemeente", "provincie", "land"]
MESSAGES = {"fout", "error"}


@pytest.fixture(scope="module")
def fetch(site, version):
    """Fetches a file of the current version, its path after /d/<version>/."""

    def get(path: str, coding: str = "br"):
        return site.get(f"/d/{version}/{path}", {"Accept-Encoding": coding})

    return get


@pytest.fixture(scope="module")
def default_values(dataset, registry, fetch):
    """The file of each indicator as it is first shown."""
    region = dataset.regions[0]
    return {
        i.id: fetch(
            f"values/{region.id}/{i.id}/{offered_levels(region, i)[0]}/{i.periods[-1]}.json"
        )
        for i in registry.indicators
    }


@pytest.mark.parametrize("path", [*(f"geometry/{level}.json" for level in LEVELS), "areas.json"])
def test_a_file_is_the_same_in_every_compression(fetch, path):
    answers = {coding: fetch(path, coding) for coding in ("br, gzip", "gzip", "identity")}
    used = [answer.headers["Content-Encoding"] for answer in answers.values()]
    assert used == ["br", "gzip", None]
    assert len({answer.body for answer in answers.values()}) == 1
    assert len({answer.headers["ETag"] for answer in answers.values()}) == 1
    assert json.loads(answers["identity"].raw)


@pytest.mark.parametrize("refused", ["br;q=0, gzip", "br;q=0, *;q=0.1, gzip"])
def test_a_refused_compression_is_not_used(fetch, refused):
    assert fetch("geometry/provincie.json", refused).headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize(
    "path",
    [
        *(f"geometry/{level}.json" for level in LEVELS),
        "geometry/buurt/GM0014.json",
        "borders.json",
        "areas.json",
        "areas/buurt.json",
        "values/groningen-assen/aandeel_65plus/buurt/2024.json",
    ],
)
def test_a_file_may_be_kept_for_good(site, version, fetch, path):
    answer = fetch(path)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/json"
    kept = answer.headers["Cache-Control"].split(", ")
    assert {"public", "immutable", f"max-age={YEAR}"} <= set(kept)
    assert answer.headers["Vary"] == "Accept-Encoding"

    tag = answer.headers["ETag"]
    again = site.get(f"/d/{version}/{path}", {"If-None-Match": tag, "Accept-Encoding": "br"})
    assert (again.status, again.raw) == (304, b"")
    other = site.get(f"/d/{version}/{path}", {"If-None-Match": '"other"'})
    assert other.status == 200


def test_different_files_have_different_tags(fetch):
    tags = {fetch(f"geometry/{level}.json").headers["ETag"] for level in LEVELS}
    assert len(tags) == len(LEVELS)


@pytest.mark.parametrize("level", LEVELS)
def test_geometry_is_in_the_order_of_the_data_set(fetch, dataset, level):
    body = fetch(f"geometry/{level}.json").json
    assert body["codes"] == list(dataset.codes(Level(level)))
    for part, of in (("codes", "polygons"), ("polygons", "rings"), ("rings", "points")):
        assert len(body[of]) == (len(body[part]) if part == "codes" else sum(body[part]))
    assert len(body["steps"]) == 2 * sum(body["points"])


def test_all_buurten_are_small_enough_for_a_slow_line(fetch):
    answer = fetch("geometry/buurt.json")
    assert len(answer.json["codes"]) == 1314
    assert len(answer.raw) < 100_000


def test_buurten_come_by_gemeente_too(fetch):
    whole, piece = fetch("geometry/buurt.json").json, fetch("geometry/buurt/GM0106.json").json
    assert piece["codes"] == [code for code in whole["codes"] if code.startswith("BU0106")]
    assert len(piece["points"]) >= len(piece["codes"]) > 20


@pytest.mark.parametrize("path", ["geometry/buurt/GM9999.json", "geometry/buurt/x.json"])
def test_a_gemeente_that_does_not_exist_has_no_buurten(fetch, path):
    answer = fetch(path)
    assert answer.status == 404
    assert set(answer.json) == {"fout", "error"}


def test_values_are_in_the_order_of_the_geometry(default_values, fetch, registry):
    lengths = {level: len(fetch(f"geometry/{level}.json").json["codes"]) for level in LEVELS}
    for id_, answer in default_values.items():
        body = answer.json
        assert body["indicator"] == id_
        assert body["period"] == registry.get(id_).periods[-1]
        assert len(body["values"]) == lengths[body["level"]], id_
        assert len(body["missing"]) == lengths[body["level"]], id_
        assert set(body["missing"]) <= {"-", *MISSING_CODES.values()}
        # a value or a reason, never both or neither
        assert [value is None for value in body["values"]] == [
            letter != "-" for letter in body["missing"]
        ], id_


def test_values_belong_to_the_area_at_the_same_place(fetch, source_rows):
    # geodata/sources/kerncijfers/GM0106.csv: WK010603;Assen-Oost;9300;...
    assert source_rows["WK010603"]["a_inw"] == "9300"
    ids = fetch("geometry/wijk.json").json["codes"]
    values = fetch("values/groningen-drenthe/inwoners/wijk/2024.json").json["values"]
    assert values[ids.index("WK010603")] == 9300
    assert values == [_number(source_rows[code]["a_inw"]) for code in ids]


def test_each_switch_of_indicator_costs_little(default_values):
    sizes = {id_: len(answer.raw) for id_, answer in default_values.items()}
    assert len(sizes) >= 30
    assert {id_: size for id_, size in sizes.items() if size >= 12_000} == {}


def test_breaks_ascend_and_make_the_classes_asked_for(default_values):
    for id_, answer in default_values.items():
        for scheme, by_count in answer.json["breaks"].items():
            for count, breaks in by_count.items():
                assert breaks == sorted(set(breaks)), (id_, scheme, count)


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("geometry/straat.json", "straat"),
        ("values/atlantis/inwoners/buurt/2024.json", "atlantis"),
        ("values/groningen-assen/geluk/buurt/2024.json", "geluk"),
        ("values/groningen-assen/inwoners/straat/2024.json", "straat"),
        ("values/groningen-assen/inwoners/buurt/1850.json", "1850"),
    ],
)
def test_what_does_not_exist_is_named_in_both_languages(fetch, path, named):
    answer = fetch(path)
    assert answer.status == 404
    assert set(answer.json) == MESSAGES
    assert all(named in message for message in answer.json.values())
    assert answer.json["fout"] != answer.json["error"]
    assert answer.headers["Cache-Control"] is None


@pytest.mark.parametrize(
    "path", ["geometry/buurt.json", "values/nederland/inwoners/gemeente/2024.json", "areas.json"]
)
def test_another_version_is_gone_and_says_so(site, path):
    answer = site.get(f"/d/000000000000/{path}")
    assert answer.status == 404
    assert "Laad de pagina opnieuw" in answer.json["fout"]
    assert "Reload the page" in answer.json["error"]


@pytest.mark.parametrize("path", ["", "geometry", "geometry/buurt", "x.json", "values/a/b/c.json"])
def test_other_paths_among_the_files_do_not_exist(fetch, path):
    assert fetch(path).status == 404


def test_areas_have_names_and_parents_in_geometry_order(fetch, dataset, source_rows):
    files = [fetch(path).json for path in ("areas.json", "areas/wijk.json", "areas/buurt.json")]
    areas = {level: part for file in files for level, part in file.items()}
    assert [len(file) for file in files] == [len(LEVELS) - 2, 1, 1]
    for level in LEVELS:
        assert areas[level]["codes"] == list(dataset.codes(Level(level)))
        assert len(areas[level]["names"]) == len(areas[level]["codes"])
        assert all(areas[level]["names"])
    buurten = dict(zip(areas["buurt"]["codes"], areas["buurt"]["names"], strict=True))
    # geodata/sources/kerncijfers/GM0014.csv: BU00140000;Binnenstad-Noord;4745;...
    assert buurten["BU00140000"] == source_rows["BU00140000"]["naam"] == "Binnenstad-Noord"
    assert set(areas["gemeente"]["provincies"]) == set(areas["provincie"]["codes"])
    codes = [p for p in areas["buurt"]["postcodes"] if p is not None]
    assert all(len(p) == 4 and p.isdecimal() for p in codes)


def test_borders_are_lines_and_the_names_of_all_gemeenten(fetch, dataset):
    features = fetch("borders.json").json["features"]
    lines = {f["properties"]["id"]: f["geometry"]["type"] for f in features[:3]}
    assert set(lines) == {"gemeente", "provincie", "land"}
    assert set(lines.values()) <= {"LineString", "MultiLineString"}
    points = features[3:]
    assert {f["geometry"]["type"] for f in points} == {"Point"}
    assert {f["properties"]["id"] for f in points} == set(dataset.codes(Level.GEMEENTE))
    # the largest first, so that its name is not pushed aside
    assert points[0]["properties"]["name"] == "Amsterdam"


def _number(text: str) -> float | None:
    return float(text) if text else None
