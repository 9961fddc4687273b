"""The values of an indicator as files, for the map and for the public interface."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import layers
from rudc_map.dataset.store import open_dataset
from rudc_map.indicators.compute import indicator_values
from rudc_map.indicators.fitted import fitted
from rudc_map.indicators.places import in_region
from rudc_map.indicators.references import references
from rudc_map.indicators.registry import discover
from rudc_map.model import (
    ENCLOSING,
    Aggregate,
    ClassScheme,
    FigureStatus,
    Level,
    MissingReason,
)
from rudc_map.view.levels import offered_levels
from rudc_map.view.regions import find_region
from rudc_map.view.values import MISSING_CODES, map_values_json

GEODATA = Path(__file__).parents[3] / "geodata"
INDICATORS = fitted(discover(layers), open_dataset(GEODATA)).indicators
every_indicator = pytest.mark.parametrize("indicator", INDICATORS, ids=lambda i: i.id)
CLASS_COUNTS = ["3", "4", "5", "6", "7"]


@pytest.fixture(scope="module")
def region(dataset):
    return lambda name: find_region(dataset, name)


@pytest.fixture(scope="module")
def payload(dataset, registry, region):
    """The map's file, read strictly: NaN is no JSON."""

    def refuse(constant):
        raise AssertionError(f"{constant} in the file")

    def read(indicator, level, period, name="groningen-assen"):
        found = registry.get(indicator)
        file = map_values_json(dataset, found, level, period, region(name))
        return json.loads(file, parse_constant=refuse)

    return read


# the map's file ---------------------------------------------------------------------------------


@every_indicator
def test_the_file_of_every_indicator(dataset, payload, region, indicator):
    level = offered_levels(region("groningen-assen"), indicator)[0]
    period = indicator.periods[-1]
    shown = indicator_values(dataset, indicator, level, period)

    file = payload(indicator.id, level, period)

    assert [file[k] for k in ("indicator", "level", "period", "region")] == [
        indicator.id,
        level.value,
        period,
        "groningen-assen",
    ]
    values = pd.Series(file["values"], index=dataset.codes(level), dtype=float)
    pd.testing.assert_series_equal(values, shown.values, check_names=False)
    letters = [MISSING_CODES.get(reason, "-") for reason in shown.missing]
    assert list(file["missing"]) == letters
    assert [v is None for v in file["values"]] == [letter != "-" for letter in letters]


@every_indicator
@pytest.mark.parametrize("name", ["groningen-assen", "zuidoost-drenthe", "nederland"])
def test_breaks_ascend_and_leave_no_outer_class_empty(payload, region, indicator, name):
    level = offered_levels(region(name), indicator)[-1]

    file = payload(indicator.id, level, indicator.periods[0], name)

    low, high = file["extent"]
    assert set(file["breaks"]) == {s.value for s in ClassScheme} - {"eigen"}
    for by_count in file["breaks"].values():
        assert list(by_count) == CLASS_COUNTS
        for count, breaks in by_count.items():
            assert all(a < b for a, b in pairwise(breaks))
            assert breaks == [round(b, indicator.decimals) for b in breaks]
            if indicator.categories or indicator.diverging_at is not None:
                continue  # classes with a meaning of their own, whatever the values
            assert len(breaks) < int(count)
            assert all(low <= b < high for b in breaks)


@every_indicator
@pytest.mark.parametrize("name", ["groningen-assen", "zuidoost-drenthe"])
def test_difference_breaks_are_around_zero_and_no_finer_than_shown(
    payload, region, indicator, name
):
    level = offered_levels(region(name), indicator)[-1]

    file = payload(indicator.id, level, indicator.periods[0], name)

    assert set(file["difference"]) == {kind.value for kind in ENCLOSING}
    for breaks in file["difference"].values():
        assert breaks == [-b for b in reversed(breaks)]
        assert breaks == [round(b, indicator.decimals) for b in breaks]
        assert len(breaks) in (0, 4)
        assert all(a < b for a, b in pairwise(breaks))


