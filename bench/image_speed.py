"""How fast are images of the map? ``python -m bench.image_speed``."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from flask.testing import FlaskClient
from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent / "results"

GOALS = {"new": 600.0, "seen": 20.0}
"""The most an image may take of the server [ms]: for a view that nobody has seen, and again."""

FIRST = "/kaart.png?regio=nederland&niveau=provincie&indicator=inwoners"
"""Asked first and not counted: it loads the code and the fonts."""

REGION = "regio=groningen-assen&niveau=buurt"
VIEWS = {
    "buurten": f"{REGION}&indicator={{}}",
    "buurten, close by": f"{REGION}&indicator={{}}&kaart=53.2194,6.5665,12",
    "buurten of two provincies": "regio=groningen-drenthe&niveau=buurt&indicator={}",
    "gemeenten, difference": (
        "regio=groningen-drenthe&niveau=gemeente&indicator={}&weergave=natuurlijk-5-blauw-verschil"
    ),
    "buurten of the country": "regio=nederland&niveau=buurt&indicator={}",
    "gemeenten of the country": "regio=nederland&niveau=gemeente&indicator={}",
    "two maps": f"{REGION}&indicator={{}}&beeld=twee-kaarten",
    "two maps of the country": "regio=nederland&niveau=buurt&indicator={}&beeld=twee-kaarten",
    "small maps": f"{REGION}&indicator={{}}&beeld=reeks",
    "small maps of the country": "regio=nederland&niveau=buurt&indicator={}&beeld=reeks",
    "two in one": f"{REGION}&indicator={{}}&beeld=samenhang",
    "ranking": f"{REGION}&indicator={{}}&grafiek=rangorde",
}
INDICATORS = ("woz_waarde", "aandeel_koop", "inwoners", "huishoudensgrootte", "aandeel_65plus")
KINDS = ("svg", "png", "pdf")


def client(cache: Path) -> FlaskClient:
    """The app with an empty cache, in this process: what is timed is the server's own time."""
    import os

    os.environ |= {"RUDC_CACHE_DIR": str(cache), "RUDC_WARM": "false"}
    from app import server

    return server.test_client()


def timed(asking: FlaskClient, address: str) -> tuple[float, int]:
    """How long an answer takes [ms], and its size [bytes]."""
    start = time.perf_counter()
    answer = asking.get(address, headers={"Accept-Encoding": "br"})
    body = answer.get_data()
    took = (time.perf_counter() - start) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code} {body[:300]!r}")
    return took, len(body)


def measure(asking: FlaskClient) -> list[dict[str, object]]:
    """Every view and kind: each indicator once anew, and again."""
    offered = {i["id"] for i in asking.get("/api/v1/indicators").get_json()["indicatoren"]}
    indicators = [i for i in INDICATORS if i in offered]
    rows: list[dict[str, object]] = []
    for name, query in VIEWS.items():
        for kind in KINDS:
            file = "grafiek" if name == "ranking" else "kaart"
            addresses = [f"/{file}.{kind}?{query.format(i)}" for i in indicators]
            new = [timed(asking, address) for address in addresses]
            seen = [timed(asking, address) for address in addresses]
            rows.append(
                {
                    "view": name,
                    "kind": kind,
                    "new": [took for took, _ in new],
                    "seen": [took for took, _ in seen],
                    "bytes": int(median(size for _, size in new)),
                }
            )
    return rows


def report(rows: list[dict[str, object]]) -> bool:
    """Print medians and largest; tell whether every median meets its goal."""
    table = Table("image", "kind", "new [ms]", "largest", "seen [ms]", "largest", "kB", "")
    fine = True
    for row in rows:
        new, seen = sorted(row["new"]), sorted(row["seen"])  # type: ignore[call-overload]
        met = median(new) < GOALS["new"] and median(seen) < GOALS["seen"]
        fine = fine and met
        cells = (median(new), new[-1], median(seen), seen[-1])
        shown = [f"{cell:.0f}" if cell >= 10 else f"{cell:.1f}" for cell in cells]
        size = f"{row['bytes'] / 1000:.0f}"  # type: ignore[operator]
        table.add_row(str(row["view"]), str(row["kind"]), *shown, size, "" if met else "too slow")
    Console().print(table)
    return fine


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="end with 1 unless goals are met")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rudc-bench-") as folder:
        asking = client(Path(folder))
        timed(asking, FIRST)
        rows = measure(asking)
    RESULTS.mkdir(exist_ok=True)
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    path = RESULTS / f"images-{now}.json"
    path.write_text(json.dumps({"goals": GOALS, "rows": rows}, indent=1), encoding="utf-8")
    fine = report(rows)
    if arguments.check and not fine:
        sys.exit(1)


if __name__ == "__main__":
    main()
