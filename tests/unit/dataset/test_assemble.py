import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rudc_map.dataset.assemble import Areas, Assembly
from rudc_map.dataset.figures import (
    REASONS,
    STATUSES,
    read_figure_table,
    read_figures,
    write_columns,
    write_figures,
)
from rudc_map.errors import SourceError
from rudc_map.model import FigureStatus, Level, MissingReason
from rudc_map.sources.tidy import tidy

BUURTEN = ["BU00010000", "BU00010001", "BU00010100", "BU00020000"]
CODES = {
    Level.BUURT: BUURTEN,
    Level.WIJK: ["WK000100", "WK000101", "WK000200"],
    Level.GEMEENTE: ["GM0001", "GM0002", "GM0003"],  # GM0003 without buurten
    Level.PROVINCIE: ["PV20"],
    Level.LAND: ["NL00"],
}


@pytest.fixture
def areas():
    frames = {level: pd.DataFrame({"code": codes}) for level, codes in CODES.items()}
    frames[Level.BUURT]["wijk"] = ["WK000100", "WK000100", "WK000101", "WK000200"]
    return Areas.of(frames)


def table(variable, values, period="2024", **columns):
    rows = pd.DataFrame({"code": list(values), "value": list(values.values())})
    return tidy(rows.assign(variable=variable, period=period, **columns), "a table")


def people(**known):
    return table("a_inw", dict.fromkeys(BUURTEN, 100.0) | known)


def finished(areas, *tables, base=None, shares=True):
    assembly = Assembly(areas, base)
    for one in tables:
        assembly.add(one, "a table")
    assembly.derive(shares=shares)
    return assembly.finish()


def values(columns):
    return [None if np.isnan(value) else value for value in columns.values]


def reasons(columns):
    return list(REASONS[columns.missing])


def test_every_area_of_a_level_has_a_value_or_a_reason(areas):
    found = finished(areas, people(), table("g_wozbag", {"BU00010000": 300.0, "BU00010001": None}))
    woz = found["g_wozbag", Level.BUURT, "2024"]
    assert values(woz) == [300.0, None, None, None]
    assert reasons(woz) == [None, *[MissingReason.NOT_PUBLISHED] * 3]
    assert ("g_wozbag", Level.WIJK, "2024") not in found


def test_what_it_says_goes_before_what_was_there_but_a_gap_not_before_another_table(areas):
    first = table("gezond", {"BU00010000": 70.0, "BU00010001": None, "BU00010100": 50.0})
    second = table("gezond", {"BU00010000": 71.0, "BU00010001": 60.0, "BU00010100": None})
    both = finished(areas, people(), first, second)["gezond", Level.BUURT, "2024"]
    assert values(both) == [70.0, 60.0, 50.0, None]


def test_a_table_replaces_what_the_data_set_had_a_gap_too(areas, tmp_path):
    write_columns(finished(areas, people(), table("gezond", dict.fromkeys(BUURTEN, 70.0))),
                  areas.codes, tmp_path / "f")  # fmt: skip
    base = read_figure_table(tmp_path / "f")
    new = finished(areas, table("gezond", {BUURTEN[0]: None, BUURTEN[1]: 60.0}), base=base)
    assert values(new["gezond", Level.BUURT, "2024"]) == [None, 60.0, 70.0, 70.0]
    assert values(new["a_inw", Level.BUURT, "2024"]) == [100.0] * 4


def test_the_crimes_of_a_wijk_are_those_of_its_buurten(areas):
    crimes = table("misdrijven", dict(zip(BUURTEN, [3.0, 4.0, None, 0.0], strict=True)))
    found = finished(areas, people(), crimes)["misdrijven", Level.WIJK, "2024"]
    assert values(found) == [7.0, None, 0.0]
    assert reasons(found) == [None, MissingReason.NOT_PUBLISHED, None]


def test_but_those_a_table_gives_are_kept(areas):
    crimes = table("misdrijven", {"BU00010000": 3.0, "BU00010001": 4.0, "WK000100": 9.0})
    assert values(finished(areas, crimes)["misdrijven", Level.WIJK, "2024"]) == [9.0, None, None]


def test_sums_that_were_derived_before_are_derived_anew(areas, tmp_path):
    old = finished(areas, table("misdrijven", dict.fromkeys(BUURTEN, 1.0)))
    write_columns(old, areas.codes, tmp_path / "f")
    base = read_figure_table(tmp_path / "f")
    new = finished(areas, table("misdrijven", dict.fromkeys(BUURTEN, 2.0)), base=base)
    assert values(new["misdrijven", Level.WIJK, "2024"]) == [4.0, 2.0, 2.0]


