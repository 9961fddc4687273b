"""Sentences about an area: what is said follows from the figures, in both languages."""

from __future__ import annotations

import dataclasses
import math
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rudc_map.indicators.area_facts import AreaFacts, Compared, Moment, Place
from rudc_map.model import FigureStatus, Lang, Level, MissingReason
from rudc_map.view.sentences import Judgement, Words, wording

SENTENCES = Path(__file__).parents[3] / "rudc_map" / "view" / "sentences.toml"
GEMEENTE, PROVINCIE, COUNTRY = "GM0014", "PV20", "NL00"


@pytest.fixture(scope="module")
def words(dataset):
    return Words(dataset, Level.BUURT, Lang.NL)


@pytest.fixture(scope="module")
def of(registry):
    """Facts of an indicator with some values."""

    def make(indicator, value, *references, **more):
        found = registry.get(indicator)
        moments = more.pop("moments", (Moment(found.periods[-1], value),))
        codes = (GEMEENTE, COUNTRY)
        compared = tuple(Compared(c, v) for c, v in zip(codes, references, strict=False))
        return AreaFacts(found, moments, compared, **more)

    return make


def test_every_indicator_has_a_sentence_of_its_own_and_no_other(registry):
    entries = tomllib.loads(SENTENCES.read_text(encoding="utf-8"))
    assert set(entries) == {indicator.id for indicator in registry.indicators}
    for entry in entries.values():
        assert set(entry) == {"nl", "en", "than"}
        assert entry["than"] in ("meer", "hoger", "verder")
        for lang in ("nl", "en"):
            assert entry[lang].endswith(".")
            assert ("{value}" in entry[lang]) != ("{number}" in entry[lang])


def test_an_indicator_that_is_not_there_is_said_by_its_name(words, of, registry):
    own = dataclasses.replace(registry.get("aandeel_65plus"), id="own_x")
    assert wording("own_x") is None
    facts = dataclasses.replace(of("aandeel_65plus", 14.2, 15.3), indicator=own)
    assert words.sentence(facts) == "Aandeel 65-plussers: 14,2%."
    assert words.comparison(facts) == "Dat is lager dan in de gemeente Groningen (15,3%)."


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((14.0, 15.0, 20.0), "minder dan in de gemeente Groningen (15,0%) en Nederland (20,0%)"),
        (
            (17.0, 15.0, 20.0),
            "meer dan in de gemeente Groningen (15,0%), maar minder dan in Nederland (20,0%)",
        ),
        (
            (15.0, 15.0, 9.0),
            "evenveel als in de gemeente Groningen (15,0%), maar meer dan in Nederland (9,0%)",
        ),
    ],
)
def test_it_is_compared_with_what_it_lies_in(words, of, values, said):
    assert words.comparison(of("aandeel_65plus", *values)) == f"Dat is {said}."


@given(value=st.integers(0, 1000), other=st.integers(0, 1000))
def test_more_is_said_exactly_where_it_is_more(words, of, value, other):
    said = words.comparison(of("aandeel_65plus", value / 10, other / 10))
    assert ("meer dan" in said) == (value > other)
    assert ("minder dan" in said) == (value < other)
    assert ("evenveel als" in said) == (value == other)


def test_a_total_is_said_as_a_share_of_the_whole(words, of):
    said = words.comparison(of("inwoners", 500.0, 10_000.0, 18_000_000.0))
    assert said == "Dat is 5,0% van alle inwoners in de gemeente Groningen (10.000)."
    assert words.comparison(of("inwoners", 0.0, 0.0)) == ""


@pytest.mark.parametrize(
    ("indicator", "value", "more", "judgement"),
    [
        ("afstand_huisarts", 2.0, {}, Judgement.WORSE),
        ("ervaren_gezondheid", 80.0, {}, Judgement.BETTER),
        ("ervaren_gezondheid", 1.0, {}, Judgement.SAME),
        ("misdrijven_per_1000", 5.0, {"lower": 3.0, "upper": 9.0}, Judgement.WORSE),
        ("misdrijven_per_1000", 5.0, {"lower": 0.5, "upper": 9.0}, Judgement.UNCLEAR),
    ],
)
def test_a_difference_is_judged_by_the_direction_and_the_margin(
    words, of, indicator, value, more, judgement
):
    found = words.judgement(of(indicator, value, 1.0, **more))
    assert found is not None
    assert found[0] is judgement


def test_nothing_is_better_where_neither_is(words, of):
    assert words.judgement(of("aandeel_65plus", 14.0, 15.0)) is None
    assert words.judgement(of("misdrijven", 14.0, 15.0)) is None


def test_a_series_says_gaps_estimates_and_what_is_not_final(words, of):
    moments = (
        Moment("2012", 80.0, None, None, 0.4),
        Moment("2016", math.nan, MissingReason.NOT_COMPARABLE),
        Moment("2020", 75.0, None, FigureStatus.PROVISIONAL),
    )
    facts = of("ervaren_gezondheid", 75.0, moments=moments)
    assert words.series(facts) == (
        "2012: ≈ 80,0",
        "2016: niet te vergelijken: grenzen veranderd",
        "2020: 75,0 (voorlopig)",
    )
    assert words.trend(facts) == "Van 2012 tot 2020 gedaald, van 80,0% naar 75,0%."
    assert words.notes(facts) == ("Dit cijfer is voorlopig.",)


def test_notes_say_how_sure_it_is(words, of):
    moments = (Moment("2025", 5.0, None, None, 0.125),)
    facts = of("misdrijven_per_1000", 5.0, moments=moments, lower=2.0, upper=9.0, few=True)
    assert words.notes(facts) == (
        "12% van dit cijfer is geschat, omdat de grenzen zijn veranderd.",
        "Marge: door toeval kan het tussen 2,0 en 9,0 liggen.",
        "Een klein aantal: onzeker.",
    )


def test_places_name_the_smallest_and_the_largest_whole(words, of):
    places = (
        Place(GEMEENTE, 3, True, 140),
        Place(PROVINCIE, 9, False, 614),
        Place(COUNTRY, 1200, False, 13_012),
    )
    assert words.rank(of("inwoners", 5.0, places=places)) == (
        "Van hoog naar laag: gedeelde plaats 3 van 140 buurten in de gemeente Groningen en "
        "plaats 1.200 van 13.012 buurten in Nederland."
    )


def test_categories_are_said_by_name(words, of):
    facts = of("stedelijkheid", 2.0, 1.0)
    assert words.sentence(facts) == "Het gebied is sterk stedelijk."
    assert words.comparison(facts) == "De gemeente Groningen als geheel is zeer sterk stedelijk."
