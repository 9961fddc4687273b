"""An import that is killed, runs out of disk or meets another: the last good set stays in use."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from rudc_map.dataset.home import BUILDING, GEODATA, Home, last_good
from rudc_map.dataset.store import open_dataset
from rudc_map.dataset.verify import verify_dataset
from rudc_map.model import Level
from tests.integration.own_files import run as run_in
from tests.integration.small_map import ASSEN, write_small_map

ROOT = Path(__file__).parents[2]
KILLS = 20
SEED = 4

KILLER = """
import json, os, random, signal, sys, time
import geopandas, pandera, pyarrow.parquet, pyogrio
import rudc_map.commands.imports, rudc_map.dataset.make, rudc_map.sources.local_files
from pathlib import Path
from rudc_map.cli import main
from rudc_map.dataset.home import last_good

data, folder, small_map, kills, seed = sys.argv[1:]
moments = random.Random(int(seed))

def start(number):
    table = Path(folder, f"{number}.csv")
    table.write_text(f"code;jaar;misdrijven\\nBU01060000;2024;{number}\\nGM0106;2024;3205\\n")
    child = os.fork()
    if child == 0:
        sys.argv = ["rudc", "data", "import", small_map, str(table), "--gemeenten", "GM0106", "-q"]
        main()
    return child

def finished(child, before):
    while os.waitpid(child, os.WNOHANG)[0] != child:
        if time.monotonic() > before:
            return False
        time.sleep(0.002)
    return True

began = time.monotonic()
os.waitpid(start(1), 0)
takes = time.monotonic() - began
for number in range(2, 2 + int(kills)):
    began = time.monotonic()
    child, moment = start(number), moments.uniform(0, 1.1 * takes)
    done = finished(child, began + moment)
    if done:  # on a computer that is less busy than it was, all moments come sooner
        takes = time.monotonic() - began
    else:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    dataset = last_good(Path(data))
    crimes = dataset.figure("misdrijven", __import__("rudc_map.model").model.Level.BUURT, "2024")
    print(json.dumps([number, done, str(dataset.path), crimes.values["BU01060000"]]), flush=True)
"""


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "data")


@pytest.fixture(scope="session")
def small_map(tmp_path_factory):
    return write_small_map(tmp_path_factory.mktemp("map") / "wijkenbuurten_2024.gpkg")


def run(home, *arguments):
    return run_in(*arguments, own=home.folder.parent)


def leftovers(home):
    return [path.name for path in (home.folder / "sets").iterdir() if path.name.startswith(".")]


def test_killed_at_any_moment_a_whole_data_set_is_served(home, small_map, tmp_path):
    """The processes are forked off one that has its libraries loaded: each moment counts."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("RUDC_")}
    killer = subprocess.run(
        [sys.executable, "-c", KILLER, home.folder, tmp_path, small_map, str(KILLS), str(SEED)],
        cwd=ROOT,
        env={**environment, "RUDC_DATA_DIR": str(home.folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    rounds = [json.loads(line) for line in killer.stdout.splitlines()]
    assert len(rounds) == KILLS
    served, cut_off = 1, 0
    for number, done, folder, crimes in rounds:
        assert Path(folder).parent == home.folder / "sets"
        assert crimes in (served, number), "neither what was in use nor what was imported"
        assert crimes == number or not done
        cut_off += crimes == served
        served = int(crimes)
    assert cut_off >= KILLS // 4, "the kills came too late to say anything"
    for name in home.names()[1:]:
        assert verify_dataset(home.path_of(name)).sound, name
    imported = run(home, "import", small_map, "--gemeenten", ASSEN)
    assert imported.returncode == 0, imported.stderr
    assert leftovers(home) == []
    assert home.current in home.names()


@pytest.mark.parametrize("limit", [4_096, 120_000, 260_000])
def test_on_a_full_disk_the_last_good_set_stays_in_use(home, small_map, limit):
    """No file can grow beyond `limit`: nothing, the boundaries, the figures do not fit."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("RUDC_")}
    full = subprocess.run(
        [sys.executable, "-W", "error", "-m", "rudc_map", "data", "import", small_map,
         "--gemeenten", ASSEN],
        cwd=ROOT,
        env={**environment, "RUDC_DATA_DIR": str(home.folder), "NO_COLOR": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert full.returncode == 1, full.stdout
    assert full.stderr.startswith("Error: ")
    assert full.stderr.count("\n") == 1, full.stderr
    assert str(home.folder) in full.stderr
    assert "cannot be written" in full.stderr
    assert home.current == "embedded"
    assert leftovers(home) == []
    assert last_good(home.folder).path == GEODATA


@pytest.mark.parametrize("kept", [100, 60_000, 0.5, 0.999])
def test_a_map_that_was_cut_off_is_named(home, small_map, tmp_path, kept):
    content = small_map.read_bytes()
    cut = tmp_path / "wijkenbuurten_2024.gpkg"
    cut.write_bytes(content[: kept if kept > 1 else int(kept * len(content))])
    refused = run(home, "import", cut)
    assert refused.returncode == 1
    assert refused.stderr.startswith("Error: ")
    assert refused.stderr.count("\n") == 1, refused.stderr
    assert str(cut) in refused.stderr
    assert home.current == "embedded"


def test_a_second_import_says_who_is_busy(home, small_map):
    with home.locked("data import"):
        second = run(home, "import", small_map)
    assert second.returncode == 1
    assert "lock is held by 'data import' (process " in second.stderr
    assert second.stderr.count("\n") == 1


def test_an_import_over_a_link_to_nowhere_puts_it_right(home, small_map):
    (home.folder / "sets").mkdir(parents=True)
    (home.folder / "current").symlink_to("sets/gone")
    (home.folder / "sets" / f"{BUILDING}left").mkdir()
    assert last_good(home.folder).path == GEODATA
    imported = run(home, "import", small_map, "--gemeenten", ASSEN)
    assert imported.returncode == 0, imported.stderr
    assert open_dataset(home.folder / "current").counts()[Level.WIJK] > 1
    assert leftovers(home) == []
