"""How fast are the analyses? ``python -m bench.analysis_speed``."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pandas as pd
import shapely
from rich.console import Console
from rich.table import Table

from rudc_map.analysis.aggregate import union
from rudc_map.analysis.association import association, correlations
from rudc_map.analysis.border import border_effect
from rudc_map.analysis.clusters import spatial_pattern
from rudc_map.analysis.intervals import rate_interval
from rudc_map.analysis.neighbours import Neighbours, neighbours, shared_lines
from rudc_map.analysis.overlap import circle, overlap_shares
from rudc_map.analysis.similar import robust_scores, similar_areas, similar_of_each
from rudc_map.dataset.store import Dataset, open_dataset
from rudc_map.model import CountBy, Level, mean_by

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results"
SEED = 20241
NATIONAL = 14_565
"""Buurten of the whole country."""

COLUMNS = 46
"""Indicators that one is correlated with."""

COMPARED, MOST_COMPARED = 6, 12
"""Indicators that similarity is taken over: usually, and at most in the app."""

NO_GOAL = {"neighbours", "shared_lines"}
"""Once a data set and level, then kept."""


@dataclass(frozen=True)
class Case:
    """Areas with everything the analyses need.

    Parameters
    ----------
    name : str
        What it is, for the report.
    shapes : np.ndarray of shapely geometries
        A valid coverage.
    goal : float
        The most a function may take [ms].
    table : pd.DataFrame
        `COLUMNS` indicators by code, with gaps.
    provincie : pd.Series
        By code.
    pairs : Neighbours
        Of the shapes.
    trend : np.ndarray
        A value an area, without gaps, spatially autocorrelated.
    """

    name: str
    shapes: np.ndarray
    goal: float
    table: pd.DataFrame
    provincie: pd.Series
    pairs: Neighbours
    trend: np.ndarray


def published(dataset: Dataset) -> pd.DataFrame:
    """All figures the data set has for buurten, with their gaps."""
    level = Level.BUURT
    names = [v for v in sorted(dataset.variables()) if dataset.periods(v, level)]
    return pd.DataFrame({name: dataset.figure(name, level).values for name in names})


def make_case(name: str, shapes: np.ndarray, figures: pd.DataFrame, goal: float) -> Case:
    """Give shapes figures: those of buurten drawn at random with their gaps, a little changed."""
    generator = np.random.default_rng(SEED)
    n = len(shapes)
    rows = generator.integers(len(figures), size=n)
    columns = np.arange(COLUMNS) % figures.shape[1]
    values = figures.to_numpy(dtype=float)[np.ix_(rows, columns)]
    codes = pd.Index([f"BU{i:08}" for i in range(n)])
    names = [f"{figures.columns[at]}_{i}" for i, at in enumerate(columns)]
    centre = shapely.get_coordinates(shapely.centroid(shapes))
    east = (centre[:, 0] - centre[:, 0].min()) / np.ptp(centre[:, 0])
    return Case(
        name=name,
        shapes=shapes,
        goal=goal,
        table=pd.DataFrame(values * generator.lognormal(0, 0.1, values.shape), codes, names),
        provincie=pd.Series(np.floor(12 * east).astype(str), index=codes),
        pairs=neighbours(shapes),
        trend=10 * east + generator.normal(size=n),
    )


def synthetic_coverage(n: int) -> np.ndarray:
    """Voronoi cells of random points in a square as large as the country."""
    side = 200_000.0
    points = np.random.default_rng(SEED).uniform(0, side, (n, 2))
    square = shapely.box(0, 0, side, side)
    return shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=square))


def read_shapes(path: Path, layer: str | None) -> np.ndarray:
    """The geometries of a file."""
    import pyogrio

    return pyogrio.read_dataframe(path, layer=layer, columns=[]).geometry.to_numpy()


def analyses(case: Case) -> dict[str, Callable[[], object]]:
    """Every public function with the arguments it gets in the app."""
    table, shapes, pairs = case.table, case.shapes, case.pairs
    values = table.iloc[:, 0]
    codes, province = values.index, case.provincie.to_numpy()
    people = table.iloc[:, 4].fillna(0).clip(lower=0)
    missing = pd.Series(None, index=codes, dtype=object)
    scores = robust_scores(table.iloc[:, :COMPARED])
    equal = pd.Series(1.0, index=table.columns)
    more = robust_scores(table.iloc[:, :MOST_COMPARED])
    someone = scores.dropna().index[0]
    across = province[pairs.first] != province[pairs.second]
    left, bottom, right, top = shapely.total_bounds(shapes)
    shape = circle((left + right) / 2, (bottom + top) / 2, (right - left) / 4)
    shares = pd.Series(np.random.default_rng(SEED).uniform(size=len(codes)), index=codes)
    x, y = table.iloc[:, 0].to_numpy(), table.iloc[:, 1].to_numpy()
    edges = np.column_stack([pairs.first, pairs.second])[across]
    return {
        "neighbours": lambda: neighbours(shapes),
        "shared_lines": lambda: shared_lines(shapes, edges),
        "spatial_pattern": lambda: spatial_pattern(case.trend, pairs.first, pairs.second),
        "border_effect": lambda: border_effect(
            values.to_numpy(), pairs.first, pairs.second, across
        ),
        "robust_scores": lambda: robust_scores(table),
        "similar_areas": lambda: similar_areas(scores, equal, someone),
        "similar_of_each": lambda: similar_of_each(scores, equal),
        "similar_of_each, elsewhere": lambda: similar_of_each(scores, equal, case.provincie),
        "similar_of_each, of 12": lambda: similar_of_each(more, equal, case.provincie),
        "association": lambda: association(x, y),
        "correlations": lambda: correlations(values, table),
        "union": lambda: union(values, missing, mean_by("a_inw"), people, shares),
        "overlap_shares": lambda: overlap_shares(shape, shapes, codes, CountBy.AREA),
        "rate_interval": lambda: rate_interval(values, people, 1000.0),
    }


def local_moran_of_esda(case: Case) -> Callable[[], object]:
    """esda's local Moran on the same values, with the weights made beforehand."""
    import esda
    from libpysal.weights import W

    around: dict[int, list[int]] = {}
    for one, other in zip(case.pairs.first.tolist(), case.pairs.second.tolist(), strict=True):
        around.setdefault(one, []).append(other)
        around.setdefault(other, []).append(one)
    used = sorted(around)
    weights = W({i: around[i] for i in used}, id_order=used, silence_warnings=True)
    weights.transform = "r"
    values = case.trend[used]

    def run() -> object:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about numba
            return esda.Moran_Local(values, weights, permutations=999, seed=SEED)

    return run


