"""The part of the public API that compares areas: each an answer to a question."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, g, request

from rudc_map.view.aggregate import api_aggregate
from rudc_map.view.border import api_border
from rudc_map.view.compare import api_compare
from rudc_map.view.query import Question
from rudc_map.view.similar_areas import api_similar

QUESTIONS = {
    "compare": Question(
        api_compare,
        ("indicator", "niveau", "gebieden", "referentie"),
        ("periode", "regio", "lijkt", "eigen"),
    ),
    "similar": Question(
        api_similar, ("gebied", "niveau"), ("regio", "lijkt", "over_de_grens", "overal")
    ),
    "border": Question(api_border, ("indicator", "niveau"), ("periode", "regio")),
    "aggregate": Question(
        api_aggregate, ("indicator",), ("niveau", "periode", "gebieden", "eigen")
    ),
}


def add_questions(api: Blueprint) -> None:
    """Answer every one of `QUESTIONS` at its name, from the data of the request (``g.served``)."""

    def answer(name: str) -> Callable[[], Response]:
        question = QUESTIONS[name]

        def view() -> Response:
            query = g.served.query(request.args, question)
            answer = g.served.analysis(f"api/{name}", query, question)
            return Response(answer.plain, mimetype="application/json")

        return view

    for name in QUESTIONS:
        api.add_url_rule(f"/{name}", name, answer(name))
