"""The answer of oEmbed: what may be asked, and how large it may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rudc_map.errors import InputError
from rudc_map.model import Lang
from rudc_map.view.embed import EmbedOptions, EmbedView
from rudc_map.view.oembed import Wanted, oembed_answer, read_wanted

SIZES = st.none() | st.integers(1, 5000)


def answer(wanted, view=EmbedView.MAP_AND_LEGEND):
    return oembed_answer(
        title='65-plus "in" <Assen>',
        embed="https://kaart.example/embed?a=1&b=2",
        image=("https://kaart.example/kaart.png", 1188, 840),
        root="https://kaart.example/",
        options=EmbedOptions(view=view),
        wanted=wanted,
        lang=Lang.NL,
    )


@given(SIZES, SIZES)
def test_nothing_is_larger_than_what_is_asked_for(width, height):
    found = answer(Wanted("u", "json", width, height))
    assert found["width"] <= (width or found["width"])
    assert found["height"] <= (height or found["height"])
    assert f'width="{found["width"]}" height="{found["height"]}"' in found["html"]
    assert found.get("thumbnail_width", 0) <= (width or 1188)
    assert found.get("thumbnail_height", 0) <= (height or 840)


def test_what_stands_in_the_html_is_escaped():
    html = answer(Wanted("u"))["html"]
    assert 'title="65-plus &quot;in&quot; &lt;Assen&gt;"' in html
    assert 'src="https://kaart.example/embed?a=1&amp;b=2"' in html


def test_a_map_without_its_legend_is_less_high():
    assert answer(Wanted("u"), EmbedView.MAP)["height"] < answer(Wanted("u"))["height"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 400),
        ({"url": "u", "maxwidth": "breed"}, 400),
        ({"url": "u", "maxheight": "0"}, 400),
        ({"url": "u", "maxheight": "-5"}, 400),
        ({"url": "u", "format": "yaml"}, 501),
    ],
)
def test_a_wrong_question_is_refused(query, status):
    with pytest.raises(InputError) as refused:
        read_wanted(query)
    assert refused.value.status == status


def test_what_oembed_adds_later_is_passed_over():
    assert read_wanted({"url": "u", "theme": "dark", "maxwidth": "300"}) == Wanted("u", "json", 300)
