"""Key figures by OData v3, by v4 and from the workbook: the same table of the same figures."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rudc_map.errors import SourceError
from rudc_map.model import FigureStatus, MissingReason
from rudc_map.sources import kwb_statline, kwb_workbook
from rudc_map.sources.addresses import read_addresses
from rudc_map.sources.variables import read_variables
from tests.integration.statline_sites import addresses_of, client
from tests.servers.base import Answer, Server, Site, not_found
from tests.servers.kwb_facts import figures, write_workbook
from tests.servers.moods import (
    HARMLESS,
    empty,
    error_page,
    looping,
    redirecting,
    renamed,
    repeated_page,
)
from tests.servers.statline import StatLine, kwb_table

GEMEENTEN = ["GM1699", "GM0765"]
YEARS = range(2013, 2026)
TABLES = {read_addresses().table("kwb", year): kwb_table(year, GEMEENTEN) for year in YEARS}
KEY = ["code", "variable"]


def fetched(
    site: Site,
    folder: Path,
    year: int = 2024,
    protocol: str = "v3",
    gemeenten: list[str] | None = GEMEENTEN,
) -> pd.DataFrame:
    with Server(site) as server, client() as http:
        addresses = addresses_of(server, folder, protocol)
        return kwb_statline.fetch(http, addresses, year, gemeenten)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., pd.DataFrame]:
    """What a well-behaved server gives, asked once; not to be changed by a test."""
    folder = tmp_path_factory.mktemp("good")

    @functools.cache
    def get(year: int = 2024, protocol: str = "v3") -> pd.DataFrame:
        return fetched(StatLine(TABLES), folder, year, protocol)

    return get


def ordered(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values(KEY).reset_index(drop=True)


def value(frame: pd.DataFrame, code: str, variable: str) -> float:
    return frame.set_index(KEY)["value"].at[code, variable]


@pytest.mark.parametrize("year", YEARS)
def test_the_three_forms_give_the_same_table(good, year, tmp_path):
    v3 = good(year)
    v4 = good(year, "v4")
    path = write_workbook(tmp_path / f"kwb-{year}.xlsx", year, GEMEENTEN)
    workbook = kwb_workbook.read(path, read_addresses())

    pd.testing.assert_frame_equal(ordered(v3), ordered(workbook))
    pd.testing.assert_frame_equal(ordered(v3), ordered(v4))
    assert v3["period"].eq(str(year)).all()
    assert v3["value"].notna().sum() > 500


def test_the_values_are_those_of_the_tables(good):
    frame = good().set_index(KEY)

    for code, row in figures().iterrows():
        if code[2:6] not in {"1699", "0765"}:
            continue
        for name in ("a_inw", "a_65_oo", "g_wozbag", "g_afs_sc", "ste_mvs", "a_lan_ha"):
            expected = float(row[name]) if row[name] else np.nan
            assert frame.at[(code, name), "value"] == pytest.approx(expected, nan_ok=True)
    assert frame.at[("NL00", "a_inw"), "value"] == 17_942_942


def test_education_and_woz_are_one_figure_over_the_years(good):
    before, after = (good(year) for year in (2019, 2023))

    for name in ("g_wozbag", "a_opl_bvm", "a_opl_hvm", "a_opl_hw"):
        assert value(before, "GM1699", name) == value(after, "GM1699", name) > 0


def test_origin_is_another_figure_from_2023(good):
    before, after = (good(year) for year in (2022, 2023))

    assert {"a_w_all", "a_nw_all"} <= set(before["variable"])
    assert {"a_w_all", "a_nw_all"}.isdisjoint(after["variable"])
    assert {"a_nl_all", "a_eur_al", "a_neu_al"} <= set(after["variable"])
    # the second column of that name holds those who were born here; it is not taken
    assert after.query("variable == 'a_neu_al'")["value"].isna().all()


def test_figures_that_follow_from_others(good):
    frame = good()

    people, young, old = (value(frame, "GM1699", n) for n in ("a_inw", "a_00_14", "a_65_oo"))
    assert value(frame, "GM1699", "a_15_64") == people - young - old
    assert value(frame, "GM1699", "p_65_oo") == pytest.approx(100 * old / people)


def test_a_provisional_year_is_marked_and_its_gaps_are_not_secret(good):
    frame = good(2025)

    with_value = frame["value"].notna()
    assert frame.loc[with_value, "status"].eq(FigureStatus.PROVISIONAL).all()
    assert frame.loc[~with_value, "status"].isna().all()
    income = frame.query("variable == 'g_ink_pi'")
    assert income["value"].isna().all()
    assert income["missing"].eq(MissingReason.NOT_PUBLISHED).all()
    assert good(2024)["status"].isna().all()


def test_blanks_have_their_reason(good):
    frame = good().set_index(KEY)
    people = frame.xs("a_inw", level="variable")["value"]
    woz = frame.xs("g_wozbag", level="variable")
    blank = woz[woz["value"].isna()]

    nobody = people.reindex(blank.index).isna()
    assert nobody.any()
    assert blank.loc[nobody, "missing"].eq(MissingReason.NO_INHABITANTS).all()
    income = frame.xs("g_ink_pi", level="variable")
    blank = income[income["value"].isna()]
    few = people.reindex(blank.index) < 2500
    assert few.any()
    assert blank.loc[few, "missing"].eq(MissingReason.SECRET).all()
    land = frame.xs("a_lan_ha", level="variable")["missing"].dropna()
    assert MissingReason.NO_INHABITANTS not in set(land)


@pytest.mark.parametrize("mood", HARMLESS)
@pytest.mark.parametrize("protocol", ["v3", "v4"])
def test_the_same_in_every_harmless_mood(good, mood, protocol, tmp_path):
    moody = fetched(HARMLESS[mood](StatLine(TABLES)), tmp_path, protocol=protocol)

    pd.testing.assert_frame_equal(good(protocol=protocol), moody)


@pytest.mark.parametrize(
    ("mood", "protocol", "said"),
    [
        (error_page, "v3", "DataProperties.* answers with an HTML page"),
        (error_page, "v4", "MeasureCodes.* answers with an HTML page"),
        (empty, "v3", "does not describe a table by area"),
        (empty, "v4", "do not describe a table by area"),
        (
            lambda site: renamed(site, "AantalInwoners", "Bevolking"),
            "v3",
            r"a_inw.*variables\.toml",
        ),
        (lambda site: renamed(site, "T001036", "T001037"), "v4", r"a_inw.*variables\.toml"),
        (lambda site: renamed(site, '"aantal"', '"duizendtal"'), "v3", "another unit than aantal"),
        (lambda site: renamed(site, '"WijkenEnBuurten":', '"Regio":'), "v3", "rows without"),
        (lambda site: renamed(site, '"Measure":', '"Maat":'), "v4", "rows without 'Measure'"),
        (
            lambda site: redirecting(site, "https://elders.example/85984NED"),
            "v3",
            "elders.example.*not on one of the sites",
        ),
        (looping, "v4", "again and again"),
        (repeated_page, "v4", "repeats a page"),
    ],
)
def test_a_wrong_answer_is_named(mood, protocol, said, tmp_path):
    with pytest.raises(SourceError, match=said) as raised:
        fetched(mood(StatLine(TABLES, page=100)), tmp_path, protocol=protocol)
    assert "85984NED" in str(raised.value)


def test_rows_that_are_empty_with_status_200_are_named(tmp_path):
    def no_rows(request):
        site = StatLine(TABLES)
        return (empty(site) if "TypedDataSet" in request.path else site)(request)

    with pytest.raises(SourceError, match=r"has no rows of areas .*GM1699, GM0765"):
        fetched(no_rows, tmp_path)


def test_a_gemeente_that_is_not_there_is_named(tmp_path):
    with pytest.raises(SourceError, match="85984NED"):
        fetched(StatLine(TABLES), tmp_path, gemeenten=["GM9999"])


def test_more_rows_than_allowed_are_asked_for_in_parts(tmp_path):
    whole = fetched(StatLine(TABLES), tmp_path, gemeenten=None)
    with Server(StatLine(TABLES, limit=15)) as server, client() as http:
        parts = kwb_statline.fetch(http, addresses_of(server, tmp_path), 2024)
        asked = server.asked("TypedDataSet")

    pd.testing.assert_frame_equal(ordered(whole), ordered(parts))
    assert len(asked) > 10
    assert all("startswith" in request.query["$filter"] for request in asked)


def test_keys_are_padded_and_numbers_shift(tmp_path):
    with Server(StatLine(TABLES)) as server, client() as http:
        addresses = addresses_of(server, tmp_path)
        for year in (2022, 2024):
            root = addresses.kwb.root(addresses.table("kwb", year))
            row = http.get_json(f"{root}/TypedDataSet")["value"][0]
            assert row["WijkenEnBuurten"] == "NL00      "
        kwb_statline.fetch(http, addresses, 2022, GEMEENTEN)
        kwb_statline.fetch(http, addresses, 2024, GEMEENTEN)
        selects = {r.query["$select"] for r in server.asked("TypedDataSet") if "$select" in r.query}

    numbers = {part for text in selects for part in text.split(",") if "OppervlakteLand" in part}
    assert len(numbers) == 2


def test_a_plan_asks_nobody(tmp_path):
    with Server(StatLine(TABLES)) as server:
        addresses = addresses_of(server, tmp_path)
        (planned,) = kwb_statline.plan(addresses, 2024, GEMEENTEN)
        assert server.requests == []

    assert planned.url.endswith("/85984NED/TypedDataSet")
    assert planned.requests == 3
    assert planned.size is not None
    assert planned.estimated


def test_a_workbook_is_fetched_and_its_size_known(tmp_path):
    book = write_workbook(tmp_path / "kwb-2023.xlsx", 2023, GEMEENTEN).read_bytes()

    def site(request):
        known = request.path == "/regionale-kaarten/kwb-2023.xlsx"
        return Answer(book, kind="application/vnd.ms-excel") if known else not_found(request)

    with Server(site) as server, client() as http:
        addresses = addresses_of(server, tmp_path)
        (planned,) = kwb_workbook.plan(http, addresses, 2023)
        frame = kwb_workbook.fetch(http, addresses, 2023, tmp_path / "down", ["GM1699"])

    assert planned.size == len(book)
    assert set(frame["code"].str[2:6]) == {"1699", "00"}
    with pytest.raises(SourceError, match="no workbook for 2013"):
        kwb_workbook.plan(http, addresses, 2013)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("kwb-2024.xls", b"x", "save it as .xlsx"),
        ("kwb-2024.xlsx", b"x", "damaged"),
        ("cijfers.xlsx", b"x", "no year in its name"),
    ],
)
def test_another_file_is_refused(name, content, said, tmp_path):
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(SourceError, match=said):
        kwb_workbook.read(path, read_addresses())


def test_a_workbook_without_a_column_is_refused(tmp_path):
    path = write_workbook(tmp_path / "kwb-2016.xlsx", 2016, GEMEENTEN)

    with pytest.raises(SourceError, match=r"a_opl_bvm.*geodata/variables\.toml"):
        kwb_workbook.read(path, read_addresses(), year=2020)


def test_every_key_figure_of_the_file_has_a_name_in_a_form():
    for variable in read_variables().values():
        if variable.source == "kwb":
            assert variable.rest or (variable.v3 and variable.workbook), variable.name
