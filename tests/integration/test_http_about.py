"""The page about the data, as it comes over the wire: whole HTML, no code needed."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest


class Outline(HTMLParser):
    """What a page holds: headings, ids, links, and tables with their captions and headers."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.scripts = 0
        self.tables: list[dict[str, int]] = []
        self.lang = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given["href"])
        if tag == "html":
            self.lang = given["lang"]
        self.scripts += tag == "script"
        if tag == "table":
            self.tables.append({"caption": 0, "scope": 0, "th": 0})
        elif self.tables and tag in ("caption", "th"):
            self.tables[-1][tag] += 1
            self.tables[-1]["scope"] += "scope" in given


@pytest.fixture(scope="module", params=["/gegevens", "/gegevens?taal=en"])
def page(site, request):
    answer = site.get(request.param)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    return Outline(answer.text)


def test_it_is_a_page_of_headings_and_tables_without_code(page):
    assert page.scripts == 0
    assert page.headings.count(1) == 1
    assert page.headings[0] == 1
    assert all(b - a <= 1 for a, b in zip(page.headings, page.headings[1:], strict=False))
    assert len(page.tables) > 50
    for table in page.tables:
        assert table["caption"] == 1
        assert 0 < table["th"] == table["scope"]


def test_every_link_within_it_leads_somewhere(page):
    assert len(set(page.ids)) == len(page.ids)
    within = {link[1:] for link in page.links if link.startswith("#")}
    assert "content" in within
    assert within <= set(page.ids)


def test_both_languages_know_each_other(page):
    other = "/gegevens?taal=en" if page.lang == "nl" else "/gegevens"
    assert other in page.links
    assert ("/?taal=en" if page.lang == "en" else "/") in page.links


def test_every_indicator_has_its_place(page, registry):
    assert {f"onderwerp-{indicator.id}" for indicator in registry.indicators} <= set(page.ids)


def test_it_is_linked_from_the_map_and_from_a_page_that_is_not_there(site):
    assert 'href="/gegevens"' in site.get("/").text
    assert 'href="/gegevens?taal=en"' in site.get("/?taal=en").text
    missing = site.get("/nergens")
    assert missing.status == 404
    assert 'href="/gegevens"' in missing.text


def test_it_is_not_sent_again_while_nothing_changed(site):
    first = site.get("/gegevens")
    assert first.headers["Cache-Control"] == "no-cache"
    again = site.get("/gegevens", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status == 304
    assert again.raw == b""


def test_it_can_only_be_read(site):
    assert site.get("/gegevens", method="POST").status == 405
