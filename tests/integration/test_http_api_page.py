"""The human page of the API, and the example in the documentation, over HTTP."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.integration.test_http_about import Outline

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "api.md"


@pytest.fixture(params=["/api", "/api?taal=en"])
def page(site, request):
    answer = site.get(request.param)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    return Outline(answer.text)


def test_it_is_a_page_of_headings_and_tables_without_code(page):
    assert page.scripts == 0
    assert page.headings.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(page.headings, page.headings[1:], strict=False))
    assert len(set(page.ids)) == len(page.ids)
    for table in page.tables:
        assert table["caption"] == 1
        assert 0 < table["th"] == table["scope"]


def test_each_of_its_links_leads_somewhere(site, page):
    for link in dict.fromkeys(page.links):
        if link.startswith("#"):
            assert link[1:] in page.ids
        else:
            assert link.startswith("/"), "nothing leads elsewhere"
            assert site.get(link.split("#")[0]).status == 200, link


def test_a_problem_names_a_place_on_the_page(site, page):
    problem = site.get("/api/v1/areas?x=1").json
    assert problem["type"].removeprefix("/api#") in page.ids


def test_the_map_and_a_stroke_lead_to_it(site):
    assert '<a href="/api">API</a>' in site.get("/").text
    answer = site.get("/api/?taal=en")
    assert (answer.status, answer.headers["Location"]) == (301, "/api?taal=en")


def test_the_example_in_the_documentation_works(site, capsys):
    example = re.search(r"```python\n(.*?)```", DOCUMENTATION.read_text(encoding="utf-8"), re.S)
    assert example
    code = example[1]
    assert code.count("http://127.0.0.1:8050") == 1
    here = code.replace("http://127.0.0.1:8050", f"http://127.0.0.1:{site.port}")
    names: dict[str, Any] = {}
    exec(compile(here, str(DOCUMENTATION), "exec"), names)
    names["api"].close()
    shown = re.findall(r"^# > (.*)$", code, re.M)
    assert len(shown) >= 4
    printed = capsys.readouterr().out.splitlines()
    assert printed == shown
