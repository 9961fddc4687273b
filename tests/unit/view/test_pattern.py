"""The file of a spatial pattern."""

from __future__ import annotations

import numpy as np
import pytest
from esda import Moran
from libpysal.weights import W

from rudc_map.analysis.clusters import Cluster
from rudc_map.indicators.compute import indicator_values
from rudc_map.indicators.neighbours import neighbours_of_level
from rudc_map.indicators.places import in_region
from rudc_map.model import Level
from rudc_map.view.pattern import LETTERS, OUTSIDE, pattern_data

HOMES = "regio=groningen-assen&indicator=woz_waarde&niveau=buurt&periode=2024"


def test_every_cluster_has_a_letter():
    assert set(LETTERS) == {cluster.value for cluster in Cluster}
    assert len({*LETTERS.values(), OUTSIDE}) == len(LETTERS) + 1


def test_a_letter_an_area(ask, dataset, registry):
    inside = in_region(dataset, Level.BUURT, dataset.regions[0]).to_numpy()
    values = indicator_values(dataset, registry.get("woz_waarde"), Level.BUURT, "2024").values

    file = ask(pattern_data, HOMES)

    letters = np.array(list(file["clusters"]))
    assert len(letters) == 1314
    assert ((letters == "-") == ~inside).all()
    assert ((letters == "m") == (inside & values.isna().to_numpy())).all()
    assert file["counts"] == {name: int((letters == x).sum()) for name, x in LETTERS.items()}
    assert file["missing"] == file["counts"]["geen_cijfer"]
    assert file["islands"] == file["counts"]["geen_buren"]
    assert file["n"] + file["islands"] + file["missing"] == inside.sum()
    assert file["counts"]["hoog-hoog"] > 5
    assert file == ask(pattern_data, HOMES)  # drawn with a fixed seed


def test_high_lies_by_high(ask, dataset, registry):
    values = indicator_values(dataset, registry.get("woz_waarde"), Level.BUURT, "2024").values
    inside = in_region(dataset, Level.BUURT, dataset.regions[0])
    mean = values[inside].mean()

    letters = np.array(list(ask(pattern_data, HOMES)["clusters"]))

    assert (values[letters == "H"] > mean).all()
    assert (values[letters == "L"] < mean).all()
    assert (values[letters == "l"] < mean).all()


def test_the_global_figure_is_that_of_esda(ask, dataset, registry):
    inside = in_region(dataset, Level.BUURT, dataset.regions[0]).to_numpy()
    values = indicator_values(dataset, registry.get("woz_waarde"), Level.BUURT, "2024").values
    used = inside & values.notna().to_numpy()
    pairs = neighbours_of_level(dataset, Level.BUURT)
    of: dict[int, list[int]] = {}
    for one, other in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True):
        if used[one] and used[other]:
            of.setdefault(one, []).append(other)
            of.setdefault(other, []).append(one)
    order = sorted(of)
    weights = W(of, id_order=order, silence_warnings=True)
    expected = Moran(values.to_numpy()[order], weights, permutations=0)

    file = ask(pattern_data, HOMES)

    assert file["n"] == len(order)
    assert file["moran"] == pytest.approx(expected.I, abs=1e-4)
    assert file["expected"] == pytest.approx(expected.EI, abs=1e-4)
    assert file["p"] == 0.001


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("regio=GM0014&indicator=inwoners&niveau=gemeente&periode=2024", 0),
        ("regio=nederland&indicator=inwoners&niveau=land&periode=2024", 0),
        ("regio=nederland&indicator=stedelijkheid&niveau=provincie&periode=2024", 0),
    ],
)
def test_too_few_areas_have_no_pattern(ask, query, n):
    file = ask(pattern_data, query)

    assert file["n"] == n
    assert file["moran"] is file["p"] is file["threshold"] is None
    assert not set(file["clusters"]) & set("HLhl")
