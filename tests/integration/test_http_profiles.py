"""The pages about areas, as they come over the wire: whole HTML, no code needed."""

from __future__ import annotations

import io
import json
import re
from html import unescape
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

PAGES = {
    "buurt": "/gebied/groningen/beijum-oost",
    "wijk": "/gebied/groningen/noordoost",
    "gemeente": "/gebied/groningen",
    "provincie": "/gebied/provincie/drenthe",
    "region": "/gebied/regio/groningen-assen",
    "country": "/gebied/regio/nederland",
    "outside": "/gebied/amsterdam",
}


class Outline(HTMLParser):
    """What a page holds."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.rel: dict[str, list[str]] = {}
        self.scripts: list[str] = []
        self.pictures = 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given["href"])
        if tag == "link":
            self.rel.setdefault(given["rel"], []).append(given["href"])
        if tag == "script":
            self.scripts.append(given.get("type", ""))
        self.pictures += tag == "svg" and given.get("role") == "img"


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


@pytest.fixture(scope="module")
def pages(site):
    answers = {name: site.get(address) for name, address in PAGES.items()}
    assert {answer.status for answer in answers.values()} == {200}
    return {name: answer.text for name, answer in answers.items()}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_without_code(pages, name):
    outline = Outline(pages[name])
    assert outline.scripts == ["application/ld+json"]
    assert outline.headings.count(1) == 1
    assert outline.headings[0] == 1
    steps = zip(outline.headings, outline.headings[1:], strict=False)
    assert all(b - a <= 1 for a, b in steps)
    assert outline.pictures == 1
    assert len(set(outline.ids)) == len(outline.ids)
    assert {link[1:] for link in outline.links if link.startswith("#")} <= set(outline.ids)
    assert len(pages[name].encode()) < 120_000


def test_it_says_the_figures_of_the_source(pages, source_rows):
    row, gemeente = source_rows["BU00141101"], source_rows["GM0014"]
    old = 100 * float(row["a_65_oo"]) / float(row["a_inw"])
    around = 100 * float(gemeente["a_65_oo"]) / float(gemeente["a_inw"])
    said = words(pages["buurt"])
    people = f"{int(row['a_inw']):,}".replace(",", ".")
    assert f"In Beijum-Oost wonen {people} mensen." in said
    assert old < around
    shares = [f"{share:.1f}%".replace(".", ",") for share in (old, around)]
    assert (
        f"{shares[0]} van de inwoners is 65 jaar of ouder, minder dan in de gemeente Groningen "
        f"({shares[1]})." in said
    )


def test_every_link_to_an_area_leads_to_its_own_address(site, pages):
    links = {link for page in pages.values() for link in Outline(page).links}
    areas = sorted(link for link in links if link.startswith("/gebied/") and ".pdf" not in link)
    assert len(areas) > 100
    assert {site.get(link, method="HEAD").status for link in areas[::25]} == {200}


def test_a_code_leads_to_the_readable_address(site):
    answer = site.get("/gebied/bu00141101?taal=en")
    assert answer.status == 301
    assert answer.headers["Location"] == "/gebied/groningen/beijum-oost?taal=en"
    assert site.get("/gebied/Groningen/Beijum-Oost").headers["Location"] == PAGES["buurt"]
    assert site.get("/gebied/NL00").headers["Location"] == PAGES["country"]


def test_a_name_of_two_areas_gives_the_choice(site):
    answer = site.get("/gebied/stadskanaal/mussel")
    assert answer.status == 200
    links = [link for link in Outline(answer.text).links if link.startswith("/gebied/BU")]
    assert links == ["/gebied/BU00370400"]
    page = site.get("/gebied/BU00370400")
    assert page.status == 200
    (canonical,) = Outline(page.text).rel["canonical"]
    assert canonical.endswith("/gebied/BU00370400")


@pytest.mark.parametrize(
    "address", ["/gebied/BU99999999", "/gebied/nergens", "/gebied/groningen/x", "/gebied/regio/x"]
)
def test_what_does_not_exist_is_not_found(site, address):
    answer = site.get(address)
    assert answer.status == 404
    assert "bestaat niet" in answer.text


def test_search_engines_are_told_what_it_is(site, pages):
    page = pages["buurt"]
    outline = Outline(page)
    here = f"http://127.0.0.1:{site.port}{PAGES['buurt']}"
    assert outline.rel["canonical"] == [here]
    assert set(outline.rel["alternate"]) >= {here, f"{here}?taal=en"}
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', page)[1])
    place, dataset = data["@graph"]
    assert place["name"] == "Beijum-Oost"
    assert place["containedInPlace"]["name"] == "wijk Noordoost"
    assert "Inwoners" in dataset["variableMeasured"]
    image = unescape(re.search(r'og:image" content="([^"]*)"', page)[1])
    found = site.get(image.removeprefix(f"http://127.0.0.1:{site.port}"))
    assert found.status == 200
    assert found.headers["Content-Type"] == "image/png"


def test_it_is_not_sent_again_while_nothing_changed(site):
    first = site.get(PAGES["wijk"], headers={"Accept-Encoding": "br"})
    assert first.headers["Content-Encoding"] == "br"
    again = site.get(PAGES["wijk"], headers={"If-None-Match": first.headers["ETag"]})
    assert again.status == 304
    assert again.raw == b""
    assert site.get(f"{PAGES['wijk']}?taal=en").headers["ETag"] != first.headers["ETag"]


def test_it_speaks_english(site):
    said = words(site.get(f"{PAGES['buurt']}?taal=en").text)
    assert "Beijum-Oost has 6,050 inhabitants." in said
    assert "less than in the municipality of Groningen (15.3%)" in said


def shown_facts(html: str) -> list[tuple[str, ...]]:
    """The words of each fact on a page: name, figure, sentences."""
    facts = re.findall(r'<article class="fact".*?</article>', html, re.DOTALL)
    parts = (
        r"<h3[^>]*>(.*?)</h3>",
        r'<p class="figure">(.*?)</p>',
        r'<div class="said">\s*<p>(.*?)</p>',
    )
    return [tuple(words(re.search(p, fact, re.DOTALL)[1]).strip() for p in parts) for fact in facts]


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/gebied/BU00141101.pdf", "buurt"),
        ("/gebied/regio/groningen-assen.pdf", "region"),
    ],
)
def test_the_pdf_says_what_the_page_says(site, pages, address, page):
    answer = site.get(address)
    assert answer.headers["Content-Type"] == "application/pdf"
    pdf = PdfReader(io.BytesIO(answer.body))
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert 3 <= len(pdf.pages) <= 9
    said = re.sub(r"\s", "", "".join(part.extract_text() for part in pdf.pages))
    facts = shown_facts(pages[page])
    assert len(facts) > 20
    for fact in facts:
        for part in fact:
            assert re.sub(r"\s", "", part) in said
    (top, under) = pdf.outline
    assert top.title in pages[page]
    themes = re.findall(r"<h2 id=\"[a-z]+\">(.*?)</h2>", pages[page])
    assert [entry.title for entry in under if not isinstance(entry, list)] == themes[1:]


def test_the_pdf_is_the_same_every_time_and_in_english_too(site):
    answer = site.get("/gebied/BU00141101.pdf?taal=en")
    assert "Beijum-Oost has 6,050 inhabitants." in PdfReader(io.BytesIO(answer.body)).pages[
        0
    ].extract_text().replace("\n", " ")
    again = site.get("/gebied/BU00141101.pdf?taal=en", {"If-None-Match": answer.headers["ETag"]})
    assert again.status == 304
    assert site.get("/gebied/BU99.pdf").status == 404


def test_the_sitemap_names_every_page_once(site, dataset):
    robots = site.get("/robots.txt").text
    (sitemap,) = re.findall(r"Sitemap: (\S+)", robots)
    found = ElementTree.fromstring(site.get("/sitemap.xml").body)
    addresses = [loc.text for loc in found.iter(f"{NAMESPACE}loc")]
    assert sitemap == f"http://127.0.0.1:{site.port}/sitemap.xml"
    assert len(set(addresses)) == len(addresses)
    profiles = {a for a in addresses if "/gebied/" in a and "taal" not in a}
    regions = [region for region in dataset.regions if region.gemeenten]
    assert len(profiles) == len(dataset.areas) + len(regions)
    assert f"http://127.0.0.1:{site.port}{PAGES['buurt']}" in profiles
    assert {site.get(a.partition(str(site.port))[2]).status for a in addresses[::700]} == {200}


def test_a_page_is_painted_without_asking_for_anything_else(site):
    html = site.get(PAGES["wijk"]).text
    assert 'rel="stylesheet"' not in html
    assert "<script src" not in html
    assert ".fact {" in html  # of area.css
    assert ".segments" not in html  # of the map's page


@pytest.mark.parametrize("path", ["/over", "/gegevens", "/mijn-buurt", "/api", "/bestaat-niet"])
def test_pages_in_words_load_none_of_the_rules_of_the_map(site, path):
    (address,) = re.findall(r'rel="stylesheet" href="([^"]+)"', site.get(path).text)
    rules = site.get(address).text
    assert ".top {" in rules
    assert ".segments" not in rules
