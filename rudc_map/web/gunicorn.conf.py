"""gunicorn's settings: where to listen, how many workers, and what to say at the start."""

from __future__ import annotations

import os
import sys
import tomllib
from typing import Any

import layers
from rudc_map.dataset.store import open_dataset
from rudc_map.errors import RudcError
from rudc_map.indicators.registry import discover
from rudc_map.settings import Settings

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8050')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
loglevel = "warning"
control_socket_disable = True


def on_starting(server: Any) -> None:
    """Say what is wrong with the data set or a layer once, not as the tracebacks of all workers."""
    try:
        open_dataset(Settings().data_dir)
        discover(layers)
    except RudcError as error:
        sys.exit(f"The map cannot start: {error}")


def when_ready(server: Any) -> None:
    """Say where the map is and what data it shows."""
    settings = Settings()
    manifest = settings.data_dir / "dataset.toml"
    described = tomllib.loads(manifest.read_text(encoding="utf-8"))
    counts = ", ".join(f"{n} {level}" for level, n in described["counts"].items())
    print(f"RUDC map on http://{bind}", flush=True)
    print(f"  data set: {described['title']} ({described['vintage']}), {settings.data_dir}")
    print(f"  areas: {counts}. Stop with Ctrl+C.", flush=True)
