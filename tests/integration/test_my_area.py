"""Mijn buurt: addresses by a Locatieserver of our own, names and digits without one."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from rudc_map.sources.locatieserver import AddressLookup
from tests.integration.conftest import running
from tests.integration.statline_sites import addresses_of
from tests.servers.base import Server
from tests.servers.locatieserver import address, locatieserver
from tests.servers.moods import cut_short, error_page, failing, slow

EAST, WEST = "BU00141101", "BU00141100"
KNOWN = [
    address("Emingaheerd", 12, "9736GA", "Groningen", EAST),
    address("Emingaheerd", 14, "9736GA", "Groningen", EAST),
    address("Grensheerd", 1, "9737AB", "Groningen", EAST),
    address("Grensheerd", 2, "9737AB", "Groningen", WEST),
    address("Damrak", 1, "1012LG", "Amsterdam", "BU03630000"),
    {"type": "postcode", "weergavenaam": "Zonderstraat, 9999ZZ", "postcode": "9999ZZ"},
]


@pytest.fixture
def lookup(tmp_path):
    def of(server: Server) -> AddressLookup:
        addresses_of(server, tmp_path)
        return AddressLookup(tmp_path / "sources.toml")

    return of


@pytest.mark.parametrize(
    ("asked", "buurten"),
    [
        ("9736GA", [EAST]),
        ("9736 ga 12", [EAST]),
        ("Emingaheerd 12 Groningen", [EAST]),
        ("9737AB", [EAST, WEST]),
        ("9737 AB 2", [WEST]),
        ("9737AB 99", [EAST, WEST]),
        ("9738AB 2", []),
        ("Emingahof 12", []),
        ("9999ZZ", []),
    ],
)
def test_an_answer_counts_only_if_it_is_what_was_asked(lookup, asked, buurten):
    with Server(locatieserver(KNOWN)) as server:
        found = lookup(server).find(asked)

    assert sorted(a.buurt for a in found) == sorted(buurten)
    assert {a.gemeente for a in found} <= {"GM0014"}


@pytest.mark.parametrize("mood", [failing, error_page, cut_short, lambda s: slow(s, 6)])
def test_a_server_that_does_not_answer_is_not_asked_again_at_once(lookup, mood, caplog):
    with Server(mood(locatieserver(KNOWN))) as server:
        looked_up = lookup(server)
        assert looked_up.find("9736GA") is None
        asked = len(server.requests)
        assert looked_up.find("9736GA") is None
        assert len(server.requests) == asked
    assert caplog.text.count("does not answer") == 1
    assert "9736" not in caplog.text


def test_a_file_of_sources_that_is_wrong_is_named_to_the_operator(lookup, tmp_path, caplog):
    with Server(locatieserver(KNOWN)) as server:
        looked_up = lookup(server)
        (tmp_path / "sources.toml").write_text("sites = ")
        assert looked_up.find("9736GA") is None
    assert str(tmp_path / "sources.toml") in caplog.text


def test_without_an_address_of_the_service_nothing_is_looked_up(lookup, tmp_path):
    with Server(locatieserver(KNOWN)) as server:
        looked_up = lookup(server)
        path = tmp_path / "sources.toml"
        path.write_text(path.read_text().partition("[locatieserver]")[0])
        assert looked_up.find("9736GA") is None
        assert server.requests == []


@pytest.fixture(scope="module")
def asking(tmp_path_factory):
    """A running map whose Locatieserver is our own, and that server."""
    folder = tmp_path_factory.mktemp("mine")
    with Server(locatieserver(KNOWN)) as server:
        addresses_of(server, folder)
        settings = {"RUDC_SOURCES": str(folder / "sources.toml"), "WEB_CONCURRENCY": "1"}
        with running(folder / "cache", folder / "output.txt", **settings) as site:
            yield site


def ask(site, words, more=""):
    return site.get(f"/mijn-buurt?q={quote(words)}{more}")


def choices(answer):
    return re.findall(r'<li><a href="(/gebied/[^"]*)"', answer.text)


@pytest.mark.parametrize("words", ["9736 GA", "emingaheerd 12, groningen", "Beijum-Oost"])
def test_one_area_is_where_it_leads(asking, words):
    answer = ask(asking, words)
    assert answer.status == 303
    assert answer.headers["Location"] == "/gebied/groningen/beijum-oost"
    assert ask(asking, words, "&taal=en").headers["Location"].endswith("?taal=en")


def test_a_postcode_in_two_buurten_gives_the_choice(asking):
    answer = ask(asking, "9737ab")
    assert answer.status == 200
    assert choices(answer) == ["/gebied/groningen/beijum-oost", "/gebied/groningen/beijum-west"]


def test_an_address_where_there_are_no_buurten_leads_to_its_gemeente(asking):
    assert ask(asking, "1012 LG 1").headers["Location"] == "/gebied/amsterdam"


def test_what_is_not_there_is_said(asking):
    answer = ask(asking, "9738 AB 2")
    assert "Dit adres bestaat niet" in answer.text
    assert choices(answer) == []


def test_four_digits_need_no_server(site, source_rows):
    answer = site.get("/mijn-buurt?q=9736")
    expected = [c for c, row in source_rows.items() if row["pst_mvp"] == "9736" and c[:2] == "BU"]
    assert len(choices(answer)) == len(expected) > 0
    assert "met de letters erbij" in answer.text


def test_a_name_of_many_areas_lists_them(site):
    found = choices(site.get("/mijn-buurt?q=buitengebied"))
    assert len(found) == 30
    assert "/gebied/groningen" in choices(site.get("/mijn-buurt?q=groningen"))


def test_nothing_of_a_question_is_kept(asking):
    answer = ask(asking, "Emingaheerd 999999 <b>geheim</b>")
    assert "<b>geheim" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    kept = [file.read_bytes() for file in asking.cache.rglob("*") if file.is_file()]
    assert not any(b"999999" in body for body in (*kept, asking.output.read_bytes()))


def test_the_page_asks_with_a_plain_form(site):
    page = site.get("/mijn-buurt?taal=en").text
    assert '<form class="ask" action="/mijn-buurt" method="get"' in page
    assert "<script" not in page
    assert 'name="taal" value="en"' in page
    assert 'action="/mijn-buurt"' in site.get("/").text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Bejum", "beijum-oost"),
        ("groninngen", "/gebied/groningen"),
        ("Stainkoeln", "stainkoel-n"),
        ("binenstad noord", "binnenstad-noord"),
    ],
)
def test_a_name_with_a_typing_error_gives_what_it_is_like(site, typed, meant):
    page = site.get(f"/mijn-buurt?q={quote(typed)}")
    assert page.status == 200  # a choice, for nobody knows whether it is meant
    assert "lijken erop" in page.text
    assert meant in page.text


@pytest.mark.parametrize("typed", ["qqqqqq", "abc", "Xylofoonstraat"])
def test_what_is_like_no_name_is_not_guessed_at(site, typed):
    page = site.get(f"/mijn-buurt?q={typed}")
    assert "lijken erop" not in page.text
    assert "Niets gevonden" in page.text
