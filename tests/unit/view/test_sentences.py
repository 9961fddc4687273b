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
from rudc_map.view.judgements import Judgement
from rudc_map.view.sentences import Words, wording

SENTENCES = Path(__file__).parents[3] / "rudc_map" / "view" / "sentences.toml"
MORE = ("below", "zero", "one", "unit_of_one")
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
        assert {"nl", "en", "than"} <= set(entry) <= {"nl", "en", "than", "difference_from", *MORE}
        assert all(set(entry[key]) == {"nl", "en"} for key in MORE if key in entry)
        assert entry["than"] in ("meer", "hoger", "verder")
        for lang in ("nl", "en"):
            assert entry[lang].endswith(".")
            gaps = ("{value}", "{number}", "{size}", "{amount}")
            assert sum(gap in entry[lang] for gap in gaps) == 1


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


def test_an_estimate_without_a_margin_is_not_called_more_or_less(words, of):
    facts = of("ervaren_gezondheid", 72.4, 73.6, 72.8)
    assert words.comparison(facts) == (
        "Ter vergelijking: de gemeente Groningen 73,6% en Nederland 72,8%."
    )
    assert words.with_comparison(facts) == (
        "72,4% van de volwassenen vindt de eigen gezondheid goed of zeer goed, "
        "tegen 73,6% in de gemeente Groningen."
    )
    known = of("ervaren_gezondheid", 72.4, 73.6, lower=72.0, upper=72.8)
    assert words.comparison(known) == "Dat is minder dan in de gemeente Groningen (73,6%)."


def test_the_same_and_not_clearly_different_are_no_contrast(words, of):
    facts = of("misdrijven_per_1000", 5.0, 5.0, 5.2, lower=4.5, upper=5.5)
    assert words.comparison(facts) == (
        "Dat is evenveel als in de gemeente Groningen (5,0) "
        "en niet duidelijk anders dan in Nederland (5,2)."
    )


def test_the_unit_of_an_amount_of_money_is_said_once(words, of):
    facts = of("zorgkosten_totaal", 3200.0, 3368.0, 3011.0)
    indicator = facts.indicator
    assert words.briefly(indicator, 3200.0) == "€\u00a03.200"
    assert words.unit_after(indicator, 3200.0) == "per verzekerde"
    assert words.comparison(facts) == (
        "Dat is minder dan in de gemeente Groningen (€\u00a03.368), "
        "maar meer dan in Nederland (€\u00a03.011)."
    )


def test_a_total_is_said_as_a_share_of_the_whole(words, of):
    said = words.comparison(of("inwoners", 500.0, 10_000.0, 18_000_000.0))
    assert said == "Dat is 5,0% van alle inwoners in de gemeente Groningen (10.000)."
    assert words.comparison(of("inwoners", 0.0, 0.0)) == ""


@pytest.mark.parametrize(
    ("indicator", "value", "more", "judgement"),
    [
        ("afstand_huisarts", 2.0, {}, Judgement.WORSE),
        ("basisscholen_binnen_3km", 80.0, {}, Judgement.BETTER),
        ("ervaren_gezondheid", 80.0, {}, Judgement.UNSURE),
        ("ervaren_gezondheid", 80.0, {"lower": 70.0, "upper": 90.0}, Judgement.BETTER),
        ("misdrijven_verandering", 9.0, {}, Judgement.UNSURE),
        ("misdrijven_per_1000", 5.0, {}, Judgement.UNSURE),
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


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (2.0, 0.0, "In 2021 was dit 2, in 2025 0. Dat verschil kan toeval zijn."),
        (40.0, 50.0, "In 2021 was dit 40, in 2025 50. Dat verschil kan toeval zijn."),
        (40.0, 90.0, "Van 2021 tot 2025 gestegen, van 40 naar 90."),
        (40.0, 40.0, "In 2021 en 2025 hetzelfde: 40."),
    ],
)
def test_what_chance_may_do_to_a_count_is_no_rise_or_fall(words, of, first, last, said):
    moments = (Moment("2021", first), Moment("2025", last))
    assert words.trend(of("misdrijven", last, moments=moments)) == said


