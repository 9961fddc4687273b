"""The settings of a server: defaults, the environment, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from rudc_map.settings import PROJECT, Settings


@pytest.fixture(autouse=True)
def no_environment(monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.delenv(f"RUDC_{name.upper()}", raising=False)


def test_by_default_everything_that_is_made_lies_in_the_users_own_folders():
    settings = Settings()

    assert settings.data_dir.name == "rudc-map"
    assert not settings.data_dir.is_relative_to(PROJECT)
    assert (settings.assets_dir / "style.css").is_file()
    assert Path(__file__).parents[2] == PROJECT
    assert settings.cache_dir.name == "rudc-map"
    assert not settings.cache_dir.is_relative_to(PROJECT)


def test_the_base_map_is_that_of_the_netherlands():
    tiles = Settings().tiles_url

    assert tiles.startswith("https://service.pdok.nl/")
    assert all(part in tiles for part in ("{z}", "{x}", "{y}"))


@pytest.mark.parametrize(
    ("variable", "value", "attribute", "expected"),
    [
        ("RUDC_DATA_DIR", "/srv/data", "data_dir", Path("/srv/data")),
        ("RUDC_OWN_DIR", "/srv/own", "own_dir", Path("/srv/own")),
        ("RUDC_SOURCES", "/srv/sources.toml", "sources", Path("/srv/sources.toml")),
        ("RUDC_CACHE_DIR", "/srv/cache", "cache_dir", Path("/srv/cache")),
        ("RUDC_CACHE_MEGABYTES", "500", "cache_megabytes", 500),
        ("RUDC_ASSETS_DIR", "/srv/assets", "assets_dir", Path("/srv/assets")),
        ("RUDC_TILES_URL", "", "tiles_url", ""),
        ("RUDC_RATE_LIMIT", "9/minute;99/hour", "rate_limit", "9/minute;99/hour"),
        ("RUDC_RATE_LIMIT", " ", "rate_limit", ""),
        ("RUDC_RATE_LIMIT_STORAGE", "redis://a:6379", "rate_limit_storage", "redis://a:6379"),
        ("RUDC_TRUSTED_PROXIES", "1", "trusted_proxies", 1),
        ("RUDC_HOSTS", "a.nl .b.nl", "hosts", "a.nl .b.nl"),
        (
            "RUDC_FRAME_ANCESTORS",
            "https://a.nl https://b.nl",
            "frame_ancestors",
            "https://a.nl https://b.nl",
        ),
    ],
)
def test_the_environment_sets_them(monkeypatch, variable, value, attribute, expected):
    before = Settings()
    monkeypatch.setenv(variable, value)

    assert getattr(Settings(), attribute) == expected
    assert getattr(before, attribute) != expected


@pytest.mark.parametrize(
    ("variable", "value", "named"),
    [
        ("RUDC_RATE_LIMIT", "lots", "RUDC_RATE_LIMIT is 'lots'; give such as '300 per minute'"),
        ("RUDC_TRUSTED_PROXIES", "-1", "trusted_proxies"),
        ("RUDC_HOSTS", "https://a.nl", "hosts"),
        ("RUDC_HOSTS", "a.nl, b.nl", "hosts"),
        ("RUDC_CACHE_MEGABYTES", "2", "cache_megabytes"),
    ],
)
def test_what_cannot_be_is_refused(monkeypatch, variable, value, named):
    monkeypatch.setenv(variable, value)

    with pytest.raises(ValidationError, match=named):
        Settings()


def test_variables_without_the_prefix_are_left_alone(monkeypatch):
    monkeypatch.setenv("DATA_DIR", "/srv/data")

    assert Settings().data_dir != Path("/srv/data")


def test_settings_do_not_change():
    with pytest.raises(ValidationError, match="frozen"):
        Settings().tiles_url = ""  # type: ignore[misc]


def test_every_setting_is_documented_with_its_variable():
    manual = (PROJECT / "docs" / "serving.md").read_text()
    for name in set(Settings.model_fields):
        assert f"\n| `RUDC_{name.upper()}` | " in manual, name
        assert f"\n    {name} : " in Settings.__doc__
        assert f"RUDC_{name.upper()}" in Settings.__doc__


@pytest.mark.parametrize("value", ["", "*; script-src *", "https://a.nl, https://b.nl", "a\nb"])
def test_who_may_show_an_embed_cannot_hold_another_directive(monkeypatch, value):
    monkeypatch.setenv("RUDC_FRAME_ANCESTORS", value)
    with pytest.raises(ValidationError, match="frame_ancestors"):
        Settings()


@pytest.mark.parametrize(
    ("address", "proxy", "fits"),
    [
        ("", "true", True),
        ("https://t.nl/{z}/{x}/{y}.png", "true", True),
        ("https://t.nl/{z}/{x}/{y}{r}.png", "false", True),
        ("https://t.nl/{z}/{x}/{y}{r}.png", "true", False),
        ("https://t.nl/{z}/{x}.png", "false", False),
        ("https://t.nl/tiles", "true", False),
    ],
)
def test_the_address_of_tiles_says_which_tile(monkeypatch, address, proxy, fits):
    monkeypatch.setenv("RUDC_TILES_URL", address)
    monkeypatch.setenv("RUDC_TILES_PROXY", proxy)
    if fits:
        assert Settings().tiles_url == address
    else:
        with pytest.raises(ValidationError, match="RUDC_TILES_URL is"):
            Settings()
