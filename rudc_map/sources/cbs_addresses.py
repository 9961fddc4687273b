"""Which buurt each address lies in: CBS's file of postcodes and house numbers of a year."""

from __future__ import annotations

import re
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv

from rudc_map.errors import SourceError
from rudc_map.sources.archive import unpack

REMEDY = "take CBS's file 'buurt, wijk en gemeente voor postcode huisnummer' of a year"

LETTERS = 26
HOUSE_NUMBERS = 100_000
"""House numbers have at most five digits."""

LONGEST_HEADER = 1000
"""Bytes of the first line that are looked at."""


def address_year(path: Path) -> int | None:
    """The year of the buurten in a file of addresses, None for any other file.

    Parameters
    ----------
    path : Path
        A CSV or zip file; only names and first lines are read.
    """
    if path.suffix.lower() == ".csv":
        with path.open("rb") as file:
            return _year(file.readline(LONGEST_HEADER))
    if path.suffix.lower() != ".zip" or not zipfile.is_zipfile(path):
        return None
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.lower().endswith(".csv"):
                with archive.open(name) as file:
                    year = _year(file.readline(LONGEST_HEADER))
                if year is not None:
                    return year
    return None


def read_addresses(path: Path) -> pd.Series:
    """Read pc6hnr{date}_gwb.csv, or the zip file that CBS publishes it in.

    Parameters
    ----------
    path : Path
        A table of PC6, Huisnummer and Buurt{year}, separated by semicolons or commas; codes with
        or without BU and leading zeros. A zip file may hold other files as well.

    Returns
    -------
    Series of category
        The buurt code of each address. Index: a number for postcode and house number, the same in
        every year. About eight million; an address in two buurten is left out.

    Raises
    ------
    SourceError
        If there is no such table, or a postcode, house number or code is malformed.
    """
    if path.suffix.lower() != ".zip":
        return _read(path, path)
    with tempfile.TemporaryDirectory(prefix="rudc-map-") as scratch:
        for file in unpack(path, Path(scratch), frozenset({".csv"})):
            if _separator(file) is not None:
                return _read(file, path)
    raise SourceError(f"{path} holds no table with PC6, Huisnummer and Buurt; {REMEDY}")


def _read(file: Path, shown: Path) -> pd.Series:
    separator = _separator(file)
    if separator is None:
        raise SourceError(f"{shown} has no columns PC6, Huisnummer and Buurt; {REMEDY}")
    header = _header(file, separator)
    column = next(name for name in header if name.lower().startswith("buurt"))
    types = {header[0]: pa.string(), header[1]: pa.string(), column: pa.string()}
    try:
        table = csv.read_csv(
            file,
            parse_options=csv.ParseOptions(delimiter=separator),
            convert_options=csv.ConvertOptions(
                include_columns=list(types), column_types=types, strings_can_be_null=False
            ),
        )
    except (OSError, pa.ArrowInvalid) as error:
        raise SourceError(f"{shown} is not a table of addresses ({error}); {REMEDY}") from error
    keys = _keys(table.column(0), table.column(1), shown)
    found = pd.Series(_codes(table.column(2), shown), index=pd.Index(keys, name="address"))
    kept = ~found.index.duplicated() & ~_disagreeing(found)
    return pd.Series(found[kept])


def _year(line: bytes) -> int | None:
    header = line.decode("utf-8-sig", errors="replace")
    for separator in ";,":
        names = _names(header, separator)
        if _is_ours(names):
            years = [re.fullmatch(r"buurt_?(\d{4})", name.lower()) for name in names]
            return next((int(year[1]) for year in years if year), None)
    return None


def _separator(file: Path) -> str | None:
    return next((s for s in ";," if _is_ours(_header(file, s))), None)


def _header(file: Path, separator: str) -> list[str]:
    with file.open(encoding="utf-8-sig", errors="replace") as lines:
        return _names(lines.readline(LONGEST_HEADER), separator)


def _names(header: str, separator: str) -> list[str]:
    return [name.strip().strip('"') for name in header.split(separator)]


def _is_ours(header: list[str]) -> bool:
    names = [name.lower() for name in header]
    return names[:2] == ["pc6", "huisnummer"] and any(n.startswith("buurt") for n in names)


def _keys(postcodes: pa.ChunkedArray, numbers: pa.ChunkedArray, shown: Path) -> np.ndarray:
    """Postcode and house number as one whole number: text would take ten times the memory."""
    values, places = _distinct(postcodes)
    text = pd.Series(values, dtype=object).str.replace(" ", "").str.upper()
    _require(text, text.str.fullmatch(r"[1-9]\d{3}[A-Z]{2}"), shown, "a postcode")
    letters = text.str[4].map(ord) * LETTERS + text.str[5].map(ord) - ord("A") * (LETTERS + 1)
    postcode = (text.str[:4].astype("int64") * LETTERS**2 + letters).to_numpy()
    values, houses = _distinct(numbers)
    text = pd.Series(values, dtype=object).str.strip()
    _require(text, text.str.fullmatch(r"\d{1,5}"), shown, "a house number")
    return np.asarray(postcode[places] * HOUSE_NUMBERS + text.astype("int64").to_numpy()[houses])


def _codes(buurten: pa.ChunkedArray, shown: Path) -> pd.Categorical:
    values, places = _distinct(buurten)
    text = pd.Series(values, dtype=object).str.strip().str.upper().str.removeprefix("BU")
    codes = "BU" + text.str.zfill(8)
    _require(text, codes.str.fullmatch(r"BU\d{4}[0-9A-Z]{4}"), shown, "the code of a buurt")
    of_code, categories = pd.factorize(codes)
    return pd.Categorical.from_codes(of_code[places], categories=pd.Index(categories))


def _distinct(column: pa.ChunkedArray) -> tuple[list[str], np.ndarray]:
    encoded = column.combine_chunks().dictionary_encode()
    return encoded.dictionary.to_pylist(), np.asarray(encoded.indices.to_numpy())


def _require(cells: pd.Series, good: pd.Series, shown: Path, what: str) -> None:
    wrong = cells[~good.astype(bool)]
    if len(wrong):
        raise SourceError(f"{shown}: {wrong.iloc[0]!r} is not {what}; {REMEDY}")


def _disagreeing(found: pd.Series) -> np.ndarray:
    """Whether an address occurs in several buurten."""
    twice = found[found.index.duplicated(keep=False)]
    several = twice.astype(str).groupby(level=0).nunique()
    return np.asarray(found.index.isin(several.index[several > 1]))
