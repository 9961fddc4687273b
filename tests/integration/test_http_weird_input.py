"""Whatever an address holds, the server answers something sensible and never fails."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rudc_map.view.asked import PAGE

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
ASKED = {
    "regio": "groningen-assen",
    "indicator": "misdrijven_per_1000",
    "niveau": "gemeente",
    "periode": "2024",
    "referentie": "nederland",
    "gebieden": "GM0014",
    "gebied": "GM0014",
    "tweede": "inwoners",
    "eigen": "g:GM0014:inwoners",
    "lijkt": "inwoners",
    "over_de_grens": "1",
}
TAKEN = {
    "intervals.json": ("indicator", "niveau", "periode"),
    "reference.json": ("regio", "indicator", "niveau", "periode", "referentie", "lijkt"),
    "similar.json": ("regio", "niveau", "gebied", "lijkt"),
    "own.json": ("eigen", "indicator", "niveau"),
    "border.json": ("regio", "indicator", "niveau", "periode"),
    "pattern.json": ("regio", "indicator", "niveau", "periode"),
    "relation.json": ("regio", "indicator", "niveau", "periode", "tweede"),
    "related.json": ("regio", "indicator", "niveau", "periode"),
    "profile.json": (
        *("regio", "indicator", "niveau", "periode", "referentie"),
        *("gebieden", "lijkt", "eigen"),
    ),
    "/api/v1/compare": ("indicator", "niveau", "gebieden", "referentie", "regio", "eigen", "lijkt"),
    "/api/v1/similar": ("gebied", "niveau", "regio", "lijkt", "over_de_grens"),
    "/api/v1/border": ("indicator", "niveau", "periode", "regio"),
    "/api/v1/aggregate": ("indicator", "niveau", "periode", "gebieden"),
}


def questions(version: str, name: str) -> list[str]:
    """A question for each of the parameters of a file, with a gap for its value."""
    base = name if name.startswith("/") else f"/d/{version}/{name}"
    return [
        f"{base}?{'&'.join(f'{p}={{}}' if p == gap else f'{p}={ASKED[p]}' for p in TAKEN[name])}"
        for gap in TAKEN[name]
    ]


PATHS = [
    "/{}",
    "/api/v1/{}",
    "/api/v1/values/{}",
    "/api/v1/values/inwoners?niveau={}",
    "/api/v1/values/inwoners?periode={}",
    "/api/v1/areas?niveau={}",
    "/api/v1/areas?{}=buurt",
    "/api/v1/areas?limit={}",
    "/api/v1/areas/{}",
    "/api/v1/areas/{}/neighbours",
    "/api/v1/areas/search?zoek={}",
    "/api/v1/areas/at?lat={}&lon=6.5",
    "/api/v1/series/inwoners?gebieden={}",
    "/api?taal={}",
    "/d/{}/areas.json",
    "/code/{}",
    "/assets/{}",
    "/_dash-component-suites/{}/a.js",
    "/_dash-component-suites/dash/{}",
    *(f"/?{name}={{}}" for name in PAGE),
]


def check(site, address: str, headers: dict[str, str] | None = None) -> None:
    answer = site.get(address, headers)
    assert answer.status in (200, 308, 400, 404), (answer.status, address, answer.text[:300])
    assert answer.headers["Set-Cookie"] is None
    assert "root:" not in answer.text
    if address.startswith("/api/") and answer.status == 404:
        assert answer.messages


@pytest.mark.parametrize("path", PATHS)
def test_weird_addresses(site, version, path):
    for weird in WEIRD:
        check(site, path.format(weird))


@pytest.mark.parametrize(
    "path",
    [
        "geometry/{}.json",
        "geometry/buurt/{}.json",
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


@pytest.mark.parametrize("name", TAKEN)
def test_weird_questions(site, version, name):
    for question in questions(version, name):
        for weird in (*WEIRD, ""):
            answer = site.get(question.format(weird))
            assert answer.status in (200, 400, 404, 414), (answer.status, question, weird)
            if answer.status != 200:
                assert answer.messages, question


EXTREME = [
    ("own.json", "eigen", "v:" + "?" * 800 + ":inwoners"),
    ("own.json", "eigen", "v:_jueI_wxf@_pR??_pR:oppervlakte"),
    ("own.json", "eigen", "v:_jueI_wxf@????????:inwoners"),
    ("own.json", "eigen", "c:nan,nan,nan:inwoners"),
    ("own.json", "eigen", "c:53.2,6.5,1e400:inwoners"),
    ("own.json", "eigen", "c:53.2,6.5,50000:centroide"),
    ("own.json", "eigen", "g:NL00,PV20,GM0014,BU00140000:inwoners"),
    ("own.json", "eigen", "g:" + "GM0014," * 300 + ":inwoners"),
    ("reference.json", "referentie", "NL00,GM0014"),
    ("reference.json", "referentie", "gebieden"),
    ("reference.json", "lijkt", "inwoners*nan"),
    ("reference.json", "lijkt", "inwoners*1e-300"),
    ("similar.json", "lijkt", "-overal-overal-overgrens"),
    ("relation.json", "tweede", ";;"),
    ("profile.json", "gebieden", "NL00,PV20,GM0014,WK001400,BU00140000"),
    ("profile.json", "eigen", "g:NL00:inwoners"),
    ("/api/v1/compare", "gebieden", "NL00,PV20,GM0014,WK001400,BU00140000"),
    ("/api/v1/compare", "gebieden", "EIGEN"),
    ("/api/v1/aggregate", "gebieden", "NL00,EIGEN"),
    ("/api/v1/border", "niveau", "land"),
    *((name, "niveau", level) for name in TAKEN for level in ("provincie", "land")),
]


@pytest.mark.parametrize(("name", "parameter", "extreme"), EXTREME)
def test_extreme_questions(site, version, name, parameter, extreme):
    question = questions(version, name)[TAKEN[name].index(parameter)]
    answer = site.get(question.format(quote(extreme, safe=",;:*")))
    assert answer.status in (200, 400), (answer.status, answer.text[:300])
    assert answer.json


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
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