@pytest.mark.parametrize(
    ("indicator", "level"),
    [("ervaren_gezondheid", Level.BUURT), ("misdrijven_per_1000", Level.WIJK)],
)
def test_the_scale_stays_the_same_in_every_period(
    dataset, registry, payload, region, indicator, level
):
    periods = registry.get(indicator).periods
    inside = in_region(dataset, level, region("groningen-assen"))

    files = {period: payload(indicator, level, period) for period in periods}

    assert len(periods) == 5
    for key in ("breaks", "difference", "extent"):
        assert all(files[p][key] == files[periods[0]][key] for p in periods)
    values = np.array([np.array(f["values"], dtype=float)[inside] for f in files.values()])
    assert files[periods[0]]["extent"] == [np.nanmin(values), np.nanmax(values)]
    assert len({tuple(f["values"]) for f in files.values()}) == 5


def test_a_scale_is_that_of_the_region(payload):
    one = payload("woz_waarde", Level.BUURT, "2024", "groningen-assen")
    other = payload("woz_waarde", Level.BUURT, "2024", "oost-groningen")

    assert one["values"] == other["values"]
    assert one["extent"] != other["extent"]
    assert one["breaks"] != other["breaks"]


@every_indicator
def test_the_references_are_the_computed_ones(dataset, payload, region, indicator):
    period = indicator.periods[-1]
    expected = references(dataset, indicator, Level.GEMEENTE, period, region("groningen-assen"))

    file = payload(indicator.id, Level.GEMEENTE, period)

    found = file["references"]
    assert set(found) == {kind.value for kind in ENCLOSING}
    for key, value in (("nederland", expected.country), ("regio", expected.region)):
        assert found[key] == (None if np.isnan(value) else value)
    assert found["provincie"] == expected.provinces.dropna().to_dict()
    assert found["gemeente"] == expected.gemeenten.dropna().to_dict()
    without_rule = indicator.aggregation.how is Aggregate.NONE
    assert file["referencesAre"] == ("mediaan" if without_rule else "regel")


def test_the_scale_and_references_of_a_region_of_ones_own(payload):
    named = payload("woz_waarde", Level.BUURT, "2024", "delfzijl-en-omgeving")
    own = payload("woz_waarde", Level.BUURT, "2024", "GM1979")

    assert own.pop("region") == "GM1979"
    assert named.pop("region") == "delfzijl-en-omgeving"
    assert own == named


@pytest.mark.parametrize(
    ("indicator", "level", "smaller"),
    [
        ("ervaren_gezondheid", Level.WIJK, "buurt"),
        ("autos_per_huishouden", Level.PROVINCIE, "gemeente"),
        ("woz_waarde", Level.WIJK, None),
    ],
)
def test_the_file_says_what_it_was_computed_from(payload, indicator, level, smaller):
    assert payload(indicator, level, "2024")["aggregatedFrom"] == smaller


def test_whole_numbers_are_written_without_a_fraction(dataset, registry, region):
    file = map_values_json(
        dataset, registry.get("inwoners"), Level.GEMEENTE, "2024", region("groningen-assen")
    )

    assert b'"values":[243768,' in file
    assert b'"GM0014":243768,' in file


def test_categories_have_a_class_each(payload, registry):
    categories = registry.get("stedelijkheid").categories

    file = payload("stedelijkheid", Level.BUURT, "2024")

    assert [value for value, _ in categories] == [1, 2, 3, 4, 5]
    for by_count in file["breaks"].values():
        assert set(map(tuple, by_count.values())) == {(1, 2, 3, 4)}


def test_a_change_is_classed_around_no_change(payload):
    breaks = payload("verandering_gezondheid", Level.BUURT, "2024")["breaks"]

    assert len({tuple(b) for by_count in breaks.values() for b in by_count.values()}) == 1
    below, little_below, little_above, above = breaks["natuurlijk"]["5"]
    assert below == -above
    assert little_below == -little_above < 0


def test_every_reason_has_a_letter_of_its_own():
    assert set(MISSING_CODES) == set(MissingReason)
    assert len(set(MISSING_CODES.values())) == len(MISSING_CODES)
    assert all(len(letter) == 1 and letter != "-" for letter in MISSING_CODES.values())


