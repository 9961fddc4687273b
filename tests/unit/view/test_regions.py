"""The region of an address: named, or of the user's own."""

from __future__ import annotations

import pytest

from rudc_map.model import Level
from rudc_map.view.regions import find_region


def test_a_named_region_is_found(dataset):
    assert find_region(dataset, "oost-groningen") in dataset.regions


def test_gemeenten_make_a_region_of_ones_own_in_a_fixed_order(dataset):
    region = find_region(dataset, "GM0106,GM0014,GM0106,")
    assert region == find_region(dataset, "GM0014,GM0106")
    assert region.gemeenten == ("GM0014", "GM0106")
    assert region.id == "GM0014,GM0106"
    assert region.levels == (Level.BUURT, Level.WIJK, Level.GEMEENTE)


def test_a_gemeente_without_buurten_leaves_only_gemeenten(dataset):
    assert find_region(dataset, "GM0014,GM0363").levels == (Level.GEMEENTE,)


@pytest.mark.parametrize("wanted", ["", ",", "friesland", "GM9999", "GM0014,GM9999", "BU00140000"])
def test_what_is_no_region_is_not_found(dataset, wanted):
    assert find_region(dataset, wanted) is None
