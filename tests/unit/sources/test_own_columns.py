"""Which column is what, and which area a row is about, on the embedded areas."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rudc_map.errors import SourceError
from rudc_map.model import Level
from rudc_map.sources.own_matching import AreaKind, full_code
from rudc_map.sources.own_numbers import Decimal
from rudc_map.sources.own_table import OwnTable, table_of
from rudc_map.sources.own_understood import understand
from tests.integration.own_files import english, problems


@pytest.fixture(scope="module")
def read(dataset):
    def read_(*rows, name="cijfers.csv", decimal=None):
        path = Path(name)
        table = OwnTable(path, table_of(path, rows), "CSV", ";")
        return understand(table, dataset.areas, lambda: None, dataset.vintage, decimal)

    return read_


def tidy(understood):
    return [tuple(row) for row in understood.tidy.itertuples(index=False)]


@given(st.integers(0, 99_999_999), st.sampled_from(["BU", "bu ", ""]))
def test_a_code_gets_its_prefix_and_its_zeros_back(number, prefix):
    assert full_code(f"{prefix}{number}", Level.BUURT) == f"BU{number:08d}"


@pytest.mark.parametrize(
    "text",
    ["", "BU", "XX0014", "BU001400001", "BU363AA01", "GM03AA", "0,5", "140 000x", "PV20", "14-1"],
)
def test_what_is_no_code(text):
    assert full_code(text, Level.BUURT) is None


def test_without_a_level_a_code_needs_its_prefix():
    assert full_code("140000", None) is None
    assert full_code("12345", Level.GEMEENTE) is None


@pytest.mark.parametrize(
    ("header", "cells", "codes"),
    [
        ("x", ["BU00140000", "bu140001"], ["BU00140000", "BU00140001"]),
        ("Buurtcode", ["140000", "140001"], ["BU00140000", "BU00140001"]),
        ("Buurtcode", [140000.0, 140001.0], ["BU00140000", "BU00140001"]),
        ("gwb_code_8", ["00140000", "00140001"], ["BU00140000", "BU00140001"]),
        ("wk_code", ["1400", "10603"], ["WK001400", "WK010603"]),
        ("gemeente", ["14", "106"], ["GM0014", "GM0106"]),
        ("Gemeente", ["Groningen", " ASSEN "], ["GM0014", "GM0106"]),
        ("waar", ["GM0014", "BU00140000"], ["BU00140000", "GM0014"]),
        ("Gemeente", ["Groningen (gemeente)", "gem. Assen"], ["GM0014", "GM0106"]),
        ("Buurt", ["BINNENSTAD NOORD", "paddepoel - zuid"], ["BU00140000", "BU00141001"]),
        ("postcode", ["9724", "9716"], None),
    ],
)
def test_the_column_with_the_areas(read, dataset, header, cells, codes):
    understood = read([header, "score"], *([cell, "1"] for cell in cells))
    if codes is None:
        areas = dataset.areas
        codes = sorted(areas.index[areas["postcode"].isin(cells)])
        assert understood.kind is AreaKind.POSTCODE
    assert understood.tidy["code"].tolist() == codes
    assert understood.problems.empty


def test_a_postcode_that_buurten_share_is_not_handed_out(read):
    understood = read(
        ["pc4", "score"], ["9724", "1"], ["9403", "2"], ["9403AB", "3"], ["1011", "4"]
    )
    assert len(understood.tidy) == 1
    assert understood.problems["reason"].map(english).tolist() == [
        "23 buurten share this postcode",
        "a postcode with letters; the map knows those of 4 digits, give one row for each",
        "no buurt has mostly this postcode",
    ]
    assert understood.problems["code"].tolist() == ["9403", "9403AB", "1011"]


def test_a_name_that_gemeenten_share_needs_the_gemeente(read, dataset):
    areas = dataset.areas[dataset.areas["name"] == "Zeeheldenbuurt"]
    gemeenten = areas["gemeente"].tolist()
    assert len(set(gemeenten)) == 3
    last = gemeenten[-1]
    name = dataset.areas.loc[last, "name"]
    alone = read(["buurt", "score"], ["Zeeheldenbuurt", "1"], ["Binnenstad-Noord", "2"])
    assert tidy(alone) == [("BU00140000", "2024", "2")]
    assert alone.problems["reason"][0].en.startswith("3 times a buurt of this name")
    with_gemeente = read(
        ["buurt", "gemeente", "score"],
        ["Zeeheldenbuurt", name, "1"],
        ["Binnenstad-Noord", "14", "2"],
        ["Binnenstad-Noord", name, "3"],
        ["Binnenstad-Noord", "Nergens", "4"],
    )
    assert set(tidy(with_gemeente)) == {
        (areas.index[-1], "2024", "1"),
        ("BU00140000", "2024", "2"),
    }
    assert with_gemeente.problems["reason"].map(english).tolist() == [
        f"no buurt in {last} has this name",
        "the gemeente of the row is not known",
    ]


def test_buurten_go_before_the_gemeente_they_lie_in(read):
    rows = [["gm_code", "Buurtnaam", "aantal"], ["GM0014", "Binnenstad-Noord", "20"]]
    assert tidy(read(*rows)) == [("BU00140000", "2024", "20")]


@pytest.mark.parametrize(
    ("header", "here", "elsewhere"),
    [
        ("x", "BU00140000", "BU03631{:03d}"),
        ("buurtcode", "140000", "3631{:03d}"),
        ("Buurtnaam", "Binnenstad-Noord", "Ergens {}"),
        ("postcode", "9724", "1{:03d}"),
    ],
)
def test_a_file_of_the_whole_country_is_mostly_elsewhere(read, header, here, elsewhere):
    rows = [[elsewhere.format(i), str(i)] for i in range(100)]
    understood = read([header, "score"], *rows, [here, "7"])
    assert understood.tidy["score"].tolist() == ["7"]
    assert len(understood.problems) == 100


def test_scores_that_happen_to_be_codes_are_figures(read):
    rows = [[f"BU0014000{i}", str(14 + i)] for i in range(4)]
    understood = read(["gwb", "Regioscore"], *rows)
    assert [f.name for f in understood.figures] == ["regioscore"]


def test_a_column_of_counts_is_not_taken_for_codes(read):
    understood = read(
        ["buurtcode", "aantal gemeente", "volgnr"], ["140000", "14", "1"], ["140001", "106", "2"]
    )
    assert [f.name for f in understood.figures] == ["aantal_gemeente"]
    assert understood.unused == ("volgnr",)


def test_no_areas_at_all(read):
    with pytest.raises(SourceError, match=r"cijfers\.csv has no column with areas \(it has a, b\)"):
        read(["a", "b"], ["x", "1"], ["y", "2"])


def test_no_figures_at_all(read):
    with pytest.raises(SourceError, match="no column with numbers"):
        read(["buurtcode", "opmerking"], ["140000", "mooi"])


@pytest.mark.parametrize(
    ("name", "rows", "expected"),
    [
        ("f.csv", [["code", "jaar", "n"], ["GM0014", "2021", "1"]], [("GM0014", "2021", "1")]),
        (
            "f.csv",
            [["code", "Perioden", "n"], ["GM14", "2021JJ00", "1"]],
            [("GM0014", "2021", "1")],
        ),
        ("f 2019.csv", [["code", "n"], ["GM0014", "1"]], [("GM0014", "2019", "1")]),
        ("f 2019-2020.csv", [["code", "n"], ["GM0014", "1"]], [("GM0014", "2024", "1")]),
        (
            "f.csv",
            [["code", "n 2021", "n_2022"], ["GM0014", "1", "2"]],
            [("GM0014", "2021", "1"), ("GM0014", "2022", "2")],
        ),
    ],
)
def test_the_period(read, name, rows, expected):
    assert tidy(read(*rows, name=name)) == expected


@pytest.mark.parametrize("header", ["datum", "Peildatum", "Datum melding", "maand"])
@pytest.mark.parametrize("cells", [("31-12-2022", "1-2-2023"), ("2022-12", "2023-02-01T00:00:00")])
def test_dates_say_the_year(read, header, cells):
    understood = read([header, "code", "n"], *([cell, "GM0014", "1"] for cell in cells))
    assert tidy(understood) == [("GM0014", "2022", "1"), ("GM0014", "2023", "1")]


def test_figures_that_are_mostly_held_back_are_figures(read):
    understood = read(["code", "n"], ["GM0014", "<5"], ["GM0106", "-"], ["GM0034", "12"])
    assert [row[2] for row in tidy(understood)] == ["geheim", "12", ""]
    assert understood.problems.empty


def test_a_name_with_a_typo_is_met_with_the_one_it_is_like(read):
    understood = read(
        ["buurt", "gemeente", "n"],
        ["Herewegbuurtt", "Groningen", "1"],
        ["Binnenstad-Noord", "Groningen", "2"],
    )
    assert tidy(understood) == [("BU00140000", "2024", "2")]
    assert problems(understood)[0][2].endswith("this name, but one is called 'Herewegbuurt'")


def test_figures_with_and_without_a_year_in_their_name_share_rows(read):
    understood = read(["code", "n_2024", "m", "n_2023"], ["GM0014", "1", "2", "3"])
    assert list(understood.tidy) == ["code", "periode", "n", "m"]
    assert tidy(understood) == [("GM0014", "2023", "3", ""), ("GM0014", "2024", "1", "2")]


def test_rows_without_a_year_are_reported(read):
    understood = read(["code", "jaar", "n"], ["GM0014", "2021", "1"], ["GM0106", "ooit", "2"])
    assert problems(understood) == [[3, "GM0106", "no year"]]


def test_a_period_that_is_no_year_is_not_made_one(read):
    with pytest.raises(SourceError, match=r"column 'jaar' holds no years.*'2021/2022'"):
        read(["code", "jaar", "n"], ["GM0014", "2021/2022", "1"], ["GM0106", "2022/2023", "2"])


def test_two_rows_for_one_area_and_period_are_both_left_out(read):
    understood = read(["code", "n"], ["GM0014", "1"], ["14", "1"], ["GM14", "2"], ["GM0106", "3"])
    assert tidy(understood) == [("GM0106", "2024", "3")]
    reason = "the area has more than one row for 2024"
    assert problems(understood) == [
        [2, "GM0014", reason],
        [3, "14", reason],
        [4, "GM14", reason],
    ]


def test_nothing_is_left(read):
    with pytest.raises(
        SourceError, match=r"no row for an area and a period of its own .2 rows: the"
    ):
        read(["code", "n"], ["GM0014", "1"], ["GM14", "2"])


ROWS = [
    ["GM0014", "2021", "1,5"],
    ["GM0106", "2021", "."],
    ["GM0014", "2022", "1.200"],
    ["GM9999", "2022", "4"],
    ["GM0106", "2021", "6"],
]


@given(st.permutations(ROWS))
def test_the_order_of_the_rows_does_not_matter(read, rows):
    understood, other = read(["code", "jaar", "n"], *rows), read(["code", "jaar", "n"], *ROWS)
    pd.testing.assert_frame_equal(understood.tidy, other.tidy)
    said = [sorted((code, reason) for _, code, reason in problems(u)) for u in (understood, other)]
    assert said[0] == said[1]


def test_what_a_figure_is(read):
    understood = read(
        ["code", "Aantal klachten", "pct_groen", "Cijfer", "aandeel", "Aantal respondenten"],
        ["GM0014", "3", "12,5", "7,25", "10%", "40"],
        decimal=Decimal.COMMA,
    )
    described = [(f.name, f.count, f.percent, f.decimals) for f in understood.figures]
    assert described == [
        ("aantal_klachten", True, False, 0),
        ("pct_groen", False, True, 1),
        ("cijfer", False, False, 2),
        ("aandeel", False, True, 0),
        ("aantal_respondenten", True, False, 0),
    ]
    assert understood.group == "aantal_respondenten"


@pytest.mark.parametrize(
    ("header", "cell", "count"),
    [
        ("Meldingen", "12", True),
        ("Households", "1200", True),
        ("Woningen per hectare", "12", False),
        ("Index klachten", "104", False),
        ("Meldingen", "1,5", False),
    ],
)
def test_whole_numbers_of_what_can_be_counted_add_up(read, header, cell, count):
    (figure,) = read(["code", header], ["GM0014", cell], decimal=Decimal.COMMA).figures
    assert figure.count is count


def test_two_columns_of_one_name_are_refused(read):
    with pytest.raises(SourceError, match="two columns for 'n_x'"):
        read(["code", "n x", "n-x"], ["GM0014", "1", "2"])


def test_sentinels_and_blanks_in_the_tidy_table(read):
    understood = read(["code", "n"], ["GM0014", "-99997"], ["GM0106", "."], ["GM0034", "5"])
    assert [row[2] for row in tidy(understood)] == ["geheim", "5", ""]
    assert understood.problems.empty
