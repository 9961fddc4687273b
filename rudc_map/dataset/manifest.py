"""dataset.toml: what a data set is, where it comes from, and the checksums of its files."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rudc_map.errors import DatasetError, SourceError
from rudc_map.model import Level, Source
from rudc_map.sources.provenance import parse_sources

FORMAT = 2
"""Version of the layout of a data set; a reader refuses any other."""

MANIFEST = "dataset.toml"
BOUNDARIES = "boundaries.gpkg"
FIGURES = "figures.parquet"
REGIONS = "regions.toml"
BOUNDARY_CHANGES = "boundary_changes.toml"

LAYER_NAMES: dict[Level, str] = {
    Level.BUURT: "buurten",
    Level.WIJK: "wijken",
    Level.GEMEENTE: "gemeenten",
    Level.PROVINCIE: "provincies",
    Level.LAND: "land",
}
"""Name of each level's layer in `BOUNDARIES`."""

PARENTS: dict[Level, list[str]] = {
    Level.BUURT: ["wijk", "gemeente", "provincie"],
    Level.WIJK: ["gemeente", "provincie"],
    Level.GEMEENTE: ["provincie"],
    Level.PROVINCIE: [],
    Level.LAND: [],
}
"""The columns with codes of parents at each level."""

REMEDY = "run python -m rudc_map data build, or data rollback for one of your own"
"""What to do about a data set that is not whole: the embedded one is built from its sources, one
of the data directory is left for the one before it."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """Size [bytes] and SHA-256 checksum (hex) of a file."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The content of dataset.toml.

    Parameters
    ----------
    title, vintage, attribution, licence : str
        What a page shows about the data set; vintage is the year of the boundaries.
    counts : dict of Level to int
        Number of areas per level.
    files : dict of str to FileEntry
        The files that the build wrote, by name.
    sources : dict of str to Source
        By id.
    """

    title: str
    vintage: str
    attribution: str
    licence: str
    counts: dict[Level, int]
    files: dict[str, FileEntry]
    sources: dict[str, Source]


def read_manifest(folder: Path) -> Manifest:
    """Read dataset.toml of a data set.

    Raises
    ------
    DatasetError
        If it is absent, of another format version or incomplete.
    """
    path = folder / MANIFEST
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DatasetError(
            f"{folder} holds no data set ({MANIFEST} is absent); {REMEDY}"
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DatasetError(f"{path} cannot be read ({error}); {REMEDY}") from error
    if content.get("format") != FORMAT:
        raise DatasetError(
            f"{path} has format {content.get('format')}, this version reads {FORMAT}; {REMEDY}"
        )
    try:
        return _parse(content, str(path))
    except (KeyError, TypeError, ValueError, AttributeError, SourceError) as error:
        raise DatasetError(f"{path} is not complete ({error}); {REMEDY}") from error


def manifest_text(manifest: Manifest) -> str:
    """Write the manifest as the text of dataset.toml; equal manifests give equal text."""
    head = {
        "format": FORMAT,
        "title": manifest.title,
        "vintage": manifest.vintage,
        "attribution": manifest.attribution,
        "licence": manifest.licence,
    }
    blocks = ["# Written by `python -m rudc_map data build`; do not edit.", *_lines(head), ""]
    blocks += ["[counts]", *_lines({level.value: manifest.counts[level] for level in Level}), ""]
    for name, entry in sorted(manifest.files.items()):
        blocks += [f"[files.{json.dumps(name)}]", *_lines(asdict(entry)), ""]
    for source in manifest.sources.values():
        blocks += ["[[source]]", *_lines(asdict(source)), ""]
    return "\n".join(blocks)


def file_entry(path: Path) -> FileEntry:
    """Take the size and checksum of a file as it is on disk."""
    content = path.read_bytes()
    return FileEntry(len(content), hashlib.sha256(content).hexdigest())


def dataset_hash(manifest: Manifest, regions: Path) -> str:
    """Name the content of a data set in 12 hex digits.

    Parameters
    ----------
    manifest : Manifest
        Its checksums stand for the files that were built.
    regions : Path
        regions.toml, which may be edited without a build and is therefore read itself.

    Returns
    -------
    str
        The first 12 hex digits of a SHA-256 over the names and checksums of these files.
    """
    sums = {name: entry.sha256 for name, entry in manifest.files.items()}
    sums[REGIONS] = file_entry(regions).sha256
    lines = "\n".join(f"{name} {checksum}" for name, checksum in sorted(sums.items()))
    return hashlib.sha256(lines.encode()).hexdigest()[:12]


def level_columns(level: Level) -> list[str]:
    """List the attribute columns of a level in boundaries.gpkg."""
    return ["code", "name", *PARENTS[level], *(["postcode"] if level is Level.BUURT else [])]


def _parse(content: dict[str, Any], where: str) -> Manifest:
    files = {
        name: FileEntry(int(entry["size"]), str(entry["sha256"]))
        for name, entry in content["files"].items()
    }
    for name in (BOUNDARIES, FIGURES):
        if name not in files:
            raise ValueError(f"no checksum of {name}")
    return Manifest(
        title=str(content["title"]),
        vintage=str(content["vintage"]),
        attribution=str(content["attribution"]),
        licence=str(content["licence"]),
        counts={level: int(content["counts"][level.value]) for level in Level},
        files=files,
        sources=parse_sources(content["source"], where),
    )


def _lines(table: dict[str, Any]) -> list[str]:
    """Write key-value lines; a JSON text or whole number is also a TOML one."""
    return [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in table.items()]