def test_a_rate_has_risen_where_its_margins_lie_apart(words, of):
    moments = (Moment("2021", 5.0), Moment("2025", 9.0))
    limits = {"moments": moments, "lower": 7.0, "upper": 11.0}
    apart = of("misdrijven_per_1000", 9.0, **limits, before=(4.0, 6.0))
    overlapping = of("misdrijven_per_1000", 9.0, **limits, before=(3.0, 8.0))
    assert words.trend(apart) == "Van 2021 tot 2025 gestegen, van 5,0 naar 9,0."
    assert words.trend(overlapping).endswith("Dat verschil kan toeval zijn.")


def test_a_difference_that_is_not_clear_is_not_called_more_or_less(words, of):
    facts = of("misdrijven_per_1000", 9.0, 8.0, 2.0, lower=7.0, upper=11.0)
    assert words.comparison(facts) == (
        "Dat is niet duidelijk anders dan in de gemeente Groningen (8,0), maar meer dan in "
        "Nederland (2,0)."
    )
    assert words.with_comparison(facts).endswith(
        "inwoners, niet duidelijk anders dan in de gemeente Groningen (8,0)."
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0, "De politie registreerde geen misdrijven."),
        (1.0, "De politie registreerde 1 misdrijf."),
        (2.0, "De politie registreerde 2 misdrijven."),
    ],
)
def test_one_is_not_said_in_the_plural(words, of, value, said):
    facts = of("misdrijven", value, 9000.0)
    assert words.sentence(facts) == said
    unit = words.unit_after(facts.indicator, value)
    assert unit == ("misdrijf" if value == 1 else "misdrijven")
    share = "Dat is minder dan 0,1% van alle misdrijven in de gemeente Groningen (9.000)."
    assert words.comparison(facts) == (share if value else "")


@pytest.mark.parametrize(
    ("indicator", "value", "said"),
    [
        ("inkomen_verschil_nederland", -2.8, "€\u00a02.800 lager dan in Nederland als geheel"),
        ("inkomen_verschil_nederland", 2.8, "€\u00a02.800 hoger dan in Nederland als geheel"),
        ("inkomen_verschil_nederland", 0.0, "even hoog als in Nederland als geheel"),
        ("verandering_gezondheid", -4.2, "4,2 procentpunt kleiner dan in 2012"),
        ("misdrijven_verandering", -4.2, "4,2 misdrijven per 1.000 inwoners minder dan in 2021"),
    ],
)
def test_a_change_is_said_without_its_sign(words, of, indicator, value, said):
    assert words.sentence(of(indicator, value)).endswith(f"{said}.")


def test_a_change_stands_beside_that_of_others_and_no_difference_beside_itself(words, of):
    moments = (Moment("2022", 1.0), Moment("2025", 4.0))
    change = of("misdrijven_verandering", 4.0, -1.5, 3.1, moments=moments)
    assert words.comparison(change) == (
        "Ter vergelijking: de gemeente Groningen −1,5 en Nederland +3,1."
    )
    assert words.trend(change) == ""
    income = of("inkomen_verschil_nederland", -2.8, -3.9, 0.0)
    assert words.comparison(income) == ("Ter vergelijking: de gemeente Groningen −€\u00a03.900.")


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
    assert words.trend(facts) == "In 2012 was dit 80,0%, in 2020 75,0%."
    assert words.notes(facts) == ("Dit cijfer is voorlopig.",)


def test_notes_say_how_sure_it_is(words, of):
    moments = (Moment("2025", 5.0, None, None, 0.125),)
    facts = of("misdrijven_per_1000", 5.0, moments=moments, lower=2.0, upper=9.0, few=True)
    assert words.notes(facts) == (
        "12% van dit cijfer is geschat, omdat de grenzen zijn veranderd.",
        "Marge: door toeval kan het tussen 2,0 en 9,0 liggen.",
        "Een klein aantal: onzeker.",
    )
    of_millions = of("misdrijven_per_1000", 43.9, lower=43.86, upper=43.94)
    assert words.notes(of_millions) == ()


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
    same = of("stedelijkheid", 2.0, 2.0)
    assert words.comparison(same) == "Dat geldt ook voor de gemeente Groningen als geheel."
