"""What an address of a file asks for."""

from __future__ import annotations

from dataclasses import fields, replace
from urllib.parse import parse_qsl

import pytest

from rudc_map.errors import InputError
from rudc_map.model import Chart, Level, Picture, ViewState
from rudc_map.view.asked import PAGE, of_chart, of_figures, of_first_map, of_map, read_asked
from rudc_map.view.state import query_string

FULL = (
    "regio=groningen-drenthe&niveau=gemeente&indicator=woz_waarde&periode=2024&gebieden=GM0014"
    "&referentie=regio&weergave=kwantielen-4-groen&kaart=53.2194,6.5665,12&taal=en"
    "&beeld=twee-kaarten&tweede=inwoners;2024;nederland&plaats=52.9968,6.5623&reeks=inwoners"
    "&laag=clusters&grafiek=rangorde&breed=ja&eigen=c:53.21940,6.56650,1500:inwoners"
    "&lijkt=woz_waarde*2-overgrens"
)


@pytest.fixture
def read(dataset, registry):
    return lambda query, *extra: read_asked(dict(parse_qsl(query)), dataset, registry, extra)


def test_a_file_takes_every_parameter_of_a_page_and_no_other(read):
    state = read(FULL)
    assert tuple(dict(parse_qsl(query_string(state)))) == PAGE
    assert len(PAGE) == len(fields(ViewState)) - 1  # auto is a level, in an address
    with pytest.raises(InputError, match="kleur"):
        read("kleur=rood")
    assert read("maat=2", "maat") == read("")


@pytest.mark.parametrize(
    "query", ["regio=atlantis", "niveau=straat", "gebieden=BU1", "weergave=x", "kaart=1,2,3"]
)
def test_what_a_page_would_put_right_is_refused(read, query):
    with pytest.raises(InputError) as refused:
        read(query)
    assert refused.value.status == 400
    assert refused.value.message_nl != refused.value.message_en


def test_a_file_depends_on_no_more_than_it_shows(read):
    state = read(FULL)
    first = query_string(of_first_map(state))
    assert "kaart=" in first
    assert "laag=clusters" in first
    for left_out in ("beeld", "tweede", "plaats", "reeks", "grafiek", "breed"):
        assert f"{left_out}=" not in first
    chart = of_chart(state)
    assert (chart.chart, chart.viewport) == (Chart.RANKING, None)
    figures = of_figures(state)
    assert (figures.areas, figures.own, figures.chart) == ((), None, Chart.SELECTION)
    assert figures.reference == state.reference


@pytest.mark.parametrize(
    ("picture", "kept"),
    [
        (Picture.ONE_MAP, {"kaart", "laag", "weergave", "eigen"}),
        (Picture.TWO_MAPS, {"kaart", "laag", "weergave", "eigen", "beeld", "tweede"}),
        (Picture.TWO_PLACES, {"kaart", "laag", "weergave", "eigen", "beeld", "plaats"}),
        (Picture.MULTIPLES, {"weergave", "beeld", "reeks"}),
        (Picture.BIVARIATE, {"kaart", "eigen", "beeld", "tweede"}),
    ],
)
def test_each_picture_depends_on_its_own_parts_of_the_state(read, picture, kept):
    state = replace(read(FULL), picture=picture)
    named = dict(parse_qsl(query_string(of_map(state)))).keys()
    always = {"regio", "niveau", "indicator", "periode", "gebieden", "referentie", "taal", "lijkt"}
    assert named - always == kept


def test_a_level_that_follows_the_zoom_is_kept_as_it_is(read):
    state = read("niveau=auto&kaart=53.2194,6.5665,13")
    assert state.auto
    assert of_map(state).level is of_figures(state).level is Level.BUURT
    assert "niveau=buurt" in query_string(of_figures(state))