# the public interface ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "level"),
    [
        ("misdrijven_per_1000", Level.BUURT),
        ("woz_waarde", Level.GEMEENTE),
        ("stedelijkheid", Level.PROVINCIE),
    ],
)
def test_values_for_others(dataset, registry, ask_api, indicator, level):
    found = registry.get(indicator)
    shown = indicator_values(dataset, found, level, "2024")

    body = ask_api(f"/values/{indicator}?niveau={level}&periode=2024")

    described = {"indicator", "niveau", "periode", "eenheid", "bron"}
    assert set(body) == {*described, "totaal", "volgende", "waarden"}
    assert (body["indicator"], body["niveau"], body["periode"]) == (indicator, level, "2024")
    assert body["eenheid"] == found.unit.nl
    assert len(body["bron"]) == len(found.sources)
    assert all(body["bron"])
    assert [row["code"] for row in body["waarden"]] == list(dataset.codes(level))
    for row in body["waarden"]:
        assert set(row) == {"code", "naam", "waarde", "ontbreekt", "geschat", "status"}
        assert row["geschat"] == 0
        assert row["naam"] == dataset.areas.at[row["code"], "name"]
        if row["waarde"] is None:
            assert row["ontbreekt"] == shown.missing[row["code"]].value
        else:
            assert row["ontbreekt"] is None
            assert row["waarde"] == shown.values[row["code"]]


def test_estimates_and_gaps_of_converted_figures_are_said(dataset, registry, region, ask_api):
    """The 1st gemeente has an estimate, the 2nd one too small to say, the 3rd is a gap."""
    table = dataset._figures
    inexact, values, missing = (a.copy() for a in (table.inexact, table.values, table.missing))
    start = table.rows["a_inw", Level.GEMEENTE, "2024"].start
    inexact[start : start + 3] = 0.066942, 0.00001, 0.3
    values[start + 2] = np.nan
    missing[start + 2] = list(MissingReason).index(MissingReason.NOT_COMPARABLE)
    figures = replace(table, inexact=inexact, values=values, missing=missing)
    converted = replace(dataset, _figures=figures, hash="converted")
    people = registry.get("inwoners")

    file = json.loads(
        map_values_json(converted, people, Level.GEMEENTE, "2024", region("groningen-assen"))
    )
    assert file["inexact"] == {"0": 0.0669}
    assert file["values"][2] is None
    assert file["missing"][2] == "v"

    rows = ask_api("/values/inwoners?niveau=gemeente&periode=2024", converted)["waarden"]
    assert [row["geschat"] for row in rows[:4]] == [0.0669, 0, 0, 0]
    assert rows[2]["ontbreekt"] == "niet_vergelijkbaar"


def test_a_file_of_final_values_has_no_status(dataset, registry, ask_api):
    indicator = registry.get("ervaren_gezondheid")
    region = dataset.regions[0]
    assert (
        json.loads(map_values_json(dataset, indicator, Level.WIJK, "2024", region))["status"] == ""
    )
    answer = ask_api("/values/ervaren_gezondheid?niveau=wijk&periode=2024")
    assert {row["status"] for row in answer["waarden"]} == {None}


def test_values_that_are_not_final_say_so(dataset, registry, ask_api):
    indicator = registry.get("ervaren_gezondheid")
    table = dataset._figures
    members, status = list(FigureStatus), table.status.copy()
    rows = table.rows["gezond", Level.GEMEENTE, "2024"]
    status[rows] = members.index(FigureStatus.PROVISIONAL)
    status[rows.start] = members.index(FigureStatus.PARTIAL)
    marked = replace(dataset, _figures=replace(table, status=status))
    file = json.loads(map_values_json(marked, indicator, Level.GEMEENTE, "2024", marked.regions[0]))
    known = [value is not None for value in file["values"]]
    assert file["status"][0] == "g"
    assert set(file["status"][1:]) <= {"v", "-"}
    assert [letter != "-" for letter in file["status"]] == known
    answer = ask_api("/values/ervaren_gezondheid?niveau=gemeente&periode=2024", marked)
    assert [row["status"] for row in answer["waarden"][:2]] == ["gedeeltelijk", "voorlopig"]
    before = json.loads(
        map_values_json(marked, indicator, Level.GEMEENTE, "2022", marked.regions[0])
    )
    assert before["status"] == ""
