"""Putting an own file into the folder of own figures, and taking it away."""

from __future__ import annotations

import datetime
import json
import os
import tempfile
from pathlib import Path

import pandas as pd

from rudc_map.dataset.own import NAME, REPORT, OwnFile, read_own_file
from rudc_map.errors import DatasetError, SourceError
from rudc_map.sources.own_figures import OwnColumn, key_of
from rudc_map.sources.own_matching import AreaKind
from rudc_map.sources.own_understood import Understood

CAVEATS = {
    AreaKind.POSTCODE: (
        "De cijfers zijn per postcode. Ze staan bij de buurt waar die postcode het meest voorkomt. "
        "Dat klopt dus ongeveer.",
        "The figures are by postcode and stand with the neighbourhood that mostly has it, so they "
        "are approximate.",
    ),
    AreaKind.POINT: (
        "Geteld zijn de punten in elke buurt van de gemeenten waar punten liggen.",
        "The points in each neighbourhood of the municipalities that hold any were counted.",
    ),
}
"""What a reader must know of figures that came this way, in Dutch and English."""


def own_name(path: Path, given: str | None) -> str:
    """Name an own file: as given, else after the file.

    Raises
    ------
    SourceError
        If the given name cannot stand in an address.
    """
    if given is not None and NAME.fullmatch(given) is None:
        raise SourceError(
            f"the name {given!r} cannot stand in an address; use lower case, digits and single "
            "underscores"
        )
    return given or key_of(path.stem)


def refuse_existing(folder: Path, name: str) -> None:
    """Refuse a name that is taken.

    Raises
    ------
    DatasetError
    """
    path = folder / f"{name}.toml"
    if path.exists():
        raise DatasetError(
            f"{path} is there already; take it away with python -m rudc_map data remove {name}, or "
            "give another --name"
        )


def write_own(folder: Path, name: str, understood: Understood, smallest_group: int) -> OwnFile:
    """Write the tidy table, its description and the report on what is not in it.

    All three are made in a folder of their own and read back before they are put in place, the
    description last: without it there is no own file.

    Parameters
    ----------
    folder : Path
        The folder of own figures; made where it is not there.
    name : str
        Name of the own file.
    understood : Understood
        What it says.
    smallest_group : int
        The smallest group of people that a value is shown for.

    Returns
    -------
    OwnFile
        As it was read back.

    Raises
    ------
    DatasetError
        If there is such a file already, or the folder cannot be written.
    """
    refuse_existing(folder, name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=folder) as temporary:
            made = Path(temporary)
            _write_report(understood.problems, made / f"{name}{REPORT}")
            understood.tidy.to_csv(made / f"{name}.csv", sep=";", index=False, lineterminator="\n")
            text = description_of(understood, smallest_group)
            (made / f"{name}.toml").write_text(text, encoding="utf-8")
            read_own_file(made / f"{name}.toml")
            for suffix in (REPORT, ".csv", ".toml"):
                os.replace(made / f"{name}{suffix}", folder / f"{name}{suffix}")
    except OSError as error:
        raise DatasetError(
            f"{folder} cannot be written ({error.strerror}); mend that, or have RUDC_OWN_DIR name "
            "another folder"
        ) from error
    return read_own_file(folder / f"{name}.toml")


def require_own(folder: Path, name: str) -> None:
    """Refuse a name that is not taken.

    Raises
    ------
    DatasetError
    """
    if NAME.fullmatch(name) is None or not (folder / f"{name}.toml").is_file():
        raise DatasetError(
            f"{folder} holds no own file {name!r}; python -m rudc_map data own lists them"
        )


def remove_own(folder: Path, name: str) -> None:
    """Take an own file away, its description first.

    Raises
    ------
    DatasetError
        If there is none, or it cannot be taken away.
    """
    require_own(folder, name)
    try:
        for suffix in (".toml", ".csv", REPORT):
            (folder / f"{name}{suffix}").unlink(missing_ok=True)
    except OSError as error:
        raise DatasetError(
            f"{error.filename} cannot be removed ({error.strerror}); give it rights"
        ) from error


def _write_report(problems: pd.DataFrame, path: Path) -> None:
    """Write what was left out; what a spreadsheet would take for a formula gets a quote."""
    safe = problems.assign(
        reden=[reason.nl for reason in problems["reason"]],
        reason=[reason.en for reason in problems["reason"]],
    )
    for column in ("code", "reason", "reden"):
        risky = safe[column].astype(str).str.match(r"[=+\-@\t\r]")
        safe[column] = safe[column].mask(risky, "'" + safe[column].astype(str))
    safe.to_csv(path, sep=";", index=False, lineterminator="\n")


def description_of(understood: Understood, smallest_group: int) -> str:
    """Write the TOML that describes an own file, as far as the file itself says.

    Parameters
    ----------
    understood : Understood
        What the file says.
    smallest_group : int
        The smallest group of people that a value is shown for.
    """
    file = understood.table.path.name
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    blocks = [
        "# Made by `python -m rudc_map data add`; edit it as you like.",
        '# docs/data.md, "Own figures", explains each key. A running server follows a change.',
        "format = 1",
        f"file = {_toml(_line(file))}",
        f"added = {_toml(today)}",
    ]
    for figure in understood.figures:
        blocks += ["", f"[figures.{figure.name}]", *_figure(understood, figure, smallest_group)]
    return "\n".join(blocks) + "\n"


def _figure(understood: Understood, figure: OwnColumn, smallest_group: int) -> list[str]:
    file = understood.table.path.name
    unit = "%" if figure.percent else ""
    lines = {
        "title": (figure.title[:200], figure.title[:200]),
        "explanation": (
            f"Eigen cijfer van de gemeente, uit het bestand {file}.",
            f"The municipality's own figure, from the file {file}.",
        ),
        "unit": (unit, unit),
    }
    if understood.kind in CAVEATS:
        lines["caveat"] = CAVEATS[understood.kind]
    text = [f"{key} = {_both(*both)}" for key, both in lines.items()]
    text += [f"decimals = {figure.decimals}", 'direction = "geen"']
    if figure.count:
        text.append('aggregation = "som"')
    else:
        text += ['aggregation = "gewogen_gemiddelde"', 'weight = "a_inw"']
    text += [
        f"source = {_toml(_line(f'Eigen gegevens: {file}'))}",
        'licence = "niet vermeld"',
        f"smallest_group = {smallest_group}",
    ]
    if understood.group is not None and not figure.count:
        text.append(f"group = {_toml(understood.group)}")
    return text


def _both(nl: str, en: str) -> str:
    return f"{{ nl = {_toml(_line(nl))}, en = {_toml(_line(en))} }}"


def _line(text: str) -> str:
    """One line without characters that do not print."""
    return "".join(c if c.isprintable() else " " for c in text)[:300]


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
