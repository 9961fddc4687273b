"""The values of the API over time and as CSV."""

from __future__ import annotations

import csv
import io

import pytest

from rudc_map.errors import InputError
from rudc_map.view.api_values import COLUMNS, values_csv


def test_a_series_is_the_values_of_every_period(ask_api, registry):
    indicator = registry.get("misdrijven_per_1000")
    answer = ask_api("/series/misdrijven_per_1000?gebieden=WK001400,GM0014,BU00140000,GM0106")
    assert [row["code"] for row in answer["gebieden"]] == [
        "WK001400",
        "GM0014",
        "BU00140000",
        "GM0106",
    ]
    assert len(indicator.periods) > 1
    for row in answer["gebieden"]:
        assert [moment["periode"] for moment in row["reeks"]] == list(indicator.periods)
        for moment in row["reeks"]:
            asked = f"/values/{indicator.id}?niveau={row['niveau']}&periode={moment['periode']}"
            value = next(v for v in ask_api(asked)["waarden"] if v["code"] == row["code"])
            assert {**value, "periode": moment["periode"]} == {
                **moment,
                "code": row["code"],
                "naam": row["naam"],
            }


@pytest.mark.parametrize("wrong", ["", "GM9999", "GM0014;GM0106", ","])
def test_areas_that_do_not_exist_have_no_series(ask_api, wrong):
    with pytest.raises(InputError, match=r"gebied"):
        ask_api(f"/series/inwoners?gebieden={wrong}")


def test_a_name_that_a_spreadsheet_would_compute_stays_a_text(ask_api):
    body = ask_api("/values/inwoners?limit=1")
    body["waarden"][0]["naam"] = '=HYPERLINK("x")'
    body["waarden"][0]["waarde"] = -1.5
    header, row = csv.reader(io.StringIO(values_csv(body), newline=""))
    read = dict(zip(header, row, strict=True))
    assert tuple(header) == COLUMNS
    assert read["naam"] == '\'=HYPERLINK("x")'
    assert read["waarde"] == "-1.5"
