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
LANDELIJK = ROOT.parent / "shared" / "landelijk"
MAP = LANDELIJK / "wijkenbuurten_2024.gpkg"
FIGURES = LANDELIJK / "misdrijven_47022NED_2021-2025.csv.gz"
MOST_TIME, MOST_MEMORY = 2.0, 1.5
"""What an import may take, in times the bare script."""

MOST_ADDED = 1.25
"""What adding a table of figures may take, verification included, in times the bare script."""

BARE, IMPORT, ADD = "bare script", "data import, the map", "data import, five years of crimes"


@dataclass(frozen=True)
class Run:
    """One process from its start to its end: time [s] and the most memory it held [bytes]."""

    seconds: float
    peak: int


def measure(arguments: Sequence[str | Path], data_dir: Path) -> Run:
    """Run Python with these arguments and a data directory."""
    environment = {**os.environ, "RUDC_DATA_DIR": str(data_dir)}
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{arguments} ended with {process.returncode}")
    return Run(seconds, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


def measure_all(gpkg: Path, figures: Path, runs: int) -> dict[str, list[Run]]:
    """Measure in turns, after a turn that is thrown away, for it fills the caches of the disk."""
    command = ("-m", "rudc_map", "data", "import", "--quiet")
    processes: dict[str, tuple[str | Path, ...]] = {
        BARE: ("-m", "bench.rivals.bare_import", gpkg),
        IMPORT: (*command, gpkg),
        ADD: (*command, figures),
    }
    found: dict[str, list[Run]] = {name: [] for name in processes}
    for turn in range(runs + 1):
        with tempfile.TemporaryDirectory(prefix="import-speed-") as folder:
            for name, arguments in processes.items():
                run = measure(arguments, Path(folder))
                if turn:
                    found[name].append(run)
    return found


def ratios(found: dict[str, list[Run]], name: str = IMPORT) -> tuple[float, float]:
    """Time and memory of a command, in times the bare script; medians."""
    bare, ours = found[BARE], found[name]
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
    table.add_row("the map / bare script", *(f"{ratio:.2f}" for ratio in ratios(found)))
    table.add_row("goal", f"≤ {MOST_TIME}", f"≤ {MOST_MEMORY}")
    table.add_row("the crimes / bare script", *(f"{ratio:.2f}" for ratio in ratios(found, ADD)))
    table.add_row("goal", f"≤ {MOST_ADDED}", "")
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
        "ratios": {
            name: dict(zip(("time", "memory"), ratios(found, name), strict=True))
            for name in (IMPORT, ADD)
        },
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
    parser.add_argument("--gpkg", type=Path, default=MAP, help="a national map")
    parser.add_argument("--figures", type=Path, default=FIGURES, help="a table to add to it")
    parser.add_argument("--check", action="store_true", help="end with code 1 if a goal is missed")
    return parser.parse_args()


def main() -> int:
    """Measure the import beside the bare script; 1 if a goal was missed and that was asked."""
    asked = arguments()
    console = Console(width=None if sys.stdout.isatty() else 100)
    for path in (asked.gpkg, asked.figures):
        if not path.is_file():
            console.print(f"{path} is not there: the import of a whole country is left out.")
            return 0
    found = measure_all(asked.gpkg, asked.figures, asked.runs)
    show(found, console)
    console.print(f"Written to {write(found, asked.gpkg, RESULTS)}")
    taken, held = ratios(found)
    added, _ = ratios(found, ADD)
    missed = taken > MOST_TIME or held > MOST_MEMORY or added > MOST_ADDED
    return int(asked.check and missed)


if __name__ == "__main__":
    sys.exit(main())
