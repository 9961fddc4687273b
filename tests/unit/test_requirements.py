"""The pins: what is imported is named among those with a reason, and nothing else is."""

from __future__ import annotations

import sys
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.unit.test_imports import MODULES, ROOT, imported

NOT_IMPORTED = {
    "font-source-sans-pro": "a folder of fonts",
    "gunicorn": "serves",
    "libpysal": "esda's neighbours",
    "redis": "limits loads it where the setting names it",
}
OUR_OWN = {"rudc_map", "layers", "app"}


def pins(file: str, part: int) -> set[str]:
    """The packages of one part of a file of requirements, parts being set apart by a comment."""
    lines = Path(ROOT / file).read_text(encoding="utf-8").split("\n\n")[part].splitlines()
    return {line.partition("==")[0].lower().replace("_", "-") for line in lines if "==" in line}


def used() -> set[str]:
    """The packages that the project's modules import."""
    tops = {
        name.split(".", maxsplit=1)[0]
        for path in MODULES.values()
        for name in imported(path.read_text(encoding="utf-8"))
    }
    found = packages_distributions()
    outside = tops - set(sys.stdlib_module_names) - OUR_OWN
    return {found[top][0].lower().replace("_", "-") for top in outside}


def test_what_is_imported_is_pinned_among_what_the_map_runs_on():
    assert used() - pins("requirements.txt", 0) == set()


def test_what_is_pinned_there_is_used():
    assert pins("requirements.txt", 0) - used() == set(NOT_IMPORTED)


def test_everything_is_pinned_once():
    for file in ("requirements.txt", "requirements-dev.txt"):
        names = [
            line.partition("==")[0].lower()
            for line in (ROOT / file).read_text(encoding="utf-8").splitlines()
            if "==" in line
        ]
        assert len(names) == len(set(names))
