"""Asking a view function as a page or a program would."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest

from rudc_map.model import Level
from rudc_map.view.api_document import ALL as OPERATIONS
from rudc_map.view.api_operations import BASE
from rudc_map.view.api_query import ApiQuery
from rudc_map.view.geometry import borders_json
from rudc_map.view.map_paths import grid_borders_json, paths_json
from rudc_map.view.numbers import compact_json
from rudc_map.view.query import Query, Question
from rudc_map.view.shown import Shown
from rudc_map.view.state import parse_state
from rudc_map.view.values import map_values

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


@pytest.fixture(scope="session")
def borders(dataset):
    return json.loads(grid_borders_json(borders_json(dataset)))


@pytest.fixture
def shown(dataset, registry, borders):
    """A state of the embedded data, with the files that its images are made from."""

    def make(query, **state):
        parsed = parse_state(query, dataset, registry).state
        known = replace(parsed, **state)

        def ask(name, parameters):
            if name == "borders":
                return borders
            if name == "paths":
                level, tolerance = Level(parameters["niveau"]), float(parameters["grof"])
                return json.loads(paths_json(dataset, level, tolerance))
            region = next(r for r in dataset.regions if r.id == parameters["regio"])
            indicator = registry.get(parameters["indicator"])
            return map_values(dataset, indicator, known.level, parameters["periode"], region)

        return Shown(known, dataset, registry, ask)

    return make
