"""A page's state and its address: either way, and whatever stands in the address."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rudc_map.indicators.registry import Registry
from rudc_map.model import (
    ClassScheme,
    Display,
    Lang,
    Level,
    ReferenceKind,
    Text,
    Viewport,
    ViewState,
)
from rudc_map.view.palettes import PALETTES
from rudc_map.view.state import (
    DEFAULT_INDICATOR,
    MAX_AREAS,
    display_code,
    offered_levels,
    parse_state,
    query_string,
)

PARAMETERS = (
    "regio",
    "niveau",
    "indicator",
    "periode",
    "gebieden",
    "referentie",
    "weergave",
    "kaart",
    "taal",
)
breaks = st.floats(-1e9, 1e9, allow_nan=False).map(lambda b: b + 0.0)
own = st.lists(breaks, min_size=1, max_size=8, unique=True).map(lambda b: tuple(sorted(b)))


@pytest.fixture(scope="module")
def parse(dataset, registry):
    return lambda **query: parse_state(query, dataset, registry)


@st.composite
def displays(draw):
    scheme = draw(st.sampled_from(list(ClassScheme)))
    return Display(
        scheme=scheme,
        classes=draw(st.integers(3, 7)),
        palette=draw(st.sampled_from(sorted(PALETTES))),
        difference=draw(st.booleans()),
        own_breaks=draw(own) if scheme is ClassScheme.OWN else (),
    )


viewports = st.builds(
    Viewport,
    lat=st.integers(500_000, 545_000).map(lambda n: n / 10_000),
    lon=st.integers(25_000, 80_000).map(lambda n: n / 10_000),
    zoom=st.integers(500, 1800).map(lambda n: n / 100),
)


@st.composite
def states(draw, dataset, registry):
    """Any state a page can have."""
    region = draw(st.sampled_from(dataset.regions))
    indicator = draw(st.sampled_from(registry.indicators))
    codes = st.sampled_from(list(dataset.areas.index))
    return ViewState(
        region=region.id,
        level=draw(st.sampled_from(offered_levels(region, indicator))),
        indicator=indicator.id,
        period=draw(st.sampled_from(indicator.periods)),
        areas=tuple(draw(st.lists(codes, max_size=MAX_AREAS, unique=True))),
        reference=draw(st.sampled_from(list(ReferenceKind))),
        display=draw(displays()),
        viewport=draw(st.none() | viewports),
        lang=draw(st.sampled_from(list(Lang))),
    )


def assert_valid(state: ViewState, dataset, registry) -> None:
    """Everything in the state exists, and goes together."""
    region = next(r for r in dataset.regions if r.id == state.region)
    indicator = registry.get(state.indicator)
    assert state.level in offered_levels(region, indicator)
    assert state.period in indicator.periods
    assert len(state.areas) <= MAX_AREAS
    assert len(set(state.areas)) == len(state.areas)
    assert set(state.areas) <= set(dataset.areas.index)
    assert isinstance(state.reference, ReferenceKind)
    assert 3 <= state.display.classes <= 7
    assert state.display.palette in PALETTES
    assert list(state.display.own_breaks) == sorted(set(state.display.own_breaks))
    assert (state.display.scheme is ClassScheme.OWN) == bool(state.display.own_breaks)
    if state.viewport is not None:
        assert 50 <= state.viewport.lat <= 54.5
        assert 2.5 <= state.viewport.lon <= 8
        assert 5 <= state.viewport.zoom <= 18


def the_notice(parsed) -> Text:
    """The only notice, in two languages that differ and with every gap filled."""
    (notice,) = parsed.notices
    assert notice.nl
    assert notice.en
    assert notice.nl != notice.en
    return notice


# either way -------------------------------------------------------------------------------------


@given(data=st.data())
def test_a_state_comes_back_from_its_address(data, dataset, registry):
    state = data.draw(states(dataset, registry))

    query = dict(parse_qsl(query_string(state), strict_parsing=True))
    parsed = parse_state(query, dataset, registry)

    assert parsed.state == state
    assert parsed.notices == ()


def test_an_address_reads_well():
    state = ViewState(
        region="oost-groningen",
        level=Level.WIJK,
        indicator="woz_waarde",
        period="2024",
        areas=("WK189501", "GM1895"),
        reference=ReferenceKind.REGION,
        display=Display(ClassScheme.OWN, 4, "warm", True, (-1.5, 10.0)),
        viewport=Viewport(53.1, 7.05, 10.25),
        lang=Lang.EN,
    )

    assert query_string(state) == (
        "regio=oost-groningen&niveau=wijk&indicator=woz_waarde&periode=2024"
        "&gebieden=WK189501,GM1895&referentie=regio&weergave=eigen;-1.5;10-4-warm-verschil"
        "&kaart=53.1000,7.0500,10.25&taal=en"
    )


@given(displays())
def test_a_display_stands_in_an_address_without_quoting(display):
    assert display_code(display).translate(str.maketrans("", "", ";-.+_")).isalnum()


# defaults ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", [{}, dict.fromkeys(PARAMETERS, "")])
def test_an_empty_address_is_the_default_page(dataset, registry, query):
    parsed = parse_state(query, dataset, registry)

    assert parsed.notices == ()
    assert parsed.state == ViewState(
        region="groningen-assen",
        level=Level.BUURT,
        indicator=DEFAULT_INDICATOR,
        period="2024",
    )


def test_the_default_period_is_the_latest(parse, registry):
    for indicator in registry.indicators:
        parsed = parse(indicator=indicator.id)
        assert parsed.state.period == indicator.periods[-1]
        assert parsed.notices == ()


@pytest.mark.parametrize("lang", ["", "nl", "de", "EN"])
def test_any_other_language_is_dutch(parse, lang):
    assert parse(taal=lang).state.lang is Lang.NL
    assert parse(taal="en").state.lang is Lang.EN


# wrong parameters -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parameter", "wanted", "attribute"),
    [
        ("regio", "friesland", "region"),
        ("niveau", "straat", "level"),
        ("indicator", "geluk", "indicator"),
        ("periode", "ooit", "period"),
        ("periode", "²²²²", "period"),
        ("gebieden", "BU99999999", "areas"),
        ("gebieden", "BU", "areas"),
        ("referentie", "wereld", "reference"),
        ("weergave", "mooi", "display"),
        ("weergave", "natuurlijk-2-blauw", "display"),
        ("weergave", "natuurlijk-8-blauw", "display"),
        ("weergave", "natuurlijk-5-roze", "display"),
        ("weergave", "natuurlijk-5-blauw-anders", "display"),
        ("weergave", "natuurlijk;1-5-blauw", "display"),
        ("weergave", "eigen-5-blauw", "display"),
        ("weergave", "eigen;nan-5-blauw", "display"),
        ("weergave", "eigen;inf-5-blauw", "display"),
        ("weergave", "eigen;1;2;3;4;5;6;7;8;9-5-blauw", "display"),
        ("kaart", "53.2", "viewport"),
        ("kaart", "hier,daar,10", "viewport"),
        ("kaart", "49.9,6.5,10", "viewport"),
        ("kaart", "54.6,6.5,10", "viewport"),
        ("kaart", "53.2,2.4,10", "viewport"),
        ("kaart", "53.2,8.1,10", "viewport"),
        ("kaart", "53.2,6.5,4.9", "viewport"),
        ("kaart", "53.2,6.5,18.1", "viewport"),
        ("kaart", "nan,nan,nan", "viewport"),
    ],
)
def test_a_wrong_parameter_gets_its_default_and_is_named(parse, parameter, wanted, attribute):
    parsed = parse(**{parameter: wanted})

    notice = the_notice(parsed)
    assert wanted in notice.nl
    assert wanted in notice.en
    assert getattr(parsed.state, attribute) == getattr(parse().state, attribute)


def test_a_notice_repeats_the_address_word_for_word(parse):
    notice = the_notice(parse(regio="{shown}"))

    assert "'{shown}'" in notice.nl
    assert "'{shown}'" in notice.en


@given(query=st.fixed_dictionaries({}, optional=dict.fromkeys(PARAMETERS, st.text())))
@example(query={"periode": "²"})
@example(query={"periode": "9" * 5000})
@example(query={"weergave": "eigen;1e999-5-blauw"})
@example(query={"weergave": "natuurlijk-" + "9" * 5000 + "-blauw"})
@example(query={"kaart": ",,"})
@example(query={"regio": "\ud800", "gebieden": "\ud800,\x00"})
def test_no_address_at_all_breaks_the_page(query, dataset, registry):
    parsed = parse_state(query, dataset, registry)

    assert_valid(parsed.state, dataset, registry)
    for notice in parsed.notices:
        assert notice.nl != notice.en


GARBLED = {
    "periode": st.from_regex(r"[0-9]{1,6}(-[0-9]{4})?", fullmatch=True),
    "gebieden": st.lists(
        st.sampled_from(["BU00140000", "WK001400", "GM0014", "PV20", "NL00", " GM0106 ", "X"])
    ).map(",".join),
    "weergave": st.from_regex(
        r"(natuurlijk|eigen)(;-?[0-9]{1,3}(\.[0-9]{1,2})?){0,9}-[1-9]-(blauw|warm|x)(-verschil)?",
        fullmatch=True,
    ),
    "kaart": st.lists(st.floats(-100, 100).map(str), max_size=4).map(",".join)
    | st.tuples(st.floats(50, 54), st.floats(3, 8), st.floats(5, 18)).map(
        lambda parts: ",".join(map(str, parts))
    ),
    "niveau": st.sampled_from(list(Level)),
}


@given(data=st.data())
def test_what_is_made_of_an_address_is_a_fixed_point(data, dataset, registry):
    query = data.draw(
        st.fixed_dictionaries(
            {},
            optional={
                **GARBLED,
                "regio": st.sampled_from([r.id for r in dataset.regions]),
                "indicator": st.sampled_from([i.id for i in registry.indicators]),
            },
        )
    )

    state = parse_state(query, dataset, registry).state
    again = parse_state(dict(parse_qsl(query_string(state))), dataset, registry)

    assert_valid(state, dataset, registry)
    assert again.state == state
    assert again.notices == ()


# the nearest thing ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "level"),
    [
        # car ownership exists for gemeenten and, aggregated, provincies
        ({"indicator": "autos_per_huishouden", "niveau": "buurt"}, Level.GEMEENTE),
        ({"indicator": "autos_per_huishouden", "niveau": "wijk"}, Level.GEMEENTE),
        # the region of the whole country has no buurten
        ({"regio": "nederland", "niveau": "buurt"}, Level.GEMEENTE),
        # nothing larger is offered: the nearest smaller one
        ({"regio": "oost-groningen", "niveau": "provincie"}, Level.GEMEENTE),
        ({"regio": "nederland", "niveau": "land"}, Level.PROVINCIE),
        # a class cannot be averaged, so not for a provincie
        (
            {"regio": "nederland", "indicator": "stedelijkheid", "niveau": "provincie"},
            Level.GEMEENTE,
        ),
    ],
)
def test_a_level_that_is_not_offered_moves_to_the_nearest(parse, registry, query, level):
    parsed = parse(**query)

    notice = the_notice(parsed)
    indicator = registry.get(parsed.state.indicator)
    assert parsed.state.level is level
    assert indicator.name.nl in notice.nl
    assert indicator.name.en in notice.en


def test_of_two_levels_equally_near_the_larger_is_shown(dataset, registry):
    without_wijken = replace(registry.get("inwoners"), levels=(Level.BUURT, Level.GEMEENTE))
    only = Registry((replace(registry.layers[0], indicators=(without_wijken,)),))

    parsed = parse_state({"indicator": "inwoners", "niveau": "wijk"}, dataset, only)

    assert parsed.state.level is Level.GEMEENTE
    assert "wijken" in the_notice(parsed).nl


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [("2013", "2012"), ("2015", "2016"), ("2018", "2016"), ("1900", "2012"), ("2099", "2024")],
)
def test_a_period_that_does_not_exist_becomes_the_nearest(parse, registry, wanted, shown):
    parsed = parse(indicator="ervaren_gezondheid", periode=wanted)

    assert registry.get("ervaren_gezondheid").periods == ("2012", "2016", "2020", "2022", "2024")
    assert parsed.state.period == shown
    assert wanted in the_notice(parsed).nl
    assert shown in the_notice(parsed).en


def test_more_areas_than_fit_are_cut(parse, dataset):
    codes = list(dataset.codes(Level.BUURT)[:12])

    parsed = parse(gebieden=",".join(codes))

    assert parsed.state.areas == tuple(codes[:10])
    assert "10" in the_notice(parsed).nl
    assert "10" in the_notice(parsed).en


def test_known_areas_stay_in_their_order_without_doubles(parse):
    parsed = parse(gebieden="GM0106, BU00140000,XX,GM0106,,NL00")

    assert parsed.state.areas == ("GM0106", "BU00140000", "NL00")
    assert the_notice(parsed).nl == "Deze gebieden uit het adres bestaan hier niet: XX."


def test_own_breaks_are_put_in_order(parse):
    parsed = parse(weergave="eigen;20.5;-10;15;15-4-groen-verschil")

    assert parsed.notices == ()
    assert parsed.state.display == Display(
        ClassScheme.OWN, 4, "groen", difference=True, own_breaks=(-10.0, 15.0, 20.5)
    )


@pytest.mark.parametrize("corner", ["50,2.5,5", "54.5,8,18", "50.00001,7.99999,17.999"])
def test_a_viewport_up_to_its_bounds_is_taken(parse, corner):
    parsed = parse(kaart=corner)

    assert parsed.notices == ()
    assert parsed.state.viewport is not None


def test_several_wrong_parameters_are_all_named(parse):
    parsed = parse(regio="x", niveau="x", indicator="x", periode="x", kaart="x", weergave="x")

    assert len(parsed.notices) == 6
