"""The server behind another, as docs/serving.md has it: whole addresses, and who is believed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.integration.conftest import running

DOCS = (Path(__file__).parents[2] / "docs" / "serving.md").read_text(encoding="utf-8")
HOST = "kaart.example.nl"
HERE = f"https://{HOST}"
EVIL = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-Port": "99",
    "X-Forwarded-Ssl": "off",
    "X-Forwarded-Protocol": "http",
    "Forwarded": "host=evil.example;proto=http",
    "SCRIPT_NAME": "/evil",
}
VIEW = "regio=provincie-drenthe&niveau=gemeente&indicator=inwoners"


def block(language: str, with_text: str) -> str:
    """The block of code in the page that holds a text."""
    blocks = re.findall(rf"```{language}\n(.*?)```", DOCS, re.DOTALL)
    [found] = [block for block in blocks if with_text in block]
    return found


def settings_of_the_service() -> dict[str, str]:
    """What the unit in the page sets, but for the folders, which are this test's."""
    given = dict(re.findall(r"^Environment=(\w+)=(.*)$", block("ini", "[Service]"), re.MULTILINE))
    return {name: value for name, value in given.items() if not name.endswith("_DIR")}


def sent_by_the_proxy(host: str = HOST) -> dict[str, str]:
    """What the nginx of the page says of a visitor who asks for `host` over TLS."""
    said = {
        "$http_host": host,
        "$proxy_add_x_forwarded_for": "6.6.6.6, 192.0.2.7",
        "$scheme": "https",
    }
    set_ = re.findall(r"proxy_set_header (\S+) (\S+);", block("nginx", "proxy_pass"))
    return {name: said[value] for name, value in set_}


@pytest.fixture(scope="module")
def behind(tmp_path_factory):
    folder = tmp_path_factory.mktemp("behind")
    settings = settings_of_the_service()
    settings |= {"RUDC_HOSTS": f"{settings['RUDC_HOSTS']} 127.0.0.1", "RUDC_TILES_URL": ""}
    settings |= {"RUDC_RATE_LIMIT": "4/minute", "WEB_CONCURRENCY": "1"}
    with running(folder / "cache", folder / "output.txt", **settings) as started:
        yield started


@pytest.mark.parametrize(
    ("path", "least"),
    [
        (f"/?{VIEW}", 3),
        (f"/embed?{VIEW}", 3),
        ("/gebied/assen", 8),
        ("/sitemap.xml", 1_000),
        ("/robots.txt", 1),
        (f"/oembed?url=https%3A%2F%2F{HOST}%2F%3Findicator%3Dinwoners", 3),
        (f"/kaart.svg?{VIEW}", 1),
        (f"/download?{VIEW}&formaat=geojson", 1),
    ],
)
def test_whole_addresses_are_those_of_the_visitor(behind, path, least):
    answer = behind.get(path, {**EVIL, **sent_by_the_proxy()})
    assert answer.status == 200, answer.text[:300]
    assert answer.text.count(HERE) >= least
    for other in ("evil", "127.0.0.1", "localhost", f"http://{HOST}", f"{HOST}:"):
        assert other not in answer.text.replace("evilig", ""), other


def test_a_file_is_taken_from_the_page_that_the_visitor_sees(behind):
    sent = {
        "Content-Type": "application/octet-stream",
        "Content-Length": "0",
        "X-Bestandsnaam": "a",
    }
    for origin, status in ((HERE, 404), (f"http://127.0.0.1:{behind.port}", 403)):
        headers = {**sent_by_the_proxy(), **sent, "Origin": origin}
        answer = behind.get("/eigen-bestand?versie=old", headers, method="POST")
        assert answer.status == status


def test_another_name_is_refused(behind):
    for path in ("/", "/api/v1/areas", "/gebied/assen", "/sitemap.xml"):
        answer = behind.get(path, sent_by_the_proxy("evil.example"))
        assert answer.status == 400
        assert "RUDC_HOSTS" in answer.json["error"]


def test_a_visitor_is_counted_by_the_address_that_the_proxy_saw(behind):
    """Not by the one that he says he has."""
    said = [{"X-Forwarded-For": f"6.6.6.{n}, 192.0.2.8"} for n in range(5)]
    statuses = [behind.get("/api/v1/sources", sent_by_the_proxy() | x).status for x in said]
    assert statuses == [200] * 4 + [429]
    other = sent_by_the_proxy() | {"X-Forwarded-For": "192.0.2.8, 192.0.2.9"}
    assert behind.get("/api/v1/sources", other).status == 200


def test_without_a_proxy_nobody_is_believed(site):
    """Not even who asks from this machine, whom gunicorn would believe by itself."""
    here = f"http://127.0.0.1:{site.port}"
    for secure in (
        {"X-Forwarded-Proto": "https"},
        {"X-Forwarded-Protocol": "ssl"},
        {"X-Forwarded-Ssl": "on"},
        EVIL,
    ):
        answer = site.get("/robots.txt", secure)
        assert answer.status == 200
        assert answer.text.endswith(f"Sitemap: {here}/sitemap.xml\n")


def test_the_log_of_the_proxy_holds_no_parameters():
    conf = block("nginx", "proxy_pass")
    [form] = re.findall(r"log_format rudc '(.*)';", conf)
    assert set(re.findall(r"\$\w+", form)).isdisjoint(
        {"$request", "$request_uri", "$args", "$query_string", "$http_referer", "$remote_addr"}
    )
    assert re.search(r"access_log \S+ rudc;", conf)


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
def test_nginx_takes_the_configuration(tmp_path):
    key, certificate = tmp_path / "a.key", tmp_path / "a.pem"
    openssl = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={HOST}"]
    subprocess.run([*openssl, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    site = block("nginx", "proxy_pass")
    for theirs, ours in ((".pem", certificate), (".key", key)):
        site = site.replace(f"/etc/ssl/{HOST}{theirs}", str(ours))
    site = site.replace("/var/log/nginx/", f"{tmp_path}/")
    main = f"pid {tmp_path}/pid; error_log {tmp_path}/error.log; events {{}}\nhttp {{\n{site}}}\n"
    (tmp_path / "nginx.conf").write_text(main)
    command = ["nginx", "-t", "-p", tmp_path, "-c", tmp_path / "nginx.conf"]
    tested = subprocess.run(command, check=False, capture_output=True, text=True)
    assert tested.returncode == 0, tested.stderr
