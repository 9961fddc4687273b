"""What version 1 of the API promised stays: names and types, addresses and parameters.

api_v1.json holds what was promised. Add to it what is added to the API; take nothing out.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

PROMISED = json.loads((Path(__file__).parent / "api_v1.json").read_text(encoding="utf-8"))


def kinds(schema: dict) -> list[str]:
    """The types that a schema allows, without what may be added to a list of members."""
    if "$ref" in schema:
        return [schema["$ref"].rsplit("/", 1)[1]]
    if "anyOf" in schema:
        return sorted({kind for option in schema["anyOf"] for kind in kinds(option)})
    kind = schema.get("type", "any")
    return [f"{kind} of {of}" for of in kinds(schema["items"])] if kind == "array" else [kind]


def promise(document: dict) -> dict:
    """Names and types of everything in a description."""
    schemas = document["components"]["schemas"]
    return {
        "paths": {
            path: {
                "parameters": {
                    p["name"]: kinds(p["schema"]) for p in described["get"]["parameters"]
                },
                "required": [p["name"] for p in described["get"]["parameters"] if p["required"]],
                "answers": {
                    media: kinds(content["schema"])
                    for media, content in described["get"]["responses"]["200"]["content"].items()
                },
            }
            for path, described in document["paths"].items()
        },
        "fields": {
            name: {
                field: [*kinds(of), *([] if field in schema["required"] else ["absent"])]
                for field, of in schema["properties"].items()
            }
            for name, schema in schemas.items()
            if "properties" in schema
        },
        "members": {name: schema["enum"] for name, schema in schemas.items() if "enum" in schema},
    }


@pytest.fixture(scope="module")
def now(ask_api):
    return promise(ask_api("/openapi.json"))


@pytest.mark.parametrize("path", PROMISED["paths"])
def test_addresses_take_and_give_what_they_did(now, path):
    before, described = PROMISED["paths"][path], now["paths"][path]
    assert before["parameters"].items() <= described["parameters"].items()
    assert before["answers"].items() <= described["answers"].items()
    assert set(described["required"]) <= set(before["required"]), "nothing more is required"


@pytest.mark.parametrize("name", PROMISED["fields"])
def test_fields_are_what_they_were(now, name):
    assert PROMISED["fields"][name].items() <= now["fields"][name].items()


@pytest.mark.parametrize("name", PROMISED["members"])
def test_members_of_lists_are_still_members(now, name):
    assert set(PROMISED["members"][name]) <= set(now["members"][name])


def test_everything_is_promised(now):
    """Whoever adds something promises it: write it into api_v1.json."""
    assert now["paths"].keys() == PROMISED["paths"].keys()
    assert now["fields"] == PROMISED["fields"]
