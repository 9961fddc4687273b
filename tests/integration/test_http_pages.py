"""The page: its language, the state of its own address, what it loads, and unknown pages."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, urlencode

import pytest

PARAMETERS = (
    "regio",
    "niveau",
    "indicator",
    "periode",
    "gebieden",
    "referentie",
    "weergave",
    "kaart",
    "taal",
)
YEAR = 365 * 24 * 3600

STATES = [
    {"indicator": "inwoners", "regio": "nederland", "niveau": "gemeente"},
    {"indicator": "woz_waarde", "regio": "provincie-drenthe", "niveau": "wijk", "taal": "en"},
    {"indicator": "misdrijven_per_1000", "periode": "2022", "gebieden": "GM0014,GM0106"},
    {"indicator": "stedelijkheid", "referentie": "regio", "kaart": "53.2,6.5,9"},
]


@pytest.fixture(scope="module")
def loaded(site):
    """The addresses that the first page loads at once; its icon stands in the page itself."""
    html = site.get("/").text
    found = re.findall(r'<(?:script|link)(?! rel="alternate")[^>]* (?:src|href)="([^"]+)"', html)
    return {address for address in found if not address.startswith("data:")}


@pytest.mark.parametrize(("query", "lang"), [("", "nl"), ("?taal=en", "en"), ("?taal=fr", "nl")])
def test_the_page_is_in_the_language_of_its_address(site, query, lang):
    answer = site.get(f"/{query}")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert f'<html lang="{lang}">' in answer.text
    assert answer.page["lang"] == answer.page["state"]["lang"] == lang


@pytest.mark.parametrize("coding", ["br", "gzip", "identity"])
def test_each_page_holds_the_state_of_its_own_address(site, coding):
    for query in STATES * 3:  # both workers get to answer more than one of them
        _check_page(site, query, coding)


@pytest.mark.parametrize(
    ("taken", "coding"),
    [
        ("br;q=0", None),
        ("gzip; q=0.0, br;q=0", None),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0, *;q=0.1, gzip", "gzip"),
        ("br;q=0.1", "br"),
        ("gzip;q=1.0, br;q=0.01", "gzip"),
    ],
)
@pytest.mark.parametrize("path", ["/over", "/embed", "/api/v1/areas?niveau=gemeente"])
def test_a_coding_that_is_refused_is_not_used(site, path, taken, coding):
    assert site.get(path, {"Accept-Encoding": taken}).headers["Content-Encoding"] == coding


def test_pages_asked_for_at_once_do_not_mix(site):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda query: _check_page(site, query, "br"), STATES * 6))


def _check_page(site, query, coding):
    answer = site.get(f"/?{urlencode(query)}", {"Accept-Encoding": coding})
    state = answer.page["state"]
    codes = {"regio": "region", "niveau": "level", "indicator": "indicator", "periode": "period"}
    codes |= {"referentie": "reference", "taal": "lang"}
    shown = {name: state[code] for name, code in codes.items() if name in query}
    assert shown == {name: value for name, value in query.items() if name in codes}
    assert ",".join(state["areas"]) == query.get("gebieden", "")
    assert (state["viewport"] is not None) == ("kaart" in query)
    assert answer.page["notices"] == []
    files = "/".join(state[key] for key in ("region", "indicator", "level", "period"))
    assert f"/values/{files}.json" in answer.text  # the page loads the values of that state
    assert f"/geometry/{state['level']}.json" in answer.text  # and its areas


def test_a_page_is_not_kept_by_the_browser_for_good(site):
    assert "immutable" not in (site.get("/").headers["Cache-Control"] or "")


@pytest.mark.parametrize("name", PARAMETERS)
@pytest.mark.parametrize(
    "attack",
    ["<script>alert(1)</script>", '"><script>alert(1)</script>', "</script><script>alert(1)//"],
)
def test_a_script_in_an_address_stays_text(site, name, attack):
    answer = site.get(f"/?{name}={quote(attack)}")
    assert answer.status == 200
    assert "<script>alert" not in answer.text
    notices = " ".join(answer.page["notices"])
    assert name == "taal" or attack in notices  # shown to the user as the text that it is


def test_a_script_in_every_parameter_at_once_stays_text(site):
    attack = "</title></script><script>alert(1)</script>"
    query = urlencode({**dict.fromkeys(PARAMETERS, attack), attack: attack})
    answer = site.get(f"/?{query}")
    assert answer.status == 200
    assert "<script>alert" not in answer.text
    assert len(answer.page["notices"]) == len(PARAMETERS) - 1


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/nowhere/at/all",
        "/index.html",
        "/healthz2",
        "/code/",
        "/code/000000000000.js",
        "/assets/nothing.js",
        "/_dash-nothing",
        "/_dash-component-suites/nothing/nothing.js",
        "/_dash-component-suites/dash_leaflet/nothing.js",
    ],
)
def test_an_unknown_page_says_so_in_both_languages(site, path):
    answer = site.get(path)
    assert answer.status == 404
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert f"De pagina {path} bestaat niet." in answer.text
    assert f"There is no page {path}." in answer.text

    for_program = site.get(path, {"Accept": "application/json"})
    assert for_program.status == 404
    assert for_program.json == {
        "fout": f"De pagina {path} bestaat niet.",
        "error": f"There is no page {path}.",
    }


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v2/areas", "/api/v1//areas", "/d/", "/d/a/b"])
def test_an_unknown_address_of_data_says_so_as_data(site, path):
    answer = site.get(path, {"Accept": "text/html"})
    assert answer.status == 404
    assert all(path.removeprefix("/api/v1/") in message for message in answer.messages)


def test_the_name_of_an_unknown_page_stays_text(site):
    answer = site.get("/%3Cscript%3Ealert(1)%3C/script%3E")
    assert answer.status == 404
    assert "<script>" not in answer.text


def test_what_the_page_loads_is_there_and_may_be_kept(site, loaded):
    assert any(address.startswith("/code/") for address in loaded)
    assert all(address.startswith("/") for address in loaded), "nothing comes from elsewhere"
    for address in loaded:
        answer = site.get(address, {"Accept-Encoding": "br"})
        assert answer.status == 200, address
        assert answer.headers["Content-Encoding"] == "br", address
        assert f"max-age={YEAR}" in answer.headers["Cache-Control"], address


@pytest.mark.parametrize("extension", ["js", "css"])
def test_our_code_and_style_are_immutable(site, loaded, extension):
    (address,) = [a for a in loaded if re.fullmatch(rf"/code/[0-9a-f]{{12}}\.{extension}", a)]
    answer = site.get(address, {"Accept-Encoding": "br"})
    assert "immutable" in answer.headers["Cache-Control"]
    kind = {"js": "text/javascript", "css": "text/css"}[extension]
    assert answer.headers["Content-Type"].split(";")[0] == kind
    assert len({site.get(address, {"Accept-Encoding": c}).body for c in ("br", "gzip", "")}) == 1


def test_the_scripts_of_the_charts_are_there_when_asked_for(site):
    scripts = site.get("/").page["laterScripts"]
    assert scripts
    for address in scripts:
        assert site.get(address).status == 200
