import pytest
from hypothesis import given
from hypothesis import strategies as st

from rudc_map.errors import SourceError
from rudc_map.model import Level
from rudc_map.sources.boundary_columns import (
    boundary_table,
    known_columns,
    level_by_columns,
    plain,
)


@given(st.lists(st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True), min_size=1, max_size=6))
def test_the_style_of_a_name_makes_no_difference(words):
    snake = "_".join(words)
    camel = words[0] + "".join(word.capitalize() for word in words[1:])
    assert plain(snake) == plain(camel) == plain(snake.upper())


def test_the_table_has_no_spelling_twice():
    table = boundary_table()
    spellings = [*table.columns, *(s for names in table.figures.values() for s in names)]
    assert len(set(spellings)) == len(spellings)


@pytest.mark.parametrize(
    ("columns", "level"),
    [
        (("BU_CODE", "WK_CODE", "GM_CODE"), Level.BUURT),
        (("gemeentecode", "wijkcode"), Level.WIJK),
        (("gemeentecode", "aantalInwoners"), Level.GEMEENTE),
        (("statcode", "fid"), None),
    ],
)
def test_the_smallest_code_tells_the_level(columns, level):
    assert level_by_columns(known_columns(columns, "kaart")) == level


def test_one_figure_has_many_names():
    for name in ("aantal_inwoners", "aantalInwoners", "AANT_INW", "aant_inw"):
        assert known_columns([name, "iets"], "kaart") == {"a_inw": name}


def test_two_columns_that_say_the_same_are_named():
    with pytest.raises(SourceError, match=r"kaart has two columns for water \(water and H2O\)"):
        known_columns(["water", "H2O"], "kaart")


def test_of_a_figure_that_stands_there_twice_the_better_name_is_taken():
    both = ["gemiddeldAardgasverbruikTotaal", "gemiddeldGasverbruikTotaal"]
    assert known_columns(both, "kaart") == {"g_gas": "gemiddeldGasverbruikTotaal"}
