"""Whatever an address holds, the server answers something sensible and never fails."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

WEIRD = [
    "%00",
    "%00inwoners",
    "inwoners%00",
    "%2F",
    "..%2F..%2Fetc%2Fpasswd",
    "%2e%2e/%2e%2e/etc/passwd",
    "%252e%252e%252f",
    "%5C..%5C..%5C",
    "%FF%FE",
    "%C3%28",
    "%",
    "%zz",
    "%F0%9F%9A%B2",
    "%D9%A2%D9%A0%D9%A2%D9%A4",  # 2024 in Arabic digits
    "%E2%80%AE4202",  # written from right to left
    "%0D%0ASet-Cookie:%20a=b",
    "'%20OR%201=1--",
    "{{7*7}}",
    "1e400",
    "-1",
    "nan",
    "9" * 3000,
    "%41" * 1000,
]
QUERIES = ["regio", "niveau", "indicator", "periode", "gebieden", "weergave", "kaart", "taal"]
PATHS = [
    "/{}",
    "/api/v1/{}",
    "/api/v1/values/{}",
    "/api/v1/values/inwoners?niveau={}",
    "/api/v1/values/inwoners?periode={}",
    "/api/v1/areas?niveau={}",
    "/api/v1/areas?{}=buurt",
    "/d/{}/areas.json",
    "/code/{}",
    "/assets/{}",
    "/_dash-component-suites/{}/a.js",
    "/_dash-component-suites/dash/{}",
    *(f"/?{name}={{}}" for name in QUERIES),
]


def check(site, address: str, headers: dict[str, str] | None = None) -> None:
    answer = site.get(address, headers)
    assert answer.status in (200, 308, 400, 404), (answer.status, address, answer.text[:300])
    assert answer.headers["Set-Cookie"] is None
    assert "root:" not in answer.text
    if address.startswith("/api/") and answer.status == 404:
        assert set(answer.json) == {"fout", "error"}


@pytest.mark.parametrize("path", PATHS)
def test_weird_addresses(site, version, path):
    for weird in WEIRD:
        check(site, path.format(weird))


@pytest.mark.parametrize(
    "path",
    [
        "geometry/{}.json",
        "values/{}/inwoners/buurt/2024.json",
        "values/groningen-assen/{}/buurt/2024.json",
        "values/groningen-assen/inwoners/{}/2024.json",
        "values/groningen-assen/inwoners/buurt/{}.json",
    ],
)
def test_weird_files(site, version, path):
    for weird in WEIRD:
        address = f"/d/{version}/{path.format(weird)}"
        answer = site.get(address)
        assert answer.status in (400, 404), (answer.status, address)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(PATHS), weird=st.text(max_size=60))
@example(path="/?weergave={}", weird="eigen;nan;inf;-0-3-blauw")
@example(path="/?weergave={}", weird="eigen;1_0-٣-blauw")
@example(path="/?weergave={}", weird="natuurlijk-" + "9" * 2000 + "-blauw")
@example(path="/?kaart={}", weird="1e400,nan,-inf")
@example(path="/?kaart={}", weird="52,5")
@example(path="/?gebieden={}", weird="GM0014," * 300)
@example(path="/?gebieden={}", weird="NL00,BU,GM,PV,\ud7ff,\U0010ffff")
@example(path="/?periode={}", weird="0000")
def test_any_text(site, path, weird):
    check(site, path.format(quote(weird, safe="")))


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept-Encoding": ";;;=,br;q=x"},
        {"Accept-Encoding": "*"},
        {"Accept-Encoding": ""},
        {"Accept": "nonsense/*;q=,"},
        {"If-None-Match": "no quotes, W/"},
        {"Accept-Language": "x" * 3000},
        {"Range": "bytes=9-1"},
        {"Cookie": "a=" + "b" * 3000},
    ],
)
def test_weird_headers(site, version, headers):
    for address in ("/", "/nowhere", "/api/v1/areas?niveau=provincie", "/healthz"):
        check(site, address, headers)
    answer = site.get(f"/d/{version}/geometry/provincie.json", headers)
    assert answer.status in (200, 416)


def test_a_far_too_long_address_is_refused(site):
    assert 400 <= site.get("/?regio=" + "x" * 10_000).status < 500


def test_callbacks_on_the_server_do_not_exist(site):
    headers = {"Content-Type": "application/json", "Content-Length": "0"}
    assert site.get("/_dash-update-component", headers, "POST").status == 404
