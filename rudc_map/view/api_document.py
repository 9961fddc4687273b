"""The description of the public API as OpenAPI 3.1, made from what the routes themselves use."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from pydantic import TypeAdapter

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.registry import Registry
from rudc_map.model import Lang
from rudc_map.view.api_answers import Document, Problem
from rudc_map.view.api_operations import BASE, OPERATIONS, Operation
from rudc_map.view.api_parameters import PARAMETERS
from rudc_map.view.api_query import ApiQuery
from rudc_map.view.texts import say

VERSION = "1.0.0"
"""Of the description: the second number rises when something is added; the first never, for
another first number is another address."""

PROBLEM_JSON = "application/problem+json"

REFERENCE = "#/components/schemas/{model}"


def api_document(query: ApiQuery) -> Document:
    """The description, with the indicators that are served now."""
    lang = query.lang
    schemas, answers = _schemas()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": say("api.title")[lang],
            "version": VERSION,
            "summary": say("api.lead")[lang],
            "description": f"{say('api.promise.text')[lang]} {say('api.limit.text')[lang]}",
            "license": {"name": query.dataset.licence},
        },
        "servers": [{"url": BASE}],
        "paths": {
            operation.path: {
                "get": _operation(
                    operation, answers[operation.id], query.dataset, query.registry, lang
                )
            }
            for operation in ALL
        },
        "components": {
            "schemas": schemas,
            "responses": {_name(status): _problem(status, lang) for status in PROBLEMS},
        },
    }


DOCUMENT = Operation("openapi", "/openapi.json", api_document, Document, optional=("taal",))

ALL = (*OPERATIONS, DOCUMENT)
"""Every address of the API."""

PROBLEMS = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.TOO_MANY_REQUESTS,
)
"""What an answer may be besides the one that was asked for."""


def _schemas() -> tuple[dict[str, Any], dict[str, Any]]:
    """The schemas of all bodies by name, and for each operation the one of its own."""
    adapters = [
        *((operation.id, "serialization", TypeAdapter(operation.body)) for operation in ALL),
        ("problem", "serialization", TypeAdapter(Problem)),
    ]
    found, shared = TypeAdapter.json_schemas(
        adapters,  # type: ignore[arg-type]  # a list of tuples is what it documents
        ref_template=REFERENCE,
    )
    return shared["$defs"], {str(key): schema for (key, _), schema in found.items()}


def _operation(
    operation: Operation,
    schema: dict[str, Any],
    dataset: Dataset,
    registry: Registry,
    lang: Lang,
) -> dict[str, Any]:
    problems = [status for status in PROBLEMS if _can_be(operation, status)]
    return {
        "operationId": operation.id,
        "summary": operation.summary[lang],
        "description": operation.more[lang],
        "parameters": [
            _parameter(name, operation, dataset, registry, lang)
            for name in (*operation.in_path, *operation.required, *operation.optional)
        ],
        "responses": {
            "200": _answer(operation, schema, lang),
            "304": {"description": say("api.status.304")[lang]},
            **{
                str(status.value): {"$ref": f"#/components/responses/{_name(status)}"}
                for status in problems
            },
        },
    }


def _can_be(operation: Operation, status: HTTPStatus) -> bool:
    return status is not HTTPStatus.NOT_FOUND or bool(operation.in_path)


def _parameter(
    name: str, operation: Operation, dataset: Dataset, registry: Registry, lang: Lang
) -> dict[str, Any]:
    parameter = PARAMETERS[name]
    schema = parameter.schema(dataset, registry)
    in_path = name in operation.in_path
    more: dict[str, Any] = {}
    if schema["type"] == "array":
        more |= {"style": "form", "explode": False}
    if in_path or name in (*operation.required, *operation.shown):  # those that go together
        more["example"] = _typed(parameter.example, schema["type"])
    return {
        "name": name,
        "in": "path" if in_path else "query",
        "required": in_path or name in operation.required,
        "description": parameter.text[lang],
        "schema": schema,
        **more,
    }


def _typed(example: str, kind: str) -> Any:
    """An example in the type of its schema."""
    if kind == "array":
        return example.split(",")
    return {"number": float, "integer": int}.get(kind, str)(example)


def _answer(operation: Operation, schema: dict[str, Any], lang: Lang) -> dict[str, Any]:
    content: dict[str, Any] = {operation.media: {"schema": schema}}
    if operation.csv:
        content["text/csv"] = {"schema": {"type": "string"}}
    headers = {"ETag": _header("api.header.etag", lang)}
    if "limit" in operation.optional:
        headers["Link"] = _header("api.header.link", lang, required=False)
    return {"description": operation.summary[lang], "headers": headers, "content": content}


def _problem(status: HTTPStatus, lang: Lang) -> dict[str, Any]:
    headers = {}
    if status is HTTPStatus.TOO_MANY_REQUESTS:
        headers = {"Retry-After": _header("api.header.retry", lang)}
    return {
        "description": say(f"api.status.{status.value}")[lang],
        "headers": headers,
        "content": {PROBLEM_JSON: {"schema": {"$ref": REFERENCE.format(model="Problem")}}},
    }


def _header(key: str, lang: Lang, required: bool = True) -> dict[str, Any]:
    return {"description": say(key)[lang], "required": required, "schema": {"type": "string"}}


def _name(status: HTTPStatus) -> str:
    return "".join(word.capitalize() for word in status.phrase.split())
