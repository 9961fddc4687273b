"""'Mijn buurt' at /mijn-buurt: from a postcode, a name or an address to the page about it.

Nothing of a question is stored or logged here: its answer is not kept by anybody, and the page it
leads to is not told where the visitor came from.
"""

from __future__ import annotations

from typing import Any, Protocol

from flask import Blueprint, Response, make_response, redirect, request

from rudc_map.dataset.store import Dataset
from rudc_map.model import FoundAddress
from rudc_map.view.area_addresses import address_of_area
from rudc_map.view.my_area import (
    Answer,
    Asked,
    Kind,
    of_addresses,
    of_name,
    of_nearly,
    of_postcode,
    understood,
)
from rudc_map.web.live import Live
from rudc_map.web.plain_page import asked_lang, lang_query, plain_page

ADDRESS = "/mijn-buurt"


class Lookup(Protocol):
    """What knows addresses."""

    def find(self, asked: str) -> tuple[FoundAddress, ...] | None:
        """The addresses that are what was asked; None where that cannot be known now."""
        ...


def my_area_routes(live: Live, style: str, lookup: Lookup | None) -> Blueprint:
    """The page that finds an area.

    Parameters
    ----------
    live : Live
        What is served.
    style : str
        The address of the style sheet.
    lookup : Lookup or None
        What knows addresses; None for names and four digits only.
    """
    routes = Blueprint("my_area", __name__)

    @routes.get(ADDRESS)
    def my_area() -> Response:
        lang = asked_lang()
        dataset = live.now.dataset
        asked = understood(request.args.get("q", ""))
        answer, note = answered(dataset, asked, lookup)
        if len(answer.codes) == 1 and not note:
            return _private(
                redirect(address_of_area(dataset, answer.codes[0]) + lang_query(lang), 303)
            )
        page = plain_page(
            "my_area.html",
            lang,
            style,
            asked=asked.text,
            choices=[_choice(dataset, code) for code in answer.codes],
            more=answer.more,
            note=note,
        )
        return _private(page)

    return routes


def answered(dataset: Dataset, asked: Asked, lookup: Lookup | None) -> tuple[Answer, str]:
    """The areas that may be meant, and the key of what is said over them, or empty."""
    if asked.kind is Kind.NOTHING:
        return Answer(()), ""
    if asked.kind is Kind.DIGITS:
        found = of_postcode(dataset, asked.digits)
        return found, "profile.mine.digits" if found.codes else "profile.mine.no_postcode"
    by_name = of_name(dataset, asked.text)
    if by_name.codes and asked.kind is Kind.NAME:
        return by_name, ""
    addresses = lookup.find(asked.text) if lookup else None
    if addresses:
        return _noted(of_addresses(dataset, addresses), "profile.mine.outside")
    if by_name.codes:
        return by_name, ""
    return _without_address(dataset, asked, reached=addresses is not None)


def _noted(found: Answer, without: str) -> tuple[Answer, str]:
    """What was found, or the key of what is said where that is nothing."""
    return found, "" if found.codes else without


def _without_address(dataset: Dataset, asked: Asked, *, reached: bool) -> tuple[Answer, str]:
    """What is left: names that are nearly it, or the digits of a postcode, if nobody was asked."""
    guessed = of_nearly(dataset, asked.text) if asked.kind is Kind.NAME else Answer(())
    if guessed.codes:
        return guessed, "profile.mine.nearly"
    if reached:
        return Answer(()), "profile.mine.nothing"
    if asked.digits:
        return of_postcode(dataset, asked.digits), "profile.mine.only_digits"
    return Answer(()), "profile.mine.no_addresses"


def _choice(dataset: Dataset, code: str) -> dict[str, Any]:
    areas = dataset.areas
    larger = [areas.at[code, level] for level in ("gemeente", "provincie")]
    within = next((name for name in larger if isinstance(name, str) and name != code), None)
    return {
        "name": areas.at[code, "name"],
        "level": areas.at[code, "level"],
        "within": areas.at[within, "name"] if within else "",
        "address": address_of_area(dataset, code),
    }


def _private(answer: Any) -> Response:
    response = make_response(answer)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex" if request.args.get("q") else "all"
    return response
