"""recipe.toml: what a data set was fetched for, and what its sources sent at the time."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from rudc_map.errors import DatasetError
from rudc_map.sources.jobs import Wanted

RECIPE = "recipe.toml"


@dataclass(frozen=True)
class Recipe:
    """How a data set can be made again.

    Parameters
    ----------
    wanted : Wanted
        What it was fetched for.
    digests : mapping of str to str
        Per source and vintage a name of what it sent; what has the same name has not changed.
    states : mapping of str to str
        Per table a name of the state in which it was read (`rudc_map.sources.jobs.Job.stamp`);
        without those whose publishers do not say it.
    """

    wanted: Wanted
    digests: Mapping[str, str]
    states: Mapping[str, str] = field(default_factory=dict)


def read_recipe(folder: Path) -> Recipe | None:
    """Read the recipe of a data set, None if it was not fetched.

    Raises
    ------
    DatasetError
        If the file cannot be read.
    """
    path = folder / RECIPE
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        gemeenten = tuple(map(str, content["gemeenten"]))
        wanted = Wanted(
            vintage=int(content["vintage"]),
            sources=tuple(map(str, content["sources"])),
            gemeenten=gemeenten or None,
            kwb_years=tuple(map(int, content["kwb_years"])),
            crime_years=tuple(map(int, content["crime_years"])),
        )
        digests, states = (
            {str(k): str(v) for k, v in found.items()}
            for found in (content["digests"], content.get("states", {}))
        )
        return Recipe(wanted, digests, states)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DatasetError(
            f"{path} cannot be read ({error}); run python -m rudc_map data fetch"
        ) from error


def write_recipe(recipe: Recipe, folder: Path) -> None:
    """Write a recipe into the folder of its data set."""
    wanted = recipe.wanted
    lines = [
        "# What `python -m rudc_map data update` fetches again; do not edit.",
        f"vintage = {wanted.vintage}",
        f"sources = {json.dumps(list(wanted.sources))}",
        f"gemeenten = {json.dumps(list(wanted.gemeenten or ()))}",
        f"kwb_years = {json.dumps(list(wanted.kwb_years))}",
        f"crime_years = {json.dumps(list(wanted.crime_years))}",
        "",
        "[digests]",
        *_named(recipe.digests),
        "",
        "[states]",
        *_named(recipe.states),
        "",
    ]
    (folder / RECIPE).write_text("\n".join(lines), encoding="utf-8")


def _named(entries: Mapping[str, str]) -> Iterator[str]:
    return (f"{json.dumps(key)} = {json.dumps(value)}" for key, value in entries.items())


def digest_of_table(figures: pd.DataFrame) -> str:
    """Name the content of a table of figures."""
    hashes = pd.util.hash_pandas_object(figures.astype({"missing": str, "status": str}))
    return hashlib.sha256(hashes.to_numpy().tobytes()).hexdigest()[:16]


def digest_of_files(path: Path) -> str:
    """Name the content of a file, or of the files in a folder."""
    files: Iterable[Path] = sorted(path.glob("*.geojson")) if path.is_dir() else [path]
    found = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            found.update(hashlib.file_digest(stream, "sha256").digest())
    return found.hexdigest()[:16]
