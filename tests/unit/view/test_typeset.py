"""What Typst makes, and that a server that makes many pictures stays as small as after one."""

from __future__ import annotations

import subprocess
import sys

import pytest

MANY = """
import resource
from rudc_map.view.typeset import typeset

def draw(at):
    lines = "".join(f'<path d="M{i % 97} {at}l{i % 89} {i % 83}"/>' for i in range(20_000))
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 99 99">{lines}</svg>'
    typeset('#image(bytes(sys.inputs.svg), format: "svg")', "png", {"svg": svg}, ppi=20.0)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

print(*[draw(at) for at in range(12)])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in kilobytes on Linux only")
def test_pictures_that_were_made_do_not_stay_in_memory():
    told = subprocess.run([sys.executable, "-c", MANY], capture_output=True, text=True, check=True)
    most = [float(megabytes) for megabytes in told.stdout.split()]
    assert most[-1] < most[2] + 25, most
