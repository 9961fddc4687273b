"""The pages in words: in both languages, with who to tell and who else sees what."""

from __future__ import annotations

import re

import pytest

from rudc_map.model import Lang
from rudc_map.view.pages import page_names, words_page

PAGES = [(name, lang) for name in page_names() for lang in Lang]


def words(page) -> str:
    return " ".join(w for s in page.sections for w in (*s.text, *s.items))


@pytest.mark.parametrize(("name", "lang"), PAGES)
def test_pages_are_whole(name, lang):
    page = words_page(name, lang, "map@example.org", "tiles.example.org")

    assert page.title
    assert page.lead
    assert page.updated.endswith("2026")
    anchors = [section.anchor for section in page.sections]
    anchors += [anchor for section in page.sections for anchor, _, _ in section.terms]
    assert len(set(anchors)) == len(anchors)
    assert all(s.text or s.items or s.terms for s in page.sections)
    assert "{" not in words(page)
    assert "mailto:map@example.org" in words(page)


@pytest.mark.parametrize("name", page_names())
def test_sentences_are_short(name):
    """B1: at most 25 words a sentence, none of them a chain of clauses."""
    page = words_page(name, Lang.NL, "", "")
    plain = re.sub(r"<[^>]+>", "", f"{page.lead} {words(page)}")

    assert max(len(s.split()) for s in re.split(r"(?<=[.?!:])\s", plain)) <= 25


def test_a_contact_is_a_link_and_is_never_read_as_html():
    assert 'href="https://example.org/fout"' in words(
        words_page("toegankelijkheid", Lang.NL, "https://example.org/fout", "")
    )
    hostile = words(words_page("over", Lang.EN, '"><script>', ""))
    assert "<script>" not in hostile
    assert "no address has been filled in" in words(words_page("over", Lang.EN, "", ""))


@pytest.mark.parametrize(
    ("tiles", "said"),
    [
        ("", "Niemand: de kaart heeft geen ondergrond"),
        ("here", "haalt deze server zelf op"),
        ("tiles.example.org", "komt van tiles.example.org"),
    ],
)
def test_privacy_says_who_sees_which_map_is_looked_at(tiles, said):
    assert said in words(words_page("privacy", Lang.NL, "", tiles))
