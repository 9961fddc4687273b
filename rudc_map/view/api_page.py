"""The human page of the public API: what there is to ask, from the same declarations."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.registry import Registry
from rudc_map.model import Lang
from rudc_map.view.api_document import ALL, DOCUMENT, PROBLEMS
from rudc_map.view.api_operations import BASE, Operation
from rudc_map.view.api_parameters import PARAMETERS
from rudc_map.view.texts import say

MOST_NAMED = 8
"""Values of a parameter that are named on the page; of more there is a list to ask for."""

EXPLAINED = (
    *PROBLEMS,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.NOT_MODIFIED,
    HTTPStatus.INTERNAL_SERVER_ERROR,
)
"""The answers that the page explains."""


def api_page_data(dataset: Dataset, registry: Registry, lang: Lang) -> dict[str, Any]:
    """Everything on the page that follows from the declarations, in one language.

    Returns
    -------
    dict
        ``base`` and ``document`` (addresses), ``operations`` (id, address, example, media,
        summary, more and parameters, each with name, needed, text and values) and ``answers``
        (status and text).
    """
    return {
        "base": BASE,
        "document": BASE + DOCUMENT.path,
        "operations": [_operation(operation, dataset, registry, lang) for operation in ALL],
        "answers": [
            (status.value, say(f"api.status.{status.value}")[lang]) for status in sorted(EXPLAINED)
        ],
    }


def example_of(operation: Operation) -> str:
    """An address that the operation answers."""
    path = operation.path.format(**{n: PARAMETERS[n].example for n in operation.in_path})
    behind = "&".join(
        f"{name}={quote(PARAMETERS[name].example, safe=',:;*')}"
        for name in (*operation.required, *operation.shown)
    )
    return f"{BASE}{path}?{behind}" if behind else BASE + path


def _operation(
    operation: Operation, dataset: Dataset, registry: Registry, lang: Lang
) -> dict[str, Any]:
    needed = (*operation.in_path, *operation.required)
    return {
        "id": operation.id,
        "address": BASE + operation.path,
        "example": example_of(operation),
        "media": ", ".join([operation.media, *(["text/csv"] if operation.csv else [])]),
        "summary": operation.summary[lang],
        "more": operation.more[lang],
        "parameters": [
            {
                "name": name,
                "needed": name in needed,
                "text": PARAMETERS[name].text[lang],
                "values": _values(PARAMETERS[name].schema(dataset, registry)),
            }
            for name in (*needed, *operation.optional)
        ],
    }


def _values(schema: dict[str, Any]) -> str:
    """What may stand in a parameter, where that is few things or a range."""
    if len(schema.get("enum", ())) in range(1, MOST_NAMED + 1):
        return ", ".join(schema["enum"])
    if "maximum" in schema:
        return f"{schema['minimum']} – {schema['maximum']}"
    return ""
