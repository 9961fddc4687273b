"""What every figure is and what it is called in each source: geodata/variables.toml."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rudc_map.errors import SourceError
from rudc_map.model import Aggregate, Aggregation, Text

VARIABLES_FILE = Path(__file__).resolve().parents[2] / "geodata" / "variables.toml"

SECRET_BELOW = 10
"""Inhabitants below which CBS keeps a figure secret where the file says nothing else."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One figure.

    Parameters
    ----------
    name : str
        As in figures.parquet, e.g. ``"a_inw"``.
    title, definition, unit : Text
        What it is called, what it is exactly, and in what it is measured.
    aggregation : Aggregation
        How the values of several areas become that of their union.
    source : str
        Its section in sources.toml, or its id in sources/sources.toml.
    v3, v4, workbook, map, table : tuple of str
        What it is called in StatLine's OData v3 and v4, the KWB workbook, the wijk- en buurtkaart,
        and a plain table; the file says how. The first that is found is taken.
    statline_unit : str
        The unit StatLine gives, empty if any is right.
    expected : tuple of (int, int) or None
        The first and last year in which its source must have it.
    share, rest : tuple of str
        The figures it follows from where it is not published: ``100 * share[0] / share[1]``, or
        ``rest[0]`` less the others.
    secret_below : int
        The number of inhabitants below which a blank is taken to be secret.
    of_place : bool
        Whether it is about a place, and can have a value where nobody lives.
    kind : str
        The kind of crime without its padding, for a figure of the police.
    """

    name: str
    title: Text
    definition: Text
    unit: Text
    aggregation: Aggregation
    source: str
    v3: tuple[str, ...] = ()
    v4: tuple[str, ...] = ()
    workbook: tuple[str, ...] = ()
    map: tuple[str, ...] = ()
    table: tuple[str, ...] = ()
    statline_unit: str = ""
    expected: tuple[int, int] | None = None
    share: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    secret_below: int = SECRET_BELOW
    of_place: bool = False
    kind: str = ""

    def is_expected(self, year: int) -> bool:
        """Whether its source must have it in a year."""
        return self.expected is not None and self.expected[0] <= year <= self.expected[1]


Line = Annotated[str, Field(min_length=1, max_length=500)]
Names = Annotated[tuple[Line, ...], Field(min_length=1)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Both(_Table):
    nl: Line
    en: Line

    @property
    def text(self) -> Text:
        return Text(self.nl, self.en)


class _Entry(_Table):
    title: _Both
    definition: _Both
    unit: _Both
    aggregation: Aggregate
    weight: Line | None = None
    source: Line
    v3: Names | None = None
    v4: Names | None = None
    workbook: Names | None = None
    map: Names | None = None
    table: Names | None = None
    statline_unit: str = ""
    expected: Annotated[str, Field(pattern=r"^\d{4}-\d{4}$")] | None = None
    share: Annotated[tuple[Line, ...], Field(min_length=2, max_length=2)] | None = None
    rest: Annotated[tuple[Line, ...], Field(min_length=2)] | None = None
    secret_below: Annotated[int, Field(ge=0)] = SECRET_BELOW
    of_place: bool = False
    kind: str = ""


@functools.cache
def read_variables(path: Path = VARIABLES_FILE) -> MappingProxyType[str, Variable]:
    """Read what every figure is.

    Parameters
    ----------
    path : Path
        The file; the one of the project by default.

    Returns
    -------
    mapping of str to Variable
        By name, in the order of the file.

    Raises
    ------
    SourceError
        If the file cannot be read, a key is missing, unknown or malformed, or a figure refers to
        one that does not exist.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceError(f"{path} is not a TOML file ({error}); restore it") from error
    variables = {name: _variable(path, name, entry) for name, entry in content.items()}
    for variable in variables.values():
        weight = variable.aggregation.weight
        for other in (*variable.share, *variable.rest, *((weight,) if weight else ())):
            if other not in variables:
                raise SourceError(f"{path}, {variable.name}: there is no figure {other!r}")
    return MappingProxyType(variables)


def of_source(source: str) -> tuple[Variable, ...]:
    """The figures of one source, in the order of the file."""
    return tuple(v for v in read_variables().values() if v.source == source)


def _variable(path: Path, name: str, content: object) -> Variable:
    try:
        entry = _Entry.model_validate(content)
        aggregation = Aggregation(entry.aggregation, entry.weight)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, (name, *first["loc"])))
        raise SourceError(f"{path}, {key}: {first['msg']}; correct it") from error
    except ValueError as error:
        raise SourceError(f"{path}, {name}: {error}; correct it") from error
    first_year, _, last_year = (entry.expected or "").partition("-")
    return Variable(
        name=name,
        title=entry.title.text,
        definition=entry.definition.text,
        unit=entry.unit.text,
        aggregation=aggregation,
        source=entry.source,
        v3=entry.v3 or (),
        v4=entry.v4 or (),
        workbook=entry.workbook or (),
        map=entry.map or (),
        table=entry.table or (),
        statline_unit=entry.statline_unit,
        expected=(int(first_year), int(last_year)) if entry.expected else None,
        share=entry.share or (),
        rest=entry.rest or (),
        secret_below=entry.secret_below,
        of_place=entry.of_place,
        kind=entry.kind,
    )
