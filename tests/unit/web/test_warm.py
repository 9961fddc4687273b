"""Filling the cache before the first visit."""

from __future__ import annotations

import fcntl
import sys
from types import SimpleNamespace

import brotli
import pytest
from flask import Flask, request

from rudc_map import fill_cache
from rudc_map.model import Level, level_of
from rudc_map.view.map_paths import TOLERANCES
from rudc_map.web import encoded, warm
from rudc_map.web.warm import (
    fill,
    fill_in_background,
    first_visit,
    import_in_background,
    prepare_profiles,
)


@pytest.fixture(scope="module")
def addresses(app, served):
    return first_visit(app.server, served)


@pytest.fixture
def asked(monkeypatch):
    """A server that notes what it is asked for."""
    server, seen = Flask("test"), []
    monkeypatch.setattr(warm, "first_visit", lambda *_: ["/", "/a", "/b"])
    monkeypatch.setattr(warm, "TOLERANCES", ())

    @server.before_request
    def note():
        seen.append((request.path, request.headers["Accept-Encoding"]))
        return "ok"

    return server, seen


@pytest.fixture
def quick_compression(monkeypatch):
    quick = SimpleNamespace(compress=lambda body, **_: brotli.compress(body, quality=1))
    monkeypatch.setattr(encoded, "brotli", quick)


def test_what_analyses_import_is_loaded_in_the_background(tmp_path, monkeypatch):
    for name in ("slow_package", "slow_too"):
        (tmp_path / f"{name}.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(warm, "PACKAGES_OF_ANALYSES", ("slow_package", "slow_too"))

    import_in_background(after=0.0).join(timeout=120)

    assert {"slow_package", "slow_too"} <= set(sys.modules)


def test_what_pages_about_areas_share_is_made_in_the_background(dataset, registry, monkeypatch):
    made = []

    def note(_dataset, _registry, code, region, _lang):
        made.append((level_of(code), region))

    monkeypatch.setattr(warm, "area_profile", note)
    served = SimpleNamespace(dataset=dataset, registry=registry)

    prepare_profiles(SimpleNamespace(now=served), after=0.0).join(timeout=120)

    assert made == [(level, None) for level in (Level.BUURT, Level.WIJK, Level.GEMEENTE)]


@pytest.mark.usefixtures("quick_compression")
def test_every_address_of_a_first_visit_answers(client, addresses):
    values = [address for address in addresses if "/values/" in address]
    # one indicator in six; tests/integration/test_http_files.py asks for all of them
    for address in [a for a in addresses if a not in values] + values[::6]:
        answer = client.get(address, headers={"Accept-Encoding": "br"})
        assert answer.status_code == 200, address


def test_the_first_picture_of_every_indicator_is_among_them(addresses, served):
    values = [a for a in addresses if "/values/" in a]
    for indicator in served.registry.indicators:
        assert any(f"/{indicator.id}/" in address for address in values), indicator.id
    for level in ("buurt", "wijk", "gemeente", "provincie"):
        assert f"/d/{served.version}/geometry/{level}.json" in addresses
    assert {f"/d/{served.version}/{name}.json" for name in ("areas", "borders")} <= set(addresses)
    for level in ("buurt", "wijk", "gemeente"):  # with the outlines of each level
        assert any(a.startswith("/kaart.svg?") and f"niveau={level}&" in a for a in addresses)
    assert any(address.startswith("/code/") for address in addresses)
    assert any(address.startswith("/_dash-component-suites/") for address in addresses)
    assert any("/dcc/" in address for address in addresses)  # follows the first picture


def test_the_slow_analyses_are_among_them(addresses):
    for name in ("border", "pattern", "related"):
        assert any(f"/{name}.json?regio=groningen-assen" in address for address in addresses)


def test_everything_is_asked_for_as_a_browser_does(asked, served):
    server, seen = asked
    fill(server, served)
    assert seen == [("/", "br"), ("/a", "br"), ("/b", "br")]


def test_the_outlines_of_images_are_made_however_coarse_these_may_be(asked, dataset, monkeypatch):
    monkeypatch.setattr(warm, "TOLERANCES", TOLERANCES)
    made = []
    served = SimpleNamespace(dataset=dataset, paths=lambda *which: made.append(which))
    fill(asked[0], served, lambda: len(made) <= len(TOLERANCES))
    assert made == [(Level.BUURT, t) for t in TOLERANCES] + [(Level.WIJK, TOLERANCES[0])]


def test_it_ends_where_nobody_wants_it_any_more(asked, served):
    server, seen = asked
    fill(server, served, lambda: len(seen) < 2)
    assert len(seen) == 2


@pytest.fixture
def started(monkeypatch):
    """The commands that are started instead of a process."""
    commands = []
    monkeypatch.setattr(warm.subprocess, "run", lambda command, **_: commands.append(command))
    return commands


def test_one_of_several_workers_has_it_done_by_another_process(started, tmp_path):
    with (tmp_path / "warm.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        fill_in_background(tmp_path).join(120)
    assert started == []
    thread = fill_in_background(tmp_path)
    assert thread.daemon
    thread.join(120)
    assert started == [[sys.executable, "-m", "rudc_map.fill_cache"]]


def test_the_process_fills_the_cache_that_the_settings_name(monkeypatch, tmp_path):
    settings = {"CACHE_DIR": tmp_path / "cache", "DATA_DIR": tmp_path, "OWN_DIR": tmp_path / "own"}
    for name, folder in settings.items():
        monkeypatch.setenv(f"RUDC_{name}", str(folder))
    monkeypatch.setattr(fill_cache.os, "nice", lambda _: None)
    monkeypatch.setattr(warm, "TOLERANCES", ())
    wanted = ["/d/{}/areas.json", "/healthz"]
    monkeypatch.setattr(
        warm, "first_visit", lambda _, served: [path.format(served.version) for path in wanted]
    )
    fill_cache.main()
    assert any(path.is_file() for path in (tmp_path / "cache").rglob("*"))
