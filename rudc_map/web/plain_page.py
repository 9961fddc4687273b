"""Pages of plain HTML: what all of them have, and how they are answered."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, render_template, request

from rudc_map.model import Lang
from rudc_map.view.page import languages
from rudc_map.view.texts import say


def asked_lang() -> Lang:
    """The language that the address asks for; Dutch without one."""
    return Lang.EN if request.args.get("taal") == "en" else Lang.NL


def lang_query(lang: Lang) -> str:
    """What keeps to a language in the address of another page.

    Examples
    --------
    >>> lang_query(Lang.EN), lang_query(Lang.NL)
    ('?taal=en', '')
    """
    return "?taal=en" if lang is Lang.EN else ""


def plain_page(template: str, lang: Lang, style: str, **parts: Any) -> str:
    """A page from its template, which gets its texts, its languages and its style sheet besides.

    Parameters
    ----------
    template : str
        A file in templates/ that extends plain.html or is built like it.
    lang : Lang
        The language of the page.
    style : str
        The address of the style sheet.
    **parts
        What the template shows.
    """
    here, other = languages(lang)
    return render_template(
        template,
        t=lambda key, **gaps: say(key, **gaps)[here],
        lang=here.value,
        other=other.value,
        query=lang_query(here),
        style=style,
        **parts,
    )


def asked_each_time(page: str) -> Response:
    """A page that a browser may keep, but asks for each time; nothing is sent if it is the same."""
    response = make_response(page)
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response
