"""The folder with the municipality's own figures: <name>.csv with <name>.toml beside it."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from rudc_map.dataset.own_values import Wanted, read_values
from rudc_map.errors import DatasetError
from rudc_map.model import Aggregate, Aggregation, Direction, Text

NAME = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")
"""What an own file and a figure in it may be called, so that they can stand in an address."""

REPORT = ".rapport.csv"

OneLine = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$")]

UnitLine = Annotated[str, Field(max_length=60, pattern=r"^[^\x00-\x1f\x7f<>&]*$")]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Both(_Table):
    """A text in both languages."""

    nl: OneLine
    en: OneLine

    @property
    def text(self) -> Text:
        """The same as the rest of the project holds it."""
        return Text(self.nl, self.en)


class Unit(_Table):
    """A unit in both languages; may be empty, and holds no markup, which charts would draw."""

    nl: UnitLine
    en: UnitLine

    @property
    def text(self) -> Text:
        """The same as the rest of the project holds it."""
        return Text(self.nl, self.en)


class OwnFigure(_Table):
    """What the TOML file says of one figure; docs/data.md explains each key."""

    title: Both
    explanation: Both
    unit: Unit
    decimals: int = Field(strict=True, ge=0, le=4)
    direction: Direction
    aggregation: Aggregate
    weight: str | None = None
    source: OneLine
    licence: OneLine
    smallest_group: int = Field(strict=True, ge=0)
    group: str | None = None
    caveat: Both | None = None

    @property
    def rule(self) -> Aggregation:
        """The rule by which areas are put together."""
        return Aggregation(self.aggregation, self.weight)

    @model_validator(mode="after")
    def _weight_of_a_mean(self) -> OwnFigure:
        if (self.aggregation is Aggregate.WEIGHTED_MEAN) != (self.weight is not None):
            raise ValueError(
                'weight = "a_inw", say, belongs to aggregation = "gewogen_gemiddelde", and to no '
                "other"
            )
        return self


class Description(_Table):
    """A whole TOML file."""

    format: Literal[1]
    file: OneLine
    added: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    figures: dict[str, OwnFigure] = Field(min_length=1)


@dataclass(frozen=True)
class OwnFile:
    """The figures of one own file; two are the same if their names and contents are.

    Parameters
    ----------
    name : str
        Its name in the folder.
    path : Path
        Its TOML file; of a file that is only looked at, its name.
    description : Description
        What that says.
    values : dict of str to DataFrame
        By figure: columns code, period, value (float64) and missing (`MissingReason` or None),
        small groups already suppressed.
    digest : str
        Names the content of both files.
    """

    name: str
    path: Path
    description: Description = field(compare=False)
    values: dict[str, pd.DataFrame] = field(compare=False)
    digest: str


def read_own(folder: Path) -> tuple[OwnFile, ...]:
    """Read all own files in a folder; none where there is no folder.

    Raises
    ------
    DatasetError, SourceError
        Naming the file and the key, or the row and the column.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".toml")
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise DatasetError(
            f"{folder} cannot be read ({error.strerror}); mend that, or have RUDC_OWN_DIR name "
            "another folder"
        ) from error
    return tuple(read_own_file(path) for path in paths)


def read_own_file(path: Path) -> OwnFile:
    """Read one own file by its TOML file.

    Raises
    ------
    DatasetError, SourceError
        As in `read_own`.
    """
    if NAME.fullmatch(path.stem) is None:
        raise DatasetError(
            f"{path} has a name that cannot stand in an address; use lower case, digits and single "
            "underscores"
        )
    try:
        content = path.read_bytes()
        described = Description.model_validate(tomllib.loads(content.decode("utf-8-sig")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DatasetError(f"{path} is not a TOML file ({error}); correct it") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise DatasetError(
            f"{path}, {key}: {first['msg']}; correct it, docs/data.md explains the keys"
        ) from error
    wrong = [name for name in described.figures if NAME.fullmatch(name) is None]
    if wrong:
        raise DatasetError(
            f"{path}, figures.{wrong[0]}: this name cannot stand in an address; use lower case, "
            "digits and single underscores, here and in the CSV file"
        )
    table = path.with_suffix(".csv")
    values = read_values(table, wanted_values(described))
    digest = hashlib.sha256(path.stem.encode() + b"\0" + content + b"\0" + table.read_bytes())
    return OwnFile(path.stem, path, described, values, digest.hexdigest())


def wanted_values(described: Description) -> Wanted:
    """Say what is read of the table: the figures, each with its group and its limit."""
    return {
        name: (figure.group, figure.smallest_group, figure.aggregation)
        for name, figure in described.figures.items()
    }