def times(call: Callable[[], object], runs: int) -> list[float]:
    """Durations [ms] after a first call that is thrown away, for it imports packages."""
    call()
    found = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        found.append(1000 * (time.perf_counter() - start))
    return found


def measure(case: Case, runs: int, rivals: int) -> dict[str, Any]:
    """Time everything on a case."""
    raw = {name: times(call, runs) for name, call in analyses(case).items()}
    of_esda = times(local_moran_of_esda(case), rivals) if rivals else []
    middle = {name: median(found) for name, found in raw.items()}
    return {
        "case": case.name,
        "areas": len(case.shapes),
        "pairs": len(case.pairs.first),
        "goal": case.goal,
        "median": middle,
        "missed": [n for n, ms in middle.items() if n not in NO_GOAL and ms > case.goal],
        "esda.Moran_Local": median(of_esda) if of_esda else None,
        "ratio": median(of_esda) / middle["spatial_pattern"] if of_esda else None,
        "runs": raw | {"esda.Moran_Local": of_esda},
    }


def show(results: list[dict[str, Any]], console: Console) -> None:
    """Print the medians beside their goals."""
    table = Table(title="Medians, ms", header_style="bold")
    table.add_column("function")
    for result in results:
        table.add_column(f"{result['case']}\n{result['areas']:,} areas", justify="right")
    for name in results[0]["median"]:
        table.add_row(name, *(_cell(result, name) for result in results))
    table.add_section()
    table.add_row("goal", *(f"≤ {result['goal']:,.0f}" for result in results))
    if results[0]["ratio"] is not None:
        table.add_row("esda.Moran_Local", *(f"{r['esda.Moran_Local']:,.0f}" for r in results))
        table.add_row("  / spatial_pattern", *(f"{r['ratio']:,.1f}" for r in results))
    console.print(table)


def _cell(result: dict[str, Any], name: str) -> str:
    text = f"{result['median'][name]:,.1f}"
    if name in NO_GOAL:
        return f"[dim]{text}"
    return f"[red]{text}" if name in result["missed"] else text


def write(results: list[dict[str, Any]], folder: Path) -> Path:
    """Write all raw runs with what they were measured on."""
    now = datetime.now(UTC)
    packages = ("numpy", "pandas", "scipy", "scikit-learn", "shapely", "esda", "libpysal", "numba")
    report = {
        "date": now.isoformat(timespec="seconds"),
        "machine": {
            "cpus": os.cpu_count(),
            "load": os.getloadavg(),
            "system": platform.platform(),
            "python": platform.python_version(),
            **{name: _version(name) for name in packages},
        },
        "results": results,
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"analysis_speed-{now:%Y%m%d-%H%M%S}.json"
    path.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    return path


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="bench.analysis_speed", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="measured runs of each function (5)")
    parser.add_argument("--rivals", type=int, default=1, help="measured runs of esda (1), 0: none")
    parser.add_argument("--gpkg", type=Path, help="a national file of buurten, for synthetic ones")
    parser.add_argument("--layer", help="its layer; the first by default")
    parser.add_argument("--check", action="store_true", help="end with code 1 if a goal is missed")
    return parser.parse_args()


def main() -> int:
    """Measure buurten of the data set and of the whole country; 1 if a goal was missed."""
    asked = arguments()
    console = Console(width=None if sys.stdout.isatty() else 100)
    dataset = open_dataset(ROOT / "geodata")
    figures = published(dataset)
    region = dataset.boundaries(Level.BUURT).geometry.to_numpy()
    if asked.gpkg is None:
        name, country = "synthetic", synthetic_coverage(NATIONAL)
    else:
        name, country = asked.gpkg.name, read_shapes(asked.gpkg, asked.layer)
    results = [
        measure(make_case("data set", region, figures, 200.0), asked.runs, asked.rivals),
        measure(make_case(name, country, figures, 1000.0), asked.runs, asked.rivals),
    ]
    show(results, console)
    console.print(f"Written to {write(results, RESULTS)}")
    return int(asked.check and any(result["missed"] for result in results))


if __name__ == "__main__":
    sys.exit(main())
