"""Asking a view function as a page or a program would."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl

import pytest

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
