"""gunicorn's settings: where to listen, how many workers, and what to say at the start."""

from __future__ import annotations

import os
import tomllib
from typing import Any

from rudc_map.settings import Settings

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8050')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
preload_app = True  # read once, shared by the workers; what is wrong is said once
loglevel = "warning"
control_socket_disable = True


def when_ready(server: Any) -> None:
    """Say where the map is and what data it shows."""
    settings = Settings()
    manifest = settings.data_dir / "dataset.toml"
    described = tomllib.loads(manifest.read_text(encoding="utf-8"))
    counts = ", ".join(f"{n} {level}" for level, n in described["counts"].items())
    print(f"RUDC map on http://{bind}", flush=True)
    print(f"  data set: {described['title']} ({described['vintage']}), {settings.data_dir}")
    print(f"  areas: {counts}. Stop with Ctrl+C.", flush=True)


def post_worker_init(worker: Any) -> None:
    """Fill the cache, in a worker: a thread of the parent would not live on in its children."""
    worker.wsgi.extensions["rudc"].warm()
