"""What a user's mistake is answered with."""

from __future__ import annotations

from flask import Response, jsonify

from rudc_map.errors import InputError


def error_response(error: InputError) -> tuple[Response, int]:
    """An InputError as JSON in both languages."""
    return jsonify(fout=error.message_nl, error=error.message_en), error.status
