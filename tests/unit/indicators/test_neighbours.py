"""Neighbours of the embedded data set."""

from __future__ import annotations

from rudc_map.indicators.neighbours import across_provincies, neighbours_of_level
from rudc_map.model import Level


def names(dataset, level, pairs, chosen):
    known = dataset.areas.loc[dataset.codes(level), "name"].to_list()
    found = zip(pairs.first[chosen], pairs.second[chosen], strict=True)
    return {frozenset((known[one], known[other])) for one, other in found}


def test_provincies_border_on_provincies(dataset):
    pairs = neighbours_of_level(dataset, Level.PROVINCIE)
    across = across_provincies(dataset, Level.PROVINCIE, pairs)

    found = names(dataset, Level.PROVINCIE, pairs, across)

    assert across.all()
    assert {frozenset(("Groningen", "Drenthe")), frozenset(("Groningen", "Fryslân"))} <= found
    assert frozenset(("Groningen", "Overijssel")) not in found


def test_gemeenten_on_the_border_of_groningen_and_drenthe(dataset):
    pairs = neighbours_of_level(dataset, Level.GEMEENTE)
    across = across_provincies(dataset, Level.GEMEENTE, pairs)

    over, within = (names(dataset, Level.GEMEENTE, pairs, side) for side in (across, ~across))

    assert frozenset(("Groningen", "Tynaarlo")) in over
    assert frozenset(("Assen", "Tynaarlo")) in within
    assert frozenset(("Groningen", "Assen")) not in over | within


def test_every_inhabited_buurt_on_the_mainland_has_a_neighbour(dataset):
    pairs = neighbours_of_level(dataset, Level.BUURT)

    assert len(set(pairs.first) | set(pairs.second)) > 1300
    assert across_provincies(dataset, Level.BUURT, pairs).sum() == 80
