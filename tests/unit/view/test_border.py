"""Neighbours on either side of a provincial border."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from rudc_map.indicators.compute import indicator_values
from rudc_map.model import Level
from rudc_map.view.border import api_border, border_data
from rudc_map.view.geometry import geometry_json
from rudc_map.view.outlines import PER_DEGREE, read_outlines

HOMES = "regio=groningen-drenthe&indicator=woz_waarde&niveau=buurt&periode=2024"


@pytest.fixture(scope="module")
def edges(dataset):
    """Every edge of every drawn buurt, either way round, by its code."""
    found: dict[str, set] = {}
    drawn = read_outlines(geometry_json(dataset, Level.BUURT))
    rings = iter(np.split(drawn.places / PER_DEGREE, np.cumsum(drawn.points)[:-1]))
    polygons = iter(drawn.rings)
    for code, parts in zip(drawn.codes, drawn.polygons, strict=True):
        own = [next(rings) for _ in range(parts) for _ in range(next(polygons))]
        closed = [[*map(tuple, ring), tuple(ring[0])] for ring in own]
        found[code] = {frozenset(edge) for ring in closed for edge in pairwise(ring)}
    return found


def test_every_pair_lies_on_either_side(ask, dataset, registry):
    values = indicator_values(dataset, registry.get("woz_waarde"), Level.BUURT, "2024").values
    provincie = dataset.areas["provincie"]

    pairs = ask(border_data, HOMES)["pairs"]

    assert len(pairs) == 80
    for pair in pairs:
        assert (provincie[pair["a"]], provincie[pair["b"]]) == ("PV20", "PV22")
        for value, code in ((pair["va"], pair["a"]), (pair["vb"], pair["b"])):
            assert value == (None if np.isnan(values[code]) else values[code])
        both = pair["va"] is not None and pair["vb"] is not None
        assert pair["difference"] == (pair["va"] - pair["vb"] if both else None)


def test_the_largest_difference_comes_first_and_unknown_ones_last(ask):
    differences = [pair["difference"] for pair in ask(border_data, HOMES)["pairs"]]

    known = [abs(d) for d in differences if d is not None]
    assert known == sorted(known, reverse=True)
    assert differences[: len(known)].count(None) == 0
    assert 0 < len(known) < len(differences)


def test_lines_coincide_with_the_drawn_edges(ask, edges):
    pairs = ask(border_data, HOMES)["pairs"]

    for pair in pairs:
        assert pair["line"]
        for line in pair["line"]:
            assert len(line) >= 2
            for one, other in pairwise(map(tuple, line)):
                edge = frozenset((one, other))
                assert edge in edges[pair["a"]], pair
                assert edge in edges[pair["b"]], pair


def test_the_test_compares_with_pairs_within(ask, dataset, registry):
    from rudc_map.indicators.neighbours import neighbours_of_level

    values = indicator_values(dataset, registry.get("woz_waarde"), Level.BUURT, "2024").values
    pairs = neighbours_of_level(dataset, Level.BUURT)
    provincie = dataset.areas.loc[values.index, "provincie"].to_numpy()
    difference = np.abs(values.to_numpy()[pairs.first] - values.to_numpy()[pairs.second])
    across = provincie[pairs.first] != provincie[pairs.second]

    file = ask(border_data, HOMES)

    test = file["test"]
    assert set(test) == {"across", "within", "meanAcross", "meanWithin", "p", "draws"}
    assert test["across"] == np.isfinite(difference[across]).sum()
    assert test["within"] == np.isfinite(difference[~across]).sum()
    assert test["meanAcross"] == round(float(np.nanmean(difference[across])), 3)
    assert test["meanWithin"] == round(float(np.nanmean(difference[~across])), 3)
    assert 0.001 <= test["p"] < 0.01  # homes do differ more across the border
    assert test["draws"] == 999
    assert file == ask(border_data, HOMES)  # drawn with a fixed seed


def test_only_pairs_in_the_region(ask):
    pairs = ask(border_data, HOMES.replace("groningen-drenthe", "GM0014,GM1730"))["pairs"]

    assert 5 < len(pairs) < 80
    assert all(pair["a"].startswith("BU0014") for pair in pairs)
    assert all(pair["b"].startswith("BU1730") for pair in pairs)


def test_a_region_in_one_provincie_has_no_border(ask):
    file = ask(border_data, HOMES.replace("groningen-drenthe", "provincie-drenthe"))

    assert file["pairs"] == []
    assert (file["test"]["across"], file["test"]["p"]) == (0, None)
    assert file["test"]["meanAcross"] is None
    assert file["test"]["meanWithin"] > 0


@pytest.mark.parametrize(
    ("level", "region", "pairs"),
    [("gemeente", "groningen-drenthe", None), ("provincie", "nederland", 20)],
)
def test_the_default_region_of_the_api(ask, level, region, pairs):
    answer = ask(api_border, f"indicator=inwoners&niveau={level}")

    assert answer["regio"] == region
    assert pairs in (None, len(answer["paren"]))
    assert answer["paren"]


def test_the_api_gives_the_same(ask, dataset):
    file = ask(border_data, HOMES)

    answer = ask(api_border, HOMES)

    assert [row["verschil"] for row in answer["paren"]] == [p["difference"] for p in file["pairs"]]
    assert [row["a"]["code"] for row in answer["paren"]] == [p["a"] for p in file["pairs"]]
    assert [row["b"]["waarde"] for row in answer["paren"]] == [p["vb"] for p in file["pairs"]]
    first = answer["paren"][0]["b"]
    assert first["naam"] == dataset.areas.at[first["code"], "name"]
    assert list(answer["toets"].values()) == list(file["test"].values())
