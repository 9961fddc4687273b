"""A page's state and its address: either way, and whatever stands in the address."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rudc_map.indicators.registry import Registry
from rudc_map.model import (
    Chart,
    ClassScheme,
    CountBy,
    Display,
    Lang,
    Level,
    Overlay,
    OwnArea,
    Picture,
    Reference,
    ReferenceKind,
    Second,
    Similarity,
    Text,
    Viewport,
    ViewState,
)
from rudc_map.view.asked import PAGE
from rudc_map.view.display import display_code
from rudc_map.view.levels import offered_levels
from rudc_map.view.palettes import PALETTES
from rudc_map.view.regions import find_region
from rudc_map.view.state import (
    DEFAULT_INDICATOR,
    MAX_AREAS,
    parse_state,
    query_string,
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


lats = st.integers(5_000_000, 5_450_000).map(lambda n: n / 100_000)
lons = st.integers(250_000, 800_000).map(lambda n: n / 100_000)
places = st.tuples(lats, lons)


@st.composite
def own_areas(draw, codes):
    by = draw(st.sampled_from(list(CountBy)))
    kind = draw(st.sampled_from("vcg"))
    if kind == "v":
        ring = draw(st.lists(places, min_size=3, max_size=200, unique=True))
        return OwnArea(ring=tuple(ring), by=by)
    if kind == "c":
        radius = float(draw(st.integers(100, 50_000)))
        return OwnArea(centre=draw(places), radius=radius, by=by)
    return OwnArea(areas=tuple(draw(st.lists(codes, min_size=1, max_size=9, unique=True))), by=by)


@st.composite
def similarities(draw, registry):
    ids = st.sampled_from([i.id for i in registry.indicators])
    weights = st.sampled_from([0.25, 1.0, 2.0, 10.0])
    chosen = draw(st.dictionaries(ids, weights, min_size=1, max_size=12))
    return Similarity(tuple(chosen.items()), draw(st.booleans()), draw(st.booleans()))


@st.composite
def references(draw, codes):
    kind = draw(st.sampled_from(list(ReferenceKind)))
    if kind is not ReferenceKind.AREAS:
        return Reference(kind)
    return Reference(kind, tuple(draw(st.lists(codes, min_size=1, max_size=9, unique=True))))


@st.composite
def seconds(draw, codes, registry):
    indicator = draw(st.sampled_from(registry.indicators))
    period = draw(st.sampled_from(indicator.periods))
    return Second(indicator.id, period, draw(references(codes)))


@st.composite
def states(draw, dataset, registry):
    """Any state a page can have."""
    region = draw(st.sampled_from(dataset.regions))
    indicator = draw(st.sampled_from(registry.indicators))
    codes = st.sampled_from(list(dataset.areas.index))
    ids = st.sampled_from([i.id for i in registry.indicators])
    return ViewState(
        region=region.id,
        level=draw(st.sampled_from(offered_levels(region, indicator))),
        indicator=indicator.id,
        period=draw(st.sampled_from(indicator.periods)),
        areas=tuple(draw(st.lists(codes, max_size=MAX_AREAS, unique=True))),
        reference=draw(references(codes)),
        display=draw(displays()),
        viewport=draw(st.none() | viewports),
        lang=draw(st.sampled_from(list(Lang))),
        picture=draw(st.sampled_from(list(Picture))),
        second=draw(st.none() | seconds(codes, registry)),
        place=draw(st.none() | viewports.map(lambda v: (v.lat, v.lon))),
        series=tuple(draw(st.lists(ids, max_size=9, unique=True))),
        overlay=draw(st.sampled_from(list(Overlay))),
        chart=draw(st.sampled_from(list(Chart))),
        wide=draw(st.booleans()),
        own=draw(st.none() | own_areas(codes)),
        similarity=draw(st.none() | similarities(registry)),
    )


def assert_valid(state: ViewState, dataset, registry) -> None:
    """Everything in the state exists, and goes together."""
    region = find_region(dataset, state.region)
    assert region is not None
    indicator = registry.get(state.indicator)
    assert state.level in offered_levels(region, indicator)
    assert state.period in indicator.periods
    assert len(state.areas) <= MAX_AREAS
    assert len(set(state.areas)) == len(state.areas)
    assert set(state.areas) <= set(dataset.areas.index)
    assert (state.reference.kind is ReferenceKind.AREAS) == bool(state.reference.areas)
    assert set(state.reference.areas) <= set(dataset.areas.index)
    assert len(state.series) <= 9
    assert all(registry.find(i) is not None for i in state.series)
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
        reference=Reference(ReferenceKind.REGION),
        display=Display(ClassScheme.OWN, 4, "warm", True, (-1.5, 10.0)),
        viewport=Viewport(53.1, 7.05, 10.25),
        lang=Lang.EN,
        picture=Picture.TWO_MAPS,
        second=Second("inwoners", "2024", Reference(ReferenceKind.AREAS, ("GM0014", "GM0106"))),
        place=(53.0, 6.56),
        series=("inwoners", "woz_waarde"),
        overlay=Overlay.BORDER,
        chart=Chart.SCATTER,
        wide=True,
        own=OwnArea(centre=(53.2194, 6.5665), radius=1500.0),
        similarity=Similarity((("inwoners", 2.0), ("woz_waarde", 1.0)), across=True),
    )

    assert query_string(state) == (
        "regio=oost-groningen&niveau=wijk&indicator=woz_waarde&periode=2024"
        "&gebieden=WK189501,GM1895&referentie=regio&weergave=eigen;-1.5;10-4-warm-verschil"
        "&kaart=53.1000,7.0500,10.25&taal=en&beeld=twee-kaarten"
        "&tweede=inwoners;2024;GM0014,GM0106&plaats=53.0000,6.5600&reeks=inwoners;woz_waarde"
        "&laag=provinciegrens&grafiek=spreiding&breed=ja"
        "&eigen=c:53.21940,6.56650,1500:inwoners&lijkt=inwoners*2;woz_waarde-overgrens"
    )


@given(displays())
def test_a_display_stands_in_an_address_without_quoting(display):
    assert display_code(display).translate(str.maketrans("", "", ";-.+_")).isalnum()


# defaults ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", [{}, dict.fromkeys(PAGE, "")])
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
        ("regio", "GM0014,GM9999", "region"),
        ("referentie", "GM0014,GM9999", "reference"),
        ("referentie", "gebieden", "reference"),
        ("beeld", "drie-kaarten", "picture"),
        ("laag", "goud", "overlay"),
        ("grafiek", "taart", "chart"),
        ("tweede", "geluk", "second"),
        ("reeks", "geluk", "series"),
        ("plaats", "53.2", "place"),
        ("lijkt", "geluk*2", "similarity"),
        ("lijkt", "inwoners*0", "similarity"),
        ("lijkt", "inwoners*11", "similarity"),
    ],
)
def test_a_wrong_parameter_gets_its_default_and_is_named(parse, parameter, wanted, attribute):
    parsed = parse(**{parameter: wanted})

    notice = the_notice(parsed)
    assert wanted in notice.nl
    assert wanted in notice.en
    assert f"{wanted}," not in notice.nl  # as it stood there, with nothing of ours
    assert getattr(parsed.state, attribute) == getattr(parse().state, attribute)


@pytest.mark.parametrize(
    "address",
    [
        {"indicator": "own_dit-bestand_aantal", "periode": "2019"},
        {"tweede": "own_dit-bestand_aantal;2019;nederland"},
        {"reeks": "own_dit-bestand_aantal;own_dit-bestand_cijfer"},
        {"indicator": "own_dit-bestand_a", "tweede": "own_dit-bestand_b", "reeks": "inwoners"},
    ],
)
def test_a_figure_of_somebodys_own_file_is_said_to_be_gone_once(parse, address):
    parsed = parse(**address)
    assert parsed.state.indicator == DEFAULT_INDICATOR
    assert parsed.state.second is None
    (notice,) = parsed.notices
    assert "‘Eigen bestand bekijken’" in notice.nl
    assert "‘View your own file’" in notice.en


def test_a_notice_repeats_the_address_word_for_word(parse):
    notice = the_notice(parse(regio="{shown}"))

    assert "'{shown}'" in notice.nl
    assert "'{shown}'" in notice.en


@given(query=st.fixed_dictionaries({}, optional=dict.fromkeys(PAGE, st.text())))
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


def test_the_second_indicator_gets_what_it_lacks(parse):
    assert parse(tweede="ervaren_gezondheid").state.second == Second("ervaren_gezondheid", "2024")
    parsed = parse(tweede="ervaren_gezondheid;2016;vergelijkbaar")
    assert parsed.state.second == Second(
        "ervaren_gezondheid", "2016", Reference(ReferenceKind.SIMILAR)
    )
    assert parsed.notices == ()


def test_a_series_longer_than_the_screen_is_cut(parse, registry):
    ids = [i.id for i in registry.indicators[:11]]

    parsed = parse(reeks=";".join(ids))

    assert parsed.state.series == tuple(ids[:9])
    assert "9" in the_notice(parsed).nl


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
