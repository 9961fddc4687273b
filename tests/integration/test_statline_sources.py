"""Police, health, proximity and SES-WOA: the real clients against a StatLine of our own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rudc_map.errors import SourceError
from rudc_map.model import FigureStatus, MissingReason
from rudc_map.sources import health, police, proximity, ses
from rudc_map.sources.addresses import read_addresses
from rudc_map.sources.planned import together
from rudc_map.sources.table_state import table_state
from tests.integration.statline_sites import addresses_of, client
from tests.servers.base import Server, Site, as_json
from tests.servers.moods import HARMLESS, empty, error_page, renamed
from tests.servers.statline import V3, V4, StatLine
from tests.servers.statline_tables import (
    health_table,
    number,
    police_table,
    police_year_table,
    proximity_table,
    ses_table,
)

GEMEENTEN = ["GM0765", "GM1699"]
FEW = ["GM0765"]
TABLES = {
    "47022NED": police_table(FEW, [2023, 2024]),
    "50150NED": health_table(GEMEENTEN),
    "86134NED": proximity_table(FEW),
    "86296NED": ses_table(FEW),
}
FETCH = {
    "police": lambda http, addresses: police.fetch(http, addresses, [2024], FEW),
    "health": lambda http, addresses: health.fetch(http, addresses, FEW),
    "proximity": lambda http, addresses: proximity.fetch(http, addresses, 2024, FEW),
    "ses": lambda http, addresses: ses.fetch(http, addresses, FEW),
}
TABLE_OF = dict(zip(FETCH, TABLES, strict=True))
INDEX = ["code", "variable", "period"]


def fetched(source: str, site: Site, folder: Path) -> pd.DataFrame:
    with Server(site) as server, client() as http:
        return FETCH[source](http, addresses_of(server, folder))


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    folder = tmp_path_factory.mktemp("good")
    return {source: fetched(source, StatLine(TABLES), folder) for source in FETCH}


@pytest.mark.parametrize("mood", HARMLESS)
@pytest.mark.parametrize("source", FETCH)
def test_the_same_in_every_harmless_mood(source, mood, good, tmp_path):
    moody = fetched(source, HARMLESS[mood](StatLine(TABLES)), tmp_path)

    pd.testing.assert_frame_equal(good[source], moody)


@pytest.mark.parametrize("source", FETCH)
def test_an_error_page_is_named_with_its_table(source, tmp_path):
    with pytest.raises(SourceError, match=f"{TABLE_OF[source]}.*HTML page"):
        fetched(source, error_page(StatLine(TABLES)), tmp_path)


@pytest.mark.parametrize("source", FETCH)
def test_no_rows_with_status_200_is_named_with_its_table(source, tmp_path):
    def no_rows(request):
        site = StatLine(TABLES)
        return (empty(site) if "TypedDataSet" in request.path else site)(request)

    with pytest.raises(SourceError, match=f"{TABLE_OF[source]} has no rows of areas"):
        fetched(source, no_rows, tmp_path)


@pytest.mark.parametrize(
    ("source", "old", "new", "said"),
    [
        ("police", "GeregistreerdeMisdrijven", "Misdrijven", "has no GeregistreerdeMisdrijven"),
        ("police", '"0.0.0 "', '"9.9.9 "', r"has no SoortMisdrijf '0\.0\.0'"),
        ("health", "ErvarenGezondheid", "Gezondheid", r"gezond.*variables\.toml"),
        ("health", '"20300"', '"20301"', "has no Leeftijd '20300'"),
        ("health", '"MW00000"', '"MW00001"', "has no Marges 'MW00000'"),
        ("health", "JJ00", "KW01", "no period such as 2024JJ00"),
        ("proximity", "AfstandTotHuisartsenpraktijk", "Huisarts", r"nab_huisarts"),
        ("ses", "GemiddeldeScore", "Score", "ses_score"),
    ],
)
def test_what_was_renamed_is_named(source, old, new, said, tmp_path):
    with pytest.raises(SourceError, match=said):
        fetched(source, renamed(StatLine(TABLES), old, new), tmp_path)


def test_crimes_are_the_sum_of_their_months(good):
    frame = good["police"].set_index(INDEX)

    for area in ("GM0765", "BU07650000"):
        assert frame.at[(area, "misdrijven", "2024"), "value"] == number(area, "misdr_2024")
    assert frame["status"].isna().all()
    wijken = frame[frame.index.get_level_values("code").str.startswith("WK")]
    assert wijken["missing"].eq(MissingReason.NOT_PUBLISHED).all()
    burglaries = frame.xs("misdr_inbraak", level="variable")["value"].dropna()
    assert (burglaries < frame.xs("misdrijven", level="variable")["value"].dropna()).all()


def test_a_padded_key_is_asked_for_as_the_table_pads_it(tmp_path):
    with Server(StatLine(TABLES)) as server, client() as http:
        addresses = addresses_of(server, tmp_path)
        police.fetch(http, addresses, [2024], FEW)
        filters = [r.query["$filter"] for r in server.asked("TypedDataSet")]
        wrong = http.get_json(
            f"{addresses.politie.root('47022NED')}/TypedDataSet",
            {"$filter": "SoortMisdrijf eq '0.0.0'"},
        )

    assert wrong["value"] == []  # a wrong padding is an empty answer with status 200
    assert all("eq '0.0.0 '" in text or "eq '1.1.1 '" in text for text in filters)


def test_a_year_with_missing_months_is_partial(tmp_path):
    months = {f"2024MM{month:02d}" for month in (11, 12)}
    one = {"BU07650000": {"2023MM05"}}
    table = police_table(FEW, [2023, 2024], {"": months, **one})
    with Server(StatLine({"47022NED": table})) as server, client() as http:
        frame = police.fetch(http, addresses_of(server, tmp_path), [2023, 2024], FEW)
    frame = frame.query("variable == 'misdrijven'").set_index(["code", "period"])

    total = int(number("GM0765", "misdr_2024"))
    last = total // 12 * 2 + max(total % 12 - 10, 0)
    assert frame.at[("GM0765", "2024"), "value"] == total - last
    known = frame["value"].notna()
    in_2024 = frame.index.get_level_values("period") == "2024"
    assert frame.loc[known & in_2024, "status"].eq(FigureStatus.PARTIAL).all()
    assert frame.at[("BU07650000", "2023"), "status"] == FigureStatus.PARTIAL
    assert frame.at[("GM0765", "2023"), "status"] is None
    assert frame.loc[~known, "status"].isna().all()


def test_the_table_of_years_gives_the_same_crimes(good, tmp_path):
    table = police_year_table(FEW, [2023, 2024])
    table.rows.loc[table.rows["SoortMisdrijf"] == "1.1.1 ", "WijkenEnBuurten"] = "GM0765    "
    table.rows.loc[table.rows["SoortMisdrijf"] == "1.1.1 ", "Perioden"] = "2024JJ00"
    with Server(StatLine({"47018NED": table})) as server, client() as http:
        addresses = addresses_of(server, tmp_path)
        frame = police.fetch(http, addresses, [2024], FEW, by_year=True)
        with pytest.raises(SourceError, match="has no 2022JJ00, only 2023JJ00, 2024JJ00"):
            police.fetch(http, addresses, [2022], FEW, by_year=True)

    crimes, expected = (
        f.query("variable == 'misdrijven'").sort_values("code", ignore_index=True)
        for f in (frame, good["police"])
    )
    pd.testing.assert_frame_equal(crimes, expected)


def test_crimes_of_the_whole_table_come_in_parts(tmp_path):
    table = police_table(GEMEENTEN, [2024])
    with Server(StatLine({"47022NED": table}, limit=250)) as server, client() as http:
        frame = police.fetch(http, addresses_of(server, tmp_path), [2024])

    crimes = frame.query("variable == 'misdrijven'").set_index("code")["value"]
    for area, value in crimes.items():
        expected = number(area, "misdr_2024")
        assert value == expected or (np.isnan(value) and np.isnan(expected))
    assert len(crimes) == 1 + 8 + 41


def test_health_has_its_limits_and_the_country_its_code(tmp_path):
    with Server(StatLine(TABLES)) as server, client() as http:
        frame = health.fetch(http, addresses_of(server, tmp_path), GEMEENTEN)
    frame = frame.set_index(INDEX)

    row = frame.loc[("GM1699", "gezond", "2024")]
    share = number("GM1699", "gezond_2024")
    assert row["value"] == share  # of adults, not of the other age group
    assert row["lower"] == pytest.approx(share - 2)
    assert row["upper"] == pytest.approx(share + 1.5)
    assert frame.at[("NL00", "gezond", "2012"), "value"] == 76.3
    assert not frame.index.get_level_values("code").str.startswith("NL01").any()
    assert set(frame.index.get_level_values("period")) == {"2012", "2024"}
    gaps = frame["value"].isna()
    assert frame.loc[gaps, "missing"].notna().all()
    assert frame.loc[gaps, ["lower", "upper"]].isna().all(axis=None)


def test_limits_that_do_not_hold_their_value_are_refused(tmp_path):
    table = health_table(FEW)
    table.rows["a"] = table.rows["a"].where(table.rows["Marges"] != "MOG0095", 99.0)
    with (
        Server(StatLine({"50150NED": table})) as server,
        client() as http,
        pytest.raises(SourceError, match="outside its own limits"),
    ):
        health.fetch(http, addresses_of(server, tmp_path), FEW)


def test_a_limit_that_was_rounded_past_its_value_is_that_value(tmp_path):
    table = health_table(FEW)
    value = number(FEW[0], "gezond_2024")
    table.rows["a"] = table.rows["a"].where(table.rows["Marges"] != "MOG0095", value + 0.05)
    same_area = table.rows["WijkenEnBuurten"].str.strip() == FEW[0]
    same_year = table.rows["Perioden"] == "2024JJ00"
    table.rows.loc[~(same_area & same_year), "a"] = None
    with Server(StatLine({"50150NED": table})) as server, client() as http:
        frame = health.fetch(http, addresses_of(server, tmp_path), FEW).set_index(INDEX)
    assert frame.at[(FEW[0], "gezond", "2024"), "lower"] == value


def test_distances_to_the_two_kinds_of_school_are_told_apart(good):
    frame = good["proximity"].set_index(INDEX)["value"]

    assert frame.at["GM0765", "nab_basisschool", "2024"] == number("GM0765", "g_afs_sc")
    assert frame.at["GM0765", "nab_voortgezet", "2024"] == 2 * number("GM0765", "g_afs_sc")


def test_ses_has_limits_where_the_table_has_them(good):
    frame = good["ses"].set_index(INDEX)

    education = frame.loc[("GM0765", "ses_opl_laag", "2014")]
    assert education["lower"] < education["value"] < education["upper"]
    score = frame.loc[("GM0765", "ses_score", "2024")]
    assert score["value"] == pytest.approx((number("GM0765", "g_ink_pi") - 35) / 20, abs=0.001)
    assert np.isnan(score["lower"])
    assert score["status"] == FigureStatus.PROVISIONAL
    assert frame.at[("GM0765", "ses_score", "2014"), "status"] is None


@pytest.mark.parametrize("source", FETCH)
def test_a_plan_asks_nobody_and_tells_how_much(source, tmp_path):
    with Server(StatLine(TABLES)) as server:
        addresses = addresses_of(server, tmp_path)
        planned = {
            "police": lambda: police.plan(addresses, [2023, 2024], FEW),
            "health": lambda: health.plan(addresses, FEW),
            "proximity": lambda: proximity.plan(addresses, 2024, FEW),
            "ses": lambda: ses.plan(addresses),
        }[source]()
        assert server.requests == []

    assert all(TABLE_OF[source] in part.url for part in planned)
    assert all(part.size and part.estimated for part in planned)


def test_a_plan_of_the_whole_country_knows_that_it_takes_many_questions():
    addresses = read_addresses()
    (crimes,) = together(police.plan(addresses, [2023, 2024]))
    assert 100 < crimes.requests < 200, "two years, two kinds, 220,000 rows of months each"
    assert crimes.size is not None
    assert crimes.size > 50_000_000


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_raw_export_with_months_is_read(tmp_path):
    months = "\n".join(
        f"1;{kind};GM0765    ;2024MM{month:02d};{count}"
        for month in range(1, 12)
        for kind, count in (("0.0.0 ", "10"), ("1.1.1 ", "       ."))
    )
    head = "ID;SoortMisdrijf;WijkenEnBuurten;Perioden;GeregistreerdeMisdrijven_1"
    path = write(tmp_path / "47022NED.csv", f"{head}\n{months}\n")
    frame = police.read(path, read_addresses()).set_index("variable")

    assert frame.at["misdrijven", "value"] == 110
    assert frame.at["misdrijven", "status"] == FigureStatus.PARTIAL
    assert frame.at["misdr_inbraak", "missing"] == MissingReason.SECRET


def test_a_raw_export_gives_what_the_service_gives(good, tmp_path):
    for name, read in (("health", health.read), ("police", police.read)):
        source = TABLES[TABLE_OF[name]]
        columns = [*source.dimensions, *source.keys]
        export = source.rows.set_axis(columns, axis=1)
        if name == "police":
            export = export[export["Perioden"].str.startswith("2024")]
        export = export[export["WijkenEnBuurten"].str.contains("0765|NL0")]
        path = tmp_path / f"{name}.csv.gz"
        export.to_csv(path, sep=";", index_label="ID")

        frame = read(path, read_addresses()).sort_values(INDEX, ignore_index=True)
        expected = good[name].sort_values(INDEX, ignore_index=True)
        pd.testing.assert_frame_equal(frame, expected)


HEAD = "ID;SoortMisdrijf;WijkenEnBuurten;Perioden;GeregistreerdeMisdrijven_1\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code;jaar;misdrijven\nGM0765;2024;1\n", "no column WijkenEnBuurten"),
        ("WijkenEnBuurten;Perioden;A_1\nGM0765;2024;1\n", "no column SoortMisdrijf"),
        (HEAD.replace("Geregistreerde", ""), "no SoortMisdrijf 0.0.0"),
        (HEAD + "1;0.0.0;GM0765;2024MM01;veel\n", "'veel' is not a number"),
        (HEAD + "1;0.0.0;GM0765;vorig jaar;1\n", "period 'vorig jaar'"),
        (HEAD + "1;0.0.0;Amsterdam;2024MM01;1\n", "no areas with a code"),
        (HEAD + "1;0.0.0;GM0765;2024MM01;1\n" * 2, "twice"),
        ("", "not a semicolon-separated"),
    ],
)
def test_a_table_that_is_something_else_is_refused(text, said, tmp_path):
    with pytest.raises(SourceError, match=said) as raised:
        police.read(write(tmp_path / "misdrijven.csv", text), read_addresses())
    assert "misdrijven.csv" in str(raised.value)


@pytest.mark.parametrize(("protocol", "path"), [("v3", V3), ("v4", V4)])
@pytest.mark.parametrize("modified", [None, "2024-11-26T02:00:00"])
def test_a_table_is_asked_when_it_was_changed_last(protocol, path, modified):
    with Server(StatLine(TABLES, modified=modified)) as server, client() as http:
        assert table_state(http, f"{server.address}{path}/86134NED", protocol) == modified


@pytest.mark.parametrize("said", [[], {}, {"value": []}, {"value": [{"Modified": 3}]}, "x"])
def test_what_is_no_date_says_nothing(said):
    with Server(lambda _request: as_json(said)) as server, client() as http:
        assert table_state(http, f"{server.address}{V3}/86134NED", "v3") is None
