"""What is served: its version, and looking things up by the parts of an address."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace
from urllib.parse import parse_qsl

import pytest
from werkzeug.datastructures import MultiDict

from rudc_map.errors import InputError
from rudc_map.settings import PROJECT
from rudc_map.view.query import Question
from rudc_map.web.data import Served, code_of, version_of
from rudc_map.web.factory import DERIVING_CODE


@pytest.fixture
def code(tmp_path):
    (tmp_path / "layers" / "deep").mkdir(parents=True)
    (tmp_path / "view").mkdir()
    (tmp_path / "layers" / "a.py").write_text("x = 1")
    (tmp_path / "layers" / "deep" / "b.py").write_text("y = 1")
    (tmp_path / "view" / "texts.toml").write_text("z = 1")
    (tmp_path / "model.py").write_text("m = 1")
    return (tmp_path / "layers", tmp_path / "view", tmp_path / "model.py")


def version(code, hash_="0123456789ab"):
    return version_of(SimpleNamespace(hash=hash_), code_of(code))


def test_the_version_is_twelve_hexadecimal_digits(code):
    assert re.fullmatch("[0-9a-f]{12}", version(code))
    assert version(code) == version(code)


def test_the_version_changes_with_the_data(code):
    assert version(code, "0123456789ab") != version(code, "0123456789ac")


@pytest.mark.parametrize("file", ["layers/a.py", "layers/deep/b.py", "view/texts.toml", "model.py"])
def test_the_version_changes_with_one_byte_of_code(code, tmp_path, file):
    before = version(code)
    path = tmp_path / file
    path.write_bytes(path.read_bytes().replace(b"1", b"2"))
    assert version(code) != before


def test_the_version_changes_with_a_new_file(code, tmp_path):
    before = version(code)
    (tmp_path / "layers" / "c.py").write_text("new = 1")
    assert version(code) != before


def test_the_version_does_not_change_with_what_is_not_code(code, tmp_path):
    before = version(code)
    (tmp_path / "layers" / "__pycache__").mkdir()
    (tmp_path / "layers" / "__pycache__" / "a.cpython-311.pyc").write_bytes(b"compiled")
    (tmp_path / "layers" / "notes.md").write_text("notes")
    assert version(code) == before


def test_all_of_the_deriving_code_is_there(dataset, served):
    places = tuple(PROJECT / part for part in DERIVING_CODE)
    assert all(place.is_file() or any(place.glob("*.py")) for place in places)
    assert served.version == version_of(dataset, code_of(places))


@pytest.mark.parametrize(
    "wanted",
    [
        ("atlantis", "inwoners", "buurt", "2024"),
        ("nederland", "geluk", "buurt", "2024"),
        ("nederland", "inwoners", "straat", "2024"),
        ("nederland", "inwoners", "buurt", "1850"),
    ],
)
def test_wrong_values_are_refused_before_anything_is_built(dataset, registry, cache, wanted):
    served = Served(dataset, registry, cache, "v")
    with pytest.raises(InputError) as refused:
        served.values(*wanted)
    assert refused.value.status == 404
    assert cache.asked == []


def test_files_are_kept_by_version_and_name(dataset, registry, cache):
    served = Served(dataset, registry, cache, "v1")
    file = served.values("provincie-drenthe", "inwoners", "wijk", "2024")
    assert list(cache.kept) == ["v1/values/provincie-drenthe/inwoners/wijk/2024"]
    assert json.loads(file.plain)["region"] == "provincie-drenthe"
    served.areas()
    Served(dataset, registry, cache, "v2").areas()
    assert {"v1/areas", "v2/areas"} <= set(cache.kept)


def test_a_region_of_ones_own_has_one_file_however_it_is_written(dataset, registry, cache):
    served = Served(dataset, registry, cache, "v1")
    files = [
        served.values(written, "inwoners", "wijk", "2024")
        for written in ("GM0106,GM0014", "GM0014,GM0106,GM0014")
    ]
    assert list(cache.kept) == ["v1/values/GM0014,GM0106/inwoners/wijk/2024"]
    assert files[0] == files[1]
    assert json.loads(files[0].plain)["region"] == "GM0014,GM0106"


ECHO = Question(lambda query: {"region": query.region.id}, ("regio",), ("periode", "indicator"))


def test_an_answer_is_kept_by_what_was_asked_not_by_how(dataset, registry, cache):
    served = Served(dataset, registry, cache, "v1")
    asked = (
        "regio=GM0106,GM0014&periode=&indicator=inwoners",
        "indicator=inwoners&regio=GM0014,GM0106",
    )
    for address in asked:
        query = served.query(MultiDict(parse_qsl(address)), ECHO)
        file = served.analysis("echo", query, ECHO)
        assert json.loads(file.plain) == {"region": "GM0014,GM0106"}
    assert list(cache.kept) == ["v1/echo?indicator=inwoners&regio=GM0014,GM0106"]


def test_a_wrong_question_is_refused_before_anything_is_built(dataset, registry, cache):
    served = Served(dataset, registry, cache, "v1")
    for address in ("regio=atlantis", "regio=nederland&indicator=geluk", "x=1", ""):
        with pytest.raises(InputError):
            served.analysis("echo", served.query(MultiDict(parse_qsl(address)), ECHO), ECHO)
    assert cache.asked == []


def test_a_parameter_is_given_once(dataset, registry, cache):
    served = Served(dataset, registry, cache, "v1")
    twice = MultiDict([("regio", "nederland"), ("regio", "groningen-assen")])
    with pytest.raises(InputError, match="'regio' staat er 2 keer"):
        served.query(twice, ECHO)


def test_the_corners_of_a_region_enclose_it(served, dataset):
    bounds = served.bounds()
    assert set(bounds) == {region.id for region in dataset.regions}
    for (south, west), (north, east) in bounds.values():
        assert 50.7 < south < north < 53.7
        assert 3.2 < west < east < 7.3
    whole, part = bounds["nederland"], bounds["groningen-assen"]
    assert whole[0][0] < part[0][0]
    assert whole[1][0] >= part[1][0]
