"""Joining own figures to a data set that is open."""

from __future__ import annotations

import logging

import pandas as pd

from rudc_map.dataset.own import OwnFile
from rudc_map.dataset.store import Dataset
from rudc_map.errors import DatasetError
from rudc_map.model import OWN_PREFIX, Source


def variable_of(file: OwnFile, figure: str) -> str:
    """Name an own figure in the data set; its indicator and its source are called the same."""
    return f"{OWN_PREFIX}{file.name}_{figure}"


def with_own(dataset: Dataset, files: tuple[OwnFile, ...]) -> Dataset:
    """Make a data set that holds the own figures as well; nothing on disk changes.

    Rows of areas that the data set does not have, as after a change of boundaries, are left out
    and counted in a warning.

    Raises
    ------
    DatasetError
        If a mean is weighted by a figure that the data set does not have, or two figures have
        one name.
    """
    if not files:
        return dataset
    known = dataset.areas.index
    parts = []
    sources: dict[str, Source] = {}
    for file in files:
        for name, figure in file.description.figures.items():
            if figure.weight is not None and figure.weight not in dataset.variables():
                raise DatasetError(
                    f"{file.path}, figures.{name}.weight: the data set has no figure "
                    f"{figure.weight!r}; take a_inw (inhabitants) or a_hh (households)"
                )
            variable = variable_of(file, name)
            if variable in sources:
                raise DatasetError(
                    f"{file.path}, figures.{name}: another own file has a figure {variable}; give "
                    "one of them another name"
                )
            rows = file.values[name]
            there = rows["code"].isin(known)
            if not there.all():
                logging.getLogger(__name__).warning(
                    "%s: %d rows of %s are of areas that the data set does not have",
                    file.path.with_suffix(".csv"),
                    int((~there).sum()),
                    name,
                )
            parts.append(rows[there].assign(variable=variable))
            sources[variable] = Source(
                id=variable,
                title=figure.source,
                table="",
                address="",
                retrieved=file.description.added,
                licence=figure.licence,
                attribution=figure.source,
            )
    content = " ".join(file.digest for file in files)
    return dataset.with_figures(pd.concat(parts, ignore_index=True), sources, content)
