"""The description of the API against the API itself."""

from __future__ import annotations

from collections import Counter

import pytest
import schemathesis
from pydantic import TypeAdapter
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from rudc_map.view.api_document import ALL
from rudc_map.view.api_operations import BASE, OPERATIONS
from rudc_map.view.api_page import example_of

ADDRESS = f"{BASE}/openapi.json"

BOUNDED = {
    "seed": 20_240_101,
    "generation": {"max-examples": 5, "deterministic": True},
    "phases": {"stateful": {"enabled": False}},
    "continue-on-failure": True,
    "headers": {"Accept-Encoding": "identity"},
    # which periods an indicator has and which areas exist follows from the data, not from a schema
    "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "400", "404"]}},
}

NOTHING_BEHIND = ("/", "/<path:unknown>")
"""Routes that only say what there is instead."""


@pytest.fixture(scope="module")
def document(app):
    return app.server.test_client().get(ADDRESS).get_json()


def test_whatever_schemathesis_asks_is_answered_as_described(app):
    config = SchemathesisConfig.from_dict(BOUNDED)
    described = schemathesis.openapi.from_wsgi(ADDRESS, app.server, config=config)
    answered: Counter[str] = Counter()
    for event in from_schema(described).execute():
        problem = isinstance(
            event, events.NonFatalError | events.FatalError | events.SchemaAnalysisWarnings
        )
        assert not problem, event
        if isinstance(event, events.ScenarioFinished):
            answered += _answered(event.recorder)
    assert set(answered) == {f"GET {operation.path}" for operation in OPERATIONS}


def _answered(recorder) -> Counter[str]:
    """How many questions had an answer; each must have passed every check."""
    for case, checks in recorder.checks.items():
        for check in checks:
            asked = recorder.cases[case].value.as_curl_command()
            assert check.failure_info is None, f"{asked}\n{check.name}: {check.failure_info}"
    answers = (interaction.response for interaction in recorder.interactions.values())
    known = sum(answer is not None and answer.status_code == 200 for answer in answers)
    return Counter({recorder.label: known} if known else {})


def test_every_route_is_described_and_every_description_has_a_route(app, document):
    routes = {
        rule.rule.removeprefix(BASE).replace("<", "{").replace(">", "}")
        for rule in app.server.url_map.iter_rules()
        if rule.rule.startswith(f"{BASE}/") and rule.rule not in {BASE + x for x in NOTHING_BEHIND}
    }
    assert routes == set(document["paths"])
    assert all(set(path) == {"get"} for path in document["paths"].values())


@pytest.mark.parametrize("operation", ALL, ids=lambda operation: operation.id)
def test_an_answer_holds_what_is_described_and_nothing_else(client, operation):
    address = example_of(operation)
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == operation.media
    described = TypeAdapter(operation.body)
    read = described.validate_python(answer.json)
    assert described.dump_python(read, mode="json") == answer.json


def test_it_is_described_in_both_languages(client, document):
    dutch = client.get(f"{ADDRESS}?taal=nl").get_json()
    assert dutch["paths"].keys() == document["paths"].keys()
    for path, english in document["paths"].items():
        for said in ("summary", "description"):
            assert dutch["paths"][path]["get"][said] != english["get"][said]


def test_what_must_be_given_is_what_is_missed(client, document):
    for path, described in document["paths"].items():
        for parameter in described["get"]["parameters"]:
            if parameter["in"] == "path" or not parameter["required"]:
                continue
            answer = client.get(f"{BASE}{path.replace('{indicator}', 'inwoners')}")
            assert answer.status_code == 400
            assert parameter["name"] in answer.get_json()["error"]


def test_only_indicators_that_are_served_are_named(document, registry):
    named = next(
        parameter["schema"]["enum"]
        for parameter in document["paths"]["/values/{indicator}"]["get"]["parameters"]
        if parameter["name"] == "indicator"
    )
    assert named == [indicator.id for indicator in registry.indicators]
