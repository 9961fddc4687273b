"""The pages in words: about the map, accessibility, privacy (pages.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from babel.dates import format_date
from markupsafe import Markup, escape

from rudc_map.model import Lang
from rudc_map.view.texts import say


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a page in one language.

    Attributes
    ----------
    anchor, title : str
        Its id in the page and its heading.
    text, items : tuple of Markup
        Paragraphs, and then a list.
    terms : tuple of (anchor, term, explanation)
        Words that are explained.
    links : tuple of (address, words)
        Where to read on.
    """

    anchor: str
    title: str
    text: tuple[Markup, ...]
    items: tuple[Markup, ...]
    terms: tuple[tuple[str, str, str], ...]
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WordsPage:
    """A page in words in one language; `updated` is the date it was last looked over."""

    title: str
    description: str
    lead: str
    updated: str
    sections: tuple[Section, ...]


def page_names() -> tuple[str, ...]:
    """The names of the pages, which are their addresses without the slash."""
    return tuple(_pages())


def words_page(name: str, lang: Lang, contact: str, tiles: str) -> WordsPage:
    """The page `name`.

    Parameters
    ----------
    name : str
        One of `page_names`.
    lang : Lang
        Its language.
    contact : str
        An address for e-mail, or of a page, where faults are reported; may be empty.
    tiles : str
        Who serves the tiles of the base map: the name of a site, ``"here"`` or ``""`` for nobody.
    """
    page = _pages()[name]
    gaps = {"contact": _contact(contact, lang), "tiles": _tiles(tiles, lang)}
    return WordsPage(
        title=page["title"][lang],
        description=page["description"][lang],
        lead=page["lead"][lang],
        updated=_on(page["updated"], lang),
        sections=tuple(_section(section, lang, gaps) for section in page["sections"]),
    )


def _section(section: dict[str, Any], lang: Lang, gaps: dict[str, Markup]) -> Section:
    def filled(kind: str) -> tuple[Markup, ...]:
        return tuple(Markup(words[lang]).format(**gaps) for words in section.get(kind, ()))

    return Section(
        anchor=section["id"],
        title=section["title"][lang],
        text=filled("text"),
        items=filled("items"),
        terms=tuple((t["id"], t["term"][lang], t["text"][lang]) for t in section.get("terms", ())),
        links=tuple((link["address"], link[lang]) for link in section.get("links", ())),
    )


def _contact(contact: str, lang: Lang) -> Markup:
    """A link to where faults are reported, or that nobody has said where."""
    if not contact:
        return escape(say("words.no_contact")[lang])
    address = contact if contact.startswith(("https://", "http://")) else f"mailto:{contact}"
    return Markup('<a href="{}">{}</a>').format(address, contact)


def _tiles(tiles: str, lang: Lang) -> Markup:
    key = {"": "words.tiles.none", "here": "words.tiles.here"}.get(tiles, "words.tiles.site")
    return escape(say(key, site=tiles)[lang])


def _on(day: date, lang: Lang) -> str:
    return format_date(day, format="long", locale="en_GB" if lang is Lang.EN else "nl_NL")


@cache
def _pages() -> dict[str, dict[str, Any]]:
    source = files("rudc_map.view").joinpath("pages.toml").read_text(encoding="utf-8")
    return tomllib.loads(source)
