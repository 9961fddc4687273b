"""Own figures behind the real server: API, values, page and comparison."""

from __future__ import annotations

import pytest

from tests.integration.conftest import running
from tests.integration.own_files import run, write

NAME = "own_meldingen_2023_aantal_script_alert_1_script"
TITLE = "Aantal <script>alert(1)</script>"


@pytest.fixture(scope="module")
def buurten(dataset):
    areas = dataset.areas
    return areas.index[(areas["level"] == "buurt") & (areas["gemeente"] == "GM0014")].tolist()


@pytest.fixture(scope="module")
def own(tmp_path_factory, buurten):
    """A folder with one file, added by the command itself."""
    folder = tmp_path_factory.mktemp("own")
    counts = [3, *range(20, 19 + len(buurten))]
    rows = [f"{b.removeprefix('BU00')};{n}" for b, n in zip(buurten, counts, strict=True)]
    text = "\n".join([f"buurtcode;{TITLE}", *rows, "99999999;5"]) + "\n"
    file = write(folder / "Meldingen 2023.csv", text)
    added = run("add", file, "--yes", own=folder / "own")
    assert added.returncode == 0, added.stderr
    return folder / "own"


@pytest.fixture(scope="module")
def site(own):
    folder = own.parent
    settings = {"RUDC_OWN_DIR": str(own), "WEB_CONCURRENCY": "1"}
    with running(folder / "cache", folder / "output.txt", **settings) as started:
        yield started


def test_it_is_listed_last_with_its_source(site):
    listed = site.get("/api/v1/indicators").json["indicatoren"]
    assert listed[-1]["id"] == NAME
    assert listed[-1]["thema"] == "eigen_gegevens"
    assert listed[-1]["naam"]["nl"] == TITLE
    assert listed[-1]["perioden"] == ["2023"]
    assert listed[-1]["niveaus"] == ["buurt", "wijk", "gemeente", "provincie"]
    assert listed[-1]["bronnen"][0]["attribution"] == "Eigen gegevens: Meldingen 2023.csv"
    assert sum(i["thema"] == "eigen_gegevens" for i in listed) == 1


def test_its_values_small_ones_secret(site, buurten):
    answer = site.get(f"/api/v1/values/{NAME}?niveau=buurt").json
    values = {row["code"]: row for row in answer["waarden"]}
    assert values[buurten[0]]["waarde"] is None
    assert values[buurten[0]]["ontbreekt"] == "geheim"
    assert values[buurten[1]]["waarde"] == 20
    elsewhere = next(code for code in values if code.startswith("BU0106"))
    assert values[elsewhere]["ontbreekt"] == "niet_gepubliceerd"
    totals = site.get(f"/api/v1/values/{NAME}?niveau=gemeente").json["waarden"]
    assert {row["waarde"] for row in totals} == {None}, "a total would give the secret away"


def test_the_page_shows_it_and_names_are_escaped(site, buurten):
    answer = site.get(f"/?indicator={NAME}&niveau=buurt&gebieden={buurten[1]}")
    assert answer.status == 200
    page = answer.page
    assert page["state"]["indicator"] == NAME
    assert page["notices"] == []
    assert page["themes"][-1] == {"id": "eigen_gegevens", "name": "Eigen gegevens"}
    assert page["indicators"][-1]["name"] == TITLE
    assert "<script>alert(1)" not in answer.text
    assert "Own data" in site.get(f"/?indicator={NAME}&taal=en").text


def test_its_file_of_values(site, buurten, dataset):
    page = site.get(f"/?indicator={NAME}&niveau=buurt").page
    address = f"/d/{page['version']}/values/groningen-assen/{NAME}/buurt/2023.json"
    answer = site.get(address)
    assert answer.status == 200
    position = dataset.codes("buurt").get_loc(buurten[0])
    assert answer.json["values"][position : position + 2] == [None, 20]
    assert answer.json["missing"][position : position + 2] == "g-"
    assert len(answer.json["breaks"]["natuurlijk"]["5"]) == 4


def test_it_compares(site, buurten):
    areas = ",".join(buurten[:3])
    answer = site.get(
        f"/api/v1/compare?indicator={NAME}&niveau=buurt&gebieden={areas}&referentie=gemeente"
    )
    assert answer.status == 200, answer.text
    compared = {row["code"]: row for row in answer.json["gebieden"]}
    assert compared[buurten[0]]["waarde"] is None
    assert compared[buurten[0]]["ontbreekt"] == "geheim"
    assert compared[buurten[2]]["waarde"] == 21


def test_a_union_with_a_secret_part_is_not_given(site, buurten):
    address = "/api/v1/aggregate?indicator=" + NAME + "&gebieden={}"
    known = site.get(address.format(",".join(buurten[1:3])))
    assert known.status == 200, known.text
    assert "41" in known.text
    with_secret = site.get(address.format(",".join(buurten[:3])))
    assert with_secret.status == 200
    assert "44" not in with_secret.text.replace("0044", "")


@pytest.mark.parametrize(
    "question",
    [
        "reference.json?regio=groningen-assen&referentie=GM0106&",
        "border.json?regio=groningen-assen&",
        "pattern.json?regio=groningen-assen&",
        "relation.json?regio=groningen-assen&tweede=inwoners&",
        "related.json?regio=groningen-assen&",
        "profile.json?regio=groningen-assen&referentie=gemeente&gebieden=BU00140001&",
    ],
)
def test_every_analysis_of_it(site, question):
    version = site.get("/").page["version"]
    answer = site.get(f"/d/{version}/{question}indicator={NAME}&niveau=buurt&periode=2023")
    assert answer.status == 200, answer.text


def test_an_edited_title_makes_new_addresses(site, own):
    version = site.get("/").page["version"]
    toml = own / "meldingen_2023.toml"
    before = toml.read_text(encoding="utf-8")
    try:
        toml.write_text(before.replace('en = "Aantal', 'en = "Number'), encoding="utf-8")
        folder = own.parent
        with running(folder / "cache", folder / "o2.txt", RUDC_OWN_DIR=str(own)) as other:
            page = other.get(f"/?indicator={NAME}&taal=en").page
    finally:
        toml.write_text(before, encoding="utf-8")
    assert page["version"] != version
    assert page["indicators"][-1]["name"].startswith("Number <script>")


def test_a_wrong_description_stops_the_start_with_one_message(failed_start, tmp_path):
    write(tmp_path / "fout.toml", "format = 1\n")
    code, output = failed_start(RUDC_OWN_DIR=str(tmp_path))
    assert code != 0
    assert "The map cannot start: " in output
    assert "fout.toml, file: Field required" in output
    assert "Traceback" not in output
