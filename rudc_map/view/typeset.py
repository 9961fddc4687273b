"""Typst, with our fonts only: the same bytes every time, and nothing that stays in memory."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

import typst

from rudc_map.view.fonts import font_folder

AGES = 11
"""Typst keeps what it worked out until it went unused in ten compilations (``comemo::evict(10)``):
after a map of the country 10 MB each, that no other picture has any use for."""


def typeset(text: str, kind: Literal["png", "pdf"], inputs: dict[str, str], **how: Any) -> bytes:
    """Make a picture or a document of a text in Typst's language.

    Parameters
    ----------
    text : str
        One page of it for a picture.
    kind : str
        ``"png"`` or ``"pdf"``.
    inputs : dict of str
        What the text finds in ``sys.inputs``.
    **how
        More for ``typst.compile``.

    Returns
    -------
    bytes
        The file.
    """
    made = typst.compile(text.encode(), format=kind, sys_inputs=inputs, font_paths=_fonts(), **how)
    _forget()
    assert isinstance(made, bytes)  # a PDF, or one page, and no file to write to
    return made


def _forget() -> None:
    """Let what was kept grow old on empty pages, which take a millisecond each."""
    for _ in range(AGES):
        typst.compile(b"", format="svg", font_paths=_fonts())


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_folder())]
    )
