"""An app with an empty cache, asked through Flask's test client."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from flask_caching import Cache

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.registry import Registry
from rudc_map.settings import Settings
from rudc_map.web.factory import create_app


@dataclass(frozen=True)
class Fixed:
    """Data that do not change."""

    dataset: Dataset
    registry: Registry

    def mark(self):
        return None

    def newest(self):
        return self

    def open(self):
        return self.dataset, self.registry


@pytest.fixture(scope="session")
def app(dataset, registry, tmp_path_factory):
    folder = tmp_path_factory.mktemp("web") / "cache"
    settings = Settings(cache_dir=folder, warm=False, rate_limit="")
    return create_app(settings, Fixed(dataset, registry))


@pytest.fixture(scope="session")
def served(app):
    return app.live.now


@pytest.fixture
def client(app):
    return app.server.test_client()


class DictCache:
    """A cache in memory that shows what it was asked for and what it keeps."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.kept: dict[str, object] = {}

    def get(self, key):
        self.asked.append(key)
        return self.kept.get(key)

    def set(self, key, value, timeout=None):
        assert timeout == 0, "entries are kept for good"
        self.kept[key] = value


@pytest.fixture
def cache():
    return DictCache()


@pytest.fixture(scope="session")
def forgetful_cache():
    """A cache that keeps nothing, as one whose entries another process throws away."""
    return Cache(Flask("test"), config={"CACHE_TYPE": "NullCache", "CACHE_NO_NULL_WARNING": True})
