"""What differs between two data sets: areas and values that came, went and changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from rudc_map.dataset.figures import read_figure_table
from rudc_map.dataset.manifest import BOUNDARIES, FIGURES, read_manifest
from rudc_map.dataset.store import Dataset
from rudc_map.model import Level

MOVED = 1.0
"""From how many hectares on an outline counts as changed [ha]."""


@dataclass(frozen=True)
class Change:
    """What differs in the areas of a level or in a figure.

    Parameters
    ----------
    what : str
        The level; or the figure, its level and its period.
    came, went, changed : tuple of str
        The codes: only in the second, only in the first, in both but not the same. Of a figure
        those with a value there.
    examples : tuple of str
        A few of them in words.
    """

    what: str
    came: tuple[str, ...]
    went: tuple[str, ...]
    changed: tuple[str, ...]
    examples: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.came or self.went or self.changed)


def area_changes(one: Dataset, other: Dataset) -> Iterator[Change]:
    """Compare the areas of each level: their codes, names and outlines.

    Outlines are compared only where the files differ; those that differ by less than `MOVED`
    count as the same.
    """
    files = [read_manifest(dataset.path).files[BOUNDARIES] for dataset in (one, other)]
    for level in Level:
        first, second = one.codes(level), other.codes(level)
        both = first.intersection(second)
        names = [dataset.areas.loc[both, "name"] for dataset in (one, other)]
        changed = set(both[names[0].to_numpy() != names[1].to_numpy()])
        examples = [f"{code}: {names[0][code]} → {names[1][code]}" for code in sorted(changed)[:3]]
        if files[0] != files[1]:
            shapes = [dataset.boundaries(level).geometry[both] for dataset in (one, other)]
            moved = shapely.area(
                shapely.symmetric_difference(shapes[0].to_numpy(), shapes[1].to_numpy())
            )
            by_size = sorted(zip(-moved, both, strict=True))
            examples += [
                f"{code}: {-size / 1e4:,.0f} ha of its outline" for size, code in by_size[:3]
                if -size >= MOVED * 1e4
            ]  # fmt: skip
            changed |= set(both[moved >= MOVED * 1e4])
        yield Change(
            level.value,
            tuple(second.difference(first)),
            tuple(first.difference(second)),
            tuple(sorted(changed)),
            tuple(examples),
        )


def figure_changes(one: Dataset, other: Dataset) -> Iterator[Change]:
    """Compare the values of every figure, level and period, of areas that both have."""
    tables = [read_figure_table(dataset.path / FIGURES) for dataset in (one, other)]
    keys = {key for table in tables for key in table.rows}
    for key in sorted(keys, key=lambda key: (key[0], key[2], list(Level).index(key[1]))):
        variable, level, period = key
        both = one.codes(level).intersection(other.codes(level))
        first, second = (
            table.columns(key, both)[0].values if key in table.rows else np.full(len(both), np.nan)
            for table in tables
        )
        known = ~np.isnan(first), ~np.isnan(second)
        changed = known[0] & known[1] & (first != second)
        pairs = zip(both[changed][:3], first[changed], second[changed], strict=False)
        yield Change(
            f"{variable} {level} {period}",
            tuple(both[~known[0] & known[1]]),
            tuple(both[known[0] & ~known[1]]),
            tuple(both[changed]),
            tuple(f"{code}: {old:g} → {new:g}" for code, old, new in pairs),
        )


def as_table(changes: Iterator[Change]) -> pd.DataFrame:
    """List every area of every change: what, code, how."""
    rows = [
        (change.what, code, how)
        for change in changes
        for how in ("came", "went", "changed")
        for code in getattr(change, how)
    ]
    return pd.DataFrame(rows, columns=["what", "code", "how"])
