"""The parameters of the API, each read strictly, and the pages that they ask for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rudc_map.errors import InputError
from rudc_map.view.api_paging import page_of
from rudc_map.view.api_query import MOST_ROWS, ApiQuery
from rudc_map.view.query import Question


@pytest.fixture(scope="module")
def read(dataset, registry):
    """A query of a path and of parameters that may all be given."""

    def query(path=(), **args: str) -> ApiQuery:
        known = ("niveau", "limit", "offset", "detail", "formaat", "taal", "zoek", "lat", "regio")
        question = Question(lambda _: {}, (), known)
        return ApiQuery(dict(path), args, dataset, registry, question, "/api/v1/here")

    return query


@pytest.mark.parametrize(
    ("name", "given_", "attribute"),
    [
        ("limit", "0", "limit"),
        ("limit", str(MOST_ROWS + 1), "limit"),
        ("limit", "+5", "limit"),
        ("limit", "5.0", "limit"),
        ("limit", "٥", "limit"),
        ("limit", "", "limit"),
        ("offset", "-1", "offset"),
        ("offset", "9" * 3000, "offset"),
        ("detail", "Volledig", "detail"),
        ("formaat", "xml", "format"),
        ("taal", "de", "lang"),
        ("zoek", " a ", "searched"),
        ("zoek", "a" * 101, "searched"),
        ("niveau", "", "level"),
        ("regio", "", "codes"),
    ],
)
def test_what_cannot_be_is_refused_by_name_with_the_remedy(read, name, given_, attribute):
    with pytest.raises(InputError) as refused:
        getattr(read(**{name: given_}), attribute)
    for message in (refused.value.message_nl, refused.value.message_en):
        assert name in message or {"niveau": "level", "regio": "regio"}[name] in message
    assert refused.value.status == 400


def test_what_is_not_given_has_its_default(read):
    query = read()
    assert (query.limit, query.offset) == (None, 0)
    assert (query.detail, query.format, query.lang) == ("vereenvoudigd", "json", "en")
    assert query.level == "gemeente"


def test_a_path_that_does_not_exist_is_not_found_whatever_else_is_wrong(read):
    with pytest.raises(InputError, match="GM9999") as refused:
        read([("code", "GM9999")], x="1")
    assert refused.value.status == 404


def test_equal_questions_have_one_key(read):
    assert read(limit="05", niveau="wijk").key == read(niveau="wijk", limit="5").key
    assert read(limit="5").key != read(limit="6").key
    assert read([("code", "GM0014")]).key != read([("code", "GM0106")]).key


@given(length=st.integers(0, 60), limit=st.integers(1, 70), usual=st.none() | st.integers(1, 9))
def test_pages_end_to_end_are_the_list(read, length, limit, usual):
    everything = list(range(length))
    found, offset = [], 0
    while True:
        page = page_of(everything, read(limit=str(limit), offset=str(offset)), usual)
        assert page.total == length
        found += page.rows
        if page.following is None:
            break
        assert page.following == f"/api/v1/here?limit={limit}&offset={offset + limit}"
        assert len(page.rows) == limit
        offset += limit
    assert found == everything


def test_without_a_limit_comes_what_is_usual(read):
    everything = list(range(100))
    assert page_of(everything, read()).rows == everything
    assert page_of(everything, read(offset="90")).rows == everything[90:]
    page = page_of(everything, read(niveau="wijk"), usual=25)
    assert page.rows == everything[:25]
    assert page.following == "/api/v1/here?niveau=wijk&limit=25&offset=25"


def test_what_is_in_the_path_is_not_said_twice(read):
    page = page_of([1, 2], read([("code", "GM0014")], limit="1"))
    assert page.following == "/api/v1/here?limit=1&offset=1"
