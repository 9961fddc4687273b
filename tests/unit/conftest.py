"""The source tables themselves, for expectations that owe nothing to the code under test."""

from pathlib import Path

import pandas as pd
import pytest

SOURCES = Path(__file__).parents[2] / "geodata" / "sources"


def read(*files: Path) -> pd.DataFrame:
    tables = [pd.read_csv(file, sep=";") for file in files]
    table = pd.concat(tables)
    return table.set_index(table.columns[0])


@pytest.fixture(scope="session")
def key_figures() -> pd.DataFrame:
    """kerncijfers/GM*.csv: buurten, wijken and gemeenten of Groningen and Drenthe, by code."""
    return read(*sorted((SOURCES / "kerncijfers").glob("GM*.csv")))


@pytest.fixture(scope="session")
def municipal_figures() -> pd.DataFrame:
    """gemeenten_kerncijfers_a.csv and _b.csv: all gemeenten, by code (Renkum stands in both)."""
    table = read(*sorted((SOURCES / "nederland").glob("gemeenten_kerncijfers_?.csv")))
    return table[~table.index.duplicated()]


@pytest.fixture(scope="session")
def provincie_names() -> pd.Series:
    """gemeenten.csv: the name of the provincie of every gemeente, by code."""
    table = pd.read_csv(SOURCES / "nederland" / "gemeenten.csv", sep=None, engine="python")
    return table.set_index("code")["provincie"]


@pytest.fixture(scope="session")
def country_figures() -> pd.Series:
    """nederland.csv: value by (variable, period)."""
    table = pd.read_csv(SOURCES / "nederland" / "nederland.csv", sep=";", dtype={"period": str})
    return table.set_index(["variable", "period"])["value"]
