"""The limit to questions of the API with a real Redis: one count for all workers."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import contextmanager

import pytest

from tests.integration.conftest import running
from tests.servers.ports import free_port

REDIS = shutil.which("redis-server")
QUESTION = "/api/v1/sources"
LIMIT = 12

pytestmark = pytest.mark.skipif(REDIS is None, reason="redis-server is not installed")


@contextmanager
def redis(port, folder):
    """A Redis that answers, and keeps nothing."""
    command = [REDIS, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        for line in process.stdout:
            if "Ready to accept connections" in line:
                break
        yield
    finally:
        process.terminate()
        process.communicate(timeout=30)


def statuses(site, times):
    return [site.get(QUESTION).status for _ in range(times)]


def test_workers_count_together(tmp_path):
    with free_port() as port:
        settings = {
            "RUDC_RATE_LIMIT": f"{LIMIT} per hour",
            "RUDC_RATE_LIMIT_STORAGE": f"redis://127.0.0.1:{port}",
            "WEB_CONCURRENCY": "3",
        }
        with (
            redis(port, tmp_path),
            running(tmp_path / "c", tmp_path / "out.txt", **settings) as site,
        ):
            assert statuses(site, LIMIT + 6) == [200] * LIMIT + [429] * 6
            refused = site.get(QUESTION)
            assert refused.headers["X-RateLimit-Remaining"] == "0"
            assert 1 <= int(refused.headers["Retry-After"]) <= 3600


def test_without_redis_questions_are_answered(tmp_path):
    with free_port() as port:
        settings = {"RUDC_RATE_LIMIT": "9 per hour", "WEB_CONCURRENCY": "1"}
        settings["RUDC_RATE_LIMIT_STORAGE"] = f"redis://127.0.0.1:{port}"
        with running(tmp_path / "c", tmp_path / "out.txt", **settings) as site:
            assert statuses(site, 11) == [200] * 9 + [429] * 2
