"""Tables of figures as files: CSV, Excel, GeoJSON, GeoPackage and Parquet."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from rudc_map.errors import InputError
from rudc_map.view.figures import COLUMNS, Figures, Scope
from rudc_map.view.figures_notes import notes_of, short_note
from rudc_map.view.numbers import number

BOM = b"\xef\xbb\xbf"
"""Without it Excel takes UTF-8 for Windows-1252; everything else passes over it."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would compute (OWASP, CSV injection)."""

MOST_ROWS = 50_000
"""Of an Excel workbook: more takes minutes to write."""

DECIMALS = 6
"""Of degrees in GeoJSON: a tenth of a metre."""

Write = Callable[[Figures, str], Iterator[bytes]]


def csv_file(figures: Figures, _address: str) -> Iterator[bytes]:
    """CSV as RFC 4180 has it: commas, points, and a row for each area, subject and period.

    Source and licence are columns, so that the file is a table and nothing else.
    """
    yield BOM + _csv_rows([list(COLUMNS)])
    for table in figures.tables():
        yield _csv_rows(_plain_rows(table))


def excel_file(figures: Figures, address: str) -> Iterator[bytes]:
    """A workbook with the sheets cijfers (typed) and toelichting.

    Raises
    ------
    InputError
        For more than `MOST_ROWS` rows.
    """
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    if figures.rows > MOST_ROWS:
        raise InputError(
            f"Dit zijn {figures.rows} rijen, te veel voor Excel; kies CSV of Parquet.",
            f"These are {figures.rows} rows, too many for Excel; choose CSV or Parquet.",
        )
    book = Workbook(write_only=True)

    def cell(sheet: Any, value: Any) -> Any:
        if not isinstance(value, str) or not value.startswith("="):
            return value
        text = WriteOnlyCell(sheet, value)
        text.data_type = "s"  # a text, not a formula
        return text

    sheet = book.create_sheet("cijfers")
    sheet.freeze_panes = "C2"
    sheet.append(list(COLUMNS))
    for table in figures.tables():
        for row in _plain_rows(table):
            sheet.append([cell(sheet, value) for value in row])
    notes = book.create_sheet("toelichting")
    notes.column_dimensions["A"].width = 24
    notes.column_dimensions["B"].width = 110
    for note in notes_of(figures, address):
        notes.append([cell(notes, words) for words in note])
    written = io.BytesIO()
    book.save(written)
    yield written.getvalue()


def parquet_file(figures: Figures, address: str) -> Iterator[bytes]:
    """Parquet, a group of rows for each subject and period; the notes are in its metadata."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    kinds = {str: pa.string(), float: pa.float64()}
    notes = json.dumps(notes_of(figures, address), ensure_ascii=False)
    schema = pa.schema(
        [(name, kinds[kind]) for name, kind in COLUMNS.items()],
        metadata={"toelichting": notes, "bron_en_licentie": short_note(figures, address)},
    )
    written = io.BytesIO()
    with pq.ParquetWriter(written, schema, compression="zstd") as writer:
        for table in figures.tables():
            columns = list(zip(*_plain_rows(table), strict=True))
            arrays = [pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)]
            writer.write_table(pa.table(arrays, schema=schema))
    yield written.getvalue()


def geojson_file(figures: Figures, address: str) -> Iterator[bytes]:
    """GeoJSON (RFC 7946, degrees); notes are members of the collection beside its features."""
    import shapely  # noqa: PLC0415

    about = {
        "name": figures.state.indicator,
        "bron_en_licentie": short_note(figures, address),
        "toelichting": notes_of(figures, address),
    }
    yield f'{{"type":"FeatureCollection",{_json(about)[1:-1]},"features":['.encode()
    wide = _wide(figures)
    outlines = figures.dataset.boundaries(figures.level).geometry.loc[figures.codes]
    shapes = outlines.to_crs("EPSG:4326")
    columns = list(wide.columns)
    for i, (shape, row) in enumerate(zip(shapes, _plain_rows(wide), strict=True)):
        rounded = shapely.transform(shape, lambda places: np.round(places, DECIMALS))
        feature = _json({"type": "Feature", "properties": dict(zip(columns, row, strict=True))})
        geometry = shapely.to_geojson(rounded)
        yield f'{"," if i else ""}\n{feature[:-1]},"geometry":{geometry}}}'.encode()
    yield b"\n]}\n"


def geopackage_file(figures: Figures, address: str) -> Iterator[bytes]:
    """GeoPackage (EPSG:28992): the layer gebieden, and the tables cijfers and toelichting."""
    import geopandas as gpd  # noqa: PLC0415
    import pyogrio  # noqa: PLC0415

    outlines = figures.dataset.boundaries(figures.level).geometry.loc[figures.codes]
    wide = gpd.GeoDataFrame(_wide(figures), geometry=outlines.values, crs=outlines.crs)
    notes = pd.DataFrame(notes_of(figures, address), columns=["onderwerp", "toelichting"])
    with tempfile.TemporaryDirectory(prefix="rudc-") as folder:
        path = Path(folder) / "cijfers.gpkg"
        pyogrio.write_dataframe(wide, path, layer="gebieden", driver="GPKG")
        if figures.scope is Scope.THEME:
            every = pd.concat(list(figures.tables()), ignore_index=True)
            pyogrio.write_dataframe(every, path, layer="cijfers", driver="GPKG")
        pyogrio.write_dataframe(notes, path, layer="toelichting", driver="GPKG")
        with path.open("rb") as file:
            while part := file.read(1 << 20):
                yield part


FORMATS: dict[str, tuple[str, Write]] = {
    "csv": ("text/csv", csv_file),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", excel_file),
    "geojson": ("application/geo+json", geojson_file),
    "gpkg": ("application/geopackage+sqlite3", geopackage_file),
    "parquet": ("application/vnd.apache.parquet", parquet_file),
}
"""What a download can be: its media type, and what writes it."""


def _wide(figures: Figures) -> pd.DataFrame:
    """One row an area, for a format with a shape an area: of a theme a column a figure."""
    if figures.scope is Scope.VIEW:
        [table] = figures.tables()
        return table
    wide = figures.areas().rename_axis("code").reset_index()
    columns: dict[str, Any] = {}
    for (indicator, period), table in zip(figures.parts, figures.tables(), strict=True):
        name = f"{indicator.id}_{period}".replace("-", "_")
        columns[name] = table["waarde"].to_numpy()
        columns[f"{name}_ontbreekt"] = table["ontbreekt"].to_numpy()
    return pd.concat([wide, pd.DataFrame(columns)], axis="columns")


def _plain_rows(table: pd.DataFrame) -> list[tuple[Any, ...]]:
    """The rows of a table in Python's own types: None where there is nothing."""
    columns: list[list[Any]] = []
    for name in table.columns:
        column = table[name]
        if pd.api.types.is_float_dtype(column):
            columns.append([number(value) for value in column])
        else:
            columns.append([None if pd.isna(value) else str(value) for value in column])
    return list(zip(*columns, strict=True))


def _csv_rows(rows: list[Any]) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([[safe_cell(value) for value in row] for row in rows])
    return written.getvalue().encode()


def safe_cell(value: Any) -> Any:
    """A text that is not taken for a formula; numbers stay what they are."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _json(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
