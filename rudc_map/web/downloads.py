"""The figures of a view or of a theme as files: ``/download``."""

from __future__ import annotations

import hashlib
from itertools import chain

from flask import Blueprint, Response, g, request

from rudc_map.errors import InputError
from rudc_map.model import ViewState
from rudc_map.view.asked import LONGEST_PIN, PINNED, of_figures, read_asked
from rudc_map.view.figures import Figures, Scope
from rudc_map.view.figures_files import FORMATS, STREAMED
from rudc_map.view.figures_written import WRITTEN, refuse_large
from rudc_map.web.errors import error_response
from rudc_map.web.images import KEPT, address_of, file_name
from rudc_map.web.live import Live
from rudc_map.web.parameters import single_values
from rudc_map.web.written import put_written

EXTRA = ("wat", "formaat", PINNED)


def download_routes(live: Live) -> Blueprint:
    """The downloads as one blueprint."""
    routes = Blueprint("downloads", __name__)
    routes.register_error_handler(InputError, error_response)

    @routes.before_request
    def choose_data() -> None:
        g.served = live.asked(request.args.get(PINNED, "")[:LONGEST_PIN])

    @routes.get("/download")
    def download() -> Response:
        args = single_values(request.args)
        kind = _one_of("formaat", args.get("formaat", "csv"), tuple(FORMATS))
        scope = Scope(_one_of("wat", args.get("wat", Scope.VIEW.value), tuple(Scope)))
        dataset, registry = g.served.dataset, g.served.registry
        state = of_figures(read_asked(args, dataset, registry, EXTRA))
        return _answer(Figures(state, dataset, registry, scope), kind)

    return routes


def _answer(figures: Figures, kind: str) -> Response:
    """The file; only its name and tag where the asker has it already, or asks no more."""
    refuse_large(figures, kind)
    address = address_of(figures.state)
    key = f"{g.served.version}/download/{figures.scope}/{kind}/{figures.level}/{address}"
    response = Response(mimetype=FORMATS[kind])
    tag = hashlib.sha256(key.encode()).hexdigest()[:16]
    # weak where the same answer may come in other compressions, each of which is other bytes
    response.set_etag(tag, weak=kind in STREAMED)
    response.headers["Cache-Control"] = KEPT
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{_name(figures.state, figures, kind)}"'
    )
    if request.if_none_match.contains_weak(tag):
        response.status_code = 304
        return response
    if request.method == "HEAD":
        response.response = iter(())  # not an empty body, whose length would be sent
        return response
    if kind in STREAMED:
        parts = STREAMED[kind](figures, address)
        # the first part is made here, so that what is wrong is answered and not cut off half-way
        response.response = chain([next(parts)], parts)
    else:
        put_written(response, f"figures.{kind}", lambda path: WRITTEN[kind](figures, address, path))
    return response


def _name(state: ViewState, figures: Figures, kind: str) -> str:
    if figures.scope is Scope.VIEW:
        return file_name(state, kind)
    region = "eigen-regio" if "," in state.region else state.region
    return f"rudc-thema-{figures.theme.id}-{state.level.value}-{region}.{kind}".replace("_", "-")


def _one_of(name: str, given: str, known: tuple[str, ...]) -> str:
    if given not in known:
        raise InputError(
            f"'{name}' is '{given}'; kies uit {', '.join(known)}.",
            f"'{name}' is '{given}'; choose one of {', '.join(known)}.",
        )
    return given
