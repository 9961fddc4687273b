"""The embedded data set and the layers of this checkout, opened once for all tests."""

from pathlib import Path
from typing import Any

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


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the browser tests in one process, for they share a browser and a server.

    pytest-xdist's own groups (``xdist_group``) have no effect with this version of pytest.
    """
    from xdist.scheduler import LoadScopeScheduling

    class BrowserTogether(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "browser" if nodeid.startswith("tests/browser/") else nodeid.partition("::")[0]

    return BrowserTogether(config, log)
