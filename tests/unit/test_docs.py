"""The documentation: files, pages, headings and commands that it names are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from rudc_map.cli import app

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    page.relative_to(ROOT)
    for folder in (ROOT, ROOT / "docs", ROOT / "geodata", ROOT / "bench")
    for page in folder.glob("*.md")
)
FOLDERS = ("assets", "bench", "docs", "geodata", "layers", "rudc_map", "tests")
FILES = [*ROOT.glob("*.*"), *(path for name in FOLDERS for path in (ROOT / name).rglob("*.*"))]
NAMES = {f"/{path.relative_to(ROOT).as_posix()}" for path in FILES}
FILE = re.compile(r"`(\w[\w./-]*\.(?:py|js|css|html|sh))`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
COMMAND = re.compile(r"-m rudc_map data ([a-z]+)")
MAKE = re.compile(r"(?:^|`)make ([a-z]+)", re.MULTILINE)
MADE_ELSEWHERE = {"layers/water.py"}
"""An example that a reader writes himself; `tests/unit/layers/test_docs.py` runs it."""


def text_of(page: Path) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def anchors(page: Path) -> set[str]:
    """What the headings of a page are called in an address, as GitHub does."""
    headings = re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_files_that_a_page_names_are_there(page):
    named = set(FILE.findall(text_of(page))) - MADE_ELSEWHERE
    assert [n for n in sorted(named) if not any(path.endswith(f"/{n}") for path in NAMES)] == []


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_between_pages_lead_to_a_heading_that_is_there(page):
    for link in LINK.findall(text_of(page)):
        if ":" in link:
            continue
        target, _, anchor = link.partition("#")
        path = (ROOT / page).parent / target if target else ROOT / page
        assert path.is_file(), link
        if anchor:
            assert anchor in anchors(path.relative_to(ROOT) if target else page), link


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_commands_that_a_page_names_exist(page):
    data = typer.main.get_command(app).commands["data"]
    assert set(COMMAND.findall(text_of(page))) <= set(data.commands)


def test_the_targets_of_make_that_pages_name_exist():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {name for page in PAGES for name in MAKE.findall(text_of(page))}
    assert {"run", "test"} <= named <= targets
