"""Checks of the files of a data set: checksums, declarations and layers, before any is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from rudc_map.dataset.faults import Fault
from rudc_map.dataset.manifest import (
    BOUNDARIES,
    LAYER_NAMES,
    FileEntry,
    Manifest,
    file_entry,
    level_columns,
)
from rudc_map.errors import SourceError
from rudc_map.model import Level, Source
from rudc_map.sources.boundaries import RD_NEW, VectorLayer, inspect

RIGHTS_HOLDERS = ("Kadaster", "Centraal Bureau voor de Statistiek")
"""Who must be named with every map of these boundaries (CC BY 4.0)."""


def check_checksums(folder: Path, files: Mapping[str, FileEntry]) -> list[Fault]:
    """Require that each file is there as it was built."""
    faults = []
    for name, entry in files.items():
        path = folder / name
        if not path.is_file():
            faults.append(Fault(name, "the file is absent"))
        elif file_entry(path) != entry:
            faults.append(Fault(name, "the checksum is not the one in dataset.toml"))
    return faults


def check_attribution(manifest: Manifest) -> list[Fault]:
    """Require that boundaries and sources name their rights holder, licence and date."""
    faults = [
        Fault("dataset.toml", f"the attribution does not name {holder}")
        for holder in (*RIGHTS_HOLDERS, manifest.vintage)
        if holder not in manifest.attribution
    ]
    if not manifest.licence.strip():
        faults.append(Fault("dataset.toml", "the licence is empty"))
    if not manifest.sources:
        faults.append(Fault("dataset.toml", "no source is named"))
    for source in manifest.sources.values():
        faults += _check_source(source)
    return faults


def check_layers(folder: Path, counts: Mapping[Level, int]) -> list[Fault]:
    """Require format, layers, columns, CRS and number of areas, without reading any area."""
    try:
        layers = {layer.name: layer for layer in inspect(folder / BOUNDARIES)}
    except SourceError as error:
        return [Fault(BOUNDARIES, str(error))]
    faults = []
    for level, name in LAYER_NAMES.items():
        if name in layers:
            faults += _check_layer(level, layers[name], counts[level])
        else:
            faults.append(Fault(BOUNDARIES, f"layer {name!r} is missing"))
    return faults


def _check_layer(level: Level, layer: VectorLayer, count: int) -> list[Fault]:
    missing = [column for column in level_columns(level) if column not in layer.columns]
    wrong = {
        f"is a {layer.driver} file, not GPKG": layer.driver != "GPKG",
        f"has no column {', '.join(missing)}": bool(missing),
        f"is in {layer.crs or 'no coordinate system'}, not in {RD_NEW}": layer.crs != RD_NEW,
        f"holds {layer.count} areas, {count} were built": layer.count != count,
    }
    return [Fault(f"layer {layer.name}", message) for message, is_so in wrong.items() if is_so]


def _check_source(source: Source) -> list[Fault]:
    thing = f"source {source.id}"
    needed = ("title", "address", "licence", "attribution")
    faults = [
        Fault(thing, f"{name} is empty") for name in needed if not getattr(source, name).strip()
    ]
    if not source.address.startswith("https://"):
        faults.append(Fault(thing, f"{source.address!r} is not an https address"))
    try:
        date.fromisoformat(source.retrieved)
    except ValueError:
        faults.append(Fault(thing, f"{source.retrieved!r} is not a date (YYYY-MM-DD)"))
    return faults
