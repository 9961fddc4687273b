"""The public API: what it answers, and what it says to a wrong question."""

from __future__ import annotations

import pytest

from rudc_map.model import MissingReason

FIXED_IDS = {
    "inwoners",
    "bevolkingsdichtheid",
    "aandeel_65plus",
    "aandeel_0_14",
    "grijze_druk",
    "huishoudensgrootte",
    "woz_waarde",
    "aandeel_koopwoningen",
    "misdrijven_per_1000",
    "ervaren_gezondheid",
}


@pytest.fixture(scope="module")
def values(site):
    """Asks for the values of an indicator; gives them by code."""

    def ask(indicator: str, **parameters: str) -> dict[str, dict]:
        query = "&".join(f"{name}={value}" for name, value in parameters.items())
        answer = site.get(f"/api/v1/values/{indicator}?{query}")
        assert answer.status == 200, answer.text
        return {row["code"]: row for row in answer.json["waarden"]}

    return ask


def test_the_indicators_are_described_in_both_languages(site):
    listed = site.get("/api/v1/indicators").json["indicatoren"]
    assert len(listed) >= 30
    assert {indicator["id"] for indicator in listed} >= FIXED_IDS
    assert len({indicator["id"] for indicator in listed}) == len(listed)
    for indicator in listed:
        for text in (indicator["naam"], indicator["uitleg"], *indicator["kanttekeningen"]):
            assert set(text) == {"nl", "en"}
            assert all(text.values()), indicator["id"]
        assert set(indicator["eenheid"]) == {"nl", "en"}
        assert indicator["niveaus"]
        assert indicator["perioden"] == sorted(indicator["perioden"])
        assert all(source["attribution"] for source in indicator["bronnen"])
        assert indicator["bronnen"]


@pytest.mark.parametrize(
    ("level", "count", "parents"),
    [
        ("buurt", 1314, {"wijk", "gemeente", "provincie"}),
        ("wijk", 312, {"gemeente", "provincie"}),
        ("gemeente", 342, {"provincie"}),
        ("provincie", 12, set()),
        ("land", 1, set()),
    ],
)
def test_the_areas_of_a_level_come_with_what_they_lie_in(site, level, count, parents):
    answer = site.get(f"/api/v1/areas?niveau={level}").json
    assert set(answer) == {"niveau", "bron", "totaal", "volgende", "gebieden"}
    assert answer["niveau"] == level
    assert len(answer["gebieden"]) == answer["totaal"] == count
    for area in answer["gebieden"]:
        assert set(area) - {"postcode"} == {"code", "naam", "niveau", *parents}
        if level == "wijk":
            assert area["code"][2:6] == area["gemeente"][2:]


def test_gemeenten_are_the_default_level(site):
    assert site.get("/api/v1/areas").json == site.get("/api/v1/areas?niveau=gemeente").json
    answer = site.get("/api/v1/values/inwoners").json
    assert (answer["niveau"], answer["periode"]) == ("gemeente", "2024")
    assert len(answer["waarden"]) == 342


def test_values_have_exactly_the_published_form(site):
    answer = site.get("/api/v1/values/inwoners?niveau=gemeente&periode=2024").json
    described = {"indicator", "niveau", "periode", "eenheid", "bron"}
    assert set(answer) == {*described, "totaal", "volgende", "waarden"}
    assert answer["indicator"] == "inwoners"
    assert (answer["niveau"], answer["periode"]) == ("gemeente", "2024")
    assert any("Kerncijfers wijken en buurten" in source for source in answer["bron"])
    keys = {"code", "naam", "waarde", "ontbreekt", "geschat", "status"}
    assert all(set(row) == keys for row in answer["waarden"])


# The expected values are those of the row quoted, in geodata/sources/kerncijfers; the columns are
# code;naam;a_inw;a_65_oo;a_00_14;bev_dich;g_hhgro;a_hh;g_wozbag;p_koopw;...
@pytest.mark.parametrize(
    ("level", "code", "row", "indicator", "value"),
    [
        # GM0106.csv: GM0106;Assen;69701;15147;10352;851;2.1;32550;284;59;...
        ("gemeente", "GM0106", "Assen;69701", "inwoners", 69701),
        ("gemeente", "GM0106", "Assen;69701;15147;10352;851", "bevolkingsdichtheid", 851),
        # 15147 of 69701
        ("gemeente", "GM0106", "Assen;69701;15147", "aandeel_65plus", 21.7314),
        ("gemeente", "GM0106", "Assen;69701;15147;10352;851;2.1", "huishoudensgrootte", 2.1),
        ("gemeente", "GM0106", "Assen;69701;15147;10352;851;2.1;32550;284", "woz_waarde", 284),
        # GM0106.csv: WK010603;Assen-Oost;9300;2365;1225;2802;1.9;4525;280;48;...
        ("wijk", "WK010603", "Assen-Oost;9300", "inwoners", 9300),
        (
            "wijk",
            "WK010603",
            "Assen-Oost;9300;2365;1225;2802;1.9;4525;280;48",
            "aandeel_koopwoningen",
            48,
        ),
        # GM0014.csv: BU00140000;Binnenstad-Noord;4745;330;55;12788;...
        ("buurt", "BU00140000", "Binnenstad-Noord;4745", "inwoners", 4745),
        ("buurt", "BU00140000", "Binnenstad-Noord;4745;330;55;12788", "bevolkingsdichtheid", 12788),
        # 55 of 4745
        ("buurt", "BU00140000", "Binnenstad-Noord;4745;330;55", "aandeel_0_14", 1.1591),
    ],
)
def test_a_value_is_that_of_the_source(values, source_rows, level, code, row, indicator, value):
    assert ";".join(source_rows[code].values()).startswith(f"{code};{row};")
    found = values(indicator, niveau=level, periode="2024")[code]
    assert found["naam"] == row.split(";")[0]
    assert found["waarde"] == pytest.approx(value, abs=0.05)
    assert found["ontbreekt"] is None


