"""Which hosts are answered for, and whether a proxy's word is taken."""

from __future__ import annotations

import pytest
from flask import Flask, request

from rudc_map.settings import Settings
from rudc_map.web.believed import believe
from rudc_map.web.factory import create_app
from tests.unit.web.conftest import Fixed


def answering(**settings):
    """A client of a server that answers with its own address."""
    server = Flask("test")
    server.add_url_rule("/", view_func=lambda: request.url_root, endpoint="root")
    believe(server, Settings(**settings))
    return server.test_client()


@pytest.mark.parametrize("host", ["kaart.example", "kaart.example:8050", "a.proef.example"])
def test_the_servers_own_names_are_answered_at_any_port(host):
    client = answering(hosts="kaart.example .proef.example")
    assert client.get("/", headers={"Host": host}).text == f"http://{host}/"


@pytest.mark.parametrize(
    "host", ["other.example", "kaart.example.evil.example", "127.0.0.1", "a b"]
)
def test_a_name_that_somebody_made_up_is_refused(host):
    answer = answering(hosts="kaart.example").get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert set(answer.get_json()) == {"fout", "error"}
    assert host not in answer.text


@pytest.mark.parametrize("known", ["kaart.example", "Kaart.Example"])
def test_the_case_of_a_name_means_nothing(known):
    answer = answering(hosts=known).get("/", headers={"Host": "KAART.example"})
    assert answer.text == "http://kaart.example/"


def test_without_a_setting_every_name_is_answered():
    assert answering().get("/", headers={"Host": "a.example"}).text == "http://a.example/"


@pytest.mark.parametrize(("proxies", "root"), [(0, "http"), (1, "https")])
def test_addresses_are_secure_where_the_trusted_proxy_is(proxies, root):
    said = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    answer = answering(trusted_proxies=proxies).get("/", headers=said)
    assert answer.text == f"{root}://localhost/"


def test_a_server_with_a_name_makes_whole_pages(dataset, registry, tmp_path):
    """Making one asks Dash for its callbacks, at the name that the server has for itself."""
    settings = Settings(cache_dir=tmp_path, warm=False, hosts="kaart.example")
    client = create_app(settings, Fixed(dataset, registry)).server.test_client()
    answer = client.get("/", headers={"Host": "kaart.example"})
    assert answer.status_code == 200
    assert '"_dash-dependencies": [' in answer.text.replace('":[', '": [')
    for path in ("/", "/api/v1/regions", "/embed", "/d/x/areas.json"):
        refused = client.get(path, headers={"Host": "other.example"})
        assert refused.status_code == 400, path
