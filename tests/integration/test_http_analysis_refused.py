"""Wrong questions to the files and the API of the analyses, and what they are told."""

from __future__ import annotations

import pytest

CRIMES = "indicator=misdrijven_per_1000&niveau=buurt&periode=2024"
REGION = "regio=groningen-drenthe"


@pytest.mark.parametrize(
    ("path", "status", "named"),
    [
        ("intervals.json", 400, ["indicator", "niveau"]),
        ("intervals.json?indicator=geluk&niveau=buurt&periode=2024", 400, ["geluk"]),
        ("intervals.json?indicator=woz_waarde&niveau=buurt&periode=2024", 404, ["woz_waarde"]),
        (f"intervals.json?{CRIMES}&nivo=buurt", 400, ["nivo"]),
        (f"intervals.json?{CRIMES}&niveau=wijk", 400, ["niveau", "2"]),
        (f"reference.json?{REGION}&{CRIMES}&referentie=nederland", 400, ["nederland"]),
        (f"reference.json?{REGION}&{CRIMES}&referentie=GM9999", 400, ["GM9999"]),
        ("similar.json?gebied=GM0014&niveau=buurt&regio=nederland", 400, ["GM0014", "buurt"]),
        ("similar.json?gebied=BU1&niveau=buurt&regio=nederland", 400, ["BU1"]),
        ("own.json?eigen=x&indicator=inwoners", 400, []),
        ("own.json?eigen=c:54.4,2.6,500:inwoners&indicator=inwoners", 400, []),
        (f"border.json?regio=atlantis&{CRIMES}", 400, ["atlantis", "groningen-assen"]),
        (f"pattern.json?{REGION}&{CRIMES.replace('2024', '1850')}", 400, ["1850", "2024"]),
        (f"relation.json?{REGION}&{CRIMES}&tweede=geluk", 400, ["geluk"]),
        (f"related.json?{REGION}&{CRIMES}&lijkt=inwoners", 400, ["lijkt"]),
        (f"profile.json?{REGION}&{CRIMES}&referentie=mars", 400, ["mars"]),
    ],
)
def test_a_wrong_file_is_refused_in_both_languages(site, version, path, status, named):
    answer = site.get(f"/d/{version}/{path}")
    assert answer.status == status
    for message in answer.messages:
        assert all(part in message for part in named), message
    assert answer.headers["Cache-Control"] is None


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("compare", ["indicator, niveau, gebieden, referentie"]),
        ("compare?indicator=geluk&niveau=buurt&gebieden=GM0014&referentie=regio", ["geluk"]),
        (f"compare?{CRIMES}&gebieden=GM9999&referentie=regio", ["GM9999"]),
        (f"compare?{CRIMES}&gebieden=GM0014&referentie=regio&taal=en", ["taal"]),
        ("similar?gebied=GM0014&niveau=gemeente&overal=ja", ["overal", "ja"]),
        ("similar?gebied=GM0014", ["niveau"]),
        ("border?indicator=inwoners&niveau=straat", ["straat"]),
        ("border?indicator=inwoners&niveau=buurt&regio=atlantis", ["atlantis"]),
        ("aggregate?indicator=inwoners", ["gebieden", "eigen"]),
        ("aggregate?indicator=inwoners&gebieden=GM0363&niveau=buurt", ["GM0363", "buurt"]),
    ],
)
def test_a_wrong_question_is_refused_in_both_languages(site, question, named):
    answer = site.get(f"/api/v1/{question}")
    assert answer.status == 400
    for message in answer.messages:
        assert all(part in message for part in named), message
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] is None


def test_another_version_is_gone(site):
    answer = site.get(f"/d/000000000000/intervals.json?{CRIMES}")
    assert answer.status == 404
    assert "Laad de pagina opnieuw" in answer.json["fout"]


@pytest.mark.parametrize("name", ["compare", "similar", "border", "aggregate"])
def test_the_list_of_what_there_is_names_it(site, name):
    assert name in site.get("/api/v1/nowhere").json["error"]
