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
