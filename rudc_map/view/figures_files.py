"""Tables of figures as files: which there are, and those that are made as they are sent.

CSV and GeoJSON have their parts one after the other; the others (`rudc_map.view.figures_written`)
end in a table of where everything is, so that they are written first.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from rudc_map.indicators.shapes import outlines_of
from rudc_map.view.figures import COLUMNS, Figures
from rudc_map.view.figures_notes import notes_of, short_note
from rudc_map.view.figures_rows import plain_rows, wide_table

BOM = b"\xef\xbb\xbf"
"""Without it Excel takes UTF-8 for Windows-1252; everything else passes over it."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would compute (OWASP, CSV injection)."""

DECIMALS = 6
"""Of degrees in GeoJSON: a tenth of a metre."""

FORMATS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "parquet": "application/vnd.apache.parquet",
}
"""What a download can be, and its media type."""

Parts = Callable[[Figures, str], Iterator[bytes]]


def csv_file(figures: Figures, _address: str) -> Iterator[bytes]:
    """CSV as RFC 4180 has it: commas, points, and a row for each area, subject and period.

    Source and licence are columns, so that the file is a table and nothing else.
    """
    yield BOM + _csv_rows([list(COLUMNS)])
    for table in figures.tables():
        yield _csv_rows(plain_rows(table))


def geojson_file(figures: Figures, address: str) -> Iterator[bytes]:
    """GeoJSON (RFC 7946, degrees); notes are members of the collection beside its features."""
    import shapely  # noqa: PLC0415

    about = {
        "name": figures.state.indicator,
        "bron_en_licentie": short_note(figures, address),
        "toelichting": notes_of(figures, address),
    }
    yield f'{{"type":"FeatureCollection",{_json(about)[1:-1]},"features":['.encode()
    wide = wide_table(figures)
    outlines = outlines_of(figures.dataset, figures.level).loc[figures.codes]
    shapes = outlines.to_crs("EPSG:4326")
    columns = list(wide.columns)
    for i, (shape, row) in enumerate(zip(shapes, plain_rows(wide), strict=True)):
        rounded = shapely.transform(shape, lambda places: np.round(places, DECIMALS))
        feature = _json({"type": "Feature", "properties": dict(zip(columns, row, strict=True))})
        geometry = shapely.to_geojson(rounded)
        yield f'{"," if i else ""}\n{feature[:-1]},"geometry":{geometry}}}'.encode()
    yield b"\n]}\n"


STREAMED: dict[str, Parts] = {"csv": csv_file, "geojson": geojson_file}
"""What gives the parts of a file, for those that are made as they are sent."""


def _csv_rows(rows: list[Any]) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([[safe_cell(value) for value in row] for row in rows])
    return written.getvalue().encode()


def safe_cell(value: Any) -> Any:
    """A text that is not taken for a formula; numbers stay what they are."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _json(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