@pytest.mark.parametrize("level", ["buurt", "wijk"])
def test_all_inhabitants_are_those_of_the_source(values, source_rows, level):
    found = {code: row["waarde"] for code, row in values("inwoners", niveau=level).items()}
    expected = {code: source_rows[code]["a_inw"] for code in found}
    assert found == {code: float(n) if n else None for code, n in expected.items()}


def test_the_inhabitants_of_a_provincie_are_the_sum_of_its_gemeenten(values, site):
    parents = {
        area["code"]: area["provincie"]
        for area in site.get("/api/v1/areas?niveau=gemeente").json["gebieden"]
    }
    of_gemeenten = values("inwoners", niveau="gemeente")
    of_provincies = values("inwoners", niveau="provincie")
    for code, row in of_provincies.items():
        inside = [of_gemeenten[g]["waarde"] for g, p in parents.items() if p == code]
        assert None not in inside
        assert row["waarde"] == sum(inside)


def test_each_area_has_a_value_or_a_reason_never_both(site, registry):
    reasons = set()
    for indicator in registry.indicators:
        for level in ("buurt", "gemeente", "provincie"):
            answer = site.get(f"/api/v1/values/{indicator.id}?niveau={level}").json
            for row in answer["waarden"]:
                assert (row["waarde"] is None) != (row["ontbreekt"] is None), (indicator.id, row)
                reasons.add(row["ontbreekt"])
    assert reasons - {None} <= {reason.value for reason in MissingReason}
    assert MissingReason.NOT_AT_LEVEL.value in reasons


def test_the_api_is_open_to_other_sites_and_may_be_kept_an_hour(site):
    for path in ("indicators", "areas", "values/inwoners"):
        headers = site.get(f"/api/v1/{path}").headers
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert headers["Cache-Control"] == "public, max-age=3600"


@pytest.mark.parametrize(
    ("address", "status", "named"),
    [
        ("areas?niveau=straat", 400, ["straat", "gemeente"]),
        ("areas?niveau=", 400, ["buurt"]),
        ("values/inwoners?niveau=Gemeente", 400, ["Gemeente", "gemeente"]),
        ("values/inwoners?periode=1850", 400, ["1850", "2024"]),
        ("values/inwoners?periode=", 400, ["2024"]),
        ("values/inwoners?nivo=buurt", 400, ["nivo", "niveau"]),
        ("values/inwoners?niveau=buurt&period=2024", 400, ["period", "periode"]),
        ("areas?periode=2024", 400, ["periode", "niveau"]),
        ("values/geluk", 404, ["geluk", "/api/v1/indicators"]),
        ("values/geluk?nivo=buurt", 404, ["geluk"]),
        ("values", 404, ["values"]),
        ("nowhere", 404, ["nowhere", "indicators"]),
        ("values/inwoners/2024", 404, ["values/inwoners/2024"]),
        ("", 404, ["indicators", "areas"]),
    ],
)
def test_a_wrong_question_is_answered_in_both_languages(site, address, status, named):
    answer = site.get(f"/api/v1/{address}")
    assert answer.status == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    for message in answer.messages:
        assert all(part in message for part in named), message
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] is None


def test_the_root_says_what_there_is_with_or_without_a_slash(site):
    without, with_slash = (site.get(path) for path in ("/api/v1", "/api/v1/"))
    assert (without.status, without.json) == (404, with_slash.json)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/api/v1/indicators", "/api/v1/values/inwoners", "/healthz", "/"])
def test_it_can_only_be_read(site, method, path):
    answer = site.get(path, {"Content-Length": "0"}, method)
    assert answer.status == 405
    assert "GET" in answer.headers["Allow"]


def test_head_gives_the_headers_alone(site):
    asked, full = (site.get("/api/v1/indicators", method=method) for method in ("HEAD", "GET"))
    assert (asked.status, asked.raw) == (200, b"")
    assert asked.headers["Content-Length"] == full.headers["Content-Length"]
