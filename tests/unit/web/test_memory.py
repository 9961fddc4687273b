"""Freed memory goes back to the system."""

from __future__ import annotations

import subprocess
import sys

import pytest

THREADS = """
import sys, threading
sys.path.insert(0, ".")
from rudc_map.web.memory import give_back, keep_small

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6

keep_small()
kept = []

def work():
    small = [bytearray(9_000) for _ in range(3_000)]  # 27 MB, too small to be mapped by itself
    kept.append(small[-1])  # which lies on top, so that nothing below it is given back by itself

before = resident()
for _ in range(4):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
held = resident() - before
give_back()
print(held, resident() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_what_threads_freed_is_given_back():
    told = subprocess.run(
        [sys.executable, "-c", THREADS], capture_output=True, text=True, check=True
    )
    held, left = map(float, told.stdout.split())
    assert held > 20
    assert left < 5


ASKED = """
import os, sys
from pathlib import Path
os.environ |= {"RUDC_CACHE_DIR": sys.argv[1], "RUDC_DATA_DIR": sys.argv[1], "RUDC_WARM": "false"}
sys.path.insert(0, ".")
from app import server

client = server.test_client()
served = server.extensions["rudc"].live.now
shown = "regio=groningen-assen&indicator=woz_waarde&niveau=buurt&periode=2024"
for path in (
    "/",
    "/gebied/BU00140000",
    f"/kaart.svg?{shown}",
    f"/d/{served.version}/geometry/buurt.json",
    f"/d/{served.version}/pattern.json?{shown}",
    f"/d/{served.version}/border.json?{shown}",
    "/api/v1/areas/at?lat=53.2194&lon=6.5665",
    "/api/v1/aggregate?indicator=inwoners&eigen=c:53.2194,6.5665,1500:inwoners",
    "/api/v1/geometry?niveau=gemeente&detail=volledig",
):
    assert client.get(path, follow_redirects=True).status_code == 200, path
print("pyogrio" in sys.modules)
"""


def test_what_is_shown_needs_no_gdal(tmp_path):
    told = subprocess.run(
        [sys.executable, "-c", ASKED, tmp_path], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "False", "GDAL takes 30 MB of a worker"
