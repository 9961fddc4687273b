import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rudc_map.dataset.figures import SCHEMA, read_figure_table, read_figures, write_figures
from rudc_map.errors import DatasetError
from rudc_map.model import Level, MissingReason


@pytest.fixture
def rows():
    frame = pd.DataFrame(
        [
            ("GM0014", "a_inw", "2024", 243768.0, None),
            ("BU00140001", "a_inw", "2024", np.nan, "geheim"),
            ("BU00140000", "a_inw", "2024", 4745.0, None),
            ("BU00140000", "a_inw", "2023", 4700.0, None),
        ],
        columns=["code", "variable", "period", "value", "missing"],
    )
    return frame.assign(lower=np.nan, upper=np.nan)[SCHEMA.names]


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
        (lambda rows: rows.assign(missing="weet niet"), "holds an unknown reason"),
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
