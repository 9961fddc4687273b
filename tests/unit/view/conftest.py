"""Asking a view function as a page or a program would."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qsl

import pytest

from rudc_map.view.api_document import ALL as OPERATIONS
from rudc_map.view.api_operations import BASE
from rudc_map.view.api_query import ApiQuery
from rudc_map.view.numbers import compact_json
from rudc_map.view.query import Query, Question

ALL = (
    "eigen",
    "gebied",
    "gebieden",
    "indicator",
    "lijkt",
    "niveau",
    "over_de_grens",
    "overal",
    "periode",
    "referentie",
    "regio",
    "tweede",
)


@pytest.fixture(scope="session")
def asked(dataset, registry):
    """The parameters of a query string, none of them required."""

    def read(query: str, required: tuple[str, ...] = ()) -> Query:
        question = Question(lambda _: {}, required, ALL)
        return Query(dict(parse_qsl(query, keep_blank_values=True)), dataset, registry, question)

    return read


@pytest.fixture(scope="session")
def ask(asked):
    """What a view function answers to a query string, through strict JSON."""

    def answer(function, query: str):
        return json.loads(compact_json(function(asked(query))))

    return answer


@pytest.fixture(scope="session")
def ask_api(dataset, registry):
    """What the API answers to an address below `BASE`, through strict JSON."""

    def answer(address: str, of=dataset):
        path, _, behind = address.partition("?")
        for operation in OPERATIONS:  # those with a name in the path come after those without
            found = re.fullmatch(operation.path.replace("{", "(?P<").replace("}", ">[^/]+)"), path)
            if found:
                args = dict(parse_qsl(behind, keep_blank_values=True))
                query = ApiQuery(
                    found.groupdict(), args, of, registry, operation.question, BASE + path
                )
                return json.loads(compact_json(operation.answer(query)))
        raise AssertionError(f"nothing answers {path}")

    return answer
