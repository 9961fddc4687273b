"""gunicorn's settings: where to listen, how many workers, and what to say at the start."""

from __future__ import annotations

import gc
import os
from typing import Any

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8050')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
preload_app = True  # read once, shared by the workers; what is wrong is said once
loglevel = "warning"
control_socket_disable = True
limit_request_line = 8190  # an address with a region of one's own is long, in /oembed more so

# whose word is taken for scheme and path is for web/believed.py (RUDC_TRUSTED_PROXIES): by itself
# gunicorn believes whoever connects from this machine
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""


def when_ready(server: Any) -> None:
    """Say where the map is and what data it shows, before the workers are made."""
    gc.collect()
    gc.freeze()  # or a worker's collections write in what it shares with the others
    dataset = server.app.wsgi().extensions["rudc"].live.now.dataset
    counts = ", ".join(f"{n} {level}" for level, n in dataset.counts().items())
    print(f"RUDC map on http://{bind}", flush=True)
    print(f"  data set: {dataset.title} ({dataset.vintage}), {dataset.path}")
    print(f"  areas: {counts}. Stop with Ctrl+C.", flush=True)


def post_worker_init(worker: Any) -> None:
    """Begin in a worker what goes on in the background: threads of the parent do not live on."""
    worker.wsgi.extensions["rudc"].begin()
