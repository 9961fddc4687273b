"""Files and API of the analyses: over HTTP, equal to each other and to plain pandas."""

from __future__ import annotations

import pandas as pd
import pytest

from rudc_map.model import Level

YEAR = 365 * 24 * 3600
CRIMES = "indicator=misdrijven_per_1000&niveau=buurt&periode=2024"
REGION = "regio=groningen-drenthe"
CITY = "eigen=c:53.2194,6.5665,1500:inwoners"

FILES = [
    f"intervals.json?{CRIMES}",
    f"reference.json?{REGION}&{CRIMES}&referentie=GM0014,GM0106",
    f"reference.json?{REGION}&{CRIMES}&referentie=vergelijkbaar",
    "similar.json?gebied=BU00140000&niveau=buurt&regio=groningen-assen",
    f"own.json?{CITY}&niveau=buurt&indicator=misdrijven_per_1000",
    f"border.json?{REGION}&{CRIMES}",
    f"pattern.json?{REGION}&{CRIMES}",
    f"relation.json?{REGION}&{CRIMES}&tweede=woz_waarde;2024;nederland",
    f"related.json?{REGION}&{CRIMES}",
    f"profile.json?{REGION}&{CRIMES}&gebieden=BU00140000&referentie=provincie&{CITY}",
]
QUESTIONS = [
    f"compare?{CRIMES}&gebieden=BU00140000&referentie=provincie",
    "similar?gebied=GM0014&niveau=gemeente&over_de_grens=1",
    f"border?{CRIMES}",
    "aggregate?indicator=inwoners&gebieden=GM0014,GM0106",
]


@pytest.fixture(scope="module")
def fetch(site, version):
    def get(path: str, **headers: str):
        return site.get(f"/d/{version}/{path}", headers)

    return get


@pytest.fixture(scope="module")
def file(fetch):
    def read(path: str):
        answer = fetch(path)
        assert answer.status == 200, answer.text
        return answer.json

    return read


@pytest.fixture(scope="module")
def api(site):
    def ask(question: str):
        answer = site.get(f"/api/v1/{question}")
        assert answer.status == 200, answer.text
        return answer.json

    return ask


@pytest.fixture(scope="module")
def source(source_rows) -> pd.DataFrame:
    """The key figures as numbers, by code."""
    table = pd.DataFrame(source_rows.values()).set_index("code").drop(columns="naam")
    return table.apply(pd.to_numeric)


def by_code(rows):
    return {row["code"]: row for row in rows}


# how they are served ----------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES)
def test_a_file_may_be_kept_for_good(fetch, path):
    answer = fetch(path, **{"Accept-Encoding": "br"})
    assert answer.status == 200, answer.text
    assert answer.headers["Content-Encoding"] == "br"
    assert answer.headers["Vary"] == "Accept-Encoding"
    kept = answer.headers["Cache-Control"].split(", ")
    assert {"public", "immutable", f"max-age={YEAR}"} <= set(kept)
    again = fetch(path, **{"If-None-Match": answer.headers["ETag"]})
    assert (again.status, again.raw) == (304, b"")
    assert fetch(path, **{"Accept-Encoding": "gzip"}).json == answer.json


