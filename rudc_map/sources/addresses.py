"""Where the sources are: the addresses, table ids and years of geodata/sources.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from rudc_map.errors import SourceError
from rudc_map.model import Level, Source

PROJECT = Path(__file__).resolve().parents[2]

SOURCES_FILE = PROJECT / "geodata" / "sources.toml"
"""The file of the project; RUDC_SOURCES names another."""

Line = Annotated[str, Field(min_length=1, max_length=500)]
TableId = Annotated[str, Field(pattern=r"^[0-9]{4,6}[A-Za-z]{0,3}$")]
Year = Annotated[int, Field(ge=1995, le=2100)]
Address = Annotated[str, Field(pattern=r"^https?://[^\s]+$", max_length=500)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StatlineSource(_Table):
    """A publication on StatLine, or on its sister sites for police and RIVM.

    Attributes
    ----------
    title, page, licence, attribution : str
        What is said of it wherever its figures are shown; {table} and {year} are filled in.
    v3, v4 : str or None
        The service root of OData version 3 and 4, with {table}.
    protocol : str
        The version that is used, ``"v3"`` or ``"v4"``.
    tables : dict of int to str
        The table for each vintage of the areas.
    workbooks : dict of int to str
        The address of the workbook with the same figures, a year.
    provisional : tuple of int
        The years whose figures CBS has not made final.
    """

    title: Line
    page: Address
    licence: Line
    attribution: Line
    v3: Address | None = None
    v4: Address | None = None
    protocol: Literal["v3", "v4"]
    tables: dict[Year, TableId] = Field(min_length=1)
    workbooks: dict[Year, Address] = Field(default_factory=dict)
    provisional: tuple[Year, ...] = ()

    @model_validator(mode="after")
    def _has_its_root(self) -> StatlineSource:
        root = getattr(self, self.protocol)
        if root is None or "{table}" not in root:
            raise ValueError(f"{self.protocol} is needed, an address with {{table}} in it")
        return self

    def root(self, table: str) -> str:
        """The service root of a table by the protocol in use, without a slash at its end."""
        template = self.v3 if self.protocol == "v3" else self.v4
        return str(template).format(table=table).rstrip("/")


class LayerNames(_Table):
    """What a level may be called in the WFS, the best name first; {year} is filled in."""

    buurt: tuple[Line, ...] = Field(min_length=1)
    wijk: tuple[Line, ...] = Field(min_length=1)
    gemeente: tuple[Line, ...] = Field(min_length=1)

    def of(self, level: Level, year: int) -> tuple[str, ...]:
        """The names of a level in a year."""
        names: tuple[str, ...] = getattr(self, level.value)
        return tuple(name.format(year=year) for name in names)


class BoundarySource(_Table):
    """CBS's wijk- en buurtkaart at PDOK.

    Attributes
    ----------
    title, page, licence, attribution : str
        What is said of it on every map; {year} is filled in.
    years, atom_years : tuple of int
        The vintages there are, and those of them that can be downloaded as one file.
    atom, wfs : str
        Feed and service, with {year}.
    filter : str
        The property by which the areas of a gemeente are asked for.
    layers : LayerNames
        The layers of the service.
    """

    title: Line
    page: Address
    licence: Line
    attribution: Line
    years: tuple[Year, ...] = Field(min_length=1)
    atom_years: tuple[Year, ...] = ()
    atom: Address
    wfs: Address
    filter: Line
    layers: LayerNames

    def provenance(self, year: int, retrieved: str) -> Source:
        """What is said of the map of a year; `retrieved` is an ISO date."""
        return Source(
            id="grenzen",
            title=self.title.format(year=year),
            table="",
            address=self.page.format(year=year),
            retrieved=retrieved,
            licence=self.licence,
            attribution=self.attribution.format(year=year),
        )


class LocatorSource(_Table):
    """PDOK's Locatieserver: the service that looks up addresses."""

    free: Address


class Addresses(_Table):
    """The whole of a sources.toml.

    Attributes
    ----------
    path : Path
        The file it was read from, for messages.
    sites : tuple of str
        The only hosts that are ever asked.
    kwb, politie, politie_jaar, gezondheid, nabijheid, ses : StatlineSource
        The publications on StatLine.
    grenzen : BoundarySource
        The wijk- en buurtkaart.
    locatieserver : LocatorSource or None
        What looks up addresses; None where nothing does.
    """

    path: Path
    sites: tuple[Line, ...] = Field(min_length=1)
    kwb: StatlineSource
    politie: StatlineSource
    politie_jaar: StatlineSource
    gezondheid: StatlineSource
    nabijheid: StatlineSource
    ses: StatlineSource
    grenzen: BoundarySource
    locatieserver: LocatorSource | None = None

    @model_validator(mode="after")
    def _version_4_is_for_key_figures(self) -> Addresses:
        for name in STATLINE_NAMES.split(", "):
            if name != "kwb" and getattr(self, name).protocol != "v3":
                raise ValueError(f"{name}.protocol is v3; only key figures (kwb) come by v4 too")
        return self

    def statline(self, source: str) -> StatlineSource:
        """A publication by its name in the file, e.g. ``"kwb"``."""
        found = getattr(self, source, None)
        if not isinstance(found, StatlineSource):
            raise SourceError(f"{self.path} has no source {source!r}; choose {STATLINE_NAMES}")
        return found

    def table(self, source: str, vintage: int) -> str:
        """The id of the table of a publication for a vintage of the areas.

        Raises
        ------
        SourceError
            If the file lists none.
        """
        tables = self.statline(source).tables
        if vintage not in tables:
            raise SourceError(
                f"{self.path} lists no table of {source} for {vintage}, only for "
                f"{', '.join(map(str, sorted(tables)))}; choose one of these or add it there"
            )
        return tables[vintage]

    def provenance(self, source: str, vintage: int, retrieved: str) -> Source:
        """What is said of a publication wherever its figures are shown.

        Parameters
        ----------
        source : str
            Its name in the file.
        vintage : int
            The vintage of the areas.
        retrieved : str
            ISO date.
        """
        about = self.statline(source)
        table = self.table(source, vintage)
        return Source(
            id=source,
            title=about.title,
            table=table,
            address=about.page.format(table=table, year=vintage),
            retrieved=retrieved,
            licence=about.licence,
            attribution=about.attribution.format(table=table, year=vintage),
        )


STATLINE_NAMES = ", ".join(
    name for name, field in Addresses.model_fields.items() if field.annotation is StatlineSource
)


def read_addresses(path: Path = SOURCES_FILE) -> Addresses:
    """Read a sources.toml and check it key by key.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    Addresses

    Raises
    ------
    SourceError
        If it cannot be read, or a key is missing, unknown or malformed.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        return Addresses.model_validate({**content, "path": path})
    except FileNotFoundError as error:
        raise SourceError(f"{path} does not exist; set RUDC_SOURCES to the file") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceError(f"{path} is not a TOML file ({error}); correct it") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"])) or "the file"
        raise SourceError(
            f"{path}, {key}: {first['msg']} ({error.error_count()} faults in all); correct it "
            "after geodata/sources.toml"
        ) from error
