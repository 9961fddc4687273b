"""Images of the map as they come over HTTP: the same figures as the page, and the same bytes."""

from __future__ import annotations

import re
import struct
from collections import Counter
from xml.etree import ElementTree

import pytest

from rudc_map.view.painting import ramp
from rudc_map.view.palettes import DIVERGING, PALETTES

SVG = "{http://www.w3.org/2000/svg}"
SOME = "regio=groningen-assen&niveau=buurt&indicator=woz_waarde&gebieden=BU00140000,GM1730"


def read(answer):
    assert answer.status == 200, answer.text[:500]
    return ElementTree.fromstring(answer.text)


def fills(root):
    """The colour of each class of the style sheet."""
    style = root.find(f"{SVG}style").text
    return dict(re.findall(r"\.(k\d)\{fill:(#[0-9a-f]{6})\}", style))


def drawn(root):
    """How many areas have each class."""
    areas = root.find(f".//{SVG}g[@class='areas']")
    return Counter(use.get("class") for use in areas if use.get("class") != "below")


def words(root):
    """Each text, whole: one of several lines too."""
    return [" ".join(node.itertext()) for node in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("image", ["kaart.svg?", "grafiek.svg?grafiek=verdeling&"])
def test_a_region_of_one_gemeente_has_one_class(site, image):
    asked = "regio=delfzijl-en-omgeving&niveau=gemeente&indicator=inwoners"
    root = read(site.get(f"/{image}{asked}"))
    (value,) = (word for word in words(root) if word and re.fullmatch(r"[\d.]+ – [\d.]+", word))
    low, high = value.split(" – ")
    assert low == high


@pytest.mark.parametrize(
    ("display", "colours"),
    [
        ("", ramp(PALETTES["blauw"].stops, 5)),
        ("&weergave=kwantielen-7-warm", ramp(PALETTES["warm"].stops, 7)),
        ("&weergave=natuurlijk-5-blauw-verschil", DIVERGING),
    ],
)
def test_classes_and_colours_are_those_of_the_page(site, version, display, colours):
    root = read(site.get(f"/kaart.svg?{SOME}{display}"))
    assert tuple(fills(root).values()) == colours
    payload = site.get(f"/d/{version}/values/groningen-assen/woz_waarde/buurt/2024.json").json
    areas = site.get(f"/d/{version}/areas/buurt.json").json["buurt"]["codes"]
    wanted = {"GM0014", "GM0106", "GM1966", "GM1952", "GM1699", "GM1730", "GM1969"}
    inside = [f"GM{code[2:6]}" in wanted for code in areas]
    counts = drawn(root)
    values = [v for v, within in zip(payload["values"], inside, strict=True) if within]
    if "verschil" in display:
        country = payload["references"]["nederland"]
        edges = payload["difference"]["nederland"]
        shown = [v - country for v in values if v is not None]
        expected = Counter(
            sum(v >= e if e < 0 else v > e for e in edges) for v in (round(v) for v in shown)
        )
    else:
        scheme, count = ("kwantielen", "7") if display else ("natuurlijk", "5")
        edges = payload["breaks"][scheme][count]
        expected = Counter(sum(v > e for e in edges) for v in values if v is not None)
    assert {k: n for k, n in counts.items() if k.startswith("k")} == {
        f"k{at}": n for at, n in expected.items()
    }
    assert counts["hatch"] + counts["dots"] == values.count(None)


def test_an_image_says_what_it_shows(site):
    root = read(site.get(f"/kaart.svg?{SOME}"))
    said = words(root)
    for expected in ("Gemiddelde woningwaarde (WOZ)", "× € 1.000", "Gekozen gebieden", "N"):
        assert expected in said, said
    assert any(s.startswith("Nederland: €\u00a0378.000") for s in said)
    assert any("CBS Kerncijfers wijken en buurten 2024 (CC\u00a0BY\u00a04.0)" in s for s in said)
    assert any("Kadaster / Centraal Bureau voor de Statistiek" in s for s in said)
    assert any(re.fullmatch(r"\d+ km", s) for s in said)
    assert "Tynaarlo" in said
    assert root.find(f"{SVG}style").text.count("@font-face") == 2
    [link] = root.iter(f"{SVG}a")
    assert link.get("href").startswith(f"http://127.0.0.1:{site.port}/?regio=groningen-assen")
    assert "Het hoogst: " in root.find(f"{SVG}desc").text
    english = words(read(site.get(f"/kaart.svg?{SOME}&taal=en")))
    assert "Chosen areas" in english
    assert any(s.startswith("The Netherlands: €378,000") for s in english)


def test_every_reason_for_a_gap_is_in_the_legend_with_its_number(site, version):
    root = read(site.get("/kaart.svg?indicator=misdrijven_per_1000&regio=groningen-drenthe"))
    payload = site.get(
        f"/d/{version}/values/groningen-drenthe/misdrijven_per_1000/buurt/2025.json"
    ).json
    letters = Counter(payload["missing"].replace("-", ""))
    said = words(root.find(f".//{SVG}g[@id='legend']"))
    reasons = {"n": "niet gepubliceerd", "0": "geen of bijna geen inwoners"}
    for letter, reason in reasons.items():
        assert said[said.index(reason) + 1] == str(letters[letter])


@pytest.mark.parametrize(("times", "size"), [(1, (1188, 840)), (3, (3564, 2520))])
def test_a_png_has_the_size_asked_for(site, times, size):
    answer = site.get(
        f"/kaart.png?regio=nederland&niveau=provincie&indicator=inwoners&maat={times}"
    )
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.body.startswith(b"\x89PNG")
    assert struct.unpack(">II", answer.body[16:24]) == size
    assert max(size) <= 4096


def test_a_pdf_is_one_page_of_a4_with_fonts_in_it(site):
    answer = site.get("/kaart.pdf?regio=nederland&niveau=provincie&indicator=inwoners")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.body.startswith(b"%PDF-1.")
    assert answer.body.count(b"/Type /Page\n") + answer.body.count(b"/Type/Page/") == 1
    assert b"SourceSansPro-Regular" in answer.body
    assert b"/ToUnicode" in answer.body  # its text can be searched and copied
    assert b"/StructTreeRoot" in answer.body  # tagged


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_the_same_state_gives_the_same_bytes(site, start_server, tmp_path, kind):
    address = f"/kaart.{kind}?regio=nederland&niveau=provincie&indicator=inwoners"
    host = {"Host": "kaart.example.nl"}
    first = site.get(address, host)
    other = start_server(tmp_path / "cache").get(address, host)
    assert first.body == other.body
    assert first.headers["ETag"] == other.headers["ETag"]


PAIR = "regio=groningen-assen&niveau=buurt&indicator=aandeel_65plus&gebieden=BU00140000"


def maps_of(root):
    """Of each map: how many areas have each class, but for the dots over them."""
    return [
        Counter(use.get("class") for use in areas if use.get("class") != "below")
        for areas in root.iterfind(f".//{SVG}g[@class='areas']")
    ]


def test_two_maps_are_side_by_side_with_a_legend_each(site):
    address = f"/kaart.svg?{PAIR}&beeld=twee-kaarten&tweede=misdrijven_per_1000;2023"
    root = read(site.get(address))
    first, second = maps_of(root)
    alone = drawn(read(site.get(f"/kaart.svg?{PAIR}")))
    assert first == alone
    other = PAIR.replace("aandeel_65plus", "misdrijven_per_1000")
    expected = drawn(read(site.get(f"/kaart.svg?{other}&periode=2023")))
    assert {look.removeprefix("kb").removeprefix("k"): n for look, n in second.items()} == {
        look.removeprefix("k"): n for look, n in expected.items()
    }
    said = words(root)
    assert "Aandeel 65-plussers en Geregistreerde misdrijven per 1.000 inwoners" in said
    assert "Geregistreerde misdrijven per 1.000 inwoners, 2023" in said
    for once_a_map in ("Gekozen gebieden", "aantal gebieden", "N"):
        assert said.count(once_a_map) == 2
    assert any("Politie" in s and "CBS Kerncijfers" in s for s in said)  # the sources of both
    [link] = root.iter(f"{SVG}a")
    assert "beeld=twee-kaarten&tweede=misdrijven_per_1000;2023" in link.get("href")


def test_two_places_share_scale_classes_and_legend(site):
    state = f"{PAIR}&beeld=twee-gebieden&kaart=53.2194,6.5665,12&plaats=52.9968,6.5623"
    root = read(site.get(f"/kaart.svg?{state}"))
    first, second = maps_of(root)
    alone = drawn(read(site.get(f"/kaart.svg?{PAIR}&kaart=52.9968,6.5623,12")))
    assert 0 < sum(second.values()) <= sum(alone.values())  # its frame is narrower
    assert first != second
    said = words(root)
    assert {"Rond Groningen", "Rond Assen"} <= set(said)
    assert said.count("Gekozen gebieden") == said.count("aantal gebieden") == 1
    lengths = [s for s in said if re.fullmatch(r"\d+ k?m", s)]
    assert len(lengths) == 2
    assert len(set(lengths)) == 1


@pytest.mark.parametrize(
    ("series", "captions", "shared"),
    [
        ("", ["2021", "2022", "2023", "2024", "2025"], True),
        ("woz_waarde;aandeel_65plus", ["Gemiddelde woningwaarde (WOZ)"], False),
    ],
)
def test_small_maps_are_a_grid_with_the_scale_they_share(site, series, captions, shared):
    state = "regio=groningen-drenthe&niveau=gemeente&indicator=misdrijven_per_1000&beeld=reeks"
    root = read(site.get(f"/kaart.svg?{state}&reeks={series}&gebieden=GM0014"))
    maps = maps_of(root)
    assert len(maps) == (5 if shared else 2)
    assert len({sum(counts.values()) for counts in maps}) == 1
    said = words(root)
    assert set(captions) <= set(said)
    assert ("2021 \u2013 2025 \u00b7 gemeenten \u00b7 Groningen en Drenthe" in said) is shared
    assert any("eigen schaal" in s for s in said) is not shared
    styles = {name[:-1] for name in re.findall(r"\.(k\w*\d)\{", root.find(f"{SVG}style").text)}
    assert len(styles) == (1 if shared else 2)
    if shared:
        year = read(site.get(f"/kaart.svg?{state.replace('&beeld=reeks', '')}&periode=2022"))
        assert maps[1] == drawn(year)


def test_two_indicators_in_one_map_have_nine_classes_and_a_square(site):
    state = f"{PAIR}&beeld=samenhang&tweede=misdrijven_per_1000;2023"
    root = read(site.get(f"/kaart.svg?{state}"))
    assert len(fills(root)) == 9
    [counts] = maps_of(root)
    legend = root.find(f".//{SVG}g[@id='legend']")
    said = words(legend)
    assert [said.count(name) for name in ("Aandeel 65-plussers \u2192", "0")] == [1, 0]
    for at in range(9):
        assert str(counts[f"k{at}"]) in said
    assert len([r for r in legend.iter(f"{SVG}rect") if "swatch" in r.get("class", "")]) == 9
    missing = sum(int(n) for s in said for n in re.findall(r"\((\d+)\)$", s))
    assert missing == counts["hatch"] + counts["dots"]


def test_an_overlay_is_on_the_first_of_two_maps_as_on_the_page(site):
    state = "regio=groningen-drenthe&niveau=buurt&indicator=aandeel_65plus&laag=clusters"
    root = read(site.get(f"/kaart.svg?{state}&beeld=twee-kaarten&tweede=inwoners;2024"))
    first, second = maps_of(root)
    assert first == drawn(read(site.get(f"/kaart.svg?{state}")))
    assert {look[:-1] for look in second if look.startswith("k")} == {"kb"}
    assert "Hoog tussen hoog" in words(root)


@pytest.mark.parametrize("kind", ["png", "pdf"])
@pytest.mark.parametrize("picture", ["twee-kaarten", "twee-gebieden", "reeks", "samenhang"])
def test_every_picture_is_there_as_png_and_pdf(site, kind, picture):
    state = f"regio=groningen-drenthe&niveau=gemeente&indicator=inwoners&beeld={picture}"
    answer = site.get(f"/kaart.{kind}?{state}")
    assert answer.status == 200
    assert answer.body.startswith({"png": b"\x89PNG", "pdf": b"%PDF-1."}[kind])
    assert picture in answer.headers["Content-Disposition"]
    other = site.get(f"/kaart.{kind}?{state.replace(f'&beeld={picture}', '')}")
    assert other.body != answer.body


def test_numbers_of_areas_that_lie_together_do_not_cover_each_other(site):
    codes = ",".join(f"BU0014000{i}" for i in range(6))
    state = f"regio=groningen-assen&niveau=buurt&indicator=inwoners&gebieden={codes}"
    root = read(site.get(f"/kaart.svg?{state}"))
    legend = set(root.find(f".//{SVG}g[@id='legend']").iter(f"{SVG}circle"))
    discs = [c for c in root.iter(f"{SVG}circle") if c.get("r") == "10" and c not in legend]
    places = [complex(float(c.get("cx")), float(c.get("cy"))) for c in discs]
    assert len(places) == 6
    assert min(abs(a - b) for i, a in enumerate(places) for b in places[:i]) >= 22


def test_an_image_that_is_known_is_not_sent_again(site):
    answer = site.get(f"/kaart.svg?{SOME}", {"Accept-Encoding": "br"})
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    again = site.get(f"/kaart.svg?{SOME}", {"If-None-Match": answer.headers["ETag"]})
    assert (again.status, again.raw) == (304, b"")
    # what a map does not depend on gives the same image
    same = site.get(
        f"/kaart.svg?{SOME}&grafiek=rangorde&breed=ja&tweede=inwoners;2024&reeks=inwoners"
    )
    assert same.headers["ETag"] == answer.headers["ETag"]
    other = site.get(f"/kaart.svg?{SOME}&taal=en")
    assert other.headers["ETag"] != answer.headers["ETag"]


def test_an_svg_that_is_opened_can_do_nothing(site):
    answer = site.get(f"/kaart.svg?{SOME}")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    name = 'inline; filename="rudc-woz-waarde-buurt-groningen-assen-2024.svg"'
    assert answer.headers["Content-Disposition"] == name


@pytest.mark.parametrize(
    ("address", "status", "named"),
    [
        ("/kaart.svg?indicator=geluk", 400, "geluk"),
        ("/kaart.svg?indicatr=woz_waarde", 400, "indicatr"),
        ("/kaart.svg?gebieden=BU99999999", 400, "BU99999999"),
        ("/kaart.svg?niveau=buurt&niveau=wijk", 400, "niveau"),
        ("/kaart.png?maat=4", 400, "4"),
        ("/kaart.svg?maat=2", 400, "maat"),
        ("/kaart.gif", 404, "gif"),
    ],
)
def test_what_is_wrong_is_named_in_both_languages(site, address, status, named):
    answer = site.get(address)
    assert answer.status == status
    assert set(answer.json) == {"fout", "error"}
    assert all(named in message for message in answer.json.values())
    assert answer.headers["Cache-Control"] is None


def test_the_part_of_the_world_in_the_address_is_shown(site):
    near = read(site.get(f"/kaart.svg?{SOME}&kaart=53.2194,6.5665,12"))
    far = read(site.get(f"/kaart.svg?{SOME}"))
    assert 0 < sum(drawn(near).values()) < sum(drawn(far).values())
    lengths = [next(s for s in words(root) if re.fullmatch(r"\d+ k?m", s)) for root in (near, far)]
    assert lengths == ["2 km", "10 km"]


def test_an_overlay_is_drawn_with_its_own_legend(site, version):
    state = "regio=groningen-drenthe&niveau=gemeente&indicator=aandeel_65plus"
    root = read(site.get(f"/kaart.svg?{state}&laag=clusters"))
    pattern = site.get(f"/d/{version}/pattern.json?{state}&periode=2024").json
    letters = Counter(pattern["clusters"])
    counts = drawn(root)
    for at, letter in enumerate("HLhl"):
        assert counts[f"k{at}"] == letters[letter]
    border = read(site.get(f"/kaart.svg?{state}&laag=provinciegrens"))
    pairs = site.get(f"/d/{version}/border.json?{state}&periode=2024").json["pairs"]
    known = [pair for pair in pairs if pair["difference"] is not None]
    lines = [
        p for p in border.iter(f"{SVG}path") if p.get("stroke") in ("#fdae4d", "#e2441f", "#6f0024")
    ]
    assert len(lines) == len(known)


def test_the_page_names_the_image_of_its_state(site):
    page = site.get(f"/?{SOME}&grafiek=rangorde").text
    [image] = re.findall(r'<meta property="og:image" content="([^"]+)"', page)
    image = image.replace("&amp;", "&")
    assert image.startswith(f"http://127.0.0.1:{site.port}/kaart.png?")
    answer = site.get(image.removeprefix(f"http://127.0.0.1:{site.port}"))
    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/png")


@pytest.mark.parametrize("own", ["c:53.21940,6.56650,1500:inwoners", "g:GM0014,GM1730:inwoners"])
def test_an_own_area_is_outlined_with_its_figure(site, version, own):
    root = read(site.get(f"/kaart.svg?{SOME}&eigen={own}"))
    said = words(root)
    assert said.count("E") == 2  # on the map and beside it
    found = site.get(f"/d/{version}/own.json?indicator=woz_waarde&niveau=buurt&eigen={own}")
    value = found.json["values"][-1]
    figure = f"\u20ac\u00a0{round(value) * 1000:,}".replace(",", ".")
    assert said[said.index("Eigen gebied") + 1] == figure
    assert [p for p in root.iter(f"{SVG}path") if p.get("stroke-dasharray")]
