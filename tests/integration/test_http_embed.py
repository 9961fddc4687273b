"""The addresses that other sites use (/embed, /embed.js, /oembed), and the headers of pages."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

VIEW = "regio=groningen-assen&niveau=buurt&indicator=woz_waarde&periode=2024&gebieden=BU00140001"
WARNING = re.compile(r'<h1 class="hint">([^<]+)<')


def policy(answer) -> dict[str, str]:
    parts = answer.headers["Content-Security-Policy"].split("; ")
    return dict(part.split(" ", 1) for part in parts)


@pytest.mark.parametrize("address", ["/", "/gegevens", "/gebied/GM0014", "/bestaat-niet"])
def test_pages_can_be_framed_by_their_own_site_only(site, address):
    answer = site.get(address)
    assert answer.headers["Content-Type"].startswith("text/html")
    assert policy(answer)["frame-ancestors"] == "'self'"
    assert "unsafe" not in policy(answer)["script-src"]
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


@pytest.mark.parametrize("address", ["/api/v1/indicators", "/healthz", "/embed.js"])
def test_files_are_not_to_be_taken_for_something_else(site, address):
    assert site.get(address).headers["X-Content-Type-Options"] == "nosniff"


def test_an_embed_can_be_framed_by_every_site(site):
    answer = site.get(f"/embed?{VIEW}")
    assert answer.status == 200
    assert policy(answer)["frame-ancestors"] == "*"
    assert "X-Frame-Options" not in answer.headers
    assert "max-age" in answer.headers["Cache-Control"]
    again = site.get(f"/embed?{VIEW}", {"If-None-Match": answer.headers["ETag"]})
    assert again.status == 304


def test_an_embed_shows_the_state_of_its_address_and_names_source_and_map(site):
    answer = site.get(f"/embed?{VIEW}&taal=en")
    assert answer.page["state"]["indicator"] == "woz_waarde"
    assert answer.page["state"]["areas"] == ["BU00140001"]
    assert [i["id"] for i in answer.page["indicators"]] == ["woz_waarde"]
    assert "Source: CBS Kerncijfers wijken en buurten 2024 (CC BY 4.0)." in answer.text
    boundaries = "Kadaster / Centraal Bureau voor de Statistiek, 2024 (CC BY 4.0)."
    assert f"Boundaries: {boundaries}" in answer.text
    full = re.search(r'id="full" href="([^"]+)"', answer.text)
    assert full
    assert unescape(full[1]).endswith(f"/?{VIEW}&referentie=nederland&taal=en")


def test_without_scripts_there_is_a_still_image_whose_words_say_what_it_shows(site):
    html = site.get(f"/embed?{VIEW}").text
    still = re.search(r'<noscript>.*?<img [^>]*src="([^"]+)"[^>]*alt="([^"]+)"', html, re.S)
    assert still
    assert "Gemiddelde woningwaarde" in still[2]
    assert "Het hoogst: " in still[2]
    image = site.get(unescape(still[1]))
    assert image.status == 200
    assert image.headers["Content-Type"] == "image/png"


@pytest.mark.parametrize("view", ["tabel", "grafiek"])
def test_without_a_map_no_outlines_are_loaded(site, view):
    html = site.get(f"/embed?{VIEW}&view={view}").text
    assert "/geometry/" not in html
    assert 'id="map"' not in html


@pytest.mark.parametrize(
    ("query", "named"),
    [("indicator=geluk", "geluk"), ("regio=atlantis", "atlantis"), ("indicator=<b>", "&lt;b&gt;")],
)
def test_what_does_not_exist_gives_a_message_and_a_link(site, query, named):
    answer = site.get(f"/embed?{quote(query, safe='=')}")
    assert answer.status == 200
    said = WARNING.search(answer.text)
    assert said
    assert named in said[1]
    assert 'id="full" href="http' in answer.text
    assert policy(answer)["frame-ancestors"] == "*"


def test_an_unknown_area_or_period_is_said_above_the_rest(site):
    page = site.get("/embed?indicator=inwoners&gebieden=BU99999999,BU00140001&periode=1850").page
    assert page["state"]["areas"] == ["BU00140001"]
    assert len(page["notices"]) == 2


def test_a_version_that_is_there_is_shown_and_one_that_is_gone_is_said(site):
    now = site.get("/").page["dataset"]
    for version in (now, "2024"):
        assert site.get(f"/embed?{VIEW}&versie={version}").page["notices"] == []
    gone = site.get(f"/embed?{VIEW}&versie=0123456789ab").page
    assert len(gone["notices"]) == 1
    assert "nieuwste" in gone["notices"][0]
    assert gone["state"]["indicator"] == "woz_waarde"


@pytest.mark.parametrize(
    "query",
    ["", "?view=%00", "?titel=%3Cscript%3E", "?versie=../../etc", "?kaart=x", "?zoek=ja&zoek=nee"],
)
def test_whatever_stands_in_the_address_there_is_a_page(site, query):
    answer = site.get(f"/embed{query}")
    assert answer.status == 200
    assert "<h1><script>" not in answer.text


def test_the_script_for_the_page_around_it_is_small_and_open(site):
    answer = site.get("/embed.js")
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert len(answer.body) < 2000


# --- oEmbed ---------------------------------------------------------------------------------------


def ask(site, url, more=""):
    return site.get(f"/oembed?url={quote(url, safe='')}{more}")


def test_the_page_leads_to_its_own_answer(site):
    html = site.get(f"/?{VIEW}").text
    links = dict(re.findall(r'rel="alternate" type="([^"]+oembed)" href="([^"]+)"', html))
    for kind, root in (("application/json+oembed", "{"), ("text/xml+oembed", "<?xml")):
        address = unescape(links[kind])
        answer = site.get(address[address.index("/oembed") :])
        assert answer.status == 200
        assert answer.text.startswith(root)
        assert "indicator=woz_waarde" in answer.text


@pytest.mark.parametrize("path", ["/", "/embed"])
def test_the_answer_is_a_frame_with_the_same_state(site, path):
    found = ask(site, f"http://127.0.0.1:{site.port}{path}?{VIEW}&view=tabel", "&maxwidth=400").json
    assert found["version"] == "1.0"
    assert found["type"] == "rich"
    assert found["width"] == 400
    src = re.search(r'src="([^"]+)"', found["html"])
    assert src
    address = unescape(src[1])
    frame = site.get(address[address.index("/embed") :])
    assert frame.page["state"]["areas"] == ["BU00140001"]
    assert frame.page["embed"]["view"] == "tabel"


def test_the_answer_is_the_same_as_xml(site):
    url = f"http://127.0.0.1:{site.port}/?{VIEW}"
    root = ElementTree.fromstring(ask(site, url, "&format=xml").body)
    as_json = ask(site, url).json
    assert {part.tag: part.text for part in root} == {k: str(v) for k, v in as_json.items()}


@pytest.mark.parametrize(
    "url",
    [
        "https://elders.example/",
        "http://127.0.0.1:1/",
        "http://127.0.0.1:{port}/healthz",
        "http://127.0.0.1:{port}@elders.example/",
        "javascript:alert(1)",
        "http://[",
        "http://127.0.0.1:{port}/?indicator=geluk",
    ],
)
def test_there_is_no_answer_for_what_is_not_ours(site, url):
    answer = ask(site, url.format(port=site.port))
    assert answer.status == 404
    assert answer.json["fout"]
    assert answer.json["error"]


def test_a_wrong_question_is_told_what_is_wrong(site):
    assert site.get("/oembed").status == 400
    assert ask(site, "http://x/", "&format=yaml").status == 501
