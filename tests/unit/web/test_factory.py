"""The app: pages for their own address, whatever is asked before or at once."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor

import brotli
import pytest

from rudc_map.settings import Settings
from rudc_map.web.factory import create_app
from tests.unit.web.conftest import Fixed

BR = {"Accept-Encoding": "br"}


def state_of(answer) -> dict:
    assert answer.headers["Content-Encoding"] == "br"
    html = brotli.decompress(answer.get_data()).decode()
    found = re.search(r'id="rudc-page">(.*?)</script>', html)
    assert found
    return json.loads(found[1])["state"]


def test_no_page_is_kept_for_another_address(client, registry):
    """Flask-Compress, told to keep what it compressed, keeps pages too: the first for all."""
    for indicator in registry.indicators[:5]:
        for region in ("nederland", "groningen-drenthe"):
            answer = client.get(f"/?indicator={indicator.id}&regio={region}", headers=BR)
            state = state_of(answer)
            assert (state["indicator"], state["region"]) == (indicator.id, region)


def test_pages_made_at_once_do_not_mix(app, registry):
    def ask(indicator: str) -> str:
        answer = app.server.test_client().get(f"/?indicator={indicator}", headers=BR)
        return state_of(answer)["indicator"]

    wanted = [indicator.id for indicator in registry.indicators[:12]] * 3
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(ask, wanted)) == wanted


def test_api_answers_are_not_kept_for_another_address(client):
    for level, count in (("gemeente", 342), ("wijk", 312), ("buurt", 1314)):
        answer = client.get(f"/api/v1/areas?niveau={level}", headers=BR)
        assert len(json.loads(brotli.decompress(answer.get_data()))["gebieden"]) == count


def test_the_layout_without_a_page_is_that_of_the_first_page(app, client):
    served = app.live.now
    shown = {"bounds": served.bounds_of(served.dataset.regions[0].id)}
    assert json.dumps(shown)[1:-1] in json.dumps(client.get("/_dash-layout").get_json())


def test_dashs_scripts_wait_for_the_first_picture(client):
    """They stand in a template, which the browser does not run, and are fetched meanwhile."""
    html = client.get("/").get_data(as_text=True)
    kept = re.search(r'<template id="dash-scripts">(.*?)</template>', html, re.DOTALL)
    assert kept
    assert html.index(kept[0]) < html.index('<script src="/code/')  # ours can run them at once
    scripts = re.findall(r'<script src="([^"]+)"', kept[1])
    assert any("dash_leaflet" in script for script in scripts)
    assert "new DashRenderer()" in kept[1]
    fetched = re.findall(r'<link rel="preload" href="([^"]+)" as="script">', html)
    assert fetched[1:] == scripts  # the first is our own
    assert not set(scripts) & set(re.findall(r'<script src="([^"]+)"', html.replace(kept[0], "")))


def test_two_apps_share_a_cache(dataset, registry, tmp_path):
    settings = Settings(cache_dir=tmp_path / "deep" / "cache", warm=False)
    first, second = (create_app(settings, Fixed(dataset, registry)) for _ in range(2))
    built = first.live.now.areas()
    assert second.live.now.cache.get(f"{second.live.now.version}/areas") == built


@pytest.mark.parametrize("path", ["/", "/?taal=en"])
def test_the_map_loads_no_tiles_where_none_are_set(dataset, registry, tmp_path, path):
    settings = Settings(cache_dir=tmp_path, warm=False, tiles_url="")
    html = create_app(settings, Fixed(dataset, registry)).server.test_client().get(path)
    assert "pdok.nl/brt" not in html.get_data(as_text=True)


def test_charts_scripts_are_left_to_the_browsers_code(client):
    html = client.get("/").get_data(as_text=True)
    tags = re.findall(r'<script src="([^"]+)"', html)
    assert tags
    assert not [tag for tag in tags if "/dcc/" in tag or "dash_table" in tag or "polyfill" in tag]
