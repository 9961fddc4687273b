"""The files that the page computes with: each an answer to the parameters of its address."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, g, request

from rudc_map.view.border import border_data
from rudc_map.view.intervals import intervals_data
from rudc_map.view.own_area_figures import own_area_data
from rudc_map.view.pattern import pattern_data
from rudc_map.view.profile import profile_data
from rudc_map.view.query import Question
from rudc_map.view.reference import reference_data
from rudc_map.view.relations import related_data, relation_data
from rudc_map.view.similar_areas import similar_data
from rudc_map.web.encoded import immutable_response

SHOWN = ("regio", "indicator", "niveau", "periode")

FILES = {
    "intervals": Question(intervals_data, ("indicator", "niveau", "periode")),
    "reference": Question(reference_data, (*SHOWN, "referentie"), ("lijkt",)),
    "similar": Question(similar_data, ("gebied", "niveau", "regio"), ("lijkt",)),
    "own": Question(own_area_data, ("eigen", "indicator"), ("niveau",)),
    "border": Question(border_data, SHOWN),
    "pattern": Question(pattern_data, SHOWN),
    "relation": Question(relation_data, (*SHOWN, "tweede")),
    "related": Question(related_data, SHOWN),
    "profile": Question(profile_data, (*SHOWN, "referentie"), ("gebieden", "lijkt", "eigen")),
}


def add_analysis_files(files: Blueprint) -> None:
    """Serve every one of `FILES` as ``<name>.json``, from the data of the request."""

    def answer(name: str) -> Callable[[], Response]:
        question = FILES[name]

        def view() -> Response:
            query = g.served.query(request.args, question)
            return immutable_response(g.served.analysis(name, query, question), request)

        return view

    for name in FILES:
        files.add_url_rule(f"/{name}.json", name, answer(name))
