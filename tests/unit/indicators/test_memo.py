"""Results are kept for a data set, and let go with it."""

from __future__ import annotations

import gc
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep
from weakref import ref

import pytest

from rudc_map.indicators.compute import indicator_values
from rudc_map.indicators.memo import per_dataset
from rudc_map.model import Level


class Data:
    """Stands for a data set: hashed by identity, can be referred to weakly."""


def test_a_result_is_made_once_for_each_data_set_and_parameters():
    made = []

    @per_dataset(maxsize=8)
    def function(data, *parts, **named):
        made.append((parts, named))
        return len(made)

    first, second = Data(), Data()
    assert [function(first, 1), function(first, 1), function(second, 1)] == [1, 1, 2]
    assert [function(first, 2), function(first, 2, by=3), function(first, 2, by=3)] == [3, 4, 4]
    assert len(made) == 4


def test_the_oldest_result_goes_first():
    made = []

    @per_dataset(maxsize=1)
    def function(_data, part):
        made.append(part)
        return part

    data = Data()
    for part in ("a", "b", "a"):
        function(data, part)
    assert made == ["a", "b", "a"]


def test_threads_that_ask_at_once_have_a_result_made_once():
    made, all_asked = [], Barrier(4)

    @per_dataset(maxsize=8)
    def function(_data, part):
        made.append(part)
        sleep(0.05)  # long enough for the others to ask, short enough for nobody to notice
        return part

    def ask(part):
        all_asked.wait(60)
        return function(data, part)

    data = Data()
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, ["a", "a", "a", "b"])) == ["a", "a", "a", "b"]
    assert sorted(made) == ["a", "b"]


def test_a_result_that_cannot_be_made_is_tried_again_by_whoever_asks_next():
    tried = []

    @per_dataset(maxsize=8)
    def function(_data):
        tried.append(True)
        if len(tried) == 1:
            raise ValueError("not yet")
        return "made"

    data = Data()
    with pytest.raises(ValueError, match="not yet"):
        function(data)
    assert function(data) == "made"


def test_a_result_may_need_another_of_the_same_function():
    @per_dataset(maxsize=8)
    def factorial(data, n):
        return n * factorial(data, n - 1) if n else 1

    assert factorial(Data(), 20) == 2432902008176640000


def test_a_data_set_that_nobody_uses_is_let_go(dataset, registry):
    other = dataset.with_figures(
        dataset_rows(dataset), {}, "a data set with the same figures and one more"
    )
    indicator = registry.get("woz_in_jaarinkomens")
    for level in Level:
        indicator_values(other, indicator, level, "2024")
    gone = ref(other)
    del other
    gc.collect()
    assert gone() is None


def dataset_rows(dataset):
    """One figure under a new name, as own figures are joined."""
    figure = dataset.figure("a_inw", Level.GEMEENTE)
    rows = figure.values.rename_axis("code").reset_index(name="value")
    return rows.assign(variable="again", period="2024", missing=list(figure.missing))
