"""Tables of figures as files that are written before they are sent: Excel, GeoPackage, Parquet.

Each is written to the disk table by table, so that no writer holds more than one of them, and the
same figures give the same bytes: a date in a file is that of its sources.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pandas as pd

from rudc_map.errors import InputError
from rudc_map.indicators.shapes import outlines_of
from rudc_map.view.figures import COLUMNS, Figures, Scope
from rudc_map.view.figures_notes import notes_of, short_note
from rudc_map.view.figures_rows import plain_rows, wide_table

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_ROWS = 50_000
"""Of an Excel workbook: more takes minutes to write."""

SPATIAL_INDEX = "rtree_gebieden_geom"
"""What GDAL calls the index of the layer gebieden, and leaves out silently on a full disk."""

Write = Callable[[Figures, str, Path], None]


def refuse_large(figures: Figures, kind: str) -> None:
    """Refuse what a format has no room for, before anything is written.

    Raises
    ------
    InputError
        For an Excel workbook of more than `MOST_ROWS` rows.
    """
    if kind == "xlsx" and figures.rows > MOST_ROWS:
        raise InputError(
            f"Dit zijn {figures.rows} rijen; een bestand voor Excel krijgt er hier hoogstens "
            f"{MOST_ROWS}. Kies CSV of Parquet, of een kleinere regio.",
            f"These are {figures.rows} rows; a file for Excel gets {MOST_ROWS} here at most. "
            "Choose CSV or Parquet, or a smaller region.",
        )


def write_excel(figures: Figures, address: str, path: Path) -> None:
    """Write a workbook with the sheets cijfers (typed) and toelichting.

    Raises
    ------
    OSError
        If the disk is full.
    """
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415

    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = figures.retrieved
    try:
        _fill_sheets(book, figures, address)
        with _DatedZip(path, figures.retrieved) as archive:
            ExcelWriter(book, archive).save()
    except BaseException:
        _remove_sheets(book)
        raise


def write_parquet(figures: Figures, address: str, path: Path) -> None:
    """Write Parquet, a group of rows for each subject and period; the notes are in its metadata.

    Raises
    ------
    OSError
        If the disk is full.
    """
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    kinds = {str: pa.string(), float: pa.float64()}
    notes = json.dumps(notes_of(figures, address), ensure_ascii=False)
    schema = pa.schema(
        [(name, kinds[kind]) for name, kind in COLUMNS.items()],
        metadata={"toelichting": notes, "bron_en_licentie": short_note(figures, address)},
    )
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for table in figures.tables():
            columns = list(zip(*plain_rows(table), strict=True))
            arrays = [pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)]
            writer.write_table(pa.table(arrays, schema=schema))


def write_geopackage(figures: Figures, address: str, path: Path) -> None:
    """Write a GeoPackage (EPSG:28992): the layer gebieden, the tables cijfers and toelichting.

    Raises
    ------
    OSError
        If the disk is full.
    """
    import geopandas as gpd  # noqa: PLC0415
    import pyogrio  # noqa: PLC0415

    def write(table: pd.DataFrame, layer: str) -> None:
        pyogrio.write_dataframe(table, path, layer=layer, driver="GPKG", append=path.exists())

    outlines = outlines_of(figures.dataset, figures.level).loc[figures.codes]
    wide = gpd.GeoDataFrame(wide_table(figures), geometry=outlines.values, crs=outlines.crs)
    notes = pd.DataFrame(notes_of(figures, address), columns=["onderwerp", "toelichting"])
    rows = {"gebieden": len(wide), SPATIAL_INDEX: len(wide), "toelichting": len(notes)}
    try:
        write(wide, "gebieden")
        if figures.scope is Scope.THEME:
            rows["cijfers"] = figures.rows
            for table in figures.tables():
                write(table, "cijfers")
        write(notes, "toelichting")
        _finish(path, rows, figures.retrieved)
    except (RuntimeError, sqlite3.Error) as error:  # pyogrio's errors have no other base
        raise OSError(f"{path.name} could not be written: {error}") from error


WRITTEN: dict[str, Write] = {
    "xlsx": write_excel,
    "gpkg": write_geopackage,
    "parquet": write_parquet,
}
"""What writes a file to a path, for those that are whole before they are sent."""


class _DatedZip(ZipFile):
    """A ZIP archive whose members have a given date, and not that of the clock."""

    def __init__(self, path: Path, date: datetime) -> None:
        super().__init__(path, "w", ZIP_DEFLATED)
        self._date = date.timetuple()[:6]

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        super().writestr(self._member(zinfo_or_arcname), data, ZIP_DEFLATED)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        with Path(filename).open("rb") as source, self.open(self._member(arcname), "w") as member:
            while part := source.read(1 << 20):
                member.write(part)

    def _member(self, name: str) -> ZipInfo:
        member = ZipInfo(name, self._date)
        member.compress_type = ZIP_DEFLATED
        return member


def _fill_sheets(book: Workbook, figures: Figures, address: str) -> None:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

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
        for row in plain_rows(table):
            sheet.append([cell(sheet, value) for value in row])
    notes = book.create_sheet("toelichting")
    notes.column_dimensions["A"].width = 24
    notes.column_dimensions["B"].width = 110
    for note in notes_of(figures, address):
        notes.append([cell(notes, words) for words in note])


def _remove_sheets(book: Workbook) -> None:
    """Remove what openpyxl keeps of unfinished sheets until the process ends."""
    for sheet in book.worksheets:
        writer = sheet._writer  # it has no public name
        with suppress(OSError):  # it writes the end of the sheet, for which there may be no room
            writer.close()
        with suppress(OSError, ValueError):  # this sheet was finished
            writer.cleanup()


def _finish(path: Path, rows: dict[str, int], date: datetime) -> None:
    """Date the layers of a GeoPackage, and see that everything is there.

    Raises
    ------
    sqlite3.Error
        If not, for GDAL does not report all that it could not write.
    """
    with closing(sqlite3.connect(path)) as file:
        for layer, wanted in rows.items():
            [found] = file.execute(f"SELECT count(*) FROM {layer}").fetchone()
            if found != wanted:
                raise sqlite3.DatabaseError(f"{layer} has {found} of {wanted} rows")
        file.execute("UPDATE gpkg_contents SET last_change = ?", [f"{date:%Y-%m-%dT%H:%M:%S.000Z}"])
        file.commit()
