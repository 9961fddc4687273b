"""Own files of every kind, made as a municipality's programs make them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from openpyxl import Workbook

from tests.integration.commands import run_here

ROOT = Path(__file__).parents[2]


def run(*arguments, own):
    """A command with an own-data folder of its own, in this process."""
    return run_here(folders(own), *arguments)


def folders(own):
    return {"RUDC_OWN_DIR": str(own), "RUDC_DATA_DIR": str(own / "data")}


def run_apart(*arguments, own, stdin=subprocess.DEVNULL):
    """A command in a process of its own, as a user runs it: seconds slower."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("RUDC_")}
    environment |= {**folders(own), "COLUMNS": "160", "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "rudc_map", "data", *map(str, arguments)],
        cwd=ROOT,
        env=environment,
        stdin=stdin,
        capture_output=True,
        text=True,
        check=False,
    )


def write(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def english(text):
    return text.en


def problems(understood):
    """The rows that were left out: row, code and the reason in English."""
    listed = understood.problems.assign(reason=understood.problems["reason"].map(english))
    return listed.values.tolist()


def workbook(path, rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def geojson(path, features):
    """Features from (properties, geometry) in degrees."""
    made = [{"type": "Feature", "properties": p, "geometry": g} for p, g in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": made}), encoding="utf-8")
    return path


def bomb(path, megabytes):
    """A workbook whose sheet unpacks to so many MB of spaces."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(megabytes):
                sheet.write(b" " * 1_000_000)
    return path
