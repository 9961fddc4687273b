import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rudc_map.dataset.figures import (
    SCHEMA,
    read_figure_table,
    read_figures,
    with_rows,
    write_figures,
)
from rudc_map.errors import DatasetError
from rudc_map.model import FigureStatus, Level, MissingReason
from rudc_map.sources.tidy import TIDY_COLUMNS


@pytest.fixture
def rows():
    frame = pd.DataFrame(
        [
            ("GM0014", "a_inw", "2024", 243768.0, None, "voorlopig", 0.0),
            ("BU00140001", "a_inw", "2024", np.nan, "geheim", None, 0.0),
            ("BU00140000", "a_inw", "2024", 4745.0, None, None, 0.25),
            ("BU00140000", "a_inw", "2023", 4700.0, None, None, 0.0),
        ],
        columns=["code", "variable", "period", "value", "missing", "status", "inexact"],
    )
    return frame.assign(lower=np.nan, upper=[250000.0, *[np.nan] * 3])[SCHEMA.names]


def test_the_columns_are_those_of_every_source():
    assert tuple(SCHEMA.names) == TIDY_COLUMNS


def test_rows_are_sorted_into_runs_and_found_again(tmp_path, rows):
    path = tmp_path / "figures.parquet"
    write_figures(rows, path)
    assert read_figures(path)["code"].to_list() == [
        "BU00140000", "BU00140000", "BU00140001", "GM0014",
    ]  # fmt: skip
    table = read_figure_table(path)
    assert table.periods("a_inw", Level.BUURT) == ("2023", "2024")
    index = pd.Index(["BU00140000", "BU00140001", "BU00140002"])
    figure = table.figure("a_inw", Level.BUURT, None, index)
    assert figure.values.to_list() == pytest.approx([4745.0, np.nan, np.nan], nan_ok=True)
    assert figure.missing.to_list() == [None, MissingReason.SECRET, MissingReason.NOT_PUBLISHED]
    assert figure.status.to_list() == [None, None, None]
    assert figure.inexact.to_list() == [0.25, 0.0, 0.0]
    of_gemeente = table.figure("a_inw", Level.GEMEENTE, "2024", pd.Index(["GM0014"]))
    assert of_gemeente.status.to_list() == [FigureStatus.PROVISIONAL]
    assert [
        limit["GM0014"]
        for limit in table.bounds("a_inw", Level.GEMEENTE, None, pd.Index(["GM0014"]))
    ] == pytest.approx([np.nan, 250000.0], nan_ok=True)


def test_compact_rows_are_the_same_rows(tmp_path, rows):
    path = tmp_path / "figures.parquet"
    write_figures(rows, path)
    whole, compact = read_figures(path), read_figures(path, compact=True)
    pd.testing.assert_frame_equal(compact.astype(whole.dtypes.to_dict()), whole)
    assert compact["variable"].dtype == "category"


def test_a_figure_comes_on_the_index_asked_for_whatever_its_order(tmp_path, rows):
    write_figures(rows, tmp_path / "figures.parquet")
    table = read_figure_table(tmp_path / "figures.parquet")
    stored, turned = pd.Index(["BU00140000", "BU00140001"]), pd.Index(["BU00140001", "BU00140000"])
    for index in (stored, turned):
        figure = table.figure("a_inw", Level.BUURT, None, index)
        for series in (figure.values, figure.missing, figure.status, figure.inexact):
            assert series.index is index or series.index.equals(index)
        assert figure.values["BU00140000"] == 4745.0
        assert figure.inexact["BU00140000"] == 0.25
        assert figure.missing["BU00140001"] is MissingReason.SECRET
    figure.values["BU00140000"] = 0.0
    assert table.figure("a_inw", Level.BUURT, None, stored).values["BU00140000"] == 4745.0


def test_other_figures_join_and_are_final_and_exact(tmp_path, rows):
    write_figures(rows, tmp_path / "figures.parquet")
    table = read_figure_table(tmp_path / "figures.parquet")
    own = pd.DataFrame(
        {
            "code": ["BU00140009", "GM0014"],
            "variable": "own_x_y",
            "period": "2023",
            "value": [1.0, np.nan],
            "missing": [None, MissingReason.SECRET],
        }
    )
    both = with_rows(table, own)
    assert both.variables() == {"a_inw", "own_x_y"}
    index = pd.Index(["BU00140000", "BU00140009"])
    joined = both.figure("own_x_y", Level.BUURT, None, index)
    assert joined.values.to_list() == pytest.approx([np.nan, 1.0], nan_ok=True)
    assert (joined.status.to_list(), joined.inexact.to_list()) == ([None, None], [0.0, 0.0])
    secret = both.figure("own_x_y", Level.GEMEENTE, None, pd.Index(["GM0014"])).missing
    assert secret.to_list() == [MissingReason.SECRET]
    assert both.figure("a_inw", Level.BUURT, None, index).values["BU00140000"] == 4745.0
    assert table.variables() == {"a_inw"}


def test_the_order_of_the_rows_does_not_change_the_file(tmp_path, rows):
    write_figures(rows, tmp_path / "a")
    write_figures(rows.iloc[::-1], tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_an_empty_table_has_no_figures(tmp_path, rows):
    write_figures(rows.iloc[:0], tmp_path / "a")
    assert read_figure_table(tmp_path / "a").variables() == frozenset()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda rows: rows.drop(columns="lower"), "has the columns"),
        (lambda rows: rows, "is not sorted by figure at BU00140000"),
        (lambda rows: rows.assign(missing="weet niet"), "holds an unknown MissingReason"),
        (lambda rows: rows.assign(status="bijna"), r"holds an unknown FigureStatus \('bijna'\)"),
        (lambda rows: rows.assign(code="XX1"), "is not sorted by figure at XX1"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path, rows, change, message):
    path = tmp_path / "figures.parquet"
    if message.startswith("is not sorted by figure at BU"):
        rows = pd.concat([rows.iloc[2:3], rows.iloc[0:1], rows.iloc[2:3]])
    pq.write_table(pa.Table.from_pandas(change(rows), preserve_index=False), path)
    with pytest.raises(DatasetError, match=f"{message}.*run python -m rudc_map data build"):
        read_figure_table(path)


def test_what_is_not_parquet_is_refused(tmp_path):
    (tmp_path / "figures.parquet").write_bytes(b"not a table")
    with pytest.raises(DatasetError, match="cannot be read"):
        read_figure_table(tmp_path / "figures.parquet")


def test_a_column_with_one_value_takes_the_room_of_one(tmp_path, rows):
    path = tmp_path / "figures.parquet"
    write_figures(rows.assign(lower=np.nan, upper=[9e5, *[np.nan] * 3], inexact=0.0), path)
    table = read_figure_table(path)
    assert table.lower.strides == table.inexact.strides == (0,)
    assert table.upper.strides == table.values.strides == (8,)
    lower, upper = table.bounds("a_inw", Level.GEMEENTE, None, pd.Index(["GM0014"]))
    assert (np.isnan(lower["GM0014"]), upper["GM0014"]) == (True, 9e5)
