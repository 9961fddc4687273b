"""From an SVG of ours to PNG and PDF, by Typst (the same bytes every time)."""

from __future__ import annotations

from typing import Literal

from rudc_map.view.frame import WIDTH, Sheet
from rudc_map.view.typeset import typeset

PIXELS_AN_INCH = WIDTH / (297 / 25.4)
"""Of an image at its single size, printed on A4."""

PAGE = """
#set document(title: sys.inputs.title, date: none)
#set text(lang: sys.inputs.lang)
#set page(width: 297mm, height: 210mm, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%, alt: sys.inputs.words)
"""
"""One page that the image fills: its letters stay letters, and its description is read out."""


def png_of(sheet: Sheet, times: int) -> bytes:
    """An image of `times` pixels for each one of the SVG, across and down."""
    return _compiled("png", sheet, ppi=PIXELS_AN_INCH * times)


def pdf_of(sheet: Sheet) -> bytes:
    """A tagged PDF of one page, A4 on its side, with its description for a screen reader."""
    return _compiled("pdf", sheet)


def _compiled(kind: Literal["png", "pdf"], sheet: Sheet, ppi: float | None = None) -> bytes:
    inputs = {
        "svg": sheet.svg(),
        "title": sheet.title,
        "words": sheet.words,
        "lang": sheet.lang,
    }
    how = {} if ppi is None else {"ppi": ppi}
    return typeset(PAGE, kind, inputs, **how)
