"""The options of an embed, either way, and what is said where there is nothing to show."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rudc_map.model import Chart, Lang, Picture
from rudc_map.view.embed import (
    LONGEST_TITLE,
    EmbedOptions,
    EmbedView,
    chart_shown,
    embed_data,
    embed_notices,
    options_query,
    read_options,
    what_is_lost,
)
from rudc_map.view.state import parse_state

ANY_OPTIONS = st.builds(
    EmbedOptions,
    view=st.sampled_from(EmbedView),
    search=st.booleans(),
    title=st.none()
    | st.just("")
    | st.text(st.characters(codec="utf-8"), min_size=1, max_size=LONGEST_TITLE)
    .map(str.strip)
    .filter(lambda title: title not in ("", "geen")),
    grows=st.booleans(),
    pinned=st.sampled_from(["", "2024", "0123456789ab"]),
)


@given(ANY_OPTIONS)
def test_options_survive_their_address(options):
    query = dict(parse_qsl(options_query(options), keep_blank_values=True))
    assert read_options(query) == (options, ())


@pytest.mark.parametrize(
    ("named", "view"),
    [
        ("map", EmbedView.MAP),
        ("map+legend", EmbedView.MAP_AND_LEGEND),
        ("map legend", EmbedView.MAP_AND_LEGEND),
        ("kaart-legenda", EmbedView.MAP_AND_LEGEND),
        ("chart", EmbedView.CHART),
        ("Tabel", EmbedView.TABLE),
        ("", EmbedView.MAP_AND_LEGEND),
    ],
)
def test_a_view_has_a_dutch_and_an_english_name(named, view):
    assert read_options({"view": named}) == (EmbedOptions(view=view), ())


def test_an_unknown_view_gives_the_usual_one_and_a_notice():
    options, notices = read_options({"view": "bol"})
    assert options.view is EmbedView.MAP_AND_LEGEND
    assert "'bol'" in notices[0].nl


def test_a_title_is_cut_to_what_fits():
    options, _ = read_options({"titel": "x" * 500})
    assert options.title == "x" * LONGEST_TITLE


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"indicator": "geluk"}, "geluk"),
        ({"regio": "atlantis"}, "atlantis"),
        ({"indicator": "own_dit-bestand_x"}, "eigen bestand"),
    ],
)
def test_another_indicator_or_region_is_not_put_in_the_place_of_one_that_is_gone(
    dataset, registry, query, words
):
    lost = what_is_lost(query, dataset, registry)
    assert lost is not None
    assert words in lost.nl


@pytest.mark.parametrize("query", [{}, {"indicator": "inwoners"}, {"gebieden": "BU99999999"}])
def test_what_can_be_shown_is_not_lost(dataset, registry, query):
    assert what_is_lost(query, dataset, registry) is None


def test_an_embed_is_told_of_its_own_indicator_and_region_only(dataset, registry):
    query = {"indicator": "woz_waarde", "regio": "groningen-assen"}
    parsed = parse_state(query, dataset, registry)
    corners = {region.id: [[53, 6], [53.5, 7]] for region in dataset.regions}
    data = embed_data(parsed, dataset, registry, "v", corners)
    assert [i["id"] for i in data["indicators"]] == ["woz_waarde"]
    assert [r["id"] for r in data["regions"]] == ["groningen-assen"]
    assert set(data["sources"]) == set(data["indicators"][0]["sources"])
    assert "embed.as_table" in data["texts"]
    assert not [key for key in data["texts"] if key.startswith(("share.", "own_file."))]


def test_several_maps_become_one_and_that_is_said(dataset, registry):
    state = parse_state({"beeld": Picture.BIVARIATE.value}, dataset, registry).state
    assert embed_notices(state, EmbedOptions())[0][Lang.NL]
    assert embed_notices(state, EmbedOptions(view=EmbedView.TABLE)) == ()


@pytest.mark.parametrize(
    ("query", "periods", "chart"),
    [
        ({"grafiek": "rangorde"}, ("2024",), Chart.RANKING),
        ({"grafiek": "tijd"}, ("2023", "2024"), Chart.PERIODS),
        ({"grafiek": "tijd"}, ("2024",), Chart.RANKING),
        ({"grafiek": "grens", "gebieden": "GM0014"}, ("2024",), Chart.SELECTION),
        ({}, ("2024",), Chart.RANKING),
    ],
)
def test_the_chart_is_one_that_an_embed_can_draw(dataset, registry, query, periods, chart):
    state = parse_state(query, dataset, registry).state
    assert chart_shown(state, periods) is chart
