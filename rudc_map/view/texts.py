"""The catalogue of interface texts in Dutch and English (texts.toml), with named gaps."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from rudc_map.model import Lang, Text

PAGES_OF_THEIR_OWN = ("about.", "api.", "profile.", "words.")
"""Texts of pages that need no code of the browser."""


def say(key: str, **gaps: str | Text) -> Text:
    """The text `key` in both languages, its named gaps filled.

    Parameters
    ----------
    key : str
        Key in texts.toml, e.g. ``"notice.region"``.
    **gaps : str or Text
        What stands in ``{name}``; a Text fills each language with its own.

    Raises
    ------
    KeyError
        For a key that the catalogue does not have.

    Examples
    --------
    >>> say("level.buurt.plural").en
    'neighbourhoods'
    """
    text = _catalogue()[key]
    return Text(*(_fill(text[lang], lang, gaps) for lang in Lang))


def interface_texts(lang: Lang) -> dict[str, str]:
    """The texts of one language by key, gaps unfilled, that the browser's own code says."""
    return {
        k: text[lang] for k, text in _catalogue().items() if not k.startswith(PAGES_OF_THEIR_OWN)
    }


def filled(template: str, gaps: dict[str, str]) -> str:
    """A template of one language with its named gaps filled.

    In one pass, so that braces in what fills a gap stay what they are.
    """
    return re.sub(r"\{(\w+)\}", lambda gap: gaps.get(gap[1], gap[0]), template)


def _fill(template: str, lang: Lang, gaps: dict[str, str | Text]) -> str:
    words = {name: gap if isinstance(gap, str) else gap[lang] for name, gap in gaps.items()}
    return filled(template, words)


@cache
def _catalogue() -> dict[str, Text]:
    source = files("rudc_map.view").joinpath("texts.toml").read_text(encoding="utf-8")
    entries: dict[str, dict[str, str]] = tomllib.loads(source)
    return {key: Text(entry["nl"], entry["en"]) for key, entry in entries.items()}
