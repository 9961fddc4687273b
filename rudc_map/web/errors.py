"""What a user's mistake is answered with."""

from __future__ import annotations

from flask import Response, jsonify, request

from rudc_map.errors import InputError
from rudc_map.web.problems import problem_response

OF_THE_API = "/api/"
"""Below this, errors are problem details."""


def error_response(error: InputError) -> tuple[Response, int]:
    """An InputError as JSON in both languages."""
    if request.path.startswith(OF_THE_API):
        return problem_response(error)
    return jsonify(fout=error.message_nl, error=error.message_en), error.status
