import base64
import io
import re

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from rudc_map.view.fonts import (
    LETTERS,
    font_faces,
    font_folder,
    shortened,
    text_width,
    wrapped,
)

LETTER = st.characters(codec="latin-1", categories=["L"])
WORDS = st.lists(st.text(LETTER, min_size=1, max_size=30), max_size=20)


@given(WORDS, st.integers(20, 300))
def test_wrapped_lines_fit_and_hold_every_letter(words, room):
    lines = wrapped(" ".join(words), 10, room)
    assert all(text_width(line, 10) <= room for line in lines if len(line) > 1)
    assert "".join("".join(lines).split()) == "".join(words)


@given(WORDS, st.integers(20, 300), st.integers(1, 3))
def test_no_more_lines_than_asked_for(words, room, most):
    assert len(wrapped(" ".join(words), 10, room, most=most)) <= most


@given(st.text(LETTER, max_size=80), st.integers(15, 200))
def test_shortened_words_fit(words, room):
    short = shortened(words, 10, room)
    assert text_width(short, 10) <= room
    assert short == words or (short.endswith("…") and words.startswith(short[:-1]))


def test_what_is_embedded_is_a_font_with_the_letters_of_dutch_and_the_same_every_time():
    faces = font_faces()
    fonts = [base64.b64decode(part) for part in re.findall(r"base64,([^)]+)\)", faces)]
    assert len(fonts) == 2
    for found in fonts:
        with TTFont(io.BytesIO(found)) as font:
            letters = set(font.getBestCmap())
        assert {ord(letter) for letter in "aZéëïûŷ€−–…“”×²"} <= letters <= set(LETTERS) | {0, 13}
    font_faces.cache_clear()
    assert font_faces() == faces


@pytest.mark.parametrize("name", ["SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf"])
def test_the_fonts_are_openly_licensed(name):
    with TTFont(font_folder() / name) as font:
        licence = str(font["name"].getDebugName(13))
    assert "SIL Open Font License" in licence


def test_a_space_that_must_not_break_does_not():
    assert wrapped("ruim \u20ac\u00a0378.000", 10, 50) == ["ruim", "\u20ac\u00a0378.000"]
