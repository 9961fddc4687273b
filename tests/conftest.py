"""The embedded data set and the layers of this checkout, opened once for all tests."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

import layers
from rudc_map.dataset.store import Dataset, open_dataset
from rudc_map.indicators.fitted import fitted
from rudc_map.indicators.registry import Registry, discover

# the same examples in every run, and none is too slow: neither chance nor a busy machine fails a
# test; `pytest --hypothesis-profile search` looks for new examples
PATIENT = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow],
    "print_blob": True,
}
settings.register_profile("rudc", derandomize=True, max_examples=50, **PATIENT)
settings.register_profile("search", derandomize=False, max_examples=500, **PATIENT)
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
