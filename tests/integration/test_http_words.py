"""The pages in words over the wire, and the foot of every page that leads to them."""

from __future__ import annotations

import pytest

from tests.integration.test_http_about import Outline

WORDS = ("/over", "/toegankelijkheid", "/privacy")
FOOT = (*WORDS, "/gegevens", "/api")


@pytest.mark.parametrize(
    "address", [f"{page}{lang}" for page in WORDS for lang in ("", "?taal=en")]
)
def test_they_are_pages_of_headings_without_code(site, address):
    answer = site.get(address)
    page = Outline(answer.text)

    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.lang == ("en" if "en" in address else "nl")
    assert page.scripts == 0
    assert page.headings[0] == 1
    assert set(page.headings[1:]) == {2}
    assert len(set(page.ids)) == len(page.ids)
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "address", ["/", "/gegevens", "/api", "/gebied/groningen", "/bestaat-niet", *WORDS]
)
@pytest.mark.parametrize("lang", ["", "?taal=en"])
def test_every_page_leads_to_them_in_its_language(site, address, lang):
    if address == "/bestaat-niet":
        lang = ""  # it is in both
    links = Outline(site.get(f"{address}{lang}").text).links

    assert {f"{page}{lang}" for page in FOOT} <= set(links)


def test_no_page_asks_for_a_cookie_and_each_has_the_icon(site):
    for address in ("/", "/gegevens", "/api", "/gebied/groningen", *WORDS):
        answer = site.get(address)
        assert "Set-Cookie" not in answer.headers
        assert answer.text.count('rel="icon" type="image/svg+xml" href="data:') == 1
