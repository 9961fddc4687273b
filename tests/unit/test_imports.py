"""Imports go one way: the rooms of the project and what each may use."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

ALLOWED: dict[str, set[str]] = {
    "rudc_map": set(),
    "errors": set(),
    "model": {"errors"},
    "settings": {"model", "errors"},
    "sources": {"model", "errors"},
    "dataset": {"model", "sources", "analysis", "errors"},
    "analysis": {"model"},
    "layers": {"model", "analysis"},
    "indicators": {"dataset", "analysis", "model", "errors"},
    "view": {"indicators", "analysis", "model", "dataset.store", "errors"},
    "web": {"view", "indicators", "analysis", "dataset.store", "settings", "model", "errors"},
}
"""What the modules of each room may import; a room may always import from itself."""

ENTRIES = {"app", "cli", "commands", "__main__"}
FREE = {*ENTRIES, "content", "fill_cache", "own_look"}
"""They put everything together."""

WITH_DASH = {"web", *FREE}
DASH = {"dash", "dash_leaflet", "dash_extensions", "plotly", "flask", "flask_caching"}


def imported(source: str) -> list[str]:
    """Every module that a source imports, wherever it does; from a package also what it takes."""
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                names.append("." * node.level + (node.module or ""))
            elif node.module == "rudc_map":
                names += [f"rudc_map.{alias.name}" for alias in node.names]
            elif node.module is not None and node.module.startswith("rudc_map."):
                names += [f"{node.module}.{alias.name}" for alias in node.names]
            else:
                names.append(node.module or "")
    return names


def room_of(module: str) -> str:
    """The room of a module: rudc_map.view.state -> view, layers.wonen -> layers."""
    parts = module.split(".")
    return parts[1] if parts[0] == "rudc_map" and len(parts) > 1 else parts[0]


def may_import(room: str, module: str) -> bool:
    if module.startswith("."):
        return False
    if module.split(".", maxsplit=1)[0] in DASH:
        return room in WITH_DASH
    if module.split(".", maxsplit=1)[0] not in {"rudc_map", "layers", "app"}:
        return True
    if room_of(module) == "app":
        return False
    if room in FREE or room_of(module) == room:
        return True
    within = module.removeprefix("rudc_map.") + "."
    return any(within.startswith(f"{allowed}.") for allowed in ALLOWED[room])


def violations(module: str, source: str) -> list[str]:
    """The imports of a module that go against the direction."""
    return [name for name in imported(source) if not may_import(room_of(module), name)]


def modules() -> dict[str, Path]:
    """Every module of the project by its dotted name."""
    found = {"app": ROOT / "app.py"}
    for package in ("rudc_map", "layers"):
        for file in sorted((ROOT / package).rglob("*.py")):
            parts = file.relative_to(ROOT).with_suffix("").parts
            found[".".join(p for p in parts if p != "__init__")] = file
    return found


MODULES = modules()


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_one_way(module):
    assert violations(module, MODULES[module].read_text(encoding="utf-8")) == []


def test_every_room_is_ruled():
    assert {room_of(module) for module in MODULES} == set(ALLOWED) | FREE


def test_the_rules_hold_no_circle():
    rooms = {room: {a.split(".")[0] for a in allowed} for room, allowed in ALLOWED.items()}

    while rooms:
        free = {room for room, allowed in rooms.items() if not allowed & set(rooms)}
        assert free, f"a circle among {sorted(rooms)}"
        rooms = {room: allowed for room, allowed in rooms.items() if room not in free}


@pytest.mark.parametrize(
    ("module", "source", "wrong"),
    [
        ("rudc_map.view.map", "import dash", "dash"),
        ("rudc_map.view.map", "from dash import html", "dash"),
        ("rudc_map.view.map", "import dash_leaflet as dl", "dash_leaflet"),
        ("rudc_map.view.map", "from rudc_map.web.ids import Id", "rudc_map.web.ids.Id"),
        ("rudc_map.view.map", "from rudc_map import web", "rudc_map.web"),
        ("rudc_map.view.map", "import rudc_map.settings", "rudc_map.settings"),
        (
            "rudc_map.view.map",
            "from rudc_map.dataset.build import build",
            "rudc_map.dataset.build.build",
        ),
        ("rudc_map.web.data", "from rudc_map.sources import tables", "rudc_map.sources.tables"),
        ("rudc_map.web.data", "from rudc_map.dataset import build", "rudc_map.dataset.build"),
        ("rudc_map.indicators.registry", "import layers", "layers"),
        ("rudc_map.indicators.registry", "import layers.wonen", "layers.wonen"),
        ("rudc_map.model", "from rudc_map.settings import PROJECT", "rudc_map.settings.PROJECT"),
        ("rudc_map.errors", "from rudc_map.model import Text", "rudc_map.model.Text"),
        ("rudc_map.sources.tables", "from rudc_map.dataset import x", "rudc_map.dataset.x"),
        ("rudc_map.analysis.rank", "from rudc_map.errors import X", "rudc_map.errors.X"),
        ("layers.wonen", "from rudc_map.dataset.store import x", "rudc_map.dataset.store.x"),
        ("layers.wonen", "import flask", "flask"),
        ("rudc_map.cli", "import app", "app"),
        ("rudc_map.web.data", "from .ids import Id", ".ids"),
        (
            "rudc_map.analysis.rank",
            "def f():\n    from rudc_map.view import state",
            "rudc_map.view.state",
        ),
        (
            "rudc_map.model",
            "from typing import TYPE_CHECKING\n"
            "if TYPE_CHECKING:\n    from rudc_map.dataset.store import Dataset",
            "rudc_map.dataset.store.Dataset",
        ),
    ],
)
def test_an_import_against_the_direction_is_found(module, source, wrong):
    assert violations(module, source) == [wrong]


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("rudc_map.view.map", "from rudc_map.dataset.store import Dataset"),
        ("rudc_map.view.map", "from rudc_map.dataset import store"),
        ("rudc_map.view.map", "from rudc_map.view.texts import say"),
        ("rudc_map.view.map", "import numpy as np"),
        ("rudc_map.web.map", "import dash"),
        ("rudc_map.cli", "from rudc_map.dataset.build import build"),
        ("app", "import layers"),
        ("layers.wonen", "from rudc_map.analysis.rates import per"),
    ],
)
def test_an_import_in_the_direction_is_fine(module, source):
    assert violations(module, source) == []
