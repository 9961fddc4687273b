"""The embedded data set and the layers of this checkout, opened once for all tests."""

from pathlib import Path

import pytest
from hypothesis import settings

import layers
from rudc_map.dataset.store import Dataset, open_dataset
from rudc_map.indicators.fitted import fitted
from rudc_map.indicators.registry import Registry, discover

# no deadline: a busy machine must not fail a test
settings.register_profile("rudc", deadline=None, max_examples=50)
settings.load_profile("rudc")

GEODATA = Path(__file__).parents[1] / "geodata"


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    return open_dataset(GEODATA)


@pytest.fixture(scope="session")
def registry(dataset: Dataset) -> Registry:
    return fitted(discover(layers), dataset)
