"""The commands as a user runs them: a process of its own, its output and exit status."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rudc_map.dataset.manifest import BOUNDARIES, FIGURES, MANIFEST

ROOT = Path(__file__).parents[2]
GEODATA = ROOT / "geodata"


def run(*arguments, cwd=ROOT):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("RUDC_")}
    environment |= {"PYTHONPATH": str(ROOT), "COLUMNS": "120", "NO_COLOR": "1"}
    environment |= {"RUDC_DATA_DIR": "/nonexistent/data"}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "rudc_map", *map(str, arguments)],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_verify_shows_every_check_from_any_directory(tmp_path):
    result = run("data", "verify", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    for name in ("checksums", "layers", "coverage", "unions", "nesting", "ranges", "attribution"):
        assert name in result.stdout
    assert re.search(
        r"geodata is in order, with \d+ remarks about what its sources say\.$",
        result.stdout.rstrip(),
    )
    assert re.search(r"^neighbours: .*; and \d+ more$", result.stdout, re.MULTILINE)


def test_verify_lists_what_stands_out_without_failing():
    """Of Amersfoort and Haarlemmermeer lease companies are known; two looked-up years are odd."""
    result = run("data", "verify", "--all")
    assert (result.returncode, result.stderr) == (0, "")
    for line in (
        r"neighbours: auto_per_hh \(Cars per household\), 2024, higher than around it: .*"
        r"GM0307 Amersfoort 2, around it 1\.2 .*; GM0394 Haarlemmermeer 1\.9, around it 1\.15 ",
        r"year on year: misdrijven \(Recorded crimes\), 2022 to 2023: "
        r"BU01069911 Buitengebied Witten 57 to 242 ",
    ):
        assert re.search(line, result.stdout)
    assert " more" not in result.stdout


def test_a_build_gives_the_data_set_that_is_verified_above(tmp_path):
    built = run("data", "build", "--from", GEODATA / "sources", "--to", tmp_path / "new")
    assert (built.returncode, built.stderr) == (0, "")
    assert "1314 buurt, 312 wijk, 342 gemeente, 12 provincie, 1 land" in built.stdout
    for name in (BOUNDARIES, FIGURES, MANIFEST):
        assert (tmp_path / "new" / name).read_bytes() == (GEODATA / name).read_bytes()


def test_verify_names_each_fault_and_fails(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(GEODATA, folder, ignore=shutil.ignore_patterns("sources"))
    with (folder / FIGURES).open("ab") as file:
        file.write(b" ")
    manifest = (folder / MANIFEST).read_text(encoding="utf-8")
    manifest = manifest.replace("Kadaster / ", "").replace("land = 1", "land = 2")
    (folder / MANIFEST).write_text(manifest, encoding="utf-8")
    result = run("data", "verify", folder)
    assert result.returncode == 1
    assert (
        "checksums: figures.parquet: the checksum is not the one in dataset.toml" in result.stdout
    )
    assert "attribution: dataset.toml: the attribution does not name Kadaster" in result.stdout
    assert "layers: layer land: holds 1 areas, 2 were built" in result.stdout
    assert "Traceback" not in result.stdout + result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["verify", "nowhere"], "has no data set 'nowhere'; it has embedded"),
        (["build", "--from", "nowhere"], "Error: nowhere/sources.toml does not exist; list the"),
        (["build", "--to", "/dev/null/x"], "Error: /dev/null/x cannot be written"),
    ],
)
def test_what_a_user_can_mend_is_one_line(arguments, message, tmp_path):
    result = run("data", *arguments, cwd=tmp_path)
    assert result.returncode == 1
    assert result.stderr.startswith("Error: ")
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_help_answers_without_loading_the_libraries():
    script = (
        "import sys; import rudc_map.cli;"
        "print([n for n in ('pandas', 'geopandas', 'fiona', 'shapely') if n in sys.modules])"
    )
    run_ = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run_.stdout.strip() == "[]"
    assert run("data", "--help").returncode == 0
