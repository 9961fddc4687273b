"""Commands run in this process: their libraries are loaded already, which saves seconds each."""

from __future__ import annotations

import io
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from unittest.mock import patch

from rudc_map.cli import main


@dataclass(frozen=True)
class Done:
    """What a command said, and how it ended."""

    returncode: int
    stdout: str
    stderr: str


def run_here(settings: dict[str, str], *arguments: object) -> Done:
    """Run ``python -m rudc_map data ...`` with these settings and no others."""
    others = {k: v for k, v in os.environ.items() if not k.startswith("RUDC_")}
    environment = {**others, "NO_COLOR": "1", "COLUMNS": "160", **settings}
    output, errors = io.StringIO(), io.StringIO()
    code = 0
    with (
        patch.dict(os.environ, environment, clear=True),
        patch.object(sys, "stdin", io.StringIO()),
        patch.object(sys, "argv", ["rudc_map", "data", *map(str, arguments)]),
        redirect_stdout(output),
        redirect_stderr(errors),
    ):
        try:
            main()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return Done(code, output.getvalue(), errors.getvalue())
