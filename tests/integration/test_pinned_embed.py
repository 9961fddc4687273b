"""A frame pinned to a data set (`versie=`) shows that one; here two were imported."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from urllib.parse import quote

import pytest

from rudc_map.dataset.home import Home, last_good
from tests.integration.commands import run_here
from tests.integration.conftest import running

VIEW = "regio=groningen-assen&niveau=gemeente&indicator=misdrijven&periode=2025&gebieden=GM0106"
CRIMES = {"eerst": 1111, "later": 2222}
"""Crimes in Assen in 2025, in each of the two data sets."""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Two data sets, imported one after the other; the later one is in use."""
    folder = tmp_path_factory.mktemp("pinned")
    found = Home(folder / "data")
    for name, crimes in CRIMES.items():
        table = folder / f"{name}.csv"
        table.write_text(f"code;jaar;misdrijven\nGM0106;2025;{crimes}\n", encoding="utf-8")
        done = run_here({"RUDC_DATA_DIR": str(found.folder)}, "import", table, "--name", name)
        assert (done.returncode, done.stderr) == (0, "")
    return found


@pytest.fixture(scope="module")
def site(home):
    settings = {"RUDC_DATA_DIR": str(home.folder), "WEB_CONCURRENCY": "2"}
    with running(home.folder / "cache", home.folder / "output.txt", **settings) as started:
        yield started


@pytest.fixture(scope="module")
def pins(home):
    """The hash of each data set; those who import see them one after the other."""
    found = {}
    for name in CRIMES:
        assert run_here({"RUDC_DATA_DIR": str(home.folder)}, "use", name).returncode == 0
        found[name] = last_good(home.folder).hash
    return found


def crimes_in(answer) -> int:
    """Those of Assen in a table of figures."""
    assert answer.status == 200
    lines = [x for x in answer.body.decode("utf-8-sig").splitlines() if not x.startswith("#")]
    rows = csv.DictReader(io.StringIO("\n".join(lines)), delimiter=",")
    (row,) = (row for row in rows if "GM0106" in row.values())
    (value,) = {int(cell) for cell in row.values() if cell in map(str, CRIMES.values())}
    return value


@pytest.mark.parametrize("name", CRIMES)
def test_all_that_a_pinned_frame_shows_is_of_its_data_set(site, pins, name):
    frame = site.get(f"/embed?{VIEW}&versie={pins[name]}")
    assert frame.page["dataset"] == pins[name]
    assert frame.page["notices"] == []
    version = frame.page["version"]
    values = site.get(f"/d/{version}/values/groningen-assen/misdrijven/gemeente/2025.json").json
    assert CRIMES[name] in values["values"]
    still, figures = (
        unescape(found[1])
        for found in (
            re.search(r'class="embed-still" src="([^"]+)"', frame.text),
            re.search(r'href="(/download[^"]+)"', frame.text),
        )
        if found
    )
    assert crimes_in(site.get(figures)) == CRIMES[name]
    drawn = site.get(still.replace("kaart.png", "kaart.svg")).text
    assert f"{CRIMES[name]:,}".replace(",", ".") in drawn


def test_what_is_not_pinned_is_of_the_newest(site, pins):
    assert site.get(f"/embed?{VIEW}").page["dataset"] == pins["later"]
    assert crimes_in(site.get(f"/download?{VIEW}")) == CRIMES["later"]


def test_the_answer_about_a_pinned_frame_keeps_the_pin(site, pins):
    address = f"http://127.0.0.1:{site.port}/embed?{VIEW}&view=tabel&versie={pins['eerst']}"
    found = re.search(
        r'json\+oembed" href="([^"]+)"', site.get(address[address.index("/embed") :]).text
    )
    assert found
    discovered = unescape(found[1])
    for answer in (
        site.get(f"/oembed?url={quote(address, safe='')}").json,
        site.get(discovered[discovered.index("/oembed") :]).json,
    ):
        assert f"versie={pins['eerst']}" in answer["html"]
        assert "view=tabel" in answer["html"]
        assert f"versie={pins['eerst']}" in answer["thumbnail_url"]


def test_a_file_of_a_data_set_that_is_gone_is_of_the_newest(site, pins):
    assert crimes_in(site.get(f"/download?{VIEW}&versie=0123456789ab")) == CRIMES["later"]
    assert site.get(f"/kaart.png?{VIEW}&versie=0123456789ab").status == 200
    assert pins["later"]
