"""The limit to questions: what counts, for whom, and what it answers."""

from __future__ import annotations

import pytest
from flask import Flask

from rudc_map.errors import RudcError
from rudc_map.settings import Settings
from rudc_map.web.believed import believe
from rudc_map.web.limits import limit_questions

QUESTION = "/api/v1/regions"


def limited(**settings) -> Flask:
    """A server of which only the API has a limit: of three a minute."""
    server = Flask("test")
    for rule in (QUESTION, "/", "/d/0/areas.json"):
        server.add_url_rule(rule, rule, lambda: "answer")
    chosen = Settings(**{"rate_limit": "3 per minute", **settings})
    believe(server, chosen)
    limit_questions(server, chosen)
    return server


def statuses(server: Flask, address: str, times: int, **asked) -> list[int]:
    client = server.test_client()
    return [client.get(address, **asked).status_code for _ in range(times)]


def test_one_question_too_many_is_refused_with_the_time_to_wait():
    server = limited()
    assert statuses(server, QUESTION, 5) == [200, 200, 200, 429, 429]
    answer = server.test_client().get(QUESTION)
    assert answer.mimetype == "application/problem+json"
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["X-RateLimit-Limit"] == "3"
    problem = answer.get_json()
    assert problem["status"] == 429
    assert problem["fout"].startswith("Dit adres stelt meer dan 3 vragen in 60 seconden.")
    assert "more than 3 questions in 60 seconds" in problem["error"]
    assert "Wait 61 seconds" not in problem["error"]


@pytest.mark.parametrize("address", ["/", "/d/0/areas.json"])
def test_pages_and_their_files_do_not_count(address):
    server = limited()
    assert statuses(server, address, 9) == [200] * 9
    assert statuses(server, QUESTION, 4) == [200, 200, 200, 429]
    assert statuses(server, address, 2) == [200] * 2


def test_asking_what_may_be_asked_is_free():
    server = limited()
    client = server.test_client()
    assert {client.options(QUESTION).status_code for _ in range(9)} == {200}
    assert client.head(QUESTION).headers["X-RateLimit-Remaining"] == "2"


def test_each_address_has_a_limit_of_its_own():
    server = limited()
    one, other = ({"environ_base": {"REMOTE_ADDR": a}} for a in ("192.0.2.1", "192.0.2.2"))
    assert statuses(server, QUESTION, 4, **one)[-1] == 429
    assert statuses(server, QUESTION, 3, **other)[-1] == 200


def test_a_subscriber_of_ipv6_counts_as_one():
    server = limited()
    for host in range(1, 4):
        asked = {"environ_base": {"REMOTE_ADDR": f"2001:db8::{host}"}}
        assert statuses(server, QUESTION, 1, **asked) == [200]
    last = {"environ_base": {"REMOTE_ADDR": "2001:db8::ffff"}}
    assert statuses(server, QUESTION, 1, **last) == [429]
    neighbour = {"environ_base": {"REMOTE_ADDR": "2001:db8:0:1::1"}}
    assert statuses(server, QUESTION, 1, **neighbour) == [200]


def test_ipv4_on_a_socket_for_both_kinds_is_told_apart():
    server = limited()
    for host in range(1, 6):
        asked = {"environ_base": {"REMOTE_ADDR": f"::ffff:192.0.2.{host}"}}
        assert statuses(server, QUESTION, 1, **asked) == [200]
    assert statuses(server, QUESTION, 3, environ_base={"REMOTE_ADDR": "192.0.2.1"})[-1] == 429


@pytest.mark.parametrize(("proxies", "last"), [(0, 429), (1, 200)])
def test_what_a_proxy_says_is_only_believed_where_a_setting_says_so(proxies, last):
    server = limited(trusted_proxies=proxies)
    asked = [
        statuses(server, QUESTION, 1, headers={"X-Forwarded-For": f"192.0.2.{n}"})[0]
        for n in range(4)
    ]
    assert asked == [200, 200, 200, last]


def test_the_last_proxy_is_believed_and_not_what_the_visitor_wrote():
    server = limited(trusted_proxies=1)
    asked = [
        statuses(server, QUESTION, 1, headers={"X-Forwarded-For": f"10.0.0.{n}, 192.0.2.1"})[0]
        for n in range(4)
    ]
    assert asked == [200, 200, 200, 429]


def test_no_limit_is_a_setting_too():
    assert statuses(limited(rate_limit=""), QUESTION, 9) == [200] * 9


def test_a_storage_that_is_away_does_not_stop_the_answers():
    """The count goes on in memory."""
    server = limited(rate_limit_storage="redis://127.0.0.1:1")
    assert statuses(server, QUESTION, 4) == [200, 200, 200, 429]


@pytest.mark.parametrize("storage", ["nothing://here", "here"])
def test_a_storage_that_does_not_exist_is_refused_with_the_setting(storage):
    with pytest.raises(RudcError, match=f"RUDC_RATE_LIMIT_STORAGE is '{storage}'"):
        limited(rate_limit_storage=storage)