@pytest.mark.parametrize("path", FILES)
def test_the_order_of_the_parameters_makes_no_difference(fetch, path):
    name, _, query = path.partition("?")
    turned = f"{name}?{'&'.join(reversed(query.split('&')))}"
    assert turned != path
    assert fetch(turned).headers["ETag"] == fetch(path).headers["ETag"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_api_is_open_and_may_be_kept_an_hour(site, question):
    answer = site.get(f"/api/v1/{question}")
    assert answer.status == 200, answer.text
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"


def test_files_of_all_areas_are_small(fetch):
    for path in FILES:
        assert len(fetch(path, **{"Accept-Encoding": "br"}).raw) < 12_000, path


# the numbers ------------------------------------------------------------------------------------


def test_compared_areas_have_the_numbers_of_the_files(file, api, dataset):
    values = file("values/groningen-drenthe/misdrijven_per_1000/buurt/2024.json")
    limits = file(FILES[0])
    codes = [*dataset.codes(Level.BUURT)[:60], *dataset.codes(Level.BUURT)[800:860]]

    answer = api(f"compare?{REGION}&{CRIMES}&referentie=provincie&gebieden={','.join(codes)}")

    found = by_code(answer["gebieden"])
    assert list(found) == codes
    for code in codes:
        at, row = dataset.codes(Level.BUURT).get_loc(code), found[code]
        assert row["waarde"] == values["values"][at]
        assert (row["ondergrens"], row["bovengrens"]) == (limits["lower"][at], limits["upper"][at])
        provincie = dataset.areas.at[code, "provincie"]
        assert row["referentie"]["waarde"] == values["references"]["provincie"][provincie]
        if row["waarde"] is None:
            assert row["ontbreekt"]
            assert row["klein_aantal"] is row["oordeel"] is row["verschil"] is None
        else:
            assert row["klein_aantal"] == (at in limits["small"])
            difference = row["waarde"] - row["referentie"]["waarde"]
            assert row["verschil"] == pytest.approx(difference, abs=1e-9)


def test_an_interval_is_that_of_the_source_count(api, source):
    row = by_code(api(f"{QUESTIONS[0]}")["gebieden"])["BU00140000"]
    count, people = source.loc["BU00140000", ["misdr_2024", "a_inw"]]

    assert row["waarde"] == round(1000 * count / people, 1)
    # near the normal limits, for 1,348 crimes are many
    half = 1.96 * count**0.5 / people * 1000
    assert row["ondergrens"] == pytest.approx(row["waarde"] - half, abs=0.5)
    assert row["bovengrens"] == pytest.approx(row["waarde"] + half, abs=0.5)
    assert row["oordeel"] == "duidelijk_hoger"


def test_a_place_is_that_among_the_values(api, file, dataset):
    values = pd.Series(
        file("values/groningen-assen/aandeel_65plus/gemeente/2024.json")["values"],
        index=dataset.codes(Level.GEMEENTE),
        dtype=float,
    )
    question = "indicator=aandeel_65plus&niveau=gemeente&gebieden=GM0106,GM0014"
    question += "&referentie=nederland"

    for code, row in by_code(api(f"compare?{question}")["gebieden"]).items():
        place = row["standen"]["nederland"]
        assert place["plaats"] == (values > values[code]).sum() + 1
        assert place["van"] == values.notna().sum()
        assert place["gedeeld"] == bool((values == values[code]).sum() > 1)


def test_areas_taken_as_one(api, file, source):
    rows = source.loc[["GM0014", "GM0106"]]
    homes = (rows["g_wozbag"] * rows["a_hh"]).sum() / rows["a_hh"].sum()
    page = f"{REGION}&niveau=buurt&indicator=woz_waarde&periode=2024&referentie=GM0014,GM0106"

    answer = api("aggregate?indicator=woz_waarde&gebieden=GM0014,GM0106")

    assert answer["waarde"] == round(homes) == file(f"reference.json?{page}")["value"]
    assert api(QUESTIONS[3])["waarde"] == rows["a_inw"].sum()


def test_an_own_area(api, file, source):
    own = file(FILES[4])
    shares = pd.Series(own["shares"])
    rows = source.loc[shares.index]

    assert own["inhabitants"] == pytest.approx((rows["a_inw"] * shares).sum(), abs=0.5)
    known = rows["misdr_2024"].notna() & rows["a_inw"].notna()
    crimes, people = rows["misdr_2024"] * shares, rows["a_inw"] * shares
    rate = 1000 * crimes.sum() / people[known].sum()  # crimes count also where nobody lives
    assert own["values"][3] == pytest.approx(rate, abs=0.051)
    answer = api(f"aggregate?{CRIMES.replace('&niveau=buurt', '')}&{CITY}")
    assert answer["waarde"] == own["values"][3]
    assert answer["dekking"] == pytest.approx(people[known].sum() / people.sum(), abs=1e-3)


def test_similar_areas(api, file):
    page = file(f"{FILES[3]}&lijkt=woz_waarde;aandeel_65plus*2-overgrens")
    question = "similar?gebied=BU00140000&niveau=buurt&regio=groningen-assen"

    answer = api(f"{question}&lijkt=woz_waarde;aandeel_65plus*2&over_de_grens=1")

    assert [row["code"] for row in answer["vergelijkbaar"]] == [m["code"] for m in page["matches"]]
    assert [row["waarden"] for row in answer["vergelijkbaar"]] == [
        m["values"] for m in page["matches"]
    ]
    assert len(page["matches"]) == 10


def test_a_reference_of_similar_areas(api, file, dataset):
    at = dataset.codes(Level.BUURT).get_loc("BU01060000")
    value = file(FILES[2])["values"][at]

    answer = api(f"compare?{REGION}&{CRIMES}&gebieden=BU01060000&referentie=vergelijkbaar")

    assert answer["gebieden"][0]["referentie"]["waarde"] == value > 0


def test_the_border(api, file, source):
    page = file(f"border.json?{REGION}&indicator=woz_waarde&niveau=buurt&periode=2024")

    answer = api("border?indicator=woz_waarde&niveau=buurt")

    assert answer["regio"] == "groningen-drenthe"
    assert [row["verschil"] for row in answer["paren"]] == [p["difference"] for p in page["pairs"]]
    assert answer["toets"] == {
        "paren_over_de_grens": page["test"]["across"],
        "paren_binnen": page["test"]["within"],
        "gemiddeld_verschil_over_de_grens": page["test"]["meanAcross"],
        "gemiddeld_verschil_binnen": page["test"]["meanWithin"],
        "p": page["test"]["p"],
        "trekkingen": page["test"]["draws"],
    }
    for pair in page["pairs"]:
        homes = source.loc[[pair["a"], pair["b"]], "g_wozbag"]
        if homes.notna().all():
            assert pair["difference"] == homes.iloc[0] - homes.iloc[1]
        else:
            assert pair["difference"] is None


def test_relations(file, source):
    buurten = source[source.index.str.startswith("BU")]
    both = buurten[["g_wozbag", "p_koopw"]].dropna()
    shown = f"{REGION}&indicator=woz_waarde&niveau=buurt&periode=2024"

    relation = file(f"relation.json?{shown}&tweede=aandeel_koopwoningen;2024;nederland")
    related = file(f"related.json?{shown}")

    assert relation["n"] == len(both)
    rho = both["g_wozbag"].corr(both["p_koopw"], method="spearman")
    assert relation["rho"] == pytest.approx(rho, abs=1e-4)
    listed = {row["indicator"]: row for row in related["related"]}
    assert listed["aandeel_koopwoningen"]["rho"] == relation["rho"]
    assert listed["woz_in_jaarinkomens"]["same"] is True
    assert related["n"] == buurten["g_wozbag"].notna().sum()


def test_a_pattern_is_the_same_every_time(site, version, file):
    pattern = file(f"pattern.json?{REGION}&indicator=woz_waarde&niveau=buurt&periode=2024")

    assert pattern["moran"] > 0.3
    assert pattern["p"] == 0.001
    assert len(pattern["clusters"]) == 1314 == sum(pattern["counts"].values())


def test_a_profile_has_the_values_of_the_files(file, dataset):
    profile = file(FILES[9])
    at = dataset.codes(Level.BUURT).get_loc("BU00140000")

    assert profile["theme"] == "veiligheid"
    for row in profile["rows"]:
        values = file(f"values/groningen-drenthe/{row['indicator']}/buurt/{row['period']}.json")
        assert row["areas"]["BU00140000"]["value"] == values["values"][at]
        assert row["reference"] == values["references"]["provincie"]["PV20"]
        assert "EIGEN" in row["areas"]


def test_a_region_of_ones_own(file, api, fetch):
    own = file("values/GM0014,GM0106/woz_waarde/buurt/2024.json")
    assert own["region"] == "GM0014,GM0106"
    turned = fetch("values/GM0106,GM0014/woz_waarde/buurt/2024.json")
    assert turned.json == own
    question = "indicator=woz_waarde&niveau=buurt&gebieden=BU00140000&referentie=regio"
    answer = api(f"compare?{question}&regio=GM0106,GM0014")
    assert answer["regio"] == "GM0014,GM0106"
    assert answer["gebieden"][0]["referentie"]["waarde"] == own["references"]["regio"]


def test_medians_where_there_is_no_rule(file, source):
    buurten = source[source.index.str.startswith("BU")]["ste_mvs"]

    values = file("values/groningen-drenthe/stedelijkheid/buurt/2024.json")

    assert values["referencesAre"] == "mediaan"
    assert values["references"]["regio"] == buurten.median()
    assert values["references"]["nederland"] is None  # not known of the other ten provincies
    assert values["references"]["gemeente"]["GM0106"] == source.loc["GM0106", "ste_mvs"]
    assert file("values/nederland/inwoners/gemeente/2024.json")["referencesAre"] == "regel"
