"""The page about an area, its addresses, its map and its question."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rudc_map.model import FoundAddress, Lang
from rudc_map.view.area_addresses import address_book, slug
from rudc_map.view.area_profile import area_profile
from rudc_map.view.my_area import LONGEST, Kind, of_addresses, of_name, of_postcode, understood


@given(st.text())
def test_a_name_in_an_address_is_plain(name):
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug(name))
    assert slug(slug(name)) == slug(name)


def test_every_area_has_one_address_and_every_address_one_area(dataset):
    book = address_book(dataset)
    assert set(book.paths) == set(dataset.areas.index)
    assert len(set(book.paths.values())) == len(book.paths)
    for path, codes in book.areas.items():
        assert [book.paths[code] for code in codes] == ([path] if len(codes) == 1 else list(codes))


def test_what_is_not_known_stands_there_with_the_reason(dataset, registry):
    for code in dataset.areas.index[::60]:
        profile = area_profile(dataset, registry, code, None, Lang.NL)
        told = sum(len(theme.facts) for theme in profile.themes)
        untold = sum(len(unknown.names) for unknown in profile.unknown)
        itself = code == "NL00"  # its income differs nothing from its own
        assert told + untold == len(registry.indicators) - itself
        assert "{" not in str(profile.themes) + str(profile.unknown) + profile.lead
        said = [
            sentence for theme in profile.themes for f in theme.facts for sentence in f.sentences
        ]
        assert not any(re.search(r"\bnan\b|None", sentence) for sentence in said)
        ElementTree.fromstring(profile.picture)


def test_a_caveat_about_a_few_figures_names_them(dataset, registry):
    profile = area_profile(dataset, registry, "GM0106", None, Lang.NL)
    caveats = {theme.id: theme.caveats for theme in profile.themes}
    assert any(c.startswith("Adressen in de omgeving: De cirkel") for c in caveats["wonen"])
    estimate = "Goed ervaren gezondheid; Verandering ervaren gezondheid sinds 2012: Een schatting"
    assert any(caveat.startswith(estimate) for caveat in caveats["gezondheid"])
    every = "Alleen misdrijven die de politie"  # of all figures of the theme
    assert any(caveat.startswith(every) for caveat in caveats["veiligheid"])


def test_a_region_leads_to_its_gemeenten(dataset, registry):
    region = dataset.regions[0]
    profile = area_profile(dataset, registry, region.id, region, Lang.EN)
    (parts,) = profile.related
    assert len(parts.links) == len(region.gemeenten)
    assert profile.kind == "Region of 7 municipalities"
    assert profile.similar == ()


@given(st.text(max_size=200))
def test_any_question_is_understood(text):
    asked = understood(text)
    assert len(asked.text) <= LONGEST
    assert (asked.kind is Kind.NOTHING) == (not asked.text)
    assert asked.digits == "" or re.fullmatch("[1-9][0-9]{3}", asked.digits)


@pytest.mark.parametrize(
    ("text", "kind", "digits"),
    [
        ("9712", Kind.DIGITS, "9712"),
        ("9712 ab", Kind.ADDRESS, "9712"),
        ("Grote Markt 1", Kind.ADDRESS, ""),
        ("Beijum oost", Kind.NAME, ""),
        ("12345", Kind.NAME, ""),
    ],
)
def test_what_is_asked(text, kind, digits):
    asked = understood(text)
    assert (asked.kind, asked.digits) == (kind, digits)


def test_names_are_found_by_their_words_and_their_gemeente(dataset):
    assert of_name(dataset, "beijum oost").codes[0] == "BU00141101"
    assert of_name(dataset, "Centrum Assen").codes
    assert of_name(dataset, "Groningen").codes[0] == "GM0014"
    assert of_name(dataset, "%&").codes == ()
    assert of_postcode(dataset, "1234").codes == ()


def test_an_address_outside_the_buurten_is_in_its_gemeente(dataset):
    found = [FoundAddress("a", "BU03630000", "GM0363"), FoundAddress("b", "", "GM9999")]
    assert of_addresses(dataset, found).codes == ("GM0363",)
