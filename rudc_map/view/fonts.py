"""The typeface of images: Source Sans Pro, measured and embedded.

By Adobe (Paul D. Hunt), SIL Open Font License 1.1; from the package font-source-sans-pro.
"""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

FAMILY = "Source Sans Pro"

FALLBACK = "'Source Sans 3', 'Segoe UI', system-ui, sans-serif"
"""What a reader's own computer uses where the embedded font is refused."""

WEIGHTS = {400: "SourceSansPro-Regular.ttf", 600: "SourceSansPro-Semibold.ttf"}
"""The files of the package font-source-sans-pro, by weight."""

LETTERS = (
    *range(0x20, 0x180),
    *range(0x2010, 0x2040),
    *range(0x2190, 0x2194),
    0x20AC,
    0x2212,
    0x25B2,
    0x25BC,
    0x25CF,
)
"""What an embedded font holds: Latin with its accents, dashes, arrows, euro, minus, marks."""

ELLIPSIS = "…"


@dataclass(frozen=True)
class _Widths:
    """How far each letter advances, in units of the em."""

    of: dict[str, float]
    usual: float


@cache
def font_folder() -> Path:
    """Where the fonts are, for what draws the letters itself."""
    found = find_spec("font_source_sans_pro")
    assert found is not None, "font-source-sans-pro is pinned in requirements.txt"
    assert found.origin is not None
    return Path(found.origin).parent / "files"


def text_width(words: str, size: float, weight: int = 400) -> float:
    """How wide a line of text is [the unit of `size`].

    Examples
    --------
    >>> text_width("ii", 10) < text_width("WW", 10) < text_width("WW", 10, 600)
    True
    """
    widths = _widths(weight)
    return size * sum(widths.of.get(letter, widths.usual) for letter in words)


def in_font(letter: str) -> bool:
    """Whether the font has a letter; white space is no letter that could be missing.

    Examples
    --------
    >>> in_font("é"), in_font("●")
    (True, False)
    """
    return letter in _widths(400).of or letter.isspace()


def shortened(words: str, size: float, room: float, weight: int = 400) -> str:
    """The words, or as many of their letters as fit in `room` with an ellipsis."""
    if text_width(words, size, weight) <= room:
        return words
    for end in range(len(words) - 1, 0, -1):
        cut = words[:end].rstrip() + ELLIPSIS
        if text_width(cut, size, weight) <= room:
            return cut
    return ELLIPSIS


def wrapped(
    words: str, size: float, room: float, weight: int = 400, most: int | None = None
) -> list[str]:
    """The words in lines that fit in `room`; what does not fit in `most` lines is cut off.

    A word that is too long for a line is broken.

    Examples
    --------
    >>> wrapped("een twee drie", 10, 40)
    ['een twee', 'drie']
    """
    lines: list[str] = []
    line = ""
    for word in filter(None, words.split(" ")):  # not at a space that must not break
        longer = f"{line} {word}".strip()
        if text_width(longer, size, weight) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, size, room, weight)
        lines += full
    lines.append(line)
    if most is None or len(lines) <= most:
        return lines
    rest = " ".join(lines[most - 1 :])
    return [*lines[: most - 1], shortened(rest, size, room, weight)]


def _broken(word: str, size: float, room: float, weight: int) -> list[str]:
    parts, part = [], ""
    for letter in word:
        if part and text_width(part + letter, size, weight) > room:
            parts.append(part)
            part = ""
        part += letter
    return [*parts, part]


@cache
def font_faces() -> str:
    """CSS that embeds the fonts, cut down to `LETTERS`; the same bytes every time."""
    faces = [
        f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};"
        f"src:url(data:font/woff2;base64,{base64.b64encode(_subset(name)).decode()})"
        "format('woff2')}"
        for weight, name in WEIGHTS.items()
    ]
    return "".join(faces)


def _subset(name: str) -> bytes:
    from fontTools import subset  # noqa: PLC0415  (0.3 s, only needed to make a first image)

    options = subset.Options(
        flavor="woff2", layout_features=["kern"], hinting=False, name_IDs=[0, 1, 2, 13, 14]
    )
    font = subset.load_font(str(font_folder() / name), options)
    font.recalcTimestamp = False  # the bytes must not depend on the clock
    cut = subset.Subsetter(options)
    cut.populate(unicodes=LETTERS)
    cut.subset(font)
    written = io.BytesIO()
    subset.save_font(font, written, options)
    font.close()
    return written.getvalue()


@cache
def _widths(weight: int) -> _Widths:
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    with TTFont(font_folder() / WEIGHTS[weight], lazy=True) as font:
        em = font["head"].unitsPerEm
        advances = font["hmtx"].metrics
        of = {chr(at): advances[glyph][0] / em for at, glyph in font.getBestCmap().items()}
    return _Widths(of, of["n"])
