"""How the API answers: tags, pages, formats, other sites, and our own faults."""

from __future__ import annotations

import csv
import io

import pytest

from rudc_map.model import Level

BASE = "/api/v1"


@pytest.mark.parametrize(
    "path", ["/values/inwoners", "/areas/search?zoek=assen", "/geometry?niveau=provincie"]
)
@pytest.mark.parametrize("encoding", ["identity", "br", "gzip"])
def test_what_the_asker_has_is_not_sent_again(client, path, encoding):
    headers = {"Accept-Encoding": encoding}
    tag = client.get(BASE + path, headers=headers).headers["ETag"]
    again = client.get(BASE + path, headers={**headers, "If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == tag
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(BASE + path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_tag_is_of_the_question_however_it_is_written(client):
    def tag(question: str) -> str:
        return client.get(f"{BASE}/values/inwoners?{question}").headers["ETag"]

    assert tag("niveau=wijk&periode=2024") == tag("periode=2024&niveau=wijk")
    tags = {tag(q) for q in ("", "niveau=wijk", "niveau=wijk&limit=5", "niveau=wijk&formaat=csv")}
    assert len(tags) == 4


@pytest.mark.parametrize(
    ("address", "rows"),
    [
        ("/areas?niveau=wijk&limit=100", "gebieden"),
        ("/areas/search?zoek=dorp&limit=7", "gebieden"),
        ("/areas/NL00/children?niveau=gemeente&limit=171", "gebieden"),
        ("/values/woz_waarde?niveau=wijk&regio=groningen-assen&limit=50", "waarden"),
        ("/geometry?niveau=wijk&regio=groningen-assen&limit=60", "features"),
    ],
)
def test_the_pages_of_a_list_are_the_list(client, address, rows):
    found, following = [], BASE + address
    while following:
        answer = client.get(following)
        body = answer.get_json()
        link = answer.headers.get("Link")
        assert link == (f'<{body["volgende"]}>; rel="next"' if body["volgende"] else None)
        assert body[rows], "a page that there is a link to is not empty"
        found += body[rows]
        following = body["volgende"]
    whole = client.get(BASE + address.split("limit=")[0] + "limit=5000").get_json()
    assert found == whole[rows]
    assert len(found) == whole["totaal"]
    assert whole["volgende"] is None


def test_a_page_past_the_end_is_empty(client):
    body = client.get(f"{BASE}/areas?offset=342").get_json()
    assert (body["gebieden"], body["totaal"], body["volgende"]) == ([], 342, None)


def test_csv_says_the_same_as_json(client):
    question = f"{BASE}/values/misdrijven_per_1000?niveau=buurt&regio=groningen-assen"
    rows = client.get(question).get_json()["waarden"]
    answer = client.get(f"{question}&formaat=csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    table = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert len(table) == len(rows)
    for read, row in zip(table, rows, strict=True):
        assert (read["code"], read["naam"]) == (row["code"], row["naam"])
        assert read["waarde"] == ("" if row["waarde"] is None else str(row["waarde"]))
        assert read["ontbreekt"] == (row["ontbreekt"] or "")
        assert read["bron"]
    assert {row["ontbreekt"] for row in rows} > {None}


def test_another_site_may_ask_from_a_browser(client):
    origin = {"Origin": "https://elders.nl", "Access-Control-Request-Method": "GET"}
    asked = {**origin, "Access-Control-Request-Headers": "if-none-match"}
    allowed = client.options(f"{BASE}/values/inwoners", headers=asked)
    assert allowed.status_code == 200
    assert allowed.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in allowed.headers["Access-Control-Allow-Methods"]
    assert "if-none-match" in allowed.headers["Access-Control-Allow-Headers"].lower()
    assert "Access-Control-Allow-Credentials" not in allowed.headers
    for status, path in ((200, "/regions"), (400, "/areas?x=1"), (404, "/areas/GM9999")):
        answer = client.get(BASE + path, headers={"Origin": "https://elders.nl"})
        assert answer.status_code == status
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Link" in answer.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Origin" not in client.get("/gegevens").headers


def test_the_api_can_only_be_read(client):
    answer = client.post(f"{BASE}/regions")
    assert answer.status_code == 405
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["title"] == "Method Not Allowed"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_head_says_what_get_would(client):
    for path in ("/values/inwoners?formaat=csv", "/areas?limit=3", "/areas/GM9999"):
        head, full = client.head(BASE + path), client.get(BASE + path)
        assert head.data == b""
        assert head.status_code == full.status_code
        for name in ("Content-Type", "Content-Length", "ETag", "Link"):
            assert head.headers.get(name) == full.headers.get(name)


def test_a_fault_of_our_own_is_a_problem_without_its_details(app, monkeypatch):
    monkeypatch.setitem(app.server.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr("rudc_map.web.api.compact_json", lambda _body: 1 // 0)
    answer = app.server.test_client().get(f"{BASE}/regions")
    assert answer.status_code == 500
    assert answer.mimetype == "application/problem+json"
    assert "Zero" not in answer.text
    assert {"fout", "error"} < set(answer.get_json())


def test_a_path_is_looked_at_before_its_parameters(client):
    assert client.get(f"{BASE}/areas/GM9999/children?x=1").status_code == 404
    assert client.get(f"{BASE}/areas/GM0014/children?x=1").status_code == 400
    assert client.get(f"{BASE}/areas/GM0014?code=GM0106").status_code == 400


def test_all_levels_have_outlines(client):
    for level in Level:
        answer = client.get(f"{BASE}/geometry?niveau={level}&limit=1")
        assert answer.mimetype == "application/geo+json"
        assert len(answer.get_json()["features"]) == 1


@pytest.mark.parametrize("address", ["areas/gm0014", "areas/bu00140000/neighbours"])
def test_a_code_in_small_letters_is_refused_with_the_right_one(client, address):
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 404
    code = address.split("/")[1].upper()
    assert f"'{code}'" in answer.get_json()["fout"]
    assert f"'{code}'" in answer.get_json()["error"]
