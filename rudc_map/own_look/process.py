"""Read a user's file in a process of its own: ``python -m rudc_map.own_look``.

The web server starts it for a file that somebody only looks at. It gets the request on its standard
input, a line of JSON (`rudc_map.own_look.request.Request`) and then the file, and writes the answer
as JSON to its standard output. It may be stopped at any moment, takes no more memory and time than
it has set itself, and cannot write a file, so that a hostile file harms nothing and nothing of a
file is left behind.
"""

from __future__ import annotations

import os
import resource
import sys

from rudc_map.errors import InputError, OwnFileError
from rudc_map.own_look.request import Request

MEMORY = 3_000_000_000
"""Bytes of address space; a file of 5 MB with a million rows takes 2 GB of it, 0.6 GB resident."""

CPU_SECONDS = 60
"""More than the server waits; for when that is gone."""

REFUSED = 3
"""Exit code where the file cannot be shown; the answer then says why in both languages."""


def main() -> int:
    """Answer the request on standard input; the exit code is 0 or `REFUSED`."""
    limit_itself()
    from rudc_map.own_look.answer import look  # noqa: PLC0415 -- under the limits
    from rudc_map.view.numbers import compact_json  # noqa: PLC0415

    asked = Request.model_validate_json(sys.stdin.buffer.readline())
    try:
        answer, code = look(asked, sys.stdin.buffer.read()), 0
    except (OwnFileError, InputError) as error:
        answer, code = {"fout": error.message_nl, "error": error.message_en}, REFUSED
    except MemoryError:
        nl = f"{asked.name} is te groot om te lezen; laat rijen of kolommen weg"
        en = f"{asked.name} is too large to be read; leave out rows or columns"
        answer, code = {"fout": nl, "error": en}, REFUSED
    sys.stdout.buffer.write(compact_json(answer))
    return code


def limit_itself() -> None:
    """Bound memory and time, and let no file be written, not even a dump of this process."""
    os.nice(5)  # the map comes first
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
