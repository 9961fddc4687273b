"""Why a question to the API has no answer, as problem details (RFC 9457) in both languages."""

from __future__ import annotations

import json
from http import HTTPStatus

from flask import Response

from rudc_map.errors import InputError
from rudc_map.view.api_answers import Problem
from rudc_map.view.api_document import PROBLEM_JSON

EXPLAINED = "/api#antwoord-{status}"
"""Where the human page explains a kind of problem."""


def problem_response(error: InputError) -> tuple[Response, int]:
    """An InputError as problem details.

    The English text is also the ``detail``; ``fout`` and ``error`` are extension members.
    """
    body: Problem = {
        "type": EXPLAINED.format(status=error.status),
        "title": HTTPStatus(error.status).phrase,
        "status": error.status,
        "detail": error.message_en,
        "fout": error.message_nl,
        "error": error.message_en,
    }
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text, mimetype=PROBLEM_JSON), error.status
