"""How fast is a national map imported, in how much memory? ``python -m bench.import_speed``."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results"
NATIONAL = ROOT.parent / "shared" / "landelijk" / "wijkenbuurten_2024.gpkg"
MOST_TIME, MOST_MEMORY = 2.0, 1.5
"""What an import may take, in times the bare script."""

PROCESSES = {
    "bare script": "bench.rivals.bare_import",
    "import": "bench.whole_import",
}
"""The modules that are run, each in a process of its own that is given the map and a folder."""


@dataclass(frozen=True)
class Run:
    """One process from its start to its end: time [s] and the most memory it held [bytes]."""

    seconds: float
    peak: int


def measure(module: str, gpkg: Path) -> Run:
    """Run a module on a map in an empty folder."""
    with tempfile.TemporaryDirectory(prefix="import-speed-") as folder:
        start = time.perf_counter()
        process = subprocess.Popen([sys.executable, "-m", module, str(gpkg), folder], cwd=ROOT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{module} ended with {process.returncode}")
    return Run(seconds, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


def measure_all(gpkg: Path, runs: int) -> dict[str, list[Run]]:
    """Measure in turns, after a turn that is thrown away, for it fills the caches of the disk."""
    found: dict[str, list[Run]] = {name: [] for name in PROCESSES}
    for turn in range(runs + 1):
        for name, module in PROCESSES.items():
            run = measure(module, gpkg)
            if turn:
                found[name].append(run)
    return found


def ratios(found: dict[str, list[Run]]) -> tuple[float, float]:
    """Time and memory of the import, in times the bare script; medians."""
    bare, ours = found["bare script"], found["import"]
    return (
        median(run.seconds for run in ours) / median(run.seconds for run in bare),
        median(run.peak for run in ours) / median(run.peak for run in bare),
    )


def show(found: dict[str, list[Run]], console: Console) -> None:
    """Print medians, with the smallest and the largest, and the ratios beside their goals."""
    table = Table(title="Medians", header_style="bold")
    for header in ("", "time, s", "memory, MB"):
        table.add_column(header, justify="right" if header else "left")
    for name, runs in found.items():
        table.add_row(
            name,
            _spread([run.seconds for run in runs], 2),
            _spread([run.peak / 1e6 for run in runs], 0),
        )
    table.add_section()
    table.add_row("import / bare script", *(f"{ratio:.2f}" for ratio in ratios(found)))
    table.add_row("goal", f"≤ {MOST_TIME}", f"≤ {MOST_MEMORY}")
    console.print(table)


def _spread(values: Sequence[float], decimals: int) -> str:
    middle, low, high = (f"{x:,.{decimals}f}" for x in (median(values), min(values), max(values)))
    return f"{middle} [dim]({low}–{high})[/dim]"


def write(found: dict[str, list[Run]], gpkg: Path, folder: Path) -> Path:
    """Write all raw runs with what they were measured on."""
    now = datetime.now(UTC)
    report = {
        "date": now.isoformat(timespec="seconds"),
        "machine": {
            "cpus": os.cpu_count(),
            "load": os.getloadavg(),
            "system": platform.platform(),
            "python": platform.python_version(),
            **{name: version(name) for name in ("shapely", "pyogrio", "geopandas", "pandas")},
        },
        "map": gpkg.name,
        "ratios": dict(zip(("time", "memory"), ratios(found), strict=True)),
        "runs": {name: [asdict(run) for run in runs] for name, runs in found.items()},
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"import_speed-{now:%Y%m%d-%H%M%S}.json"
    path.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    return path


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="bench.import_speed", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="measured runs of each process (5)")
    parser.add_argument("--gpkg", type=Path, default=NATIONAL, help="a national map")
    parser.add_argument("--check", action="store_true", help="end with code 1 if a goal is missed")
    return parser.parse_args()


def main() -> int:
    """Measure the import beside the bare script; 1 if a goal was missed and that was asked."""
    asked = arguments()
    console = Console(width=None if sys.stdout.isatty() else 100)
    if not asked.gpkg.is_file():
        console.print(f"{asked.gpkg} is not there: the import of a whole country is left out.")
        return 0
    found = measure_all(asked.gpkg, asked.runs)
    show(found, console)
    console.print(f"Written to {write(found, asked.gpkg, RESULTS)}")
    taken, held = ratios(found)
    return int(asked.check and (taken > MOST_TIME or held > MOST_MEMORY))


if __name__ == "__main__":
    sys.exit(main())