def test_a_sum_is_as_little_final_and_exact_as_its_parts(areas):
    crimes = table(
        "misdrijven",
        dict(zip(BUURTEN, [30.0, 10.0, 5.0, 5.0], strict=True)),
        status=[FigureStatus.PARTIAL, None, None, FigureStatus.PROVISIONAL],
        inexact=[0.5, 0.1, 0.0, 0.0],
    )
    found = finished(areas, crimes)["misdrijven", Level.WIJK, "2024"]
    assert list(STATUSES[found.status]) == [FigureStatus.PARTIAL, None, FigureStatus.PROVISIONAL]
    assert found.inexact == pytest.approx([(30 * 0.5 + 10 * 0.1) / 40, 0.0, 0.0])


def test_the_middle_ages_are_the_rest_and_a_share_is_computed_where_none_is_given(areas):
    young, old = (table(name, {"GM0001": n}) for name, n in (("a_00_14", 20.0), ("a_65_oo", 30.0)))
    everyone = table("a_inw", {"GM0001": 120.0, "GM0002": 80.0})
    found = finished(areas, everyone, young, old, table("p_65_oo", {"GM0002": 40.0}))
    at = (Level.GEMEENTE, "2024")
    assert values(found["a_15_64", *at]) == [70.0, None, None]
    assert values(found["p_65_oo", *at]) == [None, 40.0, None]
    assert values(found["p_00_14", *at]) == [pytest.approx(100 * 20 / 120), None, None]
    assert ("p_00_14", *at) not in finished(areas, everyone, young, old, shares=False)


def test_the_rest_of_parts_that_were_rounded_up_is_none(areas):
    counts = {"a_inw": 10.0, "a_00_14": 5.0, "a_65_oo": 10.0}
    found = finished(areas, *(table(name, {BUURTEN[0]: n}) for name, n in counts.items()))
    assert values(found["a_15_64", Level.BUURT, "2024"])[0] == 0.0


def test_inhabitants_are_those_of_the_period_else_the_latest(areas):
    earlier = table(
        "a_inw", {code: (None if code == BUURTEN[0] else 9.0) for code in BUURTEN}, "2023"
    )
    woz = [
        table("g_wozbag", dict.fromkeys(BUURTEN[:2]) | {BUURTEN[3]: 1.0}, p)
        for p in ("2023", "2021")
    ]
    found = finished(areas, people(), earlier, *woz)
    assert reasons(found["g_wozbag", Level.BUURT, "2023"])[:2] == [
        MissingReason.NO_INHABITANTS, MissingReason.SECRET,
    ]  # fmt: skip
    assert reasons(found["g_wozbag", Level.BUURT, "2021"])[:2] == [MissingReason.NOT_PUBLISHED] * 2


def test_areas_that_the_data_set_leaves_out_are_left_out(areas):
    found = finished(areas, table("a_inw", dict.fromkeys([*BUURTEN, "BU00030000"], 5.0)))
    assert values(found["a_inw", Level.BUURT, "2024"]) == [5.0] * 4


def test_a_few_stray_codes_are_told_and_many_are_refused(areas):
    assembly = Assembly(areas, most_unknown=0.2)
    assembly.add(table("a_inw", dict.fromkeys([*BUURTEN, "BU00019999"], 5.0)), "a.csv")
    assert assembly.left_out == {"a.csv": ("BU00019999",)}
    with pytest.raises(SourceError, match=r"b\.csv has figures of BU00018888, .*of the same year"):
        Assembly(areas).add(table("a_inw", {"BU00018888": 5.0, "BU00010000": 5.0}), "b.csv")


numbers = st.one_of(st.none(), st.integers(0, 1000).map(float))


@given(st.lists(st.tuples(st.sampled_from(BUURTEN), st.sampled_from(["2023", "2024"]), numbers),
                unique_by=lambda row: row[:2], min_size=1))  # fmt: skip
def test_it_writes_what_the_other_writer_writes(rows):
    frames = {level: pd.DataFrame({"code": codes}) for level, codes in CODES.items()}
    frames[Level.BUURT]["wijk"] = ["WK000100", "WK000100", "WK000101", "WK000200"]
    areas = Areas.of(frames)
    given_ = pd.DataFrame(rows, columns=["code", "period", "value"]).assign(variable="misdrijven")
    found = finished(areas, tidy(given_, "x"))
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        one, other = Path(folder) / "one", Path(folder) / "other"
        write_columns(found, areas.codes, one)
        frame = read_figures(one)
        write_figures(frame, other)
        assert one.read_bytes() == other.read_bytes()
        assert (frame["value"].isna() == frame["missing"].notna()).all()
        known = {(c, p): v for c, p, v in rows if v is not None}
        back = frame[frame["value"].notna() & frame["code"].str.startswith("BU")]
        assert (
            dict(zip(zip(back["code"], back["period"], strict=True), back["value"], strict=True))
            == known
        )
