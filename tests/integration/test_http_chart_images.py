"""Images of charts over HTTP, held against the API and the files of the page."""

from __future__ import annotations

from collections import Counter
from xml.etree import ElementTree

import pytest

SVG = "{http://www.w3.org/2000/svg}"
STATE = (
    "regio=groningen-drenthe&niveau=gemeente&indicator=misdrijven_per_1000&gebieden=GM0014,GM0106"
)
MANY = "regio=groningen-assen&niveau=buurt&indicator=woz_waarde&gebieden=BU00140001"


@pytest.fixture(scope="module")
def draw(site):
    """The root of a chart's SVG."""

    def get(query: str):
        answer = site.get(f"/grafiek.svg?{query}")
        assert answer.status == 200, answer.text[:300]
        return ElementTree.fromstring(answer.text)

    return get


def words(root):
    return [node.text for node in root.iter(f"{SVG}text")]


def test_a_ranking_has_every_area_in_its_place(draw, site):
    said = words(draw(f"grafiek=rangorde&{STATE}"))
    body = site.get("/api/v1/values/misdrijven_per_1000?niveau=gemeente&periode=2025").json
    areas = site.get("/api/v1/areas?niveau=gemeente").json["gebieden"]
    north = {a["code"] for a in areas if a["provincie"] in ("PV20", "PV22")}
    values = [r for r in body["waarden"] if r["code"] in north and r["waarde"] is not None]
    ordered = sorted(values, key=lambda row: (-row["waarde"], row["code"]))
    assert len(ordered) == 22
    for row in ordered:
        at = said.index(row["naam"])
        rank = 1 + sum(other["waarde"] > row["waarde"] for other in ordered)
        assert said[at - 1] == f"{rank}."
        assert said[at + 1] == f"{row['waarde']:.1f}".replace(".", ",")
    assert not any(word.startswith("Nederland:") for word in said)  # not known of 2025
    assert "Nederland: 44,7" in words(draw(f"grafiek=rangorde&{STATE}&periode=2024"))


def test_a_long_ranking_has_both_ends_and_the_selected_area(draw):
    said = words(draw(f"grafiek=rangorde&{MANY}"))
    assert "1." in said
    assert "467." in said
    assert "Binnenstad-Zuid (Groningen)" in said
    assert said.count("…") == 2


def test_a_distribution_has_a_dot_for_each_area_in_the_colour_of_its_class(draw, site):
    root = draw(f"grafiek=verdeling&{MANY}")
    dots = Counter(
        c.get("class") for c in root.iter(f"{SVG}circle") if c.find(f"{SVG}title") is not None
    )
    bars = [r for r in root.iter(f"{SVG}rect") if (r.get("class") or "").startswith("k")]
    map_root = ElementTree.fromstring(site.get(f"/kaart.svg?{MANY}").text)
    on_map = Counter(
        use.get("class")
        for use in map_root.find(f".//{SVG}g[@class='areas']")
        if use.get("class").startswith("k")
    )
    assert dots == on_map
    assert [r.get("class") for r in bars] == [f"k{i}" for i in range(5)]


def test_years_have_a_line_for_each_area_and_what_it_is_compared_with(draw, site):
    root = draw(f"grafiek=tijd&{STATE}")
    said = words(root)
    lines = [p for p in root.iter(f"{SVG}path") if p.get("d", "").startswith("M")]
    assert len(lines) == 4  # two areas, Nederland and the region
    for code, name in (("GM0014", "Groningen"), ("GM0106", "Assen")):
        body = site.get("/api/v1/values/misdrijven_per_1000?niveau=gemeente&periode=2025").json
        [value] = [row["waarde"] for row in body["waarden"] if row["code"] == code]
        assert said[said.index(name) + 1] == f"{value:.1f}".replace(".", ",")
    assert "2021–2025 · gemeenten · Groningen en Drenthe" in said


def test_a_profile_has_a_mark_for_each_indicator_and_area(draw, site, version):
    query = "regio=groningen-assen&niveau=gemeente&indicator=woz_waarde&gebieden=GM0014,GM0106"
    root = draw(f"grafiek=profiel&{query}")
    found = site.get(f"/d/{version}/profile.json?{query}&periode=2024&referentie=nederland").json
    known = [
        area for row in found["rows"] for area in row["areas"].values() if area["z"] is not None
    ]
    marks = [e for e in root.iter() if e.get("class") == "edge"]
    assert len(marks) == len(known) > 4
    assert "Profiel: Wonen" in words(root)


@pytest.mark.parametrize("kind", ["png", "pdf"])
def test_a_chart_is_printed_as_well(site, kind):
    answer = site.get(f"/grafiek.{kind}?grafiek=rangorde&{STATE}")
    assert answer.status == 200
    assert answer.body.startswith({"png": b"\x89PNG", "pdf": b"%PDF"}[kind])
    assert answer.headers["Content-Disposition"].startswith('inline; filename="rudc-rangorde-')


@pytest.mark.parametrize(
    ("query", "dutch"),
    [
        (STATE, "geen afbeelding"),
        (f"grafiek=spreiding&{STATE}", "spreiding"),
        (f"grafiek=tijd&{MANY}", "één periode"),
        ("grafiek=profiel", "Kies eerst een gebied"),
    ],
)
def test_a_chart_that_shows_nothing_is_refused(site, query, dutch):
    answer = site.get(f"/grafiek.svg?{query}")
    assert answer.status == 400
    assert dutch in answer.json["fout"]
    assert set(answer.json) == {"fout", "error"}
